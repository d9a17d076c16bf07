"""Bars and trades of a session as its records 1..k show them, against plain loops over the same records."""

from collections import defaultdict
from itertools import pairwise

import msgspec
import numpy as np
import pytest

from nautilus import history
from nautilus.domain.market import count, float_column, int_column
from nautilus.history import Played, offered_steps
from nautilus.kernel.database import Database
from nautilus.kernel.migrations import migrate
from support.history import (
    DAILY_SPEC,
    DAY_NS,
    FIRST_CLOSE_NS,
    FUTURE,
    STOCKS,
    TAPE_SPEC,
    daily_prices,
    fill_bars,
    fill_trades,
    store_session,
    tape,
)

pytestmark = pytest.mark.stack

COUNT = 6_000
SECOND = 1_000_000_000
SHARE = STOCKS[0]
TWO_SPEC = msgspec.structs.replace(
    TAPE_SPEC,
    name="two-tapes",
    instrument_ids=(SHARE, FUTURE),
    spread_ticks={SHARE: 2, FUTURE: 2},
)


@pytest.fixture
async def database(database_url):
    migrate(database_url)
    database = Database(database_url, max_size=2)
    await database.open()
    if not await database.fetch_one("SELECT 1 FROM marketdata.trade LIMIT 1"):
        await fill_trades(database, *tape(COUNT))
        await database.execute(  # a share that trades rarely, between the trades of the future
            "INSERT INTO marketdata.trade SELECT %s, source, ts_event + 1, ordinal, price / 10, size, known + 1,"
            " origin_id, raw_id FROM marketdata.trade WHERE ordinal %% 97 = 0",
            (SHARE,),
        )
        await fill_bars(database, daily_prices(600))
        await store_session(database, TWO_SPEC)
    yield database
    await database.close()


async def rows(database, spec, last):
    """Records 1..last: (sequence, ts, instrument, price, size), in order."""
    found = await history.records(database, spec, 1, last)
    columns = [
        zip(
            int_column(each.sequence).tolist(),
            int_column(each.ts_event).tolist(),
            [each.instrument_id] * count(each),
            float_column(each.price).tolist(),
            float_column(each.size).tolist(),
            strict=True,
        )
        for each in found.trades
    ]
    return sorted(row for each in columns for row in each)


