"""The paper broker: orders in, events out; no I/O, no clock, no randomness.

An order is filled whole, against the derived book of the record at hand: the derived size is what traded, not what was
offered, so it limits nothing. Market and stop orders pay the touch and the slippage of `Costs`; a limit order that can
trade when it arrives pays the touch, one that rested gets its limit. Every change of state is an event, and
`apply` is the only thing that changes state: folding the account's journal gives the same broker.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from nautilus.domain.actions import ActionKind, CorporateAction
from nautilus.domain.orders import Fill, Order, OrderSide, OrderStatus
from nautilus.trading.adjusting import adjust, restated
from nautilus.trading.broker.account import Account
from nautilus.trading.broker.book import BookColumns, Resting, Touch, first_reached
from nautilus.trading.broker.rules import rejection
from nautilus.trading.broker.work import Work
from nautilus.trading.events import (
    AccountType,
    Adjusted,
    Amended,
    AnyEvent,
    Changed,
    Decided,
    Executed,
    Killed,
    Opened,
    Rearmed,
    Switched,
)

_ZERO = Decimal(0)


@dataclass
class OrderState:
    """An order that the gate let pass. A held one is the leg of a bracket whose entry has not filled yet."""

    order: Order
    venue_order_id: str
    decided_at: int
    """Session time of the gate's decision."""
    status: OrderStatus | None = None
    filled: Decimal = _ZERO
    triggered: bool = False
    accepted_at: int = 0
    changed_at: int = 0
    reason: str = ""
    """Of the last change."""

    @property
    def is_held(self) -> bool:
        return self.status is None

    @property
    def is_open(self) -> bool:
        return self.status is not None and self.status.is_open


