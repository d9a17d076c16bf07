"""The shell of execution: runs and deployments in, a node for them, its journal into the outbox, the blotter out."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

import msgspec

from nautilus.domain.orders import Order, OrderSide, OrderType
from nautilus.engines.execution import store
from nautilus.engines.execution.model import Account
from nautilus.engines.execution.model.tickets import Amounts, Wrong, wrong_in_changes, wrong_in_ticket
from nautilus.engines.execution.node.terms import journal_path
from nautilus.engines.execution.service.keeper import Keeper
from nautilus.engines.execution.service.proof import ChainEvent, Proved, prove
from nautilus.engines.execution.store import Run, blotter
from nautilus.engines.execution.store.blotter import Key, Named, Row, Wanted
from nautilus.engines.marketdata.messages import RUNS, RunChanged, RunStarted, RunState
from nautilus.engines.risk.messages import KILL, Kill, Rearm
from nautilus.engines.strategy.messages import DEPLOYMENTS, Deployment, StrategyChanged, StrategyState
from nautilus.kernel.engine import Check, Context, Service, Subscriptions, Transaction
from nautilus.kernel.errors import ConflictError, InvalidInputError, NotFoundError
from nautilus.trading.replacing import Changes
from nautilus.trading.strategy import make_order

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

    async def orders(self, wanted: Wanted, limit: int) -> list[Named]:
        return await self._found(wanted.run, await blotter.orders(self.context.database, wanted, limit))

    async def fills(self, wanted: Wanted, limit: int) -> list[Named]:
        return await self._found(wanted.run, await blotter.fills(self.context.database, wanted, limit))

    async def decisions(self, run: int | None, before: Key | None, allowed: bool | None, limit: int) -> list[Row]:
        rows = await blotter.decisions(self.context.database, run, before, allowed, limit)
        return await self._found(run, rows)

    async def actions(self, run: int | None, before: Key | None, limit: int) -> list[Row]:
        return await self._found(run, await blotter.actions(self.context.database, run, before, limit))

    async def activity(self, run: int | None, points: int) -> list[Row]:
        """Nothing for a run that others know already and that has not begun here."""
        return await blotter.activity(self.context.database, run, points)

    async def order(self, client_order_id: str) -> Named:
        """Raises NotFoundError. One that was sent a moment ago is carried into the blotter first, if it is not yet."""
        found = await blotter.order(self.context.database, client_order_id)
        if found is None:
            await self.keeper.carry()
            found = await blotter.order(self.context.database, client_order_id)
        if found is None:
            raise NotFoundError(f"There is no order {client_order_id}; GET /orders lists them.")
        return found

    async def chain(self, order: Named) -> list[Proved]:
        """Events of an order in their sequence, each proved against the journals as they are now."""
        database, config = self.context.database, self.context.config
        events = [ChainEvent(*row) for row in await blotter.chain(database, order)]
        account = Account(order["run"], _account_of(order["client_order_id"]))
        return await prove(database, account, journal_path(config, account.account), events)

    async def _found[R](self, run: int | None, rows: list[R]) -> list[R]:
        """Nothing was found: is there such a run at all? Asked only then, which saves the others a question."""
        if not rows:
            await self.find_run(run)
        return rows

    # -- what people ask for ------------------------------------------------------------------------

    async def make_manual(self, run: int | None, key: str, terms: tuple[str, OrderSide], amounts: Amounts) -> Order:
        """An order as a person asked for it. The same key in the same run is the same order."""
        found = await self._trading_run(run)
        instrument_id, side = terms
        instruments = {each.instrument_id: each for each in found.started.instruments}
        _check(wrong_in_ticket(instrument_id, amounts, instruments))
        name = f"R{found.number}-{MANUAL}-{key}"
        prices = {"price": amounts.price, "trigger_price": amounts.trigger_price}
        return make_order(instruments[instrument_id], MANUAL, name, side, amounts.quantity or "0", **prices)

    async def place(self, order: Order, actor: str) -> dict[str, Any]:
        return await self.keeper.trading(_account_of(order.client_order_id)).place(order, actor)

    async def weigh(self, order: Order) -> dict[str, Any]:
        return await self.keeper.trading(_account_of(order.client_order_id)).weigh(order)

    async def withdraw(self, client_order_id: str, actor: str) -> dict[str, Any]:
        order = await self.order(client_order_id)
        await self._trading_run(order["run"])
        return await self.keeper.trading(_account_of(client_order_id)).withdraw(client_order_id, actor)

    async def replace(self, client_order_id: str, key: str, amounts: Amounts, actor: str) -> dict[str, Any]:
        """Let a new order take the place of an open one. The same key in the same run is the same replacement."""
        order = await self.order(client_order_id)
        run = await self._trading_run(order["run"])
        instruments = {each.instrument_id: each for each in run.started.instruments}
        _check(wrong_in_changes(amounts, OrderType(order["order_type"]), instruments[order["instrument_id"]]))
        changes = msgspec.convert(asdict(amounts), Changes)
        name = f"R{run.number}-{MANUAL}-{key}"
        return await self.keeper.trading(run.started.account).amend(name, client_order_id, changes, actor)

    async def _trading_run(self, run: int | None) -> Run:
        """A run that takes orders. Raises ConflictError for one that is over."""
        found = await self.find_run(run)
        if found.over:
            raise ConflictError(
                f"Run {found.number} is over, and its orders with it: start a replay (Overview, or `nautilus replay "
                "start --session NAME`), then trade."
            )
        return found

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


def _check(wrong: Wrong) -> None:
    """Raises InvalidInputError with everything that is wrong, field by field."""
    if wrong:
        raise InvalidInputError("; ".join(f"{name}: {text}" for name, text in wrong.items()), wrong)
