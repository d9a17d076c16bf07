"""Tables of analytics: the track of each run, and its measures at each mark."""

from typing import Any

import msgspec

from nautilus.engines.analytics.messages import Performance
from nautilus.engines.analytics.model import Execution, Track
from nautilus.engines.settling import by_sequence
from nautilus.kernel.database import Connection

_EXECUTION = (
    "fill_id, client_order_id, strategy_id, instrument_id, sign, quantity, price, notional, arrival_mid, ts_event"
)
_PERFORMANCE = (
    "run, sequence, ts_event, account, observations, periods_per_year, total_return, volatility, sharpe,"
    " sharpe_standard_error, max_drawdown, arrival_slippage_bps, fills, final"
)


async def save_track(connection: Connection, track: Track) -> None:
    await connection.execute(
        "INSERT INTO analytics.track (run, account, starting_cash, executed, valued) VALUES (%s, %s, %s, %s, %s)"
        " ON CONFLICT (run) DO UPDATE SET starting_cash = excluded.starting_cash, executed = excluded.executed,"
        " valued = excluded.valued",
        (track.run, track.account, track.starting_cash, track.executed, track.valued),
    )


async def read_track(connection: Connection, run: int) -> Track | None:
    found = await connection.execute(
        "SELECT run, account, starting_cash, executed, valued FROM analytics.track WHERE run = %s", (run,)
    )
    row = await found.fetchone()
    if row is None:
        return None
    track = Track(row[0], row[1], row[2], executed=row[3], valued=row[4])
    marks = await connection.execute(
        "SELECT sequence, ts_event, equity FROM analytics.mark WHERE run = %s ORDER BY sequence", (run,)
    )
    for mark in await marks.fetchall():
        track.add_mark(*mark)
    fills = await connection.execute(
        f"SELECT {_EXECUTION} FROM analytics.execution WHERE run = %s ORDER BY number",  # noqa: S608
        (run,),
    )
    track.executions = [Execution(*fill) for fill in await fills.fetchall()]
    return track


async def save_mark(connection: Connection, run: int, sequence: int, ts_event: int, equity: float) -> None:
    await connection.execute(
        "INSERT INTO analytics.mark (run, sequence, ts_event, equity) VALUES (%s, %s, %s, %s)"
        " ON CONFLICT (run, sequence) DO UPDATE SET ts_event = excluded.ts_event, equity = excluded.equity",
        (run, sequence, ts_event, equity),
    )


async def save_decision(connection: Connection, run: int, client_order_id: str, arrival_mid: float) -> None:
    await connection.execute(
        "INSERT INTO analytics.decision (run, client_order_id, arrival_mid) VALUES (%s, %s, %s)",
        (run, client_order_id, arrival_mid),
    )


async def arrival_mid(connection: Connection, run: int, client_order_id: str) -> float | None:
    found = await connection.execute(
        "SELECT arrival_mid FROM analytics.decision WHERE run = %s AND client_order_id = %s", (run, client_order_id)
    )
    row = await found.fetchone()
    return row[0] if row else None


async def save_execution(connection: Connection, run: int, execution: Execution) -> None:
    await connection.execute(
        f"INSERT INTO analytics.execution (run, {_EXECUTION}) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",  # noqa: S608
        (
            run,
            execution.fill_id,
            execution.client_order_id,
            execution.strategy_id,
            execution.instrument_id,
            execution.sign,
            execution.quantity,
            execution.price,
            execution.notional,
            execution.arrival_mid,
            execution.ts_event,
        ),
    )


async def executions(connection: Connection, run: int, after: int, limit: int) -> list[tuple[int, Execution]]:
    """Fills numbered > `after`, in order."""
    found = await connection.execute(
        f"SELECT number, {_EXECUTION} FROM analytics.execution WHERE run = %s AND number > %s"  # noqa: S608
        " ORDER BY number LIMIT %s",
        (run, after, limit),
    )
    return [(row[0], Execution(*row[1:])) for row in await found.fetchall()]


async def save_performance(connection: Connection, performance: Performance) -> None:
    values: dict[str, Any] = msgspec.structs.asdict(performance)
    names = _PERFORMANCE.split(", ")
    await connection.execute(
        f"INSERT INTO analytics.performance ({_PERFORMANCE}) VALUES ({', '.join(f'%({name})s' for name in names)})"  # noqa: S608
        " ON CONFLICT (run, sequence) DO UPDATE SET "
        + ", ".join(f"{name} = excluded.{name}" for name in names if name not in ("run", "sequence")),
        {name: values[name] for name in names},
    )


async def latest_performance(connection: Connection, run: int | None) -> dict[str, Any] | None:
    """The measures at the last mark of `run`, by default of the latest run, by column."""
    found = await connection.execute(
        f"SELECT {_PERFORMANCE} FROM analytics.performance"  # noqa: S608
        " WHERE run = coalesce(%s, (SELECT max(run) FROM analytics.performance)) ORDER BY sequence DESC LIMIT 1",
        (run,),
    )
    row = await found.fetchone()
    return dict(zip(_PERFORMANCE.split(", "), row, strict=True)) if row else None


async def performance_history(
    connection: Connection, run: int, after: int | None, limit: int, *, newest: bool
) -> list[dict[str, Any]]:
    """The measures by column at each mark beyond `after`: ascending, or with `newest` descending."""
    found = await connection.execute(
        f"SELECT {_PERFORMANCE} FROM analytics.performance WHERE run = %s" + by_sequence(newest=newest),  # noqa: S608
        (run, after, after, limit),
    )
    names = _PERFORMANCE.split(", ")
    return [dict(zip(names, row, strict=True)) for row in await found.fetchall()]
