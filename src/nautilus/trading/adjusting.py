"""What a corporate action does to an account, its book and its orders. Pure.

Named rules
- Who holds when the ex date begins is entitled, whatever is traded after that; an action that becomes known later is
  applied later, to what was held then.
- Split of `ratio`: quantity × ratio, average price ÷ ratio. The part below a whole lot, of the account in total, is
  paid in cash at the last mid before the ex date ÷ ratio, to the cent, half up. Whole lots are divided among
  strategies by largest remainder, equal ones by name.
- Dividend: amount × entitled quantity, to the cent, half up, in cash on the ex date and not on the later day of
  payment; who is short pays it.
- Rename: everything goes on under the new name.
- The last price before the ex date is restated alike (÷ ratio, − amount), so that no value changes until the next one.
- Open orders as in FINRA Rule 5330. Split into more shares: quantity × ratio down to a whole lot, prices ÷ ratio. Split
  into fewer (reverse): cancelled. Dividend of a cent or more: limits of buys, and triggers and limits of sell stops,
  less the amount, down to a tick; other orders stay, and there is no "do not reduce". Over a split a limit is rounded
  away from the market (buy down, sell up), a trigger likewise (sell down, buy up), and by a tick more where it would
  be reached by the restated quote alone. The rule leaves sell limits and buy
  stops alone over a split as well; we do not: a limit of seven times the price would never fill, a trigger of it never
  protect. Rename: cancelled, as the trading library cannot move an order to another instrument.
"""

from collections.abc import Mapping
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

import msgspec

from nautilus.domain.actions import ActionKind, CorporateAction
from nautilus.domain.instruments import Instrument
from nautilus.domain.money import fixed
from nautilus.domain.orders import Order, OrderSide, OrderStatus, OrderType
from nautilus.domain.time import iso
from nautilus.trading.broker.book import Touch
from nautilus.trading.events import Adjusted, Amended, AnyEvent

if TYPE_CHECKING:
    from nautilus.trading.broker.model import Broker, OrderState

CENT = Decimal("0.01")
MARK_STEP = Decimal("0.0000000001")
"""A restated price is a quotient: it is kept to ten decimals."""
_ZERO = Decimal(0)


def adjust(broker: "Broker", action: CorporateAction, now: int) -> list[AnyEvent]:
    """Apply the action to the account, then to each order from before the ex date; the events, already applied."""
    adjusted = adjustment(broker, action)
    events: list[AnyEvent] = [adjusted]
    broker.apply(events, now)
    reason = reason_of(action)
    touch = broker.book[action.instrument_id] if adjusted.mark is not None else None
    for client_order_id, state in list(broker.working.items()):
        own = state.order.instrument_id == action.instrument_id and state.decided_at < action.ex_ns
        if not own or client_order_id not in broker.working:
            continue
        order, why = terms_after(state, action, broker.instruments[action.instrument_id])
        if order is not None and touch is not None and not state.triggered:
            order = _out_of_touch(order, touch, broker.instruments[action.instrument_id].price_increment)
        if order is None:
            events += broker.cancel(client_order_id, now, f"{reason}: {why}")
        elif order != state.order:
            status = state.status or OrderStatus.ACCEPTED
            amended = Amended(order, state.venue_order_id, status, state.filled, f"{reason}: {_change(state, order)}")
            broker.apply((amended,), now)
            events.append(amended)
    return events


