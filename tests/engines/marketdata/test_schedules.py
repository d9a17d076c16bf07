"""Jobs that are asked for by a clock, jobs that fill gaps, and what requests they spend, on a real database."""

import asyncio
import json
import logging
import threading
import time
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from nautilus.engines.marketdata import ENGINE, store
from nautilus.engines.marketdata.api import ROUTES
from nautilus.engines.marketdata.model.jobs import JobKind, JobPlan, JobState, Schedule, after, runs_of_days
from nautilus.engines.marketdata.service import MarketdataService
from nautilus.engines.marketdata.store import Archive
from nautilus.engines.marketdata.worker import work
from nautilus.engines.marketdata.worker.work import Worker
from nautilus.kernel.errors import InvalidInputError, NotFoundError
from nautilus.sources.base import BARS, Batch, Part, Payload, Source, Spec, rows
from support.engine import ask, bench
from support.putting import DAYS, Putting

pytestmark = pytest.mark.stack

LOG = logging.getLogger("test")
NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
async def service(database, database_url, tmp_path):
    async with bench(MarketdataService, ENGINE, database_url, tmp_path) as made:
        yield made.service


@pytest.fixture
def worker(database, tmp_path):
    return Worker(database, Archive(tmp_path / "raw"), tmp_path / "segments", LOG)


class Prices:
    """A source over HTTP that can be asked by range; it asks again once where the server is busy."""

    def __init__(self, url):
        self.url = url
        spec = Spec("sample", "Prices", "none", may_redistribute=True)
        self.source = Source(spec, connect=lambda folder: self, parse=self.parse)

    async def plan(self):
        raise AssertionError("a source that can be asked by range is not asked for everything")

    async def plan_gaps(self, gaps):
        return [Part(f"{gap.instrument_id} {gap.first_day} {gap.last_day}") for gap in gaps]

    async def fetch(self, part):
        symbol, first, last = part.name.split()
        asked = {"symbol": symbol, "first": first, "last": last}
        async with httpx.AsyncClient() as client:
            for requests in (1, 2):
                answer = await client.get(self.url, params=asked)
                if answer.status_code == 200:
                    return Payload(part, answer.content, time.time_ns(), asked, requests)
        raise OSError(f"the server is busy: {answer.status_code}")

    async def close(self):
        pass

    def parse(self, payload):
        for line in json.loads(payload.content):
            prices = dict.fromkeys(("open", "high", "low", "close"), line["close"])
            given = {"instrument_id": line["symbol"], "price_type": "LAST", "step_seconds": 86_400, "adjusted": False}
            valid = datetime.fromisoformat(line["valid"])
            origin = {"known_basis": "assumed", "rule": "close", "dataset": "prices"}
            yield Batch(
                tables={"bars": rows(BARS, 1, **given, **prices, valid=valid, known=valid, volume=1.0, **origin)}
            )


@contextmanager
def serving():
    """A server that has every close of DAYS, and is busy whenever a range is asked for the first time."""
    seen = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
            busy = asked not in seen
            seen.append(asked)
            has = [day for day in DAYS if asked["first"] <= day.date().isoformat() <= asked["last"]]
            body = json.dumps([{"symbol": asked["symbol"], "valid": day.isoformat(), "close": 10.0} for day in has])
            self.send_response(503 if busy else 200)
            self.end_headers()
            self.wfile.write(b"" if busy else body.encode())

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/", seen
    finally:
        server.shutdown()
        server.server_close()


async def days_stored(database):
    rows = await database.fetch("SELECT DISTINCT (valid AT TIME ZONE 'UTC')::date FROM marketdata.bar ORDER BY 1")
    return [row[0] for row in rows]


HOLES = [10.0 if n not in (2, 3, 6) else None for n in range(10)]


