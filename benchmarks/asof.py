"""Reads as of a time, of real history: a series with hundreds of vintages, and a panel of 5,000 stocks by 500 days.

A database server of our own holds GDP's vintages and the daily bars of pystock with their revisions (from
NAUTILUS_SHARED). The panel is read from PostgreSQL alone and from segments, in turn; both give the same bytes.
"""

import asyncio
import os
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from nautilus.engines.marketdata.store import Archive, FactStore
from nautilus.engines.marketdata.store.segments import make_segments
from nautilus.history.asof import Basis, parse_as_of, parse_bounds
from nautilus.history.bar_rows import PRICES
from nautilus.history.figures import read_series
from nautilus.history.prices import BarsAsked, read_panel
from nautilus.kernel.database import Database
from nautilus.kernel.errors import UnavailableError
from nautilus.kernel.migrations import migrate
from nautilus.sources import find_source
from nautilus.sources.job import Piece
from nautilus.sources.quality import inspect
from nautilus.stack.postgres import PostgresServer
from nautilus.stack.server import free_port
from nautilus.stack.servers import running

SYMBOLS = 5_000
SERIES_READS = 500
PANEL_READS = 5
PARTS = {"fred": "vintages of GDP", "pystock": "bars"}
_SHARED = Path(os.environ.get("NAUTILUS_SHARED") or Path(__file__).parents[2] / "shared")


def run() -> dict[str, Any]:
    """p50 and p95 of the series in ms, bytes of a version with its index; median seconds of the panel on each path."""
    if not (_SHARED / "market").exists():
        raise UnavailableError(f"{_SHARED} has no market files; set NAUTILUS_SHARED to the folder that has")
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="nautilus-asof-")))
        folder.chmod(0o711)
        server = PostgresServer(folder / "postgres", free_port(), folder / "database.log", folder / "pw")
        stack.enter_context(running([server]))
        migrate(server.url)
        return asyncio.run(_measure(server.url, folder))


async def _measure(url: str, folder: Path) -> dict[str, Any]:
    database = Database(url, max_size=2)
    await database.open()
    await _load(database, folder / "raw")
    for table in ("bar", "observation"):
        await database.execute(f"VACUUM ANALYZE marketdata.{table}")
    stored = await database.fetch_one(
        "SELECT pg_total_relation_size('marketdata.observation'), count(*) FROM marketdata.observation"
    )
    size, versions = stored or (0, 1)
    as_of = parse_as_of("2014-05-01")
    series = await _seconds(SERIES_READS, lambda: read_series(database, "fred:GDP", as_of, basis=Basis.RECORDED))
    began = time.perf_counter()
    await make_segments(database, folder / "segments")
    making = time.perf_counter() - began
    names = [
        row[0]
        for row in await database.fetch(
            "SELECT instrument_id FROM marketdata.bar GROUP BY instrument_id ORDER BY count(*) DESC, instrument_id"
            " LIMIT %s",
            (SYMBOLS,),
        )
    ]
    start, end = parse_bounds("2015-03-20", "2017-03-31")
    assert start is not None
    assert end is not None
    asked = BarsAsked(parse_as_of("2017-03-31"), Basis.RECORDED, source="pystock", start_ns=start, end_ns=end)
    plain = await read_panel(database, names, asked)
    mapped = await read_panel(database, names, asked, PRICES, folder / "segments")
    if any(plain.wide(name).tobytes() != mapped.wide(name).tobytes() for name in PRICES):
        raise UnavailableError("segments and database differ: no time of either counts")
    alone = await _seconds(PANEL_READS, lambda: read_panel(database, names, asked))
    quick = await _seconds(PANEL_READS, lambda: read_panel(database, names, asked, PRICES, folder / "segments"))
    await database.close()
    return {
        "series_versions": versions,
        "bytes_per_vintage": round(size / versions, 1),
        "series_p50_ms": round(statistics.median(series) * 1_000, 2),
        "series_p95_ms": round(statistics.quantiles(series, n=20)[-1] * 1_000, 2),
        "panel_symbols": len(plain.symbols),
        "panel_days": len(plain.valid),
        "panel_database_s": round(statistics.median(alone), 2),
        "panel_segments_s": round(statistics.median(quick), 2),
        "panel_rows_from_segments": mapped.from_segments,
        "making_segments_s": round(making, 1),
    }


async def _load(database: Database, folder: Path) -> None:
    store = FactStore(database, Archive(folder))
    for name, wanted in PARTS.items():
        source = find_source(name)
        client = source.connect(_SHARED)
        for part in await client.plan():
            if part.name != wanted:
                continue
            payload = await client.fetch(part)
            stored = await store.open(source.spec, payload)
            for number, batch in enumerate(source.parse(payload)):
                kept, aside = inspect(batch)
                await store.add(source.spec, stored, payload, Piece(number, kept, aside, is_last=False))
        await client.close()


async def _seconds(times: int, read: Callable[[], Awaitable[object]]) -> list[float]:
    found = []
    for _ in range(times):
        began = time.perf_counter()
        await read()
        found.append(time.perf_counter() - began)
    return found
