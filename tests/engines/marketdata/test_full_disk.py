"""A disk that is full under the database, and under the raw archive: said clearly, nothing lost, gone on with after.

A small file system in memory is mounted where that is allowed. Elsewhere the database is told to fail as it does on a
full disk, and the archive has no room by a limit on the size of files (test_jobs).
"""

import asyncio
import logging
import os
import random
import subprocess
import tempfile
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pyarrow as pa
import pytest

from nautilus.engines.marketdata import store
from nautilus.engines.marketdata.model.jobs import JobKind, JobPlan, JobState
from nautilus.engines.marketdata.store import Archive
from nautilus.engines.marketdata.worker import work
from nautilus.engines.marketdata.worker.work import Worker
from nautilus.kernel.database import Database
from nautilus.kernel.migrations import migrate
from nautilus.sources.base import BARS, Batch, Part, Payload, Source, Spec, rows

pytestmark = pytest.mark.stack

LOG = logging.getLogger("test")
BATCHES, ROWS = 12, 10_000
FIRST = datetime(2000, 1, 1, tzinfo=UTC)


class Minutes:
    """A source of one part: BATCHES of ROWS bars each; its bytes do not compress."""

    def __init__(self):
        spec = Spec("sample", "Minutes", "none", may_redistribute=True)
        self.source = Source(spec, connect=lambda folder: self, parse=self.parse)
        self.content = random.Random(1).randbytes(400_000)

    async def plan(self):
        return [Part("minutes")]

    async def fetch(self, part):
        return Payload(part, self.content, 1_700_000_000_000_000_000)

    async def close(self):
        pass

    def parse(self, payload):
        for number in range(BATCHES):
            first = FIRST + timedelta(minutes=number * ROWS)
            valid = pa.array([first + timedelta(minutes=n) for n in range(ROWS)], pa.timestamp("us", "UTC"))
            given = {"instrument_id": "X.XNAS", "price_type": "LAST", "step_seconds": 60, "adjusted": False}
            prices = dict.fromkeys(("open", "high", "low", "close"), 1.0)
            origin = {"known_basis": "assumed", "rule": "close", "dataset": "minutes"}
            made = rows(BARS, ROWS, **given, **prices, valid=valid, known=valid, volume=1.0, **origin)
            yield Batch(tables={"bars": made})


@contextmanager
def mounted(size):
    """A folder with a file system of its own, and what makes it larger; None where mounting is not allowed."""
    with tempfile.TemporaryDirectory(prefix="nautilus-full-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        made = _run("mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder)
        if made:
            try:
                yield Path(folder), lambda size: _run("mount", "-o", f"remount,size={size}", folder)
            finally:
                _run("umount", "--lazy", folder)
        else:
            yield None, lambda size: True


def _run(*command):
    return os.geteuid() == 0 and not subprocess.run(command, capture_output=True, check=False).returncode


@contextmanager
def database_on_a_small_disk(url):
    """URL of a database that is soon full, and what gives it room."""
    with mounted("40m") as (folder, grow), psycopg.connect(url, autocommit=True) as connection:
        is_small = folder is not None and _place(connection, folder)
        connection.execute("CREATE DATABASE full_disk" + (" TABLESPACE small" if is_small else ""))
        own = url.rpartition("/")[0] + "/full_disk"
        try:
            migrate(own)
            with psycopg.connect(own, autocommit=True) as inside:
                inside.execute(_filling(folder) if is_small and folder else _FAILING)
            yield own, (lambda: grow("300m")) if is_small else lambda: _freed(own)
        finally:
            connection.execute("DROP DATABASE full_disk WITH (FORCE)")
            if folder is not None:
                connection.execute("DROP TABLESPACE IF EXISTS small")


_FAILING = """
    CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF (SELECT count(*) FROM marketdata.bar) >= 50000 THEN
            RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100';
        END IF;
        RETURN NULL;
    END $$;
    CREATE TRIGGER no_room AFTER INSERT ON marketdata.bar FOR EACH STATEMENT EXECUTE FUNCTION no_room();
"""


