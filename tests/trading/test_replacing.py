"""Cancel/replace: one order takes the place of another in one step, or nothing of the other changes."""

from dataclasses import replace
from decimal import Decimal

import pytest

from nautilus.domain.instruments import InstrumentKind
from nautilus.domain.orders import OrderSide, OrderStatus, OrderType
from nautilus.kernel.errors import ConflictError
from nautilus.trading.events import AccountType, Cause, Changed, Decided, Executed, decode
from nautilus.trading.port import Cancel, Replace, Signal, Submit
from nautilus.trading.replacing import Changes, replacement
from nautilus.trading.strategy import make_order
from support.trading import LIMITS, MemoryJournal, rig, walk

BUY, SELL = OrderSide.BUY, OrderSide.SELL
FUTURE = walk(3, 60)
SHARE = walk(3, 60, ("AAPL.XNAS",), InstrumentKind.EQUITY, account_type=AccountType.CASH)


class Counter:
    """A dealer with a book, and a person in front of it."""

    def __init__(self, scenario=FUTURE):
        self.journal = MemoryJournal()
        made = rig(scenario, self.journal, specs=())
        made.play(scenario.frames([60]))
        self.dealer = made.dealer
        self.traded = scenario.instruments[0]
        self.tick = self.traded.price_increment
        self.quote = self.dealer.quote(self.traded.instrument_id)

    def send(self, name, side, quantity, **terms):
        order = make_order(self.traded, "manual", name, side, quantity, **terms)
        self.dealer.perform(Submit((order,), "me"), Cause.EXTERNAL)
        return order

    def bracket(self):
        entry = make_order(self.traded, "s", "e", BUY, 1, price=self.quote.bid - 40 * self.tick)
        prices = {"target": {"price": self.quote.ask + 40}, "stop": {"trigger_price": self.quote.bid - 40}}
        legs = (
            make_order(self.traded, "s", f"e-{name}", SELL, 1, **terms).__replace__(parent_id="e", reduce_only=True)
            for name, terms in prices.items()
        )
        self.dealer.perform(Submit((entry, *legs)))
        return entry

    def replace(self, replaced, name, **changes):
        state = self.dealer.broker.orders[replaced]
        terms = Changes(**{key: Decimal(value) for key, value in changes.items()})
        order = replacement(state.order, name, terms, triggered=state.triggered)
        return self.dealer.perform(Replace(order, "me"), Cause.EXTERNAL)

    def status(self, name):
        return self.dealer.broker.orders[name].status


def test_the_new_order_is_decided_and_the_other_cancelled_in_one_batch():
    counter = Counter()
    counter.send("a", BUY, 2, price=counter.quote.bid - 10)
    before = len(counter.journal.payloads)
    counter.replace("a", "b", quantity=3, price=counter.quote.bid - 5)
    (batch,) = [decode(payload) for payload in counter.journal.payloads[before:]]
    decided, cancelled, accepted = batch.events
    assert isinstance(decided, Decided)
    assert (decided.order.client_order_id, decided.order.replaces, decided.allowed) == ("b", "a", True)
    assert (decided.order.quantity, decided.order.price) == (3, counter.quote.bid - 5)
    assert (cancelled.order.client_order_id, cancelled.status) == ("a", OrderStatus.CANCELLED)
    assert cancelled.reason == "replaced by b"
    assert (accepted.order.client_order_id, accepted.status) == ("b", OrderStatus.ACCEPTED)
    assert (batch.cause, batch.actor) == (Cause.EXTERNAL, "me")


def test_a_new_price_that_the_market_has_reached_fills_at_once():
    counter = Counter()
    counter.send("a", BUY, 1, price=counter.quote.bid - 10)
    events = counter.replace("a", "b", price=counter.quote.ask)
    (fill,) = [event.fill for event in events if isinstance(event, Executed)]
    assert (fill.client_order_id, fill.price) == ("b", counter.quote.ask)
    assert counter.status("a") is OrderStatus.CANCELLED


def test_the_gate_judges_as_if_the_replaced_order_were_gone():
    """10 contracts are open and 12 are the limit: 12 instead of the 10 pass, 12 besides them would not."""
    counter = Counter()
    price = counter.quote.bid - 10
    counter.send("a", BUY, 10, price=price)
    ceiling = 12 * counter.quote.mid * 50
    counter.dealer.limits = replace(LIMITS, position_notional=ceiling)
    (decided, *_) = counter.replace("a", "b", quantity=12)
    assert decided.allowed
    assert decided.figures[1] == ("position_notional", f"{ceiling:.2f}", f"{ceiling:.2f}")
    besides = make_order(counter.traded, "manual", "c", BUY, 1, price=price)
    assert not counter.dealer.judge(besides).allowed


def test_what_the_gate_refuses_leaves_the_other_as_it_was():
    counter = Counter()
    counter.send("a", BUY, 1, price=counter.quote.bid - 10)
    counter.dealer.limits = replace(LIMITS, order_notional=Decimal(1))
    (decided,) = counter.replace("a", "b", quantity=2)
    assert (decided.allowed, decided.order.replaces) == (False, "a")
    assert decided.reason.startswith("order_notional")
    assert counter.status("a") is OrderStatus.ACCEPTED
    assert "b" not in counter.dealer.broker.orders