class Broker:
    """One account. `book` is the touch of each instrument at the record at hand."""

    def __init__(self, opened: Opened) -> None:
        self.opened = opened
        self.account = Account(opened.starting_cash)
        self.instruments = {i.instrument_id: i for i in opened.instruments}
        self.index = {i.instrument_id: n for n, i in enumerate(opened.instruments)}
        self.orders: dict[str, OrderState] = {}
        self.decisions: dict[str, Decided] = {}
        self.fills: list[Fill] = []
        self.working: dict[str, OrderState] = {}
        """Orders that are open or held."""
        self.open: dict[str, dict[str, OrderState]] = {}
        """Resting orders by instrument, in order of acceptance."""
        self._legs: dict[str, list[OrderState]] = {}
        self.switches: dict[str, Switched] = {}
        """The last switch of each strategy that was ever switched."""
        self.last_request = 0
        self.killed: Killed | None = None
        self.kills: set[str] = set()
        self.rearmed: set[str] = set()
        self.book: dict[str, Touch] = {}
        self.restated: dict[str, Decimal] = {}
        """Exact mid of an instrument whose last price a corporate action has restated, until its next one."""
        self.adjusted: dict[str, Adjusted] = {}
        """The corporate actions that are applied, by key."""

    # -- fold ---------------------------------------------------------------------------------------

    def apply(self, events: Iterable[AnyEvent], ts_event: int) -> None:
        """Take over what has happened."""
        for event in events:
            match event:
                case Decided():
                    self._decided(event, ts_event)
                case Changed():
                    self._changed(event, ts_event)
                case Executed(fill):
                    self._executed(fill)
                case Adjusted():
                    self._adjusted(event)
                case Amended():
                    state = self.orders[event.order.client_order_id]
                    state.order, state.reason, state.changed_at = event.order, event.reason, ts_event
                case Killed():
                    self.killed = event
                    self.kills.add(event.kill_id)
                case Rearmed():
                    self.killed = None
                    self.rearmed.add(event.kill_id)
                case Switched():
                    self.switches[event.strategy_id] = event
                    self.last_request = max(self.last_request, event.request)
                case _:
                    pass

    def _decided(self, event: Decided, ts_event: int) -> None:
        order = event.order
        self.decisions[order.client_order_id] = event
        if event.allowed:
            state = OrderState(order, f"{self.opened.account}-{len(self.orders) + 1}", ts_event)
            self.orders[order.client_order_id] = self.working[order.client_order_id] = state
            if order.parent_id is not None:
                self._legs.setdefault(order.parent_id, []).append(state)

    def _changed(self, event: Changed, ts_event: int) -> None:
        state = self.orders[event.order.client_order_id]
        state.accepted_at = state.accepted_at or ts_event
        state.changed_at = ts_event
        state.status, state.filled, state.reason = event.status, event.filled_quantity, event.reason
        state.triggered = state.triggered or event.triggered
        resting = self.open.setdefault(event.order.instrument_id, {})
        if event.status.is_open:
            resting[event.order.client_order_id] = state
        else:
            resting.pop(event.order.client_order_id, None)
            self.working.pop(event.order.client_order_id, None)

    def _executed(self, fill: Fill) -> None:
        self.fills.append(fill)
        self.account.apply(fill)

    def _adjusted(self, event: Adjusted) -> None:
        action = event.action
        self.adjusted[action.key] = event
        self.account.adjust(event)
        touch = self.book.get(action.instrument_id)
        if touch is None or event.mark is None:
            return
        name = action.successor if action.kind is ActionKind.RENAME else action.instrument_id
        if name == action.instrument_id or name not in self.book:
            self.book[name] = restated(touch, action, self.instruments[action.instrument_id])
            self.restated[name] = event.mark

    # -- the book -----------------------------------------------------------------------------------

    def see(self, book: BookColumns, begin: int, end: int) -> None:
        """The records in rows [begin, end) have passed without reaching an order."""
        for number, instrument in enumerate(self.opened.instruments):
            rows = book.rows[number]
            last = int(rows.searchsorted(end)) - 1
            if last >= 0 and rows[last] >= begin:
                self.book[instrument.instrument_id] = book.touch(int(rows[last]))
                self.restated.pop(instrument.instrument_id, None)

    def marks(self) -> dict[str, Decimal]:
        """Mid price of each instrument that has been seen."""
        mids = {name: touch.quote(self.instruments[name]).mid for name, touch in self.book.items()}
        return mids | self.restated

    def first_reached(self, book: BookColumns, begin: int, end: int) -> int | None:
        """First row in [begin, end) that reaches an open order."""
        found = None
        for instrument_id, resting in self.open.items():
            if resting:
                waiting = [self.resting(state) for state in resting.values()]
                stop = end if found is None else found
                row = first_reached(book, begin, stop, self.index[instrument_id], waiting)
                found = row if row is not None else found
        return found

    def resting(self, state: OrderState) -> Resting:
        return Resting.of(state.order, self.instruments[state.order.instrument_id], state.triggered)

    # -- commands -----------------------------------------------------------------------------------

    def place(self, orders: tuple[Order, ...], now: int) -> list[AnyEvent]:
        """Accept, fill or reject an order that the gate let pass; the legs of a bracket follow its entry."""
        work = Work(self, now)
        entry = orders[0]
        reason = rejection(self, entry)
        if reason:
            work.change(self.orders[entry.client_order_id], OrderStatus.REJECTED, reason)
            work.drop_legs(entry, OrderStatus.REJECTED, "its entry was rejected")
        else:
            work.arrive(self.orders[entry.client_order_id])
        return work.events

    def replace(self, order: Order, now: int) -> list[AnyEvent]:
        """Let an order that the gate let pass take the place of the open one that it names.

        What the account cannot take is rejected, and the one before it rests on as it was.
        """
        assert order.replaces is not None
        work = Work(self, now)
        reason = rejection(self, order)
        if reason:
            work.change(self.orders[order.client_order_id], OrderStatus.REJECTED, reason)
        else:
            replaced = self.orders[order.replaces]
            work.change(replaced, OrderStatus.CANCELLED, f"replaced by {order.client_order_id}")
            work.arrive(self.orders[order.client_order_id])
        return work.events

    def cancel(self, client_order_id: str, now: int, reason: str = "") -> list[AnyEvent]:
        """Cancel an order that is open or held; its held legs go with it. Nothing for any other."""
        work = Work(self, now)
        state = self.working.get(client_order_id)
        if state is not None:
            work.change(state, OrderStatus.CANCELLED, reason)
            work.drop_legs(state.order, OrderStatus.CANCELLED, "its entry was cancelled")
        return work.events

    def adjust(self, action: CorporateAction, now: int) -> list[AnyEvent]:
        """A corporate action takes effect: on what is held, on the last price, on the open orders."""
        return adjust(self, action, now)

    def match(self, book: BookColumns, row: int) -> list[AnyEvent]:
        """The record in `row` arrives: every order that it reaches trades, buys first, then by time of acceptance.

        The library's matching engine has the same order, so that fills of one record come alike in a backtest.
        """
        touch = book.touch(row)
        instrument_id = self.opened.instruments[int(book.instrument[row])].instrument_id
        self.book[instrument_id] = touch
        self.restated.pop(instrument_id, None)
        work = Work(self, touch.ts_event)
        resting = list(self.open.get(instrument_id, {}).values())
        for state in sorted(resting, key=lambda state: state.order.side is OrderSide.SELL):
            if state.is_open and self.resting(state).reached(touch):
                work.reach(state)
        return work.events

    def legs(self, client_order_id: str) -> list[OrderState]:
        """Exits of the bracket that this order is the entry of."""
        return self._legs.get(client_order_id, [])

    @property
    def cash(self) -> Decimal:
        """What the account has: a margin account pays for a contract only by its gains and losses."""
        cash = self.opened.account_type is AccountType.CASH
        return self.account.balance if cash else self.account.settled_cash

    def is_running(self, strategy_id: str) -> bool:
        """Whether the journal leaves the strategy on, as it is from the start."""
        switched = self.switches.get(strategy_id)
        return switched is None or switched.running

    def summary(self) -> tuple[Decimal, dict[str, Decimal], dict[str, OrderStatus | None]]:
        """Balance, positions and order states: what must be equal for two brokers to be the same account."""
        positions = {name: holding.quantity for name, holding in self.account.holdings.items()}
        return self.account.balance, positions, {name: state.status for name, state in self.orders.items()}
