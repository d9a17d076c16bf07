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
    """Rows set aside; findings by check; repairs by rule; how many series have each grade; the grades, worst first."""
    found = {name: _named(columns, await database.fetch(query)) for name, (query, columns) in _QUALITY.items()}
    letters: dict[str, dict[str, Any]] = {}
    for line in found["grades"]:
        counts = letters.setdefault(line["dataset"], {"dataset": line["dataset"]} | dict.fromkeys("ABCDEF", 0))
        counts[line["grade"]] += 1
    return {"quarantined": await quarantined(database), **found, "letters": [letters[name] for name in sorted(letters)]}


_QUALITY = {
    "findings": (
        'SELECT dataset, "check", count(*), count(DISTINCT subject) FROM marketdata.finding'
        " GROUP BY 1, 2 ORDER BY 1, 2",
        ("dataset", "check", "findings", "subjects"),
    ),
    "repairs": (
        "SELECT 'bar/' || source || '/' || price_type || '/' || step_seconds, rule, count(*),"
        " count(DISTINCT instrument_id) FROM marketdata.bar_version JOIN marketdata.origin USING (origin_id)"
        " WHERE rule LIKE 'repair: %' GROUP BY 1, 2 ORDER BY 1, 2",
        ("dataset", "rule", "versions", "subjects"),
    ),
    "grades": (
        "SELECT dataset, subject, grade, share, reasons, row_count, rule FROM marketdata.grade"
        " ORDER BY share DESC, dataset, subject",
        ("dataset", "subject", "grade", "share", "reasons", "rows", "rule"),
    ),
}


def _named(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> list[dict[str, Any]]:
    return [dict(zip(columns, row, strict=True)) for row in rows]


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
