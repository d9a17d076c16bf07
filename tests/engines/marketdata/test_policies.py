"""What is compressed, what may go, what is kept made: as the policies say, and equal to making it anew."""

import os
import time
from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl
import pyarrow as pa
import pytest

from nautilus.domain.time import to_ns
from nautilus.engines.marketdata import ENGINE
from nautilus.engines.marketdata.api import ROUTES
from nautilus.engines.marketdata.service import MarketdataService
from nautilus.engines.marketdata.store.aggregates import refresh_aggregates
from nautilus.engines.marketdata.store.policies import STRAY_SECONDS, sweep_segments
from nautilus.engines.marketdata.store.segments import make_segments
from nautilus.engines.marketdata.store.timescale import has_timescale, hypertables, use_timescale
from nautilus.history.aggregates import COLUMNS, STEPS, read_aggregates
from nautilus.kernel.errors import InvalidInputError
from nautilus.sources.base import BARS, rows
from support.engine import ask, bench

pytestmark = pytest.mark.stack

NEW_YEAR = datetime(2020, 1, 1, tzinfo=UTC)
PRICES = ("open", "high", "low", "close")


def minutes(first, count, late=timedelta(minutes=1), seed=1):
    """Bars of a minute of A.US that close from `first` on, every third missing, each known a little after its close."""
    random = np.random.default_rng(seed)
    valid = pl.Series([first + timedelta(minutes=n) for n in range(count) if n % 3])
    price = 100 + random.normal(0, 1, (4, len(valid))).cumsum(axis=1)
    made = {name: pa.array(price[n]) for n, name in enumerate(PRICES)}
    made |= {"high": pa.array(price.max(axis=0)), "low": pa.array(price.min(axis=0))}
    times = {"valid": valid.to_arrow(), "known": (valid + late).to_arrow()}
    given = {"instrument_id": "A.US", "price_type": "LAST", "step_seconds": 60, "adjusted": False}
    volume = pa.array(random.integers(1, 100, len(valid)).astype(float))
    origin = {"known_basis": "recorded", "rule": "", "dataset": "tape"}
    return {"bars": rows(BARS, len(valid), **given, **made, **times, **origin, volume=volume)}


