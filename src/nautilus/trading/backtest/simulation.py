"""The library's strategy that drives our desk: one record after the other, one command at a time.

The library settles a command after the callback that sent it. So an act of the desk that asks for an order is left
waiting, an alert at the same nanosecond wakes it when the order is settled, and it goes on with the events that came.
Each record has a time of its own (records of one timestamp follow each other by a nanosecond): all that is due at
a record is done before the next.
"""

from collections import deque
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import numpy as np
from nautilus_trader import model
from nautilus_trader.trading import Strategy, StrategyConfig

from nautilus.domain.market import I64
from nautilus.domain.orders import Fill, OrderStatus
from nautilus.trading.backtest.models import DEEP
from nautilus.trading.broker.rules import rejection
from nautilus.trading.broker.work import Work
from nautilus.trading.desk import Ask, Desk, Passed, Point, Request, Steps, place_of
from nautilus.trading.events import AnyEvent, Cause, Changed, Executed, Position
from nautilus.trading.merge import Rank, Stretch
from nautilus.trading.node import convert
from nautilus.trading.port import Cancel, Signal, Submit

_PROGRESS_RECORDS = 10_000


def own_times(ts_event: I64) -> I64:
    """Rising times, each at least its record's: of records with one timestamp each is a nanosecond later."""
    steps = np.arange(len(ts_event))
    times: I64 = np.maximum.accumulate(ts_event - steps) + steps
    return times


