"""The node at work: frames in, orders out, one thing at a time.

Everything that touches desk or library happens in one task, `_work`. Readers only put things where it finds them, and
wake it; between two of its steps, and at every pause of the desk, it first does what came from outside.
"""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any

import msgspec
from prometheus_client import CollectorRegistry

from nautilus.domain.orders import OrderStatus
from nautilus.engines.execution.node import warmup
from nautilus.engines.execution.node.control import (
    Amend,
    Answer,
    KillNow,
    Launch,
    Line,
    Place,
    Ready,
    RearmNow,
    Refused,
    SwitchNow,
    ToNode,
    Weigh,
    Withdraw,
)
from nautilus.engines.execution.node.feed import read_frames, read_kills, read_limits
from nautilus.engines.execution.node.terms import journal_path, terms_of
from nautilus.engines.marketdata.messages import WATERMARKS, Watermark
from nautilus.engines.risk.messages import Kill, Rearm
from nautilus.kernel.bus import BusMetrics, BusPublisher, connect
from nautilus.kernel.clock import LiveClock
from nautilus.kernel.database import Database
from nautilus.kernel.journal.file import FileJournal
from nautilus.kernel.messages import Bus
from nautilus.trading.broker.rules import irreplaceable
from nautilus.trading.dealer import Dealer
from nautilus.trading.desk import Desk
from nautilus.trading.events import Switched
from nautilus.trading.gate import LIMITS_VALID_NS, GateLimits
from nautilus.trading.merge import MARKET, Frame, Merger
from nautilus.trading.node.account import AccountNode
from nautilus.trading.port import Cancel, Replace, Submit
from nautilus.trading.recorder import Recorder
from nautilus.trading.replacing import replacement
from nautilus.trading.team import Outbox, StrategySpec, Team
from nautilus.trading.weighing import weigh

_BREATH_S = 0.005
"""Longest time without letting the readers read."""
_WATERMARK_S = 0.5
_AGEING_NS = LIMITS_VALID_NS // 2
_LIMITS_S = 15.0
"""How long a replay waits for limits. Its time stands still meanwhile, so the risk engine can come back from a crash
without an order being refused; after that the node goes on, and the gate refuses."""

type Job = Callable[[], Awaitable[None]]


