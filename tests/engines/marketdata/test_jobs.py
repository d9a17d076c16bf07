"""Ingestion jobs on a real database: carried out once, cut off anywhere, called off, refused."""

import asyncio
import logging
import os
import resource
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from nautilus.engines.marketdata import ENGINE, store
from nautilus.engines.marketdata.api import ROUTES
from nautilus.engines.marketdata.model.jobs import MOST_ATTEMPTS, JobKind, JobPlan, JobState
from nautilus.engines.marketdata.service import MarketdataService
from nautilus.engines.marketdata.store import Archive
from nautilus.engines.marketdata.worker import work
from nautilus.engines.marketdata.worker.work import Worker
from nautilus.kernel.config import Config
from nautilus.kernel.database import Database
from nautilus.kernel.errors import ConflictError, InvalidInputError, NotFoundError
from nautilus.kernel.migrations import migrate
from nautilus.sources.base import BARS, Batch, Part, Payload, Source, Spec, rows
from support.engine import ask, bench, empty

pytestmark = pytest.mark.stack

LOG = logging.getLogger("test")
SAMPLE = JobPlan(("sample",))
TABLES = (
    "bar",
    "bar_version",
    "trade",
    "observation",
    "event",
    "listing",
    "instrument",
    "series",
    "quarantine",
    "watermark",
)
DAY = datetime(2019, 1, 2, 21, tzinfo=UTC)


class Days:
    """A source of one part: a bar a day in batches of one, as fetched at a time of its own."""

    def __init__(self, *closes, revision=1, fetched=datetime(2019, 2, 1, tzinfo=UTC)):
        self.content = b",".join(str(close).encode() for close in closes)
        self.fetched = fetched
        self.folder = None
        self.scale = 1.0
        spec = Spec("sample", "Days", "none", may_redistribute=True, revision=revision)
        self.source = Source(spec, connect=self.connect, parse=self.parse)

    def connect(self, folder):
        self.folder = folder
        return self

    async def plan(self):
        return [Part("days")]

    async def fetch(self, part):
        return Payload(part, self.content, int(self.fetched.timestamp()) * 1_000_000_000)

    async def close(self):
        pass

    def parse(self, payload):
        for number, close in enumerate(payload.content.split(b",")):
            valid = DAY + timedelta(days=number)
            prices = dict.fromkeys(("open", "high", "low", "close"), float(close) * self.scale)
            given = {"instrument_id": "X.XNAS", "price_type": "LAST", "step_seconds": 86_400, "adjusted": False}
            origin = {"known_basis": "assumed", "rule": "close", "dataset": "days"}
            times = {"valid": valid, "known": valid}
            yield Batch(tables={"bars": rows(BARS, 1, **given, **prices, **times, **origin, volume=1.0)})


@pytest.fixture
async def database(database_url):
    migrate(database_url)
    database = Database(database_url, max_size=4)
    await database.open()
    await empty(database, "marketdata")
    yield database
    await database.close()


@pytest.fixture
def worker(database, tmp_path):
    return Worker(database, Archive(tmp_path / "raw"), tmp_path / "segments", LOG)


@pytest.fixture
def given(monkeypatch):
    """Let the worker find this source."""

    def given(days):
        monkeypatch.setattr(work, "find_source", lambda name: days.source)
        return days

    return given


@pytest.fixture
async def start(database, database_url, tmp_path):
    """Start a worker's process, with a highest size of files if wanted; those that are left are killed at the end."""
    started = []

    async def start(largest_file=resource.RLIM_INFINITY):
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "nautilus.engines.marketdata.worker", str(os.getpid())),
            stdin=asyncio.subprocess.PIPE,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, largest_file)),
        )
        started.append(process)
        config = Config(home=str(tmp_path), database_url=database_url, log_level="WARNING")
        process.stdin.write(msgspec.json.encode(config) + b"\n")
        process.stdin.close()
        return process

    yield start
    for process in started:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def add(database, plan=SAMPLE, kind=JobKind.INGEST, priority=0):
    return (await store.insert_job(database, kind, plan, priority)).job_id


