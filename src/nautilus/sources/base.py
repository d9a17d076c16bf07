"""What a source is: a spec (what it offers), a client (the only I/O), a parser (pure: bytes in, tables out).

Rows carry two times: `valid`, what they are about, and `known`, when one could know them. `known_basis` says whether
that was recorded by the source or assumed by the rule named in `rule`.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

import pyarrow as pa

from nautilus.domain.instruments import Instrument

_INSTANT = pa.timestamp("us", "UTC")
_NAME = pa.dictionary(pa.int32(), pa.string())
_PRICES = [(name, pa.float64()) for name in ("open", "high", "low", "close", "volume")]
_ORIGIN = [("known_basis", _NAME), ("rule", _NAME), ("dataset", _NAME)]

BARS = pa.schema(
    [
        ("instrument_id", _NAME),
        ("price_type", _NAME),
        ("step_seconds", pa.int32()),
        ("valid", _INSTANT),
        *_PRICES,
        ("adjusted", pa.bool_()),
        ("adjusted_close", pa.float64()),
        ("known", _INSTANT),
        *_ORIGIN,
    ]
)
"""`valid` is the close of the bar, `price_type` LAST, BID or ASK (`volume` is the size then). `adjusted`: prices were
scaled after the fact, so they are not what was traded. `adjusted_close`: what the source says it is, or null."""
TRADES = pa.schema(
    [
        ("instrument_id", _NAME),
        ("ts_event", pa.int64()),
        ("ordinal", pa.int64()),
        ("price", pa.float64()),
        ("size", pa.float64()),
        ("venue", _NAME),
        ("condition", _NAME),
        ("known", pa.int64()),
        *_ORIGIN,
    ]
)
"""Times in nanoseconds. `ordinal` numbers the trades of an instrument as the source has them: the stored order."""
QUOTES = pa.schema(
    [
        ("instrument_id", _NAME),
        ("ts_event", pa.int64()),
        ("ordinal", pa.int64()),
        *((name, pa.float64()) for name in ("bid", "bid_size", "ask", "ask_size")),
        ("venue", _NAME),
        ("condition", _NAME),
        ("known", pa.int64()),
        *_ORIGIN,
    ]
)
"""As TRADES. A side that is null is as it was."""
OBSERVATIONS = pa.schema(
    [("series_id", _NAME), ("valid", _INSTANT), ("value", pa.float64()), ("known", _INSTANT), *_ORIGIN]
)
"""`valid` is the first day of the period. A null value: from `known` on the source publishes none any more."""
FACTS = pa.schema(
    [
        ("entity_id", _NAME),
        ("concept", _NAME),
        ("unit", _NAME),
        ("period_start", pa.date32()),
        ("valid", pa.date32()),
        ("known", _INSTANT),
        ("document_id", _NAME),
        ("value", pa.float64()),
        ("form", _NAME),
        ("fiscal_year", pa.int32()),
        ("fiscal_period", _NAME),
        *_ORIGIN,
    ]
)
"""Figures of filings. `period_start` is null for an instant; `valid` is the last day."""
DOCUMENTS = pa.schema(
    [
        ("document_id", _NAME),
        ("entity_id", _NAME),
        ("kind", _NAME),
        ("valid", pa.date32()),
        ("known", _INSTANT),
        ("title", pa.string()),
        ("attributes", pa.string()),
        *_ORIGIN,
    ]
)
"""`attributes` is a JSON object."""
EVENTS = pa.schema(
    [
        ("entity_id", _NAME),
        ("kind", _NAME),
        ("valid", pa.date32()),
        ("known", _INSTANT),
        ("attributes", pa.string()),
        *_ORIGIN,
    ]
)
"""Of a corporate action `valid` is the ex date; see `EventKind` for `attributes`, a JSON object."""
LISTINGS = pa.schema(
    [
        ("entity_id", _NAME),
        ("instrument_id", _NAME),
        ("first_day", pa.date32()),
        ("last_day", pa.date32()),
        ("known", _INSTANT),
        ("exchange", _NAME),
        *_ORIGIN,
    ]
)
"""From `first_day` to `last_day` (9999-12-31: it goes on) the entity traded as `instrument_id`."""
ATTRIBUTES = pa.schema(
    [
        ("entity_id", _NAME),
        ("name", _NAME),
        ("valid", pa.date32()),
        ("known", _INSTANT),
        ("value", pa.string()),
        *_ORIGIN,
    ]
)
"""What an entity is since `valid`."""
SCHEMAS: Mapping[str, pa.Schema] = {
    "bars": BARS,
    "trades": TRADES,
    "quotes": QUOTES,
    "observations": OBSERVATIONS,
    "facts": FACTS,
    "documents": DOCUMENTS,
    "events": EVENTS,
    "listings": LISTINGS,
    "attributes": ATTRIBUTES,
}


class KnownBasis(StrEnum):
    RECORDED = "recorded"
    ASSUMED = "assumed"


class EventKind(StrEnum):
    SPLIT = "SPLIT"
    """`ratio`: so many shares replace one, as a decimal text."""
    DIVIDEND = "DIVIDEND"
    """`amount` a share and `currency`, unadjusted."""
    SPINOFF = "SPINOFF"
    """`ratio` shares of `entity_id` for one."""
    RENAME = "RENAME"
    """`before` and `after`, instrument ids."""
    DELISTING = "DELISTING"
    RELEASE = "RELEASE"
    """`title`; the entity is the release."""
    EARNINGS = "EARNINGS"
    """A company announces results; `document_id` names the filing."""
    MEETING = "MEETING"
    """Of shareholders; `document_id` names the filing that calls it, or says what was voted."""


@dataclass(frozen=True)
class Series:
    """An economic series. `revised`: the values are as revised when the file was made, not first prints."""

    series_id: str
    title: str
    unit: str
    frequency: str
    rule: str
    revised: bool
    dataset: str


@dataclass(frozen=True)
class Part:
    """A unit of an ingestion: fetched as one."""

    name: str


@dataclass(frozen=True)
class Payload:
    """What the client got for a part, byte for byte."""

    part: Part
    content: bytes
    fetched_ns: int
    request: Mapping[str, Any] = field(default_factory=dict)
    """What was asked of whom, without secrets."""
    requests: int = 0
    """How many were sent for it, those that were repeated included; 0 for files."""

    @cached_property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True)
class Batch:
    """What a payload, or a piece of it, holds. Rows are as the source has them, dirt included; `tables` by SCHEMAS."""

    instruments: Sequence[Instrument] = ()
    series: Sequence[Series] = ()
    tables: Mapping[str, pa.Table] = field(default_factory=dict)

    def table(self, name: str) -> pa.Table:
        """The table called `name`, without rows where there is none."""
        return self.tables.get(name, SCHEMAS[name].empty_table())

    @property
    def row_count(self) -> int:
        facts: int = sum(table.num_rows for table in self.tables.values())
        return facts + len(self.instruments) + len(self.series)


@dataclass(frozen=True)
class Spec:
    """A source as people see it. Raise `revision` when the parser changes, so that stored payloads are read anew."""

    name: str
    title: str
    licence: str
    may_redistribute: bool
    """Whether the licence lets a user pass the data on; if not, export is refused."""
    revision: int = 1


class Client(Protocol):
    """The only I/O of a source."""

    async def plan(self) -> Sequence[Part]:
        """The parts there are, in the order in which they are to be stored."""

    async def fetch(self, part: Part) -> Payload: ...

    async def close(self) -> None: ...


@dataclass(frozen=True)
class Gap:
    """Sessions without a daily bar of an instrument, first and last day included."""

    instrument_id: str
    first_day: date
    last_day: date


@runtime_checkable
class RangeClient(Client, Protocol):
    """A client that can be asked for a time. Of one that cannot, whole parts are fetched again."""

    async def plan_gaps(self, gaps: Sequence[Gap]) -> Sequence[Part]:
        """The parts that would fill these gaps, in the order in which they are to be stored."""


@dataclass(frozen=True)
class Source:
    spec: Spec
    connect: Callable[[Path | None], Client]
    """With the folder that `nautilus ingest --folder` names, or None: what comes with the package, or the network."""
    parse: Callable[[Payload], Iterable[Batch]]
    """Batches in the same order each time, each small enough to be held in memory (some 250,000 rows)."""


def rows(schema: pa.Schema, count: int, **columns: Any) -> pa.Table:
    """A table of `schema` from arrays, or from single values that stand for each of `count` rows; others are null."""
    made = []
    for item in schema:
        given = columns.pop(item.name, None)
        if isinstance(given, (pa.Array, pa.ChunkedArray)):
            made.append(given.cast(item.type) if given.type != item.type else given)
        elif pa.types.is_dictionary(item.type) and given is not None:
            codes = pa.repeat(pa.scalar(0, pa.int32()), count)
            made.append(pa.DictionaryArray.from_arrays(codes, pa.array([str(given)])))
        else:
            made.append(pa.repeat(pa.scalar(given, item.type), count))
    if columns:
        raise TypeError(f"no such columns: {', '.join(columns)}")
    return pa.table(made, schema=schema)


def slices(table: pa.Table, size: int = 250_000) -> Iterator[pa.Table]:
    """Pieces of a table, none larger than `size` rows."""
    for start in range(0, table.num_rows, size):
        yield table.slice(start, size)
