"""What is compressed, what may go and when, what is kept made: the policies of the store, with figures of now."""

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from nautilus.engines.marketdata.store.timescale import hypertables
from nautilus.kernel.database import Database

STRAY_SECONDS = 3_600
"""Files of segments that nothing names are removed when they are older: whoever writes one names it at once."""


class PolicyKind(StrEnum):
    COMPRESSION = "compression"
    RETENTION = "retention"
    AGGREGATE = "aggregate"


@dataclass(frozen=True)
class Policy:
    """`figures` are counts, or bytes where the name says so."""

    name: str
    kind: PolicyKind
    rule: str
    figures: Mapping[str, int]


async def read_policies(database: Database, home: Path) -> list[Policy]:
    """All policies, with what they come to now."""
    raw = await _counted(
        database,
        "SELECT count(DISTINCT sha256), sum(bytes) FROM (SELECT DISTINCT sha256, bytes FROM marketdata.raw) AS one",
    )
    stored = await asyncio.to_thread(_size, home / "raw", "*/*.zst")
    facts = await _counted(database, "SELECT sum(row_count), count(DISTINCT dataset) FROM marketdata.watermark")
    segments = await _counted(database, "SELECT count(*), sum(bytes) FROM marketdata.segment")
    kept = await _counted(database, "SELECT count(*), count(DISTINCT instrument_id) FROM marketdata.bar_aggregate")
    tables = await hypertables(database)
    how = f"by TimescaleDB, after a year: {', '.join(tables)}" if tables else "none: the server has no TimescaleDB"
    return [
        Policy(
            "raw archive",
            PolicyKind.COMPRESSION,
            "zstd of each payload, once, whatever its age",
            {"payloads": raw[0], "plain_bytes": raw[1], "stored_bytes": stored},
        ),
        Policy("bars by column", PolicyKind.COMPRESSION, how, {"hypertables": len(tables)}),
        Policy(
            "facts and raw bytes",
            PolicyKind.RETENTION,
            "kept for good: no version of a value is ever deleted",
            {"records": facts[0], "datasets": facts[1]},
        ),
        Policy(
            "segments",
            PolicyKind.RETENTION,
            f"the newest of a dataset and year; others go when it is made, strays after {STRAY_SECONDS} s",
            {"segments": segments[0], "stored_bytes": segments[1]},
        ),
        Policy(
            "bars of hours and days",
            PolicyKind.AGGREGATE,
            "of bars of a minute, hours first, days of these; years whose watermark moved anew after the last job",
            {"bars": kept[0], "instruments": kept[1]},
        ),
    ]


async def sweep_segments(database: Database, folder: Path) -> int:
    """Remove files that no segment of the catalogue has, and entries without a file; the files removed."""
    rows = await database.fetch("SELECT file FROM marketdata.segment")
    known = {file for (file,) in rows}
    strays, there = await asyncio.to_thread(_strays, folder, known)
    gone = sorted(known - there)
    await database.execute("DELETE FROM marketdata.segment WHERE file = ANY (%s)", (gone,))
    return strays


def _strays(folder: Path, known: set[str]) -> tuple[int, set[str]]:
    there: set[str] = set()
    removed = 0
    for path in [*folder.glob("*.arrow"), *folder.glob("*.part")]:
        there.add(path.name)
        if path.name not in known and time.time() - path.stat().st_mtime > STRAY_SECONDS:
            path.unlink(missing_ok=True)
            removed += 1
    return removed, there


async def _counted(database: Database, query: str) -> tuple[int, ...]:
    row = await database.fetch_one(query)
    return tuple(int(value or 0) for value in row or ())


def _size(folder: Path, pattern: str) -> int:
    return sum(path.stat().st_size for path in folder.glob(pattern))
