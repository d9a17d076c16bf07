"""Keeping streams short: capped ones by length, journaled ones by what their groups have acknowledged."""

import logging

from nautilus.kernel.bus.commands import BusClient
from nautilus.kernel.bus.errors import BusUnavailableError
from nautilus.kernel.messages import Topic

_log = logging.getLogger(__name__)


class Retention:
    """Trims a stream at the first write to it, and each time a sixteenth of its `max_length` was added.

    MAXLEN in every XADD would cost the server half as much again as the XADD itself.
    """

    def __init__(self) -> None:
        self._until_trim: dict[bytes, int] = {}

    async def note(self, client: BusClient, topic: Topic, stream: bytes, entries: int) -> None:
        """Never fails what was written: when the bus goes away in between, the next call trims."""
        left = self._until_trim.get(stream, 0) - entries
        if left <= 0:
            try:
                if topic.journaled:
                    await trim_acknowledged(client, stream, topic.max_length)
                else:
                    await client.execute("XTRIM", stream, "MAXLEN", "~", topic.max_length)
                left = topic.max_length // 16
            except BusUnavailableError as error:
                _log.warning("%s is trimmed later: %s", stream.decode(), error)
        self._until_trim[stream] = left


async def trim_acknowledged(client: BusClient, stream: bytes, max_length: int) -> int:
    """Trim what all groups have acknowledged, once the stream is longer than `max_length`. How many went.

    The newest `max_length` may go as well: what is acknowledged is in the store, and in the journal it came from.
    """
    length = await client.length(stream)
    if length <= max_length:
        return 0
    oldest_needed: list[tuple[tuple[int, int], str]] = []
    for group in await client.groups(stream):
        name = group[b"name"].decode()
        _, first_pending = await client.pending(stream, name)
        oldest_needed.append((_number(first_pending or group[b"last-delivered-id"]), name))
    if not oldest_needed:
        return int(await client.execute("XTRIM", stream, "MAXLEN", "~", max_length))
    (milliseconds, counter), slowest = min(oldest_needed)
    trimmed = int(await client.execute("XTRIM", stream, "MINID", "~", f"{milliseconds}-{counter}"))
    if length - trimmed > 2 * max_length:
        _log.warning(
            "%s holds %d entries for %s; start that engine, or remove its group with XGROUP DESTROY",
            *(stream.decode(), length - trimmed, slowest),
        )
    return trimmed


def _number(entry_id: bytes) -> tuple[int, int]:
    milliseconds, _, counter = entry_id.partition(b"-")
    return int(milliseconds), int(counter)
