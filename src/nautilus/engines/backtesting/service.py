"""The shell of backtesting: a queue, one child process at a time, results in the store, comparison with paper runs."""

import asyncio
import contextlib
import sys
from collections.abc import AsyncIterator, Mapping
from decimal import Decimal
from typing import Any

import httpx
import msgspec

from nautilus import history
from nautilus.domain.money import fixed
from nautilus.engines.backtesting import store
from nautilus.engines.backtesting.messages import FINISHED, BacktestFinished
from nautilus.engines.backtesting.model import (
    BacktestState,
    Comparison,
    FillRecord,
    Inputs,
    Mark,
    OrderRecord,
    Result,
    compare,
)
from nautilus.engines.backtesting.store import Backtest
from nautilus.engines.backtesting.worker import Job, Report, code_hash
from nautilus.engines.risk.messages import POLICY
from nautilus.kernel.engine import Context, Service, Subscriptions
from nautilus.kernel.errors import ConflictError, InvalidInputError, NotFoundError, UnavailableError
from nautilus.kernel.pulse import Pulse
from nautilus.trading import load_strategy, parse_parameters

WORKER = "nautilus.engines.backtesting.worker"
_POLL_SECONDS = 5.0
_LONGEST_LINE = 256 * 1024 * 1024
_PAGE = 1_000
_ERROR_CHARACTERS = 2_000


