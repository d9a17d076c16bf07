"""Sessions with corrections: at any record what is shown is what the store knew at its time."""

import logging
import random
from collections import defaultdict
from datetime import UTC, datetime
from itertools import pairwise

import msgspec
import numpy as np
import polars as pl
import pytest

from nautilus import history
from nautilus.domain.market import count, float_column, int_column
from nautilus.domain.time import from_ns, to_ns
from nautilus.engines.marketdata.player import Reel
from nautilus.engines.marketdata.store import Archive, FactStore
from nautilus.history import Played
from nautilus.history.corrections import session_corrections
from nautilus.history.sessions import find_session
from nautilus.kernel.database import Database
from nautilus.kernel.migrations import migrate
from nautilus.sources import find_source
from nautilus.sources.job import ingest
from support.bulk import MARKET, needs_files
from support.history import DAILY_SPEC, DAY_NS, STOCKS, daily_prices, fill_bars

pytestmark = pytest.mark.stack

DAYS = 60
SPEC = msgspec.structs.replace(
    DAILY_SPEC, name="corrected", last_ts=DAILY_SPEC.first_ts + (DAYS - 1) * DAY_NS, corrections=True
)
NAMES = ("open", "high", "low", "close", "volume")
COLUMNS = (
    "instrument_id, step_seconds, source, valid, known, open, high, low, close, volume, adjusted, origin_id, raw_id"
)


@pytest.fixture
async def database(database_url):
    migrate(database_url)
    database = Database(database_url, max_size=2)
    await database.open()
    if not await database.fetch_one("SELECT 1 FROM marketdata.bar LIMIT 1"):
        await fill_bars(database, daily_prices(600), missing=[(410, 1), (440, 0)])
        await database.execute("UPDATE marketdata.bar SET known = valid")  # what is played is known when it is played
        await revise(database)
    yield database
    await database.close()


