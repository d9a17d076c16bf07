"""marketdata under test: in this process on a bus in memory, and its consumers on a real bus."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from nautilus.engines.marketdata import ENGINE
from nautilus.engines.marketdata.messages import (
    PACED_BY,
    SETTLED_BY,
    WATERMARKS,
    LiveFrame,
    LiveMark,
    MarketFrame,
    RecordFrame,
    Watermark,
)
from nautilus.engines.marketdata.service import MarketdataService
from nautilus.kernel.config import Config
from support.engine import Bench, bench

OTHERS = tuple(name for name in (*PACED_BY, *SETTLED_BY) if name != ENGINE.name)


class LoopBus:
    """A market bus in memory: what the service publishes reaches its own handlers, and consumers that are played here.

    Consumers take a frame at once, in order, and say so. Messages of a type in `losing` vanish; who is `asleep` does
    not read.
    """

    def __init__(self, service: MarketdataService) -> None:
        self.service = service
        self.records: list[RecordFrame] = []
        self.frames: list[MarketFrame] = []
        self.live: list[LiveFrame | LiveMark] = []
        self.positions: dict[str, int] = {}
        self.asleep: set[str] = set()
        self.losing: set[type] = set()

    async def publish(self, topic, key, *messages):
        for message in messages:
            if type(message) in self.losing:
                continue
            if isinstance(message, LiveFrame | LiveMark):
                self.live.append(message)
            if isinstance(message, RecordFrame):
                self.records.append(message)
            if isinstance(message, MarketFrame):
                self.frames.append(message)
                await self._consume(message)
            handler = self.service.subscriptions().frames.get(topic)
            if handler:
                await handler(message)
            await asyncio.sleep(0)

    async def _consume(self, frame):
        for name in PACED_BY:
            if name in self.positions and name not in self.asleep:
                if frame.first_sequence <= self.positions[name] + 1:
                    self.positions[name] = max(self.positions[name], frame.last_sequence)
                await self.report(name, frame.run)

    async def report(self, name, run, *, final=False):
        mark = Watermark(ts_event=0, ts_init=0, run=run, consumer=name, sequence=self.positions[name], final=final)
        await self.service.subscriptions().frames[WATERMARKS](mark)

    async def ready(self, run, position=0):
        """All consumers are there, at `position`."""
        self.positions = dict.fromkeys(OTHERS, position)
        for name in OTHERS:
            await self.report(name, run)

    async def settle(self, run):
        for name in SETTLED_BY:
            await self.report(name, run, final=True)

    @property
    def slowest(self) -> int:
        return min(self.positions[name] for name in OTHERS if name in PACED_BY)


async def until(condition, seconds: float = 20) -> None:
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110 - any condition
            await asyncio.sleep(0.005)


@asynccontextmanager
async def playing(database_url, home, **settings) -> AsyncIterator[tuple[Bench[MarketdataService], LoopBus]]:
    """A service at work with the bundled history in its store; entering it again on one database is a restart."""
    config = Config(home=str(home), database_url=database_url, **settings)
    async with bench(MarketdataService, ENGINE, database_url, home, config=config) as made:
        bus = LoopBus(made.service)
        made.published.publish = bus.publish
        work = asyncio.create_task(made.service.run())
        await until(lambda: made.service.sheet is not None or work.done(), 60)
        try:
            yield made, bus
        finally:
            work.cancel()
            await asyncio.wait([work])
        if not work.cancelled():
            work.result()
