"""Our vocabulary in the trading library's types. An upgrade of the library touches this folder and the backtest."""

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from nautilus_trader import model
from nautilus_trader.common import OrderFactory

from nautilus.domain.instruments import Instrument, InstrumentKind
from nautilus.domain.orders import Order, OrderSide, OrderStatus, OrderType
from nautilus.domain.time import NS_PER_DAY
from nautilus.trading.port import Quote

_CENT = Decimal("0.01")
_FAR_NS = 200 * 365 * NS_PER_DAY
"""Our futures are continuous series without an expiry; the library wants one."""

ORDER_TYPES = {
    OrderType.MARKET: model.OrderType.MARKET,
    OrderType.LIMIT: model.OrderType.LIMIT,
    OrderType.STOP: model.OrderType.STOP_MARKET,
    OrderType.STOP_LIMIT: model.OrderType.STOP_LIMIT,
}
ORDER_STATUS = {
    OrderStatus.ACCEPTED: model.OrderStatus.ACCEPTED,
    OrderStatus.PARTIALLY_FILLED: model.OrderStatus.PARTIALLY_FILLED,
    OrderStatus.FILLED: model.OrderStatus.FILLED,
    OrderStatus.CANCELLED: model.OrderStatus.CANCELED,
    OrderStatus.REJECTED: model.OrderStatus.REJECTED,
}


def side(ours: OrderSide) -> model.OrderSide:
    return model.OrderSide.BUY if ours is OrderSide.BUY else model.OrderSide.SELL


def quantity(ours: Decimal) -> model.Quantity:
    """Whole lots: both of our kinds of instrument trade in integers."""
    return model.Quantity.from_int(int(ours))


def price(ours: Decimal, instrument: Instrument) -> model.Price:
    return model.Price.from_str(f"{ours:.{instrument.price_precision}f}")


def money(ours: Decimal, currency: str) -> model.Money:
    """To the cent: the library's view of the cash, ours keeps every digit."""
    return model.Money.from_str(f"{ours.quantize(_CENT, ROUND_HALF_UP)} {currency}")


def instrument_id(ours: str) -> model.InstrumentId:
    return model.InstrumentId.from_str(ours)


def instrument(ours: Instrument) -> Any:
    """An Equity or a FuturesContract. An index cannot be traded, and has no place here."""
    common: dict[str, Any] = {
        "instrument_id": instrument_id(ours.instrument_id),
        "raw_symbol": model.Symbol(ours.symbol),
        "currency": model.Currency.from_str(ours.currency),
        "price_precision": ours.price_precision,
        "price_increment": price(ours.price_increment, ours),
        "lot_size": quantity(ours.lot_size),
        "ts_event": 0,
        "ts_init": 0,
    }
    if ours.kind is InstrumentKind.EQUITY:
        return model.Equity(**common)
    return model.FuturesContract(
        **common,
        asset_class=model.AssetClass.INDEX,
        underlying=ours.symbol,
        activation_ns=0,
        expiration_ns=_FAR_NS,
        multiplier=quantity(ours.multiplier),
    )


def quote(ours: Quote, of: Instrument, size: int = 1) -> model.QuoteTick:
    return model.QuoteTick(
        instrument_id(of.instrument_id),
        price(ours.bid, of),
        price(ours.ask, of),
        model.Quantity.from_int(size),
        model.Quantity.from_int(size),
        ours.ts_event,
        ours.ts_event,
    )


def order(factory: OrderFactory, ours: Order, of: Instrument) -> Any:
    """One order. Orders of a DAY are ended by our desk, so the library keeps them until then."""
    common: dict[str, Any] = {
        "instrument_id": instrument_id(ours.instrument_id),
        "order_side": side(ours.side),
        "quantity": quantity(ours.quantity),
        "reduce_only": ours.reduce_only,
        "client_order_id": model.ClientOrderId(ours.client_order_id),
    }
    if ours.price is not None:
        common["price"] = price(ours.price, of)
    if ours.trigger_price is not None:
        common["trigger_price"] = price(ours.trigger_price, of)
    make: dict[OrderType, Callable[..., Any]] = {
        OrderType.MARKET: factory.market,
        OrderType.LIMIT: factory.limit,
        OrderType.STOP: factory.stop_market,
        OrderType.STOP_LIMIT: factory.stop_limit,
    }
    return make[ours.order_type](**common)


def bracket(factory: OrderFactory, ours: tuple[Order, ...], of: Instrument) -> list[Any]:
    """An entry with a target (a limit) and a stop, of which one cancels the other."""
    entry, target, stop = ours
    assert target.price is not None
    assert stop.trigger_price is not None
    terms: dict[str, Any] = {}
    if entry.price is not None:
        terms["entry_price"] = price(entry.price, of)
    return factory.bracket(
        instrument_id=instrument_id(entry.instrument_id),
        order_side=side(entry.side),
        quantity=quantity(entry.quantity),
        contingency_type=model.ContingencyType.OCO,
        entry_order_type=ORDER_TYPES[entry.order_type],
        entry_client_order_id=model.ClientOrderId(entry.client_order_id),
        tp_price=price(target.price, of),
        tp_post_only=False,
        tp_client_order_id=model.ClientOrderId(target.client_order_id),
        sl_trigger_price=price(stop.trigger_price, of),
        sl_client_order_id=model.ClientOrderId(stop.client_order_id),
        **terms,
    )
