"""Routes of analytics."""

import msgspec

from nautilus.domain.orders import OrderSide
from nautilus.engines.analytics.service import AnalyticsService
from nautilus.engines.settling import MarkPageQuery, RunPageQuery, RunQuery
from nautilus.kernel.app.routes import Call, Page, decode_cursor, get, page_of
from nautilus.kernel.units import Bps, Count, Fraction, Price, Quantity, Ratio, Text, TimestampNs


class PerformanceView(msgspec.Struct, frozen=True):
    """Measures of the equity curve up to one mark, the risk-free rate taken as 0."""

    run: Text[int]
    """The run whose account it is."""
    account: str
    sequence: Text[int]
    """Number of the record at which the account was marked."""
    ts_event: TimestampNs[int]
    """Session time of the mark, which these figures are as of."""
    observations: Count[int]
    """Returns behind the measures: one for each mark of the run so far."""
    periods_per_year: Ratio[float]
    """How many such observations a year has: what volatility and Sharpe ratio are annualised with. Method: by the
    median step between marks; a day's step is 252, shorter ones are the most that any 24 hours held × 252."""
    total_return: Fraction[float] | None
    """Gain since the start of the run as a share of the starting cash, not annualised; null before the first mark."""
    volatility: Fraction[float] | None
    """Annualised standard deviation of returns; null below two observations. Method: sample deviation (ddof 1) of
    simple returns from mark to mark × √periods_per_year."""
    sharpe: Ratio[float] | None
    """Annualised Sharpe ratio; null below two observations or where nothing varied. Method: mean / standard deviation
    (ddof 1) of simple returns × √periods_per_year, risk-free rate 0; Sharpe (1994)."""
    sharpe_standard_error: Ratio[float] | None
    """Standard error of the annualised Sharpe ratio; null where the ratio is. Method: √((1 + SR²/2) / n) for
    independent returns, annualised alike; Lo (2002)."""
    max_drawdown: Fraction[float] | None
    """Largest loss from a highest value so far, as a share of it, positive; null before the first mark. Method: over
    the equity at each mark; Bacon (2008)."""
    arrival_slippage_bps: Bps[float] | None
    """Mean cost of execution against the mid at the decision; positive is a cost, null before the first fill. Method:
    side × (price − arrival mid) / arrival mid, weighted by notional; Perold (1988), execution part."""
    fills: Count[int]
    """Fills behind the slippage: those whose order had a mid when it was decided."""
    final: bool
    """Whether the run is over and nothing will change these figures."""


class SlippageView(msgspec.Struct, frozen=True):
    """One fill against the mid at which its order was decided."""

    number: Text[int]
    """Counts the fills of all runs, in the order in which they came."""
    fill_id: str
    client_order_id: str
    strategy_id: str
    instrument_id: str
    side: OrderSide
    quantity: Quantity[float]
    """Shares or contracts filled, positive."""
    price: Price[float]
    """Price of the fill."""
    arrival_mid: Price[float] | None
    """Mid of the derived book when the gate let the order pass; null: there was no quote then."""
    slippage_bps: Bps[float] | None
    """Cost against the arrival mid; positive is a cost, null without one. Method: side × (price − arrival mid) /
    arrival mid; Perold (1988), execution part."""
    ts_event: TimestampNs[int]
    """Session time of the fill."""


async def performance(service: AnalyticsService, call: Call) -> PerformanceView:
    return PerformanceView(**await service.performance(call.query.run))


async def performances(service: AnalyticsService, call: Call) -> Page[PerformanceView]:
    query: MarkPageQuery = call.query
    after = decode_cursor(query.cursor, tuple[int])
    found = await service.history(query.run, after[0] if after else None, query.limit + 1, newest=query.newest)
    return page_of([PerformanceView(**row) for row in found], query.limit, lambda view: (view.sequence,))


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
        query=MarkPageQuery,
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
