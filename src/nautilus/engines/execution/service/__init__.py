"""The shell of execution: runs and deployments in, a node for them, its journal into the outbox, the blotter out."""

from collections.abc import Mapping, Sequence
from typing import Any

from nautilus.domain.orders import Order
from nautilus.engines.execution import store
from nautilus.engines.execution.service.keeper import Keeper
from nautilus.engines.execution.store import Key, Row, Run
from nautilus.engines.marketdata.messages import RUNS, RunChanged, RunStarted, RunState
from nautilus.engines.risk.messages import KILL, Kill, Rearm
from nautilus.engines.strategy.messages import DEPLOYMENTS, Deployment, StrategyChanged, StrategyState
from nautilus.kernel.engine import Check, Context, Service, Subscriptions, Transaction
from nautilus.kernel.errors import ConflictError, NotFoundError
from nautilus.trading.strategy import Number, make_order

_OVER = (RunState.FINISHED, RunState.STOPPED)
MANUAL = "manual"
"""What stands for the strategy of an order that a person sends."""


class ExecutionService(Service):
    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.keeper = Keeper(context)

    async def run(self) -> None:
        await self.keeper.run()

    async def close(self) -> None:
        await self.keeper.close()

    def status(self) -> Mapping[str, Any]:
        node = self.keeper.node
        if node is None:
            return {"node": None}
        return {"node": node.pid, "run": node.run, "account": node.account, "trading": node.ready.is_set()}

    def checks(self) -> Sequence[Check]:
        node = self.keeper.node
        if node is None:
            return (Check("node", ok=True, detail="no run goes on"),)
        return (Check("node", ok=True, detail="trades" if node.ready.is_set() else "is starting"),)

    # -- the blotter --------------------------------------------------------------------------------

    async def find_run(self, run: int | None) -> Run:
        """A run, by default the latest. Raises NotFoundError."""
        async with self.context.database.connection() as connection:
            found = await store.read_run(connection, run)
        if found is None:
            raise NotFoundError(
                "No run has started yet; start one with `nautilus replay start --session NAME`."
                if run is None
                else f"There is no run {run}; leave `run` out for the latest."
            )
        return found

    async def orders(self, run: int | None, after: Key | None, limit: int) -> list[Row]:
        number = (await self.find_run(run)).number
        return await store.orders(self.context.database, number, after, limit)

    async def fills(self, run: int | None, after: Key | None, limit: int) -> list[Row]:
        number = (await self.find_run(run)).number
        return await store.fills(self.context.database, number, after, limit)

    async def order(self, client_order_id: str) -> Row:
        found = await store.order(self.context.database, client_order_id)
        if found is None:
            raise NotFoundError(f"There is no order {client_order_id}; GET /orders lists them.")
        return found

    async def chain(self, run: int, client_order_id: str, signal_id: str | None) -> list[Row]:
        return await store.chain(self.context.database, run, client_order_id, signal_id)

    # -- manual orders ------------------------------------------------------------------------------

    async def make_manual(
        self, run: int | None, key: str, ticket: tuple[str, Any, Number], price: Number | None, trigger: Number | None
    ) -> Order:
        """An order as a person asked for it. The same key in the same run is the same order."""
        found = await self.find_run(run)
        if found.over:
            raise ConflictError(f"run {found.number} is over; start one, then trade")
        instrument_id, side, quantity = ticket
        instruments = {each.instrument_id: each for each in found.started.instruments}
        instrument = instruments.get(instrument_id)
        if instrument is None:
            raise NotFoundError(f"{instrument_id} is not in run {found.number}; it has {', '.join(instruments)}")
        client_order_id = f"R{found.number}-{MANUAL}-{key}"
        return make_order(*(instrument, MANUAL, client_order_id, side, quantity), price=price, trigger_price=trigger)

    async def place(self, order: Order) -> dict[str, Any]:
        return await self.keeper.trading(_account_of(order.client_order_id)).place(order)

    async def weigh(self, order: Order) -> dict[str, Any]:
        return await self.keeper.trading(_account_of(order.client_order_id)).weigh(order)

    async def withdraw(self, client_order_id: str, actor: str) -> dict[str, Any]:
        await self.order(client_order_id)
        return await self.keeper.trading(_account_of(client_order_id)).withdraw(client_order_id, actor)

    # -- messages -----------------------------------------------------------------------------------

    async def _on_run(self, tx: Transaction, message: RunStarted | RunChanged) -> None:
        if isinstance(message, RunStarted):
            await store.insert_run(tx.connection, message)
        elif message.state in _OVER:
            await store.end_run(tx.connection, message.run)
        self.keeper.wake()

    async def _on_deployment(self, tx: Transaction, message: Deployment | StrategyChanged) -> None:
        if isinstance(message, Deployment):
            await store.save_deployment(tx.connection, message)
        elif message.state in (StrategyState.RUNNING, StrategyState.STOPPED):
            running = message.state is StrategyState.RUNNING
            await store.save_switch(
                tx.connection, message.run, message.strategy_id, running=running, reason=message.reason
            )
        self.keeper.wake()

    async def _on_kill(self, tx: Transaction, message: Kill | Rearm) -> None:
        if isinstance(message, Kill):
            await store.save_kill(tx.connection, message)
        else:
            await store.save_rearm(tx.connection, message)
        self.keeper.wake()

    def subscriptions(self) -> Subscriptions:
        return Subscriptions(journaled={RUNS: self._on_run, DEPLOYMENTS: self._on_deployment, KILL: self._on_kill})


def _account_of(client_order_id: str) -> str:
    """R7-momentum-12 belongs to paper-7."""
    return f"paper-{client_order_id.partition('-')[0].removeprefix('R')}"
