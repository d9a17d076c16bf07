"""The blotter as it is read: orders, fills, decisions, activity, and the events behind one order."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from nautilus.domain.orders import OrderStatus
from nautilus.kernel.database import Database

type Row = tuple[Any, ...]
type Named = dict[str, Any]
type Key = tuple[int, int]
"""Place in a run: record of its journal, number in the batch."""

ORDER_COLUMNS = (
    *("run", "record", "number", "client_order_id", "strategy_id", "instrument_id", "side", "quantity"),
    *("order_type", "price", "trigger_price", "time_in_force", "parent_id", "signal_id", "replaces", "actor"),
    *("venue_order_id", "status", "reason", "filled_quantity", "multiplier", "commission"),
    *("ts_event", "ts_last", "sequence"),
)
FILL_COLUMNS = (
    *("run", "record", "number", "fill_id", "client_order_id", "strategy_id", "instrument_id", "side", "quantity"),
    *("price", "multiplier", "commission", "currency", "ts_event", "sequence"),
)
_READ_ORDER = (*ORDER_COLUMNS, "replaced_by", "signal")
_EXPRESSIONS = {
    "signal": """(
        SELECT s.detail ->> 'name' FROM execution.event s
        WHERE s.run = execution.order.run AND s.kind = 'signalled'
            AND s.detail ->> 'signal_id' = execution.order.signal_id
    ) AS signal"""
}
"""Of what is read and is not a column."""
_OPEN = "status IN ('ACCEPTED', 'PARTIALLY_FILLED')"
_RUN = "run = coalesce(%s, (SELECT max(run) FROM execution.run))"
assert tuple(status for status in OrderStatus if status.is_open) == ("ACCEPTED", "PARTIALLY_FILLED")


@dataclass(frozen=True)
class Wanted:
    """Which rows of a run (None: the latest) to read, from where, in which direction."""

    run: int | None
    after: Key | None
    newest: bool
    """Newest first, going back from `after`; else oldest first, going on behind it."""
    equal: Mapping[str, str | None] = field(default_factory=dict)
    """Column -> value; None lets every one pass."""
    open: bool | None = None


async def orders(database: Database, wanted: Wanted, limit: int) -> list[Named]:
    """Orders by the place of their decision."""
    return await _page(database, "execution.order", _READ_ORDER, wanted, limit)


async def fills(database: Database, wanted: Wanted, limit: int) -> list[Named]:
    """Fills by their place."""
    return await _page(database, "execution.fill", FILL_COLUMNS, wanted, limit)


async def order(database: Database, client_order_id: str) -> Named | None:
    query = f"SELECT {_selected(_READ_ORDER)} FROM execution.order WHERE client_order_id = %s"  # noqa: S608
    row = await database.fetch_one(query, (client_order_id,))
    return dict(zip(_READ_ORDER, row, strict=True)) if row else None


async def decisions(
    database: Database, run: int | None, before: Key | None, allowed: bool | None, limit: int
) -> list[Row]:
    """(record, number, ts_event, sequence, detail) of the gate's decisions, newest first."""
    conditions = [_RUN, "kind = 'decided'"]
    values: list[Any] = [run]
    if allowed is not None:
        conditions.append("detail ->> 'allowed' = %s")
        values.append("true" if allowed else "false")
    if before is not None:
        conditions.append("(record, number) < (%s, %s)")
        values += before
    return await database.fetch(
        "SELECT record, number, ts_event, sequence, detail FROM execution.event"  # noqa: S608
        f" WHERE {' AND '.join(conditions)} ORDER BY record DESC, number DESC LIMIT %s",
        (*values, limit),
    )


async def actions(database: Database, run: int | None, before: Key | None, limit: int) -> list[Row]:
    """(record, number, ts_event, sequence, detail) of the corporate actions on an account, newest first."""
    beyond = "" if before is None else " AND (record, number) < (%s, %s)"
    return await database.fetch(
        f"SELECT record, number, ts_event, sequence, detail FROM execution.event WHERE {_RUN}"  # noqa: S608
        f" AND kind = 'adjusted'{beyond} ORDER BY record DESC, number DESC LIMIT %s",
        (run, *(before or ()), limit),
    )


