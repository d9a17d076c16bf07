"""The library's strategy that drives our desk: one record after the other, one command at a time.

The library settles a command after the callback that sent it. So an act of the desk that asks for an order is left
waiting, an alert at the same nanosecond wakes it when the order is settled, and it goes on with the events that came.
Each record has a time of its own (records of one timestamp follow each other by a nanosecond): all that is due at
a record is done before the next.

A corporate action restates the last quote (`restating`). The library's resting orders must not meet the restated
quote with their old terms, nor the old quote with the new ones: they are moved out of reach, then comes the quote, then
they take their new terms. Its position is brought to ours by an order that is nobody's.
"""

from collections import deque
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import numpy as np
from nautilus_trader import model
from nautilus_trader.trading import Strategy, StrategyConfig

from nautilus.domain.instruments import Instrument
from nautilus.domain.market import I64
from nautilus.domain.orders import Fill, Order, OrderSide, OrderStatus
from nautilus.kernel.errors import ConflictError
from nautilus.trading.adjusting import position_changes
from nautilus.trading.backtest.models import DEEP
from nautilus.trading.backtest.restating import Restating, out_of_reach, restatings
from nautilus.trading.broker.rules import rejection
from nautilus.trading.broker.work import Work
from nautilus.trading.desk import Ask, Desk, Passed, Point, Request, Steps, place_of
from nautilus.trading.events import Adjusted, Amended, AnyEvent, Cause, Changed, Executed, Position
from nautilus.trading.merge import Rank, Stretch
from nautilus.trading.node import convert
from nautilus.trading.port import Cancel, Signal, Submit

