"""Round trips: from a flat position to the next flat one, instrument by instrument."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from nautilus.domain.orders import Fill, OrderSide

_ZERO = Decimal(0)


@dataclass(frozen=True)
class RoundTrip:
    """A position from its first fill to its last, in currency. `pnl` is net of the commission of its fills."""

    instrument_id: str
    side: OrderSide
    opened_ns: int
    closed_ns: int
    pnl: Decimal


@dataclass
class _Open:
    side: OrderSide
    opened_ns: int
    quantity: Decimal = _ZERO
    """Signed."""
    cash: Decimal = _ZERO


def round_trips(fills: Iterable[Fill]) -> list[RoundTrip]:
    """Closed round trips in the order in which they closed. `fills` in order of execution.

    A fill through zero closes one trip and opens the next; its commission is shared by quantity.
    """
    open_trips: dict[str, _Open] = {}
    closed: list[RoundTrip] = []
    for fill in fills:
        left = fill.quantity
        while left:
            trip = open_trips.setdefault(fill.instrument_id, _Open(fill.side, fill.ts_event))
            part = left if fill.side is trip.side else min(left, abs(trip.quantity))
            trip.quantity += part * fill.side.sign
            trip.cash -= part * fill.side.sign * fill.price * fill.multiplier
            trip.cash -= fill.commission * part / fill.quantity
            left -= part
            if trip.quantity == 0:
                closed.append(RoundTrip(fill.instrument_id, trip.side, trip.opened_ns, fill.ts_event, trip.cash))
                del open_trips[fill.instrument_id]
    return closed
