"""What there is to look at, found by words; who an entity is; its events."""

from typing import Annotated

import msgspec
from msgspec import Meta

from nautilus.engines.marketdata.api.parameters import AS_OF, Name
from nautilus.engines.marketdata.service import MarketdataService
from nautilus.history.asof import Basis, moment_text, parse_as_of
from nautilus.history.identity import read_identity
from nautilus.history.search import EntryKind, read_catalogue
from nautilus.history.ticks import read_events
from nautilus.kernel.app.routes import Call, Page, PageQuery, decode_cursor, encode_cursor, get
from nautilus.kernel.units import Count

FURTHEST = 100_000
"""Entries of one search that can be paged through."""


class CatalogueQuery(PageQuery, frozen=True, kw_only=True):
    words: Annotated[str, Meta(max_length=200, description="Words, or how they begin; all must be found")] = ""
    kind: Annotated[EntryKind | None, Meta(description="Only entries of this kind")] = None


class EntryView(msgspec.Struct, frozen=True):
    """Something that the store has: a series, an instrument, a company, what it filed, events."""

    kind: EntryKind
    subject: str
    """Source:series, instrument or entity, as reads take it."""
    part: str
    """Concept of facts, kind of events; empty for others."""
    title: str
    detail: str
    """What else it is called, or what it is measured in."""


class IdentityQuery(msgspec.Struct, frozen=True, kw_only=True):
    entity: Name
    as_of: Annotated[str, Meta(min_length=1, max_length=40, description=AS_OF)] = "latest"


class ListingView(msgspec.Struct, frozen=True):
    """From when to when an entity was traded under a name."""

    entity: str
    instrument_id: str
    first_day: str
    last_day: str | None
    """Null: it goes on."""
    exchange: str | None
    source: str
    known: str
    """When that was known."""
    id: str
    """What /lineage takes."""


class AttributeView(msgspec.Struct, frozen=True):
    """Something that is said of an entity."""

    entity: str
    name: str
    told: str
    """What is said."""
    valid: str
    """Since when."""
    known: str
    source: str
    id: str
    """What /lineage takes."""


class IdentityView(msgspec.Struct, frozen=True):
    """Who an entity is, as it was known at a time."""

    entity: str
    as_of: str
    listings: tuple[ListingView, ...]
    """Oldest first."""
    attributes: tuple[AttributeView, ...]
    concepts: tuple[str, ...]
    """Of what it filed."""


class EventQuery(msgspec.Struct, frozen=True, kw_only=True):
    entity: Name
    kind: Annotated[str, Meta(max_length=64, description="As SPLIT or RELEASE; empty: all")] = ""
    as_of: Annotated[str, Meta(min_length=1, max_length=40, description=AS_OF)]
    basis: Basis = Basis.RECORDED


class EventView(msgspec.Struct, frozen=True):
    """A release, a corporate action, or another event."""

    entity: str
    kind: str
    valid: str
    """The day that it is about; of a corporate action the ex date."""
    known: str
    known_basis: str
    rule: str
    source: str
    attributes: str
    """Details, as JSON."""
    id: str
    """What /lineage takes."""


class EventsView(msgspec.Struct, frozen=True):
    """Events of an entity, as they were known at a time."""

    entity: str
    as_of: str
    basis: Basis
    left_out: Count[int]
    """Events that the basis leaves out, since a rule says when they were known."""
    items: tuple[EventView, ...]
    """By kind, oldest first."""


async def catalogue(service: MarketdataService, call: Call) -> Page[EntryView]:
    query: CatalogueQuery = call.query
    after = decode_cursor(query.cursor, tuple[int])
    offset = min(max(after[0], 0), FURTHEST) if after else 0
    held = await read_catalogue(service.context.database)
    kinds = [query.kind] if query.kind else []
    found = held.find(query.words, kinds, offset=offset, limit=query.limit + 1)
    more = encode_cursor((offset + query.limit,)) if len(found) > query.limit else None
    return Page([EntryView(*entry) for entry in found[: query.limit]], more)


async def identity(service: MarketdataService, call: Call) -> IdentityView:
    as_of = parse_as_of(call.query.as_of)
    found = await read_identity(service.context.database, call.query.entity, as_of)
    return IdentityView(
        entity=call.query.entity,
        as_of=moment_text(as_of),
        listings=tuple(ListingView(*row) for row in found.listings),
        attributes=tuple(AttributeView(*row) for row in found.attributes),
        concepts=tuple(found.concepts),
    )


async def events(service: MarketdataService, call: Call) -> EventsView:
    query: EventQuery = call.query
    as_of = parse_as_of(query.as_of)
    frame = await read_events(service.context.database, query.entity, as_of, basis=query.basis, kind=query.kind)
    views = [
        EventView(
            entity=row["entity_id"],
            kind=row["kind"],
            valid=row["valid"].isoformat(),
            known=row["known"].isoformat(),
            known_basis=row["known_basis"],
            rule=row["rule"],
            source=row["source"],
            attributes=row["attributes"],
            id=f"raw:{row['raw_id']}:{row['origin_id']}",
        )
        for row in frame.arrow.to_pylist()
    ]
    return EventsView(query.entity, moment_text(as_of), query.basis, frame.left_out, tuple(views))


ROUTES = (
    get(
        "/catalogue",
        catalogue,
        query=CatalogueQuery,
        reply=Page[EntryView],
        summary="Everything that the store has, found by words, best first",
    ),
    get("/identity", identity, query=IdentityQuery, reply=IdentityView, summary="Who an entity is, as of a time"),
    get("/events", events, query=EventQuery, reply=EventsView, summary="Events of an entity as of a time"),
)
