"""Performance of a run from its valuations and fills, on a real journal."""

import math
from decimal import Decimal

import pandas as pd
import pytest

from nautilus.domain.orders import Fill, Order, OrderSide, OrderType
from nautilus.domain.time import NS_PER_DAY
from nautilus.engines.analytics import ENGINE
from nautilus.engines.analytics.api import ROUTES
from nautilus.engines.analytics.messages import PERFORMANCE
from nautilus.engines.analytics.service import AnalyticsService
from nautilus.engines.execution.messages import EVENTS, Filled, GateDecided, Progress
from nautilus.engines.marketdata.messages import Watermark
from nautilus.engines.portfolio.messages import VALUATIONS, Valued
from support.engine import ask, bench, empty

pytestmark = pytest.mark.stack

EQUITY = [100_500.0, 99_800.0, 101_200.0, 100_900.0, 102_300.0]


def valued(sequence, equity, *, final=False, run=1):
    return Valued(
        ts_event=sequence * NS_PER_DAY,
        ts_init=0,
        run=run,
        account=f"paper-{run}",
        sequence=sequence,
        starting_cash="100000.00",
        cash="0.00",
        equity=str(equity),
        commission="0.00",
        positions=(),
        final=final,
    )


def decided(number, side, mid):
    order = Order(f"o{number}", "momentum", "AAPL.XNAS", OrderSide(side), Decimal(10), OrderType.MARKET)
    return GateDecided(
        ts_event=number,
        ts_init=0,
        run=1,
        account="paper-1",
        order=order,
        signal_id=None,
        sequence=number,
        allowed=True,
        reason="",
        figures=(),
        limits_version=1,
        arrival_mid=mid,
    )


def filled(number, side, price, quantity="10"):
    fill = Fill(
        fill_id=f"f{number}",
        client_order_id=f"o{number}",
        strategy_id="momentum",
        instrument_id="AAPL.XNAS",
        side=OrderSide(side),
        quantity=Decimal(quantity),
        price=Decimal(price),
        multiplier=Decimal(1),
        commission=Decimal(0),
        currency="USD",
        ts_event=number,
        sequence=number,
    )
    return Filled(ts_event=number, ts_init=0, run=1, account="paper-1", fill=fill)


def progress(*, final):
    return Progress(ts_event=9, ts_init=0, run=1, account="paper-1", sequence=5, marks={}, final=final)


@pytest.fixture
async def analytics(database_url, tmp_path):
    async with bench(AnalyticsService, ENGINE, database_url, tmp_path) as made:
        yield made
        await empty(made.service.context.database, ENGINE.name)


async def test_measures_are_those_of_the_curve_with_its_start(analytics):
    await analytics.feed(VALUATIONS, *(valued(n, e) for n, e in enumerate(EQUITY, 1)))
    found = await ask(ROUTES, analytics.service, "GET", "/performance")
    curve = pd.Series([100_000.0, *EQUITY])
    returns = curve.pct_change().dropna()
    assert found["observations"] == 5
    assert found["periods_per_year"] == 252.0
    assert found["total_return"] == pytest.approx(0.023)
    assert found["volatility"] == pytest.approx(returns.std() * math.sqrt(252))
    assert found["sharpe"] == pytest.approx(returns.mean() / returns.std() * math.sqrt(252))
    assert found["max_drawdown"] == pytest.approx(-(curve / curve.cummax() - 1).min())
    assert len(await analytics.emitted(PERFORMANCE)) == 5
    page = await ask(ROUTES, analytics.service, "GET", "/performances", query={"newest": True, "limit": 2})
    assert [(p["sequence"], p["observations"]) for p in page["items"]] == [(5, 5), (4, 4)]
    query = {"newest": True, "limit": 2, "cursor": page["next_cursor"]}
    page = await ask(ROUTES, analytics.service, "GET", "/performances", query=query)
    assert [p["sequence"] for p in page["items"]] == [3, 2]


async def test_slippage_is_against_the_mid_at_the_decision(analytics):
    await analytics.feed(
        EVENTS,
        decided(1, "BUY", "100.00"),
        filled(1, "BUY", "100.10"),
        decided(2, "SELL", "50.00"),
        filled(2, "SELL", "49.90", "60"),
        decided(3, "BUY", ""),
        filled(3, "BUY", "10.00"),
    )
    await analytics.feed(VALUATIONS, valued(1, EQUITY[0]))
    found = await ask(ROUTES, analytics.service, "GET", "/performance")
    assert found["fills"] == 2  # the third order had no quote to be compared with
    assert found["arrival_slippage_bps"] == pytest.approx((10 * 1001 + 20 * 2994) / (1001 + 2994))
    rows = (await ask(ROUTES, analytics.service, "GET", "/slippage"))["items"]
    assert [row["slippage_bps"] for row in rows] == [pytest.approx(10), pytest.approx(20), None]


async def test_duplicates_and_a_restart_change_nothing(analytics, database_url, tmp_path):
    for _ in range(2):
        await analytics.feed(EVENTS, decided(1, "BUY", "100.00"), message_id="execution-1")
        await analytics.feed(EVENTS, filled(1, "BUY", "100.10"), message_id="execution-2")
        await analytics.feed(VALUATIONS, valued(1, EQUITY[0]), message_id="portfolio-1")
    async with bench(AnalyticsService, ENGINE, database_url, tmp_path) as again:
        await again.feed(VALUATIONS, valued(2, EQUITY[1]), message_id="portfolio-2")
        found = await ask(ROUTES, again.service, "GET", "/performance")
        assert (found["observations"], found["fills"]) == (2, 1)
        assert found["total_return"] == pytest.approx(-0.002)
        assert len(await again.emitted(PERFORMANCE)) == 2


@pytest.mark.parametrize("progress_first", [True, False])
async def test_it_is_final_once_both_fills_and_marks_are_in(analytics, progress_first):
    steps = [(EVENTS, progress(final=True)), (VALUATIONS, valued(5, EQUITY[0], final=True))]
    for topic, message in steps if progress_first else reversed(steps):
        await analytics.service.announce()
        assert not any(m.final for _, _, m in analytics.published.messages)
        await analytics.feed(topic, message)
    await analytics.service.announce()
    watermark = analytics.published.last(Watermark)
    assert (watermark.consumer, watermark.sequence, watermark.final) == ("analytics", 5, True)
    assert (await analytics.emitted(PERFORMANCE))[-1].final


async def test_the_last_mark_may_fall_on_the_one_before(analytics):
    await analytics.feed(VALUATIONS, valued(5, EQUITY[0]), valued(5, EQUITY[0], final=True))
    assert (await ask(ROUTES, analytics.service, "GET", "/performance"))["observations"] == 1


async def test_an_account_that_lost_everything_has_a_return_but_no_sharpe(analytics):
    await analytics.feed(VALUATIONS, valued(1, -5.0), valued(2, -7.0))
    found = await ask(ROUTES, analytics.service, "GET", "/performance")
    assert found["sharpe"] is None
    assert found["total_return"] == pytest.approx(-1.00007)
