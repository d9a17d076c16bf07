"""What people ask of jobs: checked and planned here, carried out by the worker."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

from nautilus.domain.time import from_ns
from nautilus.engines.marketdata import store
from nautilus.engines.marketdata.model.jobs import JobKind, JobPlan
from nautilus.engines.marketdata.store import JobRow
from nautilus.engines.marketdata.worker.keeper import WorkerKeeper
from nautilus.engines.marketdata.worker.planning import find_gaps, has_parts, parts_beside
from nautilus.history.names import check_name
from nautilus.kernel.database import Database
from nautilus.kernel.engine import Context
from nautilus.kernel.errors import ConflictError, InvalidInputError, NotFoundError
from nautilus.sources import find_source, source_names


class Jobs:
    """`keeper` runs what is asked for; `changed` is called when a worker has ended."""

    def __init__(self, context: Context, changed: Callable[[], Awaitable[None]]) -> None:
        self.keeper = WorkerKeeper(context, changed, self.run_due)
        self._database: Database = context.database
        self._clock = context.clock
        self._log = context.log

    async def start(
        self, kind: JobKind, folder: str | None, sources: Sequence[str], priority: int, symbols: Sequence[str] = ()
    ) -> JobRow:
        """A job, or the open one with the same plan. Raises InvalidInputError where there is nothing to do."""
        plan = await self.plan(kind, folder, sources, symbols)
        row = await store.insert_job(self._database, kind, plan, priority)
        self.keeper.wake()
        return row

    async def plan(
        self, kind: JobKind, folder: str | None, sources: Sequence[str], symbols: Sequence[str] = ()
    ) -> JobPlan:
        """What such a job would do now. Raises InvalidInputError where that is nothing."""
        self.check_sources(sources)
        if symbols and kind is not JobKind.BACKFILL:
            raise InvalidInputError("symbols are for a backfill; other jobs take whole parts", {"symbols": "not here"})
        if kind is JobKind.REPARSE:
            return await self._plan_reparse(folder, sources)
        if kind is JobKind.BACKFILL:
            return await self._plan_backfill(folder, sources, symbols)
        return await self._plan_ingest(folder, sources)

    def check_sources(self, sources: Sequence[str]) -> None:
        """Raises InvalidInputError for one that there is not."""
        unknown = sorted(set(sources) - set(source_names()))
        if unknown:
            named = ", ".join(source_names())
            raise InvalidInputError(f"no source is called {unknown[0]!r}; there are {named}", {"sources": "unknown"})

    async def run_due(self) -> None:
        """Ask for the jobs of all schedules whose time has come: one each, however many times were missed."""
        now = from_ns(self._clock.now_ns())
        for schedule in await store.due_schedules(self._database, now):
            given = schedule.plan
            plan, problem = None, ""
            try:
                plan = await self.plan(schedule.kind, given.folder, given.sources)
            except (InvalidInputError, NotFoundError) as error:
                problem = str(error)
                self._log.warning("schedule %s gives no job: %s", schedule.name, error)
            await store.run_schedule(self._database, schedule, plan, now, problem)

    async def page(self, before: int | None, limit: int) -> list[JobRow]:
        """Newest first, those with a number below `before`."""
        return await store.list_jobs(self._database, before, limit)

    async def find(self, job_id: int) -> JobRow:
        row = await store.find_job(self._database, job_id)
        if row is None:
            raise NotFoundError(f"there is no job {job_id}; GET /jobs lists them")
        return row

    async def cancel(self, job_id: int) -> JobRow:
        if not await store.cancel_job(self._database, job_id):
            row = await self.find(job_id)
            raise ConflictError(f"job {job_id} is {row.state} already; only one that waits or runs can be called off")
        return await self.find(job_id)

    async def _plan_ingest(self, folder: str | None, sources: Sequence[str]) -> JobPlan:
        path = None if folder is None else await asyncio.to_thread(_checked, folder)
        names = [name for name in sources or source_names() if await has_parts(find_source(name), path)]
        missing = [name for name in sources if name not in names]
        if missing or not names:
            whose = ", ".join(missing) or "any source"
            where = f"in {folder}" if folder else "without a folder"
            raise InvalidInputError(
                f"there is no file of {whose} {where}; name the folder that has them (or its market/)",
                {"folder": "has no known files"},
            )
        return JobPlan(tuple(dict.fromkeys(names)), str(path) if path else None)

    async def _plan_backfill(self, folder: str | None, sources: Sequence[str], symbols: Sequence[str]) -> JobPlan:
        holes = await find_gaps(self._database, [check_name(name) for name in symbols], sources or source_names())
        if not holes:
            raise InvalidInputError("no session is missing there; `nautilus data gaps` shows those that are")
        chosen = folder or await store.last_folder(self._database, {hole.source for hole in holes})
        path = None if chosen is None else await asyncio.to_thread(_checked, chosen)
        parts = await parts_beside(self._database, holes)
        names = tuple(dict.fromkeys(hole.source for hole in holes))
        return JobPlan(names, str(path) if path else None, tuple(holes), tuple(parts))

    async def _plan_reparse(self, folder: str | None, sources: Sequence[str]) -> JobPlan:
        if folder is not None:
            raise InvalidInputError(
                "reparse reads the raw archive; leave the folder out, or ingest it", {"folder": "is not for reparse"}
            )
        names = sources or source_names()
        found = [name for name in names if await store.kept_payloads(self._database, name)]
        missing = [name for name in sources if name not in found]
        if missing or not found:
            raise InvalidInputError(
                f"the raw archive has nothing of {', '.join(missing) or 'any source'}; ingest it first",
                {"sources": "nothing was ingested"},
            )
        return JobPlan(tuple(dict.fromkeys(found)))


def _checked(folder: str) -> Path:
    """The folder, absolute and readable. Raises InvalidInputError."""
    path = Path(folder)
    try:
        if "\0" not in folder and path.is_absolute() and path.is_dir():
            next(path.iterdir(), None)
            return path
    except OSError as error:
        raise InvalidInputError(f"{folder!r}: {error.strerror or error}", {"folder": "cannot be read"}) from error
    raise InvalidInputError(
        f"{folder!r} is not the absolute path of a folder that the platform can see", {"folder": "is no folder"}
    )
