"""Ingestion of the bulk bars: parsing, the whole path into the table beside bare COPY, again, sizes, reads, growth."""

import asyncio
import logging
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import pyarrow as pa

from benchmarks._market import PART, SOURCE, bars
from nautilus.engines.marketdata.store import Archive, FactStore
from nautilus.history.asof import Basis, parse_bounds
from nautilus.history.prices import BarsAsked, read_bars, read_panel
from nautilus.history.versions import grid, winners
from nautilus.kernel.database import Database, copy_table
from nautilus.kernel.migrations import migrate
from nautilus.sources.base import Part, Payload, Source
from nautilus.sources.job import Piece, ingest, pieces_of
from nautilus.stack.postgres import PostgresServer
from nautilus.stack.server import free_port
from nautilus.stack.servers import running

_LOG = logging.getLogger(__name__)
_SHARES = (16, 4, 1)
"""Growth: the first sixteenth of the rows, the first quarter, all."""
_READS = 7
_COLUMNS = "instrument_id, valid, open, high, low, close, volume"
_DAY_US = 86_400_000_000
_LATEST_ONLY = """
    CREATE TABLE marketdata.latest_only AS SELECT
        instrument_id, step_seconds, price_type, source, valid, {values} FROM ({latest}) AS latest;
    ALTER TABLE marketdata.latest_only ADD PRIMARY KEY (instrument_id, step_seconds, price_type, source, valid);
"""
_LATEST = """
    SELECT bar.instrument_id, bar.step_seconds, bar.price_type, bar.source, bar.valid, {chosen}
    FROM marketdata.bar LEFT JOIN (
        SELECT DISTINCT ON (instrument_id, step_seconds, price_type, source, valid) * FROM marketdata.bar_version
        ORDER BY instrument_id, step_seconds, price_type, source, valid, known DESC
    ) AS later USING (instrument_id, step_seconds, price_type, source, valid)
"""
_VALUES = ("open", "high", "low", "close", "volume", "adjusted", "adjusted_close")
_WITHOUT = """
    SELECT instrument_id, step_seconds, source, valid, TIMESTAMPTZ '2015-01-01 00:00Z' AS known, open, high, low, close,
        volume, adjusted, (SELECT min(origin_id) FROM marketdata.origin) AS origin_id,
        (SELECT min(raw_id) FROM marketdata.raw) AS raw_id, price_type, adjusted_close
    FROM marketdata.latest_only
"""
_NAMES = "SELECT instrument_id FROM marketdata.bar GROUP BY 1 ORDER BY count(*) DESC, instrument_id LIMIT %s"
_SYMBOLS = 5_000
_PANEL = "valid >= '2016-01-01' AND valid < '2017-01-01'"
_SERIES = "instrument_id = 'AAPL.US' AND step_seconds = 86400 AND price_type = 'LAST' AND source = 'pystock'"


class _Client:
    """Gives bytes that were read before the clock ran."""

    def __init__(self, payload: Payload) -> None:
        self._payload = payload

    def connect(self, _: Path | None) -> "_Client":
        return self

    async def plan(self) -> Sequence[Part]:
        return [self._payload.part]

    async def fetch(self, _: Part) -> Payload:
        return self._payload

    async def close(self) -> None:
        """Nothing is open."""


def run() -> dict[str, Any]:
    """Rows a second of wall and of the client's CPU; bytes; milliseconds. PostgreSQL is ours, with fsync."""
    with tempfile.TemporaryDirectory(prefix="nautilus-bench-", ignore_cleanup_errors=True) as name:
        home = Path(name)
        home.chmod(0o711)
        server = PostgresServer(home / "postgres", free_port(), home / "database.log", home / "password")
        with running([server]) as processes:
            migrate(server.url)
            return asyncio.run(_measure(server.url, home, processes[server.name].pid))


async def _measure(url: str, home: Path, server: int) -> dict[str, Any]:
    source, payload = await bars()
    database = Database(url, max_size=3)
    await database.open()
    try:
        parsed = _parse(source, payload)
        bare = await _bare_copy(database, source, payload)
        loaded = await _load(database, source, payload, home, server)
        again = await _load(database, source, payload, home, server)
        counted = await database.fetch_one(
            "SELECT (SELECT count(*) FROM marketdata.bar), (SELECT count(*) FROM marketdata.bar_version)"
        )
        read = await _against_latest_only(database)
        growth = [await _grown(database, source, payload, home, share) for share in _SHARES]
    finally:
        await database.close()
    return {
        "inputs": {"source": SOURCE, "part": PART, "bytes": len(payload.content), "rows": loaded["rows"]},
        "bars": {
            "parse_rows_per_cpu_s": 500_000,
            "path_rows_per_s": 80_000,
            "path_to_bare_copy": 0.5,
            "again_times_faster": 10,
            "size_to_latest_only": 1.5,
            "read_to_latest_only": 1.3,
        },
        "parse_and_inspect": parsed,
        "bare_copy": bare,
        "path": loaded,
        "path_to_bare_copy": round(loaded["rows_per_s"] / bare["rows_per_s"], 2),
        "again_s": again["seconds"],
        "again_times_faster": round(loaded["seconds"] / again["seconds"], 1),
        "first_prints_and_versions": list(counted or ()),
        "against_latest_only": read,
        "growth": growth,
    }


