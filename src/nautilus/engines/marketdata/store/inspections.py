"""What checks write: findings, grades, repairs as versions, and how far each dataset is."""

from collections.abc import Mapping
from typing import Any

import polars as pl
import pyarrow as pa
from psycopg.types.json import Jsonb

from nautilus.engines.marketdata.store.slices import Moved, moved_datasets
from nautilus.kernel.database import Connection, Database, copy_table
from nautilus.sources.findings import GRADE_RULE
from nautilus.sources.inspection import Inspected

_FOUND = """
    DELETE FROM marketdata.finding AS old WHERE dataset = %(dataset)s AND subject = ANY (%(subjects)s)
        AND NOT EXISTS (SELECT FROM found AS one WHERE (one.subject, one.valid, one."check", one.evidence::jsonb)
            = (old.subject, old.valid, old."check", old.evidence));
"""
_GRADE = """
    INSERT INTO marketdata.grade AS old
        (dataset, subject, grade, reasons, row_count, first_valid, last_valid, rule, share)
    VALUES (%(dataset)s, %(subject)s, %(grade)s, %(reasons)s, %(rows)s, %(first)s, %(last)s, %(rule)s, %(share)s)
    ON CONFLICT (dataset, subject) DO UPDATE SET grade = excluded.grade, reasons = excluded.reasons,
        row_count = excluded.row_count, first_valid = excluded.first_valid, last_valid = excluded.last_valid,
        rule = excluded.rule, share = excluded.share, made = clock_timestamp()
    WHERE (old.grade, old.reasons, old.row_count, old.first_valid, old.last_valid, old.rule, old.share)
        IS DISTINCT FROM (excluded.grade, excluded.reasons, excluded.row_count, excluded.first_valid,
        excluded.last_valid, excluded.rule, excluded.share)
"""


async def save_inspected(
    connection: Connection, moved: Moved, newest: pl.DataFrame, inspected: Inspected, repairs: pl.DataFrame
) -> None:
    """In one transaction: findings and grades of these subjects as they are now, and new versions of repaired bars.

    `newest` has the version that the source gave last, with origin_id and raw_id; `repairs` the versions to be added,
    with `rule` and `floor`, the time after which they were made whatever the clock says.
    """
    await _save_findings(connection, moved.dataset, newest, inspected.found)
    rows = [
        {
            "dataset": moved.dataset,
            "subject": grade.series,
            "grade": grade.letter,
            "reasons": Jsonb(dict(grade.reasons)),
            "rows": grade.row_count,
            "share": grade.share,
            "rule": GRADE_RULE,
            **span,
        }
        for grade, span in zip(inspected.grades, _spans(newest), strict=True)
    ]
    async with connection.cursor() as cursor:
        await cursor.executemany(_GRADE, rows)
    added = await _save_repairs(connection, moved, repairs) if repairs.height else 0
    await connection.execute(
        "UPDATE marketdata.inspection SET row_count = row_count + %s, done_up_to = %s, changed = clock_timestamp()"
        " WHERE dataset = %s",
        (added, newest["series"].max() or moved.done_up_to, moved.dataset),
    )


def _spans(newest: pl.DataFrame) -> list[dict[str, Any]]:
    by_series = newest.group_by("series").agg(first=pl.col("valid").min(), last=pl.col("valid").max()).sort("series")
    return by_series.select("first", "last").to_dicts()


async def _save_findings(connection: Connection, dataset: str, newest: pl.DataFrame, found: pl.DataFrame) -> None:
    """Those that are as they were keep the time at which they were made."""
    await connection.execute(
        'CREATE TEMPORARY TABLE found ON COMMIT DROP AS SELECT subject, valid, "check", 0 AS severity,'
        " ''::text AS evidence, origin_id, raw_id FROM marketdata.finding WITH NO DATA"
    )
    told = found.join(newest.select("series", "valid", "origin_id", "raw_id"), on=["series", "valid"])
    columns = {"subject": "series", "check": "rule"}
    made = {name: told[columns.get(name, name)] for name in ("subject", "valid", "check", "evidence")}
    numbers = {"severity": pl.Int32, "origin_id": pl.Int32, "raw_id": pl.Int32}
    made |= {name: told[name].cast(kind) for name, kind in numbers.items()}
    await copy_table(connection, "pg_temp.found", pa.table({name: _plain(column) for name, column in made.items()}))
    subjects = newest["series"].unique().to_list()
    await connection.execute(_FOUND, {"dataset": dataset, "subjects": subjects})
    await connection.execute(
        'INSERT INTO marketdata.finding (dataset, subject, valid, "check", severity, evidence, origin_id, raw_id)'
        ' SELECT %s, subject, valid, "check", severity, evidence::jsonb, origin_id, raw_id FROM found'
        " ON CONFLICT DO NOTHING",
        (dataset,),
    )


