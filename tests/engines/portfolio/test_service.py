"""portfolio on a real journal: duplicates, restarts, order of topics, watermarks."""

from decimal import Decimal

import pytest

from nautilus.domain.instruments import Instrument, InstrumentKind
from nautilus.domain.orders import Fill, OrderSide
from nautilus.engines.execution.messages import EVENTS, Filled, Progress
from nautilus.engines.marketdata.messages import RUNS, RunStarted, Watermark
from nautilus.engines.portfolio import ENGINE
from nautilus.engines.portfolio.api import ROUTES
from nautilus.engines.portfolio.messages import VALUATIONS
from nautilus.engines.portfolio.service import PortfolioService
from nautilus.kernel.errors import NotFoundError
from support.engine import ask, bench, empty

pytestmark = pytest.mark.stack

AAPL = Instrument(
    "AAPL.XNAS", InstrumentKind.EQUITY, "USD", 2, Decimal("0.01"), Decimal(1), Decimal(1), description="Apple"
)


def started(run):
    return RunStarted(
        ts_event=10,
        ts_init=0,
        run=run,
        session="equities-daily",
        instruments=(AAPL,),
        account=f"paper-{run}",
        account_type="CASH",
        starting_cash="100000.00",
        currency="USD",
        first_ts=10,
        last_ts=99,
        record_count=9,
        mark_seconds=86_400,
        speed=0,
    )


def filled(run, number, side="BUY", quantity="10", price="20.50"):
    fill = Fill(
        f"f{number}",
        f"o{number}",
        "momentum",
        "AAPL.XNAS",
        OrderSide(side),
        Decimal(quantity),
        Decimal(price),
        Decimal(1),
        Decimal("0.35"),
        "USD",
        10 + number,
        number,
    )
    return Filled(ts_event=fill.ts_event, ts_init=0, run=run, account=f"paper-{run}", fill=fill)


def progress(run, sequence, mark, *, final=False):
    return Progress(
        ts_event=10 + sequence,
        ts_init=0,
        run=run,
        account=f"paper-{run}",
        sequence=sequence,
        marks={"AAPL.XNAS": mark},
        final=final,
    )


@pytest.fixture
async def portfolio(database_url, tmp_path):
    async with bench(PortfolioService, ENGINE, database_url, tmp_path) as made:
        yield made
        await empty(made.service.context.database, ENGINE.name)


async def test_a_run_from_fills_to_valuation_to_routes(portfolio):
    await portfolio.feed(RUNS, started(1))
    await portfolio.feed(EVENTS, filled(1, 1), filled(1, 2, price="21.50"), progress(1, 2, "22.00"))
    (valued,) = await portfolio.emitted(VALUATIONS)
    assert (valued.cash, valued.equity) == ("99579.30", "100019.30")
    positions = await ask(ROUTES, portfolio.service, "GET", "/positions")
    (position,) = positions["items"]
    assert position["side"] == "LONG"
    assert (position["quantity"], position["price"], position["mark_price"]) == ("20", "21.00", "22.00")
    account = await ask(ROUTES, portfolio.service, "GET", "/account", query={"run": "1"})
    assert (account["starting_cash"], account["cash"], account["equity"]) == ("100000.00", "99579.30", "100019.30")
    curve = await ask(ROUTES, portfolio.service, "GET", "/curve")
    assert [(point["sequence"], point["equity"]) for point in curve["items"]] == [(0, "100000.00"), (2, "100019.30")]
    last = await ask(ROUTES, portfolio.service, "GET", "/curve", query={"newest": True, "limit": 1})
    assert [point["sequence"] for point in last["items"]] == [2]
    query = {"newest": True, "cursor": last["next_cursor"]}
    rest = await ask(ROUTES, portfolio.service, "GET", "/curve", query=query)
    assert [point["sequence"] for point in rest["items"]] == [0]


HISTORY = "/positions/{instrument_id}/history"


async def test_a_position_is_known_after_each_of_its_fills(portfolio):
    """Worked by hand: 10 @ 20.50, 10 @ 21.50, -25 @ 23.00 (20 closed: 2 × 20 = 40; 5 short), 5 @ 22.00 (5 more)."""
    await portfolio.feed(RUNS, started(1))
    await portfolio.feed(EVENTS, filled(1, 1), filled(1, 2, price="21.50"), progress(1, 2, "30.00"))
    await portfolio.feed(EVENTS, filled(1, 3, "SELL", "25", "23.00"), filled(1, 4, quantity="5", price="22.00"))

    async def asked(**query):
        return await ask(ROUTES, portfolio.service, "GET", HISTORY, query=query, instrument_id="AAPL.XNAS")

    found = (await asked())["items"]
    told = [(s["fill_id"], s["side"], s["quantity"], s["price"], s["realised"], s["commission"]) for s in found]
    assert told == [
        ("f1", "LONG", "10", "20.50", "0.00", "0.35"),
        ("f2", "LONG", "20", "21.00", "0.00", "0.70"),
        ("f3", "SHORT", "5", "23.00", "40.00", "1.05"),
        ("f4", "FLAT", "0", "0.00", "45.00", "1.40"),
    ]
    last = await asked(newest="true", limit=3)
    assert last["items"] == found[:0:-1]
    assert (await asked(newest="true", cursor=last["next_cursor"]))["items"] == found[:1]
    assert (await asked(client_order_id="o3"))["items"] == found[2:3]
    with pytest.raises(NotFoundError, match="is not in run 1; it has AAPL"):
        await ask(ROUTES, portfolio.service, "GET", HISTORY, instrument_id="X.Y")


