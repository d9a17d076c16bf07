"""The shell of analytics: fills, decisions and valuations in, performance and watermarks out."""

from decimal import Decimal
from typing import Any

from nautilus.engines.analytics import store
from nautilus.engines.analytics.messages import PERFORMANCE
from nautilus.engines.analytics.model import Execution, Track
from nautilus.engines.execution.messages import EVENTS, Filled, GateDecided, Progress
from nautilus.engines.portfolio.messages import VALUATIONS, Valued
from nautilus.engines.settling import Settled, SettlingService
from nautilus.kernel.database import Connection
from nautilus.kernel.engine import Context, Subscriptions, Transaction
from nautilus.kernel.errors import NotFoundError
from nautilus.kernel.messages import Message


class AnalyticsService(SettlingService):
    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._tracks: dict[int, Track] = {}
        """The run at hand, as in the store; read again whenever another comes."""

    async def load(self) -> None:
        self._tracks.clear()

    async def performance(self, run: int | None) -> dict[str, Any]:
        """Measures at the last mark of `run`, by default of the latest. Raises NotFoundError."""
        async with self.context.database.connection() as connection:
            found = await store.latest_performance(connection, run)
        if found is None:
            which = "No run" if run is None else f"Run {run}"
            raise NotFoundError(f"{which} has been valued yet; performance comes with the first mark of a run.")
        return found

    async def history(self, run: int | None, after: int | None, limit: int, *, newest: bool) -> list[dict[str, Any]]:
        number = (await self.performance(None))["run"] if run is None else run
        async with self.context.database.connection() as connection:
            return await store.performance_history(connection, number, after, limit, newest=newest)

    async def executions(self, run: int | None, after: int, limit: int) -> list[tuple[int, Execution]]:
        number = (await self.performance(None))["run"] if run is None else run
        async with self.context.database.connection() as connection:
            return await store.executions(connection, number, after, limit)

    async def _on_event(self, tx: Transaction, message: Message) -> None:
        if isinstance(message, GateDecided):
            if message.allowed and message.arrival_mid:
                await store.save_decision(
                    tx.connection, message.run, message.order.client_order_id, float(message.arrival_mid)
                )
        elif isinstance(message, Filled):
            await self._add_fill(tx, message)
        elif isinstance(message, Progress) and message.final:
            track = await self._track(tx.connection, message.run, message.account)
            track.executed = True
            await store.save_track(tx.connection, track)
            if track.is_complete:
                await self._measure(tx, track)

    async def _add_fill(self, tx: Transaction, message: Filled) -> None:
        fill = message.fill
        track = await self._track(tx.connection, message.run, message.account)
        execution = Execution(
            fill_id=fill.fill_id,
            client_order_id=fill.client_order_id,
            strategy_id=fill.strategy_id,
            instrument_id=fill.instrument_id,
            sign=fill.side.sign,
            quantity=float(fill.quantity),
            price=float(fill.price),
            notional=float(fill.quantity * fill.price * fill.multiplier),
            arrival_mid=await store.arrival_mid(tx.connection, message.run, fill.client_order_id),
            ts_event=fill.ts_event,
        )
        track.executions.append(execution)
        await store.save_execution(tx.connection, message.run, execution)

    async def _on_valuation(self, tx: Transaction, message: Valued) -> None:
        track = await self._track(tx.connection, message.run, message.account)
        equity = float(Decimal(message.equity))
        track.add_mark(message.sequence, message.ts_event, equity)
        await store.save_mark(tx.connection, message.run, message.sequence, message.ts_event, equity)
        if message.final or track.starting_cash is None:
            track.starting_cash = float(Decimal(message.starting_cash))
            track.valued = track.valued or message.final
            await store.save_track(tx.connection, track)
        await self._measure(tx, track)

    async def _measure(self, tx: Transaction, track: Track) -> None:
        performance = track.measure(self.context.clock.now_ns())
        await store.save_performance(tx.connection, performance)
        tx.emit(PERFORMANCE, track.account, performance)
        if performance.final:
            self.settle()

    async def _track(self, connection: Connection, run: int, account: str) -> Track:
        if run not in self._tracks:
            track = await store.read_track(connection, run)
            if track is None:
                track = Track(run, account)
                await store.save_track(connection, track)
            self._tracks = {run: track}
        return self._tracks[run]

    async def settled(self, connection: Connection) -> Settled | None:
        found = await store.latest_performance(connection, None)
        return Settled(found["run"], found["sequence"], found["ts_event"], found["final"]) if found else None

    def subscriptions(self) -> Subscriptions:
        return Subscriptions(journaled={EVENTS: self._on_event, VALUATIONS: self._on_valuation})
