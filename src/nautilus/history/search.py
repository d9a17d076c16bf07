"""Everything that the store has, found by words: series, instruments, companies, what they filed, events.

The names are gathered from the indexes of the tables and kept in memory, a few megabytes, until something is stored:
so a search reads no table, and costs the same however many rows a name has.
"""

import asyncio
import re
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from nautilus.history.names import distinct
from nautilus.kernel.database import Database

if TYPE_CHECKING:
    import pyarrow as pa

GATHER_SECONDS = 5.0
"""While something is being stored, names are gathered at most so often."""
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_WORD = re.compile(r"\w+")
_SERIES = """
    SELECT source, series_id, coalesce(title, ''), coalesce(unit, ''), coalesce(frequency, '')
    FROM (
        WITH RECURSIVE seen AS (
            (SELECT series_id, source FROM marketdata.observation ORDER BY series_id, source LIMIT 1)
            UNION ALL SELECT next.series_id, next.source FROM seen CROSS JOIN LATERAL (
                SELECT series_id, source FROM marketdata.observation AS later
                WHERE (later.series_id, later.source) > (seen.series_id, seen.source)
                ORDER BY series_id, source LIMIT 1
            ) AS next
        ) SELECT * FROM seen
    ) AS observed LEFT JOIN marketdata.series USING (source, series_id)
"""
"""Names of the key one after the other, rather than all rows."""
_TITLES = """
    SELECT DISTINCT ON (entity_id) entity_id, value FROM marketdata.attribute WHERE name = 'title'
    ORDER BY entity_id, known DESC, valid DESC, source
"""
_LISTINGS = """
    SELECT entity_id, instrument_id, max(last_day) FROM marketdata.listing GROUP BY entity_id, instrument_id
    ORDER BY entity_id, max(last_day) DESC, instrument_id
"""
_DESCRIBED = "SELECT instrument_id, description FROM marketdata.instrument"
_FILED = "SELECT entity_id, concept FROM marketdata.filing_fact GROUP BY entity_id, concept"
_EVENTS = "SELECT entity_id, kind, count(*), min(valid), max(valid) FROM marketdata.event GROUP BY entity_id, kind"
_STATE = """
    SELECT (SELECT max(raw_id) FROM marketdata.raw), (SELECT max(changed) FROM marketdata.watermark),
        (SELECT count(*) FROM marketdata.series)
"""


class EntryKind(StrEnum):
    """In the order in which equally good finds are shown."""

    SERIES = "series"
    INSTRUMENT = "instrument"
    COMPANY = "company"
    FACTS = "facts"
    EVENTS = "events"


_KINDS = tuple(EntryKind)


class Entry(NamedTuple):
    """Something to look at. `subject` and `part` say what: see `history.courses` for series, bars and facts."""

    kind: EntryKind
    subject: str
    """Source:series, instrument, or entity."""
    part: str
    """Concept of facts, kind of events; empty for the others."""
    title: str
    detail: str
    """What else it is called or measured in."""


@dataclass(frozen=True)
class Catalogue:
    """All entries, and the text in which each is found: words in lower case, each after a space."""

    entries: "pa.Table"
    """kind (its place), subject, part, title, detail, name, key (the name without venue, source, taxonomy), text."""

    def __len__(self) -> int:
        rows: int = self.entries.num_rows
        return rows

    def find(self, asked: str, kinds: Sequence[EntryKind] = (), *, offset: int = 0, limit: int = 50) -> list[Entry]:
        """Entries that have all words of `asked`, or words that begin so; best first.

        What is called exactly so comes first, then whose name begins so, then whose title does; among equals those
        with a title, then by kind, then the shorter. Without words all of `kinds`.
        """
        words = _words(asked)
        found = self.entries if not kinds else self._of(kinds)
        for word in sorted(words, key=len, reverse=True):  # the longest leaves least for the others
            import pyarrow.compute as pc

            found = found.filter(pc.match_substring(found["text"], f" {word}"))
        best = _ranked(found, " ".join(words), offset + limit)[offset:]
        return [_entry(row) for row in found.take(best).to_pylist()]

    def _of(self, kinds: Sequence[EntryKind]) -> "pa.Table":
        import pyarrow as pa
        import pyarrow.compute as pc

        places = pa.array([_KINDS.index(kind) for kind in kinds], pa.int8())
        return self.entries.filter(pc.is_in(self.entries["kind"], value_set=places))


