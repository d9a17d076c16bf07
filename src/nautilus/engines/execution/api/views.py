"""What execution's routes take and give."""

from typing import Annotated, Any

import msgspec
from msgspec import Meta

from nautilus.domain.actions import ActionKind
from nautilus.domain.orders import OrderSide, OrderStatus, OrderType
from nautilus.engines.settling import RunPageQuery, RunQuery
from nautilus.kernel.units import Count, Currency, Price, Quantity, Ratio, Text, TimestampNs

type Figures = list[tuple[str, str, str]]
"""(limit, figure, ceiling), money in the account's currency."""
type _Amount = Annotated[str, Meta(max_length=32, description="Fixed-point decimal, such as 100 or 100.25")]
type _Key = Annotated[str, Meta(pattern=r"^[A-Za-z0-9_.]{1,40}$", description="The same key is the same order")]

MOST_POINTS = 1_000


class BlotterQuery(RunPageQuery, frozen=True, kw_only=True):
    """In order, or newest first; of one strategy, of one instrument."""

    newest: bool = False
    strategy_id: str | None = None
    instrument_id: str | None = None


class OrderQuery(BlotterQuery, frozen=True, kw_only=True):
    """`open`: what may still trade; false: what no longer can."""

    status: OrderStatus | None = None
    open: bool | None = None


class FillQuery(BlotterQuery, frozen=True, kw_only=True):
    client_order_id: str | None = None


class DecisionQuery(RunPageQuery, frozen=True, kw_only=True):
    """`allowed` false: what the gate refused."""

    allowed: bool | None = None


class ActivityQuery(RunQuery, frozen=True, kw_only=True):
    points: Annotated[int, Meta(ge=1, le=MOST_POINTS, description="Most points between start and now")] = 60


class OrderView(msgspec.Struct, frozen=True, kw_only=True):
    """An order. Quantities and prices as fixed-point strings; `price` None where the type has none."""

    run: Text[int]
    """The run that it is of."""
    client_order_id: str
    strategy_id: str
    """Strategy whose position it changes; `manual` for orders that people send."""
    instrument_id: str
    side: OrderSide
    quantity: Quantity[str]
    """Shares or contracts asked for."""
    order_type: OrderType
    price: Price[str] | None
    """Limit; null where the type has none."""
    trigger_price: Price[str] | None
    """Price at which a stop order becomes active; null where the type has none."""
    time_in_force: str
    parent_id: str | None
    """Entry of the bracket that this is an exit of."""
    signal_id: str | None
    """Signal of the strategy that led to it."""
    signal: str | None
    """Name of that signal."""
    replaces: str | None
    """Order whose place it was sent to take."""
    replaced_by: str | None
    """Order that took its place."""
    actor: str
    """Who sent it, where a person or a program did; empty: its strategy."""
    venue_order_id: str
    status: OrderStatus
    """REFUSED by the gate, REJECTED by the venue."""
    reason: str
    """Of the last change of status; empty where none is needed."""
    filled_quantity: Quantity[str]
    """Shares or contracts that have traded."""
    multiplier: Quantity[str]
    """Money that one contract gains per point of price; 1 for shares."""
    commission: Currency[str]
    """Paid on its fills; positive is a cost."""
    ts_event: TimestampNs[int]
    """Session time of the gate's decision."""
    ts_last: TimestampNs[int]
    """Session time of the last change."""
    sequence: Text[int]
    """Market record that had been processed when the gate decided."""


class FillView(msgspec.Struct, frozen=True, kw_only=True):
    """One execution."""

    run: Text[int]
    """The run that it is of."""
    fill_id: str
    client_order_id: str
    strategy_id: str
    instrument_id: str
    side: OrderSide
    quantity: Quantity[str]
    """Shares or contracts traded."""
    price: Price[str]
    """Paid or received for one unit, slippage included."""
    multiplier: Quantity[str]
    """Money that one contract gains per point of price; 1 for shares."""
    commission: Currency[str]
    """Positive is a cost."""
    currency: str
    ts_event: TimestampNs[int]
    """Session time of the fill."""
    sequence: Text[int]
    """Market record whose derived book filled it."""


class DecisionView(msgspec.Struct, frozen=True, kw_only=True):
    """The answer of the risk gate to one order."""

    client_order_id: str
    strategy_id: str
    instrument_id: str
    side: OrderSide
    quantity: Quantity[str]
    """Shares or contracts asked for."""
    replaces: str | None
    """Order whose place it was to take."""
    allowed: bool
    reason: str
    """Why it was refused; empty when it was not."""
    figures: Figures
    """Each limit that was looked at, its figure with this order, and its ceiling, in the account's currency."""
    limits_version: Text[int]
    """Version of the limits that it was judged by."""
    mid: Price[str] | None
    """Mid price at the decision, which slippage is measured against; null: no price yet."""
    ts_event: TimestampNs[int]
    """Session time."""
    sequence: Text[int]
    """Market record that had been processed."""


class ActionView(msgspec.Struct, frozen=True, kw_only=True):
    """A corporate action as it was applied to the account: once, before the first record of its ex date."""

    key: str
    """Entity, kind and ex date."""
    kind: ActionKind
    instrument_id: str
    """What was held before it."""
    successor: str
    """RENAME: what it goes on as; empty otherwise."""
    ex_date: str
    source: str
    """Who says so."""
    ratio: Ratio[str]
    """SPLIT: shares that one became; 1 otherwise."""
    amount: Price[str]
    """DIVIDEND: of one share; 0 otherwise."""
    entitled: Quantity[str]
    """Signed quantity held when the ex date began."""
    before: Quantity[str]
    """Signed quantity held right before it was applied."""
    after: Quantity[str]
    """Signed quantity held after it. Method: before + entitled × (ratio − 1), in whole lots."""
    cash: Currency[str]
    """Credited, negative: debited. Method: amount × entitled, or the fraction of a share × last price ÷ ratio."""
    late: bool
    """It became known only when its ex date had begun, and was applied then."""
    reason: str
    ts_event: TimestampNs[int]
    """Session time at which it took effect."""
    sequence: Text[int]
    """Market record before it."""


