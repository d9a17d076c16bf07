"""What an account may do whatever its limits are: a cash account sells only what it holds and spends only its cash."""

from decimal import Decimal
from typing import TYPE_CHECKING

from nautilus.domain.orders import Order, OrderSide
from nautilus.trading.broker.book import Touch, ticks
from nautilus.trading.events import AccountType

if TYPE_CHECKING:
    from nautilus.trading.broker.model import Broker

_ZERO = Decimal(0)


def rejection(broker: "Broker", order: Order) -> str:
    """Why the account cannot take the order; empty when it can.

    Open sells count as sold and open buys as paid, so that orders which each fit cannot together exceed the account.
    A margin account is held by the limits of the gate alone. An order that is to be replaced counts as gone.
    """
    touch = broker.book.get(order.instrument_id)
    if touch is None:
        return f"there is no price of {order.instrument_id} yet"
    if order.reduce_only and broker.account.quantity(order.instrument_id) * order.side.sign >= 0:
        return "there is no position to reduce"
    if broker.opened.account_type is AccountType.MARGIN:
        return ""
    if order.side is OrderSide.SELL:
        free = broker.account.quantity(order.instrument_id) - _promised(broker, order)
        return f"a cash account cannot sell short: {order.quantity} asked, {free} free" if order.quantity > free else ""
    cost = _cost(broker, order, highest_price(broker, order, touch))
    free_cash = broker.account.balance - _reserved(broker, order)
    return f"the cash does not cover it: it costs {cost}, {free_cash} is free" if cost > free_cash else ""


def irreplaceable(broker: "Broker", client_order_id: str) -> str:
    """Why no order can take the place of this one; empty when one can."""
    state = broker.orders.get(client_order_id)
    if state is None:
        return f"{client_order_id} was refused by the gate: nothing rests that could be replaced; send a new order"
    if state.status is None:
        return f"{client_order_id} waits for its entry to fill: replace it after that, or cancel it"
    if not state.status.is_open:
        why = f" ({state.reason})" if state.reason else ""
        return f"{client_order_id} is {state.status}{why}: nothing of it rests any more; send a new order"
    if any(leg.is_held for leg in broker.legs(client_order_id)):
        return f"{client_order_id} is the entry of a bracket, and its exits go by it: cancel it, then send a new order"
    return ""


def _promised(broker: "Broker", order: Order) -> Decimal:
    """What open sell orders besides this one would deliver. The two legs of a bracket deliver once."""
    own = order.parent_id or order.client_order_id
    largest: dict[str, Decimal] = {}
    for state in broker.open.get(order.instrument_id, {}).values():
        group = state.order.parent_id or state.order.client_order_id
        if state.order.side is OrderSide.SELL and group != own and state.order.client_order_id != order.replaces:
            largest[group] = max(largest.get(group, _ZERO), state.order.quantity)
    return sum(largest.values(), start=_ZERO)


def _reserved(broker: "Broker", order: Order) -> Decimal:
    """Cash that open buy orders besides this one would spend."""
    return sum(
        (
            _cost(broker, state.order, highest_price(broker, state.order, broker.book[instrument_id]))
            for instrument_id, resting in broker.open.items()
            for state in resting.values()
            if state.order.side is OrderSide.BUY
            and not state.order.reduce_only
            and state.order.client_order_id != order.replaces
        ),
        start=_ZERO,
    )


def highest_price(broker: "Broker", order: Order, touch: Touch) -> Decimal:
    """The most that one unit of a buy can cost as far as is known: its limit, else trigger or touch, and slippage."""
    if order.price is not None:
        return order.price
    instrument = broker.instruments[order.instrument_id]
    slippage = broker.opened.costs[order.instrument_id].slippage_ticks
    return (max(ticks(instrument, order.trigger_price), touch.ask) + slippage) * instrument.price_increment


def _cost(broker: "Broker", order: Order, price: Decimal) -> Decimal:
    multiplier = broker.instruments[order.instrument_id].multiplier
    commission = broker.opened.costs[order.instrument_id].commission(order.quantity, price, multiplier)
    return order.quantity * price * multiplier + commission
