"""What the store holds: records by source, set-aside rows and grades, sessions without a bar."""

from collections.abc import Mapping, Sequence
from typing import Any

from nautilus.domain.time import NS_PER_DAY
from nautilus.history.asof import AsOf, known_by
from nautilus.history.names import resolve
from nautilus.kernel.database import Database

_DATASETS = """
    SELECT split_part(dataset, '/', 2) AS source, split_part(dataset, '/', 1) AS kind, sum(row_count)::bigint,
        min(period), max(period), max(changed)
    FROM marketdata.watermark GROUP BY 1, 2 ORDER BY 1, 2
"""
_PAYLOADS = """
    SELECT source, count(*), sum(bytes)::bigint, max(fetched), count(*) FILTER (WHERE NOT is_whole)
    FROM marketdata.raw GROUP BY source
"""
_QUARANTINED = """
    SELECT source, kind, reason, count(*) FROM marketdata.quarantine JOIN marketdata.raw USING (raw_id)
    GROUP BY source, kind, reason ORDER BY source, count(*) DESC
"""


async def summary(database: Database) -> list[dict[str, Any]]:
    """By source its records (a bar, a trade, an observation, a fact, each version of one), payloads and quarantine.

    Records are counted by the database in the transaction that stores them (marketdata.watermark).
    """
    payloads = {row[0]: row[1:] for row in await database.fetch(_PAYLOADS)}
    aside: dict[str, int] = {}
    for source, _, _, count in await database.fetch(_QUARANTINED):
        aside[source] = aside.get(source, 0) + count
    found: dict[str, dict[str, Any]] = {}
    for source, kind, count, first, last, changed in await database.fetch(_DATASETS):
        line = found.setdefault(source, {"source": source, "records": 0, "kinds": {}})
        line["records"] += count
        line["kinds"][kind] = count
        line["first_year"] = min(first, line.get("first_year", first))
        line["last_year"] = max(last, line.get("last_year", last))
        line["changed"] = max(changed.isoformat(), line.get("changed", ""))
    for source, (count, size, fetched, unfinished) in payloads.items():
        line = found.setdefault(source, {"source": source, "records": 0, "kinds": {}})
        line |= {"payloads": count, "bytes": size, "fetched": fetched.isoformat(), "unfinished": unfinished}
        line["quarantined"] = aside.get(source, 0)
    return [found[source] for source in sorted(found)]


async def quarantined(database: Database) -> list[dict[str, Any]]:
    """Rows set aside, by source, kind and reason."""
    names = ("source", "kind", "reason", "rows")
    return [dict(zip(names, row, strict=True)) for row in await database.fetch(_QUARANTINED)]


async def quality(database: Database) -> dict[str, list[dict[str, Any]]]:
    """Rows set aside; and the grades of datasets, worst first, that the checks gave."""
    rows = await database.fetch(
        "SELECT dataset, subject, grade, reasons, row_count FROM marketdata.grade ORDER BY grade DESC, dataset, subject"
    )
    graded = [dict(zip(("dataset", "subject", "grade", "reasons", "rows"), row, strict=True)) for row in rows]
    return {"quarantined": await quarantined(database), "grades": graded}


async def gaps(
    database: Database, names: Sequence[str], as_of: AsOf, sessions: Sequence[int]
) -> list[Mapping[str, Any]]:
    """By name and source the sessions (days since 1970, ascending) between its first and last daily bar that have none,
    as of a time. Raises NotFoundError with near names."""
    found: list[Mapping[str, Any]] = []
    for subject in await resolve(database, names, as_of):
        days: dict[str, set[int]] = {}
        for window in subject.windows:
            rows = await database.fetch(
                "SELECT DISTINCT source, (valid AT TIME ZONE 'UTC')::date - DATE '1970-01-01' FROM marketdata.every_bar"
                " WHERE instrument_id = %s AND step_seconds = 86400 AND price_type = 'LAST' AND known <= %s",
                (window.instrument_id, known_by(as_of)),
            )
            for source, day in rows:
                if window.first_day <= day <= window.last_day:
                    days.setdefault(source, set()).add(day)
        for source, present in sorted(days.items()):
            first, last = min(present), max(present)
            expected = [day for day in sessions if first <= day <= last]
            missing = [day for day in expected if day not in present]
            found.append(
                {
                    "symbol": subject.name,
                    "source": source,
                    "first": first * NS_PER_DAY,
                    "last": last * NS_PER_DAY,
                    "sessions": len(expected),
                    "missing": [day * NS_PER_DAY for day in missing],
                }
            )
    return found
