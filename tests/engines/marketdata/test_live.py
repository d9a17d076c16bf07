"""Live feeds over the loopback: what is recorded is what a replay plays; holes, duplicates, silence, kill -9."""

import asyncio
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from nautilus.domain.market import int_column
from nautilus.domain.time import NS_PER_SECOND, to_ns
from nautilus.engines.marketdata.api import ROUTES
from nautilus.engines.marketdata.messages import LiveFrame, LiveMark, MarkKind
from nautilus.engines.marketdata.store import FactStore
from nautilus.kernel.errors import (
    ConfigurationError,
    ConflictError,
    InvalidInputError,
    NotFoundError,
    UnavailableError,
)
from nautilus.sources.hours import ALWAYS, calendar_of, opened_ns
from support.engine import ask
from support.feed import exchange
from support.marketdata import playing, until

pytestmark = pytest.mark.stack

BEGIN = to_ns(datetime(2026, 3, 2, 15, 0, tzinfo=UTC))
COLUMNS = {
    "trades": ("sequence", "ts_event", "price", "size"),
    "quotes": ("sequence", "ts_event", "bid", "ask", "size"),
    "bars": ("sequence", "ts_event", "open", "high", "low", "close", "volume"),
}


def tape(feed, name, count, seed=5):
    """Some minutes of trades on a walk, some of which share a nanosecond."""
    dice = np.random.default_rng(seed)
    ts = BEGIN + np.where(dice.random(count) < 0.2, 0, dice.integers(1, 3 * NS_PER_SECOND, count)).cumsum()
    price = np.round(50 + dice.integers(-5, 6, count).cumsum() / 100, 2)
    return [
        feed.trade(name, n, int(t), float(p), float(100 + n)) for n, (t, p) in enumerate(zip(ts, price, strict=True), 1)
    ]


async def subscribe(made, *names, **body):
    body = {"feed": "wire", "instruments": list(names), **body}
    view = await ask(ROUTES, made.service, "POST", "/subscriptions", body=body)
    return view["subscription"]


async def stream_of(made, number, name):
    views = (await ask(ROUTES, made.service, "GET", "/subscriptions"))["items"]
    (own,) = [view for view in views if view["subscription"] == number]
    return next(stream for stream in own["streams"] if stream["instrument_id"] == name)


async def recorded(made, number, name, count):
    async with asyncio.timeout(20):
        await until(lambda: number in [each.subscription.subscription_id for each in made.service.live.lines()])
        while (await stream_of(made, number, name))["number"] < count:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    (line,) = [each for each in made.service.live.lines() if each.subscription.subscription_id == number]
    async with line._turn:  # what is stored is published when the turn is over
        pass


async def marks_of(made, number):
    found = await ask(ROUTES, made.service, "GET", "/subscriptions/{subscription}/marks", subscription=str(number))
    return [(each["instrument_id"], each["kind"], each["first"], each["last"]) for each in reversed(found["items"])]


def published(frames, name):
    """Every column of what was published of an instrument, as bytes, rows that came again once."""
    found, done = {}, 0
    for frame in frames:
        if isinstance(frame, LiveFrame) and (frame.instrument_id != name or frame.last_sequence <= done):
            continue
        done = frame.last_sequence
        for kind, fields in COLUMNS.items():
            for columns in getattr(frame, kind):
                if columns.instrument_id == name:
                    for field in fields:
                        found[kind, field] = found.get((kind, field), b"") + getattr(columns, field)
    return found


async def replayed(made, bus, name, **body):
    """The frames of a replay of all that was recorded of an instrument."""
    given = {"instruments": [name], "source": "wire", "step_seconds": 60, **body}
    session = await ask(ROUTES, made.service, "POST", "/sessions", body=given)
    run = (await ask(ROUTES, made.service, "POST", "/replays", body={"session": session["name"]}))["run"]
    bus.frames.clear()
    await bus.ready(run)
    await until(lambda: bus.slowest == session["record_count"])
    await bus.settle(run)
    await until(lambda: made.service.player.run is None)
    return list(bus.frames)


