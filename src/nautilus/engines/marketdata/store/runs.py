"""The durable state of each replay run."""
# ruff: noqa: S608 - the text of a statement is all ours, its values are parameters

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from nautilus.engines.marketdata.messages import RunState
from nautilus.kernel.database import Connection, Database

_COLUMNS = "run, session, state, speed, sequence, created, changed"


@dataclass(frozen=True)
class RunRow:
    """`sequence` is how far it was published when its state last changed."""

    run: int
    session: str
    state: RunState
    speed: float
    sequence: int
    created: datetime
    changed: datetime

    @property
    def account(self) -> str:
        return f"paper-{self.run}"


async def insert_run(connection: Connection, session: str, speed: float) -> RunRow:
    """A run that waits for its consumers. Raises psycopg.errors.UniqueViolation while another one goes on."""
    found = await connection.execute(
        f"INSERT INTO marketdata.run (session, state, speed) VALUES (%s, %s, %s) RETURNING {_COLUMNS}",
        (session, RunState.STARTING, speed),
    )
    row = await found.fetchone()
    assert row is not None
    return _run(row)


async def update_run(connection: Connection, run: int, state: RunState, speed: float, sequence: int) -> RunRow:
    found = await connection.execute(
        "UPDATE marketdata.run SET state = %s, speed = %s, sequence = %s, changed = now()"
        f" WHERE run = %s RETURNING {_COLUMNS}",
        (state, speed, sequence, run),
    )
    row = await found.fetchone()
    assert row is not None
    return _run(row)


async def active_run(database: Database) -> RunRow | None:
    states = [RunState.STARTING, RunState.RUNNING, RunState.PAUSED, RunState.DRAINING]
    row = await database.fetch_one(
        f"SELECT {_COLUMNS} FROM marketdata.run WHERE state = ANY (%s)", ([str(state) for state in states],)
    )
    return _run(row) if row else None


async def find_run(database: Database, run: int) -> RunRow | None:
    row = await database.fetch_one(f"SELECT {_COLUMNS} FROM marketdata.run WHERE run = %s", (run,))
    return _run(row) if row else None


async def list_runs(database: Database, before: int | None, limit: int) -> list[RunRow]:
    """Newest first, those with a number below `before`, all for None."""
    rows = await database.fetch(
        f"SELECT {_COLUMNS} FROM marketdata.run WHERE %(before)s::bigint IS NULL OR run < %(before)s"
        " ORDER BY run DESC LIMIT %(limit)s",
        {"before": before, "limit": limit},
    )
    return [_run(row) for row in rows]


def _run(row: Sequence[object]) -> RunRow:
    run, session, state, *rest = row
    return RunRow(run, session, RunState(state), *rest)  # type: ignore[arg-type]
