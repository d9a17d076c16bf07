"""What an engine does in the background, partition by partition, as its process gains and loses them."""

import functools
from collections.abc import Iterable

from nautilus.kernel.app.connections import Connections
from nautilus.kernel.app.dispatch import Dispatcher, State
from nautilus.kernel.app.parts import Parts
from nautilus.kernel.bus import Consumer, Delivery, FanoutReader
from nautilus.kernel.clock import Clock
from nautilus.kernel.engine import Check, Service
from nautilus.kernel.messages import Bus

OLDEST_DATA_S = 30.0
"""An engine that works on older data than this is not ready: what it says is not about now."""
FIRST = 0
"""The partition whose owner does what is done once an engine."""


class Work:
    """Consumers for each partition; with the first one the relay, the watch of its bus and the service's own work."""

    def __init__(self, service: Service, connections: Connections, state: State, clock: Clock, parts: Parts) -> None:
        self._service = service
        self._connections = connections
        self._state = state
        self._parts = parts
        self._clock = clock
        self._consumers: dict[str, Consumer] = {}
        self._engine = service.context.engine.name
        self._dispatcher = Dispatcher(service, connections.journal, state, connections.leases.held)
        self._delivery = Delivery(self._dispatcher, connections.dead_letters, connections.metrics, clock)
        connections.metrics.in_hand.set_function(self._in_hand)
        connections.metrics.data_age_seconds.set_function(self._age_s)

    def start(self) -> None:
        """With the partitions that are owned now, on a state that has just been loaded."""
        for number, watch in enumerate(self._dispatcher.watches):
            self._parts.start(f"watch {number}", self._connections.watch_topics(watch))
        for partition in sorted(self._connections.leases.owned):
            self._begin(partition)

    async def take_up(self, partition: int) -> None:
        """A partition that another process worked on until now: what that did is in the store, not in memory."""
        await self._state.refresh()
        self._begin(partition)

    async def lay_down(self, partition: int) -> None:
        """Stop consuming. What was read and not handled stays pending, and is what the next owner begins with."""
        for bus in Bus:
            self._consumers.pop(_consumer(bus, partition), None)
            await self._parts.end(_consumer(bus, partition))

    def check(self) -> Check:
        """The age of the data that this engine is working on."""
        age_s = self._age_of(self._consumers.values())
        if age_s is None:
            return Check("data age", ok=True, detail="all that came is handled")
        return Check("data age", ok=age_s < OLDEST_DATA_S, detail=f"works on a message that came {age_s:.1f} s ago")

    def _age_s(self) -> float:
        return self._age_of([*self._consumers.values(), *self._connections.readers]) or 0.0

    def _age_of(self, readers: Iterable[Consumer | FanoutReader]) -> float | None:
        """Age of the oldest entry in hand, seconds; None while nothing is."""
        added = min((each.oldest_ms for each in readers if each.oldest_ms is not None), default=None)
        return None if added is None else max(self._clock.now_ns() / 1e9 - added / 1e3, 0.0)

    def _in_hand(self) -> float:
        return sum(consumer.in_hand for consumer in self._consumers.values())

    def _begin(self, partition: int) -> None:
        for bus in Bus:
            self._consume(bus, partition)
        if partition == FIRST:
            self._parts.start("relay", self._connections.relay.run())
            self._parts.start("bus watch", self._connections.server_watch.run())
            self._parts.start("service", self._service.run(), may_end=True)

    def _consume(self, bus: Bus, partition: int) -> None:
        topics = [topic for topic in self._dispatcher.topics if topic.bus is bus and partition < topic.partitions]
        if topics:
            client = functools.partial(self._connections.connect, bus)
            consumer = Consumer(
                client, self._engine, topics, self._delivery, self._connections.metrics, owned=(partition,)
            )
            self._consumers[_consumer(bus, partition)] = consumer
            self._parts.start(_consumer(bus, partition), consumer.run())


def _consumer(bus: Bus, partition: int) -> str:
    return f"{bus} consumer {partition}"