class Simulation(Strategy):
    """`desk` and `stretch` are set before the engine runs."""

    desk: Desk
    stretch: Stretch
    on_progress: Callable[[int], None]

    def __init__(self, config: StrategyConfig) -> None:
        super().__init__(config)
        self._row = 0
        self._points: deque[Point] = deque()
        self._due: deque[Callable[[], Steps]] = deque()
        self._steps: Steps | None = None
        self._waiting = False
        self._settled: list[AnyEvent] = []
        self._alerts = 0
        self.failure: Exception | None = None

    def prepare(self, desk: Desk, stretch: Stretch, on_progress: Callable[[int], None]) -> None:
        self.desk, self.stretch, self.on_progress = desk, stretch, on_progress
        self._points.extend(desk.agenda(stretch))
        size = len(stretch.book)
        end = Position(int(stretch.book.ts_event[-1]), Rank.FINAL, stretch.last)
        self._points.append(Point(end, size, lambda: desk.finish(stretch)))
        self._due.append(lambda: desk.begin(stretch))
        self._take_points(0)
        self._go_on(None)

    def quotes(self) -> Iterator[model.QuoteTick]:
        """Every record's derived quote, at its own time."""
        book = self.stretch.book
        instruments = self.desk.dealer.terms.opened.instruments
        ids = [convert.instrument_id(each.instrument_id) for each in instruments]
        grid = [(float(each.price_increment), each.price_precision) for each in instruments]
        columns = (book.instrument, book.bid, book.ask, own_times(book.ts_event))
        for number, bid, ask, ts in zip(*(column.tolist() for column in columns), strict=True):
            tick, precision = grid[number]
            prices = model.Price(bid * tick, precision), model.Price(ask * tick, precision)
            yield model.QuoteTick(ids[number], *prices, DEEP, DEEP, ts, ts)

    # -- called by the library ------------------------------------------------------------------------

    def on_start(self) -> None:
        for each in self.desk.dealer.terms.opened.instruments:
            self.subscribe_quotes(convert.instrument_id(each.instrument_id))

    def on_quote(self, quote: model.QuoteTick) -> None:
        del quote
        self._guarded(self._on_record)

    def on_time_event(self, event: Any) -> None:
        del event
        self._guarded(self._on_settled)

    def on_order_event(self, event: Any) -> None:
        self._guarded(lambda: self._on_event(event))

    def _guarded(self, callback: Callable[[], None]) -> None:
        """The library logs what a callback raises and goes on; a backtest that went on would be wrong."""
        if self.failure is not None:
            return
        try:
            callback()
        except Exception as error:
            self.failure = error
            raise

    def _on_record(self) -> None:
        """The next record's quote is in the library's book."""
        self._stand_at(self._row)
        self._row += 1
        self._take_points(self._row)
        if self._row % _PROGRESS_RECORDS == 0:
            self.on_progress(int(self.stretch.book.sequence[self._row - 1]))
        if not self._waiting:
            self._go_on(None)

    def _on_settled(self) -> None:
        """What was asked for is settled."""
        events, self._settled = tuple(self._settled), []
        self._waiting = False
        self.desk.dealer.commit(Cause.COMMAND, events)
        self._go_on(events)

    def _on_event(self, event: Any) -> None:
        if not self._waiting and self._row < len(self.stretch.book):
            self._stand_at(self._row)  # the record has reached a resting order, and its on_quote comes after this
        events = self._translate(event)
        self.desk.dealer.broker.apply(events, self.desk.dealer.now)
        if self._waiting:
            self._settled += events
        elif events:
            self.desk.dealer.commit(Cause.MARKET, tuple(events))
            self._due.appendleft(lambda: self.desk.tell(events))
            self._go_on(None)

    # -- the desk's acts ------------------------------------------------------------------------------

    def _stand_at(self, row: int) -> None:
        book = self.stretch.book
        self.desk.dealer.broker.see(book, row, row + 1)
        self.desk.move(place_of(book, row), book, row + 1)

    def _take_points(self, row: int) -> None:
        while self._points and self._points[0].row == row:
            self._due.append(self._arrive(self._points.popleft()))

    def _arrive(self, point: Point) -> Callable[[], Steps]:
        def act() -> Steps:
            self.desk.move(point.position, self.stretch.book, point.row)
            yield from point.act()

        return act

    def _go_on(self, answer: tuple[AnyEvent, ...] | None) -> None:
        """Do what is due, until something waits for the library."""
        while (request := self._next(answer)) is not None:
            answer = self._answer(request)
            if self._waiting:
                self._alerts += 1
                self.clock.set_time_alert_ns(f"settled-{self._alerts}", self.clock.timestamp_ns())
                return

    def _next(self, answer: tuple[AnyEvent, ...] | None) -> Request | None:
        while True:
            if self._steps is None:
                if not self._due:
                    return None
                self._steps, answer = self._due.popleft()(), None
            try:
                return self._steps.send(answer)
            except StopIteration:
                self._steps, answer = None, None

    def _answer(self, request: Request) -> tuple[AnyEvent, ...] | None:
        dealer = self.desk.dealer
        match request:
            case Ask(Signal() as command):
                return dealer.perform(command)
            case Ask(Submit() as command):
                return self._submit(command)
            case Ask(Cancel() as command):
                if command.client_order_id not in dealer.broker.working:
                    return ()
                self._waiting = True
                self.cancel_order(model.ClientOrderId(command.client_order_id))
            case Passed(batch):
                for event in batch.events:
                    if isinstance(event, Changed) and event.status is OrderStatus.CANCELLED:
                        self.cancel_order(model.ClientOrderId(event.order.client_order_id))
            case _:
                pass
        return None

    def _submit(self, command: Submit) -> tuple[AnyEvent, ...] | None:
        """Gate and account rules are ours; what passes them goes to the library."""
        dealer, entry = self.desk.dealer, command.orders[0]
        events: list[AnyEvent] = list(dealer.decide(command.orders, dealer.take_signal(entry)))
        allowed = entry.client_order_id in dealer.broker.orders
        reason = rejection(dealer.broker, entry) if allowed else ""
        if reason:
            work = Work(dealer.broker, dealer.now)
            work.change(dealer.broker.orders[entry.client_order_id], OrderStatus.REJECTED, reason)
            work.drop_legs(entry, OrderStatus.REJECTED, "its entry was rejected")
            events += work.events
        if reason or not allowed:
            dealer.commit(Cause.COMMAND, tuple(events))
            return tuple(events)
        self._settled += events
        self._waiting = True
        of = dealer.broker.instruments[entry.instrument_id]
        if len(command.orders) == 1:
            self.submit_order(convert.order(self.order_factory, entry, of))
        else:
            self.submit_order_list(convert.bracket(self.order_factory, command.orders, of))
        return None

    # -- events ---------------------------------------------------------------------------------------

    def _translate(self, event: Any) -> list[AnyEvent]:
        """An event of the library in our words; those that say nothing to us, or came before, say nothing."""
        state = self.desk.dealer.broker.working.get(str(event.client_order_id))
        if state is None:
            return []
        status = {
            "OrderAccepted": OrderStatus.ACCEPTED,
            "OrderCanceled": OrderStatus.CANCELLED,
            "OrderRejected": OrderStatus.REJECTED,
            "OrderDenied": OrderStatus.REJECTED,
            "OrderTriggered": OrderStatus.ACCEPTED,
        }
        name = type(event).__name__
        if name == "OrderFilled":
            return self._translate_fill(event)
        if name not in status:
            return []
        reason = str(getattr(event, "reason", None) or "")
        triggered = name == "OrderTriggered"
        return [Changed(state.order, state.venue_order_id, status[name], state.filled, reason, triggered)]

    def _translate_fill(self, event: Any) -> list[AnyEvent]:
        broker = self.desk.dealer.broker
        state = broker.orders[str(event.client_order_id)]
        order, of = state.order, broker.instruments[state.order.instrument_id]
        filled: Decimal = state.filled + event.last_qty.as_decimal()
        theirs = self.cache.order(event.client_order_id)
        whole = theirs is None or theirs.status == model.OrderStatus.FILLED
        status = OrderStatus.FILLED if whole else OrderStatus.PARTIALLY_FILLED
        fill = Fill(
            fill_id=f"{order.client_order_id}-F",
            client_order_id=order.client_order_id,
            strategy_id=order.strategy_id,
            instrument_id=order.instrument_id,
            side=order.side,
            quantity=event.last_qty.as_decimal(),
            price=event.last_px.as_decimal(),
            multiplier=of.multiplier,
            commission=event.commission.as_decimal() if event.commission else Decimal(0),
            currency=of.currency,
            ts_event=self.desk.dealer.now,
            sequence=broker.book[order.instrument_id].sequence,
        )
        return [Executed(fill), Changed(order, state.venue_order_id, status, filled)]
