"""A made-up run for tests of trading: records in frames cut as a test likes, a journal in memory, strategies."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

import numpy as np

from nautilus.domain.actions import CorporateAction
from nautilus.domain.instruments import Instrument, InstrumentKind
from nautilus.domain.market import TradeColumns, ValueColumns, pack
from nautilus.domain.orders import OrderSide
from nautilus.quant.microstructure.market import Derivation
from nautilus.trading.costs import Costs
from nautilus.trading.dealer import Dealer, Terms
from nautilus.trading.desk import Desk
from nautilus.trading.drive import directly, drive
from nautilus.trading.events import AccountType, Opened
from nautilus.trading.gate import GateLimits
from nautilus.trading.merge import VALUE_SOURCES, Frame, Merger
from nautilus.trading.recorder import Recorder
from nautilus.trading.strategy import Bar, Inputs, OrderUpdate, Strategy, Trades, Value
from nautilus.trading.team import Outbox, StrategySpec, Team

T0 = 1_378_072_800_000_000_000
SECOND = 1_000_000_000


def instrument(name: str, kind: InstrumentKind = InstrumentKind.EQUITY) -> Instrument:
    future = kind is InstrumentKind.FUTURE
    return Instrument(
        instrument_id=name,
        kind=kind,
        currency="USD",
        price_precision=2,
        price_increment=Decimal("0.25") if future else Decimal("0.01"),
        lot_size=Decimal(1),
        multiplier=Decimal(50 if future else 1),
    )


class MemoryEntry(NamedTuple):
    payload: bytes


class MemoryJournal:
    """Keeps what was appended; `torn` copies are what a node that died earlier left behind."""

    def __init__(self, payloads: Sequence[bytes] = ()) -> None:
        self.payloads = list(payloads)

    def append_batch(self, payloads: Sequence[bytes]) -> range:
        begin = len(self.payloads) + 1
        self.payloads += payloads
        return range(begin, len(self.payloads) + 1)

    def read(self, from_seq: int = 1) -> Iterator[MemoryEntry]:
        return (MemoryEntry(payload) for payload in list(self.payloads[from_seq - 1 :]))

    def torn(self, length: int) -> "MemoryJournal":
        return MemoryJournal(self.payloads[:length])


class WallClock:
    def __init__(self) -> None:
        self.now = 1_800_000_000 * SECOND

    def now_ns(self) -> int:
        return self.now


@dataclass
class Scenario:
    """Trades of some instruments, in order; `value_every` gives each nth record a factor value."""

    instruments: tuple[Instrument, ...]
    index: np.ndarray
    ts_event: np.ndarray
    price: np.ndarray
    bar_seconds: int = 60
    value_every: int = 7
    half_ticks: int = 1
    account_type: AccountType = AccountType.MARGIN
    mark_seconds: int = 60
    costs: Costs = field(default_factory=lambda: Costs(per_unit=Decimal("0.01"), slippage_ticks=1))
    actions: tuple[CorporateAction, ...] = ()

    @property
    def record_count(self) -> int:
        return len(self.price)

    @property
    def terms(self) -> Terms:
        opened = Opened(
            run=7,
            account="paper-7",
            account_type=self.account_type,
            currency="USD",
            starting_cash=Decimal(1_000_000),
            instruments=self.instruments,
            costs={i.instrument_id: self.costs for i in self.instruments},
        )
        return Terms(opened, self.mark_seconds, self.record_count)

    def cuts(self, sizes: Sequence[int]) -> list[int]:
        """Last record of each frame: about `sizes` long, round and round, and never within a timestamp."""
        ends: list[int] = []
        end = 0
        while end < self.record_count:
            end = min(end + sizes[len(ends) % len(sizes)], self.record_count)
            while end < self.record_count and self.ts_event[end] == self.ts_event[end - 1]:
                end += 1
            ends.append(end)
        return ends

    def frames(self, market_sizes: Sequence[int], value_sizes: Sequence[int] | None = None) -> list[Frame]:
        """Frames of all engines, the market's first."""
        derivation = Derivation(
            {i.instrument_id: float(i.price_increment) * self.half_ticks for i in self.instruments}, self.bar_seconds
        )
        found: list[Frame] = []
        first = 1
        for last in self.cuts(market_sizes):
            market = derivation.feed(self._trades(first, last), ())
            due = [action for action in self.actions if first <= action.sequence <= last]
            found.append(Frame("marketdata", first, last, market, actions=due))
            first = last + 1
        for source in VALUE_SOURCES:
            first = 1
            for last in self.cuts(value_sizes or market_sizes):
                found.append(Frame(source, first, last, None, self._values(first, last) if source == "factor" else ()))
                first = last + 1
        return found

    def _trades(self, first: int, last: int) -> tuple[TradeColumns, ...]:
        parts = []
        for number, traded in enumerate(self.instruments):
            rows = np.flatnonzero(self.index[first - 1 : last] == number) + first - 1
            if len(rows):
                parts.append(
                    TradeColumns(
                        traded.instrument_id,
                        pack((rows + 1).astype(np.int64)),
                        pack(self.ts_event[rows]),
                        pack(self.price[rows]),
                        pack(np.ones(len(rows))),
                    )
                )
        return tuple(parts)

    def _values(self, first: int, last: int) -> tuple[ValueColumns, ...]:
        parts = []
        for number, traded in enumerate(self.instruments):
            rows = np.arange(first - 1, last)
            rows = rows[(self.index[rows] == number) & ((rows + 1) % self.value_every == 0)]
            change = self.price[rows] / self.price[np.maximum(rows - 20, 0)] - 1
            parts.append(
                ValueColumns(
                    traded.instrument_id,
                    "momentum",
                    pack((rows + 1).astype(np.int64)),
                    pack(self.ts_event[rows]),
                    pack(change.astype(np.float64)),
                )
            )
        return tuple(parts)


