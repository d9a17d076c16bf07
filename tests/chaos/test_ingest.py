"""kill -9 of worker, engine and database in the middle of a load of millions of bars: nothing lost, nothing doubled."""

import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import psutil
import psycopg
import pyarrow.parquet as pq
import pytest

from conftest import require
from nautilus.kernel.config import Config, resolve_urls
from support.platform import NAUTILUS, Platform, platform

pytestmark = [pytest.mark.stack, pytest.mark.timeout(600)]

SHARED = Path(os.environ.get("NAUTILUS_SHARED", Path(__file__).parents[3] / "shared"))
DAILY = SHARED / "market" / "us_equity_daily_pystock_2015_2017.parquet"
REVISIONS = DAILY.with_name("us_equity_daily_pystock_revisions.parquet")
NOT_OURS = "origin_id NOT IN (SELECT origin_id FROM marketdata.origin WHERE rule LIKE 'repair: %')"
"""Repairs are versions too, which come when the load is inspected."""
VICTIMS = ("worker", "marketdata", "database", "worker")


@pytest.fixture(scope="module")
def nautilus() -> Iterator[Platform]:
    require(str(DAILY), "the bulk files are not part of the checkout; say where they are by NAUTILUS_SHARED")
    with platform() as instance:
        yield instance


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Has the millions of bars and their revisions, and nothing of what the source has beside them."""
    market = tmp_path_factory.mktemp("folder") / "market"
    market.mkdir()
    for file in (DAILY, REVISIONS):
        (market / file.name).symlink_to(file)
    return market.parent


def ask(nautilus: Platform, statement: str) -> tuple[Any, ...]:
    config = resolve_urls(Config(home=str(nautilus.home)))
    with psycopg.connect(config.database_url) as connection:
        row = connection.execute(statement).fetchone()  # type: ignore[call-overload]
        assert row is not None
        return tuple(row)


def every(nautilus: Platform, statement: str) -> list[tuple[Any, ...]]:
    config = resolve_urls(Config(home=str(nautilus.home)))
    with psycopg.connect(config.database_url) as connection:
        return connection.execute(statement).fetchall()  # type: ignore[call-overload,no-any-return]


def job_of(nautilus: Platform) -> dict[str, Any]:
    found: list[dict[str, Any]] = nautilus.get("/api/marketdata/jobs")["items"]
    return found[0] if found else {"state": "", "rows": 0, "problem": ""}


def worker_of(nautilus: Platform) -> int | None:
    """The child of marketdata that carries out jobs, if there is one now."""
    try:
        children = psutil.Process(int(nautilus.service("marketdata")["pid"])).children()
        return next((child.pid for child in children if "nautilus.engines.marketdata.worker" in child.cmdline()), None)
    except psutil.NoSuchProcess:
        return None


def kill(nautilus: Platform, victim: str) -> None:
    if victim != "worker":
        nautilus.kill(victim)
        return
    pid = nautilus.wait(lambda: worker_of(nautilus), "the worker to be at work", 60)
    os.kill(pid, signal.SIGKILL)


def rows_stored(nautilus: Platform) -> int:
    try:
        return int(ask(nautilus, "SELECT coalesce(max(row_count), 0) FROM marketdata.raw WHERE source = 'pystock'")[0])
    except psycopg.OperationalError:
        return 0


def test_a_load_that_is_killed_everywhere_ends_whole(nautilus: Platform, folder: Path) -> None:
    command = [str(NAUTILUS), "ingest", "--folder", str(folder), "--source", "pystock"]
    loading = subprocess.Popen([*command, "--json"], env=nautilus.environment, stdout=subprocess.PIPE, text=True)
    seen = 0
    for victim in VICTIMS:
        seen = nautilus.wait(
            lambda before=seen: (now := rows_stored(nautilus)) > before and now, f"rows before {victim} is killed", 120
        )
        assert loading.poll() is None, f"the load ended before {victim} was killed"
        kill(nautilus, victim)
    out, _ = loading.communicate(timeout=300)
    assert loading.returncode == 0, job_of(nautilus)["problem"]

    bars = ask(nautilus, f"SELECT count(*) FROM marketdata.every_bar WHERE source = 'pystock' AND {NOT_OURS}")[0]
    distinct = ask(
        nautilus,
        "SELECT count(*) FROM (SELECT DISTINCT instrument_id, step_seconds, price_type, valid, known"
        f" FROM marketdata.every_bar WHERE source = 'pystock' AND {NOT_OURS}) AS bars",
    )[0]
    aside, added, revised = ask(
        nautilus,
        "SELECT (SELECT count(*) FROM marketdata.quarantine JOIN marketdata.raw USING (raw_id)"
        " WHERE source = 'pystock' AND kind = 'bars'), sum((line->>'added')::bigint), sum((line->>'revised')::bigint)"
        " FROM marketdata.job CROSS JOIN jsonb_array_elements(sheet) AS line WHERE line->>'part' = 'bars'",
    )
    assert distinct == bars == added + revised
    first = ask(nautilus, "SELECT count(*) FROM marketdata.bar WHERE source = 'pystock'")[0]
    first_aside = ask(
        nautilus,
        "SELECT count(*) FROM marketdata.quarantine JOIN marketdata.raw USING (raw_id) WHERE source = 'pystock'"
        " AND kind = 'bars' AND row->>'rule' NOT LIKE '%revision%'",
    )[0]
    assert first + first_aside == pq.read_metadata(DAILY).num_rows
    assert aside >= first_aside > 0
    marks, every = ask(
        nautilus,
        "SELECT (SELECT sum(row_count) FROM marketdata.watermark WHERE dataset LIKE 'bar/pystock/%'),"
        " (SELECT count(*) FROM marketdata.every_bar WHERE source = 'pystock')",
    )
    assert marks == every
    assert '"state": "DONE"' in out


def test_the_records_are_those_of_the_files_symbol_by_symbol(nautilus: Platform) -> None:
    """First prints, and last ones that differ from them, counted by other code; what was set aside on its side."""
    stored = dict(
        every(
            nautilus,
            "SELECT instrument_id, sum(n)::bigint FROM ("
            f"SELECT instrument_id, count(*) AS n FROM marketdata.every_bar WHERE source = 'pystock' AND {NOT_OURS}"
            " GROUP BY 1 UNION ALL SELECT row->>'instrument_id', count(*) FROM marketdata.quarantine"
            " JOIN marketdata.raw USING (raw_id) WHERE source = 'pystock' AND kind = 'bars' GROUP BY 1"
            ") AS part GROUP BY 1",
        )
    )
    daily = pl.scan_parquet(DAILY).group_by("symbol").len().collect()
    revisions = pl.read_parquet(REVISIONS)
    said = ["close", "volume", "adj_close"]
    differs = pl.any_horizontal(pl.col(f"{name}_first").ne_missing(pl.col(f"{name}_last")) for name in said)
    changed = dict(revisions.filter(differs).group_by("symbol").len().iter_rows())
    expected = {f"{symbol}.US": count + changed.get(symbol, 0) for symbol, count in daily.iter_rows()}
    assert stored == expected


def test_the_same_again_changes_nothing(nautilus: Platform, folder: Path) -> None:
    counts = (
        f"SELECT (SELECT count(*) FROM marketdata.every_bar WHERE {NOT_OURS}),"
        " (SELECT count(*) FROM marketdata.filing_fact)"
    )
    before = ask(nautilus, counts)
    job = nautilus.json("ingest", "--folder", str(folder), "--source", "pystock")
    assert ask(nautilus, counts) == before
    assert all(line["unchanged"] == line["fetched"] > 0 for line in job["sheet"])