async def test_a_backfill_asks_for_the_gaps_alone_and_counts_its_requests(database, service, worker, monkeypatch):
    await Putting(database, service.context.config.home_path)(A_US=HOLES)
    with serving() as (url, seen):
        monkeypatch.setattr(work, "find_source", lambda name: Prices(url).source)
        made = await ask(ROUTES, service, "POST", "/jobs", body={"kind": "backfill", "symbols": ["A.US"]})
        assert (made["kind"], made["sources"], made["requests"]) == ("backfill", ("sample",), 0)
        await worker.run()
    assert [(one["first"], one["last"]) for one in seen[::2]] == [
        (DAYS[2].date().isoformat(), DAYS[3].date().isoformat()),
        (DAYS[6].date().isoformat(), DAYS[6].date().isoformat()),
    ]
    assert await days_stored(database) == [day.date() for day in DAYS]
    job = await ask(ROUTES, service, "GET", "/jobs/{job}", job=str(made["job"]))
    assert (job["state"], job["requests"], job["rows"]) == ("DONE", len(seen), 3)
    assert [line["requests"] for line in job["sheet"]] == [2, 2]
    with pytest.raises(InvalidInputError, match="no session is missing"):
        await ask(ROUTES, service, "POST", "/jobs", body={"kind": "backfill", "symbols": ["A.US"]})


async def test_a_backfill_of_files_reads_the_parts_that_had_the_bars_beside(database, service, worker, monkeypatch):
    """Without symbols: those in which the checks found gaps."""
    await Putting(database, service.context.config.home_path)(A_US=HOLES)
    fetched = []

    class Files(Prices):
        plan_gaps = None

        async def plan(self):
            return [Part("another"), Part("part")]

        async def fetch(self, part):
            fetched.append(part.name)
            lines = [{"symbol": "A.US", "valid": day.isoformat(), "close": 10.0} for day in DAYS]
            return Payload(part, json.dumps(lines).encode(), time.time_ns())

    monkeypatch.setattr(work, "find_source", lambda name: Files("").source)
    await work.inspect_moved(database, LOG)
    made = await ask(ROUTES, service, "POST", "/jobs", body={"kind": "backfill"})
    await worker.run()
    assert fetched == ["part"]
    assert await days_stored(database) == [day.date() for day in DAYS]
    job = await ask(ROUTES, service, "GET", "/jobs/{job}", job=str(made["job"]))
    assert (job["state"], job["requests"]) == ("DONE", 0)
    assert (await database.fetch("SELECT FROM marketdata.finding WHERE \"check\" = 'gap'")) == []


def schedule(name="nightly", due=NOW, every=86_400, priority=0, kind=JobKind.INGEST):
    plan = JobPlan(("sample",))
    return Schedule(name=name, kind=kind, plan=plan, priority=priority, every_seconds=every, next_run=due)


async def jobs(database):
    return [(row.job_id, row.state, row.priority) for row in (await store.list_jobs(database, None, 50))[::-1]]


async def test_times_that_were_missed_are_made_up_for_by_one_job(database, service):
    """The platform was down for five nights: one job, then again each night, at the hour it was set to."""
    await store.put_schedule(database, schedule(due=NOW - 5 * DAY))
    service.jobs._clock = Clock(NOW)
    await service.jobs.run_due()
    await service.jobs.run_due()
    ((first, state, _),) = await jobs(database)
    (held,) = await store.list_schedules(database)
    assert (state, held.last_job, held.last_run, held.next_run) == (JobState.WAITING, first, NOW, NOW + DAY)
    service.jobs._clock = Clock(NOW - 30 * DAY)  # a clock that was set back: nothing is due again
    await service.jobs.run_due()
    assert len(await jobs(database)) == 1
    service.jobs._clock = Clock(NOW + DAY + timedelta(hours=3))
    await service.jobs.run_due()  # the first job is still open: it is the same one
    assert len(await jobs(database)) == 1
    assert (await store.list_schedules(database))[0].next_run == NOW + 2 * DAY


async def test_a_schedule_is_run_by_one_of_those_who_see_it(database):
    await store.put_schedule(database, schedule())
    (seen,) = await store.due_schedules(database, NOW)
    made = await asyncio.gather(*(store.run_schedule(database, seen, seen.plan, NOW) for _ in range(5)))
    assert len([job for job in made if job is not None]) == 1


async def test_the_more_urgent_of_two_that_are_due_goes_first(database, service):
    await store.put_schedule(database, schedule("a", due=NOW - DAY))
    await store.put_schedule(database, schedule("b", priority=5, kind=JobKind.REPARSE))
    await Putting(database, service.context.config.home_path)(A_US=HOLES)  # something to parse again
    service.jobs._clock = Clock(NOW)
    await service.jobs.run_due()
    job = await store.take_job(database)
    assert (job.kind, job.priority) == (JobKind.REPARSE, 5)
    assert [priority for _, _, priority in await jobs(database)] == [5, 0]


