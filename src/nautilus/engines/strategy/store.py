"""Tables of strategy: versions seen, parameters set, runs and what they trade."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from psycopg.types.json import Jsonb

from nautilus.engines.marketdata.messages import RunState
from nautilus.engines.strategy.messages import StrategyState
from nautilus.engines.strategy.model import Deployed, Package
from nautilus.kernel.database import Connection

_DEPLOYMENT = "run, strategy_id, path, version, parameters, state, reason"


@dataclass(frozen=True)
class Run:
    run: int
    session: str
    state: RunState


async def note_versions(connection: Connection, packages: Iterable[Package], now: int) -> None:
    """Keep every version of a strategy that was ever loaded: a deployment names one."""
    for package in packages:
        await connection.execute(
            "INSERT INTO strategy.version (strategy_id, version, path, summary, schema, first_seen_ns)"
            " VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING",
            (package.strategy_id, package.version, package.path, package.summary, Jsonb(package.schema), now),
        )


async def read_settings(connection: Connection) -> dict[str, dict[str, Any]]:
    """Parameters that someone set for the next runs, by strategy."""
    found = await connection.execute("SELECT strategy_id, parameters FROM strategy.setting")
    return dict(await found.fetchall())


async def save_setting(
    connection: Connection, strategy_id: str, parameters: dict[str, Any], actor: str, now: int
) -> None:
    await connection.execute(
        "INSERT INTO strategy.setting (strategy_id, parameters, actor, changed_ns) VALUES (%s, %s, %s, %s)"
        " ON CONFLICT (strategy_id) DO UPDATE SET parameters = excluded.parameters, actor = excluded.actor,"
        " changed_ns = excluded.changed_ns",
        (strategy_id, Jsonb(parameters), actor, now),
    )


async def save_run(connection: Connection, run: Run) -> None:
    await connection.execute(
        "INSERT INTO strategy.run (run, session, state) VALUES (%s, %s, %s)"
        " ON CONFLICT (run) DO UPDATE SET state = excluded.state",
        (run.run, run.session, run.state),
    )


async def read_run(connection: Connection, run: int | None) -> Run | None:
    """The run, by default the latest."""
    found = await connection.execute(
        "SELECT run, session, state FROM strategy.run WHERE run = coalesce(%s, (SELECT max(run) FROM strategy.run))",
        (run,),
    )
    row = await found.fetchone()
    return Run(row[0], row[1], RunState(row[2])) if row else None


async def save_deployments(connection: Connection, deployed: Iterable[Deployed]) -> None:
    await connection.cursor().executemany(
        f"INSERT INTO strategy.deployment ({_DEPLOYMENT}) VALUES (%s, %s, %s, %s, %s, %s, %s)"  # noqa: S608
        " ON CONFLICT (run, strategy_id) DO UPDATE SET state = excluded.state, reason = excluded.reason",
        [(d.run, d.strategy_id, d.path, d.version, Jsonb(d.parameters), d.state, d.reason) for d in deployed],
    )


async def read_deployments(connection: Connection, run: int) -> list[Deployed]:
    found = await connection.execute(
        f"SELECT {_DEPLOYMENT} FROM strategy.deployment WHERE run = %s ORDER BY strategy_id",  # noqa: S608
        (run,),
    )
    return [
        Deployed(number, strategy_id, path, version, parameters, StrategyState(state), reason)
        for number, strategy_id, path, version, parameters, state, reason in await found.fetchall()
    ]
