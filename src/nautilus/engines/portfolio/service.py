"""The shell of portfolio: fills and marks in, valuations and watermarks out."""

from collections.abc import Mapping
from typing import Any

from nautilus.engines.execution.messages import EVENTS, Filled, PositionAdjusted, Progress
from nautilus.engines.marketdata.messages import RUNS, RunStarted
from nautilus.engines.portfolio import store
from nautilus.engines.portfolio.messages import VALUATIONS
from nautilus.engines.portfolio.model import Account, Book
from nautilus.engines.portfolio.store import Point, Step, StepRange
from nautilus.engines.settling import Settled, SettlingService
from nautilus.kernel.database import Connection
from nautilus.kernel.engine import Context, Subscriptions, Transaction
from nautilus.kernel.errors import NotFoundError
from nautilus.kernel.messages import Message


class PortfolioService(SettlingService):
    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._books: dict[int, Book] = {}
        self._latest: int | None = None

    async def load(self) -> None:
        self._books.clear()
        async with self.context.database.connection() as connection:
            self._latest = await store.latest_run(connection)
            if self._latest is not None:
                await self._book(connection, self._latest)

    def status(self) -> Mapping[str, Any]:
        book = self._books.get(self._latest or 0)
        if book is None:
            return {"run": None}
        return {"run": self._latest, "sequence": book.sequence, "open_positions": len(book.positions())}

    async def book(self, run: int | None) -> Book:
        """The book of `run`, by default the latest. Raises NotFoundError when there is none."""
        run = self._latest if run is None else run
        if run is None:
            raise NotFoundError("No run has started yet; start one with `nautilus replay start --session NAME`.")
        if run in self._books:
            return self._books[run]
        async with self.context.database.connection() as connection:
            found = await store.read_book(connection, run)
        if found is None:
            raise NotFoundError(f"There is no run {run}; `nautilus replay list` shows the sessions, /replays the runs.")
        return found

    async def curve(self, run: int | None, after: int | None, limit: int, *, newest: bool) -> list[Point]:
        book = await self.book(run)
        async with self.context.database.connection() as connection:
            return await store.curve(connection, book.account.run, after, limit, newest=newest)

    async def steps(self, run: int | None, instrument_id: str, wanted: StepRange, limit: int) -> list[Step]:
        book = await self.book(run)
        if instrument_id not in book.account.kinds:
            known = ", ".join(sorted(book.account.kinds))
            raise NotFoundError(f"{instrument_id} is not in run {book.account.run}; it has {known}")
        async with self.context.database.connection() as connection:
            return await store.steps(connection, book.account.run, instrument_id, wanted, limit)

    async def _on_run(self, tx: Transaction, message: Message) -> None:
        if not isinstance(message, RunStarted):
            return
        account = Account.of(message)
        await store.insert_account(tx.connection, account, message.first_ts)
        self._books = {account.run: Book(account, ts_event=message.first_ts)}
        self._latest = account.run
        for event in await store.take_waiting(tx.connection, account.run):
            await self._on_event(tx, event)
        self.settle()

    async def _on_event(self, tx: Transaction, message: Message) -> None:
        if not isinstance(message, Filled | PositionAdjusted | Progress):
            return
        book = await self._book(tx.connection, message.run)
        if book is None:
            # Two topics are not ordered against each other: after a crash of the bus a fill can overtake its run.
            await store.put_aside(tx.connection, message)
        elif isinstance(message, Filled):
            holding = book.apply(message.fill)
            await store.save_holding(tx.connection, message.run, holding)
            await store.save_step(tx.connection, message.run, holding, message.fill)
        elif isinstance(message, PositionAdjusted):
            await self._adjust(tx, book, message)
        else:
            await self._value(tx, book, message)

    async def _adjust(self, tx: Transaction, book: Book, adjusted: PositionAdjusted) -> None:
        holding = book.adjust(adjusted)
        if holding is None:
            return
        if holding.instrument_id != adjusted.action.instrument_id:
            await store.delete_holding(tx.connection, adjusted.run, adjusted.action.instrument_id)
        await store.save_holding(tx.connection, adjusted.run, holding)
        await store.save_adjustment(tx.connection, holding, adjusted)

    async def _value(self, tx: Transaction, book: Book, progress: Progress) -> None:
        valued = book.mark(progress, self.context.clock.now_ns())
        await store.save_mark(tx.connection, book, valued)
        tx.emit(VALUATIONS, valued.account, valued)
        if progress.final:
            self.settle()

    async def _book(self, connection: Connection, run: int) -> Book | None:
        if run not in self._books:
            book = await store.read_book(connection, run)
            if book is None:
                return None
            self._books[run] = book
        return self._books[run]

    async def settled(self, connection: Connection) -> Settled | None:
        return await store.settled(connection)

    def subscriptions(self) -> Subscriptions:
        return Subscriptions(journaled={RUNS: self._on_run, EVENTS: self._on_event})
