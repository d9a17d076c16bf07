"""What a source is: a spec (what it offers), a client (the only I/O), a parser (pure: bytes in, tables out).

Rows carry two times: `valid`, what they are about, and `known`, when one could know them. `known_basis` says whether
that was recorded by the source or assumed by the rule named in `rule`.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Protocol

import pyarrow as pa

from nautilus.domain.instruments import Instrument

_INSTANT = pa.timestamp("us", "UTC")
_ORIGIN = [("known_basis", pa.string()), ("rule", pa.string()), ("dataset", pa.string())]

BARS = pa.schema(
    [
        ("instrument_id", pa.string()),
        ("step_seconds", pa.int32()),
        ("valid", _INSTANT),
        *((name, pa.float64()) for name in ("open", "high", "low", "close", "volume")),
        ("adjusted", pa.bool_()),
        ("known", _INSTANT),
        *_ORIGIN,
    ]
)
"""`valid` is the close of the bar. `adjusted`: prices were scaled after the fact, so they are not what was traded."""
TRADES = pa.schema(
    [
        ("instrument_id", pa.string()),
        ("ts_event", pa.int64()),
        ("ordinal", pa.int64()),
        ("price", pa.float64()),
        ("size", pa.float64()),
        ("known", pa.int64()),
        *_ORIGIN,
    ]
)
"""Times in nanoseconds. `ordinal` numbers the trades of an instrument as the source has them: the stored order."""
OBSERVATIONS = pa.schema(
    [("series_id", pa.string()), ("valid", _INSTANT), ("value", pa.float64()), ("known", _INSTANT), *_ORIGIN]
)
SCHEMAS: Mapping[str, pa.Schema] = {"bars": BARS, "trades": TRADES, "observations": OBSERVATIONS}


class KnownBasis(StrEnum):
    RECORDED = "recorded"
    ASSUMED = "assumed"


@dataclass(frozen=True)
class Action:
    """A corporate action. For a SPLIT `ratio` shares replace one from `ex_date` on."""

    instrument_id: str
    kind: str
    ex_date: date
    ratio: Decimal


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
    """A unit of an ingestion: fetched, parsed and committed as one, so that a job resumes at the part it lost."""

    name: str


@dataclass(frozen=True)
class Payload:
    """What the client got for a part, byte for byte."""

    part: Part
    content: bytes
    fetched_ns: int

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True)
class Batch:
    """What a payload holds. Tables have the schemas of this module; rows are as the source has them, dirt included."""

    instruments: Sequence[Instrument] = ()
    actions: Sequence[Action] = ()
    series: Sequence[Series] = ()
    bars: pa.Table = field(default_factory=BARS.empty_table)
    trades: pa.Table = field(default_factory=TRADES.empty_table)
    observations: pa.Table = field(default_factory=OBSERVATIONS.empty_table)

    @property
    def row_count(self) -> int:
        facts: int = self.bars.num_rows + self.trades.num_rows + self.observations.num_rows
        return facts + len(self.instruments) + len(self.actions) + len(self.series)


@dataclass(frozen=True)
class Spec:
    """A source as people see it. Raise `revision` when the parser changes, so that stored payloads are read anew."""

    name: str
    title: str
    licence: str
    revision: int = 1


class Client(Protocol):
    """The only I/O of a source."""

    async def plan(self) -> Sequence[Part]:
        """The parts there are, in the order in which they are to be stored."""

    async def fetch(self, part: Part) -> Payload: ...

    async def close(self) -> None: ...


@dataclass(frozen=True)
class Source:
    spec: Spec
    connect: Callable[[], Client]
    parse: Callable[[Payload], Batch]
