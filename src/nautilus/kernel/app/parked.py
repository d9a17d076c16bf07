"""The dead letters of an engine over HTTP: what it could not handle, why, and the message itself."""

from typing import Any

import msgspec

from nautilus.kernel.app.routes import Call, Page, PageQuery, decode_cursor, get, page_of
from nautilus.kernel.bus import DeadLetter, DeadLetters
from nautilus.kernel.units import Count, TimestampNs


class ParkedView(msgspec.Struct, frozen=True):
    """One message that was parked."""

    dead_id: str
    topic: str
    entry_id: str
    """Where it lay in the stream of its topic."""
    message_id: str
    key: str
    error: str
    attempts: Count[int]
    """How often it was tried alone; 0: it could not even be decoded."""
    ts_init: TimestampNs[int]
    """Wall time of the parking."""
    payload: bytes
    """As it was on the bus; base64 in JSON."""
    message: Any
    """The payload unpacked, its tag first; null where it is no MessagePack."""


class Parked:
    """Handlers of the routes below."""

    def __init__(self, dead_letters: DeadLetters) -> None:
        self._dead_letters = dead_letters

    async def list(self, call: Call) -> Page[ParkedView]:
        """Newest first."""
        after = decode_cursor(call.query.cursor, tuple[int, int])
        cursor = f"{after[0]}-{after[1]}" if after else ""
        letters, _ = await self._dead_letters.read(call.query.limit + 1, cursor)
        page = page_of(letters, call.query.limit, lambda letter: tuple(map(int, letter.dead_id.split("-"))))
        return Page([_view(letter) for letter in page.items], page.next_cursor)


def _view(letter: DeadLetter) -> ParkedView:
    return ParkedView(**msgspec.structs.asdict(letter), message=_unpacked(letter.payload))


def _unpacked(payload: bytes) -> Any:
    try:
        return msgspec.msgpack.decode(payload)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None


PARKED = (
    get(
        "/dead-letters",
        Parked.list,
        query=PageQuery,
        reply=Page[ParkedView],
        summary="Messages that could not be handled, newest first",
        tags=("probes",),
    ),
)
