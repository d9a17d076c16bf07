"""ml on a real store: trained as of the run's first time, registered once, refused without parity, asked over HTTP."""

import asyncio
from contextlib import asynccontextmanager

import numpy as np
import pytest
import statsmodels.api as sm

from nautilus import history
from nautilus.domain.market import float_column, int_column
from nautilus.engines.marketdata.messages import FRAMES, RUNS, ValueFrame
from nautilus.engines.ml import ENGINE
from nautilus.engines.ml.api import ROUTES
from nautilus.engines.ml.model.onnx_graph import har_graph
from nautilus.engines.ml.service import MlService
from nautilus.kernel.database import Database
from nautilus.kernel.errors import NotFoundError, UnavailableError
from nautilus.kernel.migrations import migrate
from support.engine import ask, bench, empty
from support.history import DAILY_SPEC, STOCKS, TAPE_SPEC, daily_prices, fill_bars, fill_trades, frames, started, tape

pytestmark = pytest.mark.stack

PRICES = daily_prices(600)
FIRST_DAY = 400


@asynccontextmanager
async def opened(url):
    database = Database(url, max_size=2)
    await database.open()
    yield database
    await database.close()


@pytest.fixture(scope="module")
def filled_url(database_url):
    async def fill():
        async with opened(database_url) as database:
            await fill_bars(database, PRICES)
            await fill_trades(database, *tape(2_000))

    migrate(database_url)
    asyncio.run(fill())
    return database_url


@pytest.fixture
async def database(filled_url):
    async with opened(filled_url) as database:
        await empty(database, "ml")
        yield database


def variance(column, days):
    o, h, low, c = (PRICES[name][:days, column] for name in ("open", "high", "low", "close"))
    return 0.5 * np.log(h / low) ** 2 - (2 * np.log(2) - 1) * np.log(c / o) ** 2


def regressed(v):
    rows = [[1.0, v[t], v[t - 4 : t + 1].mean(), v[t - 21 : t + 1].mean()] for t in range(21, len(v))]
    fit = sm.OLS(v[22:], np.array(rows[:-1])).fit()
    return fit, np.array(rows)


async def feed(found, made):
    for frame in made:
        await found.service.subscriptions().frames[FRAMES](frame)


def forecasts(found):
    columns = [each for _, _, m in found.published.messages if isinstance(m, ValueFrame) for each in m.values]
    return {
        (each.instrument_id, sequence): value
        for each in columns
        for sequence, value in zip(int_column(each.sequence).tolist(), float_column(each.value).tolist(), strict=True)
    }


async def test_forecasts_equal_least_squares_on_what_was_known_at_the_start(database, database_url, tmp_path):
    async with bench(MlService, ENGINE, database_url, tmp_path) as found:
        await found.feed(RUNS, await started(database, DAILY_SPEC), message_id="a")
        registered = (await ask(ROUTES, found.service, "GET", "/models"))["items"]
        await feed(found, await frames(database, DAILY_SPEC, 1, cuts=(100, 333)))
        values = forecasts(found)
    assert [each["instrument_id"] for each in registered] == list(STOCKS)
    assert len(values) == 3 * 200
    for column, stock in enumerate(STOCKS):
        fit, _ = regressed(variance(column, FIRST_DAY))
        model = registered[column]
        coefficients = [model[name] for name in ("constant", "daily", "weekly", "monthly")]
        np.testing.assert_allclose(coefficients, fit.params, rtol=1e-7)
        assert model["r_squared"] == pytest.approx(fit.rsquared, rel=1e-9)
        assert model["samples"] == FIRST_DAY - 22
        assert model["trained_to"] < DAILY_SPEC.first_ts == model["as_of"]
        _, rows = regressed(variance(column, 600))
        expected = rows[FIRST_DAY - 21 :] @ fit.params
        found_values = [values[stock, 3 * day + column + 1] for day in range(200)]
        np.testing.assert_allclose(found_values, expected, rtol=1e-9)


async def test_a_model_is_trained_once_for_the_same_inputs(database, database_url, tmp_path):
    async with bench(MlService, ENGINE, database_url, tmp_path) as found:
        await found.feed(RUNS, await started(database, DAILY_SPEC, 1), message_id="a")
        first = await database.fetch("SELECT model_id, created FROM ml.model ORDER BY 1")
        await found.feed(RUNS, await started(database, DAILY_SPEC, 2), message_id="b")
    async with bench(MlService, ENGINE, database_url, tmp_path):
        assert await database.fetch("SELECT model_id, created FROM ml.model ORDER BY 1") == first
    assert len(first) == 3


