"""The quotes that corporate actions restate: no record gave them, and the library's book needs them."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import msgspec

from nautilus.domain.actions import ActionKind, CorporateAction
from nautilus.domain.instruments import Instrument
from nautilus.domain.orders import Order, OrderSide
from nautilus.trading.adjusting import restated
from nautilus.trading.broker.book import BookColumns, Touch
from nautilus.trading.merge import Stretch

_FAR = Decimal(1_000)


@dataclass(frozen=True)
class Restating:
    """The last quote of an instrument (its index in the run) before an ex date, in terms of what is held after it.

    It comes behind the first `row` records.
    """

    action: CorporateAction
    row: int
    instrument: int
    touch: Touch


def restatings(stretch: Stretch, instruments: Sequence[Instrument]) -> list[Restating]:
    """One for each action behind a last price, in order; as the broker restates its book."""
    index = {each.instrument_id: number for number, each in enumerate(instruments)}
    newest: dict[int, Touch] = {}
    found: list[Restating] = []
    for action in stretch.actions:
        row = int(stretch.book.sequence.searchsorted(action.sequence))
        number = index[action.instrument_id]
        touch = _last(stretch.book, row, number, newest.get(number))
        renamed = action.kind is ActionKind.RENAME
        shown = index[action.successor] if renamed else number
        if touch is None or touch.ts_event >= action.ex_ns:
            continue
        if renamed and _last(stretch.book, row, shown, newest.get(shown)) is not None:
            continue
        newest[shown] = restated(touch, action, instruments[number])
        found.append(Restating(action, row, shown, newest[shown]))
    return found


def _last(book: BookColumns, row: int, instrument: int, known: Touch | None) -> Touch | None:
    """The touch behind the first `row` records: of the last record, or restated (`known`) after it."""
    rows = book.rows[instrument]
    last = int(rows.searchsorted(row)) - 1
    touch = book.touch(int(rows[last])) if last >= 0 else None
    return known if known is not None and (touch is None or known.sequence >= touch.sequence) else touch


def out_of_reach(order: Order, instrument: Instrument) -> Order:
    """The order with prices that neither the old quote nor the restated one reaches."""
    near, far = instrument.price_increment, _FAR
    buys = order.side is OrderSide.BUY
    price, trigger = order.price, order.trigger_price
    return msgspec.structs.replace(
        order,
        price=price and (near if buys else price * far),
        trigger_price=trigger and (trigger * far if buys else near),
    )