_KEPT: WeakKeyDictionary[Database, tuple[tuple[Any, ...], float, Catalogue]] = WeakKeyDictionary()
_GATHERING: WeakKeyDictionary[Database, asyncio.Task[Catalogue]] = WeakKeyDictionary()


async def read_catalogue(database: Database) -> Catalogue:
    """What the store has now; while something is being stored, what it had up to GATHER_SECONDS ago."""
    state = tuple(await database.fetch_one(_STATE) or ())
    kept = _KEPT.get(database)
    if kept and (kept[0] == state or time.monotonic() - kept[1] < GATHER_SECONDS):
        return kept[2]
    task = _GATHERING.get(database)
    if task is None or task.done():
        task = _GATHERING[database] = asyncio.create_task(_gathered(database, state))
    return await asyncio.shield(task)  # who asked may go away, the others still want it


async def _gathered(database: Database, state: tuple[Any, ...]) -> Catalogue:
    titles = _pairs(await database.fetch(_TITLES))
    listings = await database.fetch(_LISTINGS)
    described = _pairs(await database.fetch(_DESCRIBED))
    traded = [each for table in ("bar", "trade", "quote") for each in await distinct(database, table, "instrument_id")]
    series, filed, events = [await database.fetch(query) for query in (_SERIES, _FILED, _EVENTS)]

    def gather() -> Catalogue:
        import pyarrow as pa

        symbols, formerly, names = _identities(listings, titles)
        instruments = _instruments(dict.fromkeys([*traded, *described]), names | described, formerly)
        for entity, own in symbols.items():
            titles.setdefault(entity, next((names[each] for each in own if each in names), ""))
        called = names | titles
        made = (
            _series(series),
            instruments,
            _companies(titles, symbols),
            _facts(filed, called, symbols),
            _events(events, called, symbols),
        )
        return Catalogue(pa.concat_tables([_table(entries) for entries in made]))  # one kind as objects at a time

    made = await asyncio.to_thread(gather)
    _KEPT[database] = (state, time.monotonic(), made)
    return made


def _pairs(rows: Iterable[Sequence[str]]) -> dict[str, str]:
    return {row[0]: row[1] for row in rows}


def _identities(
    listings: Sequence[Sequence[Any]], titles: Mapping[str, str]
) -> tuple[dict[str, list[str]], dict[str, list[str]], dict[str, str]]:
    """By entity its instruments, the newest first; by instrument what else its entity was called; and its title."""
    symbols: dict[str, list[str]] = {}
    names: dict[str, str] = {}
    for entity, instrument, _ in listings:
        symbols.setdefault(entity, []).append(instrument)
        if entity in titles:
            names.setdefault(instrument, titles[entity])
    formerly: dict[str, list[str]] = {}
    for own in symbols.values():
        for instrument in own:
            others = [other for other in own if other != instrument and _symbol(other) != _symbol(instrument)]
            known = formerly.setdefault(instrument, [])
            known += [other for other in others if other not in known]
            title = next((names[other] for other in own if other in names), "")
            if title:
                names.setdefault(instrument, title)
    return symbols, formerly, names


def _series(rows: Iterable[Sequence[str]]) -> Iterable[Entry]:
    for source, series, title, unit, frequency in rows:
        yield Entry(EntryKind.SERIES, f"{source}:{series}", "", title, ", ".join(filter(None, (unit, frequency))))


def _instruments(
    ids: Iterable[str], titles: Mapping[str, str], formerly: Mapping[str, Sequence[str]]
) -> Iterable[Entry]:
    for instrument in ids:
        others = ", ".join(formerly.get(instrument, ()))
        yield Entry(
            EntryKind.INSTRUMENT,
            instrument,
            "",
            titles.get(instrument, ""),
            f"other names: {others}" if others else "",
        )


