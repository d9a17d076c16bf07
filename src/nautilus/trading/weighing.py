"""What an order would meet if it were sent now: the gate's verdict, the account's rules, what it would be worth."""

from dataclasses import dataclass
from decimal import Decimal

from nautilus.domain.money import fixed
from nautilus.domain.orders import Order
from nautilus.trading.broker.rules import rejection
from nautilus.trading.dealer import Dealer
from nautilus.trading.gate import Verdict, basis


@dataclass(frozen=True)
class Weighed:
    """Money in the account's currency; None where there is no price of the instrument yet."""

    verdict: Verdict
    reason: str
    """Why the gate says so, also when it lets the order pass."""
    objection: str
    """Why the account would reject it behind the gate; empty when it would not."""
    price: Decimal | None = None
    """What one unit is valued at."""
    price_basis: str = ""
    """Which price that is: limit, ask, bid or mid."""
    notional: Decimal | None = None
    """quantity × price × multiplier"""
    commission: Decimal | None = None
    """Of a fill at that price."""
    bid: Decimal | None = None
    ask: Decimal | None = None
    ts_quote: int | None = None
    """Session time of bid and ask, nanoseconds."""


def weigh(dealer: Dealer, order: Order) -> Weighed:
    """Nothing is sent and nothing is journaled."""
    verdict = dealer.judge(order)
    reason = _reason(verdict)
    quote = dealer.quote(order.instrument_id)
    if quote is None:
        return Weighed(verdict, reason, f"there is no price of {order.instrument_id} yet")
    valued = basis(order, quote)
    multiplier = dealer.broker.instruments[order.instrument_id].multiplier
    costs = dealer.broker.opened.costs[order.instrument_id]
    return Weighed(
        verdict=verdict,
        reason=reason,
        objection=rejection(dealer.broker, order),
        price=valued.price,
        price_basis=valued.name,
        notional=order.quantity * valued.price * multiplier,
        commission=costs.commission(order.quantity, valued.price, multiplier),
        bid=quote.bid,
        ask=quote.ask,
        ts_quote=quote.ts_event,
    )


def _reason(verdict: Verdict) -> str:
    """The gate gives a reason for a refusal; this is the one for letting an order pass."""
    if not verdict.allowed:
        return verdict.reason
    used = [(name, Decimal(figure), Decimal(ceiling)) for name, figure, ceiling in verdict.figures]
    above = [
        f"{name} {fixed(figure)} is above its limit {fixed(ceiling)}"
        for name, figure, ceiling in used
        if figure > ceiling
    ]
    if above:
        return f"it makes the position smaller, so it passes though {' and '.join(above)}"
    nearest = max((each for each in used if each[2]), key=lambda each: each[1] / each[2], default=None)
    if nearest is None:
        return "no limit is exceeded"
    name, figure, ceiling = nearest
    return f"no limit is exceeded; the nearest is {name}, {fixed(figure)} of {fixed(ceiling)}"
