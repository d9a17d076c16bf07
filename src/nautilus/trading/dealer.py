"""The dealer: gate, broker and journal of one account behind one counter. What it returns is on the disk."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from nautilus.domain.actions import CorporateAction
from nautilus.domain.orders import Order, OrderSide, OrderStatus, TimeInForce
from nautilus.domain.time import NS_PER_SECOND
from nautilus.kernel.clock import Clock
from nautilus.kernel.errors import ConflictError
from nautilus.trading.broker.book import BookColumns
from nautilus.trading.broker.model import Broker
from nautilus.trading.broker.rules import irreplaceable
from nautilus.trading.events import (
    AnyEvent,
    Batch,
    Cause,
    Decided,
    Killed,
    Marked,
    Opened,
    Position,
    Rearmed,
    Signalled,
    Switched,
)
from nautilus.trading.gate import Exposure, GateLimits, Verdict, View, judge
from nautilus.trading.port import Cancel, Command, Quote, Replace, Signal, Submit
from nautilus.trading.recorder import DivergenceError, Recorder

_ZERO = Decimal(0)
_SHORTEST_PRICE_LIFE_S = 60

type Events = tuple[AnyEvent, ...]


@dataclass(frozen=True)
class Terms:
    """What a run is, as far as its account is concerned."""

    opened: Opened
    mark_seconds: int
    record_count: int

    @property
    def price_valid_ns(self) -> int:
        """How old a price may be in session time: one step of the run's marks, and at least a minute."""
        return max(self.mark_seconds, _SHORTEST_PRICE_LIFE_S) * NS_PER_SECOND


