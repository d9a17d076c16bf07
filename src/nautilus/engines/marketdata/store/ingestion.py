"""Writing facts: one transaction a batch. A fact is never updated; a revision is a further row, known later."""
# ruff: noqa: S608 - the text of a statement is all ours, its values are parameters

import asyncio
import math
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from itertools import product
from typing import Any

import msgspec
import numpy as np
import psycopg
import pyarrow as pa
from psycopg.types.json import Jsonb

from nautilus.domain.market import I64
from nautilus.domain.time import from_ns
from nautilus.engines.marketdata.store.archive import Archive
from nautilus.engines.marketdata.store.tables import FACT_TABLES, FactTable
from nautilus.kernel.database import Connection, Database, copy_table
from nautilus.kernel.errors import ConflictError
from nautilus.sources.base import KnownBasis, Payload, Spec
from nautilus.sources.job import Counts, Piece, Stored
from nautilus.sources.quality import Quarantined, codes

_REVISION_RULE = "revision seen when fetched"

_STAGING = """
    CREATE TEMPORARY TABLE staging_{name} ON COMMIT DROP AS
    SELECT {typed}, known, origin_id, false AS is_recorded, 0 AS revision_origin_id,
        known AS known_before, false AS is_as_before
    FROM marketdata.{name} WITH NO DATA
"""
_COUNTED = """
    WITH written AS ({statement} RETURNING {dataset} AS dataset, {year} AS year)
    INSERT INTO marketdata.watermark (dataset, period, raw_id, row_count)
    SELECT dataset, year, %(raw_id)s, count(*) FROM written GROUP BY dataset, year ORDER BY dataset, year
    ON CONFLICT (dataset, period) DO UPDATE SET
        raw_id = excluded.raw_id, row_count = watermark.row_count + excluded.row_count, changed = clock_timestamp()
    RETURNING (SELECT count(*) FROM written)
"""
_MARK = """
    INSERT INTO marketdata.watermark (dataset, period, raw_id, row_count) VALUES (%s, %s, %s, %s)
    ON CONFLICT (dataset, period) DO UPDATE SET
        raw_id = excluded.raw_id, row_count = watermark.row_count + excluded.row_count, changed = clock_timestamp()
"""
_FIRST = """
    INSERT INTO marketdata.{name} ({columns}, source, known, origin_id, raw_id)
    SELECT {staged}, %(source)s, known, origin_id, %(raw_id)s FROM staging_{name} AS staged
    ORDER BY {staged_key}, known ON CONFLICT DO NOTHING
"""
"""In the order of the index, which is the difference between a page read once and one read for each row."""
_VERSIONS = """
    INSERT INTO marketdata.{versions} ({columns}, source, known, origin_id, raw_id)
    SELECT DISTINCT ON ({staged_key}, staged.known) {staged}, %(source)s,
        CASE WHEN last.known IS NULL OR last.known < staged.known THEN staged.known
            WHEN is_recorded THEN last.known + interval '1 microsecond'
            ELSE greatest(%(fetched)s, last.known + interval '1 microsecond') END,
        CASE WHEN is_recorded OR last.known IS NULL OR last.known < staged.known THEN staged.origin_id
            ELSE revision_origin_id END,
        %(raw_id)s
    FROM staging_{name} AS staged
    LEFT JOIN LATERAL (
        SELECT known, {values} FROM marketdata.{every} AS stored
        WHERE stored.source = %(source)s AND {same_key} AND stored.origin_id NOT IN (
            SELECT origin_id FROM marketdata.origin WHERE rule LIKE 'repair: %%'
        ) AND (
            stored.known <= staged.known OR is_recorded AND stored.known < staged.known + interval '1 millisecond'
            OR stored.origin_id = revision_origin_id AND stored.known <= %(fetched)s
        )
        ORDER BY stored.known DESC LIMIT 1
    ) AS last ON true
    WHERE {chosen} CASE WHEN known_before >= coalesce(last.known, known_before) THEN NOT is_as_before
        ELSE last.known IS NULL OR ({last_values}) IS DISTINCT FROM ({staged_values}) END
    ON CONFLICT DO NOTHING
"""
"""A fact is compared with what was known of its key at its own time. Where that is another value of just that time,
it is a revision: of an assumed time known when it was fetched, for all that one can know; of a recorded one, which the
publisher vouches for, right behind what it puts right (within a millisecond, before any later version). What the same
batch says of the key between the stored version and it counts as that version. Our own repairs are not what a source
said before."""
_NEW_KEYS = "NOT EXISTS (SELECT FROM marketdata.{every} AS stored WHERE stored.source = %(source)s AND {same_key}) AND"

