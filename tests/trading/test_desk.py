"""A run is the same however it is cut, and goes on exactly where a crash cut it off."""

import random
from decimal import Decimal

import pytest

from nautilus.domain.orders import OrderSide, OrderStatus
from nautilus.kernel.errors import ConflictError
from nautilus.trading.broker.model import Broker
from nautilus.trading.broker.rules import irreplaceable
from nautilus.trading.desk import Ask, Pause
from nautilus.trading.drive import drive
from nautilus.trading.events import Cause, Changed, Decided, Killed, Marked, Switched, decode
from nautilus.trading.halting import Halting, halt
from nautilus.trading.port import Cancel, Replace, Submit
from nautilus.trading.recorder import DivergenceError
from nautilus.trading.replacing import Changes, replacement
from nautilus.trading.strategy import Strategy, make_order
from nautilus.trading.team import StrategySpec
from support.trading import BUSY, Busy, MemoryJournal, key, rig, walk

SCENARIO = walk(5, 3_000)
SHARES = walk(6, 2_000, ("AAPL.XNAS", "MSFT.XNAS", "IBM.XNYS"))


def story(journal):
    """The journal without wall time."""
    return [(b.cause, b.position, b.sequence, b.ts_event, b.events) for b in map(decode, journal.payloads)]


def played(scenario, sizes, values=None, journal=None, specs=(BUSY,)):
    journal = journal or MemoryJournal()
    made = rig(scenario, journal, specs)
    made.play(scenario.frames(sizes, values))
    return made, journal


REFERENCE, JOURNAL = played(SCENARIO, [250])
SEEN = REFERENCE.team.members["busy"].strategy.seen


def test_the_reference_touches_everything():
    states = {(s.order.order_type.value, s.status) for s in REFERENCE.dealer.broker.orders.values()}
    assert {kind for kind, status in states if status is OrderStatus.FILLED} == {
        "MARKET",
        "LIMIT",
        "STOP",
        "STOP_LIMIT",
    }
    assert {entry[0] for entry in SEEN} >= {"bar", "value", "trades"}


@pytest.mark.parametrize(("market", "values"), [([1], None), ([17, 400], [90]), ([3_000], [1]), ([64], [64, 7])])
def test_no_result_depends_on_how_frames_are_cut(market, values):
    made, journal = played(SCENARIO, market, values)
    assert story(journal) == story(JOURNAL)
    assert key(made.dealer) == key(REFERENCE.dealer)
    assert made.team.members["busy"].strategy.seen == SEEN


def test_several_instruments_share_a_timestamp():
    one, first = played(SHARES, [100])
    _, second = played(SHARES, [1], [333])
    assert story(first) == story(second)
    assert len(one.dealer.broker.fills) > 20


@pytest.mark.parametrize("seed", range(12))
def test_a_torn_journal_grows_into_the_same_one(seed):
    chance = random.Random(seed)
    journal = JOURNAL.torn(chance.randrange(1, len(JOURNAL.payloads)))
    for _ in range(3):  # and dies again on the way
        made = rig(SCENARIO, journal)
        made.play(SCENARIO.frames([chance.choice([30, 200, 1_000])])[: chance.randrange(5, 60)])
        made.dealer.recorder.flush()
        journal = journal.torn(max(1, len(journal.payloads) - chance.randrange(3)))
    made, journal = played(SCENARIO, [77], journal=journal)
    assert story(journal) == story(JOURNAL)
    assert made.team.members["busy"].strategy.seen == SEEN
    assert made.dealer.broker.summary() == REFERENCE.dealer.broker.summary()


