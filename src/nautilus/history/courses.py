"""One figure over time as it was known: an economic series, what a company filed of a concept, closes of an instrument.

Three questions, the same of each kind: its course as of a time; its vintages, which are the days on which something of
it became known, what was said first and what is said now; and all versions of one value. The rows are those of
`read_series`, `read_facts` and `read_bars`.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from nautilus.domain.market import F64, I64
from nautilus.domain.time import NS_PER_DAY
from nautilus.history.adjustment import Adjust
from nautilus.history.asof import AsOf, Basis, known_by
from nautilus.history.figures import read_facts, read_series
from nautilus.history.frame import Frame
from nautilus.history.names import resolve
from nautilus.history.origins import origin_columns, origins_of
from nautilus.history.prices import BarsAsked, read_bars
from nautilus.kernel.database import Database
from nautilus.kernel.errors import InvalidInputError, NotFoundError

if TYPE_CHECKING:
    import pyarrow as pa

MOST_VALUES = 20_000
"""In one course: the last ones, and a note says how many there are."""
COLUMNS = ("valid", "known", "known_basis", "rule", "source", "value", "raw_id", "origin_id")
_BEGIN_NS, _END_NS = -(2**63) + 1, 2**63 - 1
_US_PER_DAY = NS_PER_DAY // 1_000
_DAYS_PER_MONTH = 365.25 / 12
_STEPS = ((86_400, "d"), (3_600, "h"), (60, "min"), (1, "s"))
_BAR_KINDS = """
    SELECT price_type, step FROM (
        SELECT DISTINCT split_part(dataset, '/', 3) AS price_type, split_part(dataset, '/', 4)::integer AS step
        FROM marketdata.watermark WHERE dataset LIKE 'bar/%%'
    ) AS kind
    WHERE EXISTS (
        SELECT FROM marketdata.bar WHERE bar.instrument_id = ANY (%s) AND step_seconds = step
            AND bar.price_type = kind.price_type
    )
    ORDER BY price_type = 'LAST' DESC, step <> 86400, step DESC, price_type
"""
_BAR_VERSIONS = """
    SELECT instrument_id, valid, known, source, close AS value, raw_id, origin_id FROM marketdata.every_bar
    WHERE instrument_id = ANY (string_to_array($1::text, chr(31))) AND step_seconds = $2::integer
        AND price_type = $3::text AND known <= $4::timestamptz AND valid >= $5::timestamptz AND valid <= $6::timestamptz
        AND ($7::boolean OR (instrument_id, step_seconds, price_type, source, valid) IN (
            SELECT instrument_id, step_seconds, price_type, source, valid FROM marketdata.bar_version
            WHERE instrument_id = ANY (string_to_array($1::text, chr(31))) AND step_seconds = $2::integer
                AND price_type = $3::text))
    ORDER BY valid, known, source