async def test_a_revision_known_later_changes_nothing_and_one_known_before_trains_anew(
    database, database_url, tmp_path
):
    revise = (
        "INSERT INTO marketdata.bar_version SELECT instrument_id, step_seconds, source, valid, to_timestamp(%s), open,"
        " high, low, low + (high - low) / 3, volume, adjusted, origin_id, raw_id, price_type FROM marketdata.bar"
        " WHERE instrument_id = %s AND valid < to_timestamp(%s) ORDER BY valid DESC LIMIT 1"
    )
    first = DAILY_SPEC.first_ts // 10**9
    async with bench(MlService, ENGINE, database_url, tmp_path) as found:
        for run, known in ((1, None), (2, first + 3_600), (3, first - 3_600)):
            if known is not None:
                await database.execute(revise, (known, STOCKS[0], first))
            await found.feed(RUNS, await started(database, DAILY_SPEC, run), message_id=f"{run}")
            count = await database.fetch_one("SELECT count(*) FROM ml.model")
            assert count == ((4,) if run == 3 else (3,))
    await database.execute("DELETE FROM marketdata.bar_version WHERE known - valid <> interval '15 minutes'")


async def test_restarted_in_the_middle_it_goes_on_with_the_same_numbers(database, database_url, tmp_path):
    made = await frames(database, DAILY_SPEC, 1, cuts=(100, 200, 300))
    async with bench(MlService, ENGINE, database_url, tmp_path) as found:
        await found.feed(RUNS, await started(database, DAILY_SPEC), message_id="a")
        await feed(found, made[:2])
    async with bench(MlService, ENGINE, database_url, tmp_path) as found:
        await feed(found, made[2:])
    interrupted = await history.values(database, "ml", 1, 1, 10**9)
    async with bench(MlService, ENGINE, database_url, tmp_path) as found:
        await found.feed(RUNS, await started(database, DAILY_SPEC, 2), message_id="b")
        await feed(found, await frames(database, DAILY_SPEC, 2, cuts=()))
    assert await history.values(database, "ml", 2, 1, 10**9) == interrupted


async def test_a_graph_that_is_not_its_model_is_refused_and_said_so(database, database_url, tmp_path):
    async with bench(MlService, ENGINE, database_url, tmp_path) as found:
        await found.feed(RUNS, await started(database, DAILY_SPEC, 1), message_id="a")
        assert all(check.ok for check in found.service.checks())
        bad = har_graph((1.0, 1.0, 1.0, 1.0))
        await database.execute("UPDATE ml.model SET graph = %s WHERE instrument_id = %s", (bad, STOCKS[1]))
        await found.feed(RUNS, await started(database, DAILY_SPEC, 2), message_id="b")
        await feed(found, await frames(database, DAILY_SPEC, 2, cuts=()))
        assert {stock for stock, _ in forecasts(found)} == {STOCKS[0], STOCKS[2]}
        (check,) = found.service.checks()
        assert not check.ok
        assert STOCKS[1] in check.detail
        body = {"model_id": await _model_id(database, STOCKS[1]), "daily": 1e-4, "weekly": 1e-4, "monthly": 1e-4}
        with pytest.raises(UnavailableError, match="train it again"):
            await ask(ROUTES, found.service, "POST", "/predict", body=body)


async def _model_id(database, stock):
    row = await database.fetch_one("SELECT model_id FROM ml.model WHERE instrument_id = %s", (stock,))
    return row[0]


async def test_trades_of_futures_get_empty_frames(database, database_url, tmp_path):
    async with bench(MlService, ENGINE, database_url, tmp_path) as found:
        await found.feed(RUNS, await started(database, TAPE_SPEC), message_id="a")
        made = await frames(database, TAPE_SPEC, 1, cuts=(500, 1_000))
        await feed(found, made)
        answered = [m for _, _, m in found.published.messages if isinstance(m, ValueFrame)]
        assert [(each.last_sequence, each.values) for each in answered] == [(each.last_sequence, ()) for each in made]


async def test_routes(database, database_url, tmp_path):
    async with bench(MlService, ENGINE, database_url, tmp_path) as found:
        await found.feed(RUNS, await started(database, DAILY_SPEC), message_id="a")
        await feed(found, await frames(database, DAILY_SPEC, 1, cuts=()))
        model_id = await _model_id(database, STOCKS[0])
        model = await ask(ROUTES, found.service, "GET", "/models/{model_id}", model_id=model_id)
        body = {"model_id": model_id, "daily": 1e-4, "weekly": 2e-4, "monthly": 3e-4}
        answer = await ask(ROUTES, found.service, "POST", "/predict", body=body)
        terms = (model["constant"], *(model[name] * body[name] for name in ("daily", "weekly", "monthly")))
        assert answer["variance"] == pytest.approx(sum(terms), rel=1e-12)
        with pytest.raises(NotFoundError):
            await ask(ROUTES, found.service, "GET", "/models/{model_id}", model_id="none")
        definitions = await ask(ROUTES, found.service, "GET", "/definitions")
        assert [each["name"] for each in definitions["items"]] == ["har_variance"]
        page = await ask(ROUTES, found.service, "GET", "/models", query={"limit": 2})
        rest = await ask(ROUTES, found.service, "GET", "/models", query={"limit": 2, "cursor": page["next_cursor"]})
        assert [len(page["items"]), len(rest["items"]), rest["next_cursor"]] == [2, 1, None]
