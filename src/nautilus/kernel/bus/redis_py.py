"""The twin of the hot client on redis-py: the fallback that `bus_client = "redis"` chooses."""

import asyncio
import ssl
from collections.abc import Sequence
from typing import Any

from redis import exceptions
from redis.asyncio.connection import Connection, SSLConnection
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from nautilus.kernel.bus.address import Address
from nautilus.kernel.bus.backoff import delays
from nautilus.kernel.bus.commands import TIMEOUT_S, BusClient, Command, parse_info
from nautilus.kernel.bus.errors import BusRefusedError, BusUnavailableError, CommandError, ConnectionLostError

_CONNECT_TIMEOUT_S = 5.0


class RedisPyClient(BusClient):
    """See BusClient. One connection of redis-py, whose own retries are off: they would repeat an executed XADD."""

    def __init__(self, address: Address, name: str, patience_s: float = 5.0) -> None:
        super().__init__(address, name, patience_s)
        tls: dict[str, Any] = {"ssl_ca_certs": address.ca_file, "ssl_check_hostname": True} if address.tls else {}
        kind = SSLConnection if address.tls else Connection
        self._connection = kind(
            host=address.host,
            port=address.port,
            username=None if address.password is None else address.username,
            password=address.password,
            db=address.database,
            client_name=name,
            protocol=3,
            socket_timeout=None,
            socket_connect_timeout=_CONNECT_TIMEOUT_S,
            retry=Retry(NoBackoff(), 0),
            **tls,
        )
        self._turn = asyncio.Lock()
        self._closed = False

    async def pipeline(self, commands: Sequence[Command], timeout_s: float = TIMEOUT_S) -> list[Any]:
        async with self._turn:
            if not self._connection.is_connected:
                await self._connect_patiently()
            try:
                async with asyncio.timeout(timeout_s):
                    await self._connection.send_packed_command(self._connection.pack_commands(commands))
                    return [await self._reply() for _ in commands]
            except (exceptions.ConnectionError, exceptions.TimeoutError, TimeoutError, OSError) as error:
                await self._connection.disconnect(nowait=True)
                raise ConnectionLostError(f"the bus at {self.address.shown} is gone: {error!r}") from error
            except BaseException:  # cancelled between two replies: the rest would answer the next command
                await self._connection.disconnect(nowait=True)
                raise

    async def close(self) -> None:
        self._closed = True
        await self._connection.disconnect()

    async def _reply(self) -> Any:
        try:
            return _translated(await self._connection.read_response())
        except exceptions.ResponseError as error:
            return CommandError(str(error))

    async def _connect_patiently(self) -> None:
        if self._closed:
            raise BusUnavailableError(f"this client of {self.address.shown} was closed; make another one")
        loop = asyncio.get_running_loop()
        give_up_at = loop.time() + self.patience_s
        for delay_s in delays():
            try:
                await self._connect()
            except (exceptions.ConnectionError, exceptions.TimeoutError, OSError) as error:
                await self._connection.disconnect(nowait=True)
                self._raise_if_refused(error)
                if loop.time() + delay_s > give_up_at:
                    raise BusUnavailableError(
                        f"the bus at {self.address.shown} does not answer ({error!r}); is its server running?"
                    ) from error
            else:
                return
            await asyncio.sleep(delay_s)

    async def _connect(self) -> None:
        try:
            await self._connection.connect()  # type: ignore[no-untyped-call]
            for command in (("PING",), ("INFO", "server")):
                await self._connection.send_command(*command)
                reply = await self._connection.read_response()
        except exceptions.ResponseError as error:
            await self._connection.disconnect(nowait=True)
            raise BusRefusedError(f"{self.address.shown} refuses us: {error}; check user and database") from error
        self.run_id = parse_info(reply)["run_id"]

    def _raise_if_refused(self, error: BaseException) -> None:
        if isinstance(error, exceptions.AuthenticationError):
            raise BusRefusedError(f"{self.address.shown} refuses us: {error}; check user and password") from error
        if isinstance(error, ssl.SSLError) or isinstance(error.__context__, ssl.SSLError):
            raise BusRefusedError(
                f"TLS with {self.address.shown} failed: {error}; check the certificate, or use redis:// for plain"
            ) from error


def _translated(reply: Any) -> Any:
    """The reply with redis-py's error values inside a transaction's list replaced by ours."""
    if type(reply) is list and any(isinstance(part, exceptions.ResponseError) for part in reply):
        return [CommandError(str(part)) if isinstance(part, exceptions.ResponseError) else part for part in reply]
    return reply
