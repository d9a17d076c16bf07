"""Messages that could not be handled, parked where a person can see them: `logic:dead.<engine>`."""

import msgspec

from nautilus.kernel.bus.commands import BusClient
from nautilus.kernel.messages import Bus

_KEPT = 10_000


class DeadLetter(msgspec.Struct, frozen=True, kw_only=True):
    """One parked message: where it came from, why it was parked, and its bytes as they were."""

    dead_id: str = ""
    topic: str
    entry_id: str
    message_id: str
    key: str
    error: str
    attempts: int
    """0: it could not even be decoded."""
    ts_init: int
    """Wall time of the parking, nanoseconds UTC."""
    payload: bytes


class DeadLetters:
    """The dead-letter stream of one engine, on the logic bus whichever bus the message came from."""

    def __init__(self, client: BusClient, engine: str) -> None:
        self.stream = f"{Bus.LOGIC}:dead.{engine}".encode()
        self._client = client
        self._encoder = msgspec.msgpack.Encoder()
        self._decoder = msgspec.msgpack.Decoder(DeadLetter)

    async def park(self, letter: DeadLetter) -> None:
        await self._client.add(self.stream, [(b"letter", self._encoder.encode(letter))], _KEPT)

    async def read(self, limit: int = 100, cursor: str = "") -> tuple[list[DeadLetter], str]:
        """Newest first, those older than `cursor`; and the next cursor, empty at the end."""
        start = f"({cursor}" if cursor else "+"
        entries = await self._client.execute("XREVRANGE", self.stream, start, "-", "COUNT", limit)
        letters = [
            msgspec.structs.replace(self._decoder.decode(fields[1]), dead_id=entry_id.decode())
            for entry_id, fields in entries
        ]
        return letters, letters[-1].dead_id if len(letters) == limit else ""

    async def count(self) -> int:
        return await self._client.length(self.stream)