def _parse(source: Source, payload: Payload) -> dict[str, Any]:
    began, cpu = time.perf_counter(), time.process_time()
    count = sum(piece.row_count for piece in pieces_of(source, payload))
    seconds, spent = time.perf_counter() - began, time.process_time() - cpu
    return {"rows": count, "rows_per_cpu_s": round(count / spent), "rows_per_s": round(count / seconds)}


async def _bare_copy(database: Database, source: Source, payload: Payload) -> dict[str, Any]:
    """First prints by COPY alone into a twin of the table, a transaction a batch; parsing is not counted."""
    await database.execute("CREATE TABLE marketdata.bare (LIKE marketdata.bar INCLUDING ALL)")
    seconds, count = 0.0, 0
    for piece in pieces_of(source, payload):
        table = _as_stored(piece)
        began = time.perf_counter()
        async with database.connection() as connection:
            if "revision" in str(piece.kept.table("bars")["rule"][0]):
                break  # all first prints are in
            count += await copy_table(connection, "marketdata.bare", table)
        seconds += time.perf_counter() - began
    await database.execute("DROP TABLE marketdata.bare")
    await database.execute("CHECKPOINT")
    return {"rows": count, "rows_per_s": round(count / seconds)}


def _as_stored(piece: Piece) -> pa.Table:
    table = piece.kept.table("bars").drop_columns(["known_basis", "rule", "dataset"])
    count = table.num_rows
    code = pa.repeat(pa.scalar(0, pa.int32()), count)
    table = table.append_column("source", pa.DictionaryArray.from_arrays(code, pa.array([SOURCE])))
    return table.append_column("origin_id", pa.repeat(1, count)).append_column("raw_id", pa.repeat(1, count))


async def _load(database: Database, source: Source, payload: Payload, home: Path, server: int) -> dict[str, Any]:
    """The whole path: archive, parse, inspect, store with quarantine and watermarks, batch by batch."""
    client = Source(source.spec, _Client(payload).connect, source.parse)
    began, cpu, served = time.perf_counter(), time.process_time(), _server_cpu(server)
    sheet = await ingest(client, FactStore(database, Archive(home / "raw")), _LOG)
    seconds, spent = time.perf_counter() - began, time.process_time() - cpu
    line = sheet.lines[0]
    return {
        "rows": line.fetched,
        "new": line.added,
        "revised": line.revised,
        "unchanged": line.unchanged,
        "quarantined": line.quarantined,
        "seconds": round(seconds, 3),
        "rows_per_s": round(line.fetched / seconds),
        "client_cpu_s": round(spent, 2),
        "server_cpu_s": round(_server_cpu(server) - served, 2),
    }


def _server_cpu(pid: int) -> float:
    """User and system seconds of the server's living processes."""
    server = psutil.Process(pid)
    times = [process.cpu_times() for process in (server, *server.children(recursive=True))]
    return float(sum(each.user + each.system for each in times))


async def _against_latest_only(database: Database) -> dict[str, Any]:
    """Sizes with indexes, and reads of the latest values, beside a table that has nothing else."""
    chosen = [f"CASE WHEN later.known > bar.known THEN later.{name} ELSE bar.{name} END AS {name}" for name in _VALUES]
    latest = _LATEST.format(chosen=", ".join(chosen))
    await database.execute(_LATEST_ONLY.format(values=", ".join(_VALUES), latest=latest))
    for name in ("bar", "bar_version", "latest_only"):
        await database.execute(f"VACUUM (FULL, ANALYZE) marketdata.{name}")
    ours = await _size(database, "bar") + await _size(database, "bar_version")
    other = await _size(database, "latest_only")
    found: dict[str, Any] = {"bytes": ours, "latest_only_bytes": other, "size_ratio": round(ours / other, 3)}
    for label, where in (("series", _SERIES), ("panel", _PANEL)):
        mine, its = await _read_ms(partial(_latest, database, where), partial(_plain, database, where))
        found[label] = {"ms": round(mine, 2), "latest_only_ms": round(its, 2), "ratio": round(mine / its, 2)}
    found["through_history"] = await _through_history(database)
    await database.execute("DROP TABLE marketdata.latest_only")
    return found


