"""Bars of an hour and of a day of UTC, made of bars of a minute: those that are kept, or at read where these are newer.

A kept one is made of the newest versions, so it counts for a read as of a time by which all of these were known; the
others are made then of what was known. Both ways give the same, to the bit.
"""
# ruff: noqa: S608 - the text of a statement is all ours, its values are parameters

from typing import TYPE_CHECKING

from nautilus.domain.time import from_ns
from nautilus.history.asof import AsOf, known_by
from nautilus.kernel.database import Database
from nautilus.kernel.errors import InvalidInputError

if TYPE_CHECKING:
    import pyarrow as pa

BASE_SECONDS = 60
STEPS = (3_600, 86_400)
"""Each is made of the one before, the first of the minutes."""
COLUMNS = "instrument_id, step_seconds, source, valid, known, open, high, low, close, volume, bars"
_END_NS = 2**63 - 1


def longer(step: str, rows: str, bars: str) -> str:
    """SQL of bars of `step` seconds from `rows`, which have shorter ones; `bars` counts those of a minute in each.

    A bar belongs to the step that ends with or after its close, counted from 1970.
    """
    return f"""
        SELECT instrument_id, {step} AS step_seconds, source, bucket AS valid, max(known) AS known,
            (array_agg(open ORDER BY valid))[1] AS open, max(high) AS high, min(low) AS low,
            (array_agg(close ORDER BY valid DESC))[1] AS close, sum(volume ORDER BY valid) AS volume,
            {bars}::integer AS bars
        FROM (
            SELECT *, to_timestamp(ceil(extract(epoch FROM valid) / {step}) * {step}) AS bucket FROM ({rows}) AS shorter
        ) AS placed
        GROUP BY instrument_id, source, bucket
    """


def minutes(where: str) -> str:
    """SQL of the newest versions of trade bars of a minute, of those `where` says."""
    return f"""
        SELECT DISTINCT ON (instrument_id, source, valid)
            instrument_id, source, valid, known, open, high, low, close, volume
        FROM marketdata.every_bar WHERE step_seconds = {BASE_SECONDS} AND price_type = 'LAST' AND {where}
        ORDER BY instrument_id, source, valid, known DESC
    """


def chained(step: int, rows: str) -> str:
    """SQL of bars of one of STEPS from `rows` of minutes, by way of the steps between."""
    made = longer(str(STEPS[0]), rows, "count(*)")
    for each in STEPS[1 : STEPS.index(step) + 1]:
        made = longer(str(each), made, "sum(bars)")
    return made


STALE = """
    SELECT dataset, period, watermark.row_count FROM marketdata.watermark
    LEFT JOIN marketdata.aggregate_mark AS mark USING (dataset, period)
    WHERE dataset LIKE %s AND mark.row_count IS DISTINCT FROM watermark.row_count ORDER BY dataset, period
"""
"""Years of datasets that moved since their aggregates were made."""
_KEPT = "instrument_id = $1::text AND step_seconds = $2::integer AND source = $3::text AND known <= $4::timestamptz"
_OWN = "instrument_id = $1::text AND source = $3::text AND known <= $4::timestamptz"
_NOT_KEPT = """NOT EXISTS (
    SELECT FROM marketdata.bar_aggregate AS kept
    WHERE kept.instrument_id = $1::text AND kept.step_seconds = $2::integer AND kept.source = $3::text
        AND kept.known <= $4::timestamptz
        AND kept.valid = to_timestamp(ceil(extract(epoch FROM every_bar.valid) / $2::integer) * $2::integer)
)"""
_WITHIN = "valid >= $5::timestamptz AND valid <= $6::timestamptz"


async def read_aggregates(
    database: Database,
    instrument_id: str,
    source: str,
    step_seconds: int,
    as_of: AsOf,
    *,
    start_ns: int = 0,
    end_ns: int = _END_NS,
) -> "pa.Table":
    """Bars of an hour or a day of one source's minutes, as they were known, by time; `bars` counts the minutes in each.

    Raises InvalidInputError for a step that is not among STEPS.
    """
    if step_seconds not in STEPS:
        named = ", ".join(map(str, STEPS))
        raise InvalidInputError(f"bars of {step_seconds} s are not made of minutes; there are {named}")
    given = (instrument_id, step_seconds, source, known_by(as_of), from_ns(start_ns), from_ns(end_ns))
    stale = await database.fetch(STALE, (f"bar/{source}/LAST/{BASE_SECONDS}",))
    chosen = _OWN if stale else f"{_OWN} AND {_NOT_KEPT}"
    found = f"SELECT {COLUMNS} FROM ({chained(step_seconds, minutes(chosen))}) AS made"
    if not stale:
        found += f" UNION ALL SELECT {COLUMNS} FROM marketdata.bar_aggregate WHERE {_KEPT}"
    return await database.arrow(
        f"SELECT {COLUMNS} FROM ({found}) AS found WHERE {_WITHIN} AND step_seconds = $2::integer ORDER BY valid", given
    )