def test_what_the_account_rejects_leaves_the_other_as_it_was():
    counter = Counter(SHARE)
    affordable = int(1_000_000 / float(counter.quote.bid)) - 2
    counter.send("a", BUY, affordable, price=counter.quote.bid - 1)
    decided, rejected = counter.replace("a", "b", quantity=2 * affordable)
    assert decided.allowed
    assert isinstance(rejected, Changed)
    assert (rejected.order.client_order_id, rejected.status) == ("b", OrderStatus.REJECTED)
    assert "cash" in rejected.reason
    assert counter.status("a") is OrderStatus.ACCEPTED


def test_the_cash_and_the_shares_that_the_other_had_promised_are_free_for_it():
    counter = Counter(SHARE)
    affordable = int(1_000_000 / float(counter.quote.bid)) - 2
    counter.send("a", BUY, affordable, price=counter.quote.bid - 1)
    counter.replace("a", "b", price=counter.quote.bid - 2)
    assert counter.status("b") is OrderStatus.ACCEPTED
    counter.dealer.perform(Cancel("manual", "b"), Cause.EXTERNAL)
    counter.send("held", BUY, 10)
    counter.send("s", SELL, 10, price=counter.quote.ask + 5)
    counter.replace("s", "t", price=counter.quote.ask + 4)
    assert counter.status("t") is OrderStatus.ACCEPTED
    counter.replace("t", "u", quantity=11)
    assert counter.status("u") is OrderStatus.REJECTED
    assert counter.status("t") is OrderStatus.ACCEPTED


def test_what_does_not_rest_cannot_be_replaced():
    counter = Counter()
    counter.send("filled", BUY, 1)
    counter.send("gone", BUY, 1, price=counter.quote.bid - 10)
    counter.replace("gone", "next", quantity=2)
    for name, words in (("filled", "filled is FILLED"), ("gone", "replaced by next")):
        written = len(counter.journal.payloads)
        with pytest.raises(ConflictError, match=words):
            counter.replace(name, "late", quantity=2)
        assert len(counter.journal.payloads) == written


def test_a_chain_of_replacements_keeps_the_reason_of_the_first():
    counter = Counter()
    name = counter.traded.instrument_id
    counter.dealer.perform(Signal("S1", "manual", name, "why", {"momentum": 0.1}))
    counter.send("a", BUY, 1, price=counter.quote.bid - 10)
    counter.replace("a", "b", quantity=2)
    counter.replace("b", "c", quantity=3)
    decisions = counter.dealer.broker.decisions
    assert [(d.order.replaces, d.signal_id) for d in decisions.values()] == [(None, "S1"), ("a", "S1"), ("b", "S1")]


def test_the_exit_of_a_bracket_stays_one_of_its_bracket():
    counter = Counter()
    counter.bracket()
    with pytest.raises(ConflictError, match="entry of a bracket"):
        counter.replace("e", "e2", quantity=2)
    with pytest.raises(ConflictError, match="waits for its entry"):
        counter.replace("e-target", "t2", price=counter.quote.ask + 30)
    broker = counter.dealer.broker
    broker.cancel("e", 0)
    assert {broker.orders[name].status for name in ("e", "e-target", "e-stop")} == {OrderStatus.CANCELLED}


def test_an_exit_that_was_replaced_still_excludes_the_other():
    counter = Counter(SHARE)
    entry = make_order(counter.traded, "s", "e", BUY, 5)
    legs = (
        make_order(counter.traded, "s", "e-target", SELL, 5, price=counter.quote.ask + 5),
        make_order(counter.traded, "s", "e-stop", SELL, 5, trigger_price=counter.quote.bid - 5),
    )
    exits = (leg.__replace__(parent_id="e", reduce_only=True) for leg in legs)
    counter.dealer.perform(Submit((entry, *exits)))
    counter.replace("e-target", "t2", price=counter.quote.ask + 4)
    assert counter.status("t2") is OrderStatus.ACCEPTED  # though the stop has promised the same shares
    counter.replace("t2", "t3", price=counter.quote.bid)
    assert [counter.status(name) for name in ("e-target", "t2", "t3", "e-stop")] == [
        OrderStatus.CANCELLED,
        OrderStatus.CANCELLED,
        OrderStatus.FILLED,
        OrderStatus.CANCELLED,
    ]
    assert counter.dealer.broker.account.quantity(counter.traded.instrument_id) == 0


def test_a_trigger_that_was_reached_is_spent_unless_it_is_set_anew():
    counter = Counter()
    order = make_order(counter.traded, "s", "a", BUY, 1, price=1_000, trigger_price=1_001)
    spent = replacement(order, "b", Changes(quantity=Decimal(2)), triggered=True)
    assert (spent.order_type, spent.price, spent.trigger_price) == (OrderType.LIMIT, 1_000, None)
    anew = replacement(order, "b", Changes(trigger_price=Decimal(1_002)), triggered=True)
    assert (anew.order_type, anew.price, anew.trigger_price) == (OrderType.STOP_LIMIT, 1_000, 1_002)
