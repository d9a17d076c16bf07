"""Sessions: fixed selections of stored history, their records numbered 1..n.

Records are in (`ts_event`, instrument, stored order) order. A session reads one source, as of a fixed time, so the same
store gives the same numbers for ever, also after revisions.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
import numpy as np

from nautilus.domain.instruments import Instrument
from nautilus.domain.market import I64, BarColumns, TradeColumns, int_column, pack
from nautilus.domain.time import from_ns
from nautilus.history.facts import instruments
from nautilus.kernel.database import Database
from nautilus.kernel.errors import NotFoundError
from nautilus.quant.microstructure.book import half_spread
from nautilus.quant.microstructure.market import Derivation, MarketRecords

if TYPE_CHECKING:
    import pyarrow as pa


class RecordKind(StrEnum):
    BARS = "bars"
    TRADES = "trades"


class SessionSpec(msgspec.Struct, frozen=True, kw_only=True):
    """What a session selects, and the account that trades it. Times in nanoseconds UTC, both ends included."""

    name: str
    title: str
    kind: RecordKind
    source: str
    instrument_ids: tuple[str, ...]
    first_ts: int
    last_ts: int
    as_of: int
    """Of each record the last version known by then is replayed."""
    step_seconds: int
    """Step of the recorded bars, or of those built from the trades."""
    account_type: str
    currency: str
    starting_cash: Decimal
    mark_seconds: int
    spread_ticks: Mapping[str, int]
    """Assumed spread of each instrument in ticks, even, since no source has quotes."""
    frame_records: int
    """Most records in a frame (more only where one timestamp has more)."""
    corrections: bool = False
    """Each bar is played as it was first known, and later versions come as corrections when they became known."""


class Session(msgspec.Struct, frozen=True, kw_only=True):
    """A session as it lies in the store: records 1..`record_count`, at `first_ts`..`last_ts`."""

    spec: SessionSpec
    record_count: int
    first_ts: int
    last_ts: int


class Records(msgspec.Struct, frozen=True):
    """Records of a session as stored, by instrument, with their sequence numbers."""

    trades: tuple[TradeColumns, ...] = ()
    bars: tuple[BarColumns, ...] = ()

    @property
    def ts_event(self) -> I64:
        """Time of each record in order of sequence, shape (n,)."""
        columns: list[TradeColumns | BarColumns] = [*self.trades, *self.bars]
        if not columns:
            return np.empty(0, np.int64)
        sequence = np.concatenate([int_column(column.sequence) for column in columns])
        times: I64 = np.concatenate([int_column(column.ts_event) for column in columns])[np.argsort(sequence)]
        return times


class Anchor(NamedTuple):
    """The number and time of a record that is the first at its time."""

    sequence: int
    ts_event: int


BEGINNING = Anchor(1, 0)


async def sessions(database: Database) -> list[Session]:
    """All sessions, in the order in which they are offered."""
    rows = await database.fetch(
        "SELECT spec, record_count, first_ts, last_ts FROM marketdata.session ORDER BY place, name"
    )
    return [_session(*row) for row in rows]


async def session(database: Database, name: str) -> Session:
    """The session called `name`. Raises NotFoundError."""
    row = await database.fetch_one(
        "SELECT spec, record_count, first_ts, last_ts FROM marketdata.session WHERE name = %s", (name,)
    )
    if row is None:
        raise NotFoundError(f"no session is called {name!r}; `nautilus replay list` shows those there are")
    return _session(*row)


async def session_instruments(database: Database, spec: SessionSpec) -> list[Instrument]:
    """The instruments of a session, in its order."""
    known = {instrument.instrument_id: instrument for instrument in await instruments(database)}
    return [known[instrument_id] for instrument_id in spec.instrument_ids]


async def records(database: Database, spec: SessionSpec, first: int, last: int, anchor: Anchor = BEGINNING) -> Records:
    """Records first..last of a session, as stored. Fewer where the session ends before `last`.

    The store counts its way to `first` from `anchor`, which must not lie behind it: the nearer, the quicker.
    """
    after = msgspec.structs.replace(spec, first_ts=max(spec.first_ts, anchor.ts_event))
    numbers = (first - anchor.sequence + 1, last - anchor.sequence + 1)
    if spec.kind is RecordKind.TRADES:
        return Records(trades=_trades(await database.arrow(*_trade_query(after, *numbers)), spec, first))
    return Records(bars=_bars(await database.arrow(*_bar_query(after, *numbers)), spec, first))


async def sequence_from(database: Database, spec: SessionSpec, ts_event: int) -> int:
    """Number of the first record at or after `ts_event`; record_count + 1 when there is none."""
    before = msgspec.structs.replace(spec, last_ts=min(spec.last_ts, ts_event - 1))
    return await count_records(database, before) + 1


async def sequences_from(database: Database, spec: SessionSpec, times: Sequence[int]) -> list[int]:
    """`sequence_from` of each of many times, in one read of the session's."""
    query, parameters = (_trade_query if spec.kind is RecordKind.TRADES else _bar_query)(spec, 1, 2**62)
    table = await database.arrow(
        f"SELECT ts_event, count(*) AS n FROM ({query}) AS record GROUP BY ts_event ORDER BY ts_event",  # noqa: S608
        parameters,
    )
    before = np.concatenate([[0], np.cumsum(table["n"].to_numpy())])
    found: list[int] = (before[np.searchsorted(table["ts_event"].to_numpy(), times)] + 1).tolist()
    return found