"""


class CourseKind(StrEnum):
    SERIES = "series"
    """`subject` is source:series."""
    BARS = "bars"
    """Closes; `subject` is a symbol, an instrument or an entity; a variant is a length of bars."""
    FACTS = "facts"
    """`subject` is a company, `concept` what it filed; a variant is a unit and a length of the period."""


@dataclass(frozen=True)
class CourseAsked:
    """Which figure, and as of when. `variant` empty: the first that there is."""

    kind: CourseKind
    subject: str
    as_of: AsOf
    basis: Basis
    concept: str = ""
    variant: str = ""
    adjust: Adjust = Adjust.NONE
    start_ns: int = _BEGIN_NS
    end_ns: int = _END_NS


@dataclass(frozen=True)
class Course:
    """Values by time, with COLUMNS; and what they are."""

    frame: Frame
    title: str = ""
    unit: str = ""
    """In the words of the source."""
    frequency: str = ""
    variants: tuple[str, ...] = ()
    variant: str = ""


@dataclass(frozen=True)
class Vintages:
    """What became known when, as of a time; shape (n,) each but `changes`."""

    course: Course
    """As of that time."""
    changes: I64
    """Days since 1970, ascending, on which something became known."""
    valid: I64
    """Times that there ever was a value of [ns]."""
    first: F64
    """What was said first."""
    first_known: I64
    """When [ns]."""
    now: F64
    """What is said last, NaN where the source took its value back."""


async def read_course(database: Database, asked: CourseAsked) -> Course:
    """The last value known of each time. Raises NotFoundError, InvalidInputError as the reads do."""
    if asked.kind is CourseKind.BARS:
        return await _bars(database, asked)
    course = await _filed(database, asked) if asked.kind is CourseKind.FACTS else await _series(database, asked)
    return replace(course, frame=_newest(course.frame))


async def read_vintages(database: Database, asked: CourseAsked) -> Vintages:
    """What was said first and last of each time, and the days on which something became known."""
    if asked.kind is CourseKind.BARS:
        return await _bar_vintages(database, asked)
    kind = _filed if asked.kind is CourseKind.FACTS else _series
    every = (await kind(database, asked, every_version=True)).frame.arrow
    course = await read_course(database, asked)
    held = every.filter(every["value"].is_valid())
    valid, known = _us(held, "valid"), _us(held, "known")
    order = np.lexsort((known, valid))
    times, first = np.unique(valid[order], return_index=True)
    now = np.full(len(times), np.nan)
    now[np.searchsorted(times, _us(course.frame.arrow, "valid"))] = _floats(course.frame.arrow)
    chosen = order[first]
    return Vintages(
        course=course,
        changes=np.unique(_us(every, "known") // _US_PER_DAY),
        valid=times * 1_000,
        first=_floats(held)[chosen],
        first_known=known[chosen] * 1_000,
        now=now,
    )


async def read_versions(database: Database, asked: CourseAsked) -> Frame:
    """All versions of the values between start and end, oldest first by known time, with COLUMNS."""
    if asked.kind is CourseKind.BARS:
        ids, price_type, step, _ = await _bar_kind(database, asked)
        return await _bar_versions(database, asked, ids, price_type, step, every=True)
    kind = _filed if asked.kind is CourseKind.FACTS else _series
    frame = (await kind(database, asked, every_version=True)).frame
    order = np.lexsort((_us(frame.arrow, "known"), _us(frame.arrow, "valid")))
    return replace(frame, arrow=frame.arrow.take(order))


async def _series(database: Database, asked: CourseAsked, *, every_version: bool = False) -> Course:
    frame = await read_series(
        database,
        asked.subject,
        asked.as_of,
        basis=asked.basis,
        start_ns=asked.start_ns,
        end_ns=asked.end_ns,
        every_version=every_version,
    )
    source, _, series_id = asked.subject.rpartition(":")
    row = await database.fetch_one(
        "SELECT title, unit, frequency FROM marketdata.series WHERE series_id = %s AND (%s = '' OR source = %s)",
        (series_id, source, source),
    )
    title, unit, frequency = row or ("", "", "")
    return Course(_with_columns(frame), title, unit, frequency)


async def _filed(database: Database, asked: CourseAsked, *, every_version: bool = False) -> Course:
    """Facts of one unit and length of period: those of the variant asked for, else those of which there are most."""
    given = await read_facts(
        database,
        asked.subject,
        asked.as_of,
        concept=asked.concept,
        basis=asked.basis,
        start_ns=asked.start_ns,
        end_ns=asked.end_ns,
        every_version=every_version,
    )
    labels = np.array(_labels(given.arrow), dtype=object)
    found, counts = np.unique(labels.astype(str), return_counts=True)
    variants = tuple(str(found[place]) for place in np.argsort(-counts, kind="stable"))
    variant = asked.variant or (variants[0] if variants else "")
    kept = given.arrow.filter(labels.astype(str) == variant) if variants else given.arrow
    unit = variant.partition(", ")[0]
    company = await _title(database, [asked.subject])
    title = asked.concept.rpartition(":")[2] + (f" of {company}" if company else "")
    return Course(_with_columns(replace(given, arrow=kept)), title, unit, "", variants, variant)


def _labels(table: "pa.Table") -> list[str]:
    """Unit and length of the period of each fact."""
    texts = []
    for unit, begin, end in zip(*(table[name].to_pylist() for name in ("unit", "period_start", "valid")), strict=True):
        months = None if begin is None else round(((end - begin).days + 1) / _DAYS_PER_MONTH)
        length = "at the day" if months is None else f"{months} months" if months != 1 else "1 month"
        texts.append(f"{unit}, {length}")
    return texts


async def _bars(database: Database, asked: CourseAsked) -> Course:
    _, price_type, step, variants = await _bar_kind(database, asked)
    given = BarsAsked(
        as_of=asked.as_of,
        basis=asked.basis,
        adjust=asked.adjust,
        step_seconds=step,
        price_type=price_type,
        start_ns=asked.start_ns,
        end_ns=asked.end_ns,
    )
    frame = await read_bars(database, [asked.subject], given)
    table = frame.arrow.append_column("value", frame.arrow["close"])
    found = _last_ones(replace(frame, arrow=table.select([*COLUMNS, "instrument_id", "factor"])))
    ids = sorted(set(frame.arrow["instrument_id"].to_pylist())) or [asked.subject]
    unit = await database.fetch_one(
        "SELECT currency FROM marketdata.instrument WHERE instrument_id = %s", (asked.subject,)
    )
    label = _label(price_type, step)
    return Course(found, await _title(database, ids), unit[0] if unit else "", label, variants, label)


async def _title(database: Database, ids: list[str]) -> str:
    """What entities, or those that traded as instruments, are called; EDGAR has the names of registrants."""
    row = await database.fetch_one(
        """
        SELECT value FROM marketdata.attribute
        WHERE name = 'title' AND entity_id IN (
            SELECT unnest(%(ids)s::text[])
            UNION SELECT entity_id FROM marketdata.listing WHERE instrument_id = ANY (%(ids)s)
        )
        ORDER BY source = 'edgar' DESC, known DESC LIMIT 1
        """,
        {"ids": ids},
    )
    return row[0] if row else ""


async def _bar_kind(database: Database, asked: CourseAsked) -> tuple[list[str], str, int, tuple[str, ...]]:
    """Instruments, kind of price, length [s] of the bars asked for; and the labels of those that there are."""
    (subject,) = await resolve(database, [asked.subject], asked.as_of)
    ids = sorted({window.instrument_id for window in subject.windows})
    kinds = {_label(*row): row for row in await database.fetch(_BAR_KINDS, (ids,))}
    if not kinds:
        raise NotFoundError(f"the store has no bars of {asked.subject!r}; trades and quotes are read by nautilus.data")
    if asked.variant and asked.variant not in kinds:
        raise InvalidInputError(f"{asked.subject} has no bars of {asked.variant!r}; there are {', '.join(kinds)}")
    price_type, step = kinds[asked.variant or next(iter(kinds))]
    return ids, price_type, step, tuple(kinds)


def _label(price_type: str, step: int) -> str:
    """As `1 d`, `5 min bid`."""
    size, unit = next((size, unit) for size, unit in _STEPS if step % size == 0)
    return f"{step // size} {unit}" + ("" if price_type == "LAST" else f" {price_type.lower()}")


async def _bar_vintages(database: Database, asked: CourseAsked) -> Vintages:
    """Only bars that have versions were said in two ways: of the others the first is the last."""
    course = await _bars(database, asked)
    table = course.frame.arrow
    ids, price_type, step, _ = await _bar_kind(database, asked)
    revised = (await _bar_versions(database, asked, ids, price_type, step, every=False)).arrow
    first, first_known = _floats(table).copy(), _us(table, "known").copy()
    place = {
        key: number
        for number, key in enumerate(
            zip(table["instrument_id"].to_pylist(), table["source"].to_pylist(), _us(table, "valid"), strict=True)
        )
    }
    keys = zip(revised["instrument_id"].to_pylist(), revised["source"].to_pylist(), _us(revised, "valid"), strict=True)
    seen: set[int] = set()
    factor = table["factor"].to_numpy()
    for key, value, known in zip(keys, _floats(revised), _us(revised, "known"), strict=True):
        number = place.get(key)
        if number is not None and number not in seen:  # the oldest comes first
            seen.add(number)
            first[number], first_known[number] = value * factor[number], known
    known = np.concatenate([_us(table, "known"), _us(revised, "known")])
    return Vintages(
        course=course,
        changes=np.unique(known // _US_PER_DAY),
        valid=_us(table, "valid") * 1_000,
        first=first,
        first_known=first_known * 1_000,
        now=_floats(table),
    )


async def _bar_versions(
    database: Database, asked: CourseAsked, ids: list[str], price_type: str, step: int, *, every: bool
) -> Frame:
    """Versions of bars by time; not `every`: only of bars that have several."""
    from nautilus.domain.time import from_ns

    start, end = from_ns(asked.start_ns), from_ns(asked.end_ns)
    given = ("\x1f".join(ids), step, price_type, known_by(asked.as_of), start, end, every)
    table = await database.arrow(_BAR_VERSIONS, given)
    origins = await origins_of(database, table["origin_id"].to_numpy())
    kept = table.filter(origins.allows(asked.basis, table["origin_id"].to_numpy()))
    for name, column in origin_columns(origins, kept["origin_id"].to_numpy()).items():
        kept = kept.append_column(name, column)
    return Frame(kept, asked.as_of, asked.basis, table.num_rows - kept.num_rows)


def _with_columns(frame: Frame) -> Frame:
    """With COLUMNS alone, times as microseconds UTC."""
    import pyarrow as pa

    table = frame.arrow.select(list(COLUMNS))
    if pa.types.is_date(table.schema.field("valid").type):
        table = table.set_column(0, "valid", table["valid"].cast(pa.timestamp("us", "UTC")))
    return replace(frame, arrow=table)


def _newest(frame: Frame) -> Frame:
    """One value of each time, the one known last: a company may file two figures of periods that end together."""
    valid, known = _us(frame.arrow, "valid"), _us(frame.arrow, "known")
    order = np.lexsort((known, valid))
    is_last = np.append(np.diff(valid[order]) != 0, True)[: len(order)]
    return _last_ones(replace(frame, arrow=frame.arrow.take(order[is_last])))


def _last_ones(frame: Frame) -> Frame:
    count = len(frame)
    if count <= MOST_VALUES:
        return frame
    note = f"the last {MOST_VALUES:,} of {count:,} values; give start and end to see others"
    return replace(frame, arrow=frame.arrow.slice(count - MOST_VALUES), notes=(*frame.notes, note))


def _us(table: "pa.Table", name: str) -> I64:
    import pyarrow as pa

    found: I64 = table[name].cast(pa.timestamp("us", "UTC")).cast(pa.int64()).to_numpy()
    return found


def _floats(table: "pa.Table") -> F64:
    found: F64 = table["value"].to_numpy()
    return found
