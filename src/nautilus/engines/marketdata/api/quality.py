"""How good the store's data are: by source, by series, what was set aside, what is missing."""

import asyncio
from datetime import datetime
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from nautilus.domain.time import iso, to_ns
from nautilus.engines.marketdata.api.parameters import AS_OF
from nautilus.engines.marketdata.service import MarketdataService
from nautilus.history.asof import moment_text, parse_as_of
from nautilus.history.catalogue import quarantined, summary
from nautilus.history.coverage import Coverage, daily_instruments, read_coverage
from nautilus.history.grades import GradeRow, grade_counts, read_findings, read_grades
from nautilus.kernel.app.routes import Call, Page, PageQuery, decode_cursor, get, page_of
from nautilus.kernel.units import Count, Fraction, Text, TimestampNs
from nautilus.sources.calendars import sessions
from nautilus.sources.terms import terms_of

MOST_FINDINGS = 500
_MOST_NAMES = 50
type _Letter = Literal["A", "B", "C", "D", "E", "F"]
type _Text = Annotated[str, Meta(max_length=200)]


class SourceView(msgspec.Struct, frozen=True, kw_only=True):
    """What the store has of a source, and how good it is."""

    source: str
    title: str
    licence: str
    may_redistribute: bool
    """Whether the licence lets a user pass the data on."""
    records: Count[int]
    """Every version of a bar, trade, observation or fact counts as one."""
    kinds: dict[str, Count[int]]
    """Records by table."""
    first_year: Text[int | None]
    """That a record is about; null: there is none."""
    last_year: Text[int | None]
    """As the first."""
    payloads: Count[int]
    """Files and answers in the raw archive."""
    bytes: Count[int]
    """In them, before they were compressed."""
    unfinished: Count[int]
    """Payloads that are not stored whole."""
    fetched: str | None
    """When the newest came."""
    quarantined: Count[int]
    """Rows that were set aside."""
    grades: dict[str, Count[int]]
    """Series by grade; empty: no check has run over them yet."""


class QuarantineView(msgspec.Struct, frozen=True):
    """Rows of a source that were set aside for one reason."""

    source: str
    kind: str
    reason: str
    rows: Count[int]
    """How many."""


class GradeQuery(PageQuery, frozen=True, kw_only=True):
    source: _Text = ""
    grade: Annotated[_Letter | None, Meta(description="Only this letter")] = None


class GradeView(msgspec.Struct, frozen=True, kw_only=True):
    """How good one series is."""

    dataset: str
    subject: str
    grade: str
    """A to F."""
    reasons: dict[str, Count[int]]
    """Findings by check."""
    rule: str
    """How the grade follows from the findings."""
    share: Fraction[float]
    """Share of its rows with findings, each weighed by how grave it is."""
    rows: Count[int]
    """That were looked at."""
    first_valid: TimestampNs[int | None]
    """What its first row is about."""
    last_valid: TimestampNs[int | None]
    """What its last row is about."""
    made: TimestampNs[int]
    """When it was checked, wall time."""


class FindingQuery(msgspec.Struct, frozen=True, kw_only=True):
    dataset: Annotated[str, Meta(min_length=1, max_length=200)]
    subject: Annotated[str, Meta(min_length=1, max_length=100)]


class FindingView(msgspec.Struct, frozen=True):
    """What a check says of one value."""

    valid: TimestampNs[int]
    """What the value is about."""
    check: str
    severity: Text[int]
    """1 worth knowing, 2 in doubt, 3 cannot be true."""
    evidence: dict[str, Any]
    """What was found beside what was expected."""
    id: str
    """What /lineage takes."""


class FindingsView(msgspec.Struct, frozen=True):
    """The gravest first, at most 500."""

    items: tuple[FindingView, ...]


class GapQuery(PageQuery, frozen=True, kw_only=True):
    names: Annotated[str, Meta(max_length=2_000, description="Symbols or instruments, with commas; empty: all")] = ""
    as_of: Annotated[str, Meta(min_length=1, max_length=40, description=AS_OF)] = "latest"
    until: Annotated[str, Meta(pattern=r"^(\d{4}-(0[1-9]|1[0-2]))?$", description="Last month, as 2016-04")] = ""
    months: Annotated[int, Meta(ge=1, le=120, description="How many")] = 24
    limit: Annotated[int, Meta(ge=1, le=_MOST_NAMES, description="Most instruments in one page")] = 20


class GapView(msgspec.Struct, frozen=True, kw_only=True):
    """How whole the daily bars of an instrument are, of one source, between its first and its last."""

    symbol: str
    source: str
    first: TimestampNs[int]
    """Day of its first bar."""
    last: TimestampNs[int]
    """Day of its last bar."""
    expected: Count[tuple[int, ...]]
    """Sessions of New York in each month."""
    present: Count[tuple[int, ...]]
    """Those that have a bar."""
    share: Fraction[tuple[float | None, ...]]
    """Present of expected; null where none was expected."""
    missing: tuple[str, ...]
    """All days without a bar, in other months too."""


