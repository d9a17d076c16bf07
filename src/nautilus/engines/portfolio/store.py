"""Tables of portfolio: the account of each run, its holdings, its valuation curve."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import msgspec
from psycopg.rows import TupleRow
from psycopg.types.json import Jsonb

from nautilus.domain.instruments import InstrumentKind
from nautilus.domain.orders import Fill
from nautilus.engines.execution.messages import Filled, PositionAdjusted, Progress
from nautilus.engines.portfolio.messages import Valued
from nautilus.engines.portfolio.model import Account, Book, Holding
from nautilus.engines.settling import Settled, by_sequence
from nautilus.kernel.database import Connection

_HOLDING = "instrument_id, kind, multiplier, quantity, cost, mark_price, marked, spent, settled, commission, dividends"
type _Event = Filled | PositionAdjusted | Progress
_POINT = "run, sequence, ts_event, cash, equity, commission, realised, final"


@dataclass(frozen=True)
class Point:
    """One mark of an account's curve."""

    run: int
    sequence: int
    ts_event: int
    cash: Decimal
    equity: Decimal
    commission: Decimal
    realised: Decimal
    final: bool


@dataclass(frozen=True)
class Step:
    """A position right after one fill or corporate action: signed quantity, average cost, gains and commission so far.

    `action` is the corporate action in words, and empty for a fill; then `fill_id` and `client_order_id` are not.
    """

    run: int
    instrument_id: str
    number: int
    fill_id: str
    client_order_id: str
    quantity: Decimal
    average_price: Decimal
    realised: Decimal
    commission: Decimal
    dividends: Decimal
    ts_event: int
    sequence: int
    action: str


async def insert_account(connection: Connection, account: Account, ts_event: int) -> None:
    """A new account, and the start of its curve: at sequence 0 it is worth its starting cash."""
    await connection.execute(
        "INSERT INTO portfolio.account (run, account, account_type, starting_cash, currency, kinds, ts_event)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s)",
        (
            account.run,
            account.account,
            account.account_type,
            account.starting_cash,
            account.currency,
            Jsonb(account.kinds),
            ts_event,
        ),
    )
    await connection.execute(
        "INSERT INTO portfolio.valuation (run, sequence, ts_event, cash, equity, commission, realised, final)"
        " VALUES (%(run)s, 0, %(ts_event)s, %(cash)s, %(cash)s, 0, 0, false)",
        {"run": account.run, "ts_event": ts_event, "cash": account.starting_cash},
    )


async def read_book(connection: Connection, run: int) -> Book | None:
    """The account of `run` with all it holds, as committed; None when the run is not known."""
    found = await connection.execute(
        "SELECT run, account, account_type, starting_cash, currency, kinds, sequence, ts_event, final"
        " FROM portfolio.account WHERE run = %s",
        (run,),
    )
    row = await found.fetchone()
    if row is None:
        return None
    number, account, account_type, starting_cash, currency, kinds, *progress = row
    known = msgspec.convert(kinds, dict[str, InstrumentKind])
    book = Book(Account(number, account, account_type, starting_cash, currency, known), {}, *progress)
    rows = await connection.execute(f"SELECT {_HOLDING} FROM portfolio.holding WHERE run = %s", (run,))  # noqa: S608
    for held in await rows.fetchall():
        book.holdings[held[0]] = Holding(held[0], InstrumentKind(held[1]), *held[2:])
    return book


async def latest_run(connection: Connection) -> int | None:
    found = await connection.execute("SELECT max(run) FROM portfolio.account")
    row = await found.fetchone()
    return row[0] if row else None


async def settled(connection: Connection) -> Settled | None:
    """How far the latest run is valued."""
    found = await connection.execute(
        "SELECT run, sequence, ts_event, final FROM portfolio.account ORDER BY run DESC LIMIT 1"
    )
    row = await found.fetchone()
    return Settled(*row) if row else None


async def save_holding(connection: Connection, run: int, holding: Holding) -> None:
    """After a fill or a corporate action."""
    await connection.execute(
        f"""
        INSERT INTO portfolio.holding (run, {_HOLDING}) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
        ON CONFLICT (run, instrument_id) DO UPDATE SET
            quantity = excluded.quantity, cost = excluded.cost, mark_price = excluded.mark_price,
            marked = excluded.marked, spent = excluded.spent, settled = excluded.settled,
            commission = excluded.commission, dividends = excluded.dividends
        """,  # noqa: S608
        (run, *_values(holding)),
    )


async def delete_holding(connection: Connection, run: int, instrument_id: str) -> None:
    """It goes on under another name."""
    await connection.execute(
        "DELETE FROM portfolio.holding WHERE run = %s AND instrument_id = %s", (run, instrument_id)
    )


async def save_step(connection: Connection, run: int, holding: Holding, fill: Fill) -> None:
    """What a fill has left of its position, for whoever asks later."""
    await _save_step(connection, run, holding, (fill.fill_id, fill.client_order_id, fill.ts_event, fill.sequence, ""))