class BacktestingService(Service):
    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._queue = Pulse(_POLL_SECONDS)
        self._at_work = ""
        self._sequence = 0
        self._child: asyncio.subprocess.Process | None = None
        self._cancelled = False

    async def load(self) -> None:
        async with self.context.database.connection() as connection:
            await store.requeue_abandoned(connection, self._at_work)

    async def run(self) -> None:
        await self._queue.drive(self._work, self.context.log)

    async def close(self) -> None:
        self._end_child()

    def status(self) -> Mapping[str, Any]:
        return {"at_work": self._at_work or None, "sequence": self._sequence}

    def progress(self, backtest: Backtest) -> int:
        """The last record that a backtest has processed."""
        if backtest.state is BacktestState.FINISHED:
            return backtest.inputs.record_count
        return self._sequence if backtest.backtest_id == self._at_work else 0

    async def submit(
        self, session: str, strategy: str, parameters: Mapping[str, Any] | None, limits: Mapping[str, Decimal]
    ) -> Backtest:
        """Queue a backtest, or find the one with the same inputs.

        `strategy` is an identifier of the registry or a dotted class; without `parameters` it is run as the next paper
        run would. Raises NotFoundError for a session or strategy that is not there, InvalidInputError for parameters.
        """
        found = await history.session(self.context.database, session)
        strategy_id, path, registered = await self._find_strategy(strategy)
        kind = load_strategy(path)
        chosen = registered if parameters is None else parameters
        accepted = parse_parameters(kind, msgspec.json.encode(chosen).decode())
        inputs = Inputs(
            session=msgspec.to_builtins(found.spec, str_keys=True),
            record_count=found.record_count,
            strategy_id=strategy_id,
            path=path,
            parameters=msgspec.to_builtins(accepted),
            limits=_ceilings(found.spec.starting_cash, limits),
            code=code_hash(kind),
        )
        async with self.context.database.connection() as connection:
            await store.insert(connection, inputs, self._now)
        self._queue.wake()
        return await self.backtest(inputs.backtest_id)

    async def backtest(self, backtest_id: str) -> Backtest:
        async with self.context.database.connection() as connection:
            found = await store.read(connection, backtest_id)
        if found is None:
            raise NotFoundError(f"There is no backtest {backtest_id}; GET /backtests lists those there are.")
        return found

    async def backtests(self, before: int | None, limit: int) -> list[Backtest]:
        async with self.context.database.connection() as connection:
            return await store.page(connection, before, limit)

    async def cancel(self, backtest_id: str) -> Backtest:
        """Stop a backtest that is queued or running. Raises ConflictError when it has ended."""
        found = await self.backtest(backtest_id)
        if found.state not in (BacktestState.QUEUED, BacktestState.RUNNING):
            raise ConflictError(f"backtest {backtest_id} is {found.state.lower()} already")
        if backtest_id == self._at_work:
            self._cancelled = True
            self._end_child()
        async with self.context.database.connection() as connection:
            await store.close(connection, backtest_id, BacktestState.CANCELLED, "", self._now)
        return await self.backtest(backtest_id)

    async def result(self, backtest_id: str) -> tuple[Backtest, Result]:
        """A finished backtest with all it gave. Raises ConflictError when it is not finished."""
        found = await self._finished(backtest_id)
        orders = tuple(await self.orders(backtest_id))
        fills = tuple(await self.fills(backtest_id))
        return found, Result(orders=orders, fills=fills, marks=tuple(await self.marks(backtest_id)))

    async def orders(self, backtest_id: str, after: int = 0, limit: int | None = None) -> list[OrderRecord]:
        """Orders numbered > `after`. Raises ConflictError when the backtest is not finished."""
        await self._finished(backtest_id)
        async with self.context.database.connection() as connection:
            return await store.orders(connection, backtest_id, after, limit)

    async def fills(self, backtest_id: str, after: int = 0, limit: int | None = None) -> list[FillRecord]:
        await self._finished(backtest_id)
        async with self.context.database.connection() as connection:
            return await store.fills(connection, backtest_id, after, limit)

    async def marks(self, backtest_id: str, after: int = 0, limit: int | None = None) -> list[Mark]:
        await self._finished(backtest_id)
        async with self.context.database.connection() as connection:
            return await store.marks(connection, backtest_id, after, limit)

    async def _finished(self, backtest_id: str) -> Backtest:
        found = await self.backtest(backtest_id)
        if found.state is not BacktestState.FINISHED:
            reason = f": {found.error}" if found.error else ""
            raise ConflictError(
                f"backtest {backtest_id} is {found.state.lower()}{reason}; results come when it is done"
            )
        return found

    async def compare(self, backtest_id: str, run: int | None) -> Comparison:
        """Orders and fills of a backtest against those of its strategy in a paper run, by default the latest.

        Raises InvalidInputError for a run of another session, UnavailableError when marketdata or execution is away.
        """
        found, result = await self.result(backtest_id)
        paper = await self._ask("marketdata", f"/replays/{run or 'current'}", {})
        if paper["session"] != found.inputs.session["name"]:
            raise InvalidInputError(
                f"run {paper['run']} played {paper['session']}, the backtest {found.inputs.session['name']};"
                " compare runs of one session"
            )
        orders = [msgspec.convert(row, OrderRecord) async for row in self._rows("orders", paper["run"])]
        fills = [msgspec.convert(row, FillRecord) async for row in self._rows("fills", paper["run"])]
        own = found.inputs.strategy_id
        return compare(
            result.orders,
            result.fills,
            [order for order in orders if order.strategy_id == own],
            [fill for fill in fills if fill.strategy_id == own],
        )

    async def _find_strategy(self, strategy: str) -> tuple[str, str, dict[str, Any]]:
        """(identifier, dotted class, parameters of the next run)."""
        if ":" in strategy:
            return strategy.rpartition(".")[2].partition(":")[0], strategy, {}
        found = await self._ask("strategy", "/strategies", {"limit": _PAGE})
        for item in found["items"]:
            if item["strategy_id"] == strategy:
                return strategy, item["path"], item["parameters"]
        known = ", ".join(item["strategy_id"] for item in found["items"])
        raise NotFoundError(f"There is no strategy {strategy}; there are {known}, or give package.module:Class.")

    async def _rows(self, what: str, run: int) -> AsyncIterator[dict[str, Any]]:
        """All orders or fills of a run, from execution."""
        cursor: str | None = ""
        while cursor is not None:
            found = await self._ask("execution", f"/{what}", {"run": run, "limit": _PAGE, "cursor": cursor})
            for item in found["items"]:
                yield item
            cursor = found["next_cursor"]

    async def _ask(self, engine: str, path: str, query: Mapping[str, Any]) -> Any:
        try:
            answer = await self.context.http.get(self.context.config.engine_url(engine) + path, params=dict(query))
        except httpx.TransportError as error:
            raise UnavailableError(
                f"{engine} does not answer ({error}); `nautilus status` shows what is up."
            ) from error
        body = msgspec.json.decode(answer.content)
        if answer.status_code == httpx.codes.NOT_FOUND:
            raise NotFoundError(body["detail"])
        if answer.is_error:
            raise UnavailableError(f"{engine} could not answer: {body['detail']}")
        return body

    async def _work(self) -> None:
        """Run what is queued, oldest first, until nothing is."""
        while True:
            async with self.context.database.connection() as connection:
                taken = await store.take_next(connection, self._now)
            if taken is None:
                return
            self._at_work, self._sequence, self._cancelled = taken.backtest_id, 0, False
            try:
                await self._execute(taken)
            finally:
                self._at_work = ""

    async def _execute(self, backtest: Backtest) -> None:
        result, error = await self._run_child(Job(database_url=self.context.database.url, inputs=backtest.inputs))
        if self._cancelled:
            return
        if result is None:
            self.context.log.error("backtest %s failed: %s", backtest.backtest_id, error)
            async with self.context.database.connection() as connection:
                await store.close(connection, backtest.backtest_id, BacktestState.FAILED, error, self._now)
            return
        async with self.context.journal.transaction() as tx:
            await store.save_result(tx.connection, backtest.backtest_id, result, self._now)
            event = BacktestFinished(
                ts_event=self._now,
                ts_init=self._now,
                backtest_id=backtest.backtest_id,
                session=backtest.inputs.session["name"],
                strategy=backtest.inputs.strategy_id,
                orders=len(result.orders),
                fills=len(result.fills),
            )
            tx.emit(FINISHED, backtest.backtest_id, event)

    async def _run_child(self, job: Job) -> tuple[Result | None, str]:
        """The result, or None and why there is none."""
        child = self._child = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            WORKER,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            limit=_LONGEST_LINE,
        )
        assert child.stdin is not None
        assert child.stdout is not None
        assert child.stderr is not None
        errors = asyncio.create_task(child.stderr.read())
        result: Result | None = None
        reason = ""
        try:
            child.stdin.write(msgspec.json.encode(job) + b"\n")  # kept open: its end tells the child that we are gone
            async for line in child.stdout:
                report = msgspec.json.decode(line, type=Report)
                self._sequence = max(self._sequence, report.sequence)
                result, reason = report.result or result, report.error or reason
            await child.wait()
        finally:
            self._end_child()
            await child.wait()
            output = (await errors).decode(errors="replace").strip()
        return result, reason or f"its process ended with status {child.returncode}: {output[-_ERROR_CHARACTERS:]}"

    def _end_child(self) -> None:
        if self._child is not None and self._child.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self._child.kill()

    @property
    def _now(self) -> int:
        return self.context.clock.now_ns()

    def subscriptions(self) -> Subscriptions:
        return Subscriptions()


def _ceilings(starting_cash: Decimal, limits: Mapping[str, Decimal]) -> dict[str, str]:
    """The policy of a paper account, with what was asked for in its place. Raises InvalidInputError."""
    wrong = [name for name, value in limits.items() if name not in POLICY or not value.is_finite() or value <= 0]
    if wrong:
        raise InvalidInputError(f"limits.{wrong[0]}: give positive amounts for {', '.join(POLICY)}")
    return {name: fixed(limits.get(name, starting_cash * multiple)) for name, multiple in POLICY.items()}
