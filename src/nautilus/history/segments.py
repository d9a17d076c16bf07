"""Segments: closed history of bars as immutable Arrow files, memory-mapped, one a dataset and year.

A segment holds every version of its part, sorted by instrument, valid and known. It is derived: the catalogue says
behind which watermark it was made, and as soon as the watermark has moved the part is read from PostgreSQL until the
segment has been made anew. Files of a different length than the catalogue says are not used either.

A file is opened when it is found, so that one that is superseded and removed meanwhile is still read whole.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from nautilus.domain.market import I64
from nautilus.history.asof import AsOf, known_by_ns
from nautilus.kernel.database import Database

if TYPE_CHECKING:
    import pyarrow as pa

COLUMNS = (
    *("valid", "known", "open", "high", "low", "close", "volume"),
    *("adjusted", "adjusted_close", "origin_id", "raw_id"),
)
"""Of a bar segment, after `instrument_id`, a dictionary in byte order."""
_US = 1_000


@dataclass(frozen=True)
class Segment:
    dataset: str
    period: int
    """Year of `valid`, UTC."""
    file: "pa.MemoryMappedFile"
    """Open; what was read of it stays when it is closed."""
    row_count: int

    @property
    def source(self) -> str:
        return self.dataset.split("/")[1]


class Parts(NamedTuple):
    """How the parts of datasets are to be read. `rest`: sources and years (0: all) that only the database has whole."""

    segments: Sequence[Segment]
    rest: Sequence[tuple[str, int]]


async def find_parts(database: Database, folder: Path, pattern: str, years: tuple[int, int]) -> Parts:
    """Segments of the datasets like `pattern` within `years` that hold all that is stored, and what has none."""
    rows = await database.fetch(
        "SELECT dataset, period, segment.file, segment.row_count, segment.bytes FROM marketdata.watermark"
        " LEFT JOIN marketdata.segment USING (dataset, period, raw_id, row_count)"
        " WHERE dataset LIKE %s AND period BETWEEN %s AND %s ORDER BY dataset, period",
        (pattern, *years),
    )
    segments: list[Segment] = []
    rest: list[tuple[str, int]] = []
    for dataset, period, file, row_count, size in rows:
        mapped = _opened(folder / file, size) if file else None
        if mapped is None:
            rest.append((dataset.split("/")[1], period))
        else:
            segments.append(Segment(dataset, period, mapped, row_count))
    uncounted = await database.fetch(  # stored before watermarks were kept
        "SELECT DISTINCT source FROM marketdata.raw"
        " WHERE NOT EXISTS (SELECT FROM marketdata.watermark WHERE split_part(dataset, '/', 2) = source)"
    )
    return Parts(segments, [*rest, *((source, 0) for (source,) in uncounted)])


def read_segment(
    segment: Segment, instrument_ids: Sequence[str], span_ns: tuple[int, int], as_of: AsOf, names: Sequence[str]
) -> "pa.Table":
    """Its rows of these instruments, valid within `span_ns` and known by `as_of`: `instrument_id` and `names`."""
    import pyarrow as pa

    with segment.file as source:
        table = pa.ipc.open_file(source).read_all()
    table = table.select(["instrument_id", *names])
    instrument = table["instrument_id"].combine_chunks()
    held = instrument.dictionary
    wanted = pa.compute.is_in(held, value_set=pa.array(instrument_ids, pa.string())).to_numpy(zero_copy_only=False)
    valid, known = _microseconds(table, "valid"), _microseconds(table, "known")
    first_us, last_us = -(-span_ns[0] // _US), span_ns[1] // _US
    keep = (known <= known_by_ns(as_of) // _US) & (valid >= first_us) & (valid <= last_us)
    if not wanted.all():
        keep &= wanted[instrument.indices.to_numpy()]
    return table if keep.all() else table.filter(pa.array(keep))


def _opened(file: Path, size: int) -> "pa.MemoryMappedFile | None":
    """The file, mapped; None where it is not there or not as long as it was."""
    import pyarrow as pa

    try:
        mapped = pa.memory_map(str(file))
    except FileNotFoundError:
        return None
    if mapped.size() == size:
        return mapped
    mapped.close()
    return None


def _microseconds(table: "pa.Table", name: str) -> I64:
    import pyarrow as pa

    found: I64 = table[name].cast(pa.int64()).to_numpy().astype(np.int64, copy=False)
    return found
