"""Who is meant by a name: an entity (`us:META`), an instrument (`FB.US`), a symbol on a day, or a company's CIK.

Listings say from which day to which an entity traded as which instrument, and are point in time themselves: what is
known by `as_of` decides. Only where nothing was known by then does what is known later say who was meant, and a note
says so: a name is the question, not the answer, and no row of a later time comes with it.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from typing import NamedTuple

from nautilus.domain.time import NS_PER_DAY
from nautilus.history.asof import AsOf, known_by
from nautilus.kernel.database import Database
from nautilus.kernel.errors import InvalidInputError, NotFoundError

_EPOCH = date(1970, 1, 1)
BEGIN_DAY, END_DAY = (date.min - _EPOCH).days, (date.max - _EPOCH).days
_NAME = re.compile(r"[\w.:/^=&+\- ]{1,100}", re.ASCII)
_CIK = re.compile(r"(?:cik:)?(\d{1,10})", re.IGNORECASE)
_UNDATED = ("cik:", "pystock:")
"""Entities of sources that list today's symbols without saying since when: of them bars are found by the symbol."""
_HOME = "US"
"""Venue that a symbol without one is looked for at first."""


class Window(NamedTuple):
    """From `first_day` to `last_day` (days since 1970) `entity_id` traded as `instrument_id`."""

    instrument_id: str
    first_day: int
    last_day: int
    entity_id: str


@dataclass(frozen=True)
class Subject:
    """What a name stands for. Rows outside its windows are somebody else's."""

    name: str
    windows: tuple[Window, ...]
    notes: tuple[str, ...] = field(default=())

    @property
    def actors(self) -> set[str]:
        """Entities and instruments whose events concern it."""
        return {name for window in self.windows for name in (window.entity_id, window.instrument_id)}


class _Listing(NamedTuple):
    entity_id: str
    instrument_id: str
    first_day: int
    last_day: int
    is_known: bool


_LISTINGS = """
    SELECT DISTINCT ON (entity_id, instrument_id, first_day, source, is_known)
        entity_id, instrument_id, first_day, last_day, known <= %(by)s AS is_known
    FROM marketdata.listing
    WHERE entity_id IN (
        SELECT entity_id FROM marketdata.listing JOIN unnest(%(names)s::text[]) AS name ON name = entity_id
        UNION SELECT entity_id FROM marketdata.listing JOIN unnest(%(names)s::text[]) AS name ON name = instrument_id
        UNION SELECT entity_id FROM marketdata.listing JOIN unnest(%(names)s::text[]) AS name
            ON name = left(instrument_id, -position('.' IN reverse(instrument_id)))
    )
    ORDER BY entity_id, instrument_id, first_day, source, is_known, known DESC
"""


async def resolve(
    database: Database, names: Sequence[str], as_of: AsOf, *, day: int | None = None, table: str = "bar"
) -> list[Subject]:
    """The subject of each name, in their order. A symbol is that of who bore it on `day` (the day of `as_of` unless
    given), else of who bore it last. Raises InvalidInputError for what can be no name, or is two entities' on that
    day; NotFoundError with near names where `table` has no rows under a name.
    """
    for name in names:
        check_name(name)
    by = known_by(as_of)
    on = min(_days(by.date()), _days(date.today())) if day is None else day
    asked = sorted({*names, *filter(None, map(_company, names))})
    found = [
        _Listing(entity, instrument, _days(first), _days(last), known)
        for entity, instrument, first, last, known in await database.fetch(_LISTINGS, {"names": asked, "by": by})
    ]
    by_name = _by_name(found)
    listed = {name: _listed(name, by_name, on) for name in names}
    plain = await _unlisted(database, [name for name, subject in listed.items() if subject is None], table)
    return [listed[name] or plain[name] for name in names]


async def companies(database: Database, subject: Subject) -> list[str]:
    """All ids under which facts of `subject` may lie: entity, instruments, and the company that files under a CIK.

    EDGAR says which company a symbol names today, so a company is found by the symbol that an entity has today.
    """
    plain = [window.instrument_id for window in subject.windows if window.entity_id == window.instrument_id]
    rows = await database.fetch(
        """
        SELECT entity_id FROM marketdata.listing WHERE entity_id LIKE 'cik:%%' AND instrument_id IN (
            SELECT unnest(%(plain)s::text[]) UNION SELECT instrument_id FROM (
                SELECT DISTINCT ON (entity_id, instrument_id, first_day) instrument_id, last_day
                FROM marketdata.listing WHERE entity_id = ANY (%(ids)s)
                ORDER BY entity_id, instrument_id, first_day, known DESC
            ) AS newest WHERE last_day >= current_date
        )
        UNION SELECT 'cik:' || lpad(ltrim(value, '0'), 10, '0') FROM marketdata.attribute
        WHERE name = 'cik' AND entity_id = ANY (%(ids)s)
        """,
        {"ids": sorted(subject.actors), "plain": plain},
    )
    return sorted(subject.actors | {row[0] for row in rows})


def check_name(name: object) -> str:
    """Raises InvalidInputError for what cannot be the name of anything."""
    if isinstance(name, str) and _NAME.fullmatch(name) and name.strip() == name:
        return name
    raise InvalidInputError(
        f"{name!r} is no name: one has up to 100 letters, digits, spaces and . : / ^ = & + - _, as AAPL, BRK.B, FB.US"
    )


def near(name: str, known: Iterable[str]) -> str:
    """The end of an error's sentence: names that look alike, if any."""
    by_upper = {each.upper(): each for each in known}
    alike = [by_upper[each] for each in get_close_matches(name.upper(), by_upper, n=4, cutoff=0.5)]
    return f"; near: {', '.join(alike)}" if alike else ""


