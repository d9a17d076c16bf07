"""One lane of a consumer: a connection of its own, reading some streams of a group in order."""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nautilus.kernel.bus.codec import Decoder
from nautilus.kernel.bus.commands import TIMEOUT_S, BusClient, Command, Entry, read_group_command
from nautilus.kernel.bus.delivery import Delivery
from nautilus.kernel.bus.errors import BusUnavailableError, CommandError, ConnectionLostError
from nautilus.kernel.bus.gaps import Counts, GapCounter
from nautilus.kernel.bus.metrics import BusMetrics
from nautilus.kernel.bus.suspects import Suspects
from nautilus.kernel.messages import Envelope, Message

_log = logging.getLogger(__name__)
_NEW = b">"
_PAUSE_S = 0.05


@dataclass(frozen=True)
class ReadPolicy:
    count: int = 256
    """Most entries of one stream in one read."""
    batch: int = 1_000
    """Most messages in one call of the handler."""
    block_ms: int = 1_000
    audit_s: float = 1.0
    """How often lag and gaps are measured."""
    reclaim_after_s: float = 60.0
    """Entries that another consumer of the group has held this long are taken over."""


class Lane:
    """Reads, delivers, acknowledges: first its own pending entries in order, then new ones. Runs until cancelled."""

    def __init__(
        self,
        name: str,
        client: BusClient,
        *,
        group: str,
        consumer: str,
        decoders: Mapping[bytes, Decoder],
        delivery: Delivery,
        metrics: BusMetrics,
        policy: ReadPolicy,
    ) -> None:
        self.name = name
        self.client = client
        self.gaps = {stream: GapCounter() for stream in decoders}
        self.oldest_ms: int | None = None
        """When the oldest entry that is being handled was added, milliseconds UTC; None while nothing is in hand."""
        self.in_hand = 0
        """Entries that are being handled."""
        self._group = group
        self._consumer = consumer
        self._decoders = decoders
        self._delivery = delivery
        self._metrics = metrics
        self._policy = policy
        self._suspects = Suspects(client, group, consumer)
        self._unacknowledged: dict[bytes, list[bytes]] = {}
        self._next_audit = 0.0
        self._next_reclaim = 0.0

    async def run(self) -> None:
        """Raises BusRefusedError when the bus will not let us in; waits while it is away."""
        while True:
            try:
                await self._create_groups()
                await self._drain_pending()
                while True:
                    await self._step()
            except BusUnavailableError as error:
                _log.warning("lane %s of %s waits for the bus: %s", self.name, self._group, error)
                if isinstance(error, ConnectionLostError):
                    self._metrics.connection_losses.labels(self.client.name).inc()
            except CommandError as error:
                if error.code not in {"NOGROUP", "UNBLOCKED", "LOADING"}:
                    raise
                _log.warning("lane %s of %s: the server came back without its streams", self.name, self._group)
            await asyncio.sleep(_PAUSE_S)

    async def _create_groups(self) -> None:
        for stream in self._decoders:
            if await self.client.create_group(stream, self._group):
                self.gaps[stream] = GapCounter(lost=self.gaps[stream].lost)

    async def _drain_pending(self) -> None:
        """Handle what this consumer was given before it stopped, before anything newer."""
        await self._send(())
        for stream in self._decoders:
            if await self._suspects.are_pending(stream):
                await self._drain_carefully(stream)
        cursors = dict.fromkeys(self._decoders, b"0")
        while cursors:
            batch = await self.client.read_group(self._group, self._consumer, cursors, self._policy.count)
            cursors = {stream: entries[-1][0] for stream, entries in batch.items() if entries}
            await self._deliver(batch)
            await self._send(())

    async def _drain_carefully(self, stream: bytes) -> None:
        """One message at a time, since one of them may be what ended the processes before this one."""
        while entries := (await self.client.read_group(self._group, self._consumer, {stream: b"0"}, 1)).get(stream):
            for envelope in await self._decoded({stream: entries}):
                attempt = await self._suspects.count(stream, envelope.message_id)
                await self._delivery.deliver_suspect(self.name, envelope, deaths=attempt - 1)
                await self._suspects.clear(stream, envelope.message_id)
            self._handled({stream: entries})
            await self._send(())

    async def _step(self) -> None:
        now = asyncio.get_running_loop().time()
        if now >= self._next_reclaim:
            await self._reclaim()
            self._next_reclaim = now + self._policy.reclaim_after_s / 2
        if now >= self._next_audit:
            await self._deliver(await self._read_audited())
            self._next_audit = now + self._policy.audit_s
            return
        cursors = dict.fromkeys(self._decoders, _NEW)
        read = read_group_command(self._group, self._consumer, cursors, self._policy.count, self._policy.block_ms)
        (batch,) = await self._send((read,), TIMEOUT_S + self._policy.block_ms / 1e3)
        for stream, entries in (batch or {}).items():
            self.gaps[stream].count_read(len(entries))
        await self._deliver(batch or {})

    async def _send(self, commands: tuple[Command, ...], timeout_s: float = TIMEOUT_S) -> list[Any]:
        """The acknowledgements that are due, then the commands, in one write. Raises the first error reply."""
        due = self._unacknowledged
        acknowledgements: tuple[Command, ...] = tuple(
            ("XACK", stream, self._group, *ids) for stream, ids in due.items()
        )
        if not acknowledgements and not commands:
            return []
        replies = await self.client.pipeline(acknowledgements + commands, timeout_s)
        self._unacknowledged = {}
        for stream, ids in due.items():
            self._metrics.acknowledged.labels(self._topic(stream)).inc(len(ids))
        for reply in replies:
            if isinstance(reply, CommandError):
                raise reply
        return replies[len(acknowledgements) :]

    async def _deliver(self, batch: Mapping[bytes, list[Entry]]) -> None:
        added = [int(entries[0][0].partition(b"-")[0]) for entries in batch.values() if entries]
        self.oldest_ms = min(added, default=None)
        self.in_hand = sum(map(len, batch.values()))
        envelopes = await self._decoded(batch)
        for first in range(0, len(envelopes), self._policy.batch):
            await self._delivery.deliver(self.name, envelopes[first : first + self._policy.batch])
        self._handled(batch)
        self.oldest_ms = None
        self.in_hand = 0

    async def _decoded(self, batch: Mapping[bytes, list[Entry]]) -> list[Envelope[Message]]:
        """The messages of the entries; what is none is parked, what was trimmed is counted."""
        envelopes = []
        for stream, entries in batch.items():
            if not entries:
                continue
            decoded, undecodable = self._decoders[stream].decode(entries)
            self._metrics.received.labels(self._topic(stream)).inc(len(decoded) + len(undecodable))
            envelopes += decoded
            await self._delivery.park_undecodable(undecodable)
            trimmed = sum(fields is None for _, fields in entries)
            if trimmed:
                self._metrics.lost.labels(self._topic(stream)).inc(trimmed)
                self.gaps[stream].lost += trimmed
        return envelopes

    def _handled(self, batch: Mapping[bytes, list[Entry]]) -> None:
        for stream, entries in batch.items():
            if entries:
                self._unacknowledged.setdefault(stream, []).extend([entry[0] for entry in entries])

    async def _reclaim(self) -> None:
        """Take over what a consumer of another name left behind: this one has nothing in hand between two steps."""
        await self._send(())
        for stream in self._decoders:
            cursor = b"0-0"
            while True:
                cursor, entries = await self.client.claim(
                    *(stream, self._group, self._consumer),
                    idle_ms=int(self._policy.reclaim_after_s * 1_000),
                    start=cursor,
                    count=self._policy.count,
                )
                self._metrics.reclaimed.labels(self._topic(stream)).inc(len(entries))
                await self._deliver({stream: entries})
                await self._send(())
                if cursor == b"0-0":
                    break

    async def _read_audited(self) -> dict[bytes, list[Entry]]:
        """Read without blocking, in one transaction with the server's counts; see `gaps`."""
        streams = list(self._decoders)
        cursors = dict.fromkeys(streams, _NEW)
        looks: tuple[Command, ...] = tuple(
            command for stream in streams for command in (("XINFO", "GROUPS", stream), ("XLEN", stream))
        )
        read = read_group_command(self._group, self._consumer, cursors, self._policy.count)
        *_, replies = await self._send((("MULTI",), *looks, read, ("EXEC",)))
        for reply in replies:
            if isinstance(reply, CommandError):
                raise reply
        *found, batch = replies
        batch = batch or {}
        for stream, groups, length in zip(streams, found[::2], found[1::2], strict=True):
            mine = next((group for group in groups if group[b"name"] == self._group.encode()), None)
            if mine is not None:
                await self._take_stock(stream, mine, length, batch.get(stream, []))
        return batch

    async def _take_stock(self, stream: bytes, group: dict[bytes, Any], length: int, entries: list[Entry]) -> None:
        counts, gap, topic = Counts.of(group, length), self.gaps[stream], self._topic(stream)
        if counts is None:
            return
        lost = gap.audit(counts, len(entries), at_end=len(entries) < self._policy.count)
        self._metrics.lag.labels(topic).set(gap.lag)
        self._metrics.pending.labels(topic).set(group[b"pending"])
        if lost:
            _log.warning("%s lost %d entries of %s: it reads too slowly", self._group, lost, stream.decode())
            self._metrics.lost.labels(topic).inc(lost)
            last_id = entries[-1][0] if entries else group[b"last-delivered-id"]
            setting = ("XGROUP", "SETID", stream, self._group, last_id, "ENTRIESREAD", gap.position or 0)
            await self.client.execute(*setting)

    def _topic(self, stream: bytes) -> str:
        return self._decoders[stream].topic.name