_ACTIVITY = """
    WITH span AS (
        SELECT run, first_ts AS first, greatest(ts_event, first_ts) AS last,
            greatest((ts_event - first_ts + %(points)s - 1) / %(points)s, 1) AS step
        FROM execution.run WHERE run = coalesce(%(run)s, (SELECT max(run) FROM execution.run))
    ), happened AS (
        SELECT ts_event, 1 AS orders, 0 AS fills, (status = 'REFUSED')::int AS refused
        FROM execution.order WHERE run = (SELECT run FROM span)
        UNION ALL
        SELECT ts_event, 0, 1, 0 FROM execution.fill WHERE run = (SELECT run FROM span)
    ), counted AS (
        SELECT greatest((ts_event - first + step - 1) / step, 1) AS point,
            sum(orders) AS orders, sum(fills) AS fills, sum(refused) AS refused
        FROM happened, span GROUP BY 1
    )
    SELECT least(first + n * step, last),
        coalesce(sum(c.orders) OVER so_far, 0)::bigint,
        coalesce(sum(c.fills) OVER so_far, 0)::bigint,
        coalesce(sum(c.refused) OVER so_far, 0)::bigint
    FROM span
    CROSS JOIN LATERAL generate_series(1, greatest((last - first + step - 1) / step, 1)) AS n
    LEFT JOIN counted AS c ON c.point = n
    WINDOW so_far AS (ORDER BY n)
    ORDER BY n"""


async def activity(database: Database, run: int | None, points: int) -> list[Row]:
    """(ts_event, orders, fills, refused) up to each of at most `points` evenly spaced session times."""
    return await database.fetch(_ACTIVITY, {"run": run, "points": points})


_EVENT = (
    "e.record, e.number, e.kind, e.client_order_id, e.ts_event, e.sequence, e.detail, e.hash, e.actor, e.outbox_seq"
)
_CHAIN = f"""
    SELECT {_EVENT} FROM execution.event e WHERE client_order_id = %(order)s
    UNION ALL
    SELECT {_EVENT} FROM execution.event e
    WHERE run = %(run)s AND kind = 'signalled' AND detail ->> 'signal_id' = %(signal)s
    UNION ALL
    SELECT {_EVENT} FROM execution.event e WHERE client_order_id = %(replaces)s AND record = %(record)s
    UNION ALL
    SELECT {_EVENT} FROM execution.order o JOIN execution.event e USING (run, record, number)
    WHERE o.replaces = %(order)s
    ORDER BY 1, 2"""  # noqa: S608


async def chain(database: Database, shown: Named) -> list[Row]:
    """Events of an order (a row of `orders`), the signal behind it, and what replaced it or was replaced by it.

    As (record, number, kind, client_order_id, ts_event, sequence, detail, hash, actor, outbox_seq).
    """
    names = {"order": "client_order_id", "run": "run", "signal": "signal_id", "replaces": "replaces"}
    terms = {key: shown[name] for key, name in names.items()}
    return await database.fetch(_CHAIN, {**terms, "record": shown["record"]})


def _selected(names: tuple[str, ...]) -> str:
    return ", ".join(_EXPRESSIONS.get(name, name) for name in names)


async def _page(database: Database, table: str, columns: tuple[str, ...], wanted: Wanted, limit: int) -> list[Named]:
    conditions: list[str] = [_RUN]
    values: list[Any] = [wanted.run]
    for column, value in wanted.equal.items():
        if value is not None:
            conditions.append(f"{column} = %s")
            values.append(value)
    if wanted.open is not None:
        conditions.append(_OPEN if wanted.open else f"NOT {_OPEN}")
    if wanted.after is not None:
        conditions.append(f"(record, number) {'<' if wanted.newest else '>'} (%s, %s)")
        values += wanted.after
    direction = "DESC" if wanted.newest else "ASC"
    rows = await database.fetch(
        f"SELECT {_selected(columns)} FROM {table} WHERE {' AND '.join(conditions)}"  # noqa: S608
        f" ORDER BY record {direction}, number {direction} LIMIT %s",
        (*values, limit),
    )
    return [dict(zip(columns, row, strict=True)) for row in rows]
