"""Routes of analytics."""

import msgspec

from nautilus.domain.orders import OrderSide
from nautilus.engines.analytics.service import AnalyticsService
from nautilus.engines.settling import RunPageQuery, RunQuery
from nautilus.kernel.app.routes import Call, Page, decode_cursor, get, page_of


class PerformanceView(msgspec.Struct, frozen=True):
    """Measures of the equity curve up to one mark. Fractions, annualised with `periods_per_year`, risk-free rate 0.

    None where there are too few observations, or nothing varied. `arrival_slippage_bps` is over `fills` fills.
    """

    run: int
    account: str
    sequence: int
    ts_event: int
    observations: int
    periods_per_year: float
    total_return: float | None
    volatility: float | None
    sharpe: float | None
    sharpe_standard_error: float | None
    max_drawdown: float | None
    arrival_slippage_bps: float | None
    fills: int
    final: bool


class SlippageView(msgspec.Struct, frozen=True):
    """One fill against the mid at which its order was decided; positive is a cost. None: there was no quote then."""

    number: int
    fill_id: str
    client_order_id: str
    strategy_id: str
    instrument_id: str
    side: OrderSide
    quantity: float
    price: float
    arrival_mid: float | None
    slippage_bps: float | None
    ts_event: int


async def performance(service: AnalyticsService, call: Call) -> PerformanceView:
    return PerformanceView(**await service.performance(call.query.run))


async def performances(service: AnalyticsService, call: Call) -> Page[PerformanceView]:
    after = decode_cursor(call.query.cursor, tuple[int])
    found = await service.history(call.query.run, after[0] if after else -1, call.query.limit + 1)
    return page_of([PerformanceView(**row) for row in found], call.query.limit, lambda view: (view.sequence,))


async def slippage(service: AnalyticsService, call: Call) -> Page[SlippageView]:
    after = decode_cursor(call.query.cursor, tuple[int])
    found = await service.executions(call.query.run, after[0] if after else 0, call.query.limit + 1)
    views = [
        SlippageView(
            number=number,
            fill_id=fill.fill_id,
            client_order_id=fill.client_order_id,
            strategy_id=fill.strategy_id,
            instrument_id=fill.instrument_id,
            side=OrderSide.BUY if fill.sign > 0 else OrderSide.SELL,
            quantity=fill.quantity,
            price=fill.price,
            arrival_mid=fill.arrival_mid,
            slippage_bps=fill.slippage_bps,
            ts_event=fill.ts_event,
        )
        for number, fill in found
    ]
    return page_of(views, call.query.limit, lambda view: (view.number,))


ROUTES = (
    get("/performance", performance, query=RunQuery, reply=PerformanceView, summary="Performance of a run so far"),
    get(
        "/performances",
        performances,
        query=RunPageQuery,
        reply=Page[PerformanceView],
        summary="Performance at each mark of a run",
    ),
    get(
        "/slippage",
        slippage,
        query=RunPageQuery,
        reply=Page[SlippageView],
        summary="Each fill of a run against the mid at its decision",
    ),
)
