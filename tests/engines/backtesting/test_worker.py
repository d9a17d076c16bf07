"""A real backtest in a real child process: values as the engines compute them, orders, fills, account."""

import asyncio
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from nautilus import history
from nautilus.domain.market import float_column, int_column
from nautilus.engines.backtesting import ENGINE
from nautilus.engines.backtesting.api import ROUTES
from nautilus.engines.backtesting.service import BacktestingService
from nautilus.engines.backtesting.worker import frames
from nautilus.engines.factor import ENGINE as FACTOR
from nautilus.engines.factor.service import FactorService
from nautilus.engines.vpin import ENGINE as VPIN
from nautilus.engines.vpin.service import VpinService
from nautilus.kernel.errors import InvalidInputError
from nautilus.trading.merge import MARKET
from support.engine import ask, bench, empty
from support.history import DAILY_SPEC, TAPE_SPEC, daily_prices, fill_bars, fill_trades, started, tape

pytestmark = pytest.mark.stack

PATH = "engines.backtesting.sample:Reversal"


@pytest.fixture
async def backtesting(database_url, tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    async with bench(BacktestingService, ENGINE, database_url, tmp_path) as made:
        database = made.service.context.database
        await fill_bars(database, daily_prices(600), missing=[(500, 1)])
        await fill_trades(database, *tape(5_000))
        task = asyncio.create_task(made.service.run())
        yield made
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await empty(database, ENGINE.name)
        await empty(database, "marketdata")


async def finished(made, **body):
    found = await ask(ROUTES, made.service, "POST", "/backtests", body=body)
    async with asyncio.timeout(120):
        while found["state"] in ("QUEUED", "RUNNING"):
            await asyncio.sleep(0.1)
            path = "/backtests/{backtest_id}"
            found = await ask(ROUTES, made.service, "GET", path, backtest_id=found["backtest_id"])
    return found


@pytest.mark.parametrize(
    ("spec", "kind", "engine"), [(DAILY_SPEC, FactorService, FACTOR), (TAPE_SPEC, VpinService, VPIN)]
)
async def test_values_are_those_of_the_engine(backtesting, database_url, tmp_path, spec, kind, engine, monkeypatch):
    monkeypatch.setattr("nautilus.engines.backtesting.worker._RECORDS", 97)
    database = backtesting.service.context.database
    session = await history.session(database, spec.name)
    got, last, last_ts = {}, 0, -1
    async for frame in frames(database, session, frozenset({engine.name})):
        if frame.source == MARKET:
            assert frame.first == last + 1
            times = np.concatenate([int_column(quotes.ts_event) for quotes in frame.market.quotes])
            assert times.min() > last_ts  # a timestamp is never split
            last, last_ts = frame.last, times.max()
        for columns in frame.values:
            key = columns.instrument_id, columns.name
            pairs = zip(int_column(columns.sequence).tolist(), float_column(columns.value).tolist(), strict=True)
            got.setdefault(key, []).extend(pairs)
    assert last == session.record_count
    async with bench(kind, engine, database_url, tmp_path) as own:
        model = await own.service.build(await started(database, spec), session.spec)
        whole = model.step(await history.market(database, spec, 1, session.record_count))
    expected = {
        (c.instrument_id, c.name): list(
            zip(int_column(c.sequence).tolist(), float_column(c.value).tolist(), strict=True)
        )
        for c in whole
    }
    assert got == expected
    assert got


async def test_a_strategy_trades_a_session_and_the_account_is_the_sum_of_its_fills(backtesting):
    done = await finished(backtesting, session=DAILY_SPEC.name, strategy=PATH)
    assert done["state"] == "FINISHED", done["error"]
    found, result = await backtesting.service.result(done["backtest_id"])
    assert len(result.fills) > 40, result.orders[:3]
    assert {order.status for order in result.orders} == {"FILLED"}
    assert found.orders == len(result.orders)
    cash = DAILY_SPEC.starting_cash
    for fill in result.fills:
        sign = 1 if fill.side == "BUY" else -1
        cash -= sign * Decimal(fill.quantity) * Decimal(fill.price) * Decimal(fill.multiplier) + Decimal(
            fill.commission
        )
    assert Decimal(result.marks[-1].cash) == cash
    assert [mark.ts_event for mark in result.marks] == sorted(mark.ts_event for mark in result.marks)
    page = await ask(
        ROUTES, backtesting.service, "GET", "/backtests/{backtest_id}/tearsheet", backtest_id=done["backtest_id"]
    )
    text = page["text"] if isinstance(page, dict) else page.text
    assert "Reversal" in text


async def test_limits_stop_orders_in_a_backtest_too(backtesting):
    done = await finished(backtesting, session=DAILY_SPEC.name, strategy=PATH, limits={"order_notional": "1"})
    orders = await backtesting.service.orders(done["backtest_id"])
    assert {order.status for order in orders} == {"REFUSED"}
    assert "order_notional" in orders[0].reason
    assert await backtesting.service.fills(done["backtest_id"]) == []


async def test_values_that_a_backtest_cannot_compute_are_refused(backtesting):
    done = await finished(backtesting, session=DAILY_SPEC.name, strategy=PATH, parameters={"source": "ml:har_variance"})
    assert done["state"] == "FAILED"
    assert "trained models" in done["error"]
    session = await history.session(backtesting.service.context.database, DAILY_SPEC.name)
    with pytest.raises(InvalidInputError):
        await anext(frames(backtesting.service.context.database, session, frozenset({"ml"})))