async def oracle(database, step, as_of=None):
    """Made of all versions by another library."""
    table = await database.arrow("SELECT * FROM marketdata.every_bar WHERE step_seconds = 60")
    bars = pl.from_arrow(table).with_columns(pl.col("valid", "known").cast(pl.Datetime("us", "UTC")))
    bars = bars.filter(pl.col("known") <= (as_of or datetime.max.replace(tzinfo=UTC))).sort("known")
    newest = bars.unique("valid", keep="last").sort("valid")
    for each in STEPS[: STEPS.index(step) + 1]:
        seconds = pl.col("valid").dt.epoch("s")
        end = (-(-seconds // each) * each * 1_000_000).cast(pl.Datetime("us", "UTC"))
        count = pl.col("bars").sum() if "bars" in newest.columns else pl.len()
        newest = (
            newest.with_columns(end=end)
            .group_by("end", maintain_order=True)
            .agg(
                *(pl.col("known").max(), pl.col("open").first(), pl.col("high").max(), pl.col("low").min()),
                *(pl.col("close").last(), pl.col("volume").sum(), count.alias("bars")),
            )
            .rename({"end": "valid"})
        )
    return newest.select("valid", "known", *PRICES, "volume", pl.col("bars").cast(pl.Int64))


def told(table):
    frame = pl.from_arrow(table).with_columns(pl.col("valid", "known").cast(pl.Datetime("us", "UTC")))
    return frame.select("valid", "known", *PRICES, "volume", pl.col("bars").cast(pl.Int64))


async def kept(database, step):
    return await database.arrow(
        f"SELECT {COLUMNS} FROM marketdata.bar_aggregate WHERE step_seconds = $1::integer ORDER BY valid", (step,)
    )


@pytest.mark.parametrize("step", STEPS)
async def test_aggregates_are_what_making_them_anew_gives(database, put, step):
    """Over a turn of the year, and after a revision, which moves one year alone."""
    await put.tables(minutes(NEW_YEAR - timedelta(hours=30), 60 * 60))
    assert await refresh_aggregates(database) == 2
    assert told(await kept(database, step)).equals(await oracle(database, step))
    assert await refresh_aggregates(database) == 0
    late = timedelta(hours=5)
    await put.tables(minutes(NEW_YEAR, 90, late=late, seed=2), day=2)  # the first closes with the old year
    assert await refresh_aggregates(database) == 1
    assert told(await kept(database, step)).equals(await oracle(database, step))


async def test_a_read_as_of_a_time_takes_what_was_known_then_kept_or_not(database, put):
    start = NEW_YEAR + timedelta(days=2)
    await put.tables(minutes(start, 300))
    await put.tables(minutes(start + timedelta(minutes=100), 100, late=timedelta(hours=9), seed=2), day=2)
    for is_kept in (False, True):
        if is_kept:
            await refresh_aggregates(database)
        for step in STEPS:
            for after in (0, 30, 61, 150, 400, 650, 700, 5_000):
                as_of = start + timedelta(minutes=after, seconds=30)
                found = told(await read_aggregates(database, "A.US", "sample", step, to_ns(as_of)))
                assert found.equals(await oracle(database, step, as_of)), (is_kept, step, after)
    within = {"start_ns": to_ns(start + timedelta(hours=2)), "end_ns": to_ns(start + timedelta(hours=3))}
    found = await read_aggregates(database, "A.US", "sample", 3_600, "latest", **within)
    assert [valid.hour for valid in found["valid"].to_pylist()] == [2, 3]
    with pytest.raises(InvalidInputError, match="3600, 86400"):
        await read_aggregates(database, "A.US", "sample", 7, "latest")


async def test_files_that_no_segment_has_go_when_they_are_old_and_first_prints_never(database, put, tmp_path):
    folder = tmp_path / "segments"
    await put.tables(minutes(NEW_YEAR, 30))
    await make_segments(database, folder, least_rows=1)
    (own,) = folder.glob("*.arrow")
    stray, fresh = folder / "bar-x-2019-ab.arrow", folder / "writing.part"
    for path in (stray, fresh):
        path.write_bytes(b"x")
    os.utime(stray, (time.time() - STRAY_SECONDS - 5,) * 2)
    bars = await database.fetch("SELECT * FROM marketdata.every_bar ORDER BY valid")
    assert await sweep_segments(database, folder) == 1
    assert sorted(folder.iterdir()) == sorted([own, fresh])
    own.unlink()
    await sweep_segments(database, folder)
    assert await database.fetch("SELECT FROM marketdata.segment") == []
    assert await make_segments(database, folder, least_rows=1) == 1
    assert await database.fetch("SELECT * FROM marketdata.every_bar ORDER BY valid") == bars


async def test_hypertables_are_where_the_server_has_the_extension_and_plain_tables_elsewhere(database, put):
    """Whichever branch this server takes: what is stored is there, and can be added to."""
    before = minutes(NEW_YEAR, 30)
    await put.tables(before)
    offered = await has_timescale(database)
    listed = await database.fetch("SELECT FROM pg_available_extensions WHERE name = 'timescaledb'")
    assert offered == bool(listed)
    for _ in range(2):
        assert await use_timescale(database) == offered
        assert await hypertables(database) == (["bar", "bar_version"] if offered else [])
    await put.tables(minutes(NEW_YEAR, 60), day=2)
    assert (await database.fetch_one("SELECT count(*) FROM marketdata.bar"))[0] == 40


async def test_policies_are_shown_with_what_they_come_to(database, database_url, put, tmp_path):
    await put.tables(minutes(NEW_YEAR, 30))
    await refresh_aggregates(database)
    async with bench(MarketdataService, ENGINE, database_url, tmp_path) as made:
        found = (await ask(ROUTES, made.service, "GET", "/policies", query={}))["items"]
    by_name = {each["name"]: each for each in found}
    assert {each["kind"] for each in found} == {"compression", "retention", "aggregate"}
    (file,) = (tmp_path / "raw").glob("*/*.zst")
    assert by_name["raw archive"]["figures"]["stored_bytes"] == file.stat().st_size
    assert by_name["facts and raw bytes"]["figures"]["records"] == 20
    assert by_name["bars of hours and days"]["figures"] == {"bars": 2, "instruments": 1}
    assert "no version of a value is ever deleted" in by_name["facts and raw bytes"]["rule"]
