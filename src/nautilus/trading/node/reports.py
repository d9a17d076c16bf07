"""What the broker answers when the library asks, at its start, what orders, fills and positions there are.

The library's positions are sums of fills, and corporate actions change ours without any. What such an action changed is
reported as an order of its own, filled whole, so that both come to the same quantity.
"""

from collections.abc import Iterator
from decimal import Decimal

from nautilus_trader import model

from nautilus.domain.orders import Fill, OrderSide
from nautilus.trading.adjusting import position_changes
from nautilus.trading.broker.model import Broker, OrderState
from nautilus.trading.events import Adjusted
from nautilus.trading.node import convert

_LONGEST_TRADE_ID = 36


class Reports:
    """Of one account, from the broker that its journal folds to."""

    def __init__(self, broker: Broker, account_id: model.AccountId) -> None:
        self._broker = broker
        self._account_id = account_id
        self._fills = {fill.client_order_id: fill for fill in broker.fills}

    def order(self, client_order_id: str, now: int) -> model.OrderStatusReport | None:
        state = self._broker.orders.get(client_order_id)
        return self._order(state, now) if state else None

    def orders(self, now: int) -> list[model.OrderStatusReport]:
        placed = [self._order(state, now) for state in self._broker.orders.values()]
        return placed + [order for each in self._broker.adjusted.values() for order, _ in self.adjustments(each, now)]

    def fills(self, now: int) -> list[model.FillReport]:
        traded = [self._fill(fill, now) for fill in self._broker.fills]
        return traded + [fill for each in self._broker.adjusted.values() for _, fill in self.adjustments(each, now)]

    def positions(self, now: int) -> list[model.PositionStatusReport]:
        return [
            model.PositionStatusReport(
                self._account_id,
                convert.instrument_id(instrument_id),
                _position_side(holding.quantity),
                convert.quantity(abs(holding.quantity)),
                now,
                now,
            )
            for instrument_id, holding in self._broker.account.holdings.items()
        ]

    def adjustments(self, adjusted: Adjusted, now: int) -> Iterator[tuple[model.OrderStatusReport, model.FillReport]]:
        """An order and its fill for each position that a corporate action changed."""
        action, at = adjusted.action, adjusted.action.due_ns
        for number, (instrument_id, change) in enumerate(position_changes(adjusted), start=1):
            of = self._broker.instruments[instrument_id]
            name = f"{action.key}/{number}"
            side = convert.side(OrderSide.BUY if change > 0 else OrderSide.SELL)
            quantity = convert.quantity(abs(change))
            price = convert.price(max(adjusted.price, of.price_increment), of)
            where = (self._account_id, convert.instrument_id(instrument_id), model.VenueOrderId(name))
            yield (
                model.OrderStatusReport(
                    *where,
                    side,
                    model.OrderType.MARKET,
                    model.TimeInForce.GTC,
                    model.OrderStatus.FILLED,
                    quantity,
                    quantity,
                    at,
                    at,
                    now,
                    client_order_id=model.ClientOrderId(name),
                    avg_px=price.as_decimal(),
                ),
                model.FillReport(
                    *where,
                    model.TradeId(name[-_LONGEST_TRADE_ID:]),
                    side,
                    quantity,
                    price,
                    convert.money(Decimal(0), of.currency),
                    model.LiquiditySide.TAKER,
                    at,
                    now,
                    client_order_id=model.ClientOrderId(name),
                ),
            )

    def _order(self, state: OrderState, now: int) -> model.OrderStatusReport:
        order, of = state.order, self._broker.instruments[state.order.instrument_id]
        fill = self._fills.get(order.client_order_id)
        trigger = order.trigger_price
        return model.OrderStatusReport(
            self._account_id,
            convert.instrument_id(order.instrument_id),
            model.VenueOrderId(state.venue_order_id),
            convert.side(order.side),
            convert.ORDER_TYPES[order.order_type],
            model.TimeInForce.GTC,
            # the leg of a bracket whose entry still rests is at the broker, and waits
            model.OrderStatus.ACCEPTED if state.status is None else convert.ORDER_STATUS[state.status],
            convert.quantity(order.quantity),
            convert.quantity(state.filled),
            state.accepted_at,
            state.changed_at,
            now,
            client_order_id=model.ClientOrderId(order.client_order_id),
            trigger_type=model.TriggerType.BID_ASK if trigger is not None else None,
            avg_px=fill.price if fill else None,
            reduce_only=order.reduce_only,
            price=convert.price(order.price, of) if order.price is not None else None,
            trigger_price=convert.price(trigger, of) if trigger is not None else None,
        )

    def _fill(self, fill: Fill, now: int) -> model.FillReport:
        state = self._broker.orders[fill.client_order_id]
        return model.FillReport(
            self._account_id,
            convert.instrument_id(fill.instrument_id),
            model.VenueOrderId(state.venue_order_id),
            model.TradeId(fill.fill_id),
            convert.side(fill.side),
            convert.quantity(fill.quantity),
            convert.price(fill.price, self._broker.instruments[fill.instrument_id]),
            convert.money(fill.commission, fill.currency),
            model.LiquiditySide.TAKER,
            fill.ts_event,
            now,
            client_order_id=model.ClientOrderId(fill.client_order_id),
        )


def _position_side(quantity: Decimal) -> model.PositionSide:
    if quantity > 0:
        return model.PositionSide.LONG
    return model.PositionSide.SHORT if quantity < 0 else model.PositionSide.FLAT
