"""Definitions and values over the routes that the value engines share."""

import asyncio

import pytest

from nautilus.engines.factor import ENGINE
from nautilus.engines.factor.api import ROUTES
from nautilus.engines.factor.service import FactorService
from nautilus.engines.marketdata.messages import FRAMES, RUNS
from nautilus.kernel.database import Database
from nautilus.kernel.errors import InvalidInputError
from nautilus.kernel.migrations import migrate
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
        with pytest.raises(InvalidInputError):
            await values(cursor="!")


async def test_definitions_say_what_is_computed(filled_url, tmp_path):
    async with bench(FactorService, ENGINE, filled_url, tmp_path) as found:
        answer = await ask(ROUTES, found.service, "GET", "/definitions", query={"limit": 4})
        rest = await ask(ROUTES, found.service, "GET", "/definitions", query={"cursor": answer["next_cursor"]})
        every = answer["items"] + rest["items"]
        assert len(every) == 10
        momentum = next(each for each in every if each["name"] == "momentum_20")
        assert (momentum["formula"], momentum["lookback"]) == ("close / delay(close, 20) - 1", 20)
        assert all(each["source"] for each in every)