async def counts(database):
    return [(await database.fetch_one(f"SELECT count(*) FROM marketdata.{name}"))[0] for name in TABLES]


async def everything(database):
    """What the store holds, less what numbers and times of writing say."""
    bars = await database.fetch(
        "SELECT instrument_id, step_seconds, price_type, source, valid, known, open, high, low, close, volume"
        " FROM marketdata.every_bar ORDER BY 1, 2, 3, 4, 5, 6"
    )
    marks = await database.fetch("SELECT dataset, period, row_count FROM marketdata.watermark ORDER BY 1, 2")
    return await counts(database), bars, marks


def test_the_worker_is_the_only_place_that_reads_sources_for_jobs():
    assert work.find_source("sample").spec.name == "sample"


async def test_a_job_ends_with_a_sheet_that_counts_what_the_database_holds(database, worker):
    job = await add(database)
    await worker.run()
    row = await store.find_job(database, job)
    assert (row.state, row.problem) == (JobState.DONE, "")
    assert all(line.is_done for line in row.sheet)
    bar, version, trade, observation, event, listing, instrument, series, aside, _ = await counts(database)
    stored = bar + trade + observation + event + listing + instrument + series
    assert sum(line.added for line in row.sheet) == stored
    assert sum(line.revised for line in row.sheet) == version
    assert sum(line.quarantined for line in row.sheet) == aside
    for line in row.sheet:
        assert line.fetched == line.added + line.revised + line.unchanged + line.quarantined
    assert row.progress.rows == sum(line.fetched for line in row.sheet)
    assert row.progress.parts == row.progress.parts_done == len(row.sheet) == 5


async def test_the_same_again_changes_nothing(database, worker):
    await add(database)
    await worker.run()
    before = await everything(database)
    again = await add(database)
    await worker.run()
    assert await everything(database) == before
    row = await store.find_job(database, again)
    assert row.state is JobState.DONE
    assert all(line.unchanged == line.fetched > 0 for line in row.sheet)


async def test_killed_anywhere_it_ends_as_if_undisturbed(database, worker, start):
    await add(database)
    await worker.run()
    expected = await everything(database)
    await empty(database, "marketdata")
    job = await add(database)
    seen = 0
    for _ in range(MOST_ATTEMPTS):
        process = await start()
        while process.returncode is None:
            row = await store.find_job(database, job)
            if (rows_now := sum(line.fetched for line in row.sheet)) > seen:
                seen = rows_now
                process.kill()
                break
            await asyncio.sleep(0.002)
        await process.wait()
        if (await store.find_job(database, job)).state is JobState.DONE:
            break
    assert seen
    process = await start()
    assert await process.wait() == 0
    row = await store.find_job(database, job)
    assert (row.state, row.problem) == (JobState.DONE, "")
    assert await everything(database) == expected
    assert sum(line.added for line in row.sheet) == sum(expected[0][:1] + expected[0][2:8])


async def test_batches_that_an_earlier_job_stored_are_unchanged_for_the_next(database, worker, given, monkeypatch):
    days = given(Days(10, 11, 12))
    first = await add(database)
    whole = days.parse

    def broken(payload):
        yield from list(whole(payload))[:2]
        raise ValueError("the file ends in the middle")

    days.source = replace(days.source, parse=broken)
    await worker.run()
    row = await store.find_job(database, first)
    assert row.state is JobState.FAILED
    assert "days of sample cannot be taken: the file ends in the middle" in row.problem
    assert [line.added for line in row.sheet] == [1]  # the second batch was not known to be whole
    days.source = replace(days.source, parse=whole)
    second = await add(database)
    await worker.run()
    (line,) = (await store.find_job(database, second)).sheet
    assert (line.fetched, line.added, line.unchanged, line.is_done) == (3, 2, 1, True)


