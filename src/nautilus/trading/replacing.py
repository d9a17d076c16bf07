"""The order that takes the place of an open one: what is left out stays as it was."""

from decimal import Decimal

import msgspec

from nautilus.domain.orders import Order, OrderType


class Changes(msgspec.Struct, frozen=True):
    """What is to be different, in the instrument's own units; None stays."""

    quantity: Decimal | None = None
    price: Decimal | None = None
    trigger_price: Decimal | None = None


HAS_PRICE = (OrderType.LIMIT, OrderType.STOP_LIMIT)
HAS_TRIGGER = (OrderType.STOP, OrderType.STOP_LIMIT)


def replacement(replaced: Order, client_order_id: str, changes: Changes, *, triggered: bool = False) -> Order:
    """The same order under its own identifier and with its changes; it names the one that it replaces.

    A stop-limit whose trigger has been reached is a limit order by now, and so is what replaces it, unless a trigger
    is set anew.
    """
    spent = triggered and changes.trigger_price is None
    return msgspec.structs.replace(
        replaced,
        client_order_id=client_order_id,
        quantity=changes.quantity or replaced.quantity,
        order_type=OrderType.LIMIT if spent else replaced.order_type,
        price=changes.price or replaced.price,
        trigger_price=None if spent else changes.trigger_price or replaced.trigger_price,
        replaces=replaced.client_order_id,
    )
