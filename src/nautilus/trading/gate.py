"""The risk gate: may this order go to the broker? Pure; whatever it does not know stops the order.

An order that shrinks its position is let through by the limits on size and loss, so that a breach can be mended;
staleness and the kill switch stop every order.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from nautilus.domain.instruments import Instrument
from nautilus.domain.money import fixed
from nautilus.domain.orders import Order, OrderSide
from nautilus.domain.time import NS_PER_SECOND
from nautilus.trading.port import Quote

LIMITS_VALID_NS = 5 * NS_PER_SECOND
_ZERO = Decimal(0)


@dataclass(frozen=True)
class GateLimits:
    """Ceilings in the account's currency, pushed by the risk engine; `sent_at` is its wall time, nanoseconds."""

    version: int
    order_notional: Decimal
    position_notional: Decimal
    gross_exposure: Decimal
    daily_loss: Decimal
    halted: bool
    sent_at: int


@dataclass(frozen=True)
class Exposure:
    """What is held and asked for in one instrument: signed quantity, and the unsigned sums of open buys and sells."""

    quantity: Decimal
    open_buys: Decimal
    open_sells: Decimal

    def worst(self, side: OrderSide) -> Decimal:
        """Signed quantity when everything open on `side` has filled."""
        return self.quantity + self.open_buys if side is OrderSide.BUY else self.quantity - self.open_sells


@dataclass(frozen=True)
class View:
    """The account as the gate sees it. `now` is session time, `wall` is wall time."""

    now: int
    wall: int
    halted: str
    """Why the kill switch is on; empty while it is off."""
    limits: GateLimits | None
    quotes: Mapping[str, Quote]
    price_valid_ns: int
    exposures: Mapping[str, Exposure]
    equity: Decimal
    day_start_equity: Decimal


@dataclass(frozen=True)
class Verdict:
    allowed: bool
    reason: str
    figures: tuple[tuple[str, str, str], ...] = ()
    """(limit, figure, ceiling) of each limit that was looked at."""
    limits_version: int = 0


@dataclass(frozen=True)
class Basis:
    """The price that an order is valued at, and which one that is: limit, ask, bid or mid."""

    price: Decimal
    name: str


def basis(order: Order, quote: Quote) -> Basis:
    """The dearer of the mid and of what the order can cost: its limit, else the touch that it takes."""
    touch = Basis(quote.ask, "ask") if order.side is OrderSide.BUY else Basis(quote.bid, "bid")
    own = Basis(order.price, "limit") if order.price else touch
    return Basis(quote.mid, "mid") if quote.mid > own.price else own


def judge(order: Order, instruments: Mapping[str, Instrument], view: View) -> Verdict:
    """The gate's answer to one order."""
    limits = view.limits
    version = limits.version if limits else 0
    blocked = _blocked(view) or _stale(order, view)
    if blocked or limits is None:
        return Verdict(False, blocked, (), version)
    before, after = _notionals(order, instruments, view)
    grows = after["position_notional"] > before["position_notional"]
    ceilings = {
        "order_notional": limits.order_notional,
        "position_notional": limits.position_notional,
        "gross_exposure": limits.gross_exposure,
        "daily_loss": limits.daily_loss,
    }
    figures = after | {"daily_loss": max(view.day_start_equity - view.equity, _ZERO)}
    shown = tuple((name, fixed(figures[name]), fixed(ceiling)) for name, ceiling in ceilings.items())
    for name, ceiling in ceilings.items():
        if figures[name] > ceiling and grows:
            reason = f"{name} {fixed(figures[name])} is above its limit {fixed(ceiling)}"
            return Verdict(False, reason, shown, version)
    return Verdict(True, "", shown, version)


def _blocked(view: View) -> str:
    """The kill switch, and limits that are missing or too old."""
    if view.halted:
        return f"the kill switch is on: {view.halted}"
    if view.limits is None:
        return "no limits are known; the risk engine must be up"
    if view.limits.halted:
        return "the kill switch is on: the risk engine says so"
    age = view.wall - view.limits.sent_at
    if age > LIMITS_VALID_NS:
        return f"the limits are {age / NS_PER_SECOND:.1f} s old, more than 5 s; the risk engine must be up"
    return ""


def _stale(order: Order, view: View) -> str:
    """A price that is missing or old, of the order's instrument or of one that is held."""
    held = [name for name, exposure in view.exposures.items() if exposure.quantity]
    quote = view.quotes.get(order.instrument_id)
    if quote is None:
        return f"there is no price of {order.instrument_id}"
    if view.now - quote.ts_event > view.price_valid_ns:
        age = (view.now - quote.ts_event) / NS_PER_SECOND
        return f"the price of {order.instrument_id} is {age:g} s old"
    missing = [name for name in held if name not in view.quotes]
    return f"there is no price of {missing[0]}, which is held" if missing else ""


def _notionals(
    order: Order, instruments: Mapping[str, Instrument], view: View
) -> tuple[dict[str, Decimal], dict[str, Decimal]]:
    """Order, position and gross notional before and after everything open on the order's side has filled."""
    instrument = instruments[order.instrument_id]
    exposure = view.exposures.get(order.instrument_id, Exposure(_ZERO, _ZERO, _ZERO))
    quote = view.quotes[order.instrument_id]
    value = basis(order, quote).price * instrument.multiplier
    worst = exposure.worst(order.side)
    others = sum(
        (
            abs(other.quantity) * view.quotes[name].mid * instruments[name].multiplier
            for name, other in view.exposures.items()
            if name != order.instrument_id and other.quantity
        ),
        start=_ZERO,
    )
    before, after = abs(worst) * value, abs(worst + order.side.sign * order.quantity) * value
    return (
        {"order_notional": _ZERO, "position_notional": before, "gross_exposure": others + before},
        {
            "order_notional": order.quantity * value,
            "position_notional": after,
            "gross_exposure": others + after,
        },
    )
