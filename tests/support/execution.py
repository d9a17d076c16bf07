"""Execution under test: its service in this process, its node in one of its own, everyone else played here."""

import asyncio
import contextlib
import os
import signal
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from typing import Any

from prometheus_client import CollectorRegistry

from nautilus.engines.execution import ENGINE
from nautilus.engines.execution.api import ROUTES
from nautilus.engines.execution.messages import EVENTS, Progress
from nautilus.engines.execution.service import ExecutionService
from nautilus.engines.factor.messages import VALUES as FACTOR
from nautilus.engines.features.messages import VALUES as FEATURES
from nautilus.engines.marketdata.messages import FRAMES, RUNS, WATERMARKS, MarketFrame, RunStarted, ValueFrame
from nautilus.engines.ml.messages import VALUES as ML
from nautilus.engines.risk.messages import HEARTBEATS, KILL, Kill, Limits, Rearm
from nautilus.engines.strategy.messages import DEPLOYMENTS, Deployment, StrategyChanged, StrategyState
from nautilus.engines.vpin.messages import VALUES as VPIN
from nautilus.kernel.bus import BusMetrics, BusPublisher, FanoutReader, connect
from nautilus.kernel.config import Config
from nautilus.kernel.messages import Bus
from support.engine import Bench, ask, bench
from support.history import TAPE_SPEC, add_action, fill_trades, frames, overnight, started, tape

EX_DATE = date(2010, 1, 5)
"""The second day of a tape that is split."""
VALUE_TOPICS = {"features": FEATURES, "factor": FACTOR, "vpin": VPIN, "ml": ML}


