"""Sessions made of what is in the store: defaults, refusals, and days that are played from end to end."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import numpy as np
import polars as pl
import pytest

from nautilus.domain.market import float_column, int_column
from nautilus.domain.time import from_ns, to_ns
from nautilus.engines.factor import ENGINE as FACTOR
from nautilus.engines.factor.service import FactorService
from nautilus.engines.marketdata import store
from nautilus.engines.marketdata.api import ROUTES
from nautilus.engines.marketdata.messages import FRAMES, RUNS, RunStarted, ValueFrame
from nautilus.engines.marketdata.model import SESSIONS
from nautilus.kernel.errors import InvalidInputError, NotFoundError
from support.bulk import given, needs_files
from support.engine import ask, bench
from support.marketdata import playing, until

pytestmark = pytest.mark.stack

PLAYED = {"instruments": ["QQQ.US"], "source": "made-up", "step_seconds": 60}
FIRST = datetime(2020, 3, 2, 14, 31, tzinfo=UTC)


async def fill(database, name="QQQ.US", days=2, minutes=40, price=200.0):
    """Minute bars of some mornings, on a walk with steps of a cent."""
    step = np.random.default_rng(3).integers(-9, 10, days * minutes) / 100
    close = np.round(price + step.cumsum(), 2)
    rows = []
    for number, paid in enumerate(close.tolist()):
        valid = FIRST + timedelta(days=number // minutes, minutes=number % minutes)
        prices = (paid - 0.01, paid + 0.02, paid - 0.03, paid, 100.0 + number)
        rows.append((name, 60, "made-up", valid, valid, *prices, False, 1, 1))
    columns = "instrument_id step_seconds source valid known open high low close volume adjusted origin_id raw_id"
    await database.copy("marketdata.bar", columns.split(), rows)
    return close


async def make(service, **body):
    return await ask(ROUTES, service, "POST", "/sessions", body=body)


async def play(made, bus, session):
    """Play a session to its end; its frames."""
    run = (await ask(ROUTES, made.service, "POST", "/replays", body={"session": session["name"]}))["run"]
    bus.frames.clear()
    await bus.ready(run)
    await until(lambda: bus.slowest == session["record_count"])
    await bus.settle(run)
    await until(lambda: made.service.player.run is None)
    return run, list(bus.frames)


def joined(frames, kind, field):
    read = int_column if field in {"sequence", "ts_event", "number"} else float_column
    return np.concatenate([read(getattr(each, field)) for frame in frames for each in getattr(frame, kind)])


async def values_of(run, frames, made, database_url, home):
    """What the factor engine publishes for these frames: (name, sequence, value)."""
    started = [each for each in await made.emitted(RUNS) if isinstance(each, RunStarted) and each.run == run]
    async with bench(FactorService, FACTOR, database_url, home) as factor:
        await factor.feed(RUNS, *started, message_id=f"started-{run}")
        for frame in frames:
            await factor.service.subscriptions().frames[FRAMES](frame)
        found = [m for _, _, m in factor.published.messages if isinstance(m, ValueFrame)]
    assert [each.last_sequence for each in found] == [each.last_sequence for each in frames]
    return {
        (columns.name, sequence): value
        for frame in found
        for columns in frame.values
        for sequence, value in zip(int_column(columns.sequence), float_column(columns.value), strict=True)
    }


async def test_a_made_day_is_played_to_its_end_and_its_values_are_published(database_url, tmp_path):
    async with playing(database_url, tmp_path) as (made, bus):
        closes = await fill(made.service.context.database)
        session = await make(made.service, **PLAYED)
        assert session["name"] == "QQQ.US-made-up-60s-20200302-20200303"
        assert (session["record_count"], session["account_type"], session["currency"]) == (80, "CASH", "USD")
        assert (session["steps"], session["mark_seconds"]) == ((60, 300, 900, 1800, 3600, 14400, 86400), 300)
        assert session["assumptions"] == ("US share: tick 0.01 USD, lot 1, multiplier 1 (QQQ.US)",)
        run, frames = await play(made, bus, session)
        assert joined(frames, "bars", "close").tolist() == closes.tolist()
        assert joined(frames, "quotes", "bid") == pytest.approx(closes - 0.01)
        shown = await ask(ROUTES, made.service, "GET", "/instruments")
        (own,) = [each for each in shown["items"] if each["instrument_id"] == "QQQ.US"]
        assert own["description"].startswith("Terms assumed by kind.")
        values = await values_of(run, frames, made, database_url, tmp_path)
        assert values["momentum_20", 50] == pytest.approx(closes[49] / closes[29] - 1)
        assert await make(made.service, **PLAYED) == session
        again = await make(made.service, **PLAYED, starting_cash="5000.00", spread_ticks=4)
        assert again["name"] != session["name"]
        assert (again["starting_cash"], again["spread_ticks"]) == ("5000.00", {"QQQ.US": 4})
        one = await make(made.service, **PLAYED, first_day="2020-03-03", last_day="2020-03-03")
        assert (one["record_count"], one["first_ts"]) == (40, to_ns(FIRST + timedelta(days=1)))
    async with playing(database_url, tmp_path) as (made, _):  # a restart
        await store.register_sessions(made.service.context.database, SESSIONS)
        names = [each["name"] for each in (await ask(ROUTES, made.service, "GET", "/sessions"))["items"]]
        assert names[:3] == [each.name for each in SESSIONS]
        assert {session["name"], again["name"], one["name"]} == set(names[3:])
        later = await ask(ROUTES, made.service, "POST", "/replays/{run}/restart", run=str(run))
        assert (later["session"], later["run"]) == (session["name"], run + 1)
        await made.service.player.stop(run + 1)


async def test_as_of_is_fixed_when_a_session_is_made(database_url, tmp_path):
    async with playing(database_url, tmp_path) as (made, bus):
        database = made.service.context.database
        session = await make(made.service, **PLAYED)
        at = to_ns(FIRST + timedelta(minutes=3))
        await database.execute(
            "INSERT INTO marketdata.bar_version SELECT instrument_id, step_seconds, source, valid, now(), open, high,"
            " low, close + 1, volume, adjusted, origin_id, raw_id, price_type FROM marketdata.bar"
            " WHERE source = 'made-up' AND valid = %s",
            (from_ns(at),),
        )
        _, frames = await play(made, bus, await make(made.service, **PLAYED))
        before = joined(frames, "bars", "close")
        newer = await make(made.service, **PLAYED, as_of=datetime.now(UTC).isoformat())
        assert newer["as_of_ts"] > session["as_of_ts"]
        _, frames = await play(made, bus, newer)
        changed = np.flatnonzero(joined(frames, "bars", "close") - before)
        assert joined(frames, "bars", "ts_event")[changed].tolist() == [at]
        await database.execute("DELETE FROM marketdata.bar_version WHERE source = 'made-up'")


async def test_corrections_come_on_the_bus_and_are_shown_from_then_on(database_url, tmp_path):
    async with playing(database_url, tmp_path) as (made, bus):
        database = made.service.context.database
        closes = await fill(database, "LATE.US", days=1)
        for minute, known, factor in ((3, 10, 2), (3, 20, 3), (5, 10, 4), (39, 60, 5)):  # the last comes too late
            await database.execute(
                "INSERT INTO marketdata.bar_version SELECT instrument_id, step_seconds, source, valid,"
                " %s, open, high, low, close * %s, volume, adjusted, origin_id, raw_id, price_type"
                " FROM marketdata.bar WHERE instrument_id = 'LATE.US' AND valid = %s",
                (FIRST + timedelta(minutes=known, seconds=-30), factor, FIRST + timedelta(minutes=minute)),
            )
        session = await make(made.service, instruments=["LATE.US"], corrections=True)
        assert (session["name"][-10:], session["corrections"]) == ("-corrected", True)
        run, frames = await play(made, bus, session)
        assert joined(frames, "bars", "close").tolist() == closes.tolist()
        for told in (frames, bus.records):
            assert joined(told, "corrections", "number").tolist() == [1, 2, 3]
            assert joined(told, "corrections", "sequence").tolist() == [11, 11, 21]
            paid = [2 * closes[3], 4 * closes[5], 3 * closes[3]]
            assert joined(told, "corrections", "close").tolist() == pytest.approx(paid)
        query = {"instrument_id": "LATE.US", "step_seconds": 60}
        bars = (await ask(ROUTES, made.service, "GET", "/replays/{run}/bars", query=query, run=str(run)))["items"]
        assert [number for number, each in enumerate(bars) if each["corrected"]] == [3, 5]
        assert (bars[3]["close"], bars[5]["close"]) == pytest.approx((3 * closes[3], 4 * closes[5]))


async def test_a_day_of_the_bundled_trades_is_played_with_its_bars(database_url, tmp_path):
    async with playing(database_url, tmp_path) as (made, bus):
        body = {"instruments": ["ES.XCME"], "first_day": "2013-09-02", "last_day": "2013-09-02", "step_seconds": 300}
        session = await make(made.service, **body)
        assert (session["records"], session["account_type"], session["assumptions"]) == ("trades", "MARGIN", ())
        _, frames = await play(made, bus, session)
        ts, price = joined(frames, "trades", "ts_event"), joined(frames, "trades", "price")
        assert {from_ns(int(each)).date() for each in (ts[0], ts[-1])} == {date(2013, 9, 2)}
        count, by_hand = await made.service.context.database.fetch_one(
            "SELECT count(*), sum(price) FROM marketdata.trade WHERE instrument_id = 'ES.XCME' AND source = 'sample'"
            " AND to_timestamp(ts_event / 1e9) AT TIME ZONE 'UTC' BETWEEN '2013-09-02' AND '2013-09-02 23:59:59.999'",
        )
        assert (len(price), price.sum()) == (count, by_hand)
        last = dict(zip((ts // 300_000_000_000).tolist(), price.tolist(), strict=True))
        built = joined(frames, "bars", "ts_event") // 300_000_000_000 - 1
        assert built.tolist() == sorted(last)[:-1]
        assert joined(frames, "bars", "close").tolist() == [last[step] for step in built.tolist()]


REFUSED = [
    ({"instruments": ["QQQQ.US"]}, "no bars and no trades of 'QQQQ.US'; near: QQQ.US"),
    ({"instruments": ["QQQ.US"], "step_seconds": 30}, "it has of QQQ.US made-up 80 bars of 60 s"),
    ({"instruments": ["QQQ.US"], "source": "lean"}, "from lean of QQQ.US"),
    ({"instruments": ["QQQ.US"], "first_day": "2020-03-03", "last_day": "2020-03-02"}, "give the earlier one"),
    ({"instruments": ["QQQ.US"], "first_day": "2019-03-03", "last_day": "2019-03-04"}, "to 2020-03-03T15:10:00Z"),
    ({"instruments": ["QQQ.US"], "first_day": "2021-01-01"}, "records are from 2020-03-02 to 2020-03-03"),
    ({"instruments": ["QQQ.US"], "as_of": "2019-01-01"}, "nothing is known of QQQ.US as of 2019-01-01"),
    ({"instruments": ["QQQ.US"], "as_of": "2999-01-01"}, "lies in the future"),
    ({"instruments": ["QQQ.US"], "account_type": "MARGIN"}, "trade on a CASH account"),
    ({"instruments": ["QQQ.US"], "currency": "EUR"}, "traded in USD"),
    ({"instruments": ["QQQ.US"], "spread_ticks": 3}, "must be even"),
    ({"instruments": ["QQQ.US"], "starting_cash": "0"}, "positive amount"),
    ({"instruments": ["CHEAP.US"]}, "CHEAP.US traded at"),
    ({"instruments": ["ES.XCME"], "corrections": True}, "corrections are of bars"),
    ({"instruments": ["NQ.XCME"]}, "no source says what NQ.XCME is"),
    ({"instruments": ["QQQ 200320C00200000.US"]}, "no source says what"),
    ({"instruments": ["QQQ.US", "ES.XCME"]}, "of all of them at once"),
    ({"instruments": ["x'; DROP"]}, "is no name"),
]


async def test_what_cannot_be_played_is_refused_with_what_there_is(database_url, tmp_path):
    async with playing(database_url, tmp_path) as (made, _):
        await fill(made.service.context.database, "CHEAP.US", price=-0.5)
        for name in ("NQ.XCME", "QQQ 200320C00200000.US"):
            await fill(made.service.context.database, name)
        for body, words in REFUSED:
            with pytest.raises((InvalidInputError, NotFoundError)) as refused:
                await make(made.service, **body)
            assert words in str(refused.value)


@needs_files
async def test_a_day_of_leans_minutes_is_played_as_the_file_has_it(database_url, tmp_path):
    """Shares' minutes of two days, cut from the file by Polars and stored as LEAN's parser would store them."""
    zone = "America/New_York"
    rows = given("us_equity_minute_trade_bars_lean").filter(
        pl.col("symbol").is_in(["SPY", "IBM"]), pl.col("ts").dt.date().is_between(date(2013, 10, 7), date(2013, 10, 8))
    )
    rows = rows.with_columns(
        end=pl.col("ts").dt.replace_time_zone(zone).dt.convert_time_zone("UTC") + timedelta(minutes=1)
    )
    async with playing(database_url, tmp_path) as (made, bus):
        columns = "instrument_id step_seconds source valid known open high low close volume adjusted origin_id raw_id"
        cells = rows.select("symbol", "end", "open", "high", "low", "close", "volume").iter_rows()
        stored = [(f"{who}.US", 60, "lean", end, end, *map(float, rest), False, 1, 1) for who, end, *rest in cells]
        await made.service.context.database.copy("marketdata.bar", columns.split(), stored)
        body = {"instruments": ["SPY.US"], "source": "lean", "step_seconds": 60}
        session = await make(made.service, **body, first_day="2013-10-07", last_day="2013-10-08")
        run, frames = await play(made, bus, session)
        spy = rows.filter(pl.col("symbol") == "SPY").sort("end")
        assert session["record_count"] == spy.height > 1_000
        for name in ("open", "high", "low", "close", "volume"):
            assert joined(frames, "bars", name).tolist() == spy[name].cast(pl.Float64).to_list()
        assert joined(frames, "bars", "ts_event").tolist() == spy["end"].dt.epoch("ns").to_list()
        query = {"instrument_id": "SPY.US", "step_seconds": 300, "limit": 10_000}
        shown = await ask(ROUTES, made.service, "GET", "/replays/{run}/bars", query=query, run=str(run))
        volume = spy.group_by((pl.col("end").dt.epoch("ns") - 1) // 300_000_000_000).agg(pl.col("volume").sum())
        assert sum(each["volume"] for each in shown["items"]) == float(volume["volume"].sum())
        assert len(shown["items"]) == volume.height
        values = await values_of(run, frames, made, database_url, tmp_path)
        close = spy["close"].to_list()
        assert values["momentum_20", 900] == pytest.approx(close[899] / close[879] - 1)
        assert Decimal(session["starting_cash"]) == 1_000_000
