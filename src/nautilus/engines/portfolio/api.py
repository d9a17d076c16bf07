"""Routes of portfolio."""

import msgspec

from nautilus.domain.money import fixed
from nautilus.domain.orders import PositionSide
from nautilus.engines.portfolio.model import Book, side_of
from nautilus.engines.portfolio.service import PortfolioService
from nautilus.engines.portfolio.store import Step, StepRange
from nautilus.engines.settling import MarkPageQuery, RunPageQuery, RunQuery
from nautilus.kernel.app.routes import Call, Page, decode_cursor, get, page_of
from nautilus.kernel.units import Currency, Price, Quantity, Text, TimestampNs


class PositionView(msgspec.Struct, frozen=True):
    """An open position, valued at the last mark of its run."""

    run: Text[int]
    """The run to whose account it belongs."""
    account: str
    instrument_id: str
    kind: str
    """What the instrument is: EQUITY or FUTURE; a future's gains are settled in cash at each mark."""
    side: PositionSide
    quantity: Quantity[str]
    """Shares or contracts held, never negative: `side` says which way."""
    price: Price[str]
    """Average price at which the open quantity was bought or sold, before commission. Method: a fill in the
    position's direction moves the average, one against it realises its part and leaves the average."""
    mark_price: Price[str]
    """Mid of the derived book at the last mark; before the first mark, the price of the last fill."""
    multiplier: Quantity[str]
    """Units of the underlying in one share or contract: 1 for a share."""
    notional: Currency[str]
    """Exposure: signed quantity × mark price × multiplier; negative for a short position."""
    market_value: Currency[str]
    """What it adds to equity: of an equity its notional, of a future the variation not yet settled, 0 at a mark."""
    unrealised: Currency[str]
    """Gain of the open quantity at the mark price, before commission; negative is a loss. Method: signed quantity ×
    (mark price − average price) × multiplier; of a future it is in cash already."""
    realised: Currency[str]
    """Gain of what was closed in this instrument since the start of the run, before commission; negative is a loss."""
    commission: Currency[str]
    """Paid on all fills of this instrument since the start of the run; positive is a cost."""
    dividends: Currency[str]
    """Income of this instrument since the start of the run, on each ex date; negative: paid while short.
    Method: amount × quantity held before the ex date; no part of the gains."""
    ts_event: TimestampNs[int]
    """Session time of the last mark or fill of the account, which these figures are as of."""


class AccountView(msgspec.Struct, frozen=True):
    """An account with all fills so far, valued at the last marks."""

    run: Text[int]
    """The run whose account it is."""
    account: str
    account_type: str
    """CASH or MARGIN."""
    currency: str
    """ISO 4217 code of the currency of all amounts of this account."""
    starting_cash: Currency[str]
    """Cash at the start of the run."""
    cash: Currency[str]
    """Starting cash less purchases, plus sales and settled variation of futures, less commission; may be negative."""
    equity: Currency[str]
    """Net asset value. Method: cash + Σ market value of the open positions at their mark prices."""
    realised: Currency[str]
    """Gain of all closed quantities since the start of the run, before commission; negative is a loss."""
    unrealised: Currency[str]
    """Gain of all open positions at their mark prices, before commission; negative is a loss."""
    commission: Currency[str]
    """Paid on all fills since the start of the run; positive is a cost."""
    dividends: Currency[str]
    """Income since the start of the run, on each ex date; negative: paid while short. It is in the cash."""
    sequence: Text[int]
    """Number of the record at which the account was last marked; 0 before the first mark."""
    ts_event: TimestampNs[int]
    """Session time of the last mark or fill, which these figures are as of."""
    final: bool
    """Whether the run is over and this is its last valuation."""


class PointView(msgspec.Struct, frozen=True):
    """The account at one mark; the first point, at sequence 0, is the start of the run."""

    run: Text[int]
    """The run whose account it is."""
    sequence: Text[int]
    """Number of the record at which the account was marked; 0 is the start of the run."""
    ts_event: TimestampNs[int]
    """Session time of the mark."""
    cash: Currency[str]
    """Cash at the mark, variation of futures settled; may be negative."""
    equity: Currency[str]
    """Net asset value at the mark. Method: cash + Σ market value of the open positions at their mark prices."""
    commission: Currency[str]
    """Paid on all fills up to the mark; positive is a cost."""
    realised: Currency[str]
    """Gain of all quantities closed up to the mark, before commission; negative is a loss."""
    final: bool
    """Whether this is the last mark of the run."""


class HistoryQuery(MarkPageQuery, frozen=True, kw_only=True):
    """`client_order_id`: only what the fills of that order have left."""

    client_order_id: str | None = None


