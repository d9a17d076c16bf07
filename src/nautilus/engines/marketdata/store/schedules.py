"""Schedules in their table: a job is asked for, and the next time written, in one transaction."""
# ruff: noqa: S608 - the text of a statement is all ours, its values are parameters

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

import msgspec
from psycopg.types.json import Jsonb

from nautilus.engines.marketdata.model.jobs import JobKind, JobPlan, Schedule, after
from nautilus.engines.marketdata.store.jobs import add_job
from nautilus.kernel.database import Database

_COLUMNS = "name, kind, plan, priority, every_seconds, next_run, last_run, last_job, problem"


async def list_schedules(database: Database) -> list[Schedule]:
    rows = await database.fetch(f"SELECT {_COLUMNS} FROM marketdata.schedule ORDER BY name")
    return [_schedule(row) for row in rows]


async def due_schedules(database: Database, now: datetime) -> list[Schedule]:
    """Those whose time has come, the most urgent first."""
    rows = await database.fetch(
        f"SELECT {_COLUMNS} FROM marketdata.schedule WHERE next_run <= %s ORDER BY priority DESC, next_run, name",
        (now,),
    )
    return [_schedule(row) for row in rows]


async def put_schedule(database: Database, schedule: Schedule) -> None:
    """Add it, or replace what the one of this name asks for and when; what it has done stays written."""
    await database.execute(
        "INSERT INTO marketdata.schedule (name, kind, plan, priority, every_seconds, next_run)"
        " VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT (name) DO UPDATE SET kind = excluded.kind, plan = excluded.plan,"
        " priority = excluded.priority, every_seconds = excluded.every_seconds, next_run = excluded.next_run,"
        " problem = ''",
        (
            schedule.name,
            str(schedule.kind),
            Jsonb(msgspec.to_builtins(schedule.plan)),
            schedule.priority,
            schedule.every_seconds,
            schedule.next_run,
        ),
    )


async def remove_schedule(database: Database, name: str) -> bool:
    """Whether there was one."""
    return bool(await database.execute("DELETE FROM marketdata.schedule WHERE name = %s", (name,)))


async def run_schedule(
    database: Database, schedule: Schedule, plan: JobPlan | None, now: datetime, problem: str = ""
) -> int | None:
    """Ask for its job, none where there is no plan, and write when it is next; the job's number.

    Nothing is done where the schedule was changed, or run by another process, since it was read.
    """
    async with database.connection() as connection:
        taken = await connection.execute(
            "UPDATE marketdata.schedule SET next_run = %s, last_run = %s, problem = %s"
            " WHERE name = %s AND next_run = %s",
            (after(schedule, now), now, problem, schedule.name, schedule.next_run),
        )
        if not taken.rowcount or plan is None:
            return None
        job_id = await add_job(connection, schedule.kind, plan, schedule.priority)
        await connection.execute(
            "UPDATE marketdata.schedule SET last_job = %s WHERE name = %s", (job_id, schedule.name)
        )
        return job_id


async def last_folder(database: Database, sources: Collection[str]) -> str | None:
    """Where files of one of these sources were read last, if anywhere."""
    row = await database.fetch_one(
        "SELECT plan->>'folder' FROM marketdata.job WHERE plan->>'folder' IS NOT NULL"
        " AND jsonb_exists_any(plan->'sources', %s) ORDER BY job_id DESC LIMIT 1",
        (sorted(sources),),
    )
    return row[0] if row else None


def _schedule(row: Sequence[Any]) -> Schedule:
    name, kind, plan, priority, every_seconds, next_run, last_run, last_job, problem = row
    return Schedule(
        name=name,
        kind=JobKind(kind),
        plan=msgspec.convert(plan, JobPlan),
        priority=priority,
        every_seconds=every_seconds,
        next_run=next_run,
        last_run=last_run,
        last_job=last_job,
        problem=problem,
    )