async def test_a_replay_of_what_was_recorded_gives_what_was_published(database_url, tmp_path):
    async with exchange() as feed, playing(database_url, tmp_path, wire_url=feed.url) as (made, bus):
        number = await subscribe(made, "ONE.US", "TWO.US")
        assert await subscribe(made, "TWO.US", "ONE.US") == number
        with pytest.raises(ConflictError, match=r"has TWO\.US of wire already"):
            await subscribe(made, "TWO.US")
        await until(lambda: feed.is_heard)
        one, two = tape(feed, "ONE.US", 300), tape(feed, "TWO.US", 200, seed=6)
        for first in range(0, 150, 30):
            await feed.say(*one[first : first + 30], *two[first : first + 30])
        await recorded(made, number, "TWO.US", 150)
        await feed.say(*one[100:150], keep=False)  # duplicates
        await feed.drop()
        await feed.say(*one[150:300], *two[150:200])  # to nobody
        await recorded(made, number, "ONE.US", 300)
        await recorded(made, number, "TWO.US", 200)
        assert feed.asked[-1]["after"] == {"ONE.US": 150, "TWO.US": 150}
        live = list(bus.live)
        assert await marks_of(made, number) == []
        for name, count in (("ONE.US", 300), ("TWO.US", 200)):
            told = published(live, name)
            assert int_column(told["trades", "sequence"]).tolist() == list(range(1, count + 1))
            assert len(told["bars", "close"]) // 8 > 3
            assert told == published(await replayed(made, bus, name), name)
        row = await made.service.context.database.fetch_one(
            "SELECT count(*), count(DISTINCT raw_id), min(known_basis) FROM marketdata.trade"
            " JOIN marketdata.origin USING (origin_id) JOIN marketdata.raw USING (raw_id) WHERE trade.source = 'wire'"
        )
        assert (row[0], row[1] >= 2, row[2]) == (500, True, "recorded")
        await ask(ROUTES, made.service, "DELETE", "/subscriptions/{subscription}", subscription=str(number))
        assert (await ask(ROUTES, made.service, "GET", "/subscriptions"))["items"] == []


async def test_bars_of_a_feed_are_recorded_and_replayed(database_url, tmp_path):
    async with exchange() as feed, playing(database_url, tmp_path, wire_url=feed.url) as (made, bus):
        number = await subscribe(made, "BARS.US", records="bars")
        await until(lambda: feed.is_heard)
        prices = {"open": 10.0, "high": 11.0, "low": 9.0, "volume": 5.0}
        step = 60 * NS_PER_SECOND
        bars = [
            {
                "type": "bar",
                "instrument": "BARS.US",
                "number": n,
                "ts": BEGIN + n * step,
                "step": 60,
                **prices,
                "close": 10 + n / 100,
            }
            for n in range(1, 41)
        ]
        await feed.say(*bars[:25])
        await feed.say(*bars[25:])
        await recorded(made, number, "BARS.US", 40)
        told = published(bus.live, "BARS.US")
        assert len(told["bars", "close"]) == 8 * 40
        assert told == published(await replayed(made, bus, "BARS.US", records="bars"), "BARS.US")
        await ask(ROUTES, made.service, "DELETE", "/subscriptions/{subscription}", subscription=str(number))


async def test_holes_lateness_and_silence_are_marked(database_url, tmp_path):
    async with exchange() as feed, playing(database_url, tmp_path, wire_url=feed.url) as (made, bus):
        await made.service.context.database.execute(
            "INSERT INTO marketdata.instrument SELECT 'COIN.XTST', kind, currency, price_precision, price_increment,"
            " lot_size, multiplier, description FROM marketdata.instrument WHERE instrument_id = 'AAPL.XNAS'"
        )
        feed.forgets = True
        number = await subscribe(made, "COIN.XTST", stale_seconds=1)
        await until(lambda: feed.is_heard)
        lines = tape(feed, "COIN.XTST", 30)
        lines[20]["ts"] = lines[3]["ts"]  # late
        lines[21]["size"] = -1.0  # cannot be true: it is set aside
        lines[22]["ts"] += 10 * 365 * 86_400 * NS_PER_SECOND  # nor can this
        await feed.say(*lines[4:8])  # the first that comes is no gap
        await feed.say(*lines[11:20])
        await recorded(made, number, "COIN.XTST", 20)
        await feed.drop()
        await until(lambda: feed.is_heard)
        await feed.say(*lines[20:25])
        await recorded(made, number, "COIN.XTST", 25)
        name = "COIN.XTST"
        assert await marks_of(made, number) == [(name, "GAP", 9, 11), (name, "LATE", 21, 21)]
        await until(lambda: any(isinstance(m, LiveMark) and m.kind is MarkKind.STALE for m in bus.live))
        assert (await stream_of(made, number, name))["stale"]
        await feed.say(lines[25])
        await recorded(made, number, "COIN.XTST", 26)
        assert (await marks_of(made, number))[2:] == [(name, "STALE", 25, 25), (name, "FRESH", 26, 26)]
        told = [(m.instrument_id, m.kind, m.first, m.last) for m in bus.live if isinstance(m, LiveMark)]
        assert told == await marks_of(made, number)
        stored = await made.service.context.database.fetch(
            "SELECT ordinal FROM marketdata.trade WHERE instrument_id = 'COIN.XTST' ORDER BY ordinal"
        )
        assert [row[0] for row in stored] == [5, 6, 7, 8, *range(12, 22), 24, 25, 26]
        assert (await stream_of(made, number, name))["records"] == len(stored)
        aside = await made.service.context.database.fetch("SELECT reason FROM marketdata.quarantine ORDER BY reason")
        assert aside == [("known before it happened",), ("size is not positive",)]
        await feed.say({"type": "trade", "instrument": name}, keep=False)
        await until(lambda: len(feed.asked) == 3)  # what is no record: the feed is asked again
        await ask(ROUTES, made.service, "DELETE", "/subscriptions/{subscription}", subscription=str(number))


