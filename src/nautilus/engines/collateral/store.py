"""Table of collateral: the margin of an account at each mark."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import msgspec
from psycopg.types.json import Jsonb

from nautilus.engines.collateral.messages import Margined
from nautilus.engines.collateral.model import PositionMargin
from nautilus.engines.settling import by_sequence
from nautilus.kernel.database import Connection

_COLUMNS = "run, sequence, ts_event, account, rule, equity, initial, maintenance, final, positions"


@dataclass(frozen=True)
class Margin:
    run: int
    sequence: int
    ts_event: int
    account: str
    rule: str
    equity: Decimal
    initial: Decimal
    maintenance: Decimal
    final: bool
    positions: tuple[PositionMargin, ...]


async def save(connection: Connection, margined: Margined, positions: Sequence[PositionMargin]) -> None:
    """Add a mark; the final one may fall on the sequence of the one before, and replaces it."""
    await connection.execute(
        f"""
        INSERT INTO collateral.margin ({_COLUMNS}) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
        ON CONFLICT (run, sequence) DO UPDATE SET
            ts_event = excluded.ts_event, equity = excluded.equity, initial = excluded.initial,
            maintenance = excluded.maintenance, final = excluded.final, positions = excluded.positions
        """,  # noqa: S608
        (
            margined.run,
            margined.sequence,
            margined.ts_event,
            margined.account,
            margined.rule,
            Decimal(margined.equity),
            Decimal(margined.initial),
            Decimal(margined.maintenance),
            margined.final,
            Jsonb(msgspec.to_builtins(positions)),
        ),
    )


async def latest(connection: Connection, run: int | None) -> Margin | None:
    """The last mark of `run`, by default of the latest run."""
    found = await connection.execute(
        f"SELECT {_COLUMNS} FROM collateral.margin WHERE run = coalesce(%s, (SELECT max(run) FROM collateral.margin))"  # noqa: S608
        " ORDER BY sequence DESC LIMIT 1",
        (run,),
    )
    row = await found.fetchone()
    return _margin(row) if row else None


async def history(connection: Connection, run: int, after: int | None, limit: int, *, newest: bool) -> list[Margin]:
    """Marks beyond `after`: ascending, or with `newest` descending."""
    found = await connection.execute(
        f"SELECT {_COLUMNS} FROM collateral.margin WHERE run = %s" + by_sequence(newest=newest),  # noqa: S608
        (run, after, after, limit),
    )
    return [_margin(row) for row in await found.fetchall()]


def _margin(row: tuple[Any, ...]) -> Margin:
    values: tuple[Any, ...] = (*row[:-1], msgspec.convert(row[-1], tuple[PositionMargin, ...]))
    return Margin(*values)