def adjustment(broker: "Broker", action: CorporateAction) -> Adjusted:
    """What the action leaves of the position, and what it pays. Changes nothing yet."""
    instrument = broker.instruments[action.instrument_id]
    holding = broker.account.holdings.get(action.instrument_id)
    before, price = (holding.quantity, holding.average_price) if holding else (_ZERO, _ZERO)
    held = {name: part for (name, of), part in broker.account.by_strategy.items() if of == action.instrument_id}
    entitled = {name: part - _traded_since(broker, action, name) for name, part in held.items()}
    total = sum(entitled.values(), start=_ZERO)
    after, cash, mark = before, _ZERO, restated_mark(broker, action)
    if action.kind is ActionKind.SPLIT:
        exact = {name: part + entitled[name] * (action.ratio - 1) for name, part in held.items()}
        whole = before + total * (action.ratio - 1)
        after = (whole / instrument.lot_size).to_integral_value(ROUND_DOWN) * instrument.lot_size
        paid_at = mark if mark is not None else _last_mid(broker, action, price)
        cash = ((whole - after) * paid_at * instrument.multiplier).quantize(CENT, ROUND_HALF_UP)
        price = price * before / whole if whole else _ZERO
        held = shared_out(exact, after, instrument.lot_size)
    elif action.kind is ActionKind.DIVIDEND:
        cash = (action.amount * total * instrument.multiplier).quantize(CENT, ROUND_HALF_UP)
    return Adjusted(action, total, before, after, held, price, mark, cash, reason_of(action))


def position_changes(adjusted: Adjusted) -> list[tuple[str, Decimal]]:
    """What became of positions without a fill: (instrument, signed quantity), for a library that knows fills only."""
    action = adjusted.action
    if action.kind is ActionKind.RENAME:
        changes = [(action.instrument_id, -adjusted.before), (action.successor, adjusted.after)]
    else:
        changes = [(action.instrument_id, adjusted.after - adjusted.before)]
    return [change for change in changes if change[1]]


def shared_out(exact: Mapping[str, Decimal], total: Decimal, lot: Decimal) -> dict[str, Decimal]:
    """Whole lots that add up to `total`, each within a lot of its exact part: by largest remainder."""
    floors = {name: (part / lot).to_integral_value(ROUND_FLOOR) * lot for name, part in exact.items()}
    missing = int((total - sum(floors.values(), start=_ZERO)) / lot)
    first = sorted(exact, key=lambda name: (floors[name] - exact[name], name))
    return floors | {name: floors[name] + lot for name in first[:missing]}


def restated_mark(broker: "Broker", action: CorporateAction) -> Decimal | None:
    """The last mid from before the ex date, in terms of what is held after it."""
    touch = broker.book.get(action.instrument_id)
    if touch is None or touch.ts_event >= action.ex_ns:
        return None
    mid = broker.marks()[action.instrument_id]
    if action.kind is ActionKind.SPLIT:
        return (mid / action.ratio).quantize(MARK_STEP)
    return max(mid - action.amount, _ZERO) if action.kind is ActionKind.DIVIDEND else mid


def restated(touch: Touch, action: CorporateAction, instrument: Instrument) -> Touch:
    """Bid and ask from before the ex date in terms of after it: in whole ticks, the spread never narrower."""
    tick = instrument.price_increment
    bid, ask = touch.bid * tick, touch.ask * tick
    if action.kind is ActionKind.SPLIT:
        bid, ask = bid / action.ratio, ask / action.ratio
    elif action.kind is ActionKind.DIVIDEND:
        bid, ask = bid - action.amount, ask - action.amount
    low = max(int((bid / tick).to_integral_value(ROUND_FLOOR)), 1)
    high = max(int((ask / tick).to_integral_value(ROUND_CEILING)), low)
    return Touch(low, high, touch.ts_event, touch.sequence)


def terms_after(state: "OrderState", action: CorporateAction, instrument: Instrument) -> tuple[Order | None, str]:
    """The order with its terms after the action, as it was where nothing changes; or None and why it must go."""
    order = state.order
    if action.kind is ActionKind.RENAME:
        return None, f"{action.instrument_id} trades as {action.successor} now; send a new order"
    if action.kind is ActionKind.DIVIDEND:
        return _after_dividend(state, action, instrument)
    if action.ratio < 1:
        return None, "a reverse split ends the open orders; send a new one"
    lots = (order.quantity * action.ratio / instrument.lot_size).to_integral_value(ROUND_FLOOR)
    price, trigger = (value and value / action.ratio for value in (order.price, order.trigger_price))
    return _rounded(order, lots * instrument.lot_size, price, trigger, instrument), ""


