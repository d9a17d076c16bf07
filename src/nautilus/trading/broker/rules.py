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
    A margin account is held by the limits of the gate alone.
    """
    touch = broker.book.get(order.instrument_id)
    if touch is None:
        return f"there is no price of {order.instrument_id} yet"
    if order.reduce_only and broker.account.quantity(order.instrument_id) * order.side.sign >= 0:
        return "there is no position to reduce"
    if broker.opened.account_type is AccountType.MARGIN:
        return ""
    if order.side is OrderSide.SELL:
        free = broker.account.quantity(order.instrument_id) - _promised(broker, order.instrument_id)
        return f"a cash account cannot sell short: {order.quantity} asked, {free} free" if order.quantity > free else ""
    cost = _cost(broker, order, highest_price(broker, order, touch))
    free_cash = broker.account.balance - _reserved(broker)
    return f"the cash does not cover it: it costs {cost}, {free_cash} is free" if cost > free_cash else ""


def _promised(broker: "Broker", instrument_id: str) -> Decimal:
    """What open sell orders would deliver. The two legs of a bracket deliver once."""
    largest: dict[str, Decimal] = {}
    for state in broker.open.get(instrument_id, {}).values():
        if state.order.side is OrderSide.SELL:
            group = state.order.parent_id or state.order.client_order_id
            largest[group] = max(largest.get(group, _ZERO), state.order.quantity)
    return sum(largest.values(), start=_ZERO)


def _reserved(broker: "Broker") -> Decimal:
    """Cash that open buy orders would spend."""
    return sum(
        (
            _cost(broker, state.order, highest_price(broker, state.order, broker.book[instrument_id]))
            for instrument_id, resting in broker.open.items()
            for state in resting.values()
            if state.order.side is OrderSide.BUY and not state.order.reduce_only
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
