"""Tables of execution: runs and how far each one's journal is carried, kills, switches. The blotter is beside it."""

from dataclasses import dataclass

import msgspec

from nautilus.engines.marketdata.messages import RunStarted
from nautilus.engines.risk.messages import Kill, Rearm
from nautilus.engines.strategy.messages import Deployment
from nautilus.kernel.database import Connection


@dataclass(frozen=True)
class Run:
    """A run as execution knows it. `carried` records of its account's journal are in the outbox."""

    started: RunStarted
    deployment: Deployment | None
    carried: int
    sequence: int
    ts_event: int
    over: bool
    final: bool

    @property
    def number(self) -> int:
        return self.started.run


async def insert_run(connection: Connection, started: RunStarted) -> None:
    """Note a new run; all earlier ones are over."""
    await connection.execute("UPDATE execution.run SET over = true WHERE run < %s AND NOT over", (started.run,))
    await connection.execute(
        "INSERT INTO execution.run (run, account, started, first_ts, ts_event) VALUES (%s, %s, %s, %s, %s)",
        (started.run, started.account, msgspec.msgpack.encode(started), started.first_ts, started.first_ts),
    )


async def save_deployment(connection: Connection, deployment: Deployment) -> None:
    await connection.execute(
        "UPDATE execution.run SET deployment = %s WHERE run = %s",
        (msgspec.msgpack.encode(deployment), deployment.run),
    )


async def end_run(connection: Connection, run: int) -> None:
    await connection.execute("UPDATE execution.run SET over = true WHERE run = %s", (run,))


async def read_run(connection: Connection, run: int | None = None) -> Run | None:
    """A run, by default the latest; None when there is none."""
    found = await connection.execute(
        "SELECT started, deployment, carried, sequence, ts_event, over, final FROM execution.run"
        " WHERE run = coalesce(%s, (SELECT max(run) FROM execution.run))",
        (run,),
    )
    row = await found.fetchone()
    if row is None:
        return None
    started = msgspec.msgpack.decode(row[0], type=RunStarted)
    deployment = msgspec.msgpack.decode(row[1], type=Deployment) if row[1] else None
    return Run(started, deployment, *row[2:])


async def uncarried_runs(connection: Connection) -> list[Run]:
    """Every run, oldest first: the journals of those that ended may hold records that were never carried."""
    found = await connection.execute("SELECT run FROM execution.run ORDER BY run")
    runs = [await read_run(connection, row[0]) for row in await found.fetchall()]
    return [run for run in runs if run is not None]


async def save_kill(connection: Connection, kill: Kill) -> None:
    await connection.execute(
        "INSERT INTO execution.kill (kill_id, account, reason, actor) VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING",
        (kill.kill_id, kill.account, kill.reason, kill.actor),
    )


async def save_rearm(connection: Connection, rearm: Rearm) -> None:
    await connection.execute(
        "UPDATE execution.kill SET rearm_reason = %s, rearm_actor = %s WHERE kill_id = %s",
        (rearm.reason, rearm.actor, rearm.kill_id),
    )


async def confirm_kill(connection: Connection, kill_id: str) -> None:
    await connection.execute("UPDATE execution.kill SET confirmed = true WHERE kill_id = %s", (kill_id,))


@dataclass(frozen=True)
class KillRow:
    kill_id: str
    reason: str
    actor: str
    confirmed: bool
    rearm_reason: str | None
    rearm_actor: str | None


async def kills(connection: Connection, account: str) -> list[KillRow]:
    """All kills of an account, oldest first."""
    found = await connection.execute(
        "SELECT kill_id, reason, actor, confirmed, rearm_reason, rearm_actor FROM execution.kill"
        " WHERE account = %s ORDER BY received, kill_id",
        (account,),
    )
    return [KillRow(*row) for row in await found.fetchall()]


@dataclass(frozen=True)
class SwitchRow:
    request: int
    strategy_id: str
    running: bool
    reason: str


async def save_switch(connection: Connection, run: int, strategy_id: str, *, running: bool, reason: str) -> None:
    await connection.execute(
        "INSERT INTO execution.switch (run, strategy_id, running, reason) VALUES (%s, %s, %s, %s)",
        (run, strategy_id, running, reason),
    )


async def switches(connection: Connection, run: int) -> list[SwitchRow]:
    """All requests to start or stop a strategy of a run, oldest first."""
    found = await connection.execute(
        "SELECT request, strategy_id, running, reason FROM execution.switch WHERE run = %s ORDER BY request", (run,)
    )
    return [SwitchRow(*row) for row in await found.fetchall()]
