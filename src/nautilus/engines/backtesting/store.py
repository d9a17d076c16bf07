"""Tables of backtesting: what was asked for, how it stands, what it gave."""

from dataclasses import dataclass
from typing import Any

import msgspec
from psycopg.types.json import Jsonb

from nautilus.engines.backtesting.model import BacktestState, FillRecord, Inputs, Mark, OrderRecord, Result
from nautilus.kernel.database import Connection, copy_rows

_BACKTEST = "backtest_id, number, inputs, state, error, created_ns, started_ns, finished_ns, orders, fills"
_TABLES = {"orders": "order", "fills": "fill", "marks": "mark"}


@dataclass(frozen=True)
class Backtest:
    """`orders` and `fills` are counts, None until it is finished."""

    backtest_id: str
    number: int
    inputs: Inputs
    state: BacktestState
    error: str
    created_ns: int
    started_ns: int | None
    finished_ns: int | None
    orders: int | None
    fills: int | None


async def insert(connection: Connection, inputs: Inputs, now: int) -> None:
    """Queue a backtest. One that failed or was cancelled is queued again; any other is left as it is."""
    await connection.execute(
        "INSERT INTO backtesting.backtest (backtest_id, inputs, state, created_ns) VALUES (%s, %s, %s, %s)"
        " ON CONFLICT (backtest_id) DO UPDATE SET state = excluded.state, error = '', created_ns = excluded.created_ns"
        " WHERE backtest.state IN ('FAILED', 'CANCELLED')",
        (inputs.backtest_id, Jsonb(msgspec.to_builtins(inputs)), BacktestState.QUEUED, now),
    )


async def read(connection: Connection, backtest_id: str) -> Backtest | None:
    found = await connection.execute(
        f"SELECT {_BACKTEST} FROM backtesting.backtest WHERE backtest_id = %s",  # noqa: S608
        (backtest_id,),
    )
    row = await found.fetchone()
    return _backtest(row) if row else None


async def page(connection: Connection, before: int | None, limit: int) -> list[Backtest]:
    """Newest first; those with number < `before`."""
    found = await connection.execute(
        f"SELECT {_BACKTEST} FROM backtesting.backtest WHERE %s::bigint IS NULL OR number < %s"  # noqa: S608
        " ORDER BY number DESC LIMIT %s",
        (before, before, limit),
    )
    return [_backtest(row) for row in await found.fetchall()]


async def take_next(connection: Connection, now: int) -> Backtest | None:
    """The oldest one that is queued, marked as running."""
    found = await connection.execute(
        f"""
        UPDATE backtesting.backtest SET state = 'RUNNING', started_ns = %s
        WHERE backtest_id = (SELECT backtest_id FROM backtesting.backtest WHERE state = 'QUEUED'
                             ORDER BY created_ns, number LIMIT 1)
        RETURNING {_BACKTEST}
        """,  # noqa: S608
        (now,),
    )
    row = await found.fetchone()
    return _backtest(row) if row else None


async def requeue_abandoned(connection: Connection, at_work: str) -> None:
    """What was running when the process died begins again; `at_work` is the one that is not abandoned."""
    await connection.execute(
        "UPDATE backtesting.backtest SET state = 'QUEUED', started_ns = NULL"
        " WHERE state = 'RUNNING' AND backtest_id <> %s",
        (at_work,),
    )


async def close(connection: Connection, backtest_id: str, state: BacktestState, error: str, now: int) -> None:
    """It ended without a result."""
    await connection.execute(
        "UPDATE backtesting.backtest SET state = %s, error = %s, finished_ns = %s WHERE backtest_id = %s",
        (state, error, now, backtest_id),
    )


async def save_result(connection: Connection, backtest_id: str, result: Result, now: int) -> None:
    """Orders, fills and marks, and that it is finished."""
    for name, table in _TABLES.items():
        rows = enumerate(getattr(result, name), 1)
        await copy_rows(
            connection,
            f"backtesting.{table}",
            ("backtest_id", "number", "payload"),
            [(backtest_id, number, Jsonb(msgspec.to_builtins(record))) for number, record in rows],
        )
    await connection.execute(
        "UPDATE backtesting.backtest SET state = 'FINISHED', finished_ns = %s, orders = %s, fills = %s"
        " WHERE backtest_id = %s",
        (now, len(result.orders), len(result.fills), backtest_id),
    )


async def orders(connection: Connection, backtest_id: str, after: int, limit: int | None) -> list[OrderRecord]:
    """Orders numbered > `after`, in the order in which they were decided."""
    return msgspec.convert(await _payloads(connection, "order", backtest_id, after, limit), list[OrderRecord])


async def fills(connection: Connection, backtest_id: str, after: int, limit: int | None) -> list[FillRecord]:
    """Fills numbered > `after`, in the order of execution."""
    return msgspec.convert(await _payloads(connection, "fill", backtest_id, after, limit), list[FillRecord])


async def marks(connection: Connection, backtest_id: str, after: int, limit: int | None) -> list[Mark]:
    return msgspec.convert(await _payloads(connection, "mark", backtest_id, after, limit), list[Mark])


async def _payloads(connection: Connection, table: str, backtest_id: str, after: int, limit: int | None) -> list[Any]:
    found = await connection.execute(
        f'SELECT payload FROM backtesting."{table}" WHERE backtest_id = %s AND number > %s'  # noqa: S608 - a name of ours
        " ORDER BY number LIMIT %s",
        (backtest_id, after, limit),
    )
    return [row[0] for row in await found.fetchall()]


def _backtest(row: tuple[Any, ...]) -> Backtest:
    identity, number, inputs, state, *rest = row
    return Backtest(identity, number, msgspec.convert(inputs, Inputs), BacktestState(state), *rest)
