"""Cash and positions of an account, as a fold of its fills and of the corporate actions on what it holds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from nautilus.domain.actions import ActionKind
from nautilus.domain.orders import Fill
from nautilus.trading.events import Adjusted

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
    """`balance` = starting cash − Σ signed quantity × price × multiplier − Σ commission, for either kind of account;
    and what corporate actions paid.

    That is the cash of a cash account. For a margin account, which pays for a contract only by its gains and losses,
    `settled_cash` gives back what the open positions cost.
    """

    starting_cash: Decimal
    balance: Decimal = _ZERO
    commission: Decimal = _ZERO
    dividends: Decimal = _ZERO
    """Received less paid."""
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

    def adjust(self, event: Adjusted) -> None:
        """Take over what a corporate action has left."""
        action = event.action
        self.balance += event.cash
        if action.kind is ActionKind.DIVIDEND:
            self.dividends += event.cash
        held = self.holdings.get(action.instrument_id)
        if held is not None:
            held.quantity, held.average_price = event.after, event.price
        self.by_strategy |= {(name, action.instrument_id): part for name, part in event.parts.items()}
        if action.kind is ActionKind.RENAME:
            self._rename(action.instrument_id, action.successor)

    def _rename(self, before: str, after: str) -> None:
        """What is held goes on under the new name, together with what was bought under it already."""
        held = self.holdings.pop(before, None)
        if held is not None:
            self.holdings.setdefault(after, Holding(multiplier=held.multiplier)).add(held.quantity, held.average_price)
        for name in [name for name, instrument_id in self.by_strategy if instrument_id == before]:
            part = self.by_strategy.pop((name, before))
            self.by_strategy[name, after] = self.by_strategy.get((name, after), _ZERO) + part

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