async def find_session(database: Database, spec: SessionSpec) -> Session | None:
    """What the store has for `spec`; None where that is nothing."""
    query, parameters = (_trade_query if spec.kind is RecordKind.TRADES else _bar_query)(spec, 1, 2**62)
    table = await database.arrow(
        f"SELECT count(*) AS n, min(ts_event) AS first, max(ts_event) AS last FROM ({query}) AS record",  # noqa: S608
        parameters,
    )
    count, first, last = (table[name][0].as_py() for name in ("n", "first", "last"))
    return Session(spec=spec, record_count=count, first_ts=first, last_ts=last) if count else None


async def record_times(database: Database, spec: SessionSpec) -> tuple[I64, I64]:
    """Each time at which a session has records, ascending, and the number of the first record there."""
    query, parameters = (_trade_query if spec.kind is RecordKind.TRADES else _bar_query)(spec, 1, 2**62)
    table = await database.arrow(
        f"SELECT ts_event, count(*) AS n FROM ({query}) AS record GROUP BY ts_event ORDER BY ts_event",  # noqa: S608
        parameters,
    )
    counts: I64 = table["n"].to_numpy()
    return table["ts_event"].to_numpy(), np.cumsum(counts) - counts + 1


async def lowest_price(database: Database, spec: SessionSpec) -> dict[str, float]:
    """The lowest price of a trade, or close of a bar, of each instrument that has records."""
    query, parameters = (_trade_query if spec.kind is RecordKind.TRADES else _bar_query)(spec, 1, 2**62)
    price = "price" if spec.kind is RecordKind.TRADES else "close"
    table = await database.arrow(
        f"SELECT instrument_id, min({price}) AS price FROM ({query}) AS record GROUP BY instrument_id",  # noqa: S608
        parameters,
    )
    return dict(zip(table["instrument_id"].to_pylist(), table["price"].to_pylist(), strict=True))


async def count_records(database: Database, spec: SessionSpec) -> int:
    query, parameters = (_trade_query if spec.kind is RecordKind.TRADES else _bar_query)(spec, 1, 2**62)
    table = await database.arrow(f"SELECT count(*) AS n FROM ({query}) AS record", parameters)  # noqa: S608 - our text
    count: int = table["n"][0].as_py()
    return count


async def derivation_after(database: Database, spec: SessionSpec, sequence: int) -> tuple[Derivation, MarketRecords]:
    """The derivation in the state that records 1..sequence give it, and what the last of them (of one step) gave."""
    halves = {
        instrument.instrument_id: half_spread(
            spec.spread_ticks[instrument.instrument_id], float(instrument.price_increment)
        )
        for instrument in await session_instruments(database, spec)
    }
    derivation = Derivation(halves, spec.step_seconds)
    if sequence == 0:
        return derivation, MarketRecords()
    newest = await records(database, spec, sequence, sequence)
    start = await sequence_from(database, spec, derivation.step_start(int(newest.ts_event[0])))
    earlier = await records(database, spec, min(start, sequence), sequence)
    return derivation, derivation.feed(earlier.trades, earlier.bars)


