"""TimescaleDB, where the server has it: bars as hypertables by year, closed years compressed by column.

The only place that knows of the extension. Without it the same tables are plain ones, and nothing else differs.
Aggregates are ours in both cases: a continuous aggregate reads one hypertable, and cannot choose the newest version.
"""

from nautilus.kernel.database import Database

_TABLES = ("bar", "bar_version")
_SEGMENT_BY = "instrument_id, step_seconds, price_type, source"
_COMPRESS_AFTER = "1 year"


async def has_timescale(database: Database) -> bool:
    """Whether the server offers the extension, installed in this database or not."""
    row = await database.fetch_one("SELECT EXISTS (SELECT FROM pg_available_extensions WHERE name = 'timescaledb')")
    return bool(row and row[0])


async def hypertables(database: Database) -> list[str]:
    """The tables of ours that are hypertables; none without the extension."""
    row = await database.fetch_one("SELECT to_regclass('timescaledb_information.hypertables') IS NOT NULL")
    if not row or not row[0]:
        return []
    rows = await database.fetch(
        "SELECT hypertable_name FROM timescaledb_information.hypertables"
        " WHERE hypertable_schema = 'marketdata' ORDER BY hypertable_name"
    )
    return [name for (name,) in rows]


async def use_timescale(database: Database) -> bool:
    """Make hypertables and their compression policies where the server can, once; whether it can."""
    if not await has_timescale(database):
        return False
    await database.execute("CREATE EXTENSION IF NOT EXISTS timescaledb")
    there = await hypertables(database)
    for table in _TABLES:
        if table in there:
            continue
        await database.execute(
            "SELECT create_hypertable(%s, 'valid', chunk_time_interval => INTERVAL '1 year', migrate_data => true)",
            (f"marketdata.{table}",),
        )
        await database.execute(
            f"ALTER TABLE marketdata.{table}"
            f" SET (timescaledb.compress, timescaledb.compress_segmentby = '{_SEGMENT_BY}')"
        )
        await database.execute(
            "SELECT add_compression_policy(%s, INTERVAL %s)", (f"marketdata.{table}", _COMPRESS_AFTER)
        )
    return True
