"""Market records in columns, and the frames that carry them between engines.

A replay numbers every record of its session 1..n in (ts_event, instrument) order. A frame carries the records
`first_sequence`..`last_sequence` and never splits a timestamp. How a session is cut into frames is transport only:
no result may depend on it.
"""

import msgspec
import msgspec.structs
import numpy as np
from numpy.typing import NDArray

I64 = NDArray[np.int64]
F64 = NDArray[np.float64]
_CELL = 8  # bytes of one int64 or float64


def pack(values: NDArray[np.int64] | NDArray[np.float64]) -> bytes:
    """Little-endian bytes of an int64 or float64 vector: how a column crosses a bus."""
    return np.ascontiguousarray(values).astype(values.dtype.newbyteorder("<"), copy=False).tobytes()


def int_column(column: bytes) -> I64:
    return np.frombuffer(column, dtype="<i8")


def float_column(column: bytes) -> F64:
    return np.frombuffer(column, dtype="<f8")


class TradeColumns(msgspec.Struct, frozen=True, array_like=True):
    """Trades of one instrument, shape (n,) each: sequence, ts_event [ns], price [currency], size [lots or shares]."""

    instrument_id: str
    sequence: bytes
    ts_event: bytes
    price: bytes
    size: bytes


class QuoteColumns(msgspec.Struct, frozen=True, array_like=True):
    """Best bid and ask of one instrument, shape (n,) each. `derived` says that no venue published them."""

    instrument_id: str
    sequence: bytes
    ts_event: bytes
    bid: bytes
    ask: bytes
    size: bytes
    derived: bool


class BarColumns(msgspec.Struct, frozen=True, array_like=True):
    """Bars of one instrument and step. `ts_event` is the close of the bar: nothing of it is known before.

    `step_seconds` is 86_400 for a daily session bar. `sequence` is that of the record that made the bar known.
    """

    instrument_id: str
    step_seconds: int
    sequence: bytes
    ts_event: bytes
    open: bytes
    high: bytes
    low: bytes
    close: bytes
    volume: bytes


class CorrectionColumns(msgspec.Struct, frozen=True, array_like=True):
    """Later versions of bars of one instrument, in the order in which they became known.

    `sequence` is the first record at or after that, before which a correction takes effect: it is no record itself.
    `number` counts the corrections of a session, `known` is when it became known [ns], `ts_event` the close of the bar
    that it corrects. What was computed from that bar before was right as known then, and stays.
    """

    instrument_id: str
    step_seconds: int
    sequence: bytes
    number: bytes
    known: bytes
    ts_event: bytes
    open: bytes
    high: bytes
    low: bytes
    close: bytes
    volume: bytes


class ValueColumns(msgspec.Struct, frozen=True, array_like=True):
    """Values of one named series of one instrument: a factor, a feature, a VPIN, a forecast."""

    instrument_id: str
    name: str
    sequence: bytes
    ts_event: bytes
    value: bytes


type Columns = TradeColumns | QuoteColumns | BarColumns | CorrectionColumns | ValueColumns


def count(columns: Columns) -> int:
    """Number of rows."""
    return len(columns.sequence) // _CELL


def between[C: (TradeColumns, QuoteColumns, BarColumns, CorrectionColumns, ValueColumns)](
    columns: C, first: int, last: int
) -> C:
    """The rows with first <= sequence <= last: how a consumer drops what it has processed from a frame cut anew."""
    sequence = int_column(columns.sequence)
    start, stop = (int(i) for i in np.searchsorted(sequence, [first, last + 1]))
    if start == 0 and stop == len(sequence):
        return columns
    cells = slice(start * _CELL, stop * _CELL)
    parts = {name: getattr(columns, name) for name in columns.__struct_fields__}
    cut = {name: part[cells] for name, part in parts.items() if isinstance(part, bytes)}
    return msgspec.structs.replace(columns, **cut)