async def market(database: Database, spec: SessionSpec, first: int, last: int) -> MarketRecords:
    """What the MarketFrames of records first..last hold, derived again from the store: trades, quotes, bars."""
    derivation, _ = await derivation_after(database, spec, first - 1)
    found = await records(database, spec, first, last)
    return derivation.feed(found.trades, found.bars)


def _session(spec: Any, record_count: int, first_ts: int, last_ts: int) -> Session:
    return Session(
        spec=msgspec.convert(spec, SessionSpec), record_count=record_count, first_ts=first_ts, last_ts=last_ts
    )


def _trade_query(spec: SessionSpec, first: int, last: int) -> tuple[str, tuple[object, ...]]:
    """With one instrument the primary key gives the order, so a page is read without sorting the session."""
    one = len(spec.instrument_ids) == 1
    chosen = "instrument_id = $1::text" if one else "instrument_id = ANY (string_to_array($1::text, ','))"
    order = "ts_event, ordinal" if one else "ts_event, instrument_id, ordinal"
    query = f"""
        SELECT instrument_id, ts_event, price, size
        FROM marketdata.trade
        WHERE {chosen} AND source = $2::text AND ts_event BETWEEN $3::bigint AND $4::bigint AND known <= $5::bigint
        ORDER BY {order}
        OFFSET $6::bigint LIMIT $7::bigint
    """  # noqa: S608 - our text
    bounds = (spec.first_ts, spec.last_ts, spec.as_of, first - 1, last - first + 1)
    return query, (",".join(spec.instrument_ids), spec.source, *bounds)


def _bar_query(spec: SessionSpec, first: int, last: int) -> tuple[str, tuple[object, ...]]:
    query = f"""
        SELECT DISTINCT ON (valid, instrument_id)
            instrument_id, (extract(epoch FROM valid) * 1000000)::bigint * 1000 AS ts_event,
            open, high, low, close, volume
        FROM marketdata.every_bar
        WHERE instrument_id = ANY (string_to_array($1::text, ',')) AND source = $2::text
            AND step_seconds = $3::integer AND price_type = 'LAST' AND valid BETWEEN $4::timestamptz AND $5::timestamptz
            AND known <= $6::timestamptz
        ORDER BY valid, instrument_id, known {"ASC" if spec.corrections else "DESC"}
        OFFSET $7::bigint LIMIT $8::bigint
    """  # noqa: S608 - our text
    bounds = (from_ns(spec.first_ts), from_ns(spec.last_ts), from_ns(spec.as_of), first - 1, last - first + 1)
    return query, (",".join(spec.instrument_ids), spec.source, spec.step_seconds, *bounds)


def _trades(table: "pa.Table", spec: SessionSpec, first: int) -> tuple[TradeColumns, ...]:
    return tuple(
        TradeColumns(
            instrument_id=instrument_id,
            sequence=pack(rows + first),
            ts_event=pack(table["ts_event"].to_numpy()[rows]),
            price=pack(table["price"].to_numpy()[rows]),
            size=pack(table["size"].to_numpy()[rows]),
        )
        for instrument_id, rows in _by_instrument(table, spec)
    )


def _bars(table: "pa.Table", spec: SessionSpec, first: int) -> tuple[BarColumns, ...]:
    return tuple(
        BarColumns(
            instrument_id=instrument_id,
            step_seconds=spec.step_seconds,
            sequence=pack(rows + first),
            **{name: pack(table[name].to_numpy()[rows]) for name in _BAR_COLUMNS},
        )
        for instrument_id, rows in _by_instrument(table, spec)
    )


_BAR_COLUMNS = ("ts_event", "open", "high", "low", "close", "volume")


def _by_instrument(table: "pa.Table", spec: SessionSpec) -> list[tuple[str, I64]]:
    """Row numbers of each instrument that has rows, in the session's order."""
    if not table.num_rows:
        return []
    if len(spec.instrument_ids) == 1:
        return [(spec.instrument_ids[0], np.arange(table.num_rows))]
    names = table["instrument_id"].to_numpy()
    groups = ((instrument_id, np.flatnonzero(names == instrument_id)) for instrument_id in spec.instrument_ids)
    return [(instrument_id, rows) for instrument_id, rows in groups if len(rows)]