async def test_what_is_archived_and_not_stored_is_stored_when_the_database_is_back(database_url, tmp_path, monkeypatch):
    async with exchange() as feed, playing(database_url, tmp_path, wire_url=feed.url) as (made, bus):
        feed.forgets = True  # nobody says it again
        number = await subscribe(made, "AWAY.US")
        await until(lambda: feed.is_heard)
        lines = tape(feed, "AWAY.US", 60)
        await feed.say(*lines[:20])
        await recorded(made, number, "AWAY.US", 20)
        add, failed = FactStore.add, []

        async def refuse(*given):
            failed.append(given)
            if len(failed) < 3:
                raise UnavailableError("the database is away")
            return await add(*given)

        monkeypatch.setattr(FactStore, "add", refuse)
        times = len(feed.asked)
        await feed.say(*lines[20:40])
        await recorded(made, number, "AWAY.US", 40)
        await until(lambda: len(feed.asked) > times)  # the connection from before may still be there
        await feed.say(*lines[40:])
        await recorded(made, number, "AWAY.US", 60)
        assert len(failed) == 4
        assert await marks_of(made, number) == []
        assert published(bus.live, "AWAY.US") == published(await replayed(made, bus, "AWAY.US"), "AWAY.US")
        await ask(ROUTES, made.service, "DELETE", "/subscriptions/{subscription}", subscription=str(number))


async def test_nothing_is_lost_or_doubled_when_the_process_is_killed(database_url, tmp_path):
    async with exchange() as feed:
        async with playing(database_url, tmp_path, wire_url=feed.url) as (made, _):
            number = await subscribe(made, "KILL.US")
        lines = tape(feed, "KILL.US", 900)
        told = 0
        for kill_after in (150, 400):
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "support.feed", database_url, str(tmp_path), feed.url),
                env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
            )
            await until(lambda: feed.is_heard, 60)
            while told < kill_after:
                await feed.say(*lines[told : told + 5])
                told += 5
            process.kill()
            await process.wait()
            await until(lambda: not feed.is_heard)
        await feed.say(*lines[told:])
        async with playing(database_url, tmp_path, wire_url=feed.url) as (made, bus):
            await recorded(made, number, "KILL.US", 900)
            stored = await made.service.context.database.fetch(
                "SELECT ordinal, price FROM marketdata.trade WHERE instrument_id = 'KILL.US' ORDER BY ordinal"
            )
            assert stored == [(line["number"], line["price"]) for line in lines]
            assert (await stream_of(made, number, "KILL.US"))["records"] == 900
            assert await marks_of(made, number) == []
            whole = published(await replayed(made, bus, "KILL.US"), "KILL.US")
            last = published(bus.live, "KILL.US")  # what this process sent on ends as the replay does
            assert all(whole[key].endswith(told) for key, told in last.items())
            assert last
            left = await made.service.context.database.fetch("SELECT 1 FROM marketdata.raw WHERE NOT is_whole")
            assert left == []
            await ask(ROUTES, made.service, "DELETE", "/subscriptions/{subscription}", subscription=str(number))


async def test_what_cannot_be_subscribed_to_is_refused(database_url, tmp_path):
    async with playing(database_url, tmp_path) as (made, _):
        with pytest.raises(NotFoundError, match="no feed is called 'lean'; there are wire"):
            await subscribe(made, "ONE.US", feed="lean")
        with pytest.raises(ConfigurationError, match="wire_url is not set"):
            await subscribe(made, "ONE.US")
    async with exchange() as feed, playing(database_url, tmp_path, wire_url=feed.url) as (made, _):
        with pytest.raises(InvalidInputError, match=r"no source says what BTC-USD\.XCOI is"):
            await subscribe(made, "BTC-USD.XCOI")
        with pytest.raises(InvalidInputError, match="must be even"):
            await subscribe(made, "ONE.US", spread_ticks=3)
        with pytest.raises(NotFoundError, match="there is no subscription 77"):
            await ask(ROUTES, made.service, "DELETE", "/subscriptions/{subscription}", subscription="77")


def test_venues_keep_their_hours():
    at = {hour: to_ns(datetime(2026, 3, 2, *hour, tzinfo=UTC)) for hour in ((14, 29), (14, 30), (20, 59), (21, 0))}
    assert [opened_ns("SPY.US", now) for now in at.values()] == [None, at[14, 30], at[14, 30], None]
    assert opened_ns("SPY.US", to_ns(datetime(2026, 12, 25, 16, tzinfo=UTC))) is None
    assert opened_ns("ES.XCME", at[14, 29]) == to_ns(datetime(2026, 3, 1, 23, tzinfo=UTC))
    assert (calendar_of("COIN.XTST"), opened_ns("COIN.XTST", at[21, 0])) == (ALWAYS, 0)
