"""One piece of the broker's work: the events that a command or a record causes, each applied as it is made."""

from decimal import Decimal
from typing import TYPE_CHECKING

from nautilus.domain.orders import Fill, Order, OrderSide, OrderStatus, OrderType
from nautilus.trading.broker.book import limit_reached, ticks
from nautilus.trading.events import AccountType, AnyEvent, Changed, Executed

if TYPE_CHECKING:
    from nautilus.trading.broker.model import Broker, OrderState


class Work:
    """`events` in the order in which they happen; the broker already has them."""

    def __init__(self, broker: "Broker", now: int) -> None:
        self.events: list[AnyEvent] = []
        self._broker = broker
        self._now = now

    def arrive(self, state: "OrderState") -> None:
        """An order reaches the book: it is accepted, and trades at once if it can."""
        order = state.order
        self.change(state, OrderStatus.ACCEPTED)
        if order.order_type is OrderType.MARKET:
            self._fill(state, self._touch_price(order, slipped=True))
        elif self._broker.resting(state).reached(self._broker.book[order.instrument_id]):
            if order.order_type is OrderType.LIMIT:
                self._fill(state, self._touch_price(order, slipped=False))
            else:
                self.reach(state)

    def reach(self, state: "OrderState") -> None:
        """The book has reached a resting order."""
        order = state.order
        if order.order_type is OrderType.STOP:
            self._fill(state, self._touch_price(order, slipped=True))
        elif order.order_type is OrderType.STOP_LIMIT and not state.triggered:
            self._trigger(state)
        elif order.price is not None:
            self._fill(state, order.price)

    def change(self, state: "OrderState", status: OrderStatus, reason: str = "", *, triggered: bool = False) -> None:
        self._emit(Changed(state.order, state.venue_order_id, status, state.filled, reason, triggered))

    def drop_legs(self, entry: Order, status: OrderStatus, reason: str) -> None:
        for leg in self._broker.legs(entry.client_order_id):
            if leg.is_held:
                self.change(leg, status, reason)

    def _trigger(self, state: "OrderState") -> None:
        """A stop-limit becomes a limit order, which may trade at once."""
        order = state.order
        self.change(state, OrderStatus.ACCEPTED, "triggered", triggered=True)
        limit = ticks(self._broker.instruments[order.instrument_id], order.price)
        if limit_reached(order.side, limit, self._broker.book[order.instrument_id]):
            self._fill(state, self._touch_price(order, slipped=False))

    def _touch_price(self, order: Order, *, slipped: bool) -> Decimal:
        touch = self._broker.book[order.instrument_id]
        slippage = self._broker.opened.costs[order.instrument_id].slippage_ticks if slipped else 0
        at = touch.ask + slippage if order.side is OrderSide.BUY else max(touch.bid - slippage, 1)
        return at * self._broker.instruments[order.instrument_id].price_increment

    def _fill(self, state: "OrderState", price: Decimal) -> None:
        order = state.order
        quantity = self._fillable(order)
        reason = "there is no position to reduce" if not quantity else self._unaffordable(order, price)
        if reason:
            self.change(state, OrderStatus.CANCELLED, reason)
            self.drop_legs(order, OrderStatus.CANCELLED, "its entry was cancelled")
            return
        self._emit(Executed(self._execution(order, quantity, price)))
        whole = quantity == order.quantity
        status, reason = (OrderStatus.FILLED, "") if whole else (OrderStatus.CANCELLED, "the position is closed")
        self._emit(Changed(order, state.venue_order_id, status, quantity, reason))
        self._settle_bracket(order)
        self._drop_pointless(order.instrument_id)

    def _drop_pointless(self, instrument_id: str) -> None:
        """Reducing orders go when there is nothing left that they could reduce."""
        for state in list(self._broker.open.get(instrument_id, {}).values()):
            if state.is_open and state.order.reduce_only and not self._fillable(state.order):
                self.change(state, OrderStatus.CANCELLED, "there is no position to reduce")

    def _fillable(self, order: Order) -> Decimal:
        """A reducing order trades at most what closes the position."""
        if not order.reduce_only:
            return order.quantity
        open_quantity = -order.side.sign * self._broker.account.quantity(order.instrument_id)
        return max(min(order.quantity, open_quantity), Decimal(0))

    def _unaffordable(self, order: Order, price: Decimal) -> str:
        """A buy that was affordable when it was accepted may not be when it fills: a stop fills where the market is."""
        if self._broker.opened.account_type is not AccountType.CASH or order.side is not OrderSide.BUY:
            return ""
        fill = self._execution(order, order.quantity, price)
        cost = fill.quantity * fill.price * fill.multiplier + fill.commission
        return f"the cash does not cover it: it costs {cost}" if cost > self._broker.account.balance else ""

    def _execution(self, order: Order, quantity: Decimal, price: Decimal) -> Fill:
        instrument = self._broker.instruments[order.instrument_id]
        costs = self._broker.opened.costs[order.instrument_id]
        return Fill(
            fill_id=f"{order.client_order_id}-F",
            client_order_id=order.client_order_id,
            strategy_id=order.strategy_id,
            instrument_id=order.instrument_id,
            side=order.side,
            quantity=quantity,
            price=price,
            multiplier=instrument.multiplier,
            commission=costs.commission(quantity, price, instrument.multiplier),
            currency=instrument.currency,
            ts_event=self._now,
            sequence=self._broker.book[order.instrument_id].sequence,
        )

    def _settle_bracket(self, order: Order) -> None:
        """A filled entry places its exits; a filled exit cancels the other one."""
        if order.parent_id is None:
            for leg in self._broker.legs(order.client_order_id):
                if leg.is_held and not self._fillable(leg.order):
                    self.change(leg, OrderStatus.REJECTED, "there is no position to reduce")
                elif leg.is_held:
                    self.arrive(leg)
            return
        for leg in self._broker.legs(order.parent_id):
            if leg.is_held or leg.is_open:
                self.change(leg, OrderStatus.CANCELLED, f"{order.client_order_id} filled")

    def _emit(self, event: AnyEvent) -> None:
        self._broker.apply((event,), self._now)
        self.events.append(event)