class House:
    """The rest of the house: marketdata, the value engines, strategy and risk, as far as execution sees them."""

    def __init__(self, made: Bench[ExecutionService], config: Config) -> None:
        self.bench = made
        self.service = made.service
        self.config = config
        self.run: RunStarted | None = None
        self.watermark = 0
        self.halted = False
        self.beating = True
        """Whether risk sends its limits."""
        self._frames: list[MarketFrame] = []
        self._sent = 0
        metrics = BusMetrics.register(CollectorRegistry())
        self._clients = {bus: connect(config, bus, "house") for bus in Bus}
        self._publisher = BusPublisher(self._clients, metrics)
        self._reader = connect(config, Bus.MARKET, "house-reader")
        self._metrics = metrics

    async def begin(
        self, records: int, *strategies: tuple[str, str, str], number: int = 1, is_split: bool = False
    ) -> None:
        """A run of made-up trades with these strategies; nothing is sent yet. With `is_split` two for one halfway."""
        database = self.service.context.database
        times, price, size = tape(records)
        if is_split:
            times, price = overnight(times, price)
            await add_action(database, TAPE_SPEC, "SPLIT", EX_DATE, ratio="2")
        await fill_trades(database, times, price, size)
        self.run = await started(database, TAPE_SPEC, number)
        self._frames = await frames(database, TAPE_SPEC, number, range(100, records, 100))
        self._sent = 0
        await self.bench.feed(RUNS, self.run)
        await self.bench.feed(DEPLOYMENTS, Deployment(ts_event=0, ts_init=0, run=number, strategies=strategies))

    @property
    def traded(self) -> str:
        assert self.run is not None
        return self.run.instruments[0].instrument_id

    @property
    def records(self) -> int:
        assert self.run is not None
        return self.run.record_count

    async def send(self, share: float = 1.0) -> int:
        """Publish the frames up to `share` of the run, from all five engines; the last record sent."""
        end = round(share * len(self._frames))
        for frame in self._frames[self._sent : end]:
            await self._publish(frame)
        self._sent = max(self._sent, end)
        return self._frames[self._sent - 1].last_sequence

    async def send_again(self) -> None:
        """What the player does when a consumer has lost something."""
        for frame in self._frames[: self._sent]:
            if frame.last_sequence > self.watermark:
                await self._publish(frame)

    async def _publish(self, frame: MarketFrame) -> None:
        await self._publisher.publish(FRAMES, str(frame.run), frame)
        for source, topic in VALUE_TOPICS.items():
            answer = ValueFrame(
                ts_event=frame.ts_event,
                ts_init=0,
                run=frame.run,
                first_sequence=frame.first_sequence,
                last_sequence=frame.last_sequence,
                source=source,
            )
            await self._publisher.publish(topic, str(frame.run), answer)

    async def until(self, condition: Callable[[], Any], what: str, seconds: float = 30) -> Any:
        """Wait for a condition, which may be a coroutine function, while the house goes on."""
        deadline = time.monotonic() + seconds
        while True:
            found = condition()
            if asyncio.iscoroutine(found):
                found = await found
            if found:
                return found
            assert time.monotonic() < deadline, f"{what} has not come in {seconds} s"
            await asyncio.sleep(0.02)

    async def reached(self, sequence: int) -> None:
        await self.until(lambda: self.watermark >= sequence, f"watermark {sequence}")

    async def finished(self) -> list[Any]:
        """Everything that was published, once the run's last progress is among it."""

        async def final() -> list[Any]:
            events = await self.events()
            return events if any(isinstance(e, Progress) and e.final for e in events) else []

        return await self.until(final, "the final progress")

    async def events(self) -> list[Any]:
        return await self.bench.emitted(EVENTS)

    async def trading(self) -> None:
        """Wait for a node that is ready."""
        node = lambda: self.service.keeper.node  # noqa: E731
        await self.until(lambda: node() is not None and node().ready.is_set(), "a node")

    async def kill_node(self) -> None:
        """SIGKILL, and wait until another process has taken over."""
        before = self.service.keeper.node
        assert before is not None
        os.kill(before.pid, signal.SIGKILL)
        await self.until(lambda: self.service.keeper.node not in (None, before), "another node")
        await self.trading()

    async def switch(self, strategy_id: str, state: StrategyState) -> None:
        assert self.run is not None
        changed = StrategyChanged(
            ts_event=0, ts_init=0, run=self.run.run, strategy_id=strategy_id, state=state, reason="by hand"
        )
        await self.bench.feed(DEPLOYMENTS, changed)

    async def kill(self, kill_id: str, *, on_bus: bool = True) -> None:
        await self._urgent(Kill, kill_id, on_bus)

    async def rearm(self, kill_id: str) -> None:
        await self._urgent(Rearm, kill_id, on_bus=True)

    async def _urgent(self, kind: type[Kill] | type[Rearm], kill_id: str, on_bus: bool) -> None:
        assert self.run is not None
        message = kind(
            ts_event=0, ts_init=0, account=self.run.account, kill_id=kill_id, reason="a test", actor="tester"
        )
        if on_bus:
            await self._publisher.publish(KILL, self.run.account, message)
        await self.bench.feed(KILL, message)

    async def ask(self, method: str, path: str, **terms: Any) -> Any:
        return await ask(ROUTES, self.service, method, path, **terms)

    # -- what goes on by itself -----------------------------------------------------------------------

    async def work(self) -> None:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._beat())
            tasks.create_task(self._listen())
            tasks.create_task(self.service.run())

    async def _beat(self) -> None:
        while True:
            if self.run is not None and self.beating:
                limits = Limits(
                    ts_event=0,
                    ts_init=time.time_ns(),
                    account=self.run.account,
                    version=1,
                    order_notional="10000000",
                    position_notional="10000000",
                    gross_exposure="10000000",
                    daily_loss="10000000",
                    halted=self.halted,
                )
                await self._publisher.publish(HEARTBEATS, self.run.account, limits)
            await asyncio.sleep(0.2)

    async def _listen(self) -> None:
        async for envelopes in FanoutReader(self._reader, (WATERMARKS,), self._metrics):
            for envelope in envelopes:
                if self.run is not None and envelope.message.run == self.run.run:
                    self.watermark = envelope.message.sequence

    async def stop(self) -> None:
        """The end of execution's process, and of its node with it."""
        self._work.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._work
        await self.service.close()

    def start(self) -> None:
        self._work = asyncio.create_task(self.work())

    async def close(self) -> None:
        await self.stop()
        for client in (*self._clients.values(), self._reader):
            await client.close()


@asynccontextmanager
async def house(database_url: str, buses: tuple[str, str], home: Path) -> AsyncIterator[House]:
    """Entering it again on one database and home is a restart of execution's process."""
    market, logic = buses
    config = Config(home=str(home), database_url=database_url, bus_market_url=market, bus_logic_url=logic)
    async with bench(ExecutionService, ENGINE, database_url, home, config=config) as made:
        built = House(made, config)
        built.start()
        try:
            yield built
        finally:
            await built.close()
