"""Trimming a journaled stream without losing what a group has yet to acknowledge."""

import logging

from nautilus.kernel.bus.commands import BusClient
from nautilus.kernel.messages import Topic

_log = logging.getLogger(__name__)


class Retention:
    """Looks at a stream each time a tenth of its topic's `max_length` was added to it."""

    def __init__(self) -> None:
        self._added: dict[bytes, int] = {}

    async def note(self, client: BusClient, topic: Topic, stream: bytes, rows: int) -> None:
        added = self._added.get(stream, 0) + rows
        if added >= max(topic.max_length // 10, 1):
            added = 0
            await trim_acknowledged(client, stream, topic.max_length)
        self._added[stream] = added


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
