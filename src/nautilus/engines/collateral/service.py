"""The shell of collateral: valuations in, margin and watermarks out."""

from nautilus.engines.collateral import store
from nautilus.engines.collateral.messages import MARGINS
from nautilus.engines.collateral.model import margin_account, margin_position
from nautilus.engines.collateral.store import Margin
from nautilus.engines.portfolio.messages import VALUATIONS, Valued
from nautilus.engines.settling import Settled, SettlingService
from nautilus.kernel.database import Connection
from nautilus.kernel.engine import Context, Subscriptions, Transaction
from nautilus.kernel.errors import NotFoundError


class CollateralService(SettlingService):
    def __init__(self, context: Context) -> None:
        super().__init__(context)

    async def margin(self, run: int | None) -> Margin:
        """Margin at the last mark of `run`, by default of the latest. Raises NotFoundError."""
        async with self.context.database.connection() as connection:
            found = await store.latest(connection, run)
        if found is None:
            which = "No run" if run is None else f"Run {run}"
            raise NotFoundError(f"{which} has been valued yet; margin comes with the first mark of a run.")
        return found

    async def history(self, run: int | None, after: int | None, limit: int, *, newest: bool) -> list[Margin]:
        number = (await self.margin(None)).run if run is None else run
        async with self.context.database.connection() as connection:
            return await store.history(connection, number, after, limit, newest=newest)

    async def _on_valuation(self, tx: Transaction, message: Valued) -> None:
        positions = [margin_position(position) for position in message.positions]
        margined = margin_account(message, positions, self.context.clock.now_ns())
        await store.save(tx.connection, margined, positions)
        tx.emit(MARGINS, margined.account, margined)
        if message.final:
            self.settle()

    async def settled(self, connection: Connection) -> Settled | None:
        found = await store.latest(connection, None)
        return Settled(found.run, found.sequence, found.ts_event, found.final) if found else None

    def subscriptions(self) -> Subscriptions:
        return Subscriptions(journaled={VALUATIONS: self._on_valuation})
