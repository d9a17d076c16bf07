"""The worker brings segments up to the watermarks when the last job is done."""

import logging

import pytest

from nautilus.engines.marketdata import store
from nautilus.engines.marketdata.model.jobs import JobKind, JobPlan, JobState
from nautilus.engines.marketdata.store import Archive
from nautilus.engines.marketdata.worker.work import Worker
from nautilus.kernel.database import Database
from nautilus.kernel.migrations import migrate
from support.engine import empty

pytestmark = pytest.mark.stack


@pytest.fixture
async def database(database_url):
    migrate(database_url)
    database = Database(database_url, max_size=4)
    await database.open()
    await empty(database, "marketdata")
    yield database
    await database.close()


@pytest.fixture
async def ingest(database, tmp_path):
    """Carry out an ingestion of the bundled history; the job as it ended."""

    async def ingest():
        job = await store.insert_job(database, JobKind.INGEST, JobPlan(("sample",)), 0)
        await Worker(database, Archive(tmp_path / "raw"), tmp_path / "segments", logging.getLogger("test")).run()
        return await store.find_job(database, job.job_id)

    return ingest


async def test_segments_are_up_to_date_when_the_last_job_is_done(ingest, database, tmp_path):
    await ingest()
    due = await database.fetch(
        "SELECT dataset, period, raw_id, row_count FROM marketdata.watermark"
        " WHERE dataset LIKE 'bar/%' AND row_count >= 1000 ORDER BY 1, 2"
    )
    held = await database.fetch("SELECT dataset, period, raw_id, row_count FROM marketdata.segment ORDER BY 1, 2")
    assert held == due
    assert len(held) > 5
    files = await database.fetch("SELECT file FROM marketdata.segment")
    assert {name for (name,) in files} == {file.name for file in (tmp_path / "segments").iterdir()}


async def test_a_job_is_done_where_segments_cannot_be_made(ingest, tmp_path, caplog):
    (tmp_path / "segments").write_text("a file in the way")
    assert (await ingest()).state == JobState.DONE
    assert "segments cannot be made" in caplog.text