type Counting = Callable[[Connection, Counts], Awaitable[None]]
"""Called in the transaction of a batch, with what it brought."""


class FactStore:
    """What the ingestion job writes to: see `nautilus.sources.job.Store`."""

    def __init__(self, database: Database, archive: Archive) -> None:
        self._database = database
        self._archive = archive
        self._all_new: dict[str, bool] = {}
        """By table, whether all rows of the last batch were new: the next one is then tried the quick way first."""

    async def open(self, spec: Spec, payload: Payload) -> Stored:
        """Times of fetching of a part never go back, also when the clock did: the order of its versions is by them."""
        await asyncio.to_thread(self._archive.put, payload.sha256, payload.content)
        key = (spec.name, payload.part.name, spec.revision, payload.sha256)
        await self._database.execute(
            "INSERT INTO marketdata.raw (source, part, revision, sha256, bytes, row_count, fetched, request, is_whole)"
            " SELECT %s, %s, %s, %s, %s, 0, greatest(%s, max(fetched) + interval '1 microsecond'), %s, false"
            " FROM marketdata.raw WHERE (source, part, revision) = (%s, %s, %s) ON CONFLICT DO NOTHING",
            (*key, len(payload.content), from_ns(payload.fetched_ns), Jsonb(dict(payload.request)), *key[:3]),
        )
        row = await self._database.fetch_one(
            "SELECT raw_id, batches_done, row_count, is_whole FROM marketdata.raw"
            " WHERE (source, part, revision, sha256) = (%s, %s, %s, %s)",
            key,
        )
        assert row is not None
        return Stored(*row)

    async def add(
        self, spec: Spec, stored: Stored, payload: Payload, piece: Piece, count: Counting | None = None
    ) -> Counts:
        """Raises ConflictError when the piece was stored meanwhile: two jobs are at the same payload."""
        counts = Counts()
        async with self._database.connection() as connection:
            moved = await connection.execute(
                "UPDATE marketdata.raw SET batches_done = %s, row_count = row_count + %s, is_whole = %s"
                " WHERE raw_id = %s AND batches_done = %s RETURNING fetched",
                (piece.number + 1, piece.row_count, piece.is_last, stored.raw_id, piece.number),
            )
            if (row := await moved.fetchone()) is None:
                raise ConflictError(f"another job is storing {payload.part.name} of {spec.name}; wait until it is done")
            writer = _Writer(connection, spec, row[0], stored.raw_id, self._all_new)
            counts += Counts(added=await writer.reference(piece))
            for name, table in piece.kept.tables.items():
                if table.num_rows:
                    counts += await writer.facts(FACT_TABLES[name], table)
            await writer.quarantine(piece.aside)
            if count is not None:
                await count(connection, counts)
        return counts