async def save_adjustment(connection: Connection, holding: Holding, adjusted: PositionAdjusted) -> None:
    """What a corporate action has left of its position."""
    origin = ("", "", adjusted.ts_event, adjusted.sequence, adjusted.reason)
    await _save_step(connection, adjusted.run, holding, origin)


async def _save_step(
    connection: Connection, run: int, holding: Holding, origin: tuple[str, str, int, int, str]
) -> None:
    await connection.execute(
        "INSERT INTO portfolio.step (run, instrument_id, quantity, average_price, realised, commission, dividends,"
        " fill_id, client_order_id, ts_event, sequence, action)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
        (
            *(run, holding.instrument_id, holding.quantity, holding.average_price),
            *(holding.realised, holding.commission, holding.dividends, *origin),
        ),
    )


@dataclass(frozen=True)
class StepRange:
    """Which steps of a position to read: of one order (None: of all), beyond a number (None: from the first)."""

    client_order_id: str | None
    after: int | None
    newest: bool


async def steps(connection: Connection, run: int, instrument_id: str, wanted: StepRange, limit: int) -> list[Step]:
    """Steps of a position in order, or with `newest` last first."""
    compare, order = ("<", "DESC") if wanted.newest else (">", "ASC")
    found = await connection.execute(
        "SELECT run, instrument_id, number, fill_id, client_order_id, quantity, average_price, realised, commission,"  # noqa: S608
        " dividends, ts_event, sequence, action FROM portfolio.step"
        " WHERE run = %(run)s AND instrument_id = %(instrument_id)s"
        " AND (%(order)s::text IS NULL OR client_order_id = %(order)s)"
        f" AND (%(after)s::bigint IS NULL OR number {compare} %(after)s) ORDER BY number {order} LIMIT %(limit)s",
        {
            "run": run,
            "instrument_id": instrument_id,
            "order": wanted.client_order_id,
            "after": wanted.after,
            "limit": limit,
        },
    )
    return [Step(*row) for row in await found.fetchall()]


def _values(held: Holding) -> tuple[Any, ...]:
    return (
        held.instrument_id,
        held.kind,
        held.multiplier,
        held.quantity,
        held.cost,
        held.mark_price,
        held.marked,
        held.spent,
        held.settled,
        held.commission,
        held.dividends,
    )


async def save_mark(connection: Connection, book: Book, valued: Valued) -> None:
    """After a mark, in one round trip: prices and variation of all holdings, the account, a point of the curve.

    The final mark may fall on the sequence of the one before, and replaces it.
    """
    held = book.holdings.values()
    async with connection.pipeline():
        await connection.execute(
            "UPDATE portfolio.holding AS h SET mark_price = m.price, marked = m.marked, settled = m.settled"
            " FROM unnest(%s::text[], %s::numeric[], %s::boolean[], %s::numeric[])"
            " AS m (instrument_id, price, marked, settled) WHERE h.run = %s AND h.instrument_id = m.instrument_id",
            (
                [h.instrument_id for h in held],
                [h.mark_price for h in held],
                [h.marked for h in held],
                [h.settled for h in held],
                valued.run,
            ),
        )
        await connection.execute(
            "UPDATE portfolio.account SET sequence = %s, ts_event = %s, final = %s WHERE run = %s",
            (book.sequence, book.ts_event, book.final, valued.run),
        )
        await connection.execute(
            """
            INSERT INTO portfolio.valuation (run, sequence, ts_event, cash, equity, commission, realised, final)
            VALUES (%s, %s, %s, %s, %s, %s, %s, %s)
            ON CONFLICT (run, sequence) DO UPDATE SET
                ts_event = excluded.ts_event, cash = excluded.cash, equity = excluded.equity,
                commission = excluded.commission, realised = excluded.realised, final = excluded.final
            """,
            (
                valued.run,
                valued.sequence,
                valued.ts_event,
                book.cash,
                book.equity,
                book.commission,
                book.realised,
                valued.final,
            ),
        )


async def put_aside(connection: Connection, event: _Event) -> None:
    """Keep an event of a run whose start has not come yet."""
    await connection.execute(
        "INSERT INTO portfolio.waiting (run, payload) VALUES (%s, %s)", (event.run, msgspec.msgpack.encode(event))
    )


async def take_waiting(connection: Connection, run: int) -> list[_Event]:
    """The events put aside for `run`, in the order they came; they are removed."""
    found = await connection.execute(
        "WITH taken AS (DELETE FROM portfolio.waiting WHERE run = %s RETURNING number, payload)"
        " SELECT payload FROM taken ORDER BY number",
        (run,),
    )
    decoder: msgspec.msgpack.Decoder[_Event] = msgspec.msgpack.Decoder(_Event.__value__)
    return [decoder.decode(row[0]) for row in await found.fetchall()]


async def curve(connection: Connection, run: int, after: int | None, limit: int, *, newest: bool) -> list[Point]:
    """Points beyond `after`: ascending, or with `newest` descending."""
    rows: list[TupleRow] = await (
        await connection.execute(
            f"SELECT {_POINT} FROM portfolio.valuation WHERE run = %s" + by_sequence(newest=newest),  # noqa: S608
            (run, after, after, limit),
        )
    ).fetchall()
    return [Point(*row) for row in rows]
