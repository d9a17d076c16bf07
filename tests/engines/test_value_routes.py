"""Definitions and values over the routes that the value engines share."""

import asyncio

import pytest

from nautilus.engines.factor import ENGINE
from nautilus.engines.factor.api import ROUTES
from nautilus.engines.factor.service import FactorService
from nautilus.engines.marketdata.messages import FRAMES, RUNS
from nautilus.kernel.database import Database
from nautilus.kernel.errors import InvalidInputError, NotFoundError
from nautilus.kernel.migrations import migrate
from nautilus.kernel.units import Unit
from nautilus.quant.factors.definitions import FACTORS, FEATURES
from support.engine import ask, bench
from support.history import DAILY_SPEC, STOCKS, daily_prices, fill_bars, frames, started

pytestmark = pytest.mark.stack


@pytest.fixture(scope="module")
def filled_url(database_url):
    async def fill():
        database = Database(database_url)
        await database.open()
        await fill_bars(database, daily_prices(420))
        await database.close()

    migrate(database_url)
    asyncio.run(fill())
    return database_url


async def test_values_by_filter_and_page(filled_url, tmp_path):
    async with bench(FactorService, ENGINE, filled_url, tmp_path) as found:

        async def values(**query):
            return await ask(ROUTES, found.service, "GET", "/values", query=query)

        assert await values() == {"items": [], "next_cursor": None}, "no run yet"
        database = found.service.context.database
        for run in (1, 2):
            await found.feed(RUNS, await started(database, DAILY_SPEC, run), message_id=f"{run}")
            for frame in await frames(database, DAILY_SPEC, run, cuts=()):
                await found.service.subscriptions().frames[FRAMES](frame)
        everything = (await values(limit=1_000))["items"]
        assert {each["run"] for each in everything} == {2}, "the latest run"
        keys = [(each["sequence"], each["instrument_id"], each["name"]) for each in everything]
        assert keys == sorted(keys)
        assert len({name for *_, name in keys}) == 10
        one = (await values(run=1, name="momentum_20", instrument_id=STOCKS[1], limit=5))["items"]
        assert [each["sequence"] for each in one] == [2, 5, 8, 11, 14]
        paged, cursor = [], ""
        while cursor is not None:
            page = await values(limit=97, cursor=cursor)
            paged += page["items"]
            cursor = page["next_cursor"]
        assert paged[: len(everything)] == everything
        assert len({(each["sequence"], each["instrument_id"], each["name"]) for each in paged}) == len(paged)
        back, cursor = [], ""
        while cursor is not None:
            page = await values(limit=97, cursor=cursor, newest=True)
            back += page["items"]
            cursor = page["next_cursor"]
        assert back == everything[::-1]
        (last,) = (await values(name="momentum_20", instrument_id=STOCKS[0], limit=1, newest=True))["items"]
        assert last["sequence"] == max(
            each["sequence"]
            for each in everything
            if (each["name"], each["instrument_id"]) == ("momentum_20", STOCKS[0])
        )
        with pytest.raises(InvalidInputError):
            await values(cursor="!")
        await found.feed(RUNS, await started(database, DAILY_SPEC, 3), message_id="3")
        assert (await values())["items"] == [], "the latest run has begun, and has no values yet"


async def test_a_series_is_thinned_to_the_last_value_of_each_part(filled_url, tmp_path):
    async with bench(FactorService, ENGINE, filled_url, tmp_path) as found:
        database, run = found.service.context.database, 7
        await found.feed(RUNS, await started(database, DAILY_SPEC, run), message_id="7")
        asked = {"run": run, "name": "momentum_20", "instrument_id": STOCKS[1]}

        async def series(**query):
            return await ask(ROUTES, found.service, "GET", "/series", query=asked | query)

        assert await series() == asked | {"unit": "fraction", "total": 0, "points": (), "run": None}
        for frame in await frames(database, DAILY_SPEC, run, cuts=()):
            await found.service.subscriptions().frames[FRAMES](frame)
        query = {**asked, "limit": 1_000}
        every = (await ask(ROUTES, found.service, "GET", "/values", query=query))["items"]
        shown = [(each["sequence"], each["ts_event"], each["value"]) for each in every]
        assert len(shown) > 15
        first, last = shown[0][1], shown[-1][1]
        for points in (1, 3, 7, len(shown), 10_000):
            thinned = await series(points=points)
            width = -(-(last - first + 1) // points)
            expected = {(ts - first) // width: (sequence, ts, value) for sequence, ts, value in shown}
            assert len(expected) <= points
            assert [(p["sequence"], p["ts_event"], p["value"]) for p in thinned["points"]] == list(expected.values())
            assert [p["begin_ts"] for p in thinned["points"]] == [first - 1 + part * width for part in expected]
            assert thinned["total"] == len(shown)
        daily = (await series(step_seconds=86_400))["points"]
        assert [point["begin_ts"] for point in daily] == [ts - 21 * 3_600 * 10**9 for _, ts, _ in shown]
        at_closes = (await series(step_seconds=21 * 3_600))["points"]
        step_ns = 21 * 3_600 * 10**9
        assert {point["begin_ts"] for point in at_closes} == {(ts - 1) // step_ns * step_ns for _, ts, _ in shown}
        weekly = (await series(step_seconds=7 * 86_400))["points"]
        monday = 4 * 86_400 * 10**9
        expected = {(ts - monday) // (7 * 86_400 * 10**9): value for _, ts, value in shown}
        assert [point["value"] for point in weekly] == list(expected.values())
        assert [point["begin_ts"] for point in weekly] == [monday + week * 7 * 86_400 * 10**9 for week in expected]
        with pytest.raises(InvalidInputError, match="give at least"):
            await series(step_seconds=60)
        with pytest.raises(NotFoundError, match="GET /definitions"):
            await series(name="vpin")


@pytest.mark.parametrize("definition", [*FACTORS, *FEATURES], ids=lambda each: each.name)
def test_definitions_have_a_unit_that_the_page_knows(definition):
    assert Unit(definition.unit) is not Unit.TEXT


async def test_definitions_say_what_is_computed(filled_url, tmp_path):
    async with bench(FactorService, ENGINE, filled_url, tmp_path) as found:
        answer = await ask(ROUTES, found.service, "GET", "/definitions", query={"limit": 4})
        rest = await ask(ROUTES, found.service, "GET", "/definitions", query={"cursor": answer["next_cursor"]})
        every = answer["items"] + rest["items"]
        assert len(every) == 10
        momentum = next(each for each in every if each["name"] == "momentum_20")
        assert (momentum["formula"], momentum["lookback"]) == ("close / delay(close, 20) - 1", 20)
        assert momentum["unit"] == "fraction"
        assert all(each["source"] for each in every)