class Outside:
    """Things that happen at pauses: the nth pause of each stretch, as drawn."""

    def __init__(self, made, seed):
        self.made = made
        self.chance = random.Random(seed)
        self.count = 0
        self.killed = ""

    def answer(self, request):
        if isinstance(request, Ask):
            return self.made.dealer.perform(request.command, request.cause)
        if isinstance(request, Pause) and self.chance.random() < 0.1:
            self.disturb()
        return None

    def disturb(self):
        self.count += 1
        desk, dealer = self.made.desk, self.made.dealer
        choice = self.chance.choice(["order", "limit", "cancel", "replace", "kill", "stop", "start"])
        traded = SCENARIO.instruments[0]
        quote = dealer.quote(traded.instrument_id)
        if self.killed:
            self.run(desk.rearm(self.killed, "fine", "me"))
            self.killed = ""
        elif choice in ("order", "limit") and quote:
            price = quote.bid - 1 if choice == "limit" else None
            order = make_order(traded, "manual", f"R7-manual-{self.count}", OrderSide.BUY, 1, price=price)
            self.run(desk.outside(Submit((order,))))
        elif choice == "cancel":
            waiting = [name for resting in dealer.broker.open.values() for name in resting]
            if waiting:
                self.run(desk.outside(Cancel("manual", waiting[0])))
        elif choice == "replace":
            self.replace()
        elif choice == "kill":
            self.killed = f"kill-{self.count}"
            self.run(desk.kill(self.killed, "because", "me"))
        elif choice in ("stop", "start"):
            self.run(desk.switch(Switched("busy", choice == "start", "by hand", self.count)))

    def replace(self):
        """The first order that can be, whoever sent it: two lots, as near to the market as drawn."""
        broker = self.made.dealer.broker
        waiting = [name for resting in broker.open.values() for name in resting if not irreplaceable(broker, name)]
        if waiting:
            state = broker.orders[waiting[0]]
            near = Decimal(self.chance.randrange(-4, 5)) * SCENARIO.instruments[0].price_increment
            changes = Changes(Decimal(2), state.order.price and state.order.price + near)
            name = f"R7-manual-{self.count}"
            order = replacement(state.order, name, changes, triggered=state.triggered)
            self.run(self.made.desk.outside(Replace(order, "me")))

    def run(self, steps):
        drive(steps, self.answer_quietly)

    def answer_quietly(self, request):
        return self.made.dealer.perform(request.command, request.cause) if isinstance(request, Ask) else None


def disturbed(seed):
    journal = MemoryJournal()
    made = rig(SCENARIO, journal)
    outside = Outside(made, seed)
    for frame in SCENARIO.frames([150]):
        made.merger.add(frame)
        while (stretch := made.merger.take()) is not None:
            drive(made.desk.advance(stretch), outside.answer)
    return made, journal


@pytest.mark.parametrize("seed", range(6))
def test_what_came_from_outside_is_repeated_where_it_happened(seed):
    original, journal = disturbed(seed)
    batches = [decode(p) for p in journal.payloads]
    assert sum(batch.cause is Cause.EXTERNAL for batch in batches) > 10
    assert any(isinstance(e, Decided) and e.order.replaces for batch in batches for e in batch.events)
    again, same = played(SCENARIO, [41], journal=journal.torn(len(journal.payloads)))
    assert same.payloads == journal.payloads
    assert again.dealer.broker.summary() == original.dealer.broker.summary()
    assert again.team.members["busy"].strategy.seen == original.team.members["busy"].strategy.seen


@pytest.mark.parametrize("seed", range(6))
def test_a_journal_torn_among_things_from_outside_folds_to_one_that_was_reached(seed):
    """A batch is there whole or not at all: never is an order cancelled without the one in its place, or both open."""
    _, journal = disturbed(seed)
    for length in range(1, len(journal.payloads) + 1):
        broker = _fold(journal.torn(length))
        for name, decided in broker.decisions.items():
            replaced, state = decided.order.replaces, broker.orders.get(name)
            if replaced and state:
                successor = f"replaced by {name}"
                assert (broker.orders[replaced].reason == successor) == (state.status is not OrderStatus.REJECTED)
                assert not broker.orders[replaced].is_open or state.status is OrderStatus.REJECTED


def test_a_strategy_that_is_not_loaded_keeps_its_orders():
    again, journal = played(SCENARIO, [300], journal=JOURNAL.torn(len(JOURNAL.payloads)), specs=())
    assert journal.payloads == JOURNAL.payloads
    assert again.dealer.broker.summary() == REFERENCE.dealer.broker.summary()


