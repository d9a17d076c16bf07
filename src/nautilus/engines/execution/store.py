"""Tables of execution: how far each run's journal is carried, its events, and the blotter."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import msgspec
from psycopg.types.json import Jsonb

from nautilus.domain.instruments import Instrument
from nautilus.domain.orders import OrderStatus
from nautilus.engines.marketdata.messages import RunStarted
from nautilus.engines.risk.messages import Kill, Rearm
from nautilus.engines.strategy.messages import Deployment
from nautilus.kernel.database import Connection, Database
from nautilus.trading.events import AnyEvent, Batch, Changed, Decided, Executed, Marked

type Row = tuple[Any, ...]
type Key = tuple[int, int]
"""Place in a run: record of its journal, number in the batch."""

ORDER_COLUMNS = (
    "run, record, number, client_order_id, strategy_id, instrument_id, side, quantity, order_type, price,"
    " trigger_price, time_in_force, parent_id, signal_id, venue_order_id, status, reason, filled_quantity, multiplier,"
    " commission, ts_event, ts_last, sequence"
)
FILL_COLUMNS = (
    "run, record, number, fill_id, client_order_id, strategy_id, instrument_id, side, quantity, price, multiplier,"
    " commission, currency, ts_event, sequence"
)


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


@dataclass(frozen=True)
class Carried:
    """One record of the account's journal on its way into the store."""

    record: int
    hash: bytes
    batch: Batch


async def insert_run(connection: Connection, started: RunStarted) -> None:
    """Note a new run; all earlier ones are over."""
    await connection.execute("UPDATE execution.run SET over = true WHERE run < %s AND NOT over", (started.run,))
    await connection.execute(
        "INSERT INTO execution.run (run, account, started, ts_event) VALUES (%s, %s, %s, %s)",
        (started.run, started.account, msgspec.msgpack.encode(started), started.first_ts),
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
        "INSERT INTO execution.event (run, record, number, client_order_id, kind, ts_event, sequence, detail, hash)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)",
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


async def _save_blotter(
    connection: Connection, instruments: Mapping[str, Instrument], place: Row, batch: Batch, event: AnyEvent
) -> None:
    match event:
        case Decided():
            multiplier = instruments[event.order.instrument_id].multiplier
            await connection.execute(
                f"INSERT INTO execution.order ({ORDER_COLUMNS}) VALUES ({_places(23)})",  # noqa: S608
                (*place, *_order_row(event, multiplier), batch.ts_event, batch.ts_event, batch.sequence),
            )
        case Changed():
            await connection.execute(
                "UPDATE execution.order SET status = %s, reason = %s, venue_order_id = %s, filled_quantity = %s,"
                " ts_last = %s WHERE client_order_id = %s",
                (
                    event.status,
                    event.reason,
                    event.venue_order_id,
                    event.filled_quantity,
                    batch.ts_event,
                    event.order.client_order_id,
                ),
            )
        case Executed(fill):
            await connection.execute(
                f"INSERT INTO execution.fill ({FILL_COLUMNS}) VALUES ({_places(15)})",  # noqa: S608
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


def _places(count: int) -> str:
    return ", ".join(["%s"] * count)


def _order_row(event: Decided, multiplier: Decimal) -> Row:
    order = event.order
    status = OrderStatus.ACCEPTED if event.allowed else OrderStatus.REFUSED
    return (
        *(order.client_order_id, order.strategy_id, order.instrument_id, order.side, order.quantity),
        *(order.order_type, order.price, order.trigger_price, order.time_in_force, order.parent_id),
        *(event.signal_id, "", status, event.reason, Decimal(0), multiplier, Decimal(0)),
    )


def _event_row(run: int, carried: Carried, number: int, event: AnyEvent) -> Row:
    batch = carried.batch
    detail = msgspec.to_builtins(event, builtin_types=())
    return (
        *(run, carried.record, number, _order_of(event), type(event).__name__.lower()),
        *(batch.ts_event, batch.sequence, Jsonb(detail), carried.hash),
    )


def _order_of(event: AnyEvent) -> str | None:
    match event:
        case Decided() | Changed():
            return event.order.client_order_id
        case Executed(fill):
            return fill.client_order_id
        case _:
            return None


async def orders(database: Database, run: int, after: Key | None, limit: int) -> list[Row]:
    """Orders of a run in the order of their decision, columns as ORDER_COLUMNS."""
    return await database.fetch(
        f"SELECT {ORDER_COLUMNS} FROM execution.order WHERE run = %s AND (record, number) > (%s, %s)"  # noqa: S608
        " ORDER BY record, number LIMIT %s",
        (run, *(after or (-1, -1)), limit),
    )


async def order(database: Database, client_order_id: str) -> Row | None:
    return await database.fetch_one(
        f"SELECT {ORDER_COLUMNS} FROM execution.order WHERE client_order_id = %s",  # noqa: S608
        (client_order_id,),
    )


async def fills(database: Database, run: int, after: Key | None, limit: int) -> list[Row]:
    """Fills of a run in their order, columns as FILL_COLUMNS."""
    return await database.fetch(
        f"SELECT {FILL_COLUMNS} FROM execution.fill WHERE run = %s AND (record, number) > (%s, %s)"  # noqa: S608
        " ORDER BY record, number LIMIT %s",
        (run, *(after or (-1, -1)), limit),
    )


async def chain(database: Database, run: int, client_order_id: str, signal_id: str | None) -> list[Row]:
    """(record, number, kind, ts_event, sequence, detail, hash) of an order's events, and of the signal behind it."""
    return await database.fetch(
        "SELECT record, number, kind, ts_event, sequence, detail, hash FROM execution.event"
        " WHERE client_order_id = %s OR (run = %s AND kind = 'signalled' AND detail ->> 'signal_id' = %s)"
        " ORDER BY record, number",
        (client_order_id, run, signal_id),
    )