async def _save_repairs(connection: Connection, moved: Moved, repairs: pl.DataFrame) -> int:
    """As versions known now, each under the origin of its rule; the watermarks count them."""
    origins = await _origins(connection, repairs)
    await connection.execute(
        "CREATE TEMPORARY TABLE repaired ON COMMIT DROP AS"
        " SELECT instrument_id, valid, known AS floor, open, high, low, close, volume, adjusted_close, adjusted,"
        " origin_id, raw_id FROM marketdata.bar_version WITH NO DATA"
    )
    keys = zip(repairs["dataset"], repairs["rule"], strict=True)
    staged = repairs.with_columns(origin_id=pl.Series([origins[key] for key in keys], dtype=pl.Int32))
    names = ("valid", "floor", "open", "high", "low", "close", "volume", "adjusted_close", "adjusted", "origin_id")
    table = {"instrument_id": staged["series"], **{name: staged[name] for name in (*names, "raw_id")}}
    await copy_table(connection, "pg_temp.repaired", pa.table({name: _plain(one) for name, one in table.items()}))
    given = {"source": moved.source, "price_type": moved.price_type, "step": moved.step_seconds}
    added = await connection.execute(
        "INSERT INTO marketdata.bar_version (instrument_id, step_seconds, price_type, source, valid, known, open, high,"
        " low, close, volume, adjusted, adjusted_close, origin_id, raw_id) SELECT instrument_id, %(step)s,"
        " %(price_type)s, %(source)s, valid, greatest(clock_timestamp(), floor + interval '1 microsecond'), open, high,"
        " low, close, volume, adjusted, adjusted_close, origin_id, raw_id FROM repaired",
        given,
    )
    await connection.execute(
        "UPDATE marketdata.watermark SET row_count = row_count + one.count, changed = clock_timestamp() FROM"
        " (SELECT extract(year FROM valid AT TIME ZONE 'UTC')::integer AS period, count(*) FROM repaired GROUP BY 1)"
        " AS one WHERE dataset = %s AND watermark.period = one.period",
        (moved.dataset,),
    )
    return added.rowcount


async def _origins(connection: Connection, repairs: pl.DataFrame) -> Mapping[tuple[str, str], int]:
    """By dataset of the original's origin and rule of the repair its origin. A repair is by a rule: assumed."""
    found: dict[tuple[str, str], int] = {}
    for dataset, rule in repairs.select("dataset", "rule").unique().sort("dataset", "rule").rows():
        await connection.execute(
            "INSERT INTO marketdata.origin (dataset, known_basis, rule) VALUES (%s, 'assumed', %s)"
            " ON CONFLICT DO NOTHING",
            (dataset, rule),
        )
        row = await (
            await connection.execute(
                "SELECT origin_id FROM marketdata.origin WHERE (dataset, known_basis, rule) = (%s, 'assumed', %s)",
                (dataset, rule),
            )
        ).fetchone()
        assert row is not None
        found[(dataset, rule)] = row[0]
    return found


async def announce_inspections(database: Database, revision: int) -> None:
    """Say that what moved is to be inspected, so that it is not forgotten when nothing else is to be done."""
    for moved in await moved_datasets(database, revision):
        await database.execute(
            "INSERT INTO marketdata.inspection (dataset, row_count, revision, done_up_to, is_whole)"
            " VALUES (%s, 0, %s, '', false) ON CONFLICT (dataset) DO UPDATE SET is_whole = false",
            (moved.dataset, revision),
        )


async def begin_inspection(database: Database, moved: Moved, revision: int) -> None:
    """Say what is being inspected, and that it is not whole."""
    await database.execute(
        "INSERT INTO marketdata.inspection (dataset, row_count, revision, done_up_to, is_whole)"
        " VALUES (%s, %s, %s, %s, false) ON CONFLICT (dataset) DO UPDATE SET row_count = excluded.row_count,"
        " revision = excluded.revision, done_up_to = excluded.done_up_to, is_whole = false,"
        " changed = clock_timestamp()",
        (moved.dataset, moved.row_count, revision, moved.done_up_to),
    )


async def end_inspection(database: Database, dataset: str) -> None:
    await database.execute(
        "UPDATE marketdata.inspection SET is_whole = true, changed = clock_timestamp() WHERE dataset = %s", (dataset,)
    )


def _plain(column: pl.Series) -> pa.Array:
    """As COPY takes it: plain texts, and instants of microseconds."""
    made = column.to_arrow()
    return made.cast(pa.string()) if pa.types.is_large_string(made.type) or pa.types.is_string_view(made.type) else made