def _after_dividend(state: "OrderState", action: CorporateAction, instrument: Instrument) -> tuple[Order | None, str]:
    order = state.order
    is_stop = order.order_type in (OrderType.STOP, OrderType.STOP_LIMIT) and not state.triggered
    if action.amount < CENT or order.order_type is OrderType.MARKET or is_stop == (order.side is OrderSide.BUY):
        return order, ""
    price, trigger = (value and value - action.amount for value in (order.price, order.trigger_price))
    if any(value is not None and value < instrument.price_increment for value in (price, trigger)):
        return None, "nothing would be left of its price"
    tick = instrument.price_increment
    price, trigger = (value and _on_grid(value, tick, ROUND_FLOOR) for value in (price, trigger))
    return msgspec.structs.replace(order, price=price, trigger_price=trigger), ""


def _rounded(
    order: Order, quantity: Decimal, price: Decimal | None, trigger: Decimal | None, instrument: Instrument
) -> Order:
    """Limits away from the market, triggers likewise; nothing below one tick."""
    tick, buys = instrument.price_increment, order.side is OrderSide.BUY
    limit_way, trigger_way = (ROUND_FLOOR, ROUND_CEILING) if buys else (ROUND_CEILING, ROUND_FLOOR)
    return msgspec.structs.replace(
        order,
        quantity=quantity,
        price=price and _on_grid(price, tick, limit_way),
        trigger_price=trigger and _on_grid(trigger, tick, trigger_way),
    )


def _out_of_touch(order: Order, touch: Touch, tick: Decimal) -> Order:
    """A trigger that no price had reached is not reached by the restated quote either."""
    if order.trigger_price is None:
        return order
    if order.side is OrderSide.BUY:
        trigger = max(order.trigger_price, (touch.ask + 1) * tick)
    else:
        trigger = max(min(order.trigger_price, (touch.bid - 1) * tick), tick)
    return msgspec.structs.replace(order, trigger_price=trigger)


def _on_grid(value: Decimal, tick: Decimal, way: str) -> Decimal:
    return max((value / tick).to_integral_value(way) * tick, tick)


def reason_of(action: CorporateAction) -> str:
    """The action in words, and that it comes late where it does."""
    what = {
        ActionKind.SPLIT: f"split of {fixed(action.ratio, 0)} for 1",
        ActionKind.DIVIDEND: f"dividend of {fixed(action.amount)} {action.currency}".rstrip(),
        ActionKind.RENAME: f"renamed to {action.successor}",
    }
    late = f", known only at {iso(action.known_ns)} and applied late" if action.is_late else ""
    return f"{action.instrument_id}, {what[action.kind]}, ex {action.ex_date}{late}"


def _change(state: "OrderState", order: Order) -> str:
    """Which terms are different, in words."""
    names = ("quantity", "price", "trigger_price")
    changed = [(name, getattr(state.order, name), getattr(order, name)) for name in names]
    return ", ".join(f"{name} {fixed(old, 0)} -> {fixed(new, 0)}" for name, old, new in changed if old != new)


def _traded_since(broker: "Broker", action: CorporateAction, strategy_id: str) -> Decimal:
    """Signed quantity that a strategy has traded since the ex date began."""
    total = _ZERO
    for fill in reversed(broker.fills):
        if fill.ts_event < action.ex_ns:
            break
        if fill.instrument_id == action.instrument_id and fill.strategy_id == strategy_id:
            total += fill.signed_quantity
    return total


def _last_mid(broker: "Broker", action: CorporateAction, price: Decimal) -> Decimal:
    """What a fraction is worth where the last price is of after the ex date; without any, its cost."""
    return broker.marks().get(action.instrument_id, price / action.ratio)
