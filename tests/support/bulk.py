"""The bulk files for tests of parsers: read where NAUTILUS_SHARED says, skipped where they are not."""

import asyncio
import os
from collections import Counter
from functools import cache
from pathlib import Path

import polars as pl
import pyarrow as pa
import pytest

from nautilus.sources import find_source
from nautilus.sources.base import SCHEMAS, Part
from nautilus.sources.quality import inspect

SHARED = Path(os.environ.get("NAUTILUS_SHARED") or Path(__file__).parents[3] / "shared")
MARKET = SHARED / "market"
needs_files = pytest.mark.skipif(
    not MARKET.is_dir(), reason=f"{MARKET} is not there: NAUTILUS_SHARED names the folder of the bulk files"
)


def given(name: str) -> pl.DataFrame:
    """A file as it is, read by Polars alone: nothing of ours in between."""
    return pl.read_parquet(MARKET / f"{name}.parquet")


@cache
def parsed(source: str, part: str) -> tuple[dict[str, pa.Table], Counter[str], tuple]:
    """Tables of a part after inspection, how many rows were set aside for which reason, and its series."""
    found = find_source(source)
    payload = asyncio.run(found.connect(SHARED).fetch(Part(part)))
    pieces: dict[str, list[pa.Table]] = {}
    aside: Counter[str] = Counter()
    series = []
    for batch in found.parse(payload):
        assert batch.row_count <= 250_000
        kept, bad = inspect(batch)
        aside.update(row.reason for row in bad)
        series += batch.series
        for name, table in kept.tables.items():
            assert table.schema.equals(SCHEMAS[name])
            pieces.setdefault(name, []).append(table)
    return {name: pa.concat_tables(tables) for name, tables in pieces.items()}, aside, tuple(series)


def frame(source: str, part: str, table: str) -> pl.DataFrame:
    """One table of a part as Polars has it, names as text."""
    text = {field.name: pa.string() for field in SCHEMAS[table] if pa.types.is_dictionary(field.type)}
    made = parsed(source, part)[0][table]
    schema = pa.schema([pa.field(field.name, text.get(field.name, field.type)) for field in made.schema])
    return pl.from_arrow(made.cast(schema))