def _filling(folder):
    """Takes all of the disk but 8 MB, in pages of seven rows."""
    disk = os.statvfs(folder)
    pages = (disk.f_bavail * disk.f_frsize - 8_000_000) // 8_192
    return f"CREATE TABLE filler AS SELECT repeat('x', 1000) AS x FROM generate_series(1, {7 * pages})"


def _freed(url):
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("DROP FUNCTION no_room CASCADE")
    return True


def _place(connection, folder):
    """Whether the server has put a tablespace into the folder: it may see other mounts than we do."""
    owner = Path(connection.execute("SHOW data_directory").fetchone()[0]).stat().st_uid
    inner = folder / "tablespace"
    inner.mkdir()
    os.chown(inner, owner, owner)
    try:
        connection.execute(f"CREATE TABLESPACE small LOCATION '{inner}'")
    except psycopg.Error:
        return False
    return any(inner.iterdir())


async def carried_out(database, worker):
    """The job once the worker has ended it."""
    job = await store.insert_job(database, JobKind.INGEST, JobPlan(("sample",)), 0)
    async with asyncio.timeout(100):
        await worker.run()
    return await store.find_job(database, job.job_id)


async def test_a_database_without_room_says_so_and_is_filled_later(servers, tmp_path, monkeypatch):
    monkeypatch.setattr(work, "find_source", lambda name: Minutes().source)
    monkeypatch.setattr(work, "_BEAT_S", 0.05)
    with database_on_a_small_disk(servers.database_url) as (url, give_room):
        database = Database(url, max_size=3)
        await database.open()
        try:
            worker = Worker(database, Archive(tmp_path / "raw"), tmp_path / "segments", LOG)
            working = asyncio.create_task(carried_out(database, worker))
            async with asyncio.timeout(60):
                while "disk of the database" not in worker._problem:
                    assert not working.done(), working.result()
                    await asyncio.sleep(0.05)
            (kept,) = await database.fetch_one("SELECT count(*) FROM marketdata.bar")
            assert 0 < kept < BATCHES * ROWS
            assert kept % ROWS == 0  # whole batches
            assert give_room()
            job = await working
            if job.state is JobState.FAILED:  # it had tried often enough before there was room
                assert "free some space" in job.problem
                job = await carried_out(database, worker)
            assert job.state is JobState.DONE, job.problem
            found = await database.fetch_one("SELECT count(*), count(DISTINCT valid) FROM marketdata.bar")
            assert found == (BATCHES * ROWS, BATCHES * ROWS)
            marks = await database.fetch_one("SELECT sum(row_count)::bigint FROM marketdata.watermark")
            assert marks == (BATCHES * ROWS,)
        finally:
            await database.close()


async def test_an_archive_without_room_says_so_and_is_filled_later(database_url, tmp_path, monkeypatch):
    monkeypatch.setattr(work, "find_source", lambda name: Minutes().source)
    migrate(database_url)
    database = Database(database_url, max_size=3)
    await database.open()
    with mounted("200k") as (folder, grow):
        worker = Worker(database, Archive((folder or tmp_path) / "raw"), tmp_path / "segments", LOG)
        job = await carried_out(database, worker)
        if folder is not None:
            assert job.state is JobState.FAILED
            assert "disk of the raw archive is full" in job.problem
            assert not list(folder.glob("raw/*/*"))
            assert (await database.fetch_one("SELECT count(*) FROM marketdata.raw"))[0] == 0
            assert grow("5m")
            job = await carried_out(database, worker)
        assert job.state is JobState.DONE
        assert (await database.fetch_one("SELECT count(*) FROM marketdata.bar"))[0] == BATCHES * ROWS
        assert Archive((folder or tmp_path) / "raw").get(job.sheet[0].sha256) == Minutes().content
    await database.close()