class _Writer:
    """Writes the parts of one batch in the transaction of `connection`."""

    def __init__(
        self, connection: Connection, spec: Spec, fetched: datetime, raw_id: int, all_new: dict[str, bool]
    ) -> None:
        self._all_new = all_new
        self._connection = connection
        self._source = spec.name
        self._given = {"source": spec.name, "fetched": fetched, "raw_id": raw_id}

    async def reference(self, piece: Piece) -> int:
        """Instruments and series, replaced when a source says otherwise; the number of rows added or changed."""
        added = 0
        for instrument in piece.kept.instruments:
            added += await self._put("instrument", ("instrument_id",), msgspec.structs.asdict(instrument))
        for series in piece.kept.series:
            names = ("series_id", "title", "unit", "frequency", "rule", "revised")
            row = {name: getattr(series, name) for name in names}
            added += await self._put("series", ("source", "series_id"), row | {"source": self._source})
        return added

    async def facts(self, table: FactTable, rows: pa.Table) -> Counts:
        direct = (table.versions or not table.has_versions) and not table.text_json
        if direct and self._all_new.get(table.name, True) and await self._copy(table, rows):
            return Counts(added=rows.num_rows)
        await self._stage(table, rows)
        if table.versions or not table.has_versions:
            added = await self._insert(table, table.name, _FIRST)
            self._all_new[table.name] = added == rows.num_rows
        else:
            added = await self._insert(table, table.name, _VERSIONS, _NEW_KEYS)
        if added == rows.num_rows or not table.has_versions:
            return Counts(added)
        return Counts(added, await self._insert(table, table.versions or table.name, _VERSIONS))

    async def _copy(self, table: FactTable, rows: pa.Table) -> bool:
        """Straight into the table, which takes half the time; False, with nothing done, when a key is there already."""
        made = rows.select([*table.columns, "known"])
        made = made.append_column("origin_id", pa.array(await self._origin_ids(rows)))
        made = made.append_column("source", _constant(self._source, rows.num_rows))
        made = made.append_column("raw_id", pa.repeat(self._given["raw_id"], rows.num_rows))
        try:
            async with self._connection.transaction():
                await copy_table(self._connection, f"marketdata.{table.name}", made)
        except psycopg.errors.UniqueViolation:
            return False
        counted = [(dataset, year, self._given["raw_id"], n) for (dataset, year), n in self._periods(table, rows)]
        async with self._connection.cursor() as cursor:
            await cursor.executemany(_MARK, counted)
        return True

    def _periods(self, table: FactTable, rows: pa.Table) -> list[tuple[tuple[str, int], int]]:
        """How many rows each dataset has a year, as `FactTable.dataset` and `.year` say it in SQL."""
        times = rows[table.time]
        unit = "ns" if table.time == "ts_event" else "D" if pa.types.is_date32(times.type) else "us"
        plain = times.cast(pa.int32() if unit == "D" else pa.int64()).to_numpy().astype(np.int64)
        codes = plain.view(f"datetime64[{unit}]").astype("datetime64[Y]").astype(np.int64) + 1970
        names: list[list[str]] = []
        for name in table.split_by:
            indices, values = _encoded(rows[name])
            names.append([str(value) for value in values])
            codes = codes * len(values) + indices
        found: list[tuple[tuple[str, int], int]] = []
        for code, count in zip(*np.unique(codes, return_counts=True), strict=True):
            rest, ends = int(code), list[str]()
            for values in reversed(names):
                rest, index = divmod(rest, len(values))
                ends.insert(0, values[index])
            found.append((("/".join([table.name, self._source, *ends]), rest), int(count)))
        return sorted(found)

    async def _stage(self, table: FactTable, rows: pa.Table) -> None:
        typed = [f"{name}::text AS {name}" if name in table.text_json else name for name in table.columns]
        await self._connection.execute(_STAGING.format(name=table.name, typed=", ".join(typed)))
        staged = rows.select([*table.columns, "known"])
        basis, names = _encoded(rows["known_basis"])
        recorded = pa.array(np.array([name == KnownBasis.RECORDED for name in names])[basis])
        staged = staged.append_column("origin_id", pa.array(await self._origin_ids(rows)))
        staged = staged.append_column("is_recorded", recorded)
        revisions = await self._origin_ids(rows, KnownBasis.RECORDED, _REVISION_RULE)
        staged = staged.append_column("revision_origin_id", pa.array(revisions))
        if table.has_versions:
            staged = _with_predecessors(table, staged)
        await copy_table(self._connection, f"pg_temp.staging_{table.name}", staged)
        await self._connection.execute(f"ANALYZE staging_{table.name}")

    async def _insert(self, table: FactTable, into: str, statement: str, chosen: str = "") -> int:
        staged = {name: f"staged.{name}" + ("::jsonb" if name in table.text_json else "") for name in table.columns}
        same = {"period_start": "IS NOT DISTINCT FROM"}  # may be null; with = the others find the key's index
        same_key = " AND ".join(f"stored.{name} {same.get(name, '=')} staged.{name}" for name in table.key)
        parts = {
            "name": table.name,
            "versions": into,
            "every": table.every or table.name,
            "columns": ", ".join(table.columns),
            "staged": ", ".join(staged.values()),
            "staged_key": ", ".join(staged[name] for name in table.key),
            "staged_values": ", ".join(staged[name] for name in table.values),
            "values": ", ".join(table.values),
            "last_values": ", ".join(f"last.{name}" for name in table.values),
            "same_key": same_key,
        }
        text = statement.format(chosen=chosen.format(**parts), **parts)
        counted = _COUNTED.format(statement=text, dataset=table.dataset, year=table.year)
        row = await (await self._connection.execute(counted, self._given)).fetchone()
        return int(row[0]) if row else 0

    async def quarantine(self, rows: Sequence[Quarantined]) -> None:
        found = await self._connection.execute(
            "SELECT coalesce(max(number), 0) FROM marketdata.quarantine WHERE raw_id = %(raw_id)s", self._given
        )
        last = (await found.fetchone() or (0,))[0]
        async with self._connection.cursor() as cursor:
            await cursor.executemany(
                "INSERT INTO marketdata.quarantine VALUES (%s, %s, %s, %s, %s)",
                [
                    (self._given["raw_id"], number, row.table, row.reason, Jsonb(_plain(row.row)))
                    for number, row in enumerate(rows, last + 1)
                ],
            )

    async def _put(self, table: str, key: Sequence[str], row: dict[str, Any]) -> int:
        """Insert, or replace where something differs; 1 if it did either."""
        names = ", ".join(row)
        values = [name for name in row if name not in key]
        result = await self._connection.execute(
            f"INSERT INTO marketdata.{table} AS stored ({names}) VALUES ({', '.join(f'%({name})s' for name in row)})"
            f" ON CONFLICT ({', '.join(key)}) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in values)}"
            f" WHERE ({', '.join(f'stored.{name}' for name in values)})"
            f" IS DISTINCT FROM ({', '.join(f'excluded.{name}' for name in values)})",
            row,
        )
        return result.rowcount

    async def _origin_ids(self, rows: pa.Table, basis: str | None = None, rule: str | None = None) -> I64:
        """Origin of each row, shape (n,); with `basis` and `rule`, those of its dataset by that rule instead."""
        codes = np.zeros(rows.num_rows, dtype=np.int64)
        choices: list[list[str]] = []
        for name, given in (("dataset", None), ("known_basis", basis), ("rule", rule)):
            if given:
                choices.append([given])
                continue
            indices, values = _encoded(rows[name])
            choices.append(values)
            codes = codes * len(values) + indices
        used, positions = np.unique(codes, return_inverse=True)
        combinations = list(product(*choices))
        ids = [await self._origin_id(combinations[code]) for code in used]
        origins: I64 = np.array(ids, dtype=np.int64)[positions]
        return origins

    async def _origin_id(self, key: tuple[str, ...]) -> int:
        await self._connection.execute(
            "INSERT INTO marketdata.origin (dataset, known_basis, rule) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING", key
        )
        found = await self._connection.execute(
            "SELECT origin_id FROM marketdata.origin WHERE (dataset, known_basis, rule) = (%s, %s, %s)", key
        )
        row = await found.fetchone()
        assert row is not None
        origin_id: int = row[0]
        return origin_id


