"""Keeping bars of longer steps: years of minutes that moved since theirs were made get new ones."""
# ruff: noqa: S608 - the text of a statement is all ours, its values are parameters

from datetime import UTC, datetime, timedelta

from nautilus.history.aggregates import BASE_SECONDS, COLUMNS, STALE, STEPS, chained, minutes
from nautilus.kernel.database import Database

_WITHIN = "source = %(source)s AND valid > %(first)s AND valid <= %(last)s"


async def refresh_aggregates(database: Database) -> int:
    """Bring the aggregates up to the watermarks; the number of years of datasets made anew, each in a transaction."""
    stale = await database.fetch(STALE, (f"bar/%/LAST/{BASE_SECONDS}",))
    for dataset, period, row_count in stale:
        last = datetime(period + 1, 1, 1, tzinfo=UTC)
        first = datetime(period, 1, 1, tzinfo=UTC) - timedelta(
            days=1
        )  # its first bar may end a step of the year before
        given = {"source": dataset.split("/")[1], "first": first, "last": last}
        async with database.connection() as connection:
            for step in STEPS:
                await connection.execute(
                    f"DELETE FROM marketdata.bar_aggregate WHERE step_seconds = {step} AND {_WITHIN}", given
                )
                made = chained(step, minutes(_WITHIN))
                await connection.execute(
                    f"INSERT INTO marketdata.bar_aggregate ({COLUMNS}) SELECT {COLUMNS} FROM ({made}) AS made", given
                )
            await connection.execute(
                "INSERT INTO marketdata.aggregate_mark (dataset, period, row_count) VALUES (%s, %s, %s)"
                " ON CONFLICT (dataset, period) DO UPDATE SET row_count = excluded.row_count, made = clock_timestamp()",
                (dataset, period, row_count),
            )
    return len(stale)
