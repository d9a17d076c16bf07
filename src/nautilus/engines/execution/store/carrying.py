"""Carrying an account's journal into the store: events, and the blotter that they fold to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import msgspec
from psycopg.types.json import Jsonb

from nautilus.domain.instruments import Instrument
from nautilus.domain.orders import OrderStatus
from nautilus.engines.execution.store.blotter import FILL_COLUMNS, ORDER_COLUMNS, Row
from nautilus.kernel.database import Connection
from nautilus.trading.events import Amended, AnyEvent, Batch, Changed, Decided, Executed, Marked


@dataclass(frozen=True)
class Carried:
    """One record of the account's journal on its way into the store."""

    record: int
    hash: bytes
    batch: Batch
    outbox: Mapping[int, int]
    """Number in the outbox by number of the event, for those that are published."""


async def save_carried(
    connection: Connection, run: int, instruments: Mapping[str, Instrument], records: Sequence[Carried]
) -> None:
    """Events and blotter of these records, and that they are carried. A record is carried once."""
    events: list[Row] = []
    for carried in records:
        for number, event in enumerate(carried.batch.events):
            events.append(_event_row(run, carried, number, event))
            await _save_blotter(connection, instruments, (run, carried.record, number), carried.batch, event)
    await connection.cursor().executemany(
        "INSERT INTO execution.event (run, record, number, client_order_id, kind, ts_event, sequence, detail, hash,"
        " actor, outbox_seq) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
        events,
    )
    last = records[-1]
    final = any(isinstance(event, Marked) and event.final for carried in records for event in carried.batch.events)
    await connection.execute(
        "UPDATE execution.run SET carried = %s, ts_event = greatest(ts_event, %s), sequence = %s, final = final OR %s"
        " WHERE run = %s AND carried < %s",
        (last.record, last.batch.ts_event, last.batch.sequence, final, run, last.record),
    )


async def record_hash(connection: Connection, run: int, record: int) -> bytes | None:
    """Hash under which a record was carried; None for one that was not."""
    found = await connection.execute(
        "SELECT hash FROM execution.event WHERE run = %s AND record = %s LIMIT 1", (run, record)
    )
    row = await found.fetchone()
    return row[0] if row else None


async def _save_blotter(
    connection: Connection, instruments: Mapping[str, Instrument], place: Row, batch: Batch, event: AnyEvent
) -> None:
    match event:
        case Decided():
            multiplier = instruments[event.order.instrument_id].multiplier
            await connection.execute(
                _insert("order", ORDER_COLUMNS),
                (*place, *_order_row(event, multiplier, batch), batch.ts_event, batch.ts_event, batch.sequence),
            )
        case Changed():
            await connection.execute(
                "UPDATE execution.order SET status = %s, reason = %s, venue_order_id = %s, filled_quantity = %s,"
                " ts_last = %s, replaced_by = coalesce(%s, replaced_by) WHERE client_order_id = %s",
                (
                    event.status,
                    event.reason,
                    event.venue_order_id,
                    event.filled_quantity,
                    batch.ts_event,
                    _successor(event, batch),
                    event.order.client_order_id,
                ),
            )
        case Amended():
            order = event.order
            await connection.execute(
                "UPDATE execution.order SET quantity = %s, price = %s, trigger_price = %s, reason = %s, ts_last = %s"
                " WHERE client_order_id = %s",
                (
                    *(order.quantity, order.price, order.trigger_price, event.reason),
                    *(batch.ts_event, order.client_order_id),
                ),
            )
        case Executed(fill):
            await connection.execute(
                _insert("fill", FILL_COLUMNS),
                (
                    *place,
                    *(fill.fill_id, fill.client_order_id, fill.strategy_id, fill.instrument_id, str(fill.side)),
                    *(fill.quantity, fill.price, fill.multiplier, fill.commission, fill.currency),
                    *(fill.ts_event, fill.sequence),
                ),
            )
            await connection.execute(
                "UPDATE execution.order SET commission = commission + %s WHERE client_order_id = %s",
                (fill.commission, fill.client_order_id),
            )
        case _:
            pass


def _insert(table: str, columns: Sequence[str]) -> str:
    places = ", ".join(["%s"] * len(columns))
    return f"INSERT INTO execution.{table} ({', '.join(columns)}) VALUES ({places})"  # noqa: S608


def _successor(changed: Changed, batch: Batch) -> str | None:
    """The order that took the place of this one: they are in one batch."""
    if changed.status is not OrderStatus.CANCELLED:
        return None
    decided = (event.order for event in batch.events if isinstance(event, Decided))
    own = changed.order.client_order_id
    return next((order.client_order_id for order in decided if order.replaces == own), None)


def _order_row(event: Decided, multiplier: Decimal, batch: Batch) -> Row:
    order = event.order
    status = OrderStatus.ACCEPTED if event.allowed else OrderStatus.REFUSED
    return (
        *(order.client_order_id, order.strategy_id, order.instrument_id, order.side, order.quantity),
        *(order.order_type, order.price, order.trigger_price, order.time_in_force, order.parent_id),
        *(event.signal_id, order.replaces, batch.actor),
        *("", status, event.reason, Decimal(0), multiplier, Decimal(0)),
    )


def _event_row(run: int, carried: Carried, number: int, event: AnyEvent) -> Row:
    batch = carried.batch
    detail = msgspec.to_builtins(event, builtin_types=())
    return (
        *(run, carried.record, number, _order_of(event), type(event).__name__.lower()),
        *(batch.ts_event, batch.sequence, Jsonb(detail), carried.hash, batch.actor, carried.outbox.get(number)),
    )


def _order_of(event: AnyEvent) -> str | None:
    match event:
        case Decided() | Changed() | Amended():
            return event.order.client_order_id
        case Executed(fill):
            return fill.client_order_id
        case _:
            return None
