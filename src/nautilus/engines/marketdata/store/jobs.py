"""Jobs in their table. One worker writes what they do; anyone may add and cancel them."""
# ruff: noqa: S608 - the text of a statement is all ours, its values are parameters

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from psycopg.types.json import Jsonb

from nautilus.engines.marketdata.model.jobs import OPEN_STATES, JobKind, JobLine, JobPlan, JobProgress, JobState
from nautilus.kernel.database import Connection, Database

_COLUMNS = "job_id, kind, plan, state, priority, progress, sheet, problem, created, changed"
_OPEN = [str(state) for state in OPEN_STATES]


@dataclass(frozen=True)
class JobRow:
    """`problem` says what stands in the way, and what to do."""

    job_id: int
    kind: JobKind
    plan: JobPlan
    state: JobState
    priority: int
    progress: JobProgress
    sheet: tuple[JobLine, ...]
    problem: str
    created: datetime
    changed: datetime


async def insert_job(database: Database, kind: JobKind, plan: JobPlan, priority: int) -> JobRow:
    """A job that waits; one with the same plan that is open already is that job."""
    async with database.connection() as connection:
        job_id = await add_job(connection, kind, plan, priority)
    row = await find_job(database, job_id)
    assert row is not None
    return row


async def add_job(connection: Connection, kind: JobKind, plan: JobPlan, priority: int) -> int:
    """As `insert_job`, in the transaction of `connection`; its number."""
    given = {
        "kind": str(kind),
        "plan": Jsonb(msgspec.to_builtins(plan)),
        "state": str(JobState.WAITING),
        "priority": priority,
        "open": _OPEN,
    }
    await connection.execute(
        "INSERT INTO marketdata.job (kind, plan, state, priority) SELECT %(kind)s, %(plan)s, %(state)s, %(priority)s"
        " WHERE NOT EXISTS (SELECT FROM marketdata.job WHERE (kind, plan) = (%(kind)s, %(plan)s)"
        " AND state = ANY (%(open)s))",
        given,
    )
    found = await connection.execute(
        "SELECT job_id FROM marketdata.job WHERE (kind, plan) = (%(kind)s, %(plan)s) ORDER BY job_id DESC LIMIT 1",
        given,
    )
    row = await found.fetchone()
    assert row is not None
    return int(row[0])


async def find_job(database: Database, job_id: int) -> JobRow | None:
    row = await database.fetch_one(f"SELECT {_COLUMNS} FROM marketdata.job WHERE job_id = %s", (job_id,))
    return _shown(row) if row else None


async def list_jobs(database: Database, before: int | None, limit: int) -> list[JobRow]:
    """Newest first, those with a number below `before`, all for None."""
    rows = await database.fetch(
        f"SELECT {_COLUMNS} FROM marketdata.job WHERE %(before)s::bigint IS NULL OR job_id < %(before)s"
        " ORDER BY job_id DESC LIMIT %(limit)s",
        {"before": before, "limit": limit},
    )
    return [_shown(row) for row in rows]


async def has_open_job(database: Database) -> bool:
    row = await database.fetch_one("SELECT EXISTS (SELECT FROM marketdata.job WHERE state = ANY (%s))", (_OPEN,))
    return bool(row and row[0])


async def has_work(database: Database) -> bool:
    """Whether a job is open, or what a job brought is still to be inspected."""
    row = await database.fetch_one(
        "SELECT EXISTS (SELECT FROM marketdata.job WHERE state = ANY (%s))"
        " OR EXISTS (SELECT FROM marketdata.inspection WHERE NOT is_whole)",
        (_OPEN,),
    )
    return bool(row and row[0])


async def cancel_job(database: Database, job_id: int) -> bool:
    """Whether it was open. What is stored of it stays."""
    changed = await database.execute(
        "UPDATE marketdata.job SET state = %s, changed = now() WHERE job_id = %s AND state = ANY (%s)",
        (str(JobState.CANCELLED), job_id, _OPEN),
    )
    return bool(changed)


async def take_job(database: Database) -> JobRow | None:
    """The job that was cut off, else the one that is next: by priority, then by age; it is RUNNING then.

    One whose plan cannot be read, since another release wrote it or a hand did, has failed; the others go on.
    """
    while (row := await _next(database)) is not None:
        try:
            return _job(row)
        except ValueError as error:  # msgspec's errors are such, too
            await database.execute(
                "UPDATE marketdata.job SET state = %s, problem = %s, changed = now() WHERE job_id = %s",
                (str(JobState.FAILED), f"Its plan cannot be read: {error}. Ask for the job again.", row[0]),
            )
    return None


async def _next(database: Database) -> Sequence[Any] | None:
    return await database.fetch_one(
        "UPDATE marketdata.job SET state = %s, changed = now() WHERE job_id = ("
        "SELECT job_id FROM marketdata.job WHERE state = ANY (%s)"
        f" ORDER BY state = %s DESC, priority DESC, job_id LIMIT 1) RETURNING {_COLUMNS}",
        (str(JobState.RUNNING), _OPEN, str(JobState.RUNNING)),
    )


async def save_progress(database: Database, job_id: int, progress: JobProgress, problem: str = "") -> bool:
    """Whether the job is still to be done: False when it was cancelled."""
    changed = await database.execute(
        "UPDATE marketdata.job SET progress = %s, problem = %s, changed = now() WHERE job_id = %s AND state = %s",
        (Jsonb(msgspec.to_builtins(progress)), problem, job_id, str(JobState.RUNNING)),
    )
    return bool(changed)


async def save_sheet(connection: Connection, job_id: int, lines: Sequence[JobLine], progress: JobProgress) -> None:
    """In the transaction of the batch that the lines count."""
    sheet = Jsonb([msgspec.to_builtins(line) for line in lines])
    await connection.execute(
        "UPDATE marketdata.job SET sheet = %s, progress = %s WHERE job_id = %s",
        (sheet, Jsonb(msgspec.to_builtins(progress)), job_id),
    )


async def end_job(database: Database, job_id: int, state: JobState, progress: JobProgress, problem: str) -> None:
    """A job that was cancelled meanwhile stays so."""
    await database.execute(
        "UPDATE marketdata.job SET state = %s, progress = %s, problem = %s, changed = now()"
        " WHERE job_id = %s AND state = %s",
        (str(state), Jsonb(msgspec.to_builtins(progress)), problem, job_id, str(JobState.RUNNING)),
    )


def _shown(row: Sequence[Any]) -> JobRow:
    """As `_job`; of one whose plan cannot be read all but the plan."""
    try:
        return _job(row)
    except ValueError:
        job_id, _, _, *rest = row
        return _job((job_id, JobKind.INGEST, {"sources": []}, *rest))


def _job(row: Sequence[Any]) -> JobRow:
    job_id, kind, plan, state, priority, progress, sheet, *rest = row
    return JobRow(
        job_id,
        JobKind(kind),
        msgspec.convert(plan, JobPlan),
        JobState(state),
        priority,
        msgspec.convert(progress, JobProgress),
        msgspec.convert(sheet, tuple[JobLine, ...]),
        *rest,
    )