def expected(records, instrument_id, seconds):
    """(begin, close, open, high, low, close, volume, complete) of each step, by hand."""
    steps = defaultdict(list)
    for _, ts, instrument, price, size in records:
        if instrument == instrument_id:
            steps[ts // (seconds * SECOND)].append((price, size))
    made = []
    for step, trades in sorted(steps.items()):
        prices = [price for price, _ in trades]
        close_ns = (step + 1) * seconds * SECOND
        figures = (prices[0], max(prices), min(prices), prices[-1], sum(size for _, size in trades))
        made.append((step * seconds * SECOND, close_ns, *figures, records[-1][1] >= close_ns))
    return made


def shown(bars):
    names = ("begin", "ts_event", "open", "high", "low", "close", "volume", "complete")
    return list(zip(*(getattr(bars, name).tolist() for name in names), strict=True))


@pytest.mark.parametrize("seconds", [60, 120, 300, 900])
@pytest.mark.parametrize(("spec", "instrument_id"), [(TAPE_SPEC, FUTURE), (TWO_SPEC, FUTURE), (TWO_SPEC, SHARE)])
async def test_bars_of_any_step_are_those_of_the_records_played_and_of_no_later_one(
    database, spec, instrument_id, seconds
):
    session = await history.session(database, spec.name)
    played = Played(database, session)
    for last in (1, 2, 2_500, 2_501, 1_200, session.record_count):
        bars = await played.bars(instrument_id, seconds, last)
        assert shown(bars) == expected(await rows(database, spec, last), instrument_id, seconds), last
        assert bars.sequence.max(initial=0) <= last
    assert len(shown(bars)) > 1
    assert not shown(await played.bars(instrument_id, seconds, 0))


@pytest.mark.parametrize(("spec", "instrument_id"), [(TAPE_SPEC, FUTURE), (TWO_SPEC, FUTURE), (TWO_SPEC, SHARE)])
async def test_bars_of_the_own_step_are_those_that_are_published(database, spec, instrument_id):
    for last in (500, 4_000, 5_999):
        session = await history.session(database, spec.name)
        bars = await Played(database, session).bars(instrument_id, 60, last)
        done = bars.complete
        (published,) = [
            each for each in (await history.market(database, spec, 1, last)).bars if each.instrument_id == instrument_id
        ]
        for name in ("sequence", "ts_event"):
            assert getattr(bars, name)[done].tolist() == int_column(getattr(published, name)).tolist()
        for name in ("open", "high", "low", "close", "volume"):
            assert getattr(bars, name)[done].tolist() == float_column(getattr(published, name)).tolist()
        assert done.tolist() == [True] * count(published) + [False] * (len(done) - count(published))


async def test_what_is_learned_from_frames_is_what_is_read(database):
    session = await history.session(database, TWO_SPEC.name)
    learned, read = Played(database, session), Played(database, session)
    derivation, _ = await history.derivation_after(database, TWO_SPEC, 0)
    cuts = [0, 700, 701, 2_000, 2_900, 3_500]
    for before, last in pairwise(cuts):
        found = await history.records(database, TWO_SPEC, before + 1, last)
        frame = derivation.feed(found.trades, ())
        learned.learn(before + 1, last, frame.bars)
        learned.learn(before + 1, last, frame.bars)  # frames may come again
    learned.learn(4_000, 4_100, (await history.market(database, TWO_SPEC, 4_000, 4_100)).bars)  # a hole before it
    for last in (3_500, 2_950, 5_000):
        for instrument_id in (SHARE, FUTURE):
            one, other = [await each.bars(instrument_id, 60, last) for each in (learned, read)]
            assert shown(one) == shown(other)
            assert one.sequence.tolist() == other.sequence.tolist()


@pytest.mark.parametrize(("spec", "instrument_id"), [(TAPE_SPEC, FUTURE), (TWO_SPEC, SHARE)])
async def test_the_newest_trades_are_the_last_ones_played(database, spec, instrument_id):
    played = Played(database, await history.session(database, spec.name))
    for last, limit in ((COUNT, 10), (1_003, 7), (3, 10), (0, 5)):
        trades = await played.trades(instrument_id, last, limit)
        columns = (int_column(trades.sequence), int_column(trades.ts_event), float_column(trades.price))
        every = [row for row in await rows(database, spec, max(last, 1)) if row[2] == instrument_id and row[0] <= last]
        assert list(zip(*(column.tolist() for column in columns), strict=True)) == [
            (sequence, ts, price) for sequence, ts, _, price, _ in every[-limit:]
        ]


async def test_weeks_begin_on_a_monday_and_end_when_the_next_has_begun(database):
    session = await history.session(database, DAILY_SPEC.name)
    played = Played(database, session)
    daily = await played.bars(SHARE, 86_400, 36)
    assert daily.complete.all()
    assert daily.ts_event.tolist() == [DAILY_SPEC.first_ts + day * DAY_NS for day in range(12)]
    assert daily.sequence.tolist() == [1 + 3 * day for day in range(12)]
    assert ((daily.ts_event - daily.begin) == 21 * 3_600 * SECOND).all()
    weekly = await played.bars(SHARE, 7 * 86_400, 36)
    weekday = (FIRST_CLOSE_NS // DAY_NS + 400 - 4) % 7  # 1970-01-05 was a Monday
    edges = [0, *range((7 - weekday) % 7 or 7, 12, 7), 12]
    days = [range(start, stop) for start, stop in pairwise(edges)]
    assert [row[2:7] for row in shown(weekly)] == [
        (
            daily.open[span[0]],
            daily.high[list(span)].max(),
            daily.low[list(span)].min(),
            daily.close[span[-1]],
            daily.volume[list(span)].sum(),
        )
        for span in days
    ]
    assert weekly.complete.tolist() == [True] * (len(days) - 1) + [False]
    assert not ((weekly.begin // DAY_NS - 4) % 7).any()
    assert (weekly.ts_event - weekly.begin == 7 * DAY_NS).all()
    assert count(await played.trades(SHARE, 36, 10)) == 0


async def test_offered_steps_are_multiples_within_the_session(database):
    for name, steps in (
        (TAPE_SPEC.name, (60, 300, 900, 1_800, 3_600, 14_400)),
        (DAILY_SPEC.name, (86_400, 604_800)),
    ):
        assert offered_steps(await history.session(database, name)) == steps


async def test_reading_in_parts_gives_what_one_read_gives(database, monkeypatch):
    session = await history.session(database, TWO_SPEC.name)
    whole = await Played(database, session).bars(FUTURE, 60, COUNT)
    monkeypatch.setattr("nautilus.history.played._CHUNK_RECORDS", 611)
    parts = await Played(database, session).bars(FUTURE, 60, COUNT)
    assert shown(whole) == shown(parts)
    assert np.array_equal(whole.sequence, parts.sequence)