class NodeShell:
    """One run. `wants_restart`: it cannot do what it was asked for without starting again."""

    def __init__(self, launch: Launch, line: Line[ToNode]) -> None:
        self.launch = launch
        self.wants_restart = False
        self._over = asyncio.Event()
        self._log = logging.getLogger("nautilus.execution.node")
        self._line = line
        self._clock = LiveClock()
        self._journal = FileJournal(journal_path(launch.config, launch.started.account))
        terms = terms_of(launch.started)
        self.dealer = Dealer(terms, Recorder(self._journal), self._clock)
        self.node = AccountNode(self.dealer, self._at_pause)
        team = Team(Outbox(launch.started.run, self.dealer), self._to_load(), launch.started.instruments)
        self.desk = Desk(self.dealer, team)
        self.merger = Merger(launch.started.instruments, terms.opened.costs, team.wanted)
        self._team = team
        self._jobs: deque[Job] = deque()
        self._wake = asyncio.Event()
        self._executed = 0
        """Last record of which everything it caused is done."""
        self._progressed = asyncio.Event()
        self._breathed = time.monotonic()
        self._metrics = BusMetrics.register(CollectorRegistry())
        self._ready = False
        self._patient = True

    def _to_load(self) -> list[StrategySpec]:
        """Strategies that the journal leaves on, or that a later request switches on again."""
        folded = self.dealer.folded
        later = {s.strategy_id for s in self.launch.switches if s.running and s.request > folded.last_request}
        return [s for s in self.launch.strategies if folded.is_running(s.strategy_id) or s.strategy_id in later]

    # -- life ---------------------------------------------------------------------------------------

    async def run(self) -> None:
        """Until the parent is gone or a restart is needed."""
        await self.node.start()
        async with asyncio.TaskGroup() as tasks:
            config, started, metrics = self.launch.config, self.launch.started, self._metrics
            readers = [
                tasks.create_task(read_limits(config, started.account, metrics, self._take_limits)),
                tasks.create_task(read_kills(config, started.account, metrics, self._take_kill)),
                tasks.create_task(self._listen()),
                tasks.create_task(self._work()),
            ]
            await self._over.wait()
            for task in readers:
                task.cancel()
        await self.node.stop()

    async def _work(self) -> None:
        await self._warm_up()
        self._ready = True
        for known in (*self.launch.kills, *self.launch.switches):
            self._take(known)
        await self._await_limits()
        self._line.say(Ready(self.merger.sequence))
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(read_frames(self.launch.config, self.launch.started, self._metrics, self._take_frame))
            tasks.create_task(self._announce())
            while True:
                await self._do_jobs()
                while (stretch := self.merger.take()) is not None:
                    await self._await_limits()
                    await self.node.drive(self.desk.advance(stretch))
                    self._executed = stretch.last
                    self._progressed.set()
                    await self._do_jobs()
                await self._wake.wait()
                self._wake.clear()

    async def _warm_up(self) -> None:
        """Run the records again up to where the journal ends."""
        end = self.dealer.recorder.end
        if end is None or not end.ts:
            return
        database = Database(self.launch.config.database_url, name="nautilus-execution-node", max_size=2)
        await database.open()
        try:
            sources = [source for source in self._team.wanted.sources if source != MARKET]
            run, session = self.launch.started.run, self.launch.started.session
            async for frame in warmup.frames(database, session, run, end.ts, sources):
                self.merger.add(frame)
                while (stretch := self.merger.take()) is not None:
                    await self.node.drive(self.desk.advance(stretch))
                    self._executed = stretch.last
        finally:
            await database.close()
        self._log.info("warmed up to record %d of run %d", self.merger.sequence, self.launch.started.run)

    # -- readers ------------------------------------------------------------------------------------

    def _take_frame(self, frame: Frame) -> None:
        if self.merger.add(frame):
            self._wake.set()

    def _take_limits(self, limits: GateLimits) -> None:
        self.dealer.limits = limits

    def _take_kill(self, message: Kill | Rearm) -> None:
        kind = KillNow if isinstance(message, Kill) else RearmNow
        self._take(kind(message.kill_id, message.reason, message.actor))

    async def _listen(self) -> None:
        """The parent's end. When it is gone, so are we: another node may already be wanted."""
        while (said := await self._line.hear()) is not None:
            self._take(said)
        self._over.set()

    def _take(self, said: ToNode) -> None:
        jobs: dict[type, Callable[[Any], Awaitable[None]]] = {
            KillNow: self._kill,
            RearmNow: self._rearm,
            SwitchNow: self._switch,
            Place: self._place,
            Amend: self._amend,
            Withdraw: self._withdraw,
            Weigh: self._weigh,
        }
        job = jobs[type(said)]
        place = self._jobs.appendleft if isinstance(said, KillNow) else self._jobs.append
        place(lambda: job(said))
        self._wake.set()

    # -- jobs from outside --------------------------------------------------------------------------

    async def _at_pause(self) -> None:
        if self._ready:
            await self._do_jobs()
            await self._await_limits()
        if time.monotonic() - self._breathed > _BREATH_S:
            await asyncio.sleep(0)
            self._breathed = time.monotonic()

    async def _await_limits(self) -> None:
        """Let the replay wait while there are no limits that an order could be judged by."""
        if not self._limits_are_old:
            self._patient = True
        elif self._patient:
            deadline = time.monotonic() + _LIMITS_S
            while self._limits_are_old and time.monotonic() < deadline:
                await asyncio.sleep(_BREATH_S)
                await self._do_jobs()
            self._patient = not self._limits_are_old

    @property
    def _limits_are_old(self) -> bool:
        """Whether limits are missing, or on their way to be too old."""
        limits = self.dealer.limits
        return limits is None or self._clock.now_ns() - limits.sent_at > _AGEING_NS

    async def _do_jobs(self) -> None:
        while self._jobs:
            await self._jobs.popleft()()

    async def _kill(self, kill: KillNow) -> None:
        if kill.kill_id not in self.dealer.broker.kills:
            await self.node.drive(self.desk.kill(kill.kill_id, kill.reason, kill.actor))

    async def _rearm(self, rearm: RearmNow) -> None:
        broker = self.dealer.broker
        if rearm.kill_id in broker.kills and rearm.kill_id not in broker.rearmed:
            await self.node.drive(self.desk.rearm(rearm.kill_id, rearm.reason, rearm.actor))

    async def _switch(self, switch: SwitchNow) -> None:
        if switch.request <= self.dealer.broker.last_request:
            return
        if switch.running and switch.strategy_id not in self._team.members:
            self._log.info("%s is started again: the node restarts to warm it up", switch.strategy_id)
            self.wants_restart = True
            self._over.set()
            return
        switched = Switched(switch.strategy_id, switch.running, switch.reason, switch.request)
        await self.node.drive(self.desk.switch(switched))

    async def _place(self, place: Place) -> None:
        known = self.dealer.broker.decisions.get(place.order.client_order_id)
        if known is None:
            await self.node.drive(self.desk.outside(Submit((place.order,), place.actor)))
        elif known.order != place.order:
            self._refuse(place.call, _key_is_taken(place.order.client_order_id))
            return
        self._line.say(Answer(place.call, self._outcome(place.order.client_order_id)))

    async def _amend(self, amend: Amend) -> None:
        broker = self.dealer.broker
        known, replaced = broker.decisions.get(amend.client_order_id), broker.orders.get(amend.replaces)
        if replaced is None:
            self._refuse(amend.call, irreplaceable(broker, amend.replaces))
            return
        order = replacement(replaced.order, amend.client_order_id, amend.changes, triggered=replaced.triggered)
        reason = irreplaceable(broker, amend.replaces) if known is None else ""
        if known is not None and known.order != order:
            reason = _key_is_taken(amend.client_order_id)
        if reason:
            self._refuse(amend.call, reason)
            return
        if known is None:
            await self.node.drive(self.desk.outside(Replace(order, amend.actor)))
        self._line.say(Answer(amend.call, self._outcome(amend.client_order_id)))

    async def _withdraw(self, withdraw: Withdraw) -> None:
        """What no longer rests is answered with what became of it: a cancel that is repeated changes nothing."""
        name = withdraw.client_order_id
        decided = self.dealer.broker.decisions.get(name)
        if decided is None:
            self._line.say(Refused(withdraw.call, 404, f"the account has no order {name}"))
            return
        await self.node.drive(self.desk.outside(Cancel(decided.order.strategy_id, name, withdraw.actor)))
        self._line.say(Answer(withdraw.call, self._outcome(name)))

    async def _weigh(self, asked: Weigh) -> None:
        replaced = asked.order.replaces
        reason = irreplaceable(self.dealer.broker, replaced) if replaced is not None else ""
        if reason:
            self._refuse(asked.call, reason)
        else:
            self._line.say(Answer(asked.call, msgspec.to_builtins(weigh(self.dealer, asked.order))))

    def _refuse(self, call: int, reason: str) -> None:
        self._line.say(Refused(call, 409, reason))

    def _outcome(self, client_order_id: str) -> dict[str, Any]:
        """What became of an order so far. One that the gate let pass and that has no status is a leg that waits."""
        decided = self.dealer.broker.decisions[client_order_id]
        state = self.dealer.broker.orders.get(client_order_id)
        waiting = OrderStatus.ACCEPTED if decided.allowed else OrderStatus.REFUSED
        return {
            "client_order_id": client_order_id,
            "status": state.status if state and state.status else waiting,
            "filled_quantity": str(state.filled if state else 0),
            "reason": decided.reason or (state.reason if state else ""),
            "figures": decided.figures,
            "limits_version": decided.limits_version,
            "replaces": decided.order.replaces,
        }

    # -- watermarks ---------------------------------------------------------------------------------

    async def _announce(self) -> None:
        """Say how far we are, soon after it changed and each half second."""
        client = connect(self.launch.config, Bus.MARKET, "execution-node-watermarks")
        publisher = BusPublisher({Bus.MARKET: client}, self._metrics)
        while True:
            self._progressed.clear()
            watermark = Watermark(
                ts_event=self.dealer.now,
                ts_init=self._clock.now_ns(),
                run=self.launch.started.run,
                consumer="execution",
                sequence=self._executed,
            )
            await publisher.publish(WATERMARKS, watermark.consumer, watermark)
            try:
                async with asyncio.timeout(_WATERMARK_S):
                    await self._progressed.wait()
            except TimeoutError:
                continue


def _key_is_taken(client_order_id: str) -> str:
    return f"{client_order_id} is another order: take a client_key that was not used in this run"
