"""Routes of execution: the blotter, and manual orders."""

from typing import Annotated, Any

import msgspec
from msgspec import Meta

from nautilus.domain.money import fixed
from nautilus.domain.orders import Order, OrderSide, OrderStatus, OrderType
from nautilus.engines.execution.service import ExecutionService
from nautilus.engines.execution.store import FILL_COLUMNS, ORDER_COLUMNS, Key, Row
from nautilus.engines.settling import RunPageQuery
from nautilus.kernel.app.routes import Call, Page, decode_cursor, encode_cursor, get, post

type _Amount = Annotated[str, Meta(pattern=r"^\d{1,15}(\.\d{1,9})?$", description="Fixed-point decimal")]

_ORDER_NAMES = [name.strip() for name in ORDER_COLUMNS.split(",")]
_FILL_NAMES = [name.strip() for name in FILL_COLUMNS.split(",")]


class OrderView(msgspec.Struct, frozen=True, kw_only=True):
    """An order. Quantities and prices as fixed-point strings; `price` None where the type has none."""

    run: int
    client_order_id: str
    strategy_id: str
    instrument_id: str
    side: OrderSide
    quantity: str
    order_type: OrderType
    price: str | None
    trigger_price: str | None
    time_in_force: str
    parent_id: str | None
    signal_id: str | None
    venue_order_id: str
    status: OrderStatus
    reason: str
    filled_quantity: str
    multiplier: str
    commission: str
    ts_event: int
    """Session time of the gate's decision."""
    ts_last: int
    sequence: int


class FillView(msgspec.Struct, frozen=True, kw_only=True):
    run: int
    fill_id: str
    client_order_id: str
    strategy_id: str
    instrument_id: str
    side: OrderSide
    quantity: str
    price: str
    multiplier: str
    commission: str
    currency: str
    ts_event: int
    sequence: int


class EventView(msgspec.Struct, frozen=True):
    """One link of an order's chain: signal, decision with each limit's figure, change, fill."""

    kind: str
    ts_event: int
    sequence: int
    journal_record: int
    journal_hash: str
    detail: dict[str, Any]


class OrderChain(msgspec.Struct, frozen=True):
    order: OrderView
    events: list[EventView]


class ManualOrder(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Neither price nor trigger: at market. Price: limit. Trigger: stop. Both: stop-limit."""

    client_key: Annotated[str, Meta(pattern=r"^[A-Za-z0-9_.]{1,40}$", description="The same key is the same order")]
    instrument_id: Annotated[str, Meta(max_length=64)]
    side: OrderSide
    quantity: _Amount
    price: _Amount | None = None
    trigger_price: _Amount | None = None
    run: int | None = None


class Outcome(msgspec.Struct, frozen=True):
    """What became of an order so far; `figures` are (limit, figure, ceiling) at the gate's decision."""

    client_order_id: str
    status: OrderStatus
    filled_quantity: str
    reason: str
    figures: list[tuple[str, str, str]]


class Verdict(msgspec.Struct, frozen=True):
    """The gate's answer to an order that is not sent."""

    allowed: bool
    reason: str
    figures: list[tuple[str, str, str]]
    limits_version: int


async def orders(service: ExecutionService, call: Call) -> Page[OrderView]:
    after = decode_cursor(call.query.cursor, Key.__value__)
    rows = await service.orders(call.query.run, after, call.query.limit + 1)
    return _page(rows, call.query.limit, _order_view)


async def fills(service: ExecutionService, call: Call) -> Page[FillView]:
    after = decode_cursor(call.query.cursor, Key.__value__)
    rows = await service.fills(call.query.run, after, call.query.limit + 1)
    return _page(rows, call.query.limit, _fill_view)


async def one_order(service: ExecutionService, call: Call) -> OrderChain:
    found = _order_view(await service.order(call.path["client_order_id"]))
    rows = await service.chain(found.run, found.client_order_id, found.signal_id)
    return OrderChain(found, [_event_view(row) for row in rows])


async def place(service: ExecutionService, call: Call) -> Outcome:
    return msgspec.convert(await service.place(await _manual(service, call.body)), Outcome)


async def cancel(service: ExecutionService, call: Call) -> Outcome:
    return msgspec.convert(await service.withdraw(call.path["client_order_id"], call.actor), Outcome)


async def pretrade(service: ExecutionService, call: Call) -> Verdict:
    return msgspec.convert(await service.weigh(await _manual(service, call.body)), Verdict)


async def _manual(service: ExecutionService, ticket: ManualOrder) -> Order:
    terms = (ticket.instrument_id, ticket.side, ticket.quantity)
    return await service.make_manual(ticket.run, ticket.client_key, terms, ticket.price, ticket.trigger_price)


def _page(rows: list[Row], limit: int, view: Any) -> Page[Any]:
    shown = rows[:limit]
    cursor = encode_cursor((shown[-1][1], shown[-1][2])) if len(rows) > limit else None
    return Page([view(row) for row in shown], cursor)


def _order_view(row: Row) -> OrderView:
    known = dict(zip(_ORDER_NAMES, row, strict=True))
    for name in ("quantity", "filled_quantity", "multiplier"):
        known[name] = fixed(known[name], 0)
    for name in ("price", "trigger_price", "commission"):
        known[name] = None if known[name] is None else fixed(known[name])
    del known["record"], known["number"]
    return msgspec.convert(known, OrderView)


def _fill_view(row: Row) -> FillView:
    known = dict(zip(_FILL_NAMES, row, strict=True))
    for name, places in (("quantity", 0), ("multiplier", 0), ("price", 2), ("commission", 2)):
        known[name] = fixed(known[name], places)
    del known["record"], known["number"]
    return msgspec.convert(known, FillView)


def _event_view(row: Row) -> EventView:
    record, _, kind, ts_event, sequence, detail, digest = row
    return EventView(kind, ts_event, sequence, record, bytes(digest).hex(), detail)


ROUTES = (
    get("/orders", orders, query=RunPageQuery, reply=Page[OrderView], summary="Orders of a run, in order"),
    get("/orders/{client_order_id}", one_order, reply=OrderChain, summary="An order and everything that led to it"),
    post("/orders", place, body=ManualOrder, reply=Outcome, summary="Send a manual order through the gate", status=201),
    post("/orders/{client_order_id}/cancel", cancel, reply=Outcome, summary="Cancel an open order"),
    post("/pretrade", pretrade, body=ManualOrder, reply=Verdict, summary="The gate's answer, without sending"),
    get("/fills", fills, query=RunPageQuery, reply=Page[FillView], summary="Fills of a run, in order"),
)
