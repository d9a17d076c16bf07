"""What engines read of the store: instruments, bars and trades as they were known at a time, in the form of a stream.

The reads are those that everyone has (`prices`, `ticks`); an instrument that has nothing by then gives nothing here,
since an engine asks for many and goes on without.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from nautilus.domain.instruments import Instrument, InstrumentKind
from nautilus.domain.market import F64, I64, TradeColumns, pack
from nautilus.history.adjustment import Adjust
from nautilus.history.asof import AsOf, Basis
from nautilus.history.prices import BarsAsked, read_bars
from nautilus.history.ticks import read_ticks
from nautilus.kernel.database import Database
from nautilus.kernel.errors import NotFoundError

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


async def instruments(database: Database) -> list[Instrument]:
    """All instruments, by id. What they are has no history here, so there is no `as_of`."""
    rows = await database.fetch(
        "SELECT instrument_id, kind, currency, price_precision, price_increment, lot_size, multiplier, description"
        " FROM marketdata.instrument ORDER BY instrument_id"
    )
    return [Instrument(row[0], InstrumentKind(row[1]), *row[2:]) for row in rows]


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
    """Of each bar with start_ns <= valid < end_ns the version that `prices.read_bars` gives; the first `limit`."""
    asked = BarsAsked(
        as_of,
        basis,
        adjust=Adjust.NONE if adjustment is Adjustment.RAW else Adjust.SPLIT,
        step_seconds=step_seconds,
        start_ns=start_ns,
        end_ns=end_ns if end_ns == END_NS else end_ns - 1,
    )
    try:
        table = (await read_bars(database, [instrument_id], asked)).arrow
    except NotFoundError:
        return _no_bars(instrument_id, step_seconds)
    table = table.slice(0, limit)
    return Bars(
        instrument_id=instrument_id,
        step_seconds=step_seconds,
        valid=_times(table, "valid"),
        known=_times(table, "known"),
        known_basis=tuple(table["known_basis"].to_pylist()),
        rule=tuple(table["rule"].to_pylist()),
        source=tuple(table["source"].to_pylist()),
        adjusted=tuple(table["adjusted"].to_pylist()),
        **{name: table[name].to_numpy() for name in ("open", "high", "low", "close", "volume")},
    )


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
    end = end_ns if end_ns == END_NS else end_ns - 1
    try:
        found = await read_ticks(database, instrument_id, "trade", as_of, basis=basis, start_ns=start_ns, end_ns=end)
    except NotFoundError:
        return TradeColumns(instrument_id, b"", b"", b"", b"")
    return TradeColumns(
        instrument_id=instrument_id,
        sequence=pack(np.arange(1, len(found) + 1, dtype=np.int64)),
        **{name: pack(found.arrow[name].to_numpy()) for name in ("ts_event", "price", "size")},
    )


def _no_bars(instrument_id: str, step_seconds: int) -> Bars:
    none, nothing = np.empty(0, np.int64), np.empty(0)
    return Bars(instrument_id, step_seconds, none, none, (), (), (), (), *(nothing,) * 5)


def _times(table: "pa.Table", name: str) -> I64:
    nanoseconds: I64 = table[name].to_numpy().astype("datetime64[ns]").astype(np.int64)
    return nanoseconds
