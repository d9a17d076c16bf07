"""Writing facts: one transaction a payload. A fact is never updated; a revision is a further row, known later."""
# ruff: noqa: S608 - the text of a statement is all ours, its values are parameters

import math
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import product
from typing import Any

import msgspec
import numpy as np
import pyarrow as pa
from psycopg.types.json import Jsonb

from nautilus.domain.market import I64
from nautilus.domain.time import from_ns
from nautilus.kernel.database import Connection, Database, copy_rows
from nautilus.sources.base import Batch, KnownBasis, Payload, Spec
from nautilus.sources.quality import Quarantined

_REVISION_RULE = "revision seen when fetched"
_OHLCV = ("open", "high", "low", "close", "volume")
_SLICE_ROWS = 65_536

_STAGING = """
    CREATE TEMPORARY TABLE staging_{table} ON COMMIT DROP AS
    SELECT {columns}, false AS is_recorded, 0 AS revision_origin_id FROM marketdata.{table} WITH NO DATA
"""
_INSERT_VERSIONS = """
    INSERT INTO marketdata.{table} ({key}, {values}, source, known, origin_id, raw_id)
    SELECT {staged_key}, {staged_values}, %(source)s,
        CASE WHEN is_recorded OR last.valid IS NULL THEN staged.known ELSE greatest(%(fetched)s, staged.known) END,
        CASE WHEN is_recorded OR last.valid IS NULL THEN staged.origin_id ELSE revision_origin_id END,
        %(raw_id)s
    FROM staging_{table} AS staged
    LEFT JOIN LATERAL (
        SELECT valid, {values} FROM marketdata.{table} AS stored
        WHERE stored.source = %(source)s AND {same_key} AND (NOT is_recorded OR stored.known <= staged.known)
        ORDER BY stored.known DESC LIMIT 1
    ) AS last ON true
    WHERE last.valid IS NULL OR ({last_values}) IS DISTINCT FROM ({staged_values})
    ON CONFLICT DO NOTHING
"""
"""A fact with a recorded time is compared with the version known then, one with an assumed time with the newest: a
payload that brings other values than the last one did is a revision, known when it was fetched."""


