"""Routes of execution: the blotter, the chain behind an order, manual orders."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

import msgspec

from nautilus.domain.money import fixed
from nautilus.domain.orders import Order
from nautilus.engines.execution.api.views import (
    ActionView,
    Activity,
    ActivityPoint,
    ActivityQuery,
    BlotterQuery,
    DecisionQuery,
    DecisionView,
    EventView,
    FillQuery,
    FillView,
    ManualOrder,
    OrderChain,
    OrderQuery,
    OrderView,
    OutboxView,
    Outcome,
    ProposedOrder,
    Replacement,
    SignalValue,
    SignalView,
    Verdict,
)
from nautilus.engines.execution.model.tickets import Amounts
from nautilus.engines.execution.service import ExecutionService
from nautilus.engines.execution.service.proof import ChainEvent, Proved
from nautilus.engines.execution.store.blotter import Key, Named, Wanted
from nautilus.engines.settling import RunPageQuery
from nautilus.kernel.app.routes import Call, Page, decode_cursor, encode_cursor, get, post

_MOST_FILLS = 1_000
_WEIGHED = ("price", "notional", "commission", "bid", "ask")
_PLACES = {"quantity": 0, "filled_quantity": 0, "multiplier": 0, "price": 2, "trigger_price": 2, "commission": 2}


async def orders(service: ExecutionService, call: Call) -> Page[OrderView]:
    query: OrderQuery = call.query
    wanted = _wanted(query, {"status": query.status}, query.open)
    return _page(await service.orders(wanted, query.limit + 1), query.limit, _order_view)


async def fills(service: ExecutionService, call: Call) -> Page[FillView]:
    query: FillQuery = call.query
    wanted = _wanted(query, {"client_order_id": query.client_order_id})
    return _page(await service.fills(wanted, query.limit + 1), query.limit, _fill_view)


async def decisions(service: ExecutionService, call: Call) -> Page[DecisionView]:
    query: DecisionQuery = call.query
    before = decode_cursor(query.cursor, Key.__value__)
    rows = await service.decisions(query.run, before, query.allowed, query.limit + 1)
    shown = rows[: query.limit]
    cursor = encode_cursor(shown[-1][:2]) if len(rows) > query.limit else None
    return Page([_decision_view(*row[2:]) for row in shown], cursor)


async def actions(service: ExecutionService, call: Call) -> Page[ActionView]:
    query: RunPageQuery = call.query
    rows = await service.actions(query.run, decode_cursor(query.cursor, Key.__value__), query.limit + 1)
    shown = rows[: query.limit]
    cursor = encode_cursor(shown[-1][:2]) if len(rows) > query.limit else None
    return Page([_action_view(*row[2:]) for row in shown], cursor)


async def activity(service: ExecutionService, call: Call) -> Activity:
    rows = await service.activity(call.query.run, call.query.points)
    return Activity([ActivityPoint(*row) for row in rows])


async def one_order(service: ExecutionService, call: Call) -> OrderChain:
    order = await service.order(call.path["client_order_id"])
    name = order["client_order_id"]
    wanted = Wanted(order["run"], None, newest=False, equal={"client_order_id": name})
    executed = await service.fills(wanted, _MOST_FILLS) if order["filled_quantity"] else []
    proved = await service.chain(order)
    events = [each.event for each in proved]
    signal = next((event for event in events if event.kind == "signalled"), None)
    decided = next(event for event in events if event.kind == "decided" and event.client_order_id == name)
    return OrderChain(
        order=_order_view(order),
        signal=_signal_view(signal) if signal else None,
        decision=_decision_view(decided.ts_event, decided.sequence, decided.detail),
        fills=[_fill_view(row) for row in executed],
        events=[_event_view(each) for each in proved],
    )


async def place(service: ExecutionService, call: Call) -> Outcome:
    order = await _manual(service, call.body)
    return msgspec.convert(await service.place(order, call.actor), Outcome)


async def replace(service: ExecutionService, call: Call) -> Outcome:
    asked: Replacement = call.body
    amounts = Amounts(asked.quantity, asked.price, asked.trigger_price)
    found = await service.replace(call.path["client_order_id"], asked.client_key, amounts, call.actor)
    return msgspec.convert(found, Outcome)


async def cancel(service: ExecutionService, call: Call) -> Outcome:
    return msgspec.convert(await service.withdraw(call.path["client_order_id"], call.actor), Outcome)


async def pretrade(service: ExecutionService, call: Call) -> Verdict:
    asked: ProposedOrder = call.body
    order = msgspec.structs.replace(await _manual(service, asked), replaces=asked.replaces)
    found = await service.weigh(order)
    money = {name: None if found[name] is None else fixed(Decimal(found[name])) for name in _WEIGHED}
    return msgspec.convert(found["verdict"] | found | money, Verdict)


async def _manual(service: ExecutionService, ticket: ManualOrder) -> Order:
    amounts = Amounts(ticket.quantity, ticket.price, ticket.trigger_price)
    return await service.make_manual(ticket.run, ticket.client_key, (ticket.instrument_id, ticket.side), amounts)


def _wanted(query: BlotterQuery, equal: dict[str, str | None], is_open: bool | None = None) -> Wanted:
    own = {"strategy_id": query.strategy_id, "instrument_id": query.instrument_id}
    return Wanted(query.run, decode_cursor(query.cursor, Key.__value__), query.newest, own | equal, is_open)


def _page[V](rows: Sequence[Named], limit: int, view: Callable[[Named], V]) -> Page[V]:
    shown = rows[:limit]
    cursor = encode_cursor((shown[-1]["record"], shown[-1]["number"])) if len(rows) > limit else None
    return Page([view(row) for row in shown], cursor)


def _order_view(row: Named) -> OrderView:
    return msgspec.convert(_texts(row), OrderView)


def _fill_view(row: Named) -> FillView:
    return msgspec.convert(_texts(row), FillView)


def _texts(row: Named) -> Named:
    """Decimals as they cross HTTP, and without the row's place."""
    shown = {name: value for name, value in row.items() if name not in ("record", "number")}
    return shown | {name: fixed(shown[name], places) for name, places in _PLACES.items() if shown.get(name) is not None}


