"""Instruments, corporate actions, bars, trades, observations, as they were known at a time."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from nautilus.domain.instruments import Instrument, InstrumentKind
from nautilus.domain.market import F64, I64, TradeColumns, pack
from nautilus.domain.time import NS_PER_DAY, from_ns
from nautilus.history.asof import AsOf, Basis, known_by, known_by_ns
from nautilus.kernel.database import Database

if TYPE_CHECKING:
    import pyarrow as pa

DAILY = 86_400
END_NS = 2**63 - 1


class Adjustment(StrEnum):
    RAW = "raw"
    """Prices as they were traded."""
    SPLITS = "splits"
    """Scaled for the splits whose ex date had come by `as_of`: prices × 1/ratio, volumes × ratio."""


@dataclass(frozen=True)
class Split:
    instrument_id: str
    ex_date: date
    ratio: Decimal


@dataclass(frozen=True)
class Bars:
    """Bars of one instrument, oldest first; shape (n,) each. `valid` is the close [ns], `known` in ns."""

    instrument_id: str
    step_seconds: int
    valid: I64
    known: I64
    known_basis: tuple[str, ...]
    rule: tuple[str, ...]
    source: tuple[str, ...]
    adjusted: tuple[bool, ...]
    """Whether prices were scaled after the fact, by the source or by `Adjustment`."""
    open: F64
    high: F64
    low: F64
    close: F64
    volume: F64

    def __len__(self) -> int:
        return len(self.valid)


@dataclass(frozen=True)
class Observations:
    """Values of one economic series, oldest first; shape (n,) each. `valid` is the first day of the period [ns]."""

    series_id: str
    valid: I64
    known: I64
    known_basis: tuple[str, ...]
    rule: tuple[str, ...]
    value: F64

    def __len__(self) -> int:
        return len(self.valid)


async def instruments(database: Database) -> list[Instrument]:
    """All instruments, by id. What they are has no history here, so there is no `as_of`."""
    rows = await database.fetch(
        "SELECT instrument_id, kind, currency, price_precision, price_increment, lot_size, multiplier, description"
        " FROM marketdata.instrument ORDER BY instrument_id"
    )
    return [Instrument(row[0], InstrumentKind(row[1]), *row[2:]) for row in rows]


async def actions(database: Database, instrument_id: str, as_of: AsOf) -> list[Split]:
    """Splits with an ex date up to `as_of`, oldest first, as they were known then."""
    rows = await database.fetch(
        "SELECT DISTINCT ON (valid) entity_id, valid, (attributes->>'ratio')::numeric FROM marketdata.event"
        " WHERE entity_id = %s AND kind = 'SPLIT' AND valid <= %s AND known <= %s"
        " ORDER BY valid, known DESC, source",
        (instrument_id, known_by(as_of).date(), known_by(as_of)),
    )
    return [Split(*row) for row in rows]


async def bars(
    database: Database,
    instrument_id: str,
    as_of: AsOf,
    *,
    basis: Basis = Basis.ASSUMED,
    step_seconds: int = DAILY,
    start_ns: int = 0,
    end_ns: int = END_NS,
    limit: int | None = None,
    adjustment: Adjustment = Adjustment.RAW,
) -> Bars:
    """Of each bar with start_ns <= valid < end_ns the last version known by `as_of`; at most the first `limit`."""
    table = await database.arrow(
        """
        SELECT DISTINCT ON (bar.valid)
            bar.valid, bar.known, origin.known_basis, origin.rule, bar.source, bar.adjusted,
            bar.open, bar.high, bar.low, bar.close, bar.volume
        FROM marketdata.every_bar AS bar JOIN marketdata.origin USING (origin_id)
        WHERE bar.instrument_id = $1::text AND bar.step_seconds = $2::integer AND bar.known <= $3::timestamptz
            AND bar.price_type = 'LAST'
            AND origin.known_basis = ANY (string_to_array($4::text, ','))
            AND bar.valid >= $5::timestamptz AND bar.valid < $6::timestamptz
        ORDER BY bar.valid, bar.known DESC, bar.source
        LIMIT $7::bigint
        """,
        (
            instrument_id,
            step_seconds,
            known_by(as_of),
            ",".join(basis.allowed),
            from_ns(start_ns),
            from_ns(end_ns),
            END_NS if limit is None else limit,
        ),
    )
    found = Bars(
        instrument_id=instrument_id,
        step_seconds=step_seconds,
        valid=_times(table, "valid"),
        known=_times(table, "known"),
        known_basis=tuple(table["known_basis"].to_pylist()),
        rule=tuple(table["rule"].to_pylist()),
        source=tuple(table["source"].to_pylist()),
        adjusted=tuple(table["adjusted"].to_pylist()),
        open=_floats(table, "open"),
        high=_floats(table, "high"),
        low=_floats(table, "low"),
        close=_floats(table, "close"),
        volume=_floats(table, "volume"),
    )
    if adjustment is Adjustment.RAW or not len(found):
        return found
    return _split_adjusted(found, await actions(database, instrument_id, as_of))


async def trades(
    database: Database,
    instrument_id: str,
    as_of: AsOf,
    *,
    basis: Basis = Basis.ASSUMED,
    start_ns: int = 0,
    end_ns: int = END_NS,
) -> TradeColumns:
    """Trades with start_ns <= ts_event < end_ns in stored order, numbered from 1 within this answer."""
    table = await database.arrow(
        """
        SELECT trade.ts_event, trade.price, trade.size
        FROM marketdata.trade JOIN marketdata.origin USING (origin_id)
        WHERE trade.instrument_id = $1::text AND trade.known <= $2::bigint
            AND origin.known_basis = ANY (string_to_array($3::text, ','))
            AND trade.ts_event >= $4::bigint AND trade.ts_event < $5::bigint
        ORDER BY trade.ts_event, trade.source, trade.ordinal
        """,
        (instrument_id, known_by_ns(as_of), ",".join(basis.allowed), start_ns, end_ns),
    )
    return TradeColumns(
        instrument_id=instrument_id,
        sequence=pack(np.arange(1, table.num_rows + 1, dtype=np.int64)),
        ts_event=pack(table["ts_event"].to_numpy()),
        price=pack(_floats(table, "price")),
        size=pack(_floats(table, "size")),
    )


async def observations(
    database: Database,
    series_id: str,
    as_of: AsOf,
    *,
    basis: Basis = Basis.ASSUMED,
    start_ns: int = 0,
    end_ns: int = END_NS,
) -> Observations:
    """Of each period with start_ns <= valid < end_ns the last value known by `as_of`."""
    rows = await database.fetch(
        """
        SELECT * FROM (SELECT DISTINCT ON (observation.valid)
            extract(epoch FROM observation.valid)::bigint, (extract(epoch FROM observation.known) * 1000000)::bigint,
            origin.known_basis, origin.rule, observation.value
        FROM marketdata.observation JOIN marketdata.origin USING (origin_id)
        WHERE observation.series_id = %s AND observation.known <= %s AND origin.known_basis = ANY (%s)
            AND observation.valid >= %s AND observation.valid < %s
        ORDER BY observation.valid, observation.known DESC, observation.source) AS newest
        WHERE value IS NOT NULL
        """,
        (series_id, known_by(as_of), basis.allowed, from_ns(start_ns), from_ns(end_ns)),
    )
    valid, known, known_basis, rule, value = zip(*rows, strict=True) if rows else ((), (), (), (), ())
    return Observations(
        series_id=series_id,
        valid=np.array(valid, dtype=np.int64) * 1_000_000_000,
        known=np.array(known, dtype=np.int64) * 1_000,
        known_basis=known_basis,
        rule=rule,
        value=np.array(value, dtype=np.float64),
    )


def _split_adjusted(raw: Bars, splits: list[Split]) -> Bars:
    """Scale what traded before each ex date, so that the series has no jump at it."""
    ratio = np.ones(len(raw))
    day = raw.valid // NS_PER_DAY
    for split in splits:
        ratio[day < (split.ex_date - date(1970, 1, 1)).days] *= float(split.ratio)
    return replace(
        raw,
        adjusted=tuple(bool(scaled or known) for scaled, known in zip(ratio != 1, raw.adjusted, strict=True)),
        open=raw.open / ratio,
        high=raw.high / ratio,
        low=raw.low / ratio,
        close=raw.close / ratio,
        volume=raw.volume * ratio,
    )


def _times(table: "pa.Table", name: str) -> I64:
    nanoseconds: I64 = table[name].to_numpy().astype("datetime64[ns]").astype(np.int64)
    return nanoseconds


def _floats(table: "pa.Table", name: str) -> F64:
    values: F64 = table[name].to_numpy()
    return values
