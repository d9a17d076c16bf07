"""Every version of bars known by a time, as columns: from PostgreSQL, or segments where they hold a part whole."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from nautilus.domain.market import I64
from nautilus.domain.time import from_ns
from nautilus.history.asof import AsOf, known_by
from nautilus.history.segments import read_segment, usable_segments
from nautilus.kernel.database import Database

if TYPE_CHECKING:
    import pyarrow as pa

PRICES = ("open", "high", "low", "close", "volume")
_ALWAYS = ("valid", "known", "origin_id", "adjusted")
_SEPARATOR = "\x1f"
_SQL = """
    SELECT instrument_id, source, {columns} FROM marketdata.every_bar
    WHERE instrument_id = ANY (string_to_array($1::text, chr(31))) AND step_seconds = $2::integer
        AND price_type = $3::text AND valid >= $4::timestamptz AND valid <= $5::timestamptz AND known <= $6::timestamptz
        AND ($7::text = '' OR source = $7::text)
"""
_NOT_COVERED = """
        AND NOT (source || '/' || extract(year FROM valid AT TIME ZONE 'UTC')
            = ANY (string_to_array($8::text, chr(31))))
"""


@dataclass(frozen=True)
class BarQuery:
    """Which bars. Times in nanoseconds, both ends included; `fields` beside times, origin and `adjusted`."""

    instrument_ids: Sequence[str]
    step_seconds: int
    price_type: str
    source: str
    """Empty: of every source."""
    start_ns: int
    end_ns: int
    as_of: AsOf
    fields: Sequence[str]


@dataclass(frozen=True)
class BarRows:
    """Columns of shape (n,) each, in no order: `valid` and `known` in microseconds, `instrument` and `source` as places
    in `instrument_ids` and `sources`. What is missing is NaN."""

    columns: Mapping[str, NDArray[Any]]
    instrument_ids: Sequence[str]
    sources: Sequence[str]
    from_segments: int = 0

    def __len__(self) -> int:
        return len(self.columns["valid"])

    def take(self, rows: NDArray[Any]) -> "BarRows":
        return replace(self, columns={name: column[rows] for name, column in self.columns.items()})


async def bar_rows(database: Database, query: BarQuery, folder: Path | None = None) -> BarRows:
    """All versions of the bars of `query` that were known by its `as_of`. `folder` is where segments lie, if any."""
    ids = sorted(set(query.instrument_ids))
    names = [*_ALWAYS, *query.fields]
    segments = [] if folder is None else await usable_segments(database, folder, _dataset(query), _years(query))
    covered = {f"{segment.source}/{segment.period}" for segment in segments}
    parts: list[tuple[str, pa.Table]] = [
        (segment.source, read_segment(segment, ids, (query.start_ns, query.end_ns), query.as_of, names))
        for segment in segments
    ]
    table = await _stored(database, query, ids, names, covered)
    sources = sorted({*table["source"].unique().to_pylist(), *(segment.source for segment in segments)})
    return _joined(ids, sources, [*parts, ("", table)], names)


async def _stored(
    database: Database, query: BarQuery, ids: Sequence[str], names: Sequence[str], covered: set[str]
) -> "pa.Table":
    given = [
        _SEPARATOR.join(ids),
        query.step_seconds,
        query.price_type,
        from_ns(query.start_ns),
        from_ns(query.end_ns),
        known_by(query.as_of),
        query.source,
    ]
    text = _SQL.format(columns=", ".join(names))
    if not covered:
        return await database.arrow(text, given)
    return await database.arrow(text + _NOT_COVERED, [*given, _SEPARATOR.join(covered)])


def _joined(
    ids: Sequence[str], sources: Sequence[str], parts: Sequence[tuple[str, "pa.Table"]], names: Sequence[str]
) -> BarRows:
    columns: dict[str, list[NDArray[Any]]] = {name: [] for name in ("instrument", "source", *names)}
    for source, table in parts:
        columns["instrument"].append(_codes(table["instrument_id"], ids))
        if source:
            columns["source"].append(np.full(table.num_rows, sources.index(source), dtype=np.int64))
        else:
            columns["source"].append(_codes(table["source"], sources))
        for name in names:
            columns[name].append(_numbers(table[name]))
    made = {name: np.concatenate(arrays) if len(arrays) > 1 else arrays[0] for name, arrays in columns.items()}
    return BarRows(made, ids, sources, sum(table.num_rows for source, table in parts if source))


def _codes(column: "pa.ChunkedArray", among: Sequence[str]) -> I64:
    """Place of each text in `among`."""
    import pyarrow as pa
    import pyarrow.compute as pc

    values = pa.array(among, pa.string())
    if not pa.types.is_dictionary(column.type):
        found: I64 = pc.index_in(column.cast(pa.string()), value_set=values).to_numpy().astype(np.int64)
        return found
    encoded = column.combine_chunks()
    places = pc.index_in(encoded.dictionary, value_set=values).fill_null(-1).to_numpy().astype(np.int64)
    coded: I64 = places[encoded.indices.to_numpy()]
    return coded


def _numbers(column: "pa.ChunkedArray") -> NDArray[Any]:
    """Times as microseconds; a null of a float is NaN."""
    import pyarrow as pa

    if pa.types.is_timestamp(column.type):
        column = column.cast(pa.timestamp("us", "UTC")).cast(pa.int64())
    numbers: NDArray[Any] = column.to_numpy()
    return numbers


def _dataset(query: BarQuery) -> str:
    """Pattern of the datasets: see marketdata.watermark."""
    source = query.source or "%"
    return f"bar/{source}/{query.price_type}/{query.step_seconds}"


def _years(query: BarQuery) -> tuple[int, int]:
    return from_ns(query.start_ns).year, from_ns(query.end_ns).year
