"""The shell of risk: limits, the kill switch, measures at each mark, heartbeats."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np

from nautilus import history
from nautilus.domain.market import F64, I64
from nautilus.engines.execution.messages import EVENTS, GateDecided, KillConfirmed
from nautilus.engines.marketdata.messages import RUNS, RunStarted
from nautilus.engines.portfolio.messages import VALUATIONS, Valued
from nautilus.engines.risk import store
from nautilus.engines.risk.messages import CHANGES, HEARTBEATS, KILL, Kill
from nautilus.engines.risk.model import (
    WINDOW,
    Guarded,
    LargestOrder,
    Measure,
    Use,
    aligned_returns,
    day_start_equity,
    exposures,
    measure,
    uses,
)
from nautilus.engines.risk.service.preview import Preview, preview
from nautilus.engines.risk.store import ChangeRecord, KillRecord
from nautilus.engines.settling import Settled, SettlingService
from nautilus.kernel.database import Connection
from nautilus.kernel.engine import Context, Subscriptions, Transaction
from nautilus.kernel.errors import NotFoundError
from nautilus.kernel.messages import Message
from nautilus.kernel.pulse import Pulse

HEARTBEAT_SECONDS = 1.0
CONFIRMATION_SECONDS = 5.0
"""How long `POST /kill` waits for execution: a node has 1 s, and may have to be killed and started again."""
_CONFIRMATION_STEP = 0.05
POLICY_REASON = "policy at the start of the run"


@dataclass(frozen=True)
class _Closes:
    """Daily closes, scaled for splits: returns do not jump at one. Shape (n,) each; times in ns."""

    valid: I64
    known: I64
    close: F64

    def known_by(self, ts: int) -> tuple[I64, F64]:
        """Times and closes of the last bars that were known at `ts`, as many as a window needs."""
        at = np.flatnonzero(self.known <= ts)[-(WINDOW + 1) :]
        return self.valid[at], self.close[at]


class RiskService(SettlingService):
    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._live: Guarded | None = None
        """The account of the latest run: the one whose limits are sent."""
        self._heartbeat = Pulse(HEARTBEAT_SECONDS)
        self._closes: dict[str, _Closes] = {}

    async def load(self) -> None:
        async with self.context.database.connection() as connection:
            self._live = await store.read_account(connection)

    async def run(self) -> None:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._heartbeat.drive(self._send_limits, self.context.log))
            tasks.create_task(super().run())

    def status(self) -> Mapping[str, Any]:
        if self._live is None:
            return {"account": None}
        return {"account": self._live.account, "limits_version": self._live.version, "halted": self._live.halted}

    @property
    def live(self) -> Guarded | None:
        """The account of the latest run, whose limits are sent each second; None before the first run."""
        return self._live

    async def account(self, name: str | None) -> Guarded:
        """The named account, by default that of the latest run. Raises NotFoundError."""
        if self._live is not None and name in (None, self._live.account):
            return self._live
        async with self.context.database.connection() as connection:
            return await self._read(connection, name)

    async def edit_limits(self, name: str | None, changes: Mapping[str, Decimal], reason: str, actor: str) -> Guarded:
        async with self.context.journal.transaction() as tx:
            before = await self._read(tx.connection, name)
            guarded, event = before.edit(changes, reason, actor, self._now)
            await store.save_account(tx.connection, guarded)
            await store.insert_change(tx.connection, before, guarded, event)
            tx.emit(CHANGES, guarded.account, event)
        self._follow(guarded)
        return guarded

    async def kill(self, name: str | None, reason: str, actor: str) -> KillRecord:
        """Halt the account; idempotent. The record, confirmed if execution answered within `CONFIRMATION_SECONDS`."""
        async with self.context.journal.transaction() as tx:
            guarded, event = (await self._read(tx.connection, name)).kill(reason, actor, self._now)
            if event is not None:
                await store.insert_kill(tx.connection, event)
                await store.save_account(tx.connection, guarded)
                tx.emit(KILL, guarded.account, event)
        self._follow(guarded)
        return await self._confirmation(guarded.kill_id)

    async def rearm(self, name: str | None, reason: str, actor: str) -> Guarded:
        async with self.context.journal.transaction() as tx:
            guarded, event = (await self._read(tx.connection, name)).rearm(reason, actor, self._now)
            await store.close_kill(tx.connection, event)
            await store.save_account(tx.connection, guarded)
            tx.emit(KILL, guarded.account, event)
        self._follow(guarded)
        return guarded

    async def preview(self, name: str | None) -> tuple[Guarded, Preview]:
        """The account, and what a kill of it would meet now."""
        guarded = await self.account(name)
        return guarded, await preview(self.context, guarded.run)

    async def uses(self, guarded: Guarded) -> tuple[Use, ...]:
        """How much of each limit is used: as of the last mark, and of the largest order of the run."""
        async with self.context.database.connection() as connection:
            found = await store.latest_measure(connection, guarded.run)
            order = await store.largest_order(connection, guarded.account)
        return uses(guarded.ceilings, found, order)

    async def kills(self, run: int | None, before: tuple[int, str] | None, limit: int) -> list[KillRecord]:
        async with self.context.database.connection() as connection:
            return await store.read_kills(connection, run, before, limit)

    async def changes(self, run: int | None, before: int | None, limit: int) -> list[ChangeRecord]:
        async with self.context.database.connection() as connection:
            return await store.read_changes(connection, run, before, limit)

    async def measures(self, run: int | None, after: int | None, limit: int, *, newest: bool) -> list[Measure]:
        number = (await self.account(None)).run if run is None else run
        async with self.context.database.connection() as connection:
            return await store.read_measures(connection, number, after, limit, newest=newest)

    async def latest_measure(self, run: int | None) -> Measure:
        number = (await self.account(None)).run if run is None else run
        async with self.context.database.connection() as connection:
            found = await store.latest_measure(connection, number)
        if found is None:
            raise NotFoundError(f"Run {number} has not been valued yet; exposures come with its first mark.")
        return found

    async def _on_run(self, tx: Transaction, message: Message) -> None:
        if isinstance(message, RunStarted):
            guarded, kill = self._begin(message, await store.read_account(tx.connection, None))
            await store.save_account(tx.connection, guarded)
            if kill is not None:
                await store.insert_kill(tx.connection, kill)
                tx.emit(KILL, guarded.account, kill)
            changed = guarded.changed(POLICY_REASON, self.context.engine.name, self._now)
            await store.insert_change(tx.connection, None, guarded, changed)
            tx.emit(CHANGES, guarded.account, changed)
            self._live = guarded
            self._closes.clear()
            self._heartbeat.wake()
            self.settle()

    def _begin(self, started: RunStarted, before: Guarded | None) -> tuple[Guarded, Kill | None]:
        """The account of a new run. A kill switch that nobody turned off is on for it too: only `rearm` ends a kill."""
        guarded = Guarded.of(started)
        if before is None or not before.halted:
            return guarded, None
        reason = f"still on since {before.kill_id}, which was not rearmed"
        return guarded.kill(reason, self.context.engine.name, self._now)

    async def _on_event(self, tx: Transaction, message: Message) -> None:
        if isinstance(message, KillConfirmed):
            await store.confirm_kill(tx.connection, message)
        elif isinstance(message, GateDecided) and message.allowed:
            order, figures = message.order, {limit: Decimal(figure) for limit, figure, _ in message.figures}
            if (notional := figures.get("order_notional")) is not None:
                largest = LargestOrder(order.client_order_id, order.instrument_id, notional, message.ts_event)
                await store.save_order(tx.connection, message.account, largest)

    async def _on_valuation(self, tx: Transaction, message: Valued) -> None:
        held = [position.instrument_id for position in message.positions]
        closes = [(await self._series(instrument_id)).known_by(message.ts_event) for instrument_id in held]
        day_start = day_start_equity(await store.latest_measure(tx.connection, message.run, message.sequence), message)
        measured = measure(message, aligned_returns(closes), day_start, self._now)
        await store.save_measure(tx.connection, measured, day_start, exposures(message))
        tx.emit(CHANGES, message.account, measured)
        if message.final:
            self.settle()

    async def _series(self, instrument_id: str) -> _Closes:
        """Daily closes of an instrument, kept for the run: a replay's history does not grow."""
        if instrument_id not in self._closes:
            bars = await history.bars(
                self.context.database,
                instrument_id,
                "latest",
                basis=history.Basis.ASSUMED,
                adjustment=history.Adjustment.SPLITS,
            )
            self._closes[instrument_id] = _Closes(bars.valid, bars.known, bars.close)
        return self._closes[instrument_id]

    async def _read(self, connection: Connection, name: str | None) -> Guarded:
        found = await store.read_account(connection, name)
        if found is None:
            raise NotFoundError(
                f"There is no account {name}; GET /limits without `account` shows the latest."
                if name
                else "No run has started yet; start one with `nautilus replay start --session NAME`."
            )
        return found

    async def _confirmation(self, kill_id: str) -> KillRecord:
        deadline = asyncio.get_running_loop().time() + CONFIRMATION_SECONDS
        while True:
            async with self.context.database.connection() as connection:
                record = await store.read_kill(connection, kill_id)
            if record is None:
                raise NotFoundError(f"There is no kill {kill_id}; the database was changed from outside.")
            if record.confirmed_ns is not None or asyncio.get_running_loop().time() >= deadline:
                return record
            await asyncio.sleep(_CONFIRMATION_STEP)

    def _follow(self, guarded: Guarded) -> None:
        """What was committed is in force, and the gate hears of it at once."""
        if self._live is None or guarded.run >= self._live.run:
            self._live = guarded
            self._heartbeat.wake()

    async def _send_limits(self) -> None:
        if self._live is not None:
            await self.context.publisher.publish(HEARTBEATS, self._live.account, self._live.limits(self._now))

    async def settled(self, connection: Connection) -> Settled | None:
        guarded = await store.read_account(connection)
        if guarded is None:
            return None
        measured = await store.latest_measure(connection, guarded.run)
        if measured is None:
            return Settled(guarded.run, 0, 0, final=False)
        return Settled(measured.run, measured.sequence, measured.ts_event, measured.final)

    @property
    def _now(self) -> int:
        return self.context.clock.now_ns()

    def subscriptions(self) -> Subscriptions:
        return Subscriptions(journaled={RUNS: self._on_run, EVENTS: self._on_event, VALUATIONS: self._on_valuation})