def walk(
    seed: int = 1,
    records: int = 2_000,
    names: Sequence[str] = ("ES.XCME",),
    kind: InstrumentKind = InstrumentKind.FUTURE,
    **terms: object,
) -> Scenario:
    """A random walk on the grid of ticks, with some records at equal times and some gaps."""
    rng = np.random.default_rng(seed)
    instruments = tuple(instrument(name, kind) for name in names)
    tick = float(instruments[0].price_increment)
    index = rng.integers(0, len(names), records)
    steps = rng.choice([-2, -1, 0, 0, 1, 2], records)
    price = np.empty(records)
    for number in range(len(names)):
        rows = index == number
        price[rows] = 1_000.0 + number + np.cumsum(steps[rows]) * tick
    ts_event = T0 + np.cumsum(rng.choice([0, 0, 200_000_000, SECOND, 3 * SECOND], records)).astype(np.int64)
    return Scenario(instruments, index, ts_event, price, **terms)  # type: ignore[arg-type]


class Busy(Strategy):
    """Uses every input and every kind of order, so that a run of it touches everything."""

    def inputs(self) -> Inputs:
        return Inputs(bars=(60,), values=("factor:momentum",), trades_seconds=5.0)

    def on_start(self) -> None:
        self.seen: list[tuple[str, int, int]] = []
        self.working = ""
        self.digest = 0.0
        self.bars = 0

    def on_trades(self, trades: Trades) -> None:
        self.seen.append(("trades", int(trades.sequence[0]), len(trades.sequence)))
        self.digest += float(trades.price.sum())

    def on_value(self, value: Value) -> None:
        self.seen.append(("value", value.sequence, self.clock.now_ns()))
        held = self.position(value.instrument_id)
        if value.value > 0.001 and held <= 0:
            self.signal("momentum", {value.name: value.value}, value.instrument_id)
            self.buy(value.instrument_id, 1 - held)
        elif value.value < -0.001 and held > 0:
            self.signal("reversal", {value.name: value.value}, value.instrument_id)
            self.sell(value.instrument_id, held)

    def on_bar(self, bar: Bar) -> None:
        self.seen.append(("bar", bar.sequence, bar.ts_event))
        self.bars += 1
        quote = self.quote(bar.instrument_id)
        if quote is None:
            return
        tick = self.instruments[bar.instrument_id].price_increment
        if self.working:
            self.cancel(self.working)
            self.working = ""
        if self.bars % 3 == 0:
            self.working = self.buy(bar.instrument_id, 2, price=quote.bid - 2 * tick)
        elif self.bars % 3 == 1:
            self.sell(bar.instrument_id, 1, price=quote.bid - 8 * tick, trigger_price=quote.bid - 4 * tick)
        else:
            self.bracket(
                bar.instrument_id,
                OrderSide.BUY,
                1,
                take_profit=quote.ask + 6 * tick,
                stop_loss=quote.bid - 6 * tick,
            )

    def on_order(self, update: OrderUpdate) -> None:
        self.seen.append((update.status.value, 0, 0))
        if update.order.client_order_id == self.working and not update.status.is_open:
            self.working = ""


BUSY = StrategySpec("busy", "support.trading:Busy", "{}")
LIMITS = GateLimits(
    version=3,
    order_notional=Decimal(10_000_000),
    position_notional=Decimal(10_000_000),
    gross_exposure=Decimal(10_000_000),
    daily_loss=Decimal(1_000_000),
    halted=False,
    sent_at=1_800_000_000 * SECOND,
)


@dataclass
class Rig:
    """A desk without a node: driven directly."""

    dealer: Dealer
    desk: Desk
    team: Team
    merger: Merger

    def play(self, frames: Sequence[Frame]) -> None:
        for frame in frames:
            self.merger.add(frame)
            while (stretch := self.merger.take()) is not None:
                drive(self.desk.advance(stretch), directly(self.dealer))


def rig(scenario: Scenario, journal: MemoryJournal, specs: Sequence[StrategySpec] = (BUSY,)) -> Rig:
    terms = scenario.terms
    dealer = Dealer(terms, Recorder(journal), WallClock())
    dealer.limits = LIMITS
    team = Team(Outbox(terms.opened.run, dealer), specs, scenario.instruments)
    merger = Merger(scenario.instruments, terms.opened.costs, team.wanted)
    return Rig(dealer, Desk(dealer, team), team, merger)


def key(dealer: Dealer) -> list[tuple[object, ...]]:
    """What two undisturbed replays must share."""
    return [
        (f.client_order_id, f.instrument_id, f.side, f.quantity, f.price, f.ts_event, f.sequence, f.commission)
        for f in dealer.broker.fills
    ]