class Dealer:
    """`position`, `now` and `sequence` say where in the run the account is; the desk moves them."""

    def __init__(self, terms: Terms, recorder: Recorder, clock: Clock) -> None:
        """Open the account, or take up the one that the journal holds. Raises ConflictError for other terms."""
        self.terms = terms
        self.recorder = recorder
        self.broker = Broker(terms.opened)
        self.folded = Broker(terms.opened)
        """What the journal held at the start: where playing it back must lead."""
        for batch in recorder.tape:
            self.folded.apply(batch.events, batch.ts_event)
        self.limits: GateLimits | None = None
        self.day_start_equity = terms.opened.starting_cash
        self.position = Position(0, -2, 0)
        self.now = 0
        self.sequence = 0
        self._clock = clock
        self._signals: dict[tuple[str, str], str] = {}
        if not recorder.replaying:
            self.commit(Cause.OPENING, (terms.opened,))
            return
        first = recorder.take()
        if first.events != (terms.opened,):
            raise ConflictError(
                f"the journal of {terms.opened.account} was opened with other terms; start a run of its own instead"
            )

    # -- what strategies may ask --------------------------------------------------------------------

    def now_ns(self) -> int:
        return self.now

    def position_of(self, strategy_id: str, instrument_id: str) -> Decimal:
        return self.broker.account.by_strategy.get((strategy_id, instrument_id), _ZERO)

    def quote(self, instrument_id: str) -> Quote | None:
        touch = self.broker.book.get(instrument_id)
        return touch.quote(self.broker.instruments[instrument_id]) if touch else None

    # -- commands of strategies ---------------------------------------------------------------------

    def perform(self, command: Command, cause: Cause = Cause.COMMAND) -> Events:
        """Carry out a command: from the tape while it plays, else through gate, broker and journal."""
        match command:
            case Signal():
                self._signals[command.strategy_id, command.instrument_id] = command.signal_id
                return self.record(cause, lambda: [_signalled(command)], "a signal", durable=False)
            case Submit():
                return self._submit(command, cause)
            case Replace():
                return self._replace(command, cause)
            case Cancel():
                if command.client_order_id not in self.broker.working:
                    return ()
                act = partial(self.broker.cancel, command.client_order_id, self.now)
                return self.record(cause, act, "a cancel", actor=command.actor)

    def _submit(self, command: Submit, cause: Cause) -> Events:
        entry = command.orders[0]
        signal_id = self.take_signal(entry)
        act = partial(self._decide, command.orders, signal_id)
        events = self.record(cause, act, f"order {entry.client_order_id}", actor=command.actor)
        decided = [event.order for event in events if isinstance(event, Decided)]
        if decided != list(command.orders):
            raise DivergenceError(
                f"{entry.client_order_id} was asked for as {entry}, but the journal holds {decided}: the strategy's "
                "code or its inputs have changed since; restart the run"
            )
        return events

    def _decide(self, orders: tuple[Order, ...], signal_id: str | None) -> list[AnyEvent]:
        decided = self.decide(orders, signal_id)
        return [*decided, *(self.broker.place(orders, self.now) if decided[0].allowed else ())]

    def _replace(self, command: Replace, cause: Cause) -> Events:
        """Decision, cancel of the old order and what becomes of the new one are one batch of the journal."""
        order = command.order
        reason = irreplaceable(self.broker, order.replaces or "")
        if reason:
            raise ConflictError(reason)
        return self.record(cause, lambda: self._swap(order), f"order {order.client_order_id}", actor=command.actor)

    def _swap(self, order: Order) -> list[AnyEvent]:
        """The signal behind the replaced order stays the reason for the one in its place."""
        decided = self.decide((order,), self.broker.decisions[order.replaces or ""].signal_id)
        return [*decided, *(self.broker.replace(order, self.now) if decided[0].allowed else ())]

    def decide(self, orders: tuple[Order, ...], signal_id: str | None) -> list[Decided]:
        """The gate judges the entry; the legs of a bracket, which only reduce, follow its verdict."""
        verdict = self.judge(orders[0])
        decided = [self._decided(order, signal_id, verdict) for order in orders]
        self.broker.apply(decided, self.now)
        return decided

    def take_signal(self, order: Order) -> str | None:
        """The signal that was raised for this order, once."""
        return self._signals.pop((order.strategy_id, order.instrument_id), None)

    def refuse(self, command: Submit | Replace, reason: str, cause: Cause = Cause.COMMAND) -> Events:
        """The order pipeline turned the order away before it came here."""
        if isinstance(command, Submit):
            self.take_signal(command.orders[0])
        decided = tuple(self._decided(order, None, Verdict(False, reason)) for order in command.orders)
        self.broker.apply(decided, self.now)
        self.commit(cause, decided, actor=command.actor)
        return decided

    def judge(self, order: Order) -> Verdict:
        """The gate's answer, without sending. The order that it is to replace counts as gone."""
        return judge(order, self.broker.instruments, self._view(order.replaces))

    # -- what happens without a command ----------------------------------------------------------------

    def match(self, book: BookColumns, row: int) -> Batch:
        """A record reached resting orders."""
        return self.commit(Cause.MARKET, tuple(self.broker.match(book, row)))

    def begin_day(self) -> Batch | None:
        """A session day begins: its loss counts from here, and DAY orders of the day before are over."""
        self.day_start_equity = self.broker.account.equity(self.broker.marks())
        if self.recorder.replaying:
            return None
        events = self._cancel_open(lambda order: order.time_in_force is TimeInForce.DAY, "the day is over")
        return self.commit(Cause.MARKET, events) if events else None

    def adjust(self, action: CorporateAction) -> Batch | None:
        """A corporate action takes effect, once: what the journal has or will play back is not applied again."""
        self.now = max(self.now, action.due_ns)
        if self.recorder.replaying or action.key in self.broker.adjusted:
            return None
        return self.commit(Cause.MARKET, tuple(self.broker.adjust(action, self.now)))

    def mark(self, *, final: bool) -> None:
        """Note the mid prices. Written with the next fill, or at the end of the frame."""
        marked = Marked(self.broker.marks(), final)
        self.record(Cause.MARK, lambda: [marked], "a mark", durable=final)

    def kill(self, kill_id: str, reason: str, actor: str, *, node_restarted: bool = False) -> Batch:
        """Refuse every order from now on and cancel the open ones."""
        cancelled = self._cancel_open(lambda order: True, f"kill switch: {reason}")
        killed = Killed(kill_id, reason, actor, sum(_is_cancel(event) for event in cancelled), node_restarted)
        self.broker.apply((killed,), self.now)
        return self.commit(Cause.EXTERNAL, (killed, *cancelled))

    def rearm(self, kill_id: str, reason: str, actor: str) -> Batch:
        rearmed = Rearmed(kill_id, reason, actor)
        self.broker.apply((rearmed,), self.now)
        return self.commit(Cause.EXTERNAL, (rearmed,))

    def switch(self, switched: Switched, cause: Cause = Cause.EXTERNAL) -> Events:
        return self.record(cause, lambda: [switched], f"a switch of {switched.strategy_id}")

    def fast_forward(self) -> None:
        """Stand where the journal ends, without its records: for a node that only halts."""
        while self.recorder.replaying:
            batch = self.recorder.take()
            self.repeat(batch)
            self.position, self.now, self.sequence = batch.position, batch.ts_event, batch.sequence

    # -- journal ------------------------------------------------------------------------------------

    def record(
        self, cause: Cause, act: Callable[[], list[AnyEvent]], what: str, *, durable: bool = True, actor: str = ""
    ) -> Events:
        """The events of `act`, journaled; while the tape plays, those that it holds."""
        if self.recorder.replaying and cause is not Cause.EXTERNAL:
            batch = self.recorder.expect(cause, self.position, what)
            self.repeat(batch)
            return batch.events
        events = tuple(act())
        own = [event for event in events if isinstance(event, Signalled | Switched | Marked)]
        self.broker.apply(own, self.now)
        self.commit(cause, events, durable=durable, actor=actor)
        return events

    def repeat(self, batch: Batch) -> None:
        """Take over a batch of the tape. Raises DivergenceError when its end is not what the journal folds to."""
        self.broker.apply(batch.events, batch.ts_event)
        if not self.recorder.replaying and self.broker.summary() != self.folded.summary():
            raise DivergenceError(f"{self.terms.opened.account} is not what its journal says; restart the run")

    def commit(self, cause: Cause, events: Events, *, durable: bool = True, actor: str = "") -> Batch:
        batch = Batch(cause, self.position, self.sequence, self.now, self._clock.now_ns(), events, actor)
        self.recorder.write(batch, durable=durable)
        return batch

    # -- views --------------------------------------------------------------------------------------

    def _cancel_open(self, chosen: Callable[[Order], bool], reason: str) -> Events:
        events: list[AnyEvent] = []
        for client_order_id, state in list(self.broker.working.items()):
            if client_order_id in self.broker.working and chosen(state.order):
                events += self.broker.cancel(client_order_id, self.now, reason)
        return tuple(events)

    def _view(self, replaced: str | None) -> View:
        killed = self.broker.killed
        held = self.broker.account.holdings
        names = {*held, *self.broker.open}
        return View(
            now=self.now,
            wall=self._clock.now_ns(),
            halted=killed.reason if killed else "",
            limits=self.limits,
            quotes={name: touch.quote(self.broker.instruments[name]) for name, touch in self.broker.book.items()},
            price_valid_ns=self.terms.price_valid_ns,
            exposures={name: self._exposure(name, replaced) for name in names},
            equity=self.broker.account.equity(self.broker.marks()),
            day_start_equity=self.day_start_equity,
        )

    def _decided(self, order: Order, signal_id: str | None, verdict: Verdict) -> Decided:
        quote = self.quote(order.instrument_id)
        return Decided(
            order,
            signal_id,
            verdict.allowed,
            verdict.reason,
            verdict.figures,
            verdict.limits_version,
            quote.mid if quote else None,
        )

    def _exposure(self, instrument_id: str, replaced: str | None) -> Exposure:
        """Exits of a bracket and other reducing orders count as nothing: they cannot make a position grow."""
        waiting = [
            state.order
            for client_order_id, state in self.broker.open.get(instrument_id, {}).items()
            if not state.order.reduce_only and client_order_id != replaced
        ]
        return Exposure(
            self.broker.account.quantity(instrument_id),
            _total(order for order in waiting if order.side is OrderSide.BUY),
            _total(order for order in waiting if order.side is OrderSide.SELL),
        )


def _total(orders: Iterable[Order]) -> Decimal:
    return sum((order.quantity for order in orders), start=_ZERO)


def _signalled(signal: Signal) -> Signalled:
    return Signalled(
        signal.signal_id, signal.strategy_id, signal.instrument_id, signal.name, signal.values, signal.sources
    )


def _is_cancel(event: AnyEvent) -> bool:
    return getattr(event, "status", None) is OrderStatus.CANCELLED
