"""Making segments: each dataset and year of bars that moved since its segment was made gets a new one."""

import asyncio
import contextlib
import hashlib
import os
import tempfile
from pathlib import Path

import pyarrow as pa

from nautilus.history.segments import COLUMNS
from nautilus.kernel.database import Database

_ROWS = """
    SELECT instrument_id, {columns} FROM marketdata.every_bar
    WHERE source = $1::text AND price_type = $2::text AND step_seconds = $3::integer
        AND extract(year FROM valid AT TIME ZONE 'UTC') = $4::integer
        AND valid >= make_timestamptz($4::integer, 1, 1, 0, 0, 0, 'UTC')
        AND valid < make_timestamptz($4::integer + 1, 1, 1, 0, 0, 0, 'UTC')
"""
_STALE = """
    SELECT dataset, period, watermark.raw_id, watermark.row_count, segment.file
    FROM marketdata.watermark LEFT JOIN marketdata.segment USING (dataset, period)
    WHERE dataset LIKE 'bar/%%' AND watermark.row_count >= %s
        AND (segment.raw_id, segment.row_count) IS DISTINCT FROM (watermark.raw_id, watermark.row_count)
    ORDER BY dataset, period
"""
_LEAST_ROWS = 1_000
"""Of fewer rows the database is as quick."""


async def make_segments(database: Database, folder: Path, least_rows: int = _LEAST_ROWS) -> int:
    """Bring the segments in `folder` up to the watermarks; the number made. A part that rows come to meanwhile is left:
    until the next time it is read from the database.
    """
    folder.mkdir(parents=True, exist_ok=True)
    made = 0
    for dataset, period, raw_id, row_count, superseded in await database.fetch(_STALE, (least_rows,)):
        _, source, price_type, step = dataset.split("/")
        given = (source, price_type, int(step), period)
        rows = await database.arrow(_ROWS.format(columns=", ".join(COLUMNS)), given)
        if rows.num_rows != row_count:
            continue  # a fact is never deleted, so the same number of rows is the same rows
        name, digest, size = await asyncio.to_thread(_write, folder, dataset, period, rows)
        await database.execute(
            "INSERT INTO marketdata.segment (dataset, period, file, sha256, raw_id, row_count, bytes)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s) ON CONFLICT (dataset, period) DO UPDATE SET file = excluded.file,"
            " sha256 = excluded.sha256, raw_id = excluded.raw_id, row_count = excluded.row_count,"
            " bytes = excluded.bytes, made = clock_timestamp()",
            (dataset, period, name, digest, raw_id, row_count, size),
        )
        made += 1
        if superseded and superseded != name:
            with contextlib.suppress(FileNotFoundError):  # whoever has it mapped goes on reading it
                (folder / superseded).unlink()
    return made


def _write(folder: Path, dataset: str, period: int, rows: pa.Table) -> tuple[str, str, int]:
    """The rows sorted, as a file whose name says what it holds: name, SHA-256 and size."""
    order = [("instrument_id", "ascending"), ("valid", "ascending"), ("known", "ascending")]
    plain = rows.set_column(0, "instrument_id", rows["instrument_id"].cast(pa.string())).sort_by(order)
    table = plain.set_column(0, "instrument_id", plain["instrument_id"].dictionary_encode()).unify_dictionaries()
    with tempfile.NamedTemporaryFile(dir=folder, suffix=".part", delete=False) as file:
        try:
            with pa.ipc.new_file(file, table.schema) as writer:
                writer.write_table(table.combine_chunks())
            file.flush()
            os.fsync(file.fileno())
            path = Path(file.name)
            with path.open("rb") as written:
                digest = hashlib.file_digest(written, "sha256").hexdigest()
            size = path.stat().st_size
            name = f"{dataset.replace('/', '-')}-{period}-{digest[:16]}.arrow"
            path.replace(folder / name)
        except OSError:
            Path(file.name).unlink(missing_ok=True)
            raise
    return name, digest, size
