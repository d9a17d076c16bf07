"""What people ask of jobs: checked and planned here, carried out by the worker."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

from nautilus.engines.marketdata import store
from nautilus.engines.marketdata.model.jobs import JobKind, JobPlan
from nautilus.engines.marketdata.store import JobRow
from nautilus.engines.marketdata.worker.keeper import WorkerKeeper
from nautilus.engines.marketdata.worker.planning import has_parts
from nautilus.kernel.database import Database
from nautilus.kernel.engine import Context
from nautilus.kernel.errors import ConflictError, InvalidInputError, NotFoundError
from nautilus.sources import find_source, source_names


class Jobs:
    """`keeper` runs what is asked for; `changed` is called when a worker has ended."""

    def __init__(self, context: Context, changed: Callable[[], Awaitable[None]]) -> None:
        self.keeper = WorkerKeeper(context, changed)
        self._database: Database = context.database

    async def start(self, kind: JobKind, folder: str | None, sources: Sequence[str], priority: int) -> JobRow:
        """A job, or the open one with the same plan. Raises InvalidInputError where there is nothing to do."""
        unknown = sorted(set(sources) - set(source_names()))
        if unknown:
            named = ", ".join(source_names())
            raise InvalidInputError(f"no source is called {unknown[0]!r}; there are {named}", {"sources": "unknown"})
        if kind is JobKind.REPARSE:
            plan = await self._plan_reparse(folder, sources)
        else:
            plan = await self._plan_ingest(folder, sources)
        row = await store.insert_job(self._database, kind, plan, priority)
        self.keeper.wake()
        return row

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
