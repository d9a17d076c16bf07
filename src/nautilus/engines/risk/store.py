"""Tables of risk: the limits of each account, its kills, its measures. The history of limits is the journal."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import msgspec
from psycopg.types.json import Jsonb

from nautilus.engines.execution.messages import KillConfirmed
from nautilus.engines.risk.messages import Kill, Rearm, RiskMeasured
from nautilus.engines.risk.model import CEILINGS, Ceilings, Exposure, Guarded
from nautilus.kernel.database import Connection

_ACCOUNT = "run, account, version, order_notional, position_notional, gross_exposure, daily_loss, kills, halted"
_MEASURE = 'run, sequence, ts_event, account, gross_exposure, net_exposure, var_95, es_95, "window", final, exposures'


@dataclass(frozen=True)
class KillRecord:
    """A pull of the switch; what execution did about it is None until it has confirmed."""

    kill_id: str
    account: str
    reason: str
    actor: str
    killed_ns: int
    confirmed_ns: int | None
    cancelled: int | None
    node_restarted: bool | None


@dataclass(frozen=True)
class Measure:
    run: int
    sequence: int
    ts_event: int
    account: str
    gross_exposure: Decimal
    net_exposure: Decimal
    var_95: Decimal | None
    es_95: Decimal | None
    window: int
    final: bool
    exposures: tuple[Exposure, ...]


async def save_account(connection: Connection, guarded: Guarded) -> None:
    await connection.execute(
        f"""
        INSERT INTO risk.account ({_ACCOUNT}) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)
        ON CONFLICT (run) DO UPDATE SET
            version = excluded.version, order_notional = excluded.order_notional,
            position_notional = excluded.position_notional, gross_exposure = excluded.gross_exposure,
            daily_loss = excluded.daily_loss, kills = excluded.kills, halted = excluded.halted
        """,  # noqa: S608
        (
            guarded.run,
            guarded.account,
            guarded.version,
            *(getattr(guarded.ceilings, name) for name in CEILINGS),
            guarded.kills,
            guarded.halted,
        ),
    )


async def read_account(connection: Connection, account: str | None = None) -> Guarded | None:
    """The named account, by default that of the latest run."""
    condition, values = ("WHERE account = %s", (account,)) if account else ("ORDER BY run DESC LIMIT 1", ())
    found = await connection.execute(f"SELECT {_ACCOUNT} FROM risk.account {condition}", values)  # noqa: S608
    row = await found.fetchone()
    if row is None:
        return None
    run, name, version, *ceilings = row[:7]
    return Guarded(run, name, version, Ceilings(*ceilings), row[7], row[8])


async def insert_kill(connection: Connection, kill: Kill) -> None:
    await connection.execute(
        "INSERT INTO risk.kill (kill_id, account, reason, actor, killed_ns) VALUES (%s, %s, %s, %s, %s)",
        (kill.kill_id, kill.account, kill.reason, kill.actor, kill.ts_event),
    )


async def confirm_kill(connection: Connection, confirmed: KillConfirmed) -> None:
    """Keep the first confirmation of a kill."""
    await connection.execute(
        "UPDATE risk.kill SET confirmed_ns = %s, cancelled = %s, node_restarted = %s"
        " WHERE kill_id = %s AND confirmed_ns IS NULL",
        (confirmed.ts_init, confirmed.cancelled, confirmed.node_restarted, confirmed.kill_id),
    )


async def close_kill(connection: Connection, rearm: Rearm) -> None:
    await connection.execute(
        "UPDATE risk.kill SET rearmed_ns = %s, rearm_reason = %s, rearm_actor = %s WHERE kill_id = %s",
        (rearm.ts_event, rearm.reason, rearm.actor, rearm.kill_id),
    )


async def read_kill(connection: Connection, kill_id: str) -> KillRecord | None:
    found = await connection.execute(
        "SELECT kill_id, account, reason, actor, killed_ns, confirmed_ns, cancelled, node_restarted"
        " FROM risk.kill WHERE kill_id = %s",
        (kill_id,),
    )
    row = await found.fetchone()
    return KillRecord(*row) if row else None


async def save_measure(connection: Connection, measured: RiskMeasured, exposures: tuple[Exposure, ...]) -> None:
    """Add a mark; the final one may fall on the sequence of the one before, and replaces it."""
    await connection.execute(
        f"""
        INSERT INTO risk.measure ({_MEASURE}) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
        ON CONFLICT (run, sequence) DO UPDATE SET
            ts_event = excluded.ts_event, gross_exposure = excluded.gross_exposure,
            net_exposure = excluded.net_exposure, var_95 = excluded.var_95, es_95 = excluded.es_95,
            "window" = excluded."window", final = excluded.final, exposures = excluded.exposures
        """,  # noqa: S608
        (
            measured.run,
            measured.sequence,
            measured.ts_event,
            measured.account,
            Decimal(measured.gross_exposure),
            Decimal(measured.net_exposure),
            None if measured.var_95 is None else Decimal(measured.var_95),
            None if measured.es_95 is None else Decimal(measured.es_95),
            measured.window,
            measured.final,
            Jsonb(msgspec.to_builtins(exposures)),
        ),
    )


async def latest_measure(connection: Connection, run: int) -> Measure | None:
    found = await connection.execute(
        f"SELECT {_MEASURE} FROM risk.measure WHERE run = %s ORDER BY sequence DESC LIMIT 1",  # noqa: S608
        (run,),
    )
    row = await found.fetchone()
    return _measure(row) if row else None


async def read_measures(connection: Connection, run: int, after: int, limit: int) -> list[Measure]:
    """Marks with sequence > `after`, ascending."""
    found = await connection.execute(
        f"SELECT {_MEASURE} FROM risk.measure WHERE run = %s AND sequence > %s ORDER BY sequence LIMIT %s",  # noqa: S608
        (run, after, limit),
    )
    return [_measure(row) for row in await found.fetchall()]


def _measure(row: tuple[Any, ...]) -> Measure:
    values: tuple[Any, ...] = (*row[:-1], msgspec.convert(row[-1], tuple[Exposure, ...]))
    return Measure(*values)
