"""Tables of risk: the limits of each account and their edits, its kills, its measures."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import msgspec
from psycopg.types.json import Jsonb

from nautilus.engines.execution.messages import KillConfirmed
from nautilus.engines.risk.messages import Kill, LimitsChanged, Rearm, RiskMeasured
from nautilus.engines.risk.model import CEILINGS, Ceilings, Exposure, Guarded, LargestOrder, Measure
from nautilus.engines.settling import by_sequence
from nautilus.kernel.database import Connection

_ACCOUNT = "run, account, version, order_notional, position_notional, gross_exposure, daily_loss, kills, halted"
_MEASURE = (
    'run, sequence, ts_event, account, gross_exposure, net_exposure, var_95, es_95, "window", final,'
    " equity, day_start_equity, var_95_normal, es_95_normal, exposures"
)
_KILLS = (
    "SELECT kill_id, account, coalesce(run, 0), reason, actor, killed_ns, confirmed_ns, cancelled, node_restarted,"
    " rearmed_ns, rearm_reason, rearm_actor FROM risk.kill LEFT JOIN risk.account USING (account)"
)


@dataclass(frozen=True)
class KillRecord:
    """A pull of the switch. What execution did about it is None until it has confirmed, the rest until the rearm."""

    kill_id: str
    account: str
    run: int
    reason: str
    actor: str
    killed_ns: int
    confirmed_ns: int | None
    cancelled: int | None
    node_restarted: bool | None
    rearmed_ns: int | None
    rearm_reason: str | None
    rearm_actor: str | None


@dataclass(frozen=True)
class ChangeRecord:
    """One edit of limits; `before` is None for the policy with which a run starts."""

    number: int
    run: int
    account: str
    version: int
    changed_ns: int
    actor: str
    reason: str
    before: Mapping[str, str] | None
    after: Mapping[str, str]


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
        f"{_KILLS} WHERE kill_id = %s",
        (kill_id,),
    )
    row = await found.fetchone()
    return KillRecord(*row) if row else None


async def read_kills(
    connection: Connection, run: int | None, before: tuple[int, str] | None, limit: int
) -> list[KillRecord]:
    """Kills of a run, or of all, newest first, those before (killed_ns, kill_id)."""
    found = await connection.execute(
        f"{_KILLS} WHERE (%(run)s::bigint IS NULL OR run = %(run)s)"
        " AND (%(ns)s::bigint IS NULL OR (killed_ns, kill_id) < (%(ns)s, %(id)s))"
        " ORDER BY killed_ns DESC, kill_id DESC LIMIT %(limit)s",
        {"run": run, "ns": before[0] if before else None, "id": before[1] if before else "", "limit": limit},
    )
    return [KillRecord(*row) for row in await found.fetchall()]


async def insert_change(connection: Connection, before: Guarded | None, after: Guarded, event: LimitsChanged) -> None:
    """Keep an edit with the ceilings before and after it."""
    await connection.execute(
        "INSERT INTO risk.change (run, account, version, changed_ns, actor, reason, before, after)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",
        (
            after.run,
            after.account,
            after.version,
            event.ts_event,
            event.actor,
            event.reason,
            None if before is None else Jsonb(before.ceilings.texts()),
            Jsonb(after.ceilings.texts()),
        ),
    )


async def read_changes(connection: Connection, run: int | None, before: int | None, limit: int) -> list[ChangeRecord]:
    """Edits of a run's limits, or of all, newest first, those numbered below `before`."""
    found = await connection.execute(
        "SELECT number, run, account, version, changed_ns, actor, reason, before, after FROM risk.change"
        " WHERE (%(run)s::bigint IS NULL OR run = %(run)s) AND (%(before)s::bigint IS NULL OR number < %(before)s)"
        " ORDER BY number DESC LIMIT %(limit)s",
        {"run": run, "before": before, "limit": limit},
    )
    return [ChangeRecord(*row) for row in await found.fetchall()]


async def save_order(connection: Connection, account: str, order: LargestOrder) -> None:
    """Keep an order that passed the gate, if none of the account was larger."""
    await connection.execute(
        "INSERT INTO risk.largest_order AS kept (account, client_order_id, instrument_id, notional, ts_event)"
        " VALUES (%s, %s, %s, %s, %s) ON CONFLICT (account) DO UPDATE SET"
        " client_order_id = excluded.client_order_id, instrument_id = excluded.instrument_id,"
        " notional = excluded.notional, ts_event = excluded.ts_event WHERE excluded.notional > kept.notional",
        (account, order.client_order_id, order.instrument_id, order.notional, order.ts_event),
    )


async def largest_order(connection: Connection, account: str) -> LargestOrder | None:
    found = await connection.execute(
        "SELECT client_order_id, instrument_id, notional, ts_event FROM risk.largest_order WHERE account = %s",
        (account,),
    )
    row = await found.fetchone()
    return LargestOrder(*row) if row else None


async def save_measure(
    connection: Connection, measured: RiskMeasured, day_start: Decimal | None, exposures: tuple[Exposure, ...]
) -> None:
    """Add a mark; the final one may fall on the sequence of the one before, and replaces it."""
    await connection.execute(
        f"""
        INSERT INTO risk.measure ({_MEASURE}) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
        ON CONFLICT (run, sequence) DO UPDATE SET
            ts_event = excluded.ts_event, gross_exposure = excluded.gross_exposure,
            net_exposure = excluded.net_exposure, var_95 = excluded.var_95, es_95 = excluded.es_95,
            "window" = excluded."window", final = excluded.final, equity = excluded.equity,
            day_start_equity = excluded.day_start_equity, var_95_normal = excluded.var_95_normal,
            es_95_normal = excluded.es_95_normal, exposures = excluded.exposures
        """,  # noqa: S608
        (
            measured.run,
            measured.sequence,
            measured.ts_event,
            measured.account,
            Decimal(measured.gross_exposure),
            Decimal(measured.net_exposure),
            _decimal(measured.var_95),
            _decimal(measured.es_95),
            measured.window,
            measured.final,
            Decimal(measured.equity),
            day_start,
            _decimal(measured.var_95_normal),
            _decimal(measured.es_95_normal),
            Jsonb(msgspec.to_builtins(exposures)),
        ),
    )


async def latest_measure(connection: Connection, run: int, before: int | None = None) -> Measure | None:
    """The last mark of a run, or the last one with a sequence below `before`."""
    found = await connection.execute(
        f"SELECT {_MEASURE} FROM risk.measure WHERE run = %s AND sequence < coalesce(%s, sequence + 1)"  # noqa: S608
        " ORDER BY sequence DESC LIMIT 1",
        (run, before),
    )
    row = await found.fetchone()
    return _measure(row) if row else None


async def read_measures(
    connection: Connection, run: int, after: int | None, limit: int, *, newest: bool
) -> list[Measure]:
    """Marks beyond `after`: ascending, or with `newest` descending."""
    found = await connection.execute(
        f"SELECT {_MEASURE} FROM risk.measure WHERE run = %s" + by_sequence(newest=newest),  # noqa: S608
        (run, after, after, limit),
    )
    return [_measure(row) for row in await found.fetchall()]


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _measure(row: tuple[Any, ...]) -> Measure:
    values: tuple[Any, ...] = (*row[:-1], msgspec.convert(row[-1], tuple[Exposure, ...]))
    return Measure(*values)
