"""What portfolio publishes: the account valued at each mark."""

import msgspec

from nautilus.domain.orders import PositionSide
from nautilus.kernel.messages import Bus, Message, Topic


class Position(msgspec.Struct, frozen=True):
    """A net position. Money as decimal strings; `average_price` is the cost of the open quantity per unit."""

    instrument_id: str
    side: PositionSide
    quantity: str
    multiplier: str
    average_price: str
    mark_price: str
    market_value: str
    """signed quantity × mark price × multiplier"""
    unrealised: str
    realised: str


class Valued(Message, frozen=True, array_like=True, kw_only=True, tag="portfolio.valued.1"):
    """An account at one mark: equity = cash + Σ market value. All fills up to `sequence` are in it."""

    run: int
    account: str
    sequence: int
    starting_cash: str
    cash: str
    equity: str
    commission: str
    positions: tuple[Position, ...]
    final: bool = False


VALUATIONS = Topic("portfolio.valuations", Bus.LOGIC, (Valued,), journaled=True)