async def test_duplicates_change_nothing(portfolio):
    await portfolio.feed(RUNS, started(1), message_id="marketdata-1")
    for _ in range(3):
        await portfolio.feed(RUNS, started(1), message_id="marketdata-1")
        await portfolio.feed(EVENTS, filled(1, 1), message_id="execution-1")
        await portfolio.feed(EVENTS, progress(1, 1, "20.50"), message_id="execution-2")
    assert len(await portfolio.emitted(VALUATIONS)) == 1
    assert (await portfolio.service.book(1)).holdings["AAPL.XNAS"].quantity == 10
    steps = await ask(ROUTES, portfolio.service, "GET", HISTORY, instrument_id="AAPL.XNAS")
    assert [step["fill_id"] for step in steps["items"]] == ["f1"]


async def test_a_restart_goes_on_from_the_store(portfolio, database_url, tmp_path):
    await portfolio.feed(RUNS, started(1))
    await portfolio.feed(EVENTS, filled(1, 1), progress(1, 1, "21.00"))
    async with bench(PortfolioService, ENGINE, database_url, tmp_path) as restarted:
        before, after = await portfolio.service.book(None), await restarted.service.book(None)
        assert after == before
        await restarted.feed(EVENTS, filled(1, 2, "SELL", "10", "22.00"), message_id="execution-9")
        account = await ask(ROUTES, restarted.service, "GET", "/account")
        assert account["cash"] == "100014.30"  # 10 × 1.50 − 2 × 0.35
        assert (await ask(ROUTES, restarted.service, "GET", "/positions"))["items"] == []


async def test_a_failed_batch_leaves_neither_rows_nor_memory(portfolio):
    await portfolio.feed(RUNS, started(1))
    stranger = filled(1, 2)
    stranger = Filled(
        ts_event=1,
        ts_init=0,
        run=1,
        account="paper-1",
        fill=Fill(**{f: getattr(stranger.fill, f) for f in stranger.fill.__struct_fields__} | {"instrument_id": "X.Y"}),
    )
    with pytest.raises(KeyError):
        await portfolio.feed(EVENTS, filled(1, 1), stranger)
    assert (await portfolio.service.book(1)).holdings == {}


async def test_what_overtakes_its_run_waits_for_it(portfolio):
    await portfolio.feed(EVENTS, filled(7, 1), message_id="execution-1")
    await portfolio.feed(EVENTS, progress(7, 1, "21.50"), message_id="execution-2")
    assert await portfolio.emitted(VALUATIONS) == []
    await portfolio.feed(RUNS, started(7))
    (valued,) = await portfolio.emitted(VALUATIONS)
    assert valued.equity == "100009.65"
    await portfolio.feed(EVENTS, filled(7, 2), message_id="execution-3")
    assert (await portfolio.service.book(7)).holdings["AAPL.XNAS"].quantity == 20


async def test_the_watermark_is_final_once_the_last_mark_is_committed(portfolio):
    await portfolio.feed(RUNS, started(1))
    await portfolio.service.announce()
    assert not portfolio.published.last(Watermark).final
    await portfolio.feed(EVENTS, progress(1, 5, "20.00"), progress(1, 5, "20.00", final=True))
    await portfolio.service.announce()
    watermark = portfolio.published.last(Watermark)
    assert (watermark.consumer, watermark.run, watermark.sequence, watermark.final) == ("portfolio", 1, 5, True)


async def test_each_run_has_its_own_account(portfolio):
    await portfolio.feed(RUNS, started(1))
    await portfolio.feed(EVENTS, filled(1, 1))
    await portfolio.feed(RUNS, started(2))
    assert (await ask(ROUTES, portfolio.service, "GET", "/account"))["cash"] == "100000.00"
    assert (await ask(ROUTES, portfolio.service, "GET", "/account", query={"run": 1}))["cash"] == "99794.65"
    with pytest.raises(NotFoundError):
        await ask(ROUTES, portfolio.service, "GET", "/positions", query={"run": 3})