async def test_a_clock_that_was_set_back_does_not_hide_the_newest_version(database, worker, given):
    for closes, day in ((10, 20), (11, 21), (12, 3), (12, 4)):
        given(Days(closes, fetched=datetime(2019, 2, day, tzinfo=UTC)))
        await add(database)
        await worker.run()
    found = await database.fetch("SELECT close, known FROM marketdata.every_bar ORDER BY known")
    assert [close for close, _ in found] == [10, 11, 12]
    assert found[-1][1] > found[-2][1] == datetime(2019, 2, 21, tzinfo=UTC)


async def test_reparse_takes_the_raw_bytes_and_the_time_of_their_fetching(database, worker, given):
    fetched = datetime(2019, 2, 1, tzinfo=UTC)
    given(Days(10, 11, fetched=fetched))
    await add(database)
    await worker.run()
    days = given(Days(revision=2))  # has nothing to fetch any more; its parser sees that prices are in cents
    days.scale = 0.01
    job = await add(database, kind=JobKind.REPARSE)
    await worker.run()
    (line,) = (await store.find_job(database, job)).sheet
    assert (line.fetched, line.revised, line.added) == (2, 2, 0)
    found = await database.fetch("SELECT close, known FROM marketdata.bar_version ORDER BY valid")
    assert found == [(0.1, fetched), (0.11, fetched)]
    assert days.folder is None
    await add(database, kind=JobKind.REPARSE)
    await worker.run()
    assert len(await database.fetch("SELECT FROM marketdata.bar_version")) == 2


async def test_the_highest_priority_is_next_then_the_oldest(database):
    low = await add(database, JobPlan(("sample",), "/a"))
    high = await add(database, JobPlan(("sample",), "/b"), priority=1)
    last = await add(database, JobPlan(("sample",), "/c"))
    taken = []
    while (job := await store.take_job(database)) is not None:
        assert (await store.take_job(database)).job_id == job.job_id  # it was cut off, and goes on first
        taken.append(job.job_id)
        await store.end_job(database, job.job_id, JobState.DONE, job.progress, "")
    assert taken == [high, low, last]


async def test_a_job_that_is_called_off_stops(database, worker, given):
    days = given(Days(*range(10, 400)))
    job = await add(database)
    running = asyncio.create_task(worker.run())
    async with asyncio.timeout(20):
        while not (await store.find_job(database, job)).sheet:  # noqa: ASYNC110 - asked of the database
            await asyncio.sleep(0.01)
        assert await store.cancel_job(database, job)
        await running
    row = await store.find_job(database, job)
    assert row.state is JobState.CANCELLED
    stored = (await counts(database))[0]
    assert 0 < stored == row.sheet[0].added < len(days.content.split(b","))
    assert not await store.cancel_job(database, job)


async def test_a_job_that_never_gets_anywhere_fails(database, worker):
    job = await add(database)
    for attempt in range(MOST_ATTEMPTS):
        row = await store.take_job(database)
        assert row.progress.attempts == attempt
        await store.save_progress(database, job, msgspec.structs.replace(row.progress, attempts=attempt + 1))
    await worker.run()
    row = await store.find_job(database, job)
    assert row.state is JobState.FAILED
    assert "5 times without getting further" in row.problem


async def test_a_full_disk_fails_the_job_and_leaves_nothing_half(database, start, tmp_path):
    job = await add(database)
    process = await start(largest_file=100_000)
    assert await process.wait() == 0
    row = await store.find_job(database, job)
    assert row.state is JobState.FAILED
    assert "disk of the raw archive is full" in row.problem
    assert not list((tmp_path / "raw").glob("*/*.part"))
    kept = {path.name.partition(".")[0] for path in (tmp_path / "raw").glob("*/*.zst")}
    known = {sha for (sha,) in await database.fetch("SELECT sha256 FROM marketdata.raw WHERE is_whole")}
    assert known <= kept
    again = await add(database)
    assert await (await start()).wait() == 0
    assert (await store.find_job(database, again)).state is JobState.DONE


