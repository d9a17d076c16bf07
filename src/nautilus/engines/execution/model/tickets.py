"""What a person may ask for: each field of a ticket checked by itself, with what to write instead."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from nautilus.domain.instruments import Instrument, InstrumentKind
from nautilus.domain.money import fixed
from nautilus.domain.orders import OrderType
from nautilus.trading.replacing import HAS_PRICE, HAS_TRIGGER

type Wrong = dict[str, str]
"""Field -> what is wrong with it, and what to write instead."""

_NUMBER = re.compile(r"\d{1,15}(\.\d{1,9})?")
_MOST_NAMED = 12


@dataclass(frozen=True)
class Amounts:
    """Quantity and prices as they were written; None was left out."""

    quantity: str | None = None
    price: str | None = None
    trigger_price: str | None = None


def wrong_in_ticket(instrument_id: str, amounts: Amounts, instruments: Mapping[str, Instrument]) -> Wrong:
    """Everything that is wrong with an order for one of a run's instruments."""
    instrument = instruments.get(instrument_id)
    tradable = [name for name, each in instruments.items() if each.kind is not InstrumentKind.INDEX]
    if instrument is None or instrument.kind is InstrumentKind.INDEX:
        what = "is not in this run" if instrument is None else "is an index, which cannot be traded"
        named = ", ".join(tradable[:_MOST_NAMED]) + (", …" if len(tradable) > _MOST_NAMED else "")
        return {"instrument_id": f"{instrument_id} {what}: give one of {named}"}
    return wrong_in_amounts(amounts, instrument)


def wrong_in_changes(amounts: Amounts, order_type: OrderType, instrument: Instrument) -> Wrong:
    """Everything that is wrong with what is to be different in an order of that type."""
    if amounts == Amounts():
        return {"quantity": "nothing would change: give a quantity, a price or a trigger_price"}
    wrong = wrong_in_amounts(amounts, instrument)
    advice = "leave it out, or cancel the order and send another"
    if amounts.price is not None and order_type not in HAS_PRICE:
        wrong["price"] = f"a {order_type} order has no limit price: {advice}"
    if amounts.trigger_price is not None and order_type not in HAS_TRIGGER:
        wrong["trigger_price"] = f"a {order_type} order has no trigger: {advice}"
    return wrong


def wrong_in_amounts(amounts: Amounts, instrument: Instrument) -> Wrong:
    """Amounts that are no number, not positive, or not on the instrument's grid."""
    found = {
        "quantity": _wrong_quantity(amounts.quantity, instrument),
        "price": _wrong_price(amounts.price, instrument),
        "trigger_price": _wrong_price(amounts.trigger_price, instrument),
    }
    return {name: text for name, text in found.items() if text}


def _wrong_quantity(text: str | None, instrument: Instrument) -> str:
    lot = instrument.lot_size
    if text is None:
        return ""
    if not _NUMBER.fullmatch(text):
        return _no_number(text, f"{fixed(lot, 0)} or {fixed(100 * lot, 0)}")
    quantity = Decimal(text)
    if not quantity:
        return f"0 trades nothing: give at least {fixed(lot, 0)}"
    if quantity % lot:
        return f"{text} is not a multiple of the lot {fixed(lot, 0)}: give {_neighbours(quantity, lot, 0)}"
    return ""


def _wrong_price(text: str | None, instrument: Instrument) -> str:
    tick, places = instrument.price_increment, instrument.price_precision
    if text is None:
        return ""
    if not _NUMBER.fullmatch(text):
        return _no_number(text, f"{fixed(100 * tick, places)}")
    price = Decimal(text)
    if not price:
        return f"a price must be above 0: give at least {fixed(tick, places)}"
    if not price % tick:
        return ""
    near = _neighbours(price, tick, places)
    decimals = -int(price.normalize().as_tuple().exponent)
    if decimals > places:
        return f"{text} has {decimals} decimals, and prices of {instrument.instrument_id} have {places}: give {near}"
    return f"{text} is not on the grid of {fixed(tick, places)} that {instrument.instrument_id} has: give {near}"


def _neighbours(amount: Decimal, step: Decimal, places: int) -> str:
    """The multiples of `step` on both sides that are not zero."""
    below, above = ((amount / step).to_integral_value(way) * step for way in (ROUND_FLOOR, ROUND_CEILING))
    return f"{fixed(below, places)} or {fixed(above, places)}" if below else fixed(above, places)


def _no_number(text: str, example: str) -> str:
    return f"{text[:20]!r} is not a decimal number: write digits alone, such as {example}"
