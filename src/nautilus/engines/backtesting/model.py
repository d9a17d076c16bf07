"""What a backtest is made of, what it gives, and how it compares with a paper run. No I/O."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from typing import Any

import msgspec

from nautilus.domain.orders import OrderSide, OrderStatus, OrderType
from nautilus.kernel.units import Count, Currency, Price, Quantity, Text, TimestampNs


class BacktestState(StrEnum):
    QUEUED = "QUEUED"
    RUNNING = "RUNNING"
    FINISHED = "FINISHED"
    FAILED = "FAILED"
    CANCELLED = "CANCELLED"


class Inputs(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that a backtest's result depends on. Two with equal inputs are one backtest."""

    session: dict[str, Any]
    """Specification of the session, with the time as of which its records are read."""
    record_count: int
    strategy_id: str
    path: str
    """Dotted class: nautilus.strategies.momentum:Momentum."""
    parameters: dict[str, Any]
    """All of them, defaults filled in."""
    limits: dict[str, str]
    """Ceilings of the risk gate, in the account's currency."""
    code: str
    """Hash of the source that computes: strategy, trading, quant, history, domain."""

    @property
    def backtest_id(self) -> str:
        """Hash of the inputs: first 16 hex digits of SHA-256 over their JSON with sorted keys."""
        return hashlib.sha256(msgspec.json.encode(self, order="sorted")).hexdigest()[:16]


class OrderRecord(msgspec.Struct, frozen=True, kw_only=True):
    """An order with its last status."""

    client_order_id: str
    strategy_id: str
    instrument_id: str
    side: OrderSide
    order_type: OrderType
    quantity: Quantity[str]
    """Shares or contracts ordered, positive."""
    price: Price[str] | None
    """Limit price; null for an order without one."""
    trigger_price: Price[str] | None
    """Price at which a stop order becomes active; null for an order without one."""
    status: OrderStatus
    reason: str
    """Why it was refused or cancelled; empty otherwise."""
    ts_event: TimestampNs[int]
    """Session time at which it was decided."""


class FillRecord(msgspec.Struct, frozen=True, kw_only=True):
    """One execution of an order."""

    fill_id: str
    client_order_id: str
    strategy_id: str
    instrument_id: str
    side: OrderSide
    quantity: Quantity[str]
    """Shares or contracts filled, positive."""
    price: Price[str]
    """Price of the fill."""
    multiplier: Quantity[str]
    """Units of the underlying in one share or contract: 1 for a share."""
    commission: Currency[str]
    """Paid on this fill; positive is a cost."""
    currency: str
    """ISO 4217 code of the currency of price and commission."""
    ts_event: TimestampNs[int]
    """Session time of the fill."""
    sequence: Text[int]
    """Number of the record that filled it."""


class Mark(msgspec.Struct, frozen=True, kw_only=True):
    """The account at one mark of the session."""

    sequence: Text[int]
    """Number of the record at which the account was marked."""
    ts_event: TimestampNs[int]
    """Session time of the mark."""
    cash: Currency[str]
    """Cash at the mark, variation of futures settled; may be negative."""
    equity: Currency[str]
    """Net asset value at the mark: cash and market value of the open positions."""


class Result(msgspec.Struct, frozen=True, kw_only=True):
    orders: tuple[OrderRecord, ...]
    fills: tuple[FillRecord, ...]
    marks: tuple[Mark, ...]


class Difference(msgspec.Struct, frozen=True):
    """One thing that is not the same. `field` is empty where a whole order or fill is on one side only."""

    kind: str
    """order or fill"""
    key: str
    """The order without its run: momentum-7; of a fill with its number within the order: momentum-7#1."""
    field: str
    backtest: str | None
    """The value in the backtest, as text; null: it has no such order or fill."""
    paper: str | None
    """The value in the paper run, as text; null: it has no such order or fill."""


class Comparison(msgspec.Struct, frozen=True):
    """A backtest against a paper run. `equal`: the same orders, and equal fills."""

    equal: bool
    backtest_orders: Count[int]
    """Orders of the backtest."""
    paper_orders: Count[int]
    """Orders of the paper run, manual ones included."""
    backtest_fills: Count[int]
    """Fills of the backtest."""
    paper_fills: Count[int]
    """Fills of the paper run."""
    differences: tuple[Difference, ...]
    """Orders first; empty when they are equal."""


_ORDER_FIELDS = ("instrument_id", "side", "order_type", "quantity", "price", "trigger_price", "ts_event", "status")
_FILL_FIELDS = ("instrument_id", "side", "quantity", "price", "commission", "ts_event")
_DECIMALS = {"quantity", "price", "trigger_price", "commission"}


def compare(
    orders: Sequence[OrderRecord],
    fills: Sequence[FillRecord],
    paper_orders: Sequence[OrderRecord],
    paper_fills: Sequence[FillRecord],
) -> Comparison:
    """Each difference between a backtest's orders and fills and those of a paper run, orders first."""
    differences = (
        *_differences("order", _ORDER_FIELDS, _by_key(orders), _by_key(paper_orders)),
        *_differences("fill", _FILL_FIELDS, _numbered(fills), _numbered(paper_fills)),
    )
    return Comparison(not differences, len(orders), len(paper_orders), len(fills), len(paper_fills), differences)


def without_run(client_order_id: str) -> str:
    """What an order is called in every run: R12-momentum-7 -> momentum-7."""
    return client_order_id.partition("-")[2]


def _by_key(orders: Iterable[OrderRecord]) -> dict[str, OrderRecord]:
    return {without_run(order.client_order_id): order for order in orders}


def _numbered(fills: Iterable[FillRecord]) -> dict[str, FillRecord]:
    """Fills by order and number within it: several fills of one order come in the order of execution."""
    found: dict[str, FillRecord] = {}
    counts: dict[str, int] = {}
    for fill in fills:
        key = without_run(fill.client_order_id)
        counts[key] = counts.get(key, 0) + 1
        found[f"{key}#{counts[key]}"] = fill
    return found


def _differences(
    kind: str, fields: Sequence[str], backtest: Mapping[str, Any], paper: Mapping[str, Any]
) -> Iterable[Difference]:
    for key in dict.fromkeys([*backtest, *paper]):
        ours, theirs = backtest.get(key), paper.get(key)
        if ours is None or theirs is None:
            yield Difference(kind, key, "", _summary(ours), _summary(theirs))
            continue
        for name in fields:
            a, b = getattr(ours, name), getattr(theirs, name)
            if a != b and not (name in _DECIMALS and a is not None and b is not None and Decimal(a) == Decimal(b)):
                yield Difference(kind, key, name, _shown(ours, name), _shown(theirs, name))


def _shown(record: OrderRecord | FillRecord, name: str) -> str | None:
    """A field as text; a status with the reason for it."""
    value: Any = getattr(record, name)
    if name == "status" and isinstance(record, OrderRecord) and record.reason:
        return f"{value}: {record.reason}"
    return None if value is None else str(value)


def _summary(record: OrderRecord | FillRecord | None) -> str | None:
    """One line that tells an order or fill; with the reason where an order did not pass."""
    if record is None:
        return None
    price = "at market" if record.price is None else f"at {record.price}"
    text = f"{record.side} {record.quantity} {record.instrument_id} {price}, ts_event {record.ts_event}"
    if isinstance(record, OrderRecord):
        return f"{text}, {record.status}" + (f": {record.reason}" if record.reason else "")
    return text