def test_orders_of_changed_code_are_noticed():
    class Other(Busy):
        def on_start(self):
            super().on_start()
            self._orders = 1  # as if it had asked for one order more

    made = rig(SCENARIO, JOURNAL.torn(len(JOURNAL.payloads) // 2))
    member = made.team.members["busy"]
    member.strategy.__class__ = Other
    with pytest.raises(DivergenceError, match="R7-busy-"):
        made.play(SCENARIO.frames([100]))


def test_an_account_is_not_reopened_on_other_terms():
    other = walk(5, 3_000)
    other.costs = other.costs.__replace__(slippage_ticks=9)
    with pytest.raises(ConflictError, match="other terms"):
        rig(other, JOURNAL.torn(5))


class Failing(Strategy):
    def inputs(self):
        return Busy.inputs(self)

    def on_bar(self, bar):
        if bar.sequence > 500:
            raise ZeroDivisionError("a bug")
        self.buy(bar.instrument_id, 1)


def test_a_strategy_that_fails_is_switched_off_and_the_others_go_on():
    specs = (StrategySpec("failing", f"{__name__}:Failing", "{}"), BUSY)
    made, journal = played(SCENARIO, [100], specs=specs)
    (switched,) = [e for p in journal.payloads for e in decode(p).events if isinstance(e, Switched)]
    assert switched.strategy_id == "failing"
    assert switched.reason == "on_bar: ZeroDivisionError: a bug"
    own = [f for f in made.dealer.broker.fills if f.strategy_id == "failing"]
    assert own
    assert max(f.sequence for f in own) <= 500
    assert sum(f.strategy_id == "busy" for f in made.dealer.broker.fills) > 20
    _, same = played(SCENARIO, [33], journal=journal.torn(len(journal.payloads) // 2), specs=specs)
    assert story(same) == story(journal)


def test_a_wall_clock_timer_switches_a_strategy_off_with_the_reason():
    specs = (StrategySpec("timed", f"{__name__}:Timed", "{}"),)
    _, journal = played(SCENARIO, [500], specs=specs)
    (switched,) = [e for p in journal.payloads for e in decode(p).events if isinstance(e, Switched)]
    assert "follows the wall clock" in switched.reason


class Timed(Strategy):
    def on_start(self):
        self.clock.set_timer("rebalance", 60.0, self.on_stop)


def test_marks_stand_on_the_grid_and_at_the_end():
    marked = [(decode(p), e) for p in JOURNAL.payloads for e in decode(p).events if isinstance(e, Marked)]
    cells = {ts // 60_000_000_000 for ts in SCENARIO.ts_event.tolist()}
    assert len(marked) == len(cells) + 1
    assert [mark.final for _, mark in marked] == [False] * len(cells) + [True]
    assert marked[-1][0].sequence == SCENARIO.record_count
    assert list(marked[-1][1].marks) == ["ES.XCME"]
    assert float(marked[-1][1].marks["ES.XCME"]) == SCENARIO.price[-1]


def test_halting_cancels_what_is_open_and_switches_everyone_off():
    open_at = next(
        number
        for number in range(len(JOURNAL.payloads), 1, -1)
        if sum(len(r) for r in _fold(JOURNAL.torn(number)).open.values())
    )
    journal = JOURNAL.torn(open_at)
    waiting = {name for resting in _fold(journal).open.values() for name in resting}
    halting = Halting("kill-1", "stuck", "me", ("busy",), 4)
    for _ in range(2):  # doing it again changes nothing
        made = rig(SCENARIO, MemoryJournal())
        halt(SCENARIO.terms, journal, made.dealer._clock, halting)
    events = [event for payload in journal.payloads[open_at:] for event in decode(payload).events]
    assert [type(event) for event in events if not isinstance(event, Changed)] == [Killed, Switched]
    assert {event.order.client_order_id for event in events if isinstance(event, Changed)} >= waiting
    broker = _fold(journal)
    assert not any(broker.open.values())
    assert broker.killed.cancelled == len([event for event in events if isinstance(event, Changed)])
    assert not broker.is_running("busy")
    assert broker.last_request == 4
    made, grown = played(SCENARIO, [100], journal=journal, specs=())
    assert not any(isinstance(e, Decided) for p in grown.payloads[open_at:] for e in decode(p).events)


def _fold(journal):
    broker = Broker(SCENARIO.terms.opened)
    for payload in journal.payloads:
        batch = decode(payload)
        broker.apply(batch.events, batch.ts_event)
    return broker
