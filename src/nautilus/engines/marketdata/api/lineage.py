"""Where a value comes from."""

from typing import Annotated, Any

import msgspec
from msgspec import Meta

from nautilus.engines.marketdata.service import MarketdataService
from nautilus.history.lineage import read_lineage
from nautilus.kernel.app.routes import Call, get
from nautilus.kernel.units import Count, Text
from nautilus.sources.terms import terms_of

_FORMS = (
    "raw:<raw_id>:<origin_id>, bar:<instrument>:<seconds>:<source>:<day>, cell:<symbol>:<seconds>:<day>, "
    "or series:<source>:<series>:<day>"
)


class LineageQuery(msgspec.Struct, frozen=True, kw_only=True):
    id: Annotated[str, Meta(min_length=5, max_length=200, description=_FORMS)]


class LineageStep(msgspec.Struct, frozen=True, kw_only=True):
    """Where one version of a value comes from."""

    id: str
    valid: str | None
    known: str | None
    """When this version became known; of a payload as a whole there is none."""
    known_basis: str | None
    rule: str | None
    """How its known time came about."""
    dataset: str | None
    source: str
    title: str
    licence: str
    may_redistribute: bool
    """Whether the licence lets a user pass the data on."""
    part: str
    parser_revision: Text[int]
    """Of the parser that made the value of the bytes."""
    sha256: str
    """Of the bytes as they came."""
    path: str
    """Of the compressed bytes in the home."""
    bytes: Count[int]
    """How many there were, before they were compressed."""
    rows: Count[int]
    """In the whole payload."""
    fetched: str
    request: dict[str, Any]
    """What was asked of whom, without secrets."""
    values: dict[str, Text[float] | None] | None
    """What this version says, by column; null for a payload as a whole."""
    derived_from: str | None
    """Of a repair: the id of the version that it was made of."""
    instrument_id: str | None
    """Of a cell's candidate: the symbol under which its source has it."""
    place: Text[int] | None
    """Of a cell's candidate: the place of its source in the chain, from 1."""
    is_chosen: bool | None
    """Of a cell's candidate: whether a read without a source gives it."""


class LineageView(msgspec.Struct, frozen=True):
    """Of each version of a value where it comes from, oldest first."""

    items: tuple[LineageStep, ...]


async def lineage(service: MarketdataService, call: Call) -> LineageView:
    found = await read_lineage(service.context.database, call.query.id, terms_of)
    return LineageView(tuple(msgspec.convert(each, LineageStep, from_attributes=True) for each in found))


ROUTES = (get("/lineage", lineage, query=LineageQuery, reply=LineageView, summary="Where a value comes from"),)
