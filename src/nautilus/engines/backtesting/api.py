"""Routes of backtesting."""

from collections.abc import Awaitable, Callable, Sequence
from decimal import Decimal
from typing import Any

import msgspec
import numpy as np

from nautilus.domain.orders import Fill
from nautilus.domain.time import iso
from nautilus.engines.backtesting.model import BacktestState, Comparison, FillRecord, Mark, OrderRecord, Result
from nautilus.engines.backtesting.service import BacktestingService
from nautilus.engines.backtesting.store import Backtest
from nautilus.engines.settling import RunQuery
from nautilus.history import SessionSpec
from nautilus.kernel.app.routes import Call, Html, Page, PageQuery, decode_cursor, get, page_of, post
from nautilus.kernel.units import Count, Currency, Text, TimestampNs
from nautilus.quant.tearsheet import Sheet, render


class Submit(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`strategy` is an identifier of GET /strategies or package.module:Class. Left out, `parameters` are those of the
    next paper run, and each of `limits` (in the account's currency) is the policy that a paper account starts with.
    """

    session: str
    strategy: str
    parameters: dict[str, Any] | None = None
    limits: dict[str, Decimal] = {}


class BacktestView(msgspec.Struct, frozen=True):
    """`backtest_id` is a hash of everything that the result depends on: the same inputs are one backtest."""

    backtest_id: str
    session: str
    strategy_id: str
    path: str
    """Class of the strategy, as package.module:Class."""
    parameters: dict[str, Any]
    """All parameters of the strategy, defaults filled in."""
    limits: dict[str, Currency[str]]
    """Ceilings of the risk gate by name: order, position and gross notional, loss of one day."""
    code: str
    """Hash of the source that computes: strategy, trading, quant, history, domain."""
    state: BacktestState
    sequence: Text[int]
    """Number of the last record processed; `record_count` is the end."""
    record_count: Count[int]
    """Records of the session."""
    orders: Count[int] | None
    """Orders that the strategy decided; null until it is finished."""
    fills: Count[int] | None
    """Fills of these orders; null until it is finished."""
    error: str
    """What made it fail; empty otherwise."""
    created_ns: TimestampNs[int]
    """Wall time at which it was asked for."""
    started_ns: TimestampNs[int] | None
    """Wall time at which a worker began; null while it is queued."""
    finished_ns: TimestampNs[int] | None
    """Wall time at which it ended; null while it goes on."""


async def submit(service: BacktestingService, call: Call) -> BacktestView:
    body: Submit = call.body
    return _view(service, await service.submit(body.session, body.strategy, body.parameters, body.limits))


async def backtests(service: BacktestingService, call: Call) -> Page[BacktestView]:
    before = decode_cursor(call.query.cursor, tuple[int])
    found = page_of(
        await service.backtests(before[0] if before else None, call.query.limit + 1),
        call.query.limit,
        lambda backtest: (backtest.number,),
    )
    return Page([_view(service, backtest) for backtest in found.items], found.next_cursor)


async def backtest(service: BacktestingService, call: Call) -> BacktestView:
    return _view(service, await service.backtest(call.path["backtest_id"]))


async def cancel(service: BacktestingService, call: Call) -> BacktestView:
    return _view(service, await service.cancel(call.path["backtest_id"]))


async def orders(service: BacktestingService, call: Call) -> Page[OrderRecord]:
    return await _page(service.orders, call)


async def fills(service: BacktestingService, call: Call) -> Page[FillRecord]:
    return await _page(service.fills, call)


async def marks(service: BacktestingService, call: Call) -> Page[Mark]:
    return await _page(service.marks, call)


async def comparison(service: BacktestingService, call: Call) -> Comparison:
    return await service.compare(call.path["backtest_id"], call.query.run)


async def tearsheet(service: BacktestingService, call: Call) -> Html:
    return Html(render(sheet(*await service.result(call.path["backtest_id"]))))


def sheet(found: Backtest, result: Result) -> Sheet:
    """What the tear sheet of a backtest shows."""
    inputs = found.inputs
    spec = msgspec.convert(inputs.session, SessionSpec, strict=False)
    return Sheet(
        title=f"{inputs.strategy_id} on {spec.name}",
        source=f"{spec.title}; {inputs.record_count:,} {spec.kind} of {spec.source}: {', '.join(spec.instrument_ids)}",
        as_of_ns=result.marks[-1].ts_event if result.marks else spec.last_ts,
        currency=spec.currency,
        starting_cash=spec.starting_cash,
        ts_event=np.array([mark.ts_event for mark in result.marks], dtype=np.int64),
        equity=np.array([float(mark.equity) for mark in result.marks]),
        fills=[_fill(record) for record in result.fills],
        order_count=len(result.orders),
        facts=(
            ("Backtest", f"{found.backtest_id} (hash of all inputs)"),
            ("Strategy", inputs.path),
            ("Parameters", msgspec.json.encode(inputs.parameters).decode()),
            ("Limits", ", ".join(f"{name} {value} {spec.currency}" for name, value in inputs.limits.items())),
            ("Code", inputs.code),
            ("Data as known at", iso(spec.as_of)),
            ("Account", f"{spec.account_type}, marked every {spec.mark_seconds:,} s of session time"),
        ),
        notes=(
            "No venue published quotes with these data: the book is derived from trades and bars"
            f" with an assumed spread of {_spread(spec)}.",
            "Prices are as they traded; cash earns no interest, and the risk-free rate in the Sharpe ratio is 0.",
            "Past results of a backtest say little about the future: the strategy was written knowing this history.",
        ),
    )


def _spread(spec: SessionSpec) -> str:
    return ", ".join(f"{ticks} ticks ({name})" for name, ticks in spec.spread_ticks.items())


def _fill(record: FillRecord) -> Fill:
    return Fill(
        fill_id=record.fill_id,
        client_order_id=record.client_order_id,
        strategy_id=record.strategy_id,
        instrument_id=record.instrument_id,
        side=record.side,
        quantity=Decimal(record.quantity),
        price=Decimal(record.price),
        multiplier=Decimal(record.multiplier),
        commission=Decimal(record.commission),
        currency=record.currency,
        ts_event=record.ts_event,
        sequence=record.sequence,
    )


async def _page[T](read: Callable[[str, int, int], Awaitable[Sequence[T]]], call: Call) -> Page[T]:
    """A page of a result; the cursor is the number of the last item."""
    after = (decode_cursor(call.query.cursor, tuple[int]) or (0,))[0]
    rows = await read(call.path["backtest_id"], after, call.query.limit + 1)
    found = page_of(list(enumerate(rows, after + 1)), call.query.limit, lambda item: (item[0],))
    return Page([record for _, record in found.items], found.next_cursor)


def _view(service: BacktestingService, found: Backtest) -> BacktestView:
    return BacktestView(
        backtest_id=found.backtest_id,
        session=found.inputs.session["name"],
        strategy_id=found.inputs.strategy_id,
        path=found.inputs.path,
        parameters=found.inputs.parameters,
        limits=found.inputs.limits,
        code=found.inputs.code,
        state=found.state,
        sequence=service.progress(found),
        record_count=found.inputs.record_count,
        orders=found.orders,
        fills=found.fills,
        error=found.error,
        created_ns=found.created_ns,
        started_ns=found.started_ns,
        finished_ns=found.finished_ns,
    )


_ONE = "/backtests/{backtest_id}"

ROUTES = (
    post("/backtests", submit, body=Submit, reply=BacktestView, summary="Run a strategy over a session", status=201),
    get("/backtests", backtests, query=PageQuery, reply=Page[BacktestView], summary="Backtests, newest first"),
    get(_ONE, backtest, reply=BacktestView, summary="One backtest, how far it is"),
    post(_ONE + "/cancel", cancel, reply=BacktestView, summary="Stop a backtest"),
    get(_ONE + "/orders", orders, query=PageQuery, reply=Page[OrderRecord], summary="Orders of a backtest"),
    get(_ONE + "/fills", fills, query=PageQuery, reply=Page[FillRecord], summary="Fills of a backtest"),
    get(_ONE + "/marks", marks, query=PageQuery, reply=Page[Mark], summary="The account at each mark of a backtest"),
    get(_ONE + "/tearsheet", tearsheet, reply=Html, summary="Tear sheet of a backtest"),
    get(_ONE + "/compare", comparison, query=RunQuery, reply=Comparison, summary="Against a paper run"),
)