async def revise(database):
    """Later versions of a third of the bars, known at times of records, between them, and behind the last one; some
    repeat what was known, some come back to what was said first.
    """
    dice = random.Random(7)
    rows = await database.fetch(f"SELECT {COLUMNS} FROM marketdata.bar ORDER BY valid, instrument_id")
    for row in rows:
        known, said = to_ns(row[4]), row[5:10]
        for _ in range(dice.choice((0, 0, 0, 0, 1, 2, 3))):
            known += dice.choice((1_000, DAY_NS // 2, DAY_NS, 3 * DAY_NS, 17 * DAY_NS))
            factor = dice.choice((1.0, 1.01, 0.98))
            said = row[5:10] if dice.random() < 0.2 else tuple(each * factor for each in said)
            await database.execute(
                f"INSERT INTO marketdata.bar_version ({COLUMNS}) VALUES ({', '.join(['%s'] * 13)})",
                (*row[:4], from_ns(known), *said, *row[10:]),
            )


async def versions(database, spec):
    """Every version of each bar of a session, oldest first: (known, figures), by (instrument, close)."""
    rows = await database.fetch(
        "SELECT instrument_id, valid, known, open, high, low, close, volume FROM marketdata.every_bar"
        " WHERE source = %s AND step_seconds = %s AND instrument_id = ANY (%s) AND valid BETWEEN %s AND %s"
        " AND known <= %s AND price_type = 'LAST' ORDER BY known",
        (
            *(spec.source, spec.step_seconds, list(spec.instrument_ids)),
            *(from_ns(each) for each in (spec.first_ts, spec.last_ts, spec.as_of)),
        ),
    )
    found = defaultdict(list)
    for instrument, valid, known, *figures in rows:
        found[instrument, to_ns(valid)].append((to_ns(known), figures))
    return found


async def check_shown(database, session, of_record):
    """At some records, by hand: of each bar played the last version known at the record's time, else the first."""
    every = await versions(database, session.spec)
    played = Played(database, session)
    times = (await history.records(database, session.spec, 1, session.record_count)).ts_event
    marked = 0
    for k in of_record:
        now = int(times[k - 1])
        for name in session.spec.instrument_ids:
            bars = await played.bars(name, session.spec.step_seconds, k)
            figures_of = zip(*(getattr(bars, n).tolist() for n in NAMES), strict=True)
            shown = dict(zip(bars.ts_event.tolist(), figures_of, strict=True))
            assert bars.sequence.max(initial=0) <= k
            for ts_event, figures in shown.items():
                told = every[name, ts_event]
                known = [said for when, said in told if when <= now]
                assert list(figures) == (known[-1] if known else told[0][1]), (k, name, from_ns(ts_event))
            changed = dict(zip(bars.ts_event.tolist(), bars.corrected.tolist(), strict=True))
            assert {ts for ts, yes in changed.items() if yes} >= {
                ts for ts in shown if list(shown[ts]) != every[name, ts][0][1]
            }
            marked += sum(changed.values())
    return marked


async def test_what_is_shown_at_any_record_is_what_the_store_knew_at_its_time(database):
    session = await find_session(database, SPEC)
    chosen = [*sorted(random.Random(1).sample(range(1, session.record_count), 40)), session.record_count]
    assert await check_shown(database, session, chosen) > 100
    times = (await history.records(database, SPEC, 1, session.record_count)).ts_event
    played = Played(database, session)
    for k in chosen[::4]:  # and by the read that everyone has
        for name in STOCKS:
            read = await history.bars(
                database, name, int(times[k - 1]), start_ns=SPEC.first_ts, end_ns=int(times[k - 1]) + 1
            )
            shown = await played.bars(name, 86_400, k)
            last = shown.sequence <= k
            assert shown.close[last].tolist() == read.close[: last.sum()].tolist()


async def test_records_are_first_versions_and_corrections_are_numbered_as_they_became_known(database):
    session = await find_session(database, SPEC)
    every = await versions(database, SPEC)
    records = await history.records(database, SPEC, 1, session.record_count)
    for columns in records.bars:
        for ts_event, close in zip(int_column(columns.ts_event).tolist(), float_column(columns.close), strict=True):
            assert close == every[columns.instrument_id, ts_event][0][1][3]
    expected = sorted(
        (known, valid, name, said[3])
        for (name, valid), told in every.items()
        for (_, before), (known, said) in pairwise(told)
        if said != before and known <= session.last_ts
    )
    found = await session_corrections(database, session)
    rows = sorted(
        (number, known, ts, columns.instrument_id, close, sequence)
        for columns in found
        for number, known, ts, close, sequence in zip(
            *(int_column(getattr(columns, name)).tolist() for name in ("number", "known", "ts_event")),
            float_column(columns.close).tolist(),
            int_column(columns.sequence).tolist(),
            strict=True,
        )
    )
    assert [row[0] for row in rows] == list(range(1, len(expected) + 1))
    assert [row[1:5] for row in rows] == expected
    times = records.ts_event
    assert all(times[row[5] - 1] >= row[1] > times[row[5] - 2] for row in rows)
    assert await session_corrections(database, msgspec.structs.replace(session, spec=DAILY_SPEC)) == ()


async def test_frames_bring_each_correction_once_however_they_are_cut(database):
    session = await find_session(database, SPEC)
    whole = await session_corrections(database, session)
    for size in (1, 7, 4_096):
        spec = msgspec.structs.replace(SPEC, frame_records=size)
        cut_session = msgspec.structs.replace(session, spec=spec)
        reel = Reel(database, cut_session, page_records=16, corrections=whole)
        rows, position = [], 0
        while position < session.record_count:
            cut = await reel.cut(position, 2**62)
            found = sorted((n, c.instrument_id) for c in cut.corrections for n in int_column(c.number).tolist())
            assert all(cut.first <= s <= cut.last for c in cut.corrections for s in int_column(c.sequence).tolist())
            rows += found
            position = cut.last
        assert [number for number, _ in rows] == list(range(1, sum(map(count, whole)) + 1))


async def test_coarser_bars_are_made_of_corrected_ones(database):
    session = await find_session(database, SPEC)
    played = Played(database, session)
    daily = await played.bars(STOCKS[2], 86_400, session.record_count)
    weekly = await played.bars(STOCKS[2], 604_800, session.record_count)
    assert weekly.high.max() == daily.high.max()
    assert weekly.volume.sum() == pytest.approx(daily.volume.sum())
    assert weekly.close[-1] == daily.close[-1]
    inside = [(daily.ts_event > begin) & (daily.ts_event <= begin + 7 * DAY_NS) for begin in weekly.begin]
    assert weekly.corrected.tolist() == [bool(daily.corrected[rows].any()) for rows in inside]


@needs_files
async def test_revisions_of_pystock_come_when_they_were_crawled(database, tmp_path):
    """Twelve symbols with most revised closes, cut from the files as they are and stored by the parser."""
    files = ("us_equity_daily_pystock_2015_2017", "us_equity_daily_pystock_revisions")
    revised = pl.scan_parquet(MARKET / f"{files[1]}.parquet")
    moved = revised.filter((pl.col("close_last") - pl.col("close_first")).abs() > 0.005)
    symbols = moved.group_by("symbol").len().sort("len", "symbol", descending=[True, False]).head(12).collect()
    for name in files:
        cut = pl.scan_parquet(MARKET / f"{name}.parquet").filter(pl.col("symbol").is_in(symbols["symbol"].implode()))
        cut.collect().write_parquet(tmp_path / f"{name}.parquet")
    facts = FactStore(database, Archive(tmp_path / "raw"))
    await ingest(find_source("pystock"), facts, logging.getLogger("test"), tmp_path)
    ids = tuple(sorted(f"{symbol}.US" for symbol in symbols["symbol"]))
    spec = msgspec.structs.replace(
        SPEC,
        name="pystock",
        source="pystock",
        instrument_ids=ids,
        spread_ticks=dict.fromkeys(ids, 2),
        first_ts=to_ns(datetime(2015, 1, 1, tzinfo=UTC)),
        last_ts=to_ns(datetime(2017, 4, 1, tzinfo=UTC)),
        as_of=to_ns(datetime(2018, 1, 1, tzinfo=UTC)),
    )
    session = await find_session(database, spec)
    corrections = await session_corrections(database, session)
    assert sum(map(count, corrections)) > 100
    chosen = np.linspace(1, session.record_count, 12).astype(int).tolist()
    assert await check_shown(database, session, chosen) > 100
