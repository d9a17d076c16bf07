"""Map files: which company traded under which symbol, and until when.

A map file is named after the company's last symbol; each row says until which day (inclusive) a symbol was in use, the
first row from which day on. A company whose last row is not in 2050 was delisted on that day.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby, pairwise
from typing import Any

import msgspec
import pyarrow as pa

from nautilus.sources.base import ATTRIBUTES, EVENTS, LISTINGS, Batch, EventKind, KnownBasis, rows
from nautilus.sources.columns import INSTANT, OPEN_END, names
from nautilus.sources.files import table

MAP_RULE = "date in the map file: before the open of the first day under a symbol"
DELISTING_RULE = "date in the map file: end of the last day"
ANNOUNCED_RULE = "day of the company's announcement, end of day"
_GOES_ON = date(2050, 12, 31)
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Listing:
    """`name` traded as `symbol` from `first` to `last`; `learnt` is when the last day was."""

    name: str
    symbol: str
    exchange: str | None
    first: date
    last: date
    learnt: datetime
    rule: str = MAP_RULE


@dataclass(frozen=True)
class Change:
    """A change of symbol after the map files were made (2021): `symbol` from `first` on, as announced."""

    before: str
    symbol: str
    first: date
    announced: date


CHANGES = (Change("FB", "META", date(2022, 6, 9), date(2022, 5, 31)),)
"""Meta Platforms, press release of 2022-05-31: class A shares trade as META before the open of 2022-06-09."""


def entity(name: str) -> str:
    """Who a map or factor file is about, by the last symbol of the company: `us:META`, though the file is FB's."""
    return f"us:{next((change.symbol for change in CHANGES if change.before == name), name)}"


def identities(content: bytes) -> Iterator[Batch]:
    listings = [each for each in _read(table(content).to_pylist()) if each.first <= each.last]
    ends = [each for each in listings if each.last < OPEN_END and each.learnt >= _start(each.last + _DAY)]
    renames = [(one, two) for one, two in pairwise(listings) if _is_rename(one, two)]
    gone = [one for one in ends if not any(before is one for before, _ in renames)]
    yield Batch(
        tables={
            "listings": _listings(listings),
            "events": pa.concat_tables([_renames(renames), _delistings(gone)]),
            "attributes": _exchanges(listings),
        }
    )


def _read(lines: Sequence[dict[str, Any]]) -> Iterator[Listing]:
    for name, group in groupby(lines, key=lambda line: line["symbol"]):
        found = list(group)
        first = _date(found[0]["date"])
        for line in found[1:]:
            last = _date(line["date"])
            learnt = _start(last + _DAY)
            end = OPEN_END if last == _GOES_ON else last
            made = Listing(entity(name), line["mapped_symbol"].upper(), line["exchange"], first, end, learnt)
            change = next((each for each in CHANGES if each.before == name and end == OPEN_END), None)
            if change is None:
                yield made
            else:
                known = _end(change.announced)
                yield replace(made, last=change.first - _DAY, learnt=known, rule=ANNOUNCED_RULE)
                yield replace(made, symbol=change.symbol, first=change.first, learnt=known, rule=ANNOUNCED_RULE)
            first = last + _DAY


def _listings(listings: Sequence[Listing]) -> pa.Table:
    """Two versions of a listing that ended: while it went on nobody knew until when."""
    opened = [replace(each, last=OPEN_END, learnt=_opening(each), rule=_opening_rule(each)) for each in listings]
    versions = sorted(
        [*opened, *(each for each in listings if each.last < OPEN_END)], key=lambda each: (each.name, each.first)
    )
    return rows(
        LISTINGS,
        len(versions),
        entity_id=_texts(each.name for each in versions),
        instrument_id=_texts(f"{each.symbol}.US" for each in versions),
        first_day=pa.array([each.first for each in versions], pa.date32()),
        last_day=pa.array([each.last for each in versions], pa.date32()),
        known=_moments(each.learnt for each in versions),
        exchange=_texts(each.exchange for each in versions),
        rule=_texts(each.rule for each in versions),
        known_basis=KnownBasis.RECORDED,
        dataset="lean",
    )


def _opening(listing: Listing) -> datetime:
    """A listing that map files have was known when it began; one that was announced, on that day."""
    announced = [
        change.announced for change in CHANGES if (change.symbol, change.first) == (listing.symbol, listing.first)
    ]
    return _end(announced[0]) if announced else _start(listing.first)


def _opening_rule(listing: Listing) -> str:
    return MAP_RULE if _opening(listing) == _start(listing.first) else ANNOUNCED_RULE


def _is_rename(one: Listing, two: Listing) -> bool:
    return one.name == two.name and one.last + _DAY == two.first and one.symbol != two.symbol


def _renames(pairs: Sequence[tuple[Listing, Listing]]) -> pa.Table:
    told = [{"before": f"{one.symbol}.US", "after": f"{two.symbol}.US"} for one, two in pairs]
    return rows(
        EVENTS,
        len(pairs),
        entity_id=_texts(two.name for _, two in pairs),
        kind=EventKind.RENAME,
        valid=pa.array([two.first for _, two in pairs], pa.date32()),
        known=_moments(_opening(two) for _, two in pairs),
        attributes=pa.array([msgspec.json.encode(each).decode() for each in told], pa.string()),
        rule=_texts(_opening_rule(two) for _, two in pairs),
        known_basis=KnownBasis.RECORDED,
        dataset="lean",
    )


def _delistings(gone: Sequence[Listing]) -> pa.Table:
    told = [{"instrument_id": f"{each.symbol}.US"} for each in gone]
    return rows(
        EVENTS,
        len(gone),
        entity_id=_texts(each.name for each in gone),
        kind=EventKind.DELISTING,
        valid=pa.array([each.last for each in gone], pa.date32()),
        known=_moments(_end(each.last) for each in gone),
        attributes=pa.array([msgspec.json.encode(each).decode() for each in told], pa.string()),
        rule=DELISTING_RULE,
        known_basis=KnownBasis.RECORDED,
        dataset="lean",
    )


def _exchanges(listings: Sequence[Listing]) -> pa.Table:
    """The exchange of an entity since each day on which it changed symbol, by LEAN's letter."""
    found = [each for each in listings if each.exchange]
    return rows(
        ATTRIBUTES,
        len(found),
        entity_id=_texts(each.name for each in found),
        name="exchange",
        valid=pa.array([each.first for each in found], pa.date32()),
        known=_moments(_opening(each) for each in found),
        value=pa.array([each.exchange for each in found], pa.string()),
        rule=_texts(_opening_rule(each) for each in found),
        known_basis=KnownBasis.RECORDED,
        dataset="lean",
    )


def _texts(values: Any) -> pa.DictionaryArray:
    return names(pa.array(list(values), pa.string()))


def _moments(values: Any) -> pa.Array:
    return pa.array(list(values), INSTANT)


def _date(number: int) -> date:
    return date(number // 10_000, number // 100 % 100, number % 100)


def _start(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _end(day: date) -> datetime:
    return datetime.combine(day, time(23, 59, 59), UTC)
