"""Instruments, bars and quotes as the store has them."""

from typing import Annotated

import msgspec
from msgspec import Meta

from nautilus import history
from nautilus.domain.instruments import Instrument, InstrumentKind
from nautilus.domain.time import iso
from nautilus.engines.marketdata.api.parameters import nanoseconds
from nautilus.engines.marketdata.service import MarketdataService, Quote
from nautilus.history import Adjustment, AsOf, Basis
from nautilus.kernel.app.routes import Call, Page, PageQuery, decode_cursor, get, page_of
from nautilus.kernel.units import Count, Price, Quantity, Seconds

_AS_OF = "RFC 3339 time with a zone, nanoseconds UTC, or the word latest"


class BarQuery(PageQuery, frozen=True, kw_only=True):
    as_of: Annotated[str, Meta(min_length=1, max_length=40, description=_AS_OF)]
    basis: Basis = Basis.ASSUMED
    adjustment: Adjustment = Adjustment.RAW
    step_seconds: Annotated[int, Meta(ge=1)] = 86_400
    start: Annotated[str, Meta(max_length=40, description="First close to return, as RFC 3339 or nanoseconds")] = "0"


class InstrumentView(msgspec.Struct, frozen=True):
    """One tradable (or, for an INDEX, observable) thing."""

    instrument_id: str
    """SYMBOL.VENUE with the venue's MIC, as in AAPL.XNAS."""
    kind: InstrumentKind
    currency: str
    """ISO 4217 code of the currency of its prices."""
    price_precision: Count[int]
    """Decimals with which its prices are written."""
    price_increment: Price[str]
    """The tick: every price is a multiple of it."""
    lot_size: Quantity[str]
    """Smallest quantity, of which every other is a multiple."""
    multiplier: Quantity[str]
    """Currency value of one point of price for one share or contract: 1 for a share."""
    description: str


class BarView(msgspec.Struct, frozen=True):
    """A bar as it was known at a time."""

    instrument_id: str
    step_seconds: Seconds[int]
    """Length of the time that it is about."""
    valid: str
    """Its close: what the bar is about ends here."""
    known: str
    """When it could be known."""
    known_basis: str
    """recorded: the source recorded `known`; assumed: `rule` says how it was derived."""
    rule: str
    """How `known` was assumed; empty where it was recorded."""
    source: str
    adjusted: bool
    """Whether prices were scaled after the fact, by the source or as asked for."""
    open: Price[float]
    """First price."""
    high: Price[float]
    """Highest price."""
    low: Price[float]
    """Lowest price."""
    close: Price[float]
    """Last price."""
    volume: Quantity[float]
    """Shares or contracts traded."""


async def list_instruments(service: MarketdataService, call: Call) -> Page[InstrumentView]:
    after = decode_cursor(call.query.cursor, tuple[str])
    found = await history.instruments(service.context.database)
    rest = [item for item in found if after is None or item.instrument_id > after[0]]
    return page_of([_instrument(item) for item in rest], call.query.limit, lambda view: (view.instrument_id,))


def _instrument(found: Instrument) -> InstrumentView:
    return InstrumentView(
        instrument_id=found.instrument_id,
        kind=found.kind,
        currency=found.currency,
        price_precision=found.price_precision,
        price_increment=str(found.price_increment),
        lot_size=str(found.lot_size),
        multiplier=str(found.multiplier),
        description=found.description,
    )


async def latest_quote(service: MarketdataService, call: Call) -> Quote:
    return service.latest_quote(call.path["instrument_id"])


async def bars(service: MarketdataService, call: Call) -> Page[BarView]:
    query: BarQuery = call.query
    service.require_instrument(call.path["instrument_id"])
    after = decode_cursor(query.cursor, tuple[int])
    found = await history.bars(
        service.context.database,
        call.path["instrument_id"],
        _as_of(query.as_of),
        basis=query.basis,
        step_seconds=query.step_seconds,
        start_ns=after[0] + 1_000 if after else nanoseconds(query.start, "start"),
        limit=query.limit + 1,
        adjustment=query.adjustment,
    )
    shown = min(len(found), query.limit)
    page = page_of(range(len(found)), query.limit, lambda row: (int(found.valid[row]),))
    return Page([_bar_view(found, row) for row in range(shown)], page.next_cursor)


def _bar_view(found: history.Bars, row: int) -> BarView:
    return BarView(
        instrument_id=found.instrument_id,
        step_seconds=found.step_seconds,
        valid=iso(int(found.valid[row])),
        known=iso(int(found.known[row])),
        known_basis=found.known_basis[row],
        rule=found.rule[row],
        source=found.source[row],
        adjusted=found.adjusted[row],
        open=float(found.open[row]),
        high=float(found.high[row]),
        low=float(found.low[row]),
        close=float(found.close[row]),
        volume=float(found.volume[row]),
    )


def _as_of(text: str) -> AsOf:
    return "latest" if text == "latest" else nanoseconds(text, "as_of", _AS_OF)


ROUTES = (
    get(
        "/instruments",
        list_instruments,
        query=PageQuery,
        reply=Page[InstrumentView],
        summary="Instruments in the store",
    ),
    get("/quotes/{instrument_id}", latest_quote, reply=Quote, summary="Latest quote"),
    get("/bars/{instrument_id}", bars, query=BarQuery, reply=Page[BarView], summary="Bars as of a time"),
)