async def distinct(database: Database, table: str, column: str) -> list[str]:
    """All values of the first column of a table's key, by hopping along its index rather than reading the table."""
    rows = await database.fetch(
        f"WITH RECURSIVE name AS (SELECT (SELECT min({column}) FROM marketdata.{table}) AS name UNION ALL"  # noqa: S608
        f" SELECT (SELECT min({column}) FROM marketdata.{table} WHERE {column} > name.name)"
        " FROM name WHERE name.name IS NOT NULL) SELECT name FROM name WHERE name IS NOT NULL"
    )
    return [row[0] for row in rows]


def _by_name(found: Sequence[_Listing]) -> Mapping[tuple[str, str], Sequence[_Listing]]:
    """Listings by what they can be found by: `entity`, `instrument` or `symbol`, and the name."""
    by_name: Mapping[tuple[str, str], list[_Listing]] = defaultdict(list)
    for row in found:
        by_name["entity", row.entity_id].append(row)
        if not row.entity_id.startswith(_UNDATED):
            by_name["instrument", row.instrument_id].append(row)
            by_name["symbol", row.instrument_id.rpartition(".")[0]].append(row)
    return by_name


def _listed(name: str, by_name: Mapping[tuple[str, str], Sequence[_Listing]], on: int) -> Subject | None:
    """The subject by listings, or None where none has the name."""
    for entity in (name, _company(name)):
        if own := by_name.get(("entity", entity)):
            return _entity(name, own)
    if own := by_name.get(("instrument", name)):
        return _instrument(name, own)
    if bearing := by_name.get(("symbol", name)):
        return _entity(name, by_name["entity", _bearer(name, bearing, on)])
    return None


def _bearer(name: str, bearing: Sequence[_Listing], on: int) -> str:
    """Who bore a symbol on a day, else who bore it last."""
    best = max(_claim(row, on) for row in bearing)
    entities = sorted({row.entity_id for row in bearing if _claim(row, on) == best})
    if len(entities) > 1:
        raise InvalidInputError(f"{name} stands for {' and '.join(entities)}; say which")
    return entities[0]


def _claim(row: _Listing, on: int) -> tuple[bool, bool, int]:
    on_day = row.first_day <= on <= row.last_day
    return row.is_known, on_day, 0 if on_day else row.last_day


def _entity(name: str, own: Sequence[_Listing]) -> Subject:
    known = [row for row in own if row.is_known]
    notes = () if known else (f"{name} was resolved by listings that became known after the time read as of",)
    return Subject(name, _merged(known or own), notes)


def _instrument(name: str, own: Sequence[_Listing]) -> Subject:
    """All rows of an instrument, whoever it was on each day; on days of nobody it is its own entity."""
    windows = _merged([row for row in own if row.is_known] or own)
    taken: list[Window] = []
    begin = BEGIN_DAY
    for window in sorted(windows, key=lambda each: each.first_day):
        if window.first_day > begin:
            taken.append(Window(name, begin, window.first_day - 1, name))
        if window.last_day >= begin:
            taken.append(window._replace(first_day=max(begin, window.first_day)))
            begin = window.last_day + 1
    if begin <= END_DAY:
        taken.append(Window(name, begin, END_DAY, name))
    return Subject(name, tuple(taken))


def _merged(rows: Iterable[_Listing]) -> tuple[Window, ...]:
    """Listings as windows; those of one entity and instrument that meet become one."""
    by_pair: Mapping[tuple[str, str], list[_Listing]] = defaultdict(list)
    for row in rows:
        by_pair[row.entity_id, row.instrument_id].append(row)
    made: list[Window] = []
    for (entity, instrument), own in sorted(by_pair.items()):
        for row in sorted(own, key=lambda each: each.first_day):
            last = made[-1] if made and made[-1][::3] == (instrument, entity) else None
            if last and row.first_day <= last.last_day + 1:
                made[-1] = last._replace(last_day=max(last.last_day, row.last_day))
            else:
                made.append(Window(instrument, row.first_day, row.last_day, entity))
    return tuple(made)


async def _unlisted(database: Database, names: Sequence[str], table: str) -> dict[str, Subject]:
    """Subjects of names without a listing: instruments that `table` has, by id, or by symbol at any venue."""
    if not names:
        return {}
    candidates = {each: name for name in names for each in (f"{name}.{_HOME}", name)}
    rows = await database.fetch(
        "SELECT name FROM unnest(%s::text[]) AS name"  # noqa: S608 - a table of ours
        f" WHERE EXISTS (SELECT FROM marketdata.{table} WHERE instrument_id = name)",
        (list(candidates),),
    )
    there = {row[0] for row in rows}
    ids = {name: found for found, name in candidates.items() if found in there}  # the plain id, later, goes first
    missing = [name for name in names if name not in ids]
    if missing:
        stored = await distinct(database, table, "instrument_id")
        by_symbol = {each.rpartition(".")[0]: each for each in stored}
        for name in missing:
            if name not in by_symbol:
                alike = near(name, {*stored, *by_symbol})
                raise NotFoundError(f"the store has no {table} rows of {name!r}{alike}; `nautilus data summary` lists")
            ids[name] = by_symbol[name]
    return {name: Subject(name, (Window(found, BEGIN_DAY, END_DAY, found),)) for name, found in ids.items()}


def _company(name: str) -> str:
    match = _CIK.fullmatch(name)
    return f"cik:{int(match[1]):010d}" if match else ""


def _days(day: date) -> int:
    return (day - _EPOCH).days


def day_of(ns: int) -> int:
    """Days since 1970 of a time [ns]."""
    return ns // NS_PER_DAY