class GapsView(msgspec.Struct, frozen=True):
    """Instruments by months."""

    as_of: str
    months: tuple[str, ...]
    """Oldest first."""
    items: tuple[GapView, ...]
    next_cursor: str | None
    """For the next instruments; null: there are no more."""


async def sources(service: MarketdataService, call: Call) -> Page[SourceView]:
    found = await summary(service.context.database)
    graded = await grade_counts(service.context.database)
    after = decode_cursor(call.query.cursor, tuple[str])
    rest = [line for line in found if after is None or line["source"] > after[0]]
    views = [_source(line, graded.get(line["source"], {})) for line in rest]
    return page_of(views, call.query.limit, lambda view: (view.source,))


def _source(line: dict[str, Any], grades: dict[str, int]) -> SourceView:
    title, licence, may_redistribute = terms_of(line["source"])
    return SourceView(
        source=line["source"],
        title=title,
        licence=licence,
        may_redistribute=may_redistribute,
        records=line["records"],
        kinds=line["kinds"],
        first_year=line.get("first_year"),
        last_year=line.get("last_year"),
        payloads=line.get("payloads", 0),
        bytes=line.get("bytes", 0),
        unfinished=line.get("unfinished", 0),
        fetched=line.get("fetched"),
        quarantined=line.get("quarantined", 0),
        grades=grades,
    )


async def quarantine(service: MarketdataService, call: Call) -> Page[QuarantineView]:
    after = decode_cursor(call.query.cursor, tuple[int])
    begin = after[0] + 1 if after else 0
    views = [QuarantineView(**line) for line in await quarantined(service.context.database)]
    page = page_of(list(enumerate(views))[begin:], call.query.limit, lambda row: (row[0],))
    return Page([view for _, view in page.items], page.next_cursor)


async def grades(service: MarketdataService, call: Call) -> Page[GradeView]:
    query: GradeQuery = call.query
    after = decode_cursor(query.cursor, tuple[float, str, str])
    rows = await read_grades(
        service.context.database, source=query.source, grade=query.grade or "", after=after, limit=query.limit + 1
    )
    return page_of([_grade(row) for row in rows], query.limit, lambda view: (view.share, view.dataset, view.subject))


def _grade(row: GradeRow) -> GradeView:
    return GradeView(
        dataset=row.dataset,
        subject=row.subject,
        grade=row.grade,
        reasons=row.reasons,
        rule=row.rule,
        share=row.share,
        rows=row.rows,
        first_valid=_moment(row.first_valid),
        last_valid=_moment(row.last_valid),
        made=to_ns(row.made),
    )


async def findings(service: MarketdataService, call: Call) -> FindingsView:
    query: FindingQuery = call.query
    rows = await read_findings(service.context.database, query.dataset, query.subject, MOST_FINDINGS)
    views = [
        FindingView(to_ns(row.valid), row.check, row.severity, row.evidence, f"raw:{row.raw_id}:{row.origin_id}")
        for row in rows
    ]
    return FindingsView(tuple(views))


async def gaps(service: MarketdataService, call: Call) -> GapsView:
    query: GapQuery = call.query
    as_of = parse_as_of(query.as_of)
    names = [name for name in dict.fromkeys(map(str.strip, query.names.split(","))) if name]
    cursor = None
    if names:
        names = names[:_MOST_NAMES]
    else:
        after = decode_cursor(query.cursor, tuple[str])
        listed = await daily_instruments(service.context.database, after[0] if after else "", query.limit + 1)
        page = page_of(listed, query.limit, lambda name: (name,))
        names, cursor = list(page.items), page.next_cursor
    days = (await asyncio.to_thread(sessions)).tolist()  # the calendar takes seconds to make, once
    months, found = await read_coverage(
        service.context.database, names, as_of, days, until=query.until, months=query.months
    )
    return GapsView(moment_text(as_of), tuple(months), tuple(map(_gap, found)), cursor)


def _gap(found: Coverage) -> GapView:
    pairs = zip(found.present, found.expected, strict=True)
    return GapView(
        symbol=found.symbol,
        source=found.source,
        first=found.first,
        last=found.last,
        expected=found.expected,
        present=found.present,
        share=tuple(present / expected if expected else None for present, expected in pairs),
        missing=tuple(iso(day)[:10] for day in found.missing),
    )


def _moment(time: datetime | None) -> int | None:
    return None if time is None else to_ns(time)


ROUTES = (
    get("/quality/sources", sources, query=PageQuery, reply=Page[SourceView], summary="Sources and how good they are"),
    get("/quality/grades", grades, query=GradeQuery, reply=Page[GradeView], summary="Grades of series, worst first"),
    get("/quality/findings", findings, query=FindingQuery, reply=FindingsView, summary="Findings behind a grade"),
    get(
        "/quality/quarantine",
        quarantine,
        query=PageQuery,
        reply=Page[QuarantineView],
        summary="Rows that were set aside, by source and reason",
    ),
    get("/quality/gaps", gaps, query=GapQuery, reply=GapsView, summary="Share of sessions with a daily bar, by month"),
)
