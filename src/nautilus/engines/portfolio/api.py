"""Routes of portfolio."""

import msgspec

from nautilus.domain.money import fixed
from nautilus.domain.orders import PositionSide
from nautilus.engines.portfolio.model import Book
from nautilus.engines.portfolio.service import PortfolioService
from nautilus.engines.settling import RunPageQuery, RunQuery
from nautilus.kernel.app.routes import Call, Page, decode_cursor, get, page_of


class PositionView(msgspec.Struct, frozen=True):
    """An open position. `price` is its average price; money as fixed-point strings in the account's currency."""

    run: int
    account: str
    instrument_id: str
    kind: str
    side: PositionSide
    quantity: str
    price: str
    mark_price: str
    multiplier: str
    notional: str
    market_value: str
    unrealised: str
    realised: str
    commission: str
    ts_event: int


class AccountView(msgspec.Struct, frozen=True):
    """An account with all fills so far, valued at the last marks. `sequence` is that of the last mark."""

    run: int
    account: str
    account_type: str
    currency: str
    starting_cash: str
    cash: str
    equity: str
    realised: str
    unrealised: str
    commission: str
    sequence: int
    ts_event: int
    final: bool


class PointView(msgspec.Struct, frozen=True):
    """The account at one mark; the first point, at sequence 0, is the start of the run."""

    run: int
    sequence: int
    ts_event: int
    cash: str
    equity: str
    commission: str
    realised: str
    final: bool


async def positions(service: PortfolioService, call: Call) -> Page[PositionView]:
    book = await service.book(call.query.run)
    after = decode_cursor(call.query.cursor, tuple[str])
    views = [view for view in _positions(book) if after is None or view.instrument_id > after[0]]
    return page_of(views, call.query.limit, lambda view: (view.instrument_id,))


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
        sequence=book.sequence,
        ts_event=book.ts_event,
        final=book.final,
    )


async def curve(service: PortfolioService, call: Call) -> Page[PointView]:
    after = decode_cursor(call.query.cursor, tuple[int])
    points = await service.curve(call.query.run, after[0] if after else -1, call.query.limit + 1)
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
            ts_event=book.ts_event,
        )
        for held in book.positions()
    ]


ROUTES = (
    get("/positions", positions, query=RunPageQuery, reply=Page[PositionView], summary="Open positions of a run"),
    get("/account", account, query=RunQuery, reply=AccountView, summary="Cash and equity of a run's account"),
    get("/curve", curve, query=RunPageQuery, reply=Page[PointView], summary="The account at each mark of a run"),
)