class ActivityPoint(msgspec.Struct, frozen=True):
    """How much had happened since the start of the run."""

    ts_event: TimestampNs[int]
    """Session time up to which is counted."""
    orders: Count[int]
    """Orders that the gate has decided on."""
    fills: Count[int]
    """Executions."""
    refused: Count[int]
    """Orders that the gate refused."""


class Activity(msgspec.Struct, frozen=True):
    points: list[ActivityPoint]
    """Evenly spaced in session time, from after the start of the run to its last executed record."""


class SignalValue(msgspec.Struct, frozen=True):
    """One number that a strategy acted on."""

    name: str
    value: Ratio[float]
    """In the unit of its definition."""
    source: str | None
    """Engine that published it; null: the strategy's own figure, or journaled before sources were."""
    definition: str | None
    """Its name among the definitions of that engine, which say how it is computed."""


class SignalView(msgspec.Struct, frozen=True):
    """Why a strategy wanted to trade."""

    signal_id: str
    strategy_id: str
    name: str
    values: list[SignalValue]
    ts_event: TimestampNs[int]
    """Session time."""
    sequence: Text[int]
    """Market record that had been processed."""


class OutboxView(msgspec.Struct, frozen=True):
    """Where an event stands in the engine's outbox, from which the other engines heard of it."""

    sequence: Text[int]
    """Its number in the outbox."""
    hash: str | None
    """Null: the row is gone."""
    prev_hash: str | None
    verified: bool
    """Its hash is that of its content and of the row before it, and it says what the file journal says."""


class EventView(msgspec.Struct, frozen=True, kw_only=True):
    """One link of an order's chain: signal, decision with each limit's figure, change, fill."""

    kind: str
    """signalled, decided, changed or executed"""
    client_order_id: str | None
    """Order that it is of: another one where an order replaces or is replaced. Null: a signal."""
    actor: str
    """Who asked, where a person or a program did."""
    ts_event: TimestampNs[int]
    """Session time."""
    sequence: Text[int]
    """Market record that had been processed."""
    journal_record: Text[int]
    """Number of the record in the account's file journal."""
    journal_hash: str
    """Hash of that record, as it was carried into the store."""
    journal_prev_hash: str | None
    """Hash of the record before it, from the file; null: the file does not have it."""
    verified: bool | None
    """Recomputed from the file just now: the chain holds up to here, and the record says what is shown. Null: the file
    is not there."""
    outbox: OutboxView | None
    """Null: it was carried before its place there was kept."""
    detail: dict[str, Any]
    """The event as it was journaled."""


class OrderChain(msgspec.Struct, frozen=True, kw_only=True):
    """An order and everything that led to it and followed from it."""

    order: OrderView
    signal: SignalView | None
    """Null: nobody gave a reason; of a manual order see `order.actor`."""
    decision: DecisionView
    fills: list[FillView]
    events: list[EventView]


class ManualOrder(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Neither price nor trigger: at market. Price: limit. Trigger: stop. Both: stop-limit."""

    client_key: _Key
    instrument_id: Annotated[str, Meta(max_length=64)]
    side: OrderSide
    quantity: _Amount
    price: _Amount | None = None
    trigger_price: _Amount | None = None
    run: int | None = None


class ProposedOrder(ManualOrder, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A manual order that is only asked about."""

    replaces: Annotated[str, Meta(max_length=128, description="Open order to be judged as if it were gone")] | None = (
        None
    )


class Replacement(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is to be different; what is left out stays."""

    client_key: _Key
    quantity: _Amount | None = None
    price: _Amount | None = None
    trigger_price: _Amount | None = None


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What became of an order so far."""

    client_order_id: str
    status: OrderStatus
    filled_quantity: Quantity[str]
    """Shares or contracts that have traded."""
    reason: str
    """Why it was refused, rejected or cancelled; empty otherwise."""
    figures: Figures
    """Each limit that the gate looked at, its figure with this order, and its ceiling, in the account's currency."""
    limits_version: Text[int]
    """Version of the limits that it was judged by."""
    replaces: str | None
    """Order whose place it was sent to take. Refused or rejected: that one rests on as it was."""


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """The answer to an order that is not sent: of the gate, then of the account."""

    allowed: bool
    """By the gate."""
    reason: str
    """Why the gate says so, also when it allows the order."""
    figures: Figures
    """Each limit, its figure with this order, and its ceiling, in the account's currency. Empty: refused before."""
    limits_version: Text[int]
    """Version of the limits that it was judged by; 0: none are known."""
    objection: str
    """Why the account would reject it behind the gate; empty: it would not."""
    price: Price[str] | None
    """What one unit is valued at: the dearer of the mid and of what the order can cost. Null: no price yet."""
    price_basis: str
    """Which price that is: limit, ask, bid or mid; empty: no price yet."""
    notional: Currency[str] | None
    """Estimate: quantity × price × multiplier."""
    commission: Currency[str] | None
    """Estimate: of a fill at that price."""
    bid: Price[str] | None
    """Best bid of the derived book."""
    ask: Price[str] | None
    """Best ask of the derived book."""
    ts_quote: TimestampNs[int] | None
    """Session time of bid and ask; null: no price yet."""
