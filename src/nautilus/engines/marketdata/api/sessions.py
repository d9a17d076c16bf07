"""Sessions: those there are, and making one of what is in the store."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from nautilus import history
from nautilus.domain.instruments import Instrument
from nautilus.engines.marketdata.model.making import CASH, MOST_INSTRUMENTS, SPREAD_TICKS, Wanted
from nautilus.engines.marketdata.model.terms import ASSUMED, is_assumed
from nautilus.engines.marketdata.service import MarketdataService
from nautilus.history import RecordKind, Session
from nautilus.history.asof import parse_as_of
from nautilus.kernel.app.routes import Call, Page, PageQuery, decode_cursor, get, page_of, post
from nautilus.kernel.units import Count, Currency, Seconds, Text, TimestampNs

_Name = Annotated[str, Meta(min_length=1, max_length=64)]


class SessionView(msgspec.Struct, frozen=True, kw_only=True):
    """A session that can be played: a fixed, named selection of stored history."""

    name: str
    summary: str
    instruments: tuple[str, ...]
    """Ids of what is played."""
    records: RecordKind
    """What a record is: a trade, or a bar as it was recorded. A session of bars has no tape."""
    record_count: Count[int]
    """Records from its beginning to its end."""
    first_ts: TimestampNs[int]
    """Session time of the first record."""
    last_ts: TimestampNs[int]
    """Session time of the last record."""
    account_type: str
    """CASH or MARGIN: the account that a run trades on."""
    currency: str
    starting_cash: Currency[str]
    """What a run's account begins with."""
    mark_seconds: Seconds[int]
    """The account is valued once in this much session time."""
    steps: tuple[Seconds[int], ...]
    """Steps that bars are offered in: first the session's own, which its bars are published in, then multiples."""
    spread_ticks: dict[str, Text[int]]
    """The spread that quotes are derived with, in ticks, by instrument: no source has quotes."""
    source: str
    """Whose records are played."""
    as_of_ts: TimestampNs[int]
    """Of each record the last version known by then is played. It was fixed when the session was made."""
    corrections: bool
    """Whether bars are played as first known, and later versions come as corrections when they became known."""
    assumptions: tuple[str, ...]
    """What is not known of its instruments and is assumed, in words."""


class MakeSession(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What is not given is chosen by what there is; the session shows it."""

    instruments: Annotated[
        tuple[_Name, ...], Meta(min_length=1, max_length=MOST_INSTRUMENTS, description="Ids, as SPY.US")
    ]
    source: Annotated[_Name, Meta(description="By default the most trusted that has all instruments")] | None = None
    records: Annotated[RecordKind | None, Meta(description="By default bars, and trades where there are none")] = None
    step_seconds: (
        Annotated[
            int,
            Meta(ge=1, description="Of the bars: by default a day, or the longest; of those built from trades: 60"),
        ]
        | None
    ) = None
    first_day: Annotated[
        date | None, Meta(description="First day, New York's for US shares, else UTC's; by default that of the records")
    ] = None
    last_day: Annotated[date | None, Meta(description="Last day; by default that of the records")] = None
    as_of: Annotated[
        str, Meta(min_length=1, max_length=40, description="A day, a time with a zone, or latest: now, for good")
    ] = "latest"
    account_type: Annotated[
        Literal["CASH", "MARGIN"] | None, Meta(description="MARGIN for futures, CASH for all else")
    ] = None
    currency: Annotated[str, Meta(max_length=8, description="That of the instruments")] | None = None
    starting_cash: Annotated[
        Decimal, Meta(description="What the account begins with", extra_json_schema={"x-unit": "currency"})
    ] = CASH
    spread_ticks: Annotated[
        int,
        Meta(
            ge=2, le=1_000, description="Spread that is assumed, in ticks, even", extra_json_schema={"x-unit": "text"}
        ),
    ] = SPREAD_TICKS
    corrections: Annotated[
        bool, Meta(description="Bars as first known, and later versions as corrections when they became known")
    ] = False


async def list_sessions(service: MarketdataService, call: Call) -> Page[SessionView]:
    found = await history.sessions(service.context.database)
    after = decode_cursor(call.query.cursor, tuple[str])
    names = [session.spec.name for session in found]
    rest = found[names.index(after[0]) + 1 :] if after and after[0] in names else found
    return page_of([_view(service, session) for session in rest], call.query.limit, lambda view: (view.name,))


async def make_session(service: MarketdataService, call: Call) -> SessionView:
    body: MakeSession = call.body
    given = msgspec.structs.asdict(body)
    instruments = tuple(sorted(set(given.pop("instruments"))))
    wanted = Wanted(**given | {"instruments": instruments, "as_of": parse_as_of(body.as_of)})
    return _view(service, await service.make_session(wanted))


def _view(service: MarketdataService, session: Session) -> SessionView:
    return SessionView(
        name=session.spec.name,
        summary=session.spec.title,
        instruments=session.spec.instrument_ids,
        records=session.spec.kind,
        record_count=session.record_count,
        first_ts=session.first_ts,
        last_ts=session.last_ts,
        account_type=session.spec.account_type,
        currency=session.spec.currency,
        starting_cash=str(session.spec.starting_cash),
        mark_seconds=session.spec.mark_seconds,
        steps=history.offered_steps(session),
        spread_ticks=dict(session.spec.spread_ticks),
        source=session.spec.source,
        as_of_ts=session.spec.as_of,
        corrections=session.spec.corrections,
        assumptions=tuple(_assumptions(service.instruments_of(session))),
    )


def _assumptions(instruments: Sequence[Instrument]) -> Iterator[str]:
    """Each rule once, with whom it is about."""
    rules: dict[str, list[str]] = {}
    for each in instruments:
        if is_assumed(each):
            rules.setdefault(each.description.removeprefix(ASSUMED), []).append(each.instrument_id)
    for rule, names in rules.items():
        yield f"{rule} ({', '.join(names)})"


ROUTES = (
    get("/sessions", list_sessions, query=PageQuery, reply=Page[SessionView], summary="Sessions that can be played"),
    post(
        "/sessions",
        make_session,
        body=MakeSession,
        reply=SessionView,
        summary="Make a session of what is in the store; the same again for the same",
        status=201,
    ),
)
