"""The port between a strategy and whoever runs it: the node (live or warming up) or a backtest."""

from decimal import Decimal
from typing import Protocol

import msgspec

from nautilus.domain.orders import Order


class Quote(msgspec.Struct, frozen=True):
    """Best bid and ask that were derived from record `sequence`."""

    bid: Decimal
    ask: Decimal
    ts_event: int
    sequence: int

    @property
    def mid(self) -> Decimal:
        return (self.bid + self.ask) / 2


class Submit(msgspec.Struct, frozen=True):
    """One order, or an entry followed by the two legs of its bracket."""

    orders: tuple[Order, ...]
    actor: str = ""
    """Who asked, where it was not the strategy."""

    @property
    def strategy_id(self) -> str:
        return self.orders[0].strategy_id


class Replace(msgspec.Struct, frozen=True):
    """`order` takes the place of the open one that it names in `replaces`, in one step or not at all."""

    order: Order
    actor: str = ""

    @property
    def orders(self) -> tuple[Order, ...]:
        return (self.order,)

    @property
    def strategy_id(self) -> str:
        return self.order.strategy_id


class Cancel(msgspec.Struct, frozen=True):
    strategy_id: str
    client_order_id: str
    actor: str = ""


class Signal(msgspec.Struct, frozen=True):
    signal_id: str
    strategy_id: str
    instrument_id: str
    name: str
    values: dict[str, float]
    sources: dict[str, str] = {}
    """`source:name` of each value that an engine published."""


type Command = Submit | Replace | Cancel | Signal


class Port(Protocol):
    def send(self, strategy_id: str, command: Command) -> None:
        """Take a command; it is executed after the callback that sent it."""

    def order_prefix(self, strategy_id: str) -> str:
        """First part of the strategy's order identifiers: `R<run>-<strategy_id>`."""

    def position(self, strategy_id: str, instrument_id: str) -> Decimal: ...

    def quote(self, instrument_id: str) -> Quote | None: ...

    def now_ns(self) -> int: ...
