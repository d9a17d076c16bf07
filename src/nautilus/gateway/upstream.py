"""Connections to one engine: what the gateway needs of an HTTP client, and nothing more.

Every request of a browser passes here, and a general client costs the gateway more than the engine's whole answer
costs. So this writes a request as bytes, has httptools parse the answer, and passes bodies on as they come, neither
side faster than the other. It speaks HTTP/1.1 with `content-length` or chunks, as all engines do.
"""

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator, Iterable, Sequence
from http import HTTPStatus
from typing import cast
from urllib.parse import urlsplit

import httptools

from nautilus.kernel.app.problems import RequestError
from nautilus.kernel.errors import NautilusError, UnavailableError

type Header = tuple[bytes, bytes]

MOST_CONNECTIONS = 64
"""To one engine. Who comes when all are in use waits for a turn."""
ANSWER_SECONDS = 60.0
_CONNECT_SECONDS = 2.0
_TURN_SECONDS = 5.0
_IDLE_SECONDS = 10.0
"""An engine closes a connection that was idle for longer than this; by then it is not used again."""
_HELD_BYTES = 262_144
_CHUNKED = b"transfer-encoding: chunked\r\n"


class BrokenError(Exception):
    """The connection ended before its answer did, or the answer is not HTTP."""


class Connection(asyncio.Protocol):
    """One request at a time: `ask`, then `read` until there is no more."""

    def __init__(self) -> None:
        self.status = 0
        self.headers: list[Header] = []
        """Of the answer, names in lower case."""
        self.idle_since = 0.0
        self._transport: asyncio.Transport | None = None
        self._parser: httptools.HttpResponseParser | None = None
        self._chunks: deque[bytes] = deque()
        self._held = 0
        self._asked = self._headed = self._complete = self._reusable = False
        self._bodiless = False
        self._may_write = True
        self._lost: Exception | None = None
        self._waiter: asyncio.Future[None] | None = None

    @property
    def reusable(self) -> bool:
        """Whether the last exchange ended as it should, both ways, and the engine keeps the connection open."""
        return self._complete and self._reusable and self._lost is None

    async def ask(self, head: bytes, body: AsyncIterator[bytes] | None, *, bodiless: bool) -> None:
        """Send a request; returns when status and headers of the answer are there.

        `body` is framed already. `bodiless`: the answer has headers alone, whatever they say (HEAD).
        Raises BrokenError, or TimeoutError after `ANSWER_SECONDS` of silence.
        """
        assert self._transport is not None
        self._parser = httptools.HttpResponseParser(self)
        self._headed = self._complete = self._reusable = False
        self._asked, self._bodiless = body is None, bodiless
        self.status, self.headers = 0, []
        self._transport.write(head)
        if body is not None:
            await self._send(body)
        while not self._headed:
            await self._change()

    async def read(self) -> tuple[bytes, bool]:
        """What came of the answer's body since, at least one byte unless it is over; whether there is more."""
        assert self._transport is not None
        while not self._chunks and not self._complete:
            await self._change()
        body = b"".join(self._chunks)
        self._chunks.clear()
        if self._held > _HELD_BYTES:
            self._transport.resume_reading()
        self._held = 0
        return body, not self._complete

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()

    async def _send(self, body: AsyncIterator[bytes]) -> None:
        """An engine may answer before it has everything; then the rest is not sent, and this connection is not kept."""
        assert self._transport is not None
        async for chunk in body:
            self._transport.write(chunk)
            while not self._may_write and not self._headed:
                await self._change()
            if self._headed:
                return
        self._asked = True

    async def _change(self) -> None:
        """Wait until something has happened. Raises what `ask` does."""
        if self._lost is not None:
            raise BrokenError(str(self._lost)) from self._lost
        self._waiter = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                await self._waiter
        finally:
            self._waiter = None
        if self._lost is not None and not self._complete:
            raise BrokenError(str(self._lost)) from self._lost

    def _happened(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    def _break(self, error: Exception) -> None:
        self._lost = self._lost or error
        self.close()
        self._happened()

    # -- called by the loop -------------------------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def connection_lost(self, exc: Exception | None) -> None:
        self._break(exc or ConnectionResetError("closed by the engine"))

    def pause_writing(self) -> None:
        self._may_write = False

    def resume_writing(self) -> None:
        self._may_write = True
        self._happened()

    def data_received(self, data: bytes) -> None:
        if self._parser is None or self._complete:
            self._break(ConnectionError("the engine spoke without being asked"))
            return
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserError as error:
            self._break(error)
        self._happened()

    # -- called by the parser -----------------------------------------------------------------------

    def on_header(self, name: bytes, value: bytes) -> None:
        self.headers.append((name.lower(), value))

    def on_headers_complete(self) -> None:
        assert self._parser is not None
        self.status = self._parser.get_status_code()
        self._headed = True
        if self._bodiless:
            self.on_message_complete()

    def on_body(self, body: bytes) -> None:
        self._chunks.append(body)
        self._held += len(body)
        if self._held > _HELD_BYTES and self._transport is not None:
            self._transport.pause_reading()

    def on_message_complete(self) -> None:
        assert self._parser is not None
        self._complete = True
        self._reusable = self._asked and self._parser.should_keep_alive()


class Upstream:
    """The connections to one engine. Errors say what a caller of the gateway can do."""

    def __init__(self, engine: str, url: str) -> None:
        parts = urlsplit(url)
        self._engine = engine
        self._host = parts.hostname or ""
        self._secure = parts.scheme == "https"
        self._port = parts.port or (443 if self._secure else 80)
        self._base = parts.path.rstrip("/").encode()
        self._authority = parts.netloc.rpartition("@")[2].encode()
        self._idle: list[Connection] = []
        self._turns = asyncio.Semaphore(MOST_CONNECTIONS)

    async def ask(
        self, method: str, target: bytes, headers: Sequence[Header], body: AsyncIterator[bytes] | None
    ) -> Connection:
        """Send a request; the connection on which its answer has begun. Give it back with `release`.

        `body` goes on as it is where `headers` say its length, else in chunks. Raises UnavailableError when the engine
        cannot be reached, RequestError when it is silent for too long, and what `body` raises.
        """
        connection = await self._take()
        head, framed = self._head(method, target, headers, body)
        try:
            await connection.ask(head, framed, bodiless=method == "HEAD")
        except (BrokenError, TimeoutError) as error:
            self.release(connection)
            raise self._explained(error) from error
        except BaseException:
            self.release(connection)
            raise
        return connection

    async def read(self, connection: Connection) -> tuple[bytes, bool]:
        """Some of the answer's body, and whether there is more. Raises as `ask` does."""
        try:
            return await connection.read()
        except (BrokenError, TimeoutError) as error:
            raise self._explained(error) from error

    def release(self, connection: Connection) -> None:
        """Keep a connection for the next request, if it can serve one."""
        self._turns.release()
        if connection.reusable:
            connection.idle_since = time.monotonic()
            self._idle.append(connection)
        else:
            connection.close()

    def close(self) -> None:
        for connection in self._idle:
            connection.close()
        self._idle.clear()

    async def _take(self) -> Connection:
        try:
            async with asyncio.timeout(_TURN_SECONDS):
                await self._turns.acquire()
        except TimeoutError as error:
            raise UnavailableError(f"{self._engine} has too much to do; try again soon.") from error
        oldest = time.monotonic() - _IDLE_SECONDS
        while self._idle:
            connection = self._idle.pop()
            if connection.reusable and connection.idle_since > oldest:
                return connection
            connection.close()
        try:
            return await self._connect()
        except BaseException:
            self._turns.release()
            raise

    async def _connect(self) -> Connection:
        try:
            async with asyncio.timeout(_CONNECT_SECONDS):
                _, connection = await asyncio.get_running_loop().create_connection(
                    Connection, self._host, self._port, ssl=self._secure or None
                )
        except (OSError, TimeoutError) as error:
            raise UnavailableError(
                f"{self._engine} does not answer; `nautilus status` says why. Try again soon."
            ) from error
        return connection

    def _head(
        self, method: str, target: bytes, headers: Iterable[Header], body: AsyncIterator[bytes] | None
    ) -> tuple[bytes, AsyncIterator[bytes] | None]:
        """Request line and headers, and the body as it goes over the wire."""
        lines = [b"%s %s%s HTTP/1.1\r\nhost: %s\r\n" % (method.encode(), self._base, target, self._authority)]
        lines += [b"%s: %s\r\n" % header for header in headers]
        if body is not None and not any(name == b"content-length" for name, _ in headers):
            lines.append(_CHUNKED)
            body = _chunks(body)
        lines.append(b"\r\n")
        return b"".join(lines), body

    def _explained(self, error: BrokenError | TimeoutError) -> NautilusError:
        if isinstance(error, BrokenError):
            return UnavailableError(f"The connection to {self._engine} broke ({error}); try again.")
        return RequestError(HTTPStatus.GATEWAY_TIMEOUT, f"{self._engine} took too long to answer.")


async def _chunks(body: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    async for part in body:
        if part:
            yield b"%x\r\n%s\r\n" % (len(part), part)
    yield b"0\r\n\r\n"