def _decision_view(ts_event: int, sequence: int, detail: dict[str, Any]) -> DecisionView:
    order = detail["order"]
    shown = {name: order.get(name) for name in DecisionView.__struct_fields__} | detail
    return msgspec.convert(shown | {"ts_event": ts_event, "sequence": sequence}, DecisionView)


def _action_view(ts_event: int, sequence: int, detail: dict[str, Any]) -> ActionView:
    action, names = detail["action"], ("entitled", "before", "after")
    told = {name: fixed(Decimal(detail[name]), 0) for name in names}
    told |= {"cash": fixed(Decimal(detail["cash"])), "ratio": fixed(Decimal(action["ratio"]), 0)}
    told |= {"amount": fixed(Decimal(action["amount"])), "late": action["known_ns"] > action["ex_ns"]}
    shown = action | told | {"reason": detail["reason"], "ts_event": ts_event, "sequence": sequence}
    return msgspec.convert(shown, ActionView)


def _signal_view(event: ChainEvent) -> SignalView:
    detail = event.detail
    sources = detail.get("sources", {})
    values = [
        SignalValue(name, value, *(sources[name].split(":", 1) if name in sources else (None, None)))
        for name, value in detail["values"].items()
    ]
    values.sort(key=lambda value: (value.source is None, value.name))
    return SignalView(
        detail["signal_id"], detail["strategy_id"], detail["name"], values, event.ts_event, event.sequence
    )


def _event_view(proved: Proved) -> EventView:
    event = proved.event
    return EventView(
        kind=event.kind,
        client_order_id=event.client_order_id,
        actor=event.actor,
        ts_event=event.ts_event,
        sequence=event.sequence,
        journal_record=event.record,
        journal_hash=event.hash.hex(),
        journal_prev_hash=proved.file.prev_hash.hex() if proved.file else None,
        verified=proved.in_file,
        outbox=_outbox_view(proved),
        detail=event.detail,
    )


def _outbox_view(proved: Proved) -> OutboxView | None:
    seq, link = proved.event.outbox_seq, proved.outbox
    if seq is None:
        return None
    digest, before = (link.hash.hex(), link.prev_hash.hex()) if link else (None, None)
    return OutboxView(seq, digest, before, bool(proved.in_outbox))


_OF_AN_ORDER = "/orders/{client_order_id}"

ROUTES = (
    get(
        "/orders", orders, query=OrderQuery, reply=Page[OrderView], summary="Orders of a run, in order or newest first"
    ),
    get(_OF_AN_ORDER, one_order, reply=OrderChain, summary="An order and everything that led to it"),
    post("/orders", place, body=ManualOrder, reply=Outcome, summary="Send a manual order through the gate", status=201),
    post(
        _OF_AN_ORDER + "/replace",
        replace,
        body=Replacement,
        reply=Outcome,
        summary="Let a new order take the place of an open one, if the gate lets it pass",
        status=201,
    ),
    post(_OF_AN_ORDER + "/cancel", cancel, reply=Outcome, summary="Cancel an open order"),
    post("/pretrade", pretrade, body=ProposedOrder, reply=Verdict, summary="The gate's answer, without sending"),
    get("/fills", fills, query=FillQuery, reply=Page[FillView], summary="Fills of a run, in order or newest first"),
    get(
        "/decisions",
        decisions,
        query=DecisionQuery,
        reply=Page[DecisionView],
        summary="Decisions of the risk gate, newest first",
    ),
    get(
        "/actions",
        actions,
        query=RunPageQuery,
        reply=Page[ActionView],
        summary="Corporate actions on a run's account, newest first",
    ),
    get(
        "/activity",
        activity,
        query=ActivityQuery,
        reply=Activity,
        summary="Orders, fills and refusals over session time, cumulative",
    ),
)
