"""How whole daily bars are: by symbol, source and month the share of sessions that have one."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from nautilus.domain.time import NS_PER_DAY
from nautilus.history.asof import AsOf
from nautilus.history.catalogue import gaps
from nautilus.kernel.database import Database

_EPOCH = date(1970, 1, 1)
_DAILY = """
    WITH RECURSIVE name AS (
        (SELECT min(instrument_id) AS name FROM marketdata.bar WHERE instrument_id > %(after)s)
        UNION ALL
        SELECT (SELECT min(instrument_id) FROM marketdata.bar WHERE instrument_id > name.name)
        FROM name WHERE name.name IS NOT NULL
    )
    SELECT name FROM name WHERE name IS NOT NULL AND position(' ' IN name) = 0 AND EXISTS (
        SELECT FROM marketdata.bar
        WHERE instrument_id = name AND step_seconds = 86400 AND price_type = 'LAST'
    ) LIMIT %(limit)s
"""
"""From name to name along the index, no further than `limit` asks for. A blank is in the names of options alone."""


@dataclass(frozen=True)
class Coverage:
    """Of a symbol and source, between its first and its last bar; shape (months,) each."""

    symbol: str
    source: str
    first: int
    """Day of the first bar [ns]."""
    last: int
    expected: tuple[int, ...]
    """Sessions of each month."""
    present: tuple[int, ...]
    """Those that have a bar."""
    missing: tuple[int, ...]
    """All sessions without a bar [ns], of other months too."""


async def read_coverage(
    database: Database, names: Sequence[str], as_of: AsOf, sessions: Sequence[int], *, until: str = "", months: int
) -> tuple[list[str], list[Coverage]]:
    """The months up to `until` (as 2016-04; empty: that in which most of them end), oldest first, and what `gaps` says
    of `names` in them. `sessions` are days since 1970, ascending. Raises NotFoundError."""
    lines = await gaps(database, names, as_of, sessions)
    if not lines:
        return [], []
    last = Counter(_month(line["last"] // NS_PER_DAY) for line in lines)
    end = until or max(last, key=lambda month: (last[month], month))
    shown = list(reversed([*_months_back(end, months)]))
    return shown, [_coverage(line, shown, sessions) for line in lines]


async def daily_instruments(database: Database, after: str, limit: int) -> list[str]:
    """Instruments that have daily bars, options left out, by name; those after `after`."""
    return [row[0] for row in await database.fetch(_DAILY, {"after": after, "limit": limit})]


def _coverage(line: Mapping[str, Any], months: Sequence[str], sessions: Sequence[int]) -> Coverage:
    first, last = line["first"] // NS_PER_DAY, line["last"] // NS_PER_DAY
    expected, absent = dict.fromkeys(months, 0), dict.fromkeys(months, 0)
    begin, end = max(first, _first_day(months[0])), min(last, _first_day(months[-1]) + 30)
    for day in sessions[bisect_left(sessions, begin) : bisect_right(sessions, end)]:
        if (month := _month(day)) in expected:
            expected[month] += 1
    for ns in line["missing"]:
        if (month := _month(ns // NS_PER_DAY)) in absent:
            absent[month] += 1
    return Coverage(
        symbol=line["symbol"],
        source=line["source"],
        first=line["first"],
        last=line["last"],
        expected=tuple(expected.values()),
        present=tuple(expected[month] - absent[month] for month in months),
        missing=tuple(line["missing"]),
    )


def _month(day: int) -> str:
    found = date.fromordinal(_EPOCH.toordinal() + day)
    return f"{found.year:04}-{found.month:02}"


def _first_day(month: str) -> int:
    return date.fromisoformat(f"{month}-01").toordinal() - _EPOCH.toordinal()


def _months_back(end: str, count: int) -> Iterator[str]:
    number = int(end[:4]) * 12 + int(end[5:7]) - 1
    for back in range(count):
        yield f"{(number - back) // 12:04}-{(number - back) % 12 + 1:02}"