class FactStore:
    """What the ingestion job writes to: see `nautilus.sources.job.Store`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def stored_rows(self, spec: Spec, payload: Payload) -> int | None:
        row = await self._database.fetch_one(
            "SELECT row_count FROM marketdata.raw WHERE source = %s AND part = %s AND revision = %s AND sha256 = %s",
            (spec.name, payload.part.name, spec.revision, payload.sha256),
        )
        return row[0] if row else None

    async def add(self, spec: Spec, payload: Payload, batch: Batch, quarantined: Sequence[Quarantined]) -> int:
        async with self._database.connection() as connection:
            writer = _Writer(connection, spec, payload, await _insert_raw(connection, spec, payload, batch))
            added = await writer.reference(batch)
            added += await writer.versions(
                "bar", ("instrument_id", "step_seconds", "valid"), (*_OHLCV, "adjusted"), batch.bars
            )
            added += await writer.versions("observation", ("series_id", "valid"), ("value",), batch.observations)
            added += await writer.trades(batch.trades)
            await writer.quarantine(quarantined)
        return added


async def _insert_raw(connection: Connection, spec: Spec, payload: Payload, batch: Batch) -> int:
    found = await connection.execute(
        "INSERT INTO marketdata.raw (source, part, revision, sha256, bytes, row_count, fetched)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s) RETURNING raw_id",
        (
            spec.name,
            payload.part.name,
            spec.revision,
            payload.sha256,
            len(payload.content),
            batch.row_count,
            from_ns(payload.fetched_ns),
        ),
    )
    row = await found.fetchone()
    assert row is not None
    raw_id: int = row[0]
    return raw_id


class _Writer:
    """Writes the parts of one batch in the transaction of `connection`."""

    def __init__(self, connection: Connection, spec: Spec, payload: Payload, raw_id: int) -> None:
        self._connection = connection
        self._source = spec.name
        self._fetched: datetime = from_ns(payload.fetched_ns)
        self._raw_id = raw_id

    async def reference(self, batch: Batch) -> int:
        """Instruments, actions, series, replaced when a source says otherwise; the number of rows added or changed."""
        added = 0
        for instrument in batch.instruments:
            added += await self._put("instrument", ("instrument_id",), msgspec.structs.asdict(instrument))
        for action in batch.actions:
            row = {"instrument_id": action.instrument_id, "kind": action.kind, "ex_date": action.ex_date}
            row |= {"ratio": action.ratio, "source": self._source}
            added += await self._put("action", ("instrument_id", "kind", "ex_date"), row)
        for series in batch.series:
            row = {
                name: getattr(series, name) for name in ("series_id", "title", "unit", "frequency", "rule", "revised")
            }
            added += await self._put("series", ("series_id",), row | {"source": self._source})
        return added

    async def versions(self, table: str, key: Sequence[str], values: Sequence[str], rows: pa.Table) -> int:
        """Bars or observations; the number of versions that were not there yet."""
        if not rows.num_rows:
            return 0
        columns = (*key, *values, "known", "origin_id", "is_recorded", "revision_origin_id")
        await self._connection.execute(_STAGING.format(table=table, columns=", ".join(columns[:-2])))
        staged = rows.select([*key, *values, "known"]).columns
        origins = await self._origin_ids(rows)
        recorded = [basis == KnownBasis.RECORDED for basis in rows["known_basis"].to_pylist()]
        revisions = await self._origin_ids(rows, KnownBasis.RECORDED, _REVISION_RULE)
        await copy_rows(
            self._connection,
            f"pg_temp.staging_{table}",
            columns,
            zip(
                *(column.to_pylist() for column in staged),
                origins.tolist(),
                recorded,
                revisions.tolist(),
                strict=True,
            ),
        )
        await self._connection.execute(f"ANALYZE staging_{table}")
        statement = _INSERT_VERSIONS.format(
            table=table,
            key=", ".join(key),
            values=", ".join(values),
            staged_key=", ".join(f"staged.{name}" for name in key),
            staged_values=", ".join(f"staged.{name}" for name in values),
            last_values=", ".join(f"last.{name}" for name in values),
            same_key=" AND ".join(f"stored.{name} = staged.{name}" for name in key),
        )
        inserted = await self._connection.execute(
            statement, {"source": self._source, "fetched": self._fetched, "raw_id": self._raw_id}
        )
        return inserted.rowcount

    async def trades(self, rows: pa.Table) -> int:
        """Trades, each once: known by instrument, source, time and place in the source."""
        if not rows.num_rows:
            return 0
        found = await self._connection.execute(
            "SELECT EXISTS (SELECT FROM marketdata.trade WHERE instrument_id = ANY (%s) AND source = %s)",
            (rows["instrument_id"].unique().to_pylist(), self._source),
        )
        stored = await found.fetchone()
        names = ("instrument_id", "ts_event", "ordinal", "price", "size", "known")
        origins = await self._origin_ids(rows)
        return await copy_rows(
            self._connection,
            "marketdata.trade",
            (*names, "origin_id", "source", "raw_id"),
            self._trade_rows(rows.select(list(names)), origins),
            skip_existing=stored != (False,),  # staging costs as much again: not for the first ones
        )

    def _trade_rows(self, rows: pa.Table, origins: I64) -> Iterable[tuple[Any, ...]]:
        """Python rows, a slice at a time: half a million of them are never alive together."""
        for start in range(0, rows.num_rows, _SLICE_ROWS):
            part = rows.slice(start, _SLICE_ROWS)
            columns = [column.to_pylist() for column in part.columns]
            for *row, origin in zip(*columns, origins[start : start + _SLICE_ROWS].tolist(), strict=True):
                yield (*row, origin, self._source, self._raw_id)

    async def quarantine(self, rows: Sequence[Quarantined]) -> None:
        for number, row in enumerate(rows, 1):
            await self._connection.execute(
                "INSERT INTO marketdata.quarantine VALUES (%s, %s, %s, %s, %s)",
                (self._raw_id, number, row.table, row.reason, Jsonb(_plain(row.row))),
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
            encoded = rows[name].combine_chunks().dictionary_encode()
            choices.append([given] if given else encoded.dictionary.to_pylist())
            place = 0 if given else encoded.indices.to_numpy()
            codes = codes * len(choices[-1]) + place
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


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    """A row as JSON can hold it: what is no finite number becomes text."""
    return {
        name: str(value) if isinstance(value, float) and not math.isfinite(value) else msgspec.to_builtins(value)
        for name, value in row.items()
    }