_PROGRESS_RECORDS = 10_000
_AMENDING = ("OrderPendingUpdate", "OrderUpdated")
_RESTATED = "restated"


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
        self._restated: dict[int, Restating] = {}
        """By number of the quote."""
        self._quotes = 0
        self._adjusting: Adjusted | None = None
        self._amended: list[Amended] = []
        self._exits: set[str] = set()
        """Amended exits of brackets: the library holds their quantity to what their entry filled before the split."""
        self.failure: Exception | None = None

    def prepare(self, desk: Desk, stretch: Stretch, on_progress: Callable[[int], None]) -> None:
        self.desk, self.stretch, self.on_progress = desk, stretch, on_progress
        self._points.extend(desk.agenda(stretch))
        found = restatings(stretch, desk.dealer.terms.opened.instruments)
        self._restated = {each.row + number: each for number, each in enumerate(found)}
        size = len(stretch.book)
        end = Position(int(stretch.book.ts_event[-1]), Rank.FINAL, stretch.last)
        self._points.append(Point(end, size, lambda: desk.finish(stretch)))
        self._due.append(lambda: desk.begin(stretch))
        self._take_points(0)
        self._go_on(None)

    def quotes(self) -> Iterator[model.QuoteTick]:
        """Every record's derived quote and every restated one, at its own time."""
        book = self.stretch.book
        extra = list(self._restated.values())
        at = [each.row for each in extra]
        instruments = self.desk.dealer.terms.opened.instruments
        ids = [convert.instrument_id(each.instrument_id) for each in instruments]
        grid = [(float(each.price_increment), each.price_precision) for each in instruments]
        columns = (
            np.insert(book.instrument, at, [each.instrument for each in extra]),
            np.insert(book.bid, at, [each.touch.bid for each in extra]),
            np.insert(book.ask, at, [each.touch.ask for each in extra]),
            own_times(np.insert(book.ts_event, at, [int(book.ts_event[row - 1]) for row in at])),
        )
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
        self._guarded(self._on_quote)

    def on_time_event(self, event: Any) -> None:
        after = self._on_adjusted if str(event.name).startswith(_RESTATED) else self._on_settled
        self._guarded(after)

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

    def _on_quote(self) -> None:
        restated = self._restated.get(self._quotes)
        self._quotes += 1
        if restated is None:
            self._on_record()
        else:
            self._on_restated(restated)

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
        name = type(event).__name__
        if str(event.client_order_id) not in self.desk.dealer.broker.orders or name in _AMENDING:
            return  # what brings the library's position and orders to ours
        if name == "OrderModifyRejected":
            raise ConflictError(f"the library does not take {event.client_order_id} as adjusted: {event.reason}")
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
                if self._adjusting is None:
                    self._alert("settled")
                return

    def _alert(self, name: str) -> None:
        """Be called at this nanosecond again, once everything asked for so far is settled."""
        self._alerts += 1
        self.clock.set_time_alert_ns(f"{name}-{self._alerts}", self.clock.timestamp_ns())

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
                self._pass_on(batch.events)
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

    # -- corporate actions ----------------------------------------------------------------------------

    def _pass_on(self, events: tuple[AnyEvent, ...]) -> None:
        """What no command caused: cancels, and what a corporate action did; then wait for its restated quote."""
        for event in events:
            match event:
                case Adjusted():
                    self._adjusting = event
                case Amended():
                    self._amended.append(event)
                case Changed(status=OrderStatus.CANCELLED):
                    self.cancel_order(model.ClientOrderId(event.order.client_order_id))
                case _:
                    pass
        if self._adjusting is None:
            return
        self._waiting = True
        if any(each.action.key == self._adjusting.action.key for each in self._restated.values()):
            for amended in self._amended:
                self._modify(out_of_reach(amended.order, self._instrument(amended.order)))
        else:
            self._adjust()

    def _on_restated(self, restated: Restating) -> None:
        if self._adjusting is None or self._adjusting.action.key != restated.action.key:
            raise ConflictError(f"{restated.action.key} has not been applied where its quote comes")
        self._adjust()

    def _adjust(self) -> None:
        """The quote is that of the new shares: so become orders and position of the library."""
        assert self._adjusting is not None
        for amended in self._amended:
            self._modify(amended.order)
            if amended.order.parent_id is not None:
                self._exits.add(amended.order.client_order_id)
        for instrument_id, change in position_changes(self._adjusting):
            self._align(instrument_id, change)
        self._amended = []
        self._alert(_RESTATED)

    def _on_adjusted(self) -> None:
        """The library has taken it in: on with what the desk does next."""
        self._adjusting, self._waiting = None, False
        self._go_on(None)

    def _align(self, instrument_id: str, change: Decimal) -> None:
        """Bring the library's position to ours."""
        side = convert.side(OrderSide.BUY if change > 0 else OrderSide.SELL)
        order = self.order_factory.market(convert.instrument_id(instrument_id), side, convert.quantity(abs(change)))
        self.submit_order(order)

    def _modify(self, order: Order) -> None:
        of = self._instrument(order)
        triggered = self.desk.dealer.broker.orders[order.client_order_id].triggered
        trigger = None if triggered else order.trigger_price
        self.modify_order(
            model.ClientOrderId(order.client_order_id),
            quantity=convert.quantity(order.quantity),
            price=None if order.price is None else convert.price(order.price, of),
            trigger_price=None if trigger is None else convert.price(trigger, of),
        )

    def _instrument(self, order: Order) -> Instrument:
        return self.desk.dealer.broker.instruments[order.instrument_id]

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
        quantity, price = event.last_qty.as_decimal(), event.last_px.as_decimal()
        commission = event.commission.as_decimal() if event.commission else Decimal(0)
        theirs = self.cache.order(event.client_order_id)
        whole = theirs is None or theirs.status == model.OrderStatus.FILLED
        status, reason = OrderStatus.FILLED if whole else OrderStatus.PARTIALLY_FILLED, ""
        if order.client_order_id in self._exits and whole:
            quantity = min(order.quantity, abs(broker.account.quantity(order.instrument_id)))
            commission = broker.opened.costs[order.instrument_id].commission(quantity, price, of.multiplier)
            if quantity != event.last_qty.as_decimal():
                self._align(order.instrument_id, (quantity - event.last_qty.as_decimal()) * order.side.sign)
            if quantity != order.quantity:
                status, reason = OrderStatus.CANCELLED, "the position is closed"
        fill = Fill(
            fill_id=f"{order.client_order_id}-F",
            client_order_id=order.client_order_id,
            strategy_id=order.strategy_id,
            instrument_id=order.instrument_id,
            side=order.side,
            quantity=quantity,
            price=price,
            multiplier=of.multiplier,
            commission=commission,
            currency=of.currency,
            ts_event=self.desk.dealer.now,
            sequence=broker.book[order.instrument_id].sequence,
        )
        return [Executed(fill), Changed(order, state.venue_order_id, status, state.filled + quantity, reason)]
