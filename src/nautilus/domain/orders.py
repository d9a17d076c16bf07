"""Orders and fills, in the words of the field. Quantities are unsigned; the side carries the sign."""

from decimal import Decimal
from enum import StrEnum

import msgspec


class OrderSide(StrEnum):
    BUY = "BUY"
    SELL = "SELL"

    @property
    def sign(self) -> int:
        return 1 if self is OrderSide.BUY else -1


class PositionSide(StrEnum):
    LONG = "LONG"
    SHORT = "SHORT"
    FLAT = "FLAT"


class OrderType(StrEnum):
    MARKET = "MARKET"
    LIMIT = "LIMIT"
    STOP = "STOP"
    STOP_LIMIT = "STOP_LIMIT"


class TimeInForce(StrEnum):
    GTC = "GTC"
    DAY = "DAY"


class OrderStatus(StrEnum):
    REFUSED = "REFUSED"  # by the risk gate, before any venue saw it
    ACCEPTED = "ACCEPTED"
    PARTIALLY_FILLED = "PARTIALLY_FILLED"
    FILLED = "FILLED"
    CANCELLED = "CANCELLED"
    REJECTED = "REJECTED"  # by the venue

    @property
    def is_open(self) -> bool:
        return self in (OrderStatus.ACCEPTED, OrderStatus.PARTIALLY_FILLED)


class Order(msgspec.Struct, frozen=True):
    """An order as its sender meant it. Prices are in the instrument's currency; None where the type has none.

    `client_order_id` is deterministic: run, strategy, durable counter. `parent_id` links the legs of a bracket;
    `replaces` names the open order whose place this one takes.
    """

    client_order_id: str
    strategy_id: str
    instrument_id: str
    side: OrderSide
    quantity: Decimal
    order_type: OrderType
    price: Decimal | None = None
    trigger_price: Decimal | None = None
    time_in_force: TimeInForce = TimeInForce.GTC
    parent_id: str | None = None
    reduce_only: bool = False
    replaces: str | None = None


class Fill(msgspec.Struct, frozen=True):
    """One execution. `price` includes slippage; `commission` is positive when it is a cost."""

    fill_id: str
    client_order_id: str
    strategy_id: str
    instrument_id: str
    side: OrderSide
    quantity: Decimal
    price: Decimal
    multiplier: Decimal
    commission: Decimal
    currency: str
    ts_event: int
    sequence: int
    """Sequence number of the market record whose derived book filled it."""

    @property
    def signed_quantity(self) -> Decimal:
        return self.quantity * self.side.sign