async def test_a_schedule_that_finds_nothing_to_do_says_why_and_stays(database, service, tmp_path):
    folder = tmp_path / "files"
    folder.mkdir()
    plan = JobPlan(("lean",), str(folder))
    await store.put_schedule(
        database, Schedule(name="x", kind=JobKind.INGEST, plan=plan, priority=0, every_seconds=60, next_run=NOW)
    )
    service.jobs._clock = Clock(NOW)
    await service.jobs.run_due()
    (view,) = (await ask(ROUTES, service, "GET", "/schedules", query={}))["items"]
    assert "there is no file of lean" in view["problem"]
    assert view["next_run"] == "2026-01-05T12:01:00Z"
    assert await jobs(database) == []


async def test_schedules_are_set_shown_and_removed_over_http(service):
    body = {"every_seconds": 86_400, "sources": ["sample"], "at": "06:30", "priority": 3}
    made = await ask(ROUTES, service, "PUT", "/schedules/{name}", body=body, name="nightly")
    assert made["next_run"].endswith("T06:30:00Z")
    assert (made["priority"], made["last_run"], made["problem"]) == (3, None, "")
    assert datetime.fromisoformat(made["next_run"]) - datetime.now(UTC) < DAY
    listed = (await ask(ROUTES, service, "GET", "/schedules", query={}))["items"]
    assert listed == [made]
    for name, wrong, says in (
        ("x'; --", body, "is no name"),
        ("y", body | {"at": "25:00"}, "time of day in UTC"),
        ("y", body | {"sources": ["bloomberg"]}, "no source is called"),
        ("y", body | {"folder": "/no/such"}, "not the absolute path"),
        ("y", body | {"kind": "reparse"}, "nothing of sample"),
    ):
        with pytest.raises(InvalidInputError, match=says):
            await ask(ROUTES, service, "PUT", "/schedules/{name}", body=wrong, name=name)
    await ask(ROUTES, service, "DELETE", "/schedules/{name}", name="nightly")
    with pytest.raises(NotFoundError):
        await ask(ROUTES, service, "DELETE", "/schedules/{name}", name="nightly")


async def test_chains_are_set_and_shown_over_http(service):
    made = await ask(ROUTES, service, "PUT", "/chains/{kind}", body={"sources": ["pystock", "lean"]}, kind="bars")
    assert made == {"kind": "bars", "sources": ("pystock", "lean"), "is_set": True}
    found = {each["kind"]: each for each in (await ask(ROUTES, service, "GET", "/chains", query={}))["items"]}
    assert found["bars"] == made
    assert not found["quotes"]["is_set"]
    for kind, sources in (("tea", ["lean"]), ("bars", ["x"]), ("bars", [])):
        with pytest.raises(InvalidInputError):
            await ask(ROUTES, service, "PUT", "/chains/{kind}", body={"sources": sources}, kind=kind)


async def test_symbols_are_for_backfills(service):
    with pytest.raises(InvalidInputError, match="symbols are for a backfill"):
        await ask(ROUTES, service, "POST", "/jobs", body={"symbols": ["A.US"]})


@pytest.mark.parametrize(("late", "expected"), [(0, 1), (0.5, 1), (1, 2), (10.2, 11), (-0.5, 0)])
def test_the_next_time_is_on_the_grid_of_the_first(late, expected):
    assert after(schedule(), NOW + late * DAY) == NOW + expected * DAY


def test_days_that_follow_each_other_in_the_calendar_are_one_gap():
    sessions = [date(2019, 1, day) for day in (3, 4, 7, 8, 9)]  # the fifth and sixth are a weekend
    assert runs_of_days([sessions[2], sessions[1], sessions[4]], sessions) == [
        (sessions[1], sessions[2]),
        (sessions[4], sessions[4]),
    ]


class Clock:
    def __init__(self, now):
        self._now = now

    def now_ns(self):
        return int(self._now.timestamp()) * 1_000_000_000
