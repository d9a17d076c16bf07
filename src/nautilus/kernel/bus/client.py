"""The hot client: one asyncio.Protocol, replies parsed by hiredis, writes joined within a turn of the event loop."""

import asyncio
import ssl
from collections.abc import Sequence
from typing import Any, cast

import hiredis

from nautilus.kernel.bus import resp
from nautilus.kernel.bus.address import Address
from nautilus.kernel.bus.backoff import delays
from nautilus.kernel.bus.commands import TIMEOUT_S, BusClient, Command, Fields, parse_info
from nautilus.kernel.bus.errors import BusRefusedError, BusUnavailableError, CommandError, ConnectionLostError

_CONNECT_TIMEOUT_S = 5.0
_WATCH_S = 1.0


class _Link(asyncio.Protocol):
    """One connection, from made to lost."""

    def __init__(self, shown: str) -> None:
        self._shown = shown
        self._conversation = resp.Conversation()
        self._loop = asyncio.get_running_loop()
        self._unsent: list[bytes] = []
        self._writable = asyncio.Event()
        self._writable.set()
        self._watch: asyncio.TimerHandle | None = None
        self._transport: asyncio.Transport | None = None
        self._reason = f"the bus at {shown} closed the connection; it will be opened again"
        self.closed = asyncio.Event()

    async def exchange(self, data: bytes, wanted: int, timeout_s: float) -> list[Any]:
        if not self._writable.is_set():
            await self._writable.wait()
        if self._transport is None:
            raise ConnectionLostError(self._reason)
        future: asyncio.Future[list[Any]] = self._loop.create_future()
        self._conversation.expect(resp.Exchange(wanted, future, self._loop.time() + timeout_s))
        if not self._unsent:
            self._loop.call_soon(self._flush)
        self._unsent.append(data)
        return await future

    def abort(self, reason: str) -> None:
        self._reason = reason
        if self._transport is not None:
            self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._watch = self._loop.call_later(_WATCH_S, self._check_overdue)

    def data_received(self, data: bytes) -> None:
        try:
            self._conversation.feed(data)
        except hiredis.ProtocolError as error:
            self.abort(f"{self._shown} does not speak the Redis protocol ({error}); check host and port")

    def connection_lost(self, exc: Exception | None) -> None:
        self._transport = None
        self._unsent.clear()
        if self._watch is not None:
            self._watch.cancel()
        self._writable.set()
        self._conversation.fail(f"{self._reason} ({exc})" if exc else self._reason)
        self.closed.set()

    def pause_writing(self) -> None:
        self._writable.clear()

    def resume_writing(self) -> None:
        self._writable.set()

    def _flush(self) -> None:
        if self._transport is not None and self._unsent:
            self._transport.write(b"".join(self._unsent) if len(self._unsent) > 1 else self._unsent[0])
        self._unsent.clear()

    def _check_overdue(self) -> None:
        overdue_at = self._conversation.overdue_at
        if overdue_at is not None and overdue_at < self._loop.time():
            self.abort(f"the bus at {self._shown} has not answered in time; the connection is opened again")
            return
        self._watch = self._loop.call_later(_WATCH_S, self._check_overdue)


class HotClient(BusClient):
    """See BusClient. Connects at the first call, and again at the first call after the connection was lost."""

    def __init__(self, address: Address, name: str, patience_s: float = 5.0) -> None:
        super().__init__(address, name, patience_s)
        self._link: _Link | None = None
        self._connecting: asyncio.Task[_Link] | None = None
        self._closed = False

    async def pipeline(self, commands: Sequence[Command], timeout_s: float = TIMEOUT_S) -> list[Any]:
        return await self._exchange(resp.pack(commands), len(commands), timeout_s)

    async def add(self, stream: bytes, entries: Sequence[Fields], max_length: int | None = None) -> list[bytes]:
        replies = await self._exchange(resp.pack_adds(stream, entries, max_length), len(entries), TIMEOUT_S)
        for reply in replies:
            if type(reply) is CommandError:
                raise reply
        return replies

    async def close(self) -> None:
        self._closed = True
        if self._connecting is not None:
            self._connecting.cancel()
        if self._link is not None:
            self._link.abort("this client was closed")
            await self._link.closed.wait()

    async def _exchange(self, data: bytes, wanted: int, timeout_s: float) -> list[Any]:
        link = self._link
        if link is None or link.closed.is_set():
            link = await self._connected()
        return await link.exchange(data, wanted, timeout_s)

    async def _connected(self) -> _Link:
        if self._closed:
            raise BusUnavailableError(f"this client of {self.address.shown} was closed; make another one")
        if self._connecting is None:
            self._connecting = asyncio.get_running_loop().create_task(self._connect_patiently())
            self._connecting.add_done_callback(self._connect_done)
        return await asyncio.shield(self._connecting)

    def _connect_done(self, task: "asyncio.Task[_Link]") -> None:
        self._connecting = None
        if not task.cancelled() and task.exception() is None:
            self._link = task.result()

    async def _connect_patiently(self) -> _Link:
        loop = asyncio.get_running_loop()
        give_up_at = loop.time() + self.patience_s
        for delay_s in delays():
            try:
                return await self._connect()
            except (OSError, BusUnavailableError) as error:
                if loop.time() + delay_s > give_up_at:
                    raise BusUnavailableError(
                        f"the bus at {self.address.shown} does not answer ({error!r}); is its server running?"
                    ) from error
            await asyncio.sleep(delay_s)
        raise AssertionError("delays() has no end")

    async def _connect(self) -> _Link:
        address = self.address
        try:
            async with asyncio.timeout(_CONNECT_TIMEOUT_S):
                _, link = await asyncio.get_running_loop().create_connection(
                    lambda: _Link(address.shown), address.host, address.port, ssl=address.ssl_context()
                )
        except ssl.SSLError as error:
            raise BusRefusedError(
                f"TLS with {address.shown} failed: {error}; check the certificate, or use redis:// for plain"
            ) from error
        try:
            self.run_id = await self._shake_hands(link)
        except BaseException:
            link.abort("the handshake failed")
            raise
        return link

    async def _shake_hands(self, link: _Link) -> str:
        """Log in, choose the database, learn the server's identity. BusUnavailableError while it is still loading."""
        address = self.address
        login = () if address.password is None else ("AUTH", address.username, address.password)
        commands: list[Command] = [("HELLO", 3, *login, "SETNAME", self.name), ("SELECT", address.database)]
        commands += [("PING",), ("INFO", "server")]
        replies = await link.exchange(resp.pack(commands), len(commands), _CONNECT_TIMEOUT_S)
        for reply in replies:
            if isinstance(reply, CommandError):
                if reply.code == "LOADING":
                    raise BusUnavailableError(str(reply))
                raise BusRefusedError(f"{address.shown} refuses us: {reply}; check user, password and database")
        return parse_info(replies[-1])["run_id"]
