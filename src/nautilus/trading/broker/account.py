"""Cash and positions of an account, as a fold of its fills."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from nautilus.domain.orders import Fill

_ZERO = Decimal(0)


@dataclass
class Holding:
    """A net position: signed quantity, average price of what is open, multiplier."""

    quantity: Decimal = _ZERO
    average_price: Decimal = _ZERO
    multiplier: Decimal = Decimal(1)

    def add(self, quantity: Decimal, price: Decimal) -> None:
        """Average when it grows, keep the average when it shrinks, start anew when it crosses zero."""
        total = self.quantity + quantity
        if not total:
            self.average_price = _ZERO
        elif self.quantity * quantity >= 0:
            self.average_price = (self.average_price * self.quantity + price * quantity) / total
        elif self.quantity * total < 0:
            self.average_price = price
        self.quantity = total


@dataclass
class Account:
    """`balance` = starting cash − Σ signed quantity × price × multiplier − Σ commission, for either kind of account.

    That is the cash of a cash account. For a margin account, which pays for a contract only by its gains and losses,
    `settled_cash` gives back what the open positions cost.
    """

    starting_cash: Decimal
    balance: Decimal = _ZERO
    commission: Decimal = _ZERO
    holdings: dict[str, Holding] = field(default_factory=dict)
    by_strategy: dict[tuple[str, str], Decimal] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.balance = self.starting_cash

    def apply(self, fill: Fill) -> None:
        signed = fill.signed_quantity
        self.balance -= signed * fill.price * fill.multiplier + fill.commission
        self.commission += fill.commission
        holding = self.holdings.setdefault(fill.instrument_id, Holding(multiplier=fill.multiplier))
        holding.add(signed, fill.price)
        key = (fill.strategy_id, fill.instrument_id)
        self.by_strategy[key] = self.by_strategy.get(key, _ZERO) + signed

    def quantity(self, instrument_id: str) -> Decimal:
        holding = self.holdings.get(instrument_id)
        return holding.quantity if holding else _ZERO

    @property
    def settled_cash(self) -> Decimal:
        return self.balance + sum(
            (h.quantity * h.average_price * h.multiplier for h in self.holdings.values()), start=_ZERO
        )

    def equity(self, marks: Mapping[str, Decimal]) -> Decimal:
        """balance + Σ quantity × mark × multiplier. An instrument without a mark counts at its average price."""
        return self.balance + sum(
            (
                h.quantity * marks.get(instrument_id, h.average_price) * h.multiplier
                for instrument_id, h in self.holdings.items()
            ),
            start=_ZERO,
        )
