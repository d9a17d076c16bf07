"""Arrow tables in the binary format of PostgreSQL's COPY, made by arithmetic on columns: no value becomes an object.

Format: https://www.postgresql.org/docs/15/sql-copy.html, "Binary Format". A row is its number of fields, then each
field as a length (-1 for NULL) and that many bytes, big-endian.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

type Bytes = NDArray[np.uint8]
type Lengths = NDArray[np.int64]

HEADER = b"PGCOPY\n\xff\r\n\0" + bytes(8)
TRAILER = b"\xff\xff"
_EPOCH_US = 946_684_800_000_000
"""2000-01-01, where the server's times begin, in µs after 1970."""
_EPOCH_DAYS = 10_957
_LENGTH = 4
_ARROW: dict[int, tuple[pa.DataType, str]] = {
    16: (pa.bool_(), "u1"),
    20: (pa.int64(), ">i8"),
    23: (pa.int32(), ">i4"),
    25: (pa.string(), ""),
    701: (pa.float64(), ">f8"),
    1082: (pa.date32(), ">i4"),
    1184: (pa.timestamp("us", "UTC"), ">i8"),
}
"""By the type's number in the server: what a column is cast to, and how its values lie in a row; "" for text."""
TYPES = frozenset(_ARROW)


@dataclass(frozen=True)
class _Field:
    """A column: the bytes of `cells` one after the other, lengths included; row i has those of cell `codes[i]`."""

    cells: Bytes
    starts: Lengths
    sizes: Lengths
    codes: NDArray[np.int64] | None


def encode(rows: pa.Table, types: Sequence[int]) -> bytes:
    """The rows in COPY's format, without header and trailer. `types` of the table's columns are of TYPES."""
    count = rows.num_rows
    fields = [_field(rows.column(i).combine_chunks(), kind) for i, kind in enumerate(types)]
    sizes = [field.sizes if field.codes is None else field.sizes[field.codes] for field in fields]
    ends = np.cumsum(2 + sum(sizes, np.zeros(count, np.int64)))
    out: Bytes = np.empty(int(ends[-1]) if count else 0, np.uint8)
    at = np.concatenate([[0], ends[:-1]]) if count else ends
    out[at], out[at + 1] = divmod(len(fields), 256)
    at = at + 2
    for field, size in zip(fields, sizes, strict=True):
        starts = field.starts if field.codes is None else field.starts[field.codes]
        if count and (size == size[0]).all():
            inner = np.arange(size[0])
            out[at[:, None] + inner] = field.cells[starts[:, None] + inner]
        else:
            inner = np.arange(size.sum()) - np.repeat(np.cumsum(size) - size, size)
            out[np.repeat(at, size) + inner] = field.cells[np.repeat(starts, size) + inner]
        at = at + size
    return out.tobytes()


def _field(column: pa.Array, kind: int) -> _Field:
    arrow, layout = _ARROW[kind]
    if layout:
        return _fixed(column.cast(arrow), layout)
    if not pa.types.is_dictionary(column.type):
        return _texts(column.cast(arrow), None)
    codes = column.indices.fill_null(len(column.dictionary)).to_numpy().astype(np.int64)
    texts = column.dictionary.cast(arrow)
    return _texts(pa.concat_arrays([texts, pa.nulls(1, arrow)]), codes)


def _fixed(column: pa.Array, layout: str) -> _Field:
    width = np.dtype(layout).itemsize
    cells = np.empty(len(column), np.dtype([("length", ">i4"), ("value", layout)]))
    missing = column.is_null().to_numpy(zero_copy_only=False)
    cells["length"] = np.where(missing, -1, width)
    cells["value"] = _plain(column)
    sizes = np.where(missing, _LENGTH, _LENGTH + width)
    starts = np.arange(len(column)) * (_LENGTH + width)
    return _Field(cells.view(np.uint8), starts, sizes, None)


def _plain(column: pa.Array) -> NDArray[np.generic]:
    """Values as the server counts them; of a missing one, anything."""
    kind = column.type
    if pa.types.is_timestamp(kind):
        numbers = column.cast(pa.int64()).fill_null(0).to_numpy() - _EPOCH_US
    elif pa.types.is_date32(kind):
        numbers = column.cast(pa.int32()).fill_null(0).to_numpy() - _EPOCH_DAYS
    elif pa.types.is_boolean(kind):
        numbers = column.fill_null(False).to_numpy(zero_copy_only=False)
    else:
        numbers = column.fill_null(0).to_numpy()
    found: NDArray[np.generic] = numbers
    return found


def _texts(column: pa.StringArray, codes: NDArray[np.int64] | None) -> _Field:
    """Distinct texts and which row has which, or a text a row."""
    missing = column.is_null().to_numpy(zero_copy_only=False)
    ends, body = _contents(column.fill_null("").cast(pa.binary()))
    lengths = np.diff(ends)
    sizes = lengths + _LENGTH
    starts = np.cumsum(sizes) - sizes
    cells: Bytes = np.empty(int(sizes.sum()), np.uint8)
    heads = np.where(missing, -1, lengths).astype(">i4").view(np.uint8).reshape(-1, _LENGTH)
    cells[starts[:, None] + np.arange(_LENGTH)] = heads
    inner = np.arange(len(body)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    cells[np.repeat(starts + _LENGTH, lengths) + inner] = body
    return _Field(cells, starts, sizes, codes)


def _contents(column: pa.BinaryArray) -> tuple[NDArray[np.int64], Bytes]:
    """Where each value ends, from 0 on, shape (n + 1,), and all bytes."""
    if not len(column):
        return np.zeros(1, np.int64), np.empty(0, np.uint8)
    _, offsets, data = column.buffers()
    ends = np.frombuffer(offsets, np.int32)[column.offset : column.offset + len(column) + 1].astype(np.int64)
    body = np.frombuffer(data, np.uint8) if data else np.empty(0, np.uint8)
    return ends - ends[0], body[ends[0] : ends[-1]]
