"""The account as a pure book: fills and corporate actions in, positions and cash out. No I/O, no clock.

Accounting, all of it in Decimal
- A position has a cost in money, and by it an average. A fill in its direction adds to the cost; a fill against it
  takes its share of the cost away and realises closed quantity × (price − average) × multiplier; a fill through zero
  opens the rest at the fill's price.
- A split changes quantity and average, and leaves the cost. A fraction of a share that it pays out is sold at what it
  pays. A dividend is income: in cash, in no position's gain. A rename moves the holding with all its figures.
- An equity is paid in cash: cash = starting cash − Σ signed quantity × price × multiplier − Σ commission.
- A future costs nothing to open. Its gains and losses are settled in cash at each mark (variation), as a clearing
  house does each day: after the mark its market value is 0, and cash has moved by Σ quantity × (mark − last mark, or
  fill price) × multiplier. Between marks the unsettled part is its market value. Commission is paid at the fill.
- Equity = cash + Σ market value. Once flat and marked, both kinds obey the cash formula above, plus dividends.
"""

from dataclasses import dataclass, field
from decimal import Decimal

from nautilus.domain.actions import ActionKind
from nautilus.domain.instruments import InstrumentKind
from nautilus.domain.money import fixed
from nautilus.domain.orders import Fill, PositionSide
from nautilus.engines.execution.messages import PositionAdjusted, Progress
from nautilus.engines.marketdata.messages import RunStarted
from nautilus.engines.portfolio.messages import Position, Valued

ZERO = Decimal(0)
AVERAGE_STEP = Decimal("0.0000000001")
"""An average is a quotient, and so is a share of a cost: each is kept to ten decimals. P&L in total does not depend on
it."""


@dataclass(frozen=True)
class Account:
    """What a run's account began with."""

    run: int
    account: str
    account_type: str
    starting_cash: Decimal
    currency: str
    kinds: dict[str, InstrumentKind]

    @classmethod
    def of(cls, started: RunStarted) -> "Account":
        return cls(
            started.run,
            started.account,
            started.account_type,
            Decimal(started.starting_cash),
            started.currency,
            {instrument.instrument_id: instrument.kind for instrument in started.instruments},
        )


def side_of(quantity: Decimal) -> PositionSide:
    """Of a signed quantity."""
    if quantity == 0:
        return PositionSide.FLAT
    return PositionSide.LONG if quantity > 0 else PositionSide.SHORT


@dataclass
class Holding:
    """One instrument in an account. `quantity` is signed; `spent` is Σ signed quantity × price × multiplier.

    `cost` is the part of it that the open quantity cost, signed like it.
    """

    instrument_id: str
    kind: InstrumentKind
    multiplier: Decimal
    quantity: Decimal = ZERO
    cost: Decimal = ZERO
    mark_price: Decimal = ZERO
    """Mid at the last mark; before the first one, the price of the last fill."""
    marked: bool = False
    spent: Decimal = ZERO
    settled: Decimal = ZERO
    """Variation of a future that is in cash."""
    commission: Decimal = ZERO
    dividends: Decimal = ZERO

    def apply(self, fill: Fill) -> None:
        change = fill.signed_quantity
        after = self.quantity + change
        if self.quantity * change >= 0:
            self.cost += change * fill.price * self.multiplier
        elif self.quantity * after < 0:
            self.cost = after * fill.price * self.multiplier
        else:
            self.cost = (self.cost * after / self.quantity).quantize(AVERAGE_STEP)
        self.quantity = after
        self.spent += change * fill.price * self.multiplier
        self.commission += fill.commission
        if not self.marked:
            self.mark_price = fill.price

    def adjust(self, adjusted: PositionAdjusted) -> None:
        """Take over what a split or a dividend has left."""
        action, cash, after = adjusted.action, Decimal(adjusted.cash), Decimal(adjusted.after)
        if action.kind is ActionKind.DIVIDEND:
            self.dividends += cash
        elif action.kind is ActionKind.SPLIT:
            whole = self.quantity + Decimal(adjusted.entitled) * (action.ratio - 1)
            if whole != after:
                self.cost = (self.cost * after / whole).quantize(AVERAGE_STEP)
            self.spent -= cash
            self.quantity = after
        if adjusted.mark is not None:
            self.mark_price = Decimal(adjusted.mark)

    def merge(self, other: "Holding") -> None:
        """Take over a holding that goes on as this one."""
        if not self.quantity:
            self.mark_price, self.marked = other.mark_price, other.marked
        self.quantity += other.quantity
        self.cost += other.cost
        self.spent += other.spent
        self.settled += other.settled
        self.commission += other.commission
        self.dividends += other.dividends

    def mark(self, price: Decimal) -> None:
        """Value at `price`; a future's variation moves to cash."""
        self.mark_price = price
        self.marked = True
        if self.settles:
            self.settled = self.gain

    @property
    def settles(self) -> bool:
        return self.kind is InstrumentKind.FUTURE

    @property
    def average_price(self) -> Decimal:
        """Cost of one unit; 0 when nothing is open."""
        return (self.cost / self.quantity / self.multiplier).quantize(AVERAGE_STEP) if self.quantity else ZERO

    @property
    def notional(self) -> Decimal:
        return self.quantity * self.mark_price * self.multiplier

    @property
    def gain(self) -> Decimal:
        """Realised and unrealised together, before commission: exact, whatever the average was rounded to."""
        return self.notional - self.spent

    @property
    def unrealised(self) -> Decimal:
        return self.notional - self.cost

    @property
    def realised(self) -> Decimal:
        return self.gain - self.unrealised

    @property
    def cash_effect(self) -> Decimal:
        """What trading and holding this instrument did to cash, commission apart."""
        return self.dividends + (self.settled if self.settles else -self.spent)

    @property
    def market_value(self) -> Decimal:
        return self.gain - self.settled if self.settles else self.notional

    @property
    def side(self) -> PositionSide:
        return side_of(self.quantity)

    def position(self) -> Position:
        return Position(
            instrument_id=self.instrument_id,
            side=self.side,
            quantity=fixed(abs(self.quantity), 0),
            multiplier=fixed(self.multiplier, 0),
            average_price=fixed(self.average_price),
            mark_price=fixed(self.mark_price),
            market_value=fixed(self.market_value),
            unrealised=fixed(self.unrealised),
            realised=fixed(self.realised),
            kind=self.kind,
            notional=fixed(self.notional),
            commission=fixed(self.commission),
            dividends=fixed(self.dividends),
        )


