"""Columns that parsers make from columns that files have: names, instants, ends of days. All vectorised."""

from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

INSTANT = pa.timestamp("us", "UTC")
OPEN_END = date(9999, 12, 31)
"""The last day of what goes on."""
DAY_US = 86_400_000_000
_NOON_US = DAY_US // 2


def names(column: Any, template: str = "{}") -> pa.DictionaryArray:
    """A text column with its distinct values written into `template`: 'AAPL' in '{}.US' is 'AAPL.US'."""
    array = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    encoded = array if pa.types.is_dictionary(array.type) else array.dictionary_encode()
    made = [None if value is None else template.format(value) for value in encoded.dictionary.to_pylist()]
    return pa.DictionaryArray.from_arrays(encoded.indices.cast(pa.int32()), pa.array(made, pa.string()))


def instants(us: NDArray[np.int64]) -> pa.Array:
    """Microseconds since 1970 UTC as instants, shape (n,)."""
    return pa.array(us).cast(INSTANT)


def days(column: Any) -> NDArray[np.int64]:
    """Dates (or texts 2014-06-09) as days since 1970, shape (n,). Raises when one is missing or is no date."""
    numbers = column.cast(pa.date32()).cast(pa.int32())
    if numbers.null_count:
        raise ValueError("a date is missing")
    return np.asarray(numbers.to_numpy(zero_copy_only=False) if isinstance(numbers, pa.Array) else numbers).astype(
        np.int64
    )


def midnight(column: Any) -> pa.Array:
    """The first instant of each day in UTC."""
    return instants(days(column) * DAY_US)


def end_of_day(column: Any) -> pa.Array:
    """23:59:59 UTC of each day: when what was published on a day without a time of day is known."""
    return instants(days(column) * DAY_US + DAY_US - 1_000_000)


def noon_after(column: Any) -> pa.Array:
    """12:00 UTC of the Monday to Friday that follows each day."""
    following = np.busday_offset(days(column).astype("datetime64[D]"), 1, roll="backward")
    return instants(following.astype(np.int64) * DAY_US + _NOON_US)


def later(column: Any, microseconds: int) -> pa.Array:
    """Instants moved on by a span."""
    moved = pc.add(column.cast(pa.int64()), microseconds)
    return moved.cast(INSTANT)


def utc(column: Any, zone: str) -> Any:
    """Wall times of a zone as instants. Of an hour that comes twice the first is meant, of one that is not the next."""
    aware = pc.assume_timezone(column.cast(pa.timestamp("us")), zone, ambiguous="earliest", nonexistent="latest")
    return aware.cast(INSTANT)


def nanoseconds(column: Any) -> Any:
    """Instants as integer nanoseconds since 1970 UTC."""
    return pc.multiply(column.cast(pa.int64()), 1000)