@pytest.fixture
async def service(database, database_url, tmp_path):
    async with bench(MarketdataService, ENGINE, database_url, tmp_path) as made:
        yield made.service


async def test_the_same_plan_is_the_same_job_while_it_is_open(service):
    first = await ask(ROUTES, service, "POST", "/jobs", body={"sources": ["sample"]})
    again = await ask(ROUTES, service, "POST", "/jobs", body={"sources": ["sample"]})
    assert (first["state"], first["job"]) == ("WAITING", again["job"])
    cancelled = await ask(ROUTES, service, "POST", "/jobs/{job}/cancel", job=str(first["job"]))
    assert cancelled["state"] == "CANCELLED"
    with pytest.raises(ConflictError, match="CANCELLED already"):
        await ask(ROUTES, service, "POST", "/jobs/{job}/cancel", job=str(first["job"]))
    later = await ask(ROUTES, service, "POST", "/jobs", body={"sources": ["sample"]})
    page = await ask(ROUTES, service, "GET", "/jobs", query={"limit": 1})
    assert [job["job"] for job in page["items"]] == [later["job"]]
    rest = await ask(ROUTES, service, "GET", "/jobs", query={"cursor": page["next_cursor"]})
    assert [job["job"] for job in rest["items"]] == [first["job"]]


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ({"sources": ["bloomberg"]}, "no source is called 'bloomberg'; there are"),
        ({"folder": "market"}, "not the absolute path"),
        ({"folder": "/no/such/folder"}, "not the absolute path of a folder that the platform can see"),
        ({"folder": "/a\0b"}, "not the absolute path"),
        ({"folder": "'; DROP TABLE marketdata.job; --"}, "not the absolute path"),
        ({"kind": "reparse", "folder": "/tmp"}, "leave the folder out"),
        ({"kind": "reparse"}, "the raw archive has nothing of any source"),
        ({"kind": "reparse", "sources": ["sample"]}, "nothing of sample"),
    ],
)
async def test_a_plan_that_makes_no_sense_is_refused(service, body, says):
    with pytest.raises(InvalidInputError, match=says):
        await ask(ROUTES, service, "POST", "/jobs", body=body)
    assert await service.jobs.page(None, 10) == []


async def test_a_folder_without_known_files_is_refused(service, tmp_path):
    (tmp_path / "notes.txt").write_text("nothing")
    with pytest.raises(InvalidInputError, match="no file of any source in"):
        await ask(ROUTES, service, "POST", "/jobs", body={"folder": str(tmp_path)})


@pytest.mark.parametrize(
    ("job", "error"), [("x", InvalidInputError), ("9" * 30, InvalidInputError), ("7", NotFoundError)]
)
async def test_an_unknown_job_is_refused(service, job, error):
    with pytest.raises(error):
        await ask(ROUTES, service, "GET", "/jobs/{job}", job=job)


async def test_the_engine_keeps_a_worker_until_the_job_is_done(service, database):
    """Killed once, it is started again by the engine."""
    job = (await ask(ROUTES, service, "POST", "/jobs", body={"sources": ["sample"]}))["job"]
    keeping = asyncio.create_task(service.jobs.keeper.run())
    killed = False
    async with asyncio.timeout(60):
        while (row := await store.find_job(database, job)).state is not JobState.DONE:
            if row.sheet and not killed:
                killed = True
                os.kill(service.status()["worker"], 9)
            await asyncio.sleep(0.01)
        while service.status()["worker"] is not None:  # noqa: ASYNC110 - asked of the keeper
            await asyncio.sleep(0.01)
    keeping.cancel()
    await asyncio.wait([keeping])
    assert killed
    assert sum(line.added for line in row.sheet) == sum((await counts(database))[0:8])
