"""Subscriptions to live feeds, how far their streams are, and what was marked in them."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from nautilus.engines.marketdata.live import Line
from nautilus.engines.marketdata.messages import MarkKind
from nautilus.engines.marketdata.model.live import Stream, Subscription
from nautilus.engines.marketdata.service import MarketdataService
from nautilus.engines.marketdata.store import live as store
from nautilus.kernel.app.routes import Call, Page, PageQuery, decode_cursor, delete, get, page_of, post
from nautilus.kernel.errors import InvalidInputError
from nautilus.kernel.units import Count, Seconds, Text, TimestampNs
from nautilus.sources.hours import calendar_of

_Name = Annotated[str, Meta(min_length=1, max_length=64)]
_MOST_INSTRUMENTS = 500
_MOST_SECONDS = 86_400


class StreamView(msgspec.Struct, frozen=True, kw_only=True):
    """How far the records of one instrument are."""

    instrument_id: str
    number: Count[int]
    """The last number of the feed that is stored; 0: none came yet."""
    records: Count[int]
    """Records stored from this feed, earlier subscriptions included."""
    last_ts: TimestampNs[int] | None
    """The exchange's time of the newest record."""
    received_ts: TimestampNs[int] | None
    """When we had the last record."""
    stale: bool
    """Nothing has come for longer than was stated, while the venue is open."""
    calendar: str
    """Whose hours count; always: it never closes."""


class SubscriptionView(msgspec.Struct, frozen=True, kw_only=True):
    """What is read of a feed. It is stored under the feed's name as source, and can be replayed."""

    subscription: Text[int]
    """Counts the subscriptions."""
    feed: str
    records: str
    """trades or bars"""
    step_seconds: Seconds[int]
    """Of the bars, or of those built from the trades."""
    spread_ticks: Text[int]
    """The spread that quotes are derived with, in ticks."""
    stale_seconds: Seconds[int]
    """Nothing for longer than this, while the venue is open, is marked."""
    problem: str
    """Why nothing comes; empty while the feed is being read."""
    streams: tuple[StreamView, ...]


class MarkView(msgspec.Struct, frozen=True, kw_only=True):
    """Something to be known of a stream."""

    mark: Text[int]
    """Counts the marks."""
    instrument_id: str
    kind: MarkKind
    """STALE: nothing comes; FRESH: it does again; GAP: numbers first..last never came; LATE: older than one sent on."""
    noticed_ts: TimestampNs[int]
    """When it was noticed, wall time."""
    first: Text[int]
    """Number of the feed."""
    last: Text[int]
    """Number of the feed."""


class Subscribe(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    feed: Annotated[_Name, Meta(description="Name of a source that is a live feed, as wire")]
    instruments: Annotated[
        tuple[_Name, ...], Meta(min_length=1, max_length=_MOST_INSTRUMENTS, description="Ids, as SPY.US")
    ]
    records: Literal["trades", "bars"] = "trades"
    step_seconds: Annotated[
        int,
        Meta(
            ge=1,
            le=_MOST_SECONDS,
            description="Of the bars, or of those built",
            extra_json_schema={"x-unit": "seconds"},
        ),
    ] = 60
    stale_seconds: Annotated[
        int,
        Meta(ge=1, le=_MOST_SECONDS, description="Silence that is marked", extra_json_schema={"x-unit": "seconds"}),
    ] = 60
    spread_ticks: Annotated[
        int,
        Meta(
            ge=2, le=1_000, description="Spread that is assumed, in ticks, even", extra_json_schema={"x-unit": "text"}
        ),
    ] = 2


async def subscribe(service: MarketdataService, call: Call) -> SubscriptionView:
    body: Subscribe = call.body
    if body.spread_ticks % 2:
        raise InvalidInputError("spread_ticks must be even: half of it is on the grid", {"spread_ticks": "is odd"})
    terms = (body.feed, body.records, body.step_seconds, body.spread_ticks, body.stale_seconds)
    return _view(await service.subscribe(Subscription(0, *terms), body.instruments))


async def subscriptions(service: MarketdataService, call: Call) -> Page[SubscriptionView]:
    after = decode_cursor(call.query.cursor, tuple[int])
    views = [_view(line) for line in service.live.lines()]
    rest = [view for view in views if after is None or view.subscription > after[0]]
    return page_of(rest, call.query.limit, lambda view: (view.subscription,))


async def marks(service: MarketdataService, call: Call) -> Page[MarkView]:
    after = decode_cursor(call.query.cursor, tuple[int])
    number = _number(call)
    found = await store.list_marks(service.context.database, number, after[0] if after else None, call.query.limit + 1)
    views = [
        MarkView(
            mark=row.mark_id,
            instrument_id=row.mark.instrument_id,
            kind=row.mark.kind,
            noticed_ts=row.noticed_ns,
            first=row.mark.first,
            last=row.mark.last,
        )
        for row in found
    ]
    return page_of(views, call.query.limit, lambda view: (view.mark,))


async def unsubscribe(service: MarketdataService, call: Call) -> SubscriptionView:
    line = service.live.line(_number(call))
    await service.live.unsubscribe(line.subscription.subscription_id)
    return _view(line)


def _number(call: Call) -> int:
    text = call.path["subscription"]
    if not text.isdecimal() or len(text) > 18:
        raise InvalidInputError(f"{text!r} is not the number of a subscription; GET /subscriptions lists them")
    return int(text)


def _view(line: Line) -> SubscriptionView:
    wanted = line.subscription
    return SubscriptionView(
        subscription=wanted.subscription_id,
        feed=wanted.feed,
        records=wanted.records,
        step_seconds=wanted.step_seconds,
        spread_ticks=wanted.spread_ticks,
        stale_seconds=wanted.stale_seconds,
        problem=line.problem,
        streams=tuple(_stream(stream) for _, stream in sorted(line.streams.items())),
    )


def _stream(stream: Stream) -> StreamView:
    return StreamView(
        instrument_id=stream.instrument_id,
        number=stream.number,
        records=stream.sequence,
        last_ts=stream.last_ts or None,
        received_ts=stream.received_ns or None,
        stale=stream.is_stale,
        calendar=calendar_of(stream.instrument_id),
    )


ROUTES = (
    post("/subscriptions", subscribe, body=Subscribe, reply=SubscriptionView, summary="Read a live feed", status=201),
    get(
        "/subscriptions", subscriptions, query=PageQuery, reply=Page[SubscriptionView], summary="What is read of feeds"
    ),
    get(
        "/subscriptions/{subscription}/marks",
        marks,
        query=PageQuery,
        reply=Page[MarkView],
        summary="What is stale, missing or late, newest first",
    ),
    delete(
        "/subscriptions/{subscription}",
        unsubscribe,
        reply=SubscriptionView,
        summary="Stop reading; what was recorded stays",
    ),
)
