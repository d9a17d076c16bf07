"""Ingestion jobs: ask for one, watch it, call it off."""

from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import Meta

from nautilus.engines.marketdata.model.jobs import JobKind, JobState
from nautilus.engines.marketdata.service import MarketdataService
from nautilus.engines.marketdata.store import JobRow
from nautilus.kernel.app.routes import Call, Page, PageQuery, decode_cursor, get, page_of, post
from nautilus.kernel.errors import InvalidInputError
from nautilus.kernel.units import Count, Seconds, Text

type _Name = Annotated[str, Meta(min_length=1, max_length=64)]


class JobLineView(msgspec.Struct, frozen=True, kw_only=True):
    """What a job did with one file or answer of a source."""

    source: str
    part: str
    sha256: str
    """Of its bytes, which the raw archive keeps."""
    fetched: Count[int]
    """Rows in it, those set aside included."""
    added: Count[int]
    """Rows whose key was not there: new."""
    revised: Count[int]
    """Rows that say something else of a key that was there: other versions of it."""
    unchanged: Count[int]
    """Rows that say what is known already."""
    quarantined: Count[int]
    """Rows that were set aside."""
    reasons: dict[str, Count[int]]
    """Why rows were set aside, and how many for that reason."""
    requests: Count[int]
    """Requests that were spent on it, those that were repeated included; 0 for files."""
    is_done: bool
    """Whether all of it is stored."""


class JobView(msgspec.Struct, frozen=True, kw_only=True):
    """An ingestion job, how far it is, and what it did."""

    job: Text[int]
    """Counts the jobs."""
    kind: JobKind
    sources: tuple[str, ...]
    folder: str | None
    """Folder of the files; null for what comes with the platform and what is read from the raw archive."""
    state: JobState
    priority: Text[int]
    """Of jobs that wait the one with the highest is next, then the oldest."""
    source: str
    """Whose part is being stored."""
    part: str
    """What is being stored; empty before the first."""
    parts: Count[int]
    """Files and answers that there are to store; 0 until that is known."""
    parts_done: Count[int]
    """Those that are stored whole."""
    rows: Count[int]
    """Rows handled so far."""
    requests: Count[int]
    """Requests that were spent so far, of all parts."""
    seconds: Seconds[float]
    """At work so far."""
    attempts: Text[int]
    """Times that a worker has taken it up since a batch was last stored: 0 while it gets on."""
    problem: str
    """What stands in its way, and what to do; empty while nothing does."""
    created: datetime
    changed: datetime
    """When something of it was last written."""
    sheet: tuple[JobLineView, ...]


class StartJob(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    kind: JobKind = JobKind.INGEST
    folder: Annotated[str, Meta(max_length=4_096)] | None = None
    sources: Annotated[tuple[_Name, ...], Meta(max_length=64, description="Empty: all that have something")] = ()
    priority: Annotated[int, Meta(ge=-100, le=100, description="The highest is next")] = 0
    symbols: Annotated[
        tuple[_Name, ...], Meta(max_length=1_000, description="Of a backfill; empty: all that checks found gaps in")
    ] = ()


async def start_job(service: MarketdataService, call: Call) -> JobView:
    body: StartJob = call.body
    return _view(await service.jobs.start(body.kind, body.folder, body.sources, body.priority, body.symbols))


async def list_jobs(service: MarketdataService, call: Call) -> Page[JobView]:
    after = decode_cursor(call.query.cursor, tuple[int])
    rows = await service.jobs.page(before=after[0] if after else None, limit=call.query.limit + 1)
    return page_of([_view(row) for row in rows], call.query.limit, lambda view: (view.job,))


async def one_job(service: MarketdataService, call: Call) -> JobView:
    return _view(await service.jobs.find(_number(call)))


async def cancel_job(service: MarketdataService, call: Call) -> JobView:
    return _view(await service.jobs.cancel(_number(call)))


def _number(call: Call) -> int:
    text = call.path["job"]
    if not text.isdecimal() or len(text) > 18:
        raise InvalidInputError(f"{text!r} is not the number of a job; GET /jobs lists them")
    return int(text)


def _view(row: JobRow) -> JobView:
    return JobView(
        job=row.job_id,
        kind=row.kind,
        sources=row.plan.sources,
        folder=row.plan.folder,
        state=row.state,
        priority=row.priority,
        source=row.progress.source,
        part=row.progress.part,
        parts=row.progress.parts,
        parts_done=row.progress.parts_done,
        rows=row.progress.rows,
        requests=sum(line.requests for line in row.sheet),
        seconds=row.progress.seconds,
        attempts=row.progress.attempts,
        problem=row.problem,
        created=row.created,
        changed=row.changed,
        sheet=tuple(msgspec.convert(line, JobLineView, from_attributes=True) for line in row.sheet),
    )


ROUTES = (
    post("/jobs", start_job, body=StartJob, reply=JobView, summary="Ask for an ingestion", status=201),
    get("/jobs", list_jobs, query=PageQuery, reply=Page[JobView], summary="Ingestion jobs, newest first"),
    get("/jobs/{job}", one_job, reply=JobView, summary="One job, how far it is and what it did"),
    post("/jobs/{job}/cancel", cancel_job, reply=JobView, summary="Call a job off; what is stored stays"),
)