@dataclass
class Book:
    """An account and what it holds. A function of the fills, corporate actions and marks applied, in order."""

    account: Account
    holdings: dict[str, Holding] = field(default_factory=dict)
    sequence: int = 0
    """Sequence of the last mark."""
    ts_event: int = 0
    """Session time of the last mark or fill."""
    final: bool = False
    _shown: tuple[Position, ...] | None = field(default=None, repr=False, compare=False)
    """What `positions` gave, until something changes: it is asked for far more often than it changes."""

    def apply(self, fill: Fill) -> Holding:
        """Apply one fill; returns the holding it changed. Raises KeyError for an instrument the run does not have."""
        holding = self.holdings.get(fill.instrument_id)
        if holding is None:
            kind = self.account.kinds[fill.instrument_id]
            holding = self.holdings[fill.instrument_id] = Holding(fill.instrument_id, kind, fill.multiplier)
        holding.apply(fill)
        self._shown = None
        self.ts_event = max(self.ts_event, fill.ts_event)
        return holding

    def adjust(self, adjusted: PositionAdjusted) -> Holding | None:
        """Apply a corporate action; the holding that it changed, under its new name after a rename. None: not held."""
        action = adjusted.action
        holding = self.holdings.get(action.instrument_id)
        if holding is None:
            return None
        holding.adjust(adjusted)
        if action.kind is ActionKind.RENAME:
            del self.holdings[action.instrument_id]
            kind = self.account.kinds[action.successor]
            new = self.holdings.setdefault(action.successor, Holding(action.successor, kind, holding.multiplier))
            new.merge(holding)
            holding = new
        self._shown = None
        self.ts_event = max(self.ts_event, adjusted.ts_event)
        return holding

    def mark(self, progress: Progress, ts_init: int) -> Valued:
        """Value the account at the marks of `progress`, settle variation, and say so."""
        for instrument_id, price in progress.marks.items():
            if instrument_id in self.holdings:
                self.holdings[instrument_id].mark(Decimal(price))
        self._shown = None
        self.sequence = progress.sequence
        self.ts_event = max(self.ts_event, progress.ts_event)
        self.final = self.final or progress.final
        return Valued(
            ts_event=progress.ts_event,
            ts_init=ts_init,
            run=self.account.run,
            account=self.account.account,
            sequence=progress.sequence,
            starting_cash=fixed(self.account.starting_cash),
            cash=fixed(self.cash),
            equity=fixed(self.equity),
            commission=fixed(self.commission),
            positions=self.positions(),
            final=progress.final,
            realised=fixed(self.realised),
            account_type=self.account.account_type,
            currency=self.account.currency,
            dividends=fixed(self.dividends),
        )

    def positions(self) -> tuple[Position, ...]:
        """The open ones, by instrument."""
        if self._shown is None:
            self._shown = tuple(h.position() for _, h in sorted(self.holdings.items()) if h.quantity)
        return self._shown

    @property
    def cash(self) -> Decimal:
        effects = sum((h.cash_effect for h in self.holdings.values()), ZERO)
        return self.account.starting_cash + effects - self.commission

    @property
    def equity(self) -> Decimal:
        return self.cash + sum((h.market_value for h in self.holdings.values()), ZERO)

    @property
    def commission(self) -> Decimal:
        return sum((h.commission for h in self.holdings.values()), ZERO)

    @property
    def dividends(self) -> Decimal:
        return sum((h.dividends for h in self.holdings.values()), ZERO)

    @property
    def realised(self) -> Decimal:
        return sum((h.realised for h in self.holdings.values()), ZERO)

    @property
    def unrealised(self) -> Decimal:
        return sum((h.unrealised for h in self.holdings.values()), ZERO)
