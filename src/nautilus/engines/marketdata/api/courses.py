"""One figure over time as it was known: as of a time, its vintages, all versions of one value."""

import math
from typing import Annotated, Any

import msgspec
import numpy as np
from msgspec import Meta

from nautilus.domain.time import NS_PER_DAY
from nautilus.engines.marketdata.api.parameters import AS_OF, Name
from nautilus.engines.marketdata.service import MarketdataService
from nautilus.history.adjustment import Adjust
from nautilus.history.asof import Basis, moment_text, parse_as_of, parse_bounds
from nautilus.history.courses import Course, CourseAsked, CourseKind, read_course, read_versions, read_vintages
from nautilus.history.export import check_export
from nautilus.history.frame import Frame
from nautilus.kernel.app.routes import Call, get
from nautilus.kernel.errors import ConflictError
from nautilus.kernel.units import Count, Ratio, Text, TimestampNs
from nautilus.sources.terms import terms_of

_DAY = "A day, an RFC 3339 time with a zone, or nanoseconds UTC"
type _Time = Annotated[str, Meta(min_length=1, max_length=40, description=_DAY)]


class CourseQuery(msgspec.Struct, frozen=True, kw_only=True):
    kind: CourseKind
    subject: Name
    concept: Annotated[str, Meta(max_length=100, description="Of facts: taxonomy:name")] = ""
    variant: Annotated[str, Meta(max_length=100, description="One of the reply's variants; empty: the first")] = ""
    adjust: Annotated[Adjust, Meta(description="Of bars: by the actions known as of the time")] = Adjust.NONE
    as_of: Annotated[str, Meta(min_length=1, max_length=40, description=AS_OF)]
    basis: Annotated[Basis, Meta(description="assumed: also what a named rule dates")] = Basis.RECORDED
    start: _Time | None = None
    end: _Time | None = None


class VersionQuery(CourseQuery, frozen=True, kw_only=True):
    valid: Annotated[_Time, Meta(description="Of which value: the time that it is about")]


class CourseView(msgspec.Struct, frozen=True, kw_only=True):
    """Values by time as they were known, in columns of one length; texts that come again stand once, in `…s`."""

    kind: CourseKind
    subject: str
    concept: str
    title: str
    unit: str
    """What values are measured in, in the words of the source."""
    frequency: str
    variants: tuple[str, ...]
    """Lengths of bars, or units and lengths of periods, of which one is shown."""
    variant: str
    as_of: str
    """The time of which this is, or latest."""
    basis: Basis
    left_out: Count[int]
    """Values known by then that the basis leaves out, since only a rule says when they were known."""
    remarks: tuple[str, ...]
    """What a reader should know of this answer."""
    withheld: str
    """Why it may not be exported: a source whose licence forbids passing its data on. Empty: it may."""
    valid: TimestampNs[tuple[int, ...]]
    """What each value is about: the first day of a period, the last of a filed one, the close of a bar."""
    known: TimestampNs[tuple[int, ...]]
    """When each value became known."""
    value: Ratio[tuple[float | None, ...]]
    """In `unit`; null: the source took its value back."""
    origins: tuple["OriginView", ...]
    """Where values come from."""
    origin: Text[tuple[int, ...]]
    """Of each value its place in `origins`."""


class OriginView(msgspec.Struct, frozen=True):
    """Where a value comes from and how its known time came about."""

    source: str
    known_basis: str
    """recorded or assumed."""
    rule: str
    """How the known time came about."""
    id: str
    """What /lineage takes."""


class VintagesView(msgspec.Struct, frozen=True, kw_only=True):
    """What became known when; and of each time what was said first, and what is said as of the time read."""

    course: CourseView
    """As of that time."""
    changes: tuple[str, ...]
    """Days on which something became known, oldest first."""
    valid: TimestampNs[tuple[int, ...]]
    """Times that there ever was a value of."""
    first: Ratio[tuple[float | None, ...]]
    """What was said first, in the course's unit."""
    first_known: TimestampNs[tuple[int, ...]]
    """When that was."""
    now: Ratio[tuple[float | None, ...]]
    """What is said last; null: the source took its value back."""


