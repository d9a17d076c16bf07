"""Jobs that are asked for again and again, and whose word counts where several sources have the same thing."""

from datetime import UTC, datetime, timedelta
from typing import Annotated

import msgspec
from msgspec import Meta

from nautilus.domain.time import from_ns
from nautilus.engines.marketdata import store
from nautilus.engines.marketdata.api.parameters import nanoseconds
from nautilus.engines.marketdata.model.jobs import JobKind, JobPlan, Schedule
from nautilus.engines.marketdata.service import MarketdataService
from nautilus.engines.marketdata.store.policies import PolicyKind, read_policies
from nautilus.history.chains import CHAINS, check_chain, read_chains
from nautilus.kernel.app.routes import Call, Page, PageQuery, delete, get, put
from nautilus.kernel.errors import InvalidInputError, NotFoundError
from nautilus.kernel.units import Count, Seconds, Text
from nautilus.sources import source_names

_DAY = 86_400
_LONGEST = 366 * _DAY
type _Name = Annotated[str, Meta(min_length=1, max_length=64)]


class ScheduleView(msgspec.Struct, frozen=True, kw_only=True):
    """A job that is asked for again and again. Times that were missed are made up for by one job."""

    name: str
    kind: JobKind
    sources: tuple[str, ...]
    folder: str | None
    """Folder of the files; null for what comes with the platform and what is read from the raw archive."""
    priority: Text[int]
    """Of its jobs."""
    every_seconds: Seconds[int]
    """From one time to the next."""
    next_run: datetime
    """When it is due next."""
    last_run: datetime | None
    """When it was due last, and done."""
    last_job: Text[int] | None
    """The job that it asked for then."""
    problem: str
    """Why the last time gave no job; empty where it did."""


class PutSchedule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    every_seconds: Annotated[int, Meta(ge=60, le=_LONGEST)]
    kind: JobKind = JobKind.INGEST
    folder: Annotated[str, Meta(max_length=4_096)] | None = None
    sources: Annotated[tuple[_Name, ...], Meta(max_length=64, description="Empty: all that have something")] = ()
    priority: Annotated[int, Meta(ge=-100, le=100, description="Of its jobs: the highest is next")] = 0
    at: Annotated[
        str, Meta(max_length=40, description="First time, RFC 3339, or the time of day in UTC as 06:30; empty: now")
    ] = ""


class ChainView(msgspec.Struct, frozen=True, kw_only=True):
    """Whose word counts where several sources have the same thing and none was asked for."""

    kind: str
    """Kind of data."""
    sources: tuple[str, ...]
    """The most trusted first; sources that are not here come after, by name."""
    is_set: bool
    """Whether it was set here, rather than being the one that comes with the platform."""


class PutChain(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    sources: Annotated[tuple[_Name, ...], Meta(max_length=64)]


class PolicyView(msgspec.Struct, frozen=True, kw_only=True):
    """What is compressed, what may go and when, what is kept made."""

    name: str
    kind: PolicyKind
    rule: str
    figures: dict[str, Count[int]]
    """What it comes to now: counts, and bytes where the name says so."""


async def list_policies(service: MarketdataService, call: Call) -> Page[PolicyView]:
    del call
    found = await read_policies(service.context.database, service.context.config.home_path)
    return Page([msgspec.convert(each, PolicyView, from_attributes=True) for each in found])


async def list_schedules(service: MarketdataService, call: Call) -> Page[ScheduleView]:
    del call  # there are few: all are on one page
    return Page([_view(each) for each in await store.list_schedules(service.context.database)])


async def put_schedule(service: MarketdataService, call: Call) -> ScheduleView:
    body: PutSchedule = call.body
    name = call.path["name"]
    if not name.replace("-", "").replace("_", "").isalnum() or not name.isascii() or len(name) > 64:
        raise InvalidInputError(f"{name!r} is no name: letters, digits, - and _, at most 64", {"name": "is no name"})
    now = from_ns(service.context.clock.now_ns())
    if body.kind is JobKind.BACKFILL:
        service.jobs.check_sources(body.sources)  # gaps are looked for when its time has come
        plan = JobPlan(body.sources, body.folder)
    else:
        found = await service.jobs.plan(body.kind, body.folder, body.sources)
        plan = JobPlan(body.sources, found.folder)
    schedule = Schedule(
        name=name,
        kind=body.kind,
        plan=plan,
        priority=body.priority,
        every_seconds=body.every_seconds,
        next_run=_first(body.at, now),
    )
    await store.put_schedule(service.context.database, schedule)
    service.jobs.keeper.wake()
    return await _find(service, name)


async def remove_schedule(service: MarketdataService, call: Call) -> ScheduleView:
    found = await _find(service, call.path["name"])
    await store.remove_schedule(service.context.database, found.name)
    return found


async def list_chains(service: MarketdataService, call: Call) -> Page[ChainView]:
    del call
    found = await read_chains(service.context.database)
    return Page([_chain(kind, sources) for kind, sources in found.items()])


async def put_chain(service: MarketdataService, call: Call) -> ChainView:
    kind, sources = call.path["kind"], call.body.sources
    check_chain(kind, sources, source_names())
    await service.context.database.execute(
        "INSERT INTO marketdata.chain (kind, sources) VALUES (%s, %s) ON CONFLICT (kind)"
        " DO UPDATE SET sources = excluded.sources, changed = clock_timestamp()",
        (kind, list(sources)),
    )
    return _chain(kind, sources)


def _chain(kind: str, sources: tuple[str, ...]) -> ChainView:
    return ChainView(kind=kind, sources=tuple(sources), is_set=tuple(sources) != CHAINS[kind])


async def _find(service: MarketdataService, name: str) -> ScheduleView:
    for each in await store.list_schedules(service.context.database):
        if each.name == name:
            return _view(each)
    raise NotFoundError(f"no schedule is called {name!r}; GET /schedules lists them")


def _first(at: str, now: datetime) -> datetime:
    """Raises InvalidInputError for what is no time."""
    if not at:
        return now
    if len(at) == 5 and at[2] == ":" and at[:2].isdecimal() and at[3:].isdecimal():
        hour, minute = int(at[:2]), int(at[3:])
        if hour < 24 and minute < 60:
            today = now.astimezone(UTC).replace(hour=hour, minute=minute, second=0, microsecond=0)
            return today if today > now else today + timedelta(days=1)
    return from_ns(nanoseconds(at, "at", "a time of day in UTC as 06:30, or an RFC 3339 time with a zone"))


def _view(schedule: Schedule) -> ScheduleView:
    return ScheduleView(
        name=schedule.name,
        kind=schedule.kind,
        sources=schedule.plan.sources,
        folder=schedule.plan.folder,
        priority=schedule.priority,
        every_seconds=schedule.every_seconds,
        next_run=schedule.next_run,
        last_run=schedule.last_run,
        last_job=schedule.last_job,
        problem=schedule.problem,
    )


ROUTES = (
    get("/schedules", list_schedules, query=PageQuery, reply=Page[ScheduleView], summary="Jobs asked for regularly"),
    put("/schedules/{name}", put_schedule, body=PutSchedule, reply=ScheduleView, summary="Add or replace a schedule"),
    delete("/schedules/{name}", remove_schedule, reply=ScheduleView, summary="Remove a schedule; its jobs stay"),
    get("/policies", list_policies, query=PageQuery, reply=Page[PolicyView], summary="What is compressed, kept, made"),
    get("/chains", list_chains, query=PageQuery, reply=Page[ChainView], summary="Which source is believed first"),
    put("/chains/{kind}", put_chain, body=PutChain, reply=ChainView, summary="Set which source is believed first"),
)
