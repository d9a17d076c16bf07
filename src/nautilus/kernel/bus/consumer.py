"""Reading topics of one bus as a group: one group an engine, urgent topics on a lane of their own."""

import asyncio
from collections.abc import Callable, Iterable, Sequence

from nautilus.kernel.bus.codec import Decoder
from nautilus.kernel.bus.commands import BusClient
from nautilus.kernel.bus.delivery import Delivery
from nautilus.kernel.bus.lane import Lane, ReadPolicy
from nautilus.kernel.bus.metrics import BusMetrics
from nautilus.kernel.bus.streams import streams_of
from nautilus.kernel.messages import Priority, Topic


class Consumer:
    """Delivers every message of the topics at least once, each stream in order, to the handler of `delivery`.

    Each priority has a lane: a task and a connection. The handler of the urgent lane runs beside that of the normal
    one, also while that is busy, so that a kill overtakes a backlog.
    """

    def __init__(
        self,
        connect: Callable[[], BusClient],
        engine: str,
        topics: Sequence[Topic],
        delivery: Delivery,
        metrics: BusMetrics,
        *,
        name: str = "",
        owned: Iterable[int] | None = None,
        policy: ReadPolicy = ReadPolicy(),  # noqa: B008 - immutable
    ) -> None:
        """`name` must be the same after a restart (default: the engine's); `owned` are its partitions (None: all)."""
        if len({topic.bus for topic in topics}) != 1:
            raise ValueError("a consumer reads topics of one bus; make one consumer for each bus")
        partitions = None if owned is None else tuple(owned)
        self.lanes: list[Lane] = []
        for priority in (Priority.URGENT, Priority.NORMAL):
            decoders = {
                stream: Decoder(topic)
                for topic in topics
                if topic.priority is priority
                for stream in streams_of(topic, partitions)
            }
            if decoders:
                self.lanes.append(
                    Lane(
                        priority,
                        connect(),
                        group=engine,
                        consumer=name or engine,
                        decoders=decoders,
                        delivery=delivery,
                        metrics=metrics,
                        policy=policy,
                    )
                )

    async def run(self) -> None:
        """Read until cancelled. Raises what no waiting heals: BusRefusedError, CommandError."""
        tasks = [asyncio.create_task(lane.run(), name=f"bus-{lane.name}") for lane in self.lanes]
        try:
            await asyncio.gather(*tasks)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            for lane in self.lanes:
                await lane.client.close()

    @property
    def lost(self) -> int:
        """Entries trimmed before they were read, since the start of this process."""
        return sum(gap.lost for lane in self.lanes for gap in lane.gaps.values())

    @property
    def oldest_ms(self) -> int | None:
        """When the oldest entry in hand was added, milliseconds UTC; None while nothing is."""
        return min((lane.oldest_ms for lane in self.lanes if lane.oldest_ms is not None), default=None)

    @property
    def in_hand(self) -> int:
        """Entries that are being handled."""
        return sum(lane.in_hand for lane in self.lanes)

    @property
    def lag(self) -> int:
        """Entries not yet read, at the last audit."""
        return sum(gap.lag for lane in self.lanes for gap in lane.gaps.values())