async def course(service: MarketdataService, call: Call) -> CourseView:
    asked = _asked(call.query)
    return _view(asked, await read_course(service.context.database, asked))


async def vintages(service: MarketdataService, call: Call) -> VintagesView:
    asked = _asked(call.query)
    found = await read_vintages(service.context.database, asked)
    days = (found.changes * (NS_PER_DAY // 1_000_000_000)).astype("datetime64[s]").astype("datetime64[D]")
    return VintagesView(
        course=_view(asked, found.course),
        changes=tuple(days.astype(str).tolist()),
        valid=tuple(found.valid.tolist()),
        first=_numbers(found.first),
        first_known=tuple(found.first_known.tolist()),
        now=_numbers(found.now),
    )


async def versions(service: MarketdataService, call: Call) -> CourseView:
    query: VersionQuery = call.query
    time = int(query.valid) if query.valid.isdecimal() else query.valid
    first, last = parse_bounds(time, time)
    asked = msgspec.structs.replace(query, start=None, end=None)
    wanted = _asked(asked, first, last)
    frame = await read_versions(service.context.database, wanted)
    return _view(wanted, Course(frame, variant=query.variant))


def _asked(query: CourseQuery, first: int | None = None, last: int | None = None) -> CourseAsked:
    if first is None:
        first, last = parse_bounds(_time(query.start), _time(query.end))
    bounds = {name: value for name, value in (("start_ns", first), ("end_ns", last)) if value is not None}
    return CourseAsked(
        kind=query.kind,
        subject=query.subject,
        as_of=parse_as_of(query.as_of),
        basis=query.basis,
        concept=query.concept,
        variant=query.variant,
        adjust=query.adjust,
        **bounds,
    )


def _time(text: str | None) -> str | int | None:
    return int(text) if text is not None and text.isdecimal() else text


def _view(asked: CourseAsked, found: Course) -> CourseView:
    origins, places = _origins(found.frame)
    table = found.frame.arrow
    return CourseView(
        kind=asked.kind,
        subject=asked.subject,
        concept=asked.concept,
        title=found.title,
        unit=found.unit,
        frequency=found.frequency,
        variants=found.variants,
        variant=found.variant,
        as_of=moment_text(asked.as_of),
        basis=asked.basis,
        left_out=found.frame.left_out,
        remarks=found.frame.remarks,
        withheld=_withheld(found.frame),
        valid=_times(table, "valid"),
        known=_times(table, "known"),
        value=_numbers(table["value"].to_numpy()),
        origins=origins,
        origin=places,
    )


def _withheld(frame: Frame) -> str:
    try:
        check_export(frame, terms_of)
    except ConflictError as error:
        return str(error)
    return ""


def _origins(frame: Frame) -> tuple[tuple[OriginView, ...], tuple[int, ...]]:
    """Each distinct origin, and the place of each row's among them."""
    table = frame.arrow
    if not table.num_rows:
        return (), ()
    raw, origin = (table[name].to_numpy().astype(np.int64) for name in ("raw_id", "origin_id"))
    _, rows, places = np.unique(raw << 32 | origin, return_index=True, return_inverse=True)
    columns = table.select(["source", "known_basis", "rule"]).take(rows).to_pylist()
    ids = [f"raw:{raw[row]}:{origin[row]}" for row in rows]
    return tuple(OriginView(**told, id=each) for told, each in zip(columns, ids, strict=True)), tuple(places.tolist())


def _times(table: Any, name: str) -> tuple[int, ...]:
    return tuple(table[name].to_numpy().astype("datetime64[ns]").astype(np.int64).tolist())


def _numbers(values: Any) -> tuple[float | None, ...]:
    return tuple(None if math.isnan(value) else value for value in values.tolist())


ROUTES = (
    get("/courses", course, query=CourseQuery, reply=CourseView, summary="A figure over time, as of a time"),
    get(
        "/courses/vintages",
        vintages,
        query=CourseQuery,
        reply=VintagesView,
        summary="When something of a figure became known, what was said first and last",
    ),
    get("/courses/versions", versions, query=VersionQuery, reply=CourseView, summary="All versions of one value"),
)