class StepView(msgspec.Struct, frozen=True):
    """The position of the account in one instrument, right after a fill or a corporate action."""

    run: Text[int]
    """The run to whose account it belongs."""
    instrument_id: str
    fill_id: str
    """The fill after which it was so; empty after a corporate action."""
    client_order_id: str
    side: PositionSide
    quantity: Quantity[str]
    """Shares or contracts held, never negative: `side` says which way."""
    price: Price[str]
    """Average price at which the open quantity was bought or sold, before commission; 0 when nothing is open."""
    realised: Currency[str]
    """Gain of all quantities of this instrument closed so far, before commission; negative is a loss."""
    commission: Currency[str]
    """Paid on all fills of this instrument so far; positive is a cost."""
    dividends: Currency[str]
    """Income of this instrument so far; negative: paid while short."""
    ts_event: TimestampNs[int]
    """Session time of the fill or of the action."""
    sequence: Text[int]
    """Market record whose derived book filled it, or the last one before the action."""
    action: str
    """The corporate action that left it so, in words; empty after a fill."""


async def positions(service: PortfolioService, call: Call) -> Page[PositionView]:
    book = await service.book(call.query.run)
    after = decode_cursor(call.query.cursor, tuple[str])
    views = [view for view in _positions(book) if after is None or view.instrument_id > after[0]]
    return page_of(views, call.query.limit, lambda view: (view.instrument_id,))


async def history(service: PortfolioService, call: Call) -> Page[StepView]:
    query: HistoryQuery = call.query
    after = decode_cursor(query.cursor, tuple[int])
    wanted = StepRange(query.client_order_id, after[0] if after else None, query.newest)
    found = await service.steps(query.run, call.path["instrument_id"], wanted, query.limit + 1)
    page = page_of(found, query.limit, lambda step: (step.number,))
    return Page([_step_view(step) for step in page.items], page.next_cursor)


async def account(service: PortfolioService, call: Call) -> AccountView:
    book = await service.book(call.query.run)
    return AccountView(
        run=book.account.run,
        account=book.account.account,
        account_type=book.account.account_type,
        currency=book.account.currency,
        starting_cash=fixed(book.account.starting_cash),
        cash=fixed(book.cash),
        equity=fixed(book.equity),
        realised=fixed(book.realised),
        unrealised=fixed(book.unrealised),
        commission=fixed(book.commission),
        dividends=fixed(book.dividends),
        sequence=book.sequence,
        ts_event=book.ts_event,
        final=book.final,
    )


async def curve(service: PortfolioService, call: Call) -> Page[PointView]:
    query: MarkPageQuery = call.query
    after = decode_cursor(query.cursor, tuple[int])
    points = await service.curve(query.run, after[0] if after else None, query.limit + 1, newest=query.newest)
    views = [
        PointView(
            p.run,
            p.sequence,
            p.ts_event,
            fixed(p.cash),
            fixed(p.equity),
            fixed(p.commission),
            fixed(p.realised),
            p.final,
        )
        for p in points
    ]
    return page_of(views, call.query.limit, lambda view: (view.sequence,))


def _positions(book: Book) -> list[PositionView]:
    return [
        PositionView(
            run=book.account.run,
            account=book.account.account,
            instrument_id=held.instrument_id,
            kind=held.kind,
            side=held.side,
            quantity=held.quantity,
            price=held.average_price,
            mark_price=held.mark_price,
            multiplier=held.multiplier,
            notional=held.notional,
            market_value=held.market_value,
            unrealised=held.unrealised,
            realised=held.realised,
            commission=held.commission,
            dividends=held.dividends,
            ts_event=book.ts_event,
        )
        for held in book.positions()
    ]


def _step_view(step: Step) -> StepView:
    return StepView(
        run=step.run,
        instrument_id=step.instrument_id,
        fill_id=step.fill_id,
        client_order_id=step.client_order_id,
        side=side_of(step.quantity),
        quantity=fixed(abs(step.quantity), 0),
        price=fixed(step.average_price),
        realised=fixed(step.realised),
        commission=fixed(step.commission),
        dividends=fixed(step.dividends),
        ts_event=step.ts_event,
        sequence=step.sequence,
        action=step.action,
    )


ROUTES = (
    get("/positions", positions, query=RunPageQuery, reply=Page[PositionView], summary="Open positions of a run"),
    get(
        "/positions/{instrument_id}/history",
        history,
        query=HistoryQuery,
        reply=Page[StepView],
        summary="A position after each of its fills and corporate actions",
    ),
    get("/account", account, query=RunQuery, reply=AccountView, summary="Cash and equity of a run's account"),
    get("/curve", curve, query=MarkPageQuery, reply=Page[PointView], summary="The account at each mark of a run"),
)