async def _through_history(database: Database) -> dict[str, Any]:
    """The reads that users have, over the versions and, in their place, over the table without any.

    To that nothing is charged for what it lacks: when a value was known and where it comes from are constants there.
    """
    view = "SELECT pg_get_viewdef('marketdata.every_bar'::regclass)"
    versions = (await database.fetch_one(view) or ("",))[0]
    names = [row[0] for row in await database.fetch(_NAMES, (_SYMBOLS,))]
    start, end = parse_bounds("2016-01-01", "2016-12-31")
    assert start is not None
    assert end is not None
    asked = BarsAsked("latest", Basis.ASSUMED, source=SOURCE, start_ns=start, end_ns=end)
    reads = {
        "series": partial(read_bars, database, ["AAPL.US"], replace(asked, start_ns=0)),
        "panel": partial(read_panel, database, names, asked),
    }
    times: dict[str, list[list[float]]] = {label: [[], []] for label in reads}
    for number in range(_READS + 1):
        for place, text in enumerate((versions, _WITHOUT)):
            await database.execute(f"CREATE OR REPLACE VIEW marketdata.every_bar AS {text}")
            for label, read in reads.items():
                await read()  # plans and caches
                began = time.perf_counter()
                await read()
                if number:
                    times[label][place].append((time.perf_counter() - began) * 1e3)
    await database.execute(f"CREATE OR REPLACE VIEW marketdata.every_bar AS {versions}")
    medians = {label: [statistics.median(each) for each in both] for label, both in times.items()}
    return {
        label: {"ms": round(mine, 2), "latest_only_ms": round(its, 2), "ratio": round(mine / its, 2)}
        for label, (mine, its) in medians.items()
    }


async def _plain(database: Database, where: str) -> pa.Table:
    return await database.arrow(f"SELECT {_COLUMNS} FROM marketdata.latest_only WHERE {where}")


async def _latest(database: Database, where: str) -> pa.Table:
    """The newest version of each bar, chosen from all as `nautilus.history` does."""
    table = await database.arrow(f"SELECT {_COLUMNS}, known FROM marketdata.every_bar WHERE {where}")
    encoded = table["instrument_id"].combine_chunks().dictionary_encode()
    days, day = grid(table["valid"].cast(pa.int64()).to_numpy() // _DAY_US)
    cell = encoded.indices.to_numpy().astype(np.int64) * len(days) + day
    known = table["known"].cast(pa.int64()).to_numpy()
    rows = winners(cell, len(encoded.dictionary) * len(days), [known])
    kept = np.zeros(table.num_rows, np.bool_)
    kept[rows[rows >= 0]] = True
    return table if kept.all() else table.filter(pa.array(kept))


async def _read_ms(*reads: Callable[[], Awaitable[pa.Table]]) -> list[float]:
    """Median time of each, taken in turn so that all see the same machine."""
    times: list[list[float]] = [[] for _ in reads]
    for number in range(_READS + 1):
        for read, taken in zip(reads, times, strict=True):
            began = time.perf_counter()
            await read()
            if number:  # the first fills the caches
                taken.append((time.perf_counter() - began) * 1e3)
    return [statistics.median(taken) for taken in times]


async def _size(database: Database, name: str) -> int:
    row = await database.fetch_one("SELECT pg_total_relation_size(%s::regclass)", (f"marketdata.{name}",))
    assert row is not None
    return int(row[0])


async def _grown(database: Database, source: Source, payload: Payload, home: Path, share: int) -> dict[str, Any]:
    """A load of a share of the batches into empty tables."""
    await database.execute(
        "TRUNCATE marketdata.bar, marketdata.bar_version, marketdata.raw, marketdata.quarantine, marketdata.watermark"
    )
    store = FactStore(database, Archive(home / "raw"))
    stored = await store.open(source.spec, payload)
    whole = list(pieces_of(source, payload))
    pieces = _first(whole, sum(piece.row_count for piece in whole) // share)
    began = time.perf_counter()
    for piece in pieces:
        await store.add(source.spec, stored, payload, piece)
    seconds = time.perf_counter() - began
    count = sum(piece.row_count for piece in pieces)
    await database.execute("VACUUM ANALYZE marketdata.bar")
    size = await _size(database, "bar") + await _size(database, "bar_version")
    (read,) = await _read_ms(partial(_latest, database, _SERIES))
    return {
        "times": _SHARES[0] // share,
        "rows": count,
        "stored_rows_per_s": round(count / seconds),
        "bytes_per_row": round(size / count, 1),
        "series_read_ms": round(read, 2),
    }


def _first(pieces: Sequence[Piece], count: int) -> list[Piece]:
    """As many pieces as have `count` rows, the last of them cut."""
    found: list[Piece] = []
    for piece in pieces:
        table = piece.kept.table("bars").slice(0, count)
        found.append(replace(piece, kept=replace(piece.kept, tables={"bars": table})))
        count -= piece.row_count
        if count <= 0:
            break
    return found
