"""One backtest from records to orders, fills and marks."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import msgspec
from nautilus_trader import model
from nautilus_trader.trading import StrategyConfig

from nautilus.domain.orders import Fill, Order, OrderStatus
from nautilus.kernel.clock import SessionClock
from nautilus.kernel.errors import InvalidInputError
from nautilus.trading.backtest.models import make_engine
from nautilus.trading.backtest.simulation import Simulation
from nautilus.trading.broker.model import Broker
from nautilus.trading.dealer import Dealer, Terms
from nautilus.trading.desk import Desk
from nautilus.trading.events import Amended, Batch, Changed, Decided, Executed, Marked, decode
from nautilus.trading.gate import GateLimits
from nautilus.trading.merge import Frame, Merger
from nautilus.trading.recorder import Entry, Recorder
from nautilus.trading.team import Outbox, StrategySpec, Team


class TradedOrder(msgspec.Struct, frozen=True):
    """An order as it was meant, or as corporate actions have changed it; when it was decided, what it came to."""

    order: Order
    ts_event: int
    sequence: int
    status: OrderStatus
    filled_quantity: Decimal
    reason: str


class Mark(msgspec.Struct, frozen=True):
    """The account at one mark: `cash` is what a cash account has, or a margin account after settled gains."""

    sequence: int
    ts_event: int
    cash: Decimal
    equity: Decimal


@dataclass(frozen=True)
class BacktestResult:
    """All that was asked for, in order, refused orders too; what traded; the account at each mark."""

    orders: tuple[TradedOrder, ...]
    fills: tuple[Fill, ...]
    marks: tuple[Mark, ...]


def run_backtest(
    terms: Terms,
    frames: Iterable[Frame],
    specs: Sequence[StrategySpec],
    limits: GateLimits,
    on_progress: Callable[[int], None] = lambda sequence: None,
) -> BacktestResult:
    """Play all records of a session. `frames`: those of all five engines, each engine's in order, to the last record.

    `on_progress` is called with the sequence number now and then. Raises InvalidInputError for a strategy or
    parameters that are none, or when the frames do not hold the whole session. Not for several threads.
    """
    journal = _Memory()
    dealer = Dealer(terms, Recorder(journal), SessionClock())
    dealer.limits = replace(limits, sent_at=0)
    team = Team(Outbox(terms.opened.run, dealer), specs, terms.opened.instruments)
    merger = Merger(terms.opened.instruments, terms.opened.costs, team.wanted)
    for frame in frames:
        merger.add(frame)
    stretch = merger.take()
    if stretch is None or stretch.last != terms.record_count:
        have = stretch.last if stretch else 0
        raise InvalidInputError(f"the frames end with record {have}, the session has {terms.record_count}")
    engine = make_engine(terms)
    try:
        simulation = Simulation(StrategyConfig(strategy_id=model.StrategyId("DESK-1"), order_id_tag="1"))
        simulation.prepare(Desk(dealer, team), stretch, on_progress)
        engine.add_data(list(simulation.quotes()), sort=False, validate=False)
        engine.sort_data()
        engine.add_strategy(simulation)
        engine.run()
        if simulation.failure is not None:
            raise simulation.failure
    finally:
        engine.dispose()
    dealer.recorder.flush()
    return _result(terms, journal.batches)


@dataclass(frozen=True)
class _Entry:
    payload: bytes


class _Memory:
    """A journal that nobody reads again."""

    def __init__(self) -> None:
        self.batches: list[Batch] = []

    def append_batch(self, payloads: Sequence[bytes]) -> range:
        begin = len(self.batches) + 1
        self.batches += [decode(payload) for payload in payloads]
        return range(begin, len(self.batches) + 1)

    def read(self, from_seq: int = 1) -> Iterator[Entry]:
        return (_Entry(b"") for _ in self.batches[from_seq - 1 :])


def _result(terms: Terms, batches: Sequence[Batch]) -> BacktestResult:
    broker = Broker(terms.opened)
    orders: dict[str, TradedOrder] = {}
    fills: list[Fill] = []
    marks: list[Mark] = []
    for batch in batches:
        broker.apply(batch.events, batch.ts_event)
        for event in batch.events:
            match event:
                case Decided():
                    status = OrderStatus.ACCEPTED if event.allowed else OrderStatus.REFUSED
                    orders[event.order.client_order_id] = TradedOrder(
                        event.order, batch.ts_event, batch.sequence, status, Decimal(0), event.reason
                    )
                case Changed():
                    name = event.order.client_order_id
                    orders[name] = msgspec.structs.replace(
                        orders[name], status=event.status, filled_quantity=event.filled_quantity, reason=event.reason
                    )
                case Amended():
                    name = event.order.client_order_id
                    orders[name] = msgspec.structs.replace(orders[name], order=event.order, reason=event.reason)
                case Executed(fill):
                    fills.append(fill)
                case Marked():
                    account = broker.account
                    marks.append(Mark(batch.sequence, batch.ts_event, broker.cash, account.equity(event.marks)))
                case _:
                    pass
    return BacktestResult(tuple(orders.values()), tuple(fills), tuple(marks))