def _companies(titles: Mapping[str, str], symbols: Mapping[str, Sequence[str]]) -> Iterable[Entry]:
    for entity in titles.keys() | symbols.keys():
        if not entity.startswith("pystock:"):  # which says of each symbol only what it is called
            listed = ", ".join(symbols.get(entity, ()))
            yield Entry(EntryKind.COMPANY, entity, "", titles.get(entity, ""), listed)


def _facts(
    rows: Iterable[Sequence[str]], titles: Mapping[str, str], symbols: Mapping[str, Sequence[str]]
) -> Iterable[Entry]:
    for entity, concept in rows:
        listed = ", ".join(symbols.get(entity, ()))
        yield Entry(EntryKind.FACTS, entity, concept, titles.get(entity, ""), listed)


def _events(
    rows: Iterable[Sequence[Any]], titles: Mapping[str, str], symbols: Mapping[str, Sequence[str]]
) -> Iterable[Entry]:
    for entity, kind, count, first, last in rows:
        listed = [*symbols.get(entity, ()), f"{count:,} from {first:%Y-%m-%d} to {last:%Y-%m-%d}"]
        yield Entry(EntryKind.EVENTS, entity, kind, titles.get(entity, ""), ", ".join(listed))


def _table(entries: Iterable[Entry]) -> "pa.Table":
    import pyarrow as pa

    columns: dict[str, list[Any]] = {name: [] for name in (*Entry._fields, "name", "key", "text")}
    for entry in entries:
        for field, value in zip(Entry._fields, entry, strict=True):
            columns[field].append(_KINDS.index(value) if field == "kind" else value)
        name = entry.part if entry.kind is EntryKind.FACTS else entry.subject
        columns["name"].append(" ".join(_words(name)))
        columns["key"].append(" ".join(_words(_symbol(name))))
        told = " ".join((entry.subject, entry.part, _CAMEL.sub(" ", entry.part), entry.title, entry.detail))
        columns["text"].append(" " + " ".join(dict.fromkeys(_words(told))))
    types = {"kind": pa.int8()}
    return pa.table({name: pa.array(values, types.get(name, pa.string())) for name, values in columns.items()})


def _ranked(found: "pa.Table", asked: str, most: int) -> NDArray[np.int64]:
    """Rows of `found`, best first, at most `most` of them."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if not found.num_rows:
        return np.empty(0, np.int64)
    key, title = found["key"], pc.utf8_lower(found["title"])
    worse = [
        pc.and_(pc.not_equal(key, asked), pc.not_equal(found["name"], asked)),
        pc.invert(pc.starts_with(key, asked)),
        pc.invert(pc.starts_with(title, asked)),
        pc.equal(title, ""),
    ]
    rank = sum(
        pc.cast(test, pa.int8()).to_numpy().astype(np.int64) << (len(worse) - 1 - place)
        for place, test in enumerate(worse)
    )
    kind = found["kind"].to_numpy().astype(np.int64)
    length = pc.utf8_length(found["text"]).to_numpy().astype(np.int64)
    score = (rank << 48) | (kind << 40) | np.minimum(length, 2**20 - 1)
    if len(score) > most:
        near = np.argpartition(score, most - 1)[:most]
        near = np.flatnonzero(score <= score[near].max())  # all that are as good as the last, so that names decide
    else:
        near = np.arange(len(score))
    names = np.array(
        [f"{s} {p}" for s, p in zip(_texts(found, "subject", near), _texts(found, "part", near), strict=True)]
    )
    ordered: NDArray[np.int64] = near[np.lexsort((names, score[near]))][:most]
    return ordered


def _texts(table: "pa.Table", name: str, rows: NDArray[np.int64]) -> list[str]:
    texts: list[str] = table[name].take(rows).to_pylist()
    return texts


def _entry(row: Mapping[str, Any]) -> Entry:
    return Entry(_KINDS[row["kind"]], row["subject"], row["part"], row["title"], row["detail"])


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _symbol(subject: str) -> str:
    """What a subject is called without its venue or its source: AAPL of AAPL.US, GDP of fred:GDP, META of us:META."""
    plain = subject.rpartition(":")[2] if ":" in subject else subject.rpartition(".")[0]
    return plain or subject
