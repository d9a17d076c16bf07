"""Every version of bars known by a time, as columns: from PostgreSQL, or segments where they hold a part whole."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from nautilus.domain.market import I64
from nautilus.domain.time import from_ns
from nautilus.history.asof import AsOf, known_by
from nautilus.history.segments import find_parts, read_segment
from nautilus.kernel.database import Database

if TYPE_CHECKING:
    import pyarrow as pa

PRICES = ("open", "high", "low", "close", "volume")
_ALWAYS = ("valid", "known", "origin_id", "adjusted")
_SEPARATOR = "\x1f"
_SQL = """
    SELECT instrument_id, {columns} FROM marketdata.every_bar
    WHERE instrument_id = ANY (string_to_array($1::text, chr(31))) AND step_seconds = $2::integer
        AND price_type = $3::text AND valid >= $4::timestamptz AND valid <= $5::timestamptz AND known <= $6::timestamptz
        AND ($7::text = '' OR source = $7::text)
"""
_REST = """
        AND source || '/' || extract(year FROM valid AT TIME ZONE 'UTC') = ANY (string_to_array($8::text, chr(31)))
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
    if folder is None:
        table = await _stored(database, query, ids, names)
        return _joined(ids, _sources(query, [table]), [("", table)], names)
    found = await find_parts(database, folder, _dataset(query), _years(query))
    span = (query.start_ns, query.end_ns)
    parts: list[tuple[str, pa.Table]] = [
        (segment.source, await asyncio.to_thread(read_segment, segment, ids, span, query.as_of, names))
        for segment in found.segments
    ]
    for source, years in _grouped(found.rest, query).items():
        one = replace(query, source=source)
        parts.append((source, await _stored(database, one, ids, names, years)))
    if not parts:
        parts = [(query.source, await _stored(database, query, [], names))]
    joined = _joined(ids, sorted({source for source, _ in parts}), parts, names)
    of_segments = sum(table.num_rows for _, table in parts[: len(found.segments)])
    return replace(joined, from_segments=of_segments)


async def _stored(
    database: Database, query: BarQuery, ids: Sequence[str], names: Sequence[str], years: Sequence[int] = ()
) -> "pa.Table":
    """From the database: all of it, or some years of its source."""
    given = [
        _SEPARATOR.join(ids),
        query.step_seconds,
        query.price_type,
        from_ns(query.start_ns),
        from_ns(query.end_ns),
        known_by(query.as_of),
        query.source,
    ]
    columns = names if query.source else ["source", *names]
    text = _SQL.format(columns=", ".join(columns))
    if not years:
        return await database.arrow(text, given)
    return await database.arrow(text + _REST, [*given, _SEPARATOR.join(f"{query.source}/{year}" for year in years)])


def _sources(query: BarQuery, tables: Sequence["pa.Table"]) -> list[str]:
    if query.source:
        return [query.source]
    return sorted({source for table in tables for source in table["source"].unique().to_pylist()})


def _grouped(rest: Sequence[tuple[str, int]], query: BarQuery) -> dict[str, list[int]]:
    """Years by source, none where all are meant, of the sources that are asked for."""
    years: dict[str, list[int]] = {}
    for source, year in rest:
        if query.source in {"", source}:
            years.setdefault(source, []).extend([year] if year else [])
    return years


def _joined(
    ids: Sequence[str], sources: Sequence[str], parts: Sequence[tuple[str, "pa.Table"]], names: Sequence[str]
) -> BarRows:
    columns: dict[str, list[NDArray[Any]]] = {name: [] for name in ("instrument", "source", *names)}
    for source, table in parts:
        columns["instrument"].append(_codes(table["instrument_id"], ids))
        if source or len(sources) == 1:
            place = sources.index(source or sources[0])
            columns["source"].append(np.full(table.num_rows, place, dtype=np.int64))
        else:
            columns["source"].append(_codes(table["source"], sources))
        for name in names:
            columns[name].append(_numbers(table[name]))
    made = {name: np.concatenate(arrays) if len(arrays) > 1 else arrays[0] for name, arrays in columns.items()}
    return BarRows(made, ids, sources)


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