def _with_predecessors(table: FactTable, staged: pa.Table) -> pa.Table:
    """With what the batch itself says of each key before each row: since when, and whether that is the same."""
    keys = codes(staged, table.key)
    known = staged["known"].cast(pa.int64()).to_numpy()
    order = np.lexsort((known, keys))
    follows = keys[order][1:] == keys[order][:-1]
    before = np.zeros(len(keys), np.int64)
    before[order[1:]] = known[order[:-1]]
    has_none = np.ones(len(keys), np.bool_)
    has_none[order[1:]] = ~follows
    is_as_before = np.zeros(len(keys), np.bool_)
    if follows.any():
        said = codes(staged, table.values)
        is_as_before[order[1:]] = follows & (said[order][1:] == said[order][:-1])
    staged = staged.append_column("known_before", pa.array(before, mask=has_none).cast(staged["known"].type))
    return staged.append_column("is_as_before", pa.array(is_as_before))


def _constant(value: str, count: int) -> pa.DictionaryArray:
    return pa.DictionaryArray.from_arrays(pa.repeat(pa.scalar(0, pa.int32()), count), pa.array([value]))


def _encoded(column: pa.ChunkedArray) -> tuple[I64, list[Any]]:
    """Which of its distinct values each row has, shape (n,), and those values."""
    whole = column.combine_chunks()
    encoded = whole if pa.types.is_dictionary(whole.type) else whole.dictionary_encode()
    indices: I64 = encoded.indices.to_numpy().astype(np.int64)
    return indices, encoded.dictionary.to_pylist()


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    """A row as JSON can hold it: what is no finite number becomes text."""
    return {
        name: str(value) if isinstance(value, float) and not math.isfinite(value) else msgspec.to_builtins(value)
        for name, value in row.items()
    }
