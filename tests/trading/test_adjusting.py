"""Corporate actions on an account: tables worked out by hand, no jump in value, and two matching engines that agree."""

import random
from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nautilus.domain.orders import OrderSide, OrderStatus, TimeInForce
from nautilus.trading.adjusting import CENT, MARK_STEP, shared_out
from nautilus.trading.backtest import run_backtest
from nautilus.trading.events import AccountType, Adjusted, Amended, Changed, Marked, decode
from support.actions import AAPL, IBM, SCRIPTED, Scripted, close_ns, daily, days, dividend, halfway, split
from support.actions import action as make_action
from support.trading import BUSY, LIMITS, MemoryJournal, rig, walk

THURSDAY, FRIDAY, MONDAY = date(2014, 6, 5), date(2014, 6, 6), date(2014, 6, 9)
CLOSES = [*days(THURSDAY, ["647.35", "645.57"]), *days(MONDAY, ["93.70", "94.25", "90.00"])]
"""AAPL as it traded, and a last day that reaches a stop."""


@pytest.fixture(autouse=True)
def _forget() -> Iterator[None]:
    yield
    Scripted.script, Scripted.on_adjusting, Scripted.told = {}, None, []


def play(scenario, journal=None, sizes=(1,)):
    journal = journal or MemoryJournal()
    made = rig(scenario, journal, (SCRIPTED,))
    made.play(scenario.frames(sizes))
    return made.dealer.broker, [event for payload in journal.payloads for event in decode(payload).events]


def agree(scenario):
    """Paper, whose events are returned, and backtest: orders, fills, cash and equity at each mark."""
    broker, events = play(scenario)
    result = run_backtest(scenario.terms, scenario.frames([500]), (SCRIPTED,), LIMITS)
    assert broker.fills == list(result.fills)
    traded = {each.order.client_order_id: each for each in result.orders}
    for name, state in broker.orders.items():
        theirs = traded[name]
        status = state.status or OrderStatus.ACCEPTED
        assert (state.order, status, state.filled) == (theirs.order, theirs.status, theirs.filled_quantity), name
    assert result.marks[-1].cash == broker.cash
    assert result.marks[-1].equity == broker.account.equity(broker.marks())
    return broker, events, result


def test_seven_shares_for_one():
    Scripted.script = {1: lambda s: s.buy(AAPL, 100)}
    broker, events, result = agree(daily(CLOSES, [split("7", MONDAY, 3)]))
    held = broker.account.holdings[AAPL]
    assert held.quantity == 700  # 100 × 7
    assert held.average_price == Decimal("92.48")  # 647.36 ÷ 7: the ask of the first close
    assert held.quantity * held.average_price == Decimal("64736")  # 100 × 647.36, the cost that it was
    assert broker.cash == Decimal("935264.00")  # 1,000,000 − 64,736
    adjusted = next(event for event in events if isinstance(event, Adjusted))
    assert (adjusted.before, adjusted.after, adjusted.cash) == (100, 700, 0)
    assert adjusted.mark == Decimal("92.2242857143")  # 645.57 ÷ 7
    by_sequence = {mark.sequence: mark.equity for mark in result.marks}
    assert by_sequence[2] == Decimal("999821.00")  # 935,264 + 100 × 645.57
    assert by_sequence[3] == Decimal("1000854.00")  # 935,264 + 700 × 93.70: the market's + 1.60 %, no − 85 %


def test_limits_see_the_new_quantity_and_price():
    Scripted.script = {1: lambda s: s.buy(AAPL, 100), 4: lambda s: s.buy(AAPL, 10)}
    broker, _, _ = agree(daily(CLOSES, [split("7", MONDAY, 3)]))
    figures = {name: figure for name, figure, _ in broker.decisions["R7-scripted-2"].figures}
    assert figures["position_notional"] == "66924.60"  # 710 × 94.26
    assert figures["daily_loss"] == "0.00"


def test_open_orders_go_on_in_new_shares():
    def script(strategy):
        strategy.buy(AAPL, 100)
        strategy.buy(AAPL, 10, price="600.00")
        strategy.sell(AAPL, 20, price="700.00")
        strategy.sell(AAPL, 30, trigger_price="635.00")
        strategy.sell(AAPL, 7, trigger_price="500.00", price="499.99")
        strategy.buy(AAPL, 1, trigger_price="705.00")
        strategy.bracket(AAPL, OrderSide.BUY, 5, price="500.00", take_profit="710.00", stop_loss="400.00")

    Scripted.script = {1: script}
    broker, events, _ = agree(daily(CLOSES, [split("7", MONDAY, 3)]))
    terms = {
        name.removeprefix("R7-scripted-"): (state.order.quantity, state.order.price, state.order.trigger_price)
        for name, state in broker.orders.items()
    }
    assert terms == {
        "1": (100, None, None),  # filled before
        "2": (70, Decimal("85.71"), None),  # 600 ÷ 7 = 85.714…: a bid down
        "3": (140, Decimal("100.00"), None),  # 700 ÷ 7
        "4": (210, None, Decimal("90.71")),  # 635 ÷ 7 = 90.714…: the trigger of a sell down
        "5": (49, Decimal("71.43"), Decimal("71.42")),  # 499.99 ÷ 7 = 71.427 up; 500 ÷ 7 = 71.428… down
        "6": (7, None, Decimal("100.72")),  # 705 ÷ 7 = 100.714…: the trigger of a buy up
        "7": (35, Decimal("71.42"), None),
        "7-target": (35, Decimal("101.43"), None),  # 710 ÷ 7 = 101.428… up
        "7-stop": (35, None, Decimal("57.14")),  # 400 ÷ 7 = 57.142… down
    }
    assert [fill.sequence for fill in broker.fills] == [1, 5]  # the stop at 90.71 on the day that closes at 90
    assert broker.fills[-1].quantity == 210
    reasons = [event.reason for event in events if isinstance(event, Amended)]
    assert reasons[0] == ("AAPL.XNAS, split of 7 for 1, ex 2014-06-09: quantity 10 -> 70, price 600 -> 85.71")
    assert ("R7-scripted-3", "ACCEPTED", "140", "100.00") in Scripted.told


def test_triggers_next_to_the_market_are_not_reached_by_the_restated_quote():
    """645.56 and 645.58 become 92.22 (92.2228…) and 92.23 (92.2257…): where both triggers would come to lie."""

    def script(strategy):
        strategy.buy(AAPL, 100)
        strategy.sell(AAPL, 10, trigger_price="645.55")
        strategy.buy(AAPL, 10, trigger_price="645.59")

    Scripted.script = {2: script}
    broker, _, _ = agree(daily(CLOSES, [split("7", MONDAY, 3)]))
    triggers = [state.order.trigger_price for state in list(broker.orders.values())[1:]]
    assert triggers == [Decimal("92.21"), Decimal("92.24")]
    assert [(fill.side, fill.sequence) for fill in broker.fills] == [("BUY", 2), ("BUY", 3), ("SELL", 5)]


def test_exits_of_a_bracket_close_what_the_split_made_of_it():
    Scripted.script = {
        1: lambda s: s.bracket(AAPL, OrderSide.BUY, 10, take_profit="800.00", stop_loss="637.00"),
        2: lambda s: s.bracket(AAPL, OrderSide.BUY, 4, price="634.00", take_profit="637.70", stop_loss="320.00"),
    }
    rows = [*days(THURSDAY, ["647.35", "645.57"]), *days(MONDAY, ["93.70", "90.90", "90.50", "91.50"])]
    broker, _, _ = agree(daily(rows, [split("7", MONDAY, 3)]))
    fills = [(fill.client_order_id.removeprefix("R7-scripted-"), fill.quantity, fill.sequence) for fill in broker.fills]
    assert fills == [("1", 10, 1), ("1-stop", 70, 4), ("2", 28, 5), ("2-target", 28, 6)]
    assert not broker.account.quantity(AAPL)


def test_a_fraction_is_paid_in_cash_and_strategies_share_whole_lots():
    Scripted.script = {1: lambda s: s.buy(AAPL, 5)}
    broker, events, _ = agree(daily(days(FRIDAY, ["30.00"]) + days(MONDAY, ["21.00"]), [split("1.5", MONDAY, 2)]))
    adjusted = next(event for event in events if isinstance(event, Adjusted))
    assert adjusted.after == 7  # 5 × 1.5 = 7.5
    assert adjusted.mark == 20  # 30 ÷ 1.5
    assert adjusted.cash == 10  # 0.5 × 20
    assert adjusted.price == Decimal("150.05") / Decimal("7.5")  # 5 × 30.01
    assert broker.cash == Decimal("999859.95")  # 1,000,000 − 150.05 + 10
    exact = {"b": Decimal("4.5"), "a": Decimal("4.5"), "c": Decimal("-1.5")}
    assert shared_out(exact, Decimal(7), Decimal(1)) == {"a": 5, "b": 4, "c": -2}


def test_a_reverse_split_ends_open_orders():
    Scripted.script = {1: lambda s: (s.buy(AAPL, 105), s.sell(AAPL, 100, price="9.00"), s.buy(IBM, 1, price="1.00"))}
    rows = [*days(FRIDAY, ["5.00"]), *days(FRIDAY, ["180.00"], IBM), *days(MONDAY, ["50.00"])]
    broker, events, _ = agree(daily(rows, [split("0.1", MONDAY, 3)]))
    assert broker.account.quantity(AAPL) == 10  # 10.5
    assert broker.cash == Decimal("1000000") - 105 * Decimal("5.01") + 25  # 0.5 × 50
    states = {name[-1]: (state.status, state.reason) for name, state in broker.orders.items()}
    assert states["2"][0] is OrderStatus.CANCELLED
    assert states["2"][1].startswith("AAPL.XNAS, split of 0.1 for 1, ex 2014-06-09: a reverse split ends")
    assert states["3"][0] is OrderStatus.ACCEPTED
    assert any(isinstance(event, Changed) and event.reason == states["2"][1] for event in events)


@pytest.mark.parametrize("sign", [1, -1])
def test_a_dividend_is_of_what_is_held_before_its_ex_date(sign):
    """AAPL went ex 3.29 USD on 2014-05-08: closes 592.33 and 588.12."""

    def script(strategy):
        strategy.submit(AAPL, OrderSide.BUY if sign > 0 else OrderSide.SELL, 100)
        strategy.buy(AAPL, 1, price="590.00")
        strategy.sell(AAPL, 1, price="600.00")
        strategy.sell(AAPL, 1, trigger_price="550.00")
        strategy.buy(AAPL, 1, trigger_price="650.00")

    Scripted.script = {1: script, 3: lambda s: s.buy(AAPL, 50)}
    rows = [*days(date(2014, 5, 6), ["594.41", "592.33", "588.12"])]
    paid = dividend("3.29", date(2014, 5, 8), 3)
    broker, events, result = agree(daily(rows, [paid], account=AccountType.MARGIN))
    adjusted = next(event for event in events if isinstance(event, Adjusted))
    assert adjusted.cash == broker.account.dividends == sign * 329  # 100 × 3.29; the 50 of the ex date get nothing
    assert adjusted.mark == Decimal("589.04")  # 592.33 − 3.29
    assert adjusted.price == broker.decisions["R7-scripted-1"].mid + sign * CENT
    prices = [state.order.price or state.order.trigger_price for state in list(broker.orders.values())[1:5]]
    assert prices == [Decimal("586.71"), 600, Decimal("546.71"), 650]  # bids and sell stops less 3.29
    equity = {mark.sequence: mark.equity for mark in result.marks if mark.sequence == 2}
    assert equity[2] == 1_000_000 + sign * 100 * (Decimal("592.33") - adjusted.price)


def test_a_holding_goes_on_under_its_new_name():
    """WMI became WM on 2009-08-05: closes 28.50 and 28.58."""
    wmi, wm = "WMI.US", "WM.US"
    rows = [(date(2009, 8, 4), wmi, "28.50"), *days(date(2009, 8, 5), ["28.58", "28.01"], wm)]
    renamed = make_action("RENAME", date(2009, 8, 5), 2, instrument_id=wmi, successor=wm)
    Scripted.script = {1: lambda s: (s.buy(wmi, 100), s.sell(wmi, 100, price="30.00")), 3: lambda s: s.sell(wm, 40)}
    broker, _, result = agree(daily(rows, [renamed], names=(wmi, wm)))
    assert broker.account.quantity(wmi) == 0
    assert broker.account.quantity(wm) == 60
    assert broker.account.holdings[wm].average_price == Decimal("28.51")
    assert broker.account.by_strategy == {("scripted", wm): 60}
    assert broker.orders["R7-scripted-2"].status is OrderStatus.CANCELLED
    assert "trades as WM.US now" in broker.orders["R7-scripted-2"].reason
    assert {mark.sequence: mark.equity for mark in result.marks}[2] == 1_000_000 + 100 * (
        Decimal("28.58") - Decimal("28.51")
    )


def test_what_is_known_late_is_applied_late_to_what_was_held_then():
    late = split("7", MONDAY, 4, known=date(2014, 6, 10))
    Scripted.script = {
        1: lambda s: (s.buy(AAPL, 100), s.sell(AAPL, 10, price="700.00")),
        3: lambda s: (s.sell(AAPL, 40), s.buy(AAPL, 3, price="80.00")),
    }
    broker, events, _ = agree(daily(CLOSES, [late]))
    adjusted = next(event for event in events if isinstance(event, Adjusted))
    assert (adjusted.entitled, adjusted.before, adjusted.after) == (100, 60, 660)  # 60 + 100 × 6
    assert adjusted.mark is None  # its price is of after the split already
    assert adjusted.reason.endswith("known only at 2014-06-10T00:00:00Z and applied late")
    orders = {name[-1]: state.order for name, state in broker.orders.items()}
    assert (orders["2"].quantity, orders["2"].price) == (70, 100)
    assert (orders["4"].quantity, orders["4"].price) == (3, 80)  # sent in new shares
    assert broker.account.holdings[AAPL].average_price * 660 == pytest.approx(Decimal("647.36") * 60)


def test_what_a_strategy_sends_when_it_is_told_meets_the_restated_price():
    Scripted.script = {1: lambda s: s.buy(AAPL, 100)}
    Scripted.on_adjusting = lambda strategy: strategy.sell(AAPL, 200)
    broker, _, _ = agree(daily(days(THURSDAY, ["645.57", "93.70"]), [split("7", FRIDAY, 2)]))
    assert [(fill.quantity, fill.price, fill.sequence) for fill in broker.fills] == [
        (100, Decimal("645.58"), 1),
        (200, Decimal("92.22"), 1),  # 645.56 ÷ 7 = 92.2228…, down to a tick
    ]


def test_several_actions_of_a_day_and_orders_of_the_day():
    both = [dividend("7.00", MONDAY, 3), split("7", MONDAY, 3)]
    day = {"time_in_force": TimeInForce.DAY}
    Scripted.script = {1: lambda s: s.buy(AAPL, 100), 2: lambda s: s.buy(AAPL, 1, price="600.00", **day)}
    broker, events, _ = agree(daily(CLOSES, both))
    marks = [event.mark for event in events if isinstance(event, Adjusted)]
    assert marks == [Decimal("638.57"), Decimal("91.2242857143")]  # 645.57 − 7; that ÷ 7
    assert broker.account.dividends == 700  # 100 × 7, of the shares before the split
    assert broker.orders["R7-scripted-2"].status is OrderStatus.CANCELLED
    assert broker.orders["R7-scripted-2"].reason == "the day is over"


def test_frames_may_be_cut_anywhere_and_a_torn_journal_grows_into_the_same():
    def script(strategy):
        strategy.buy(AAPL, 10)
        strategy.sell(AAPL, 5, price=f"{700 + strategy.position(AAPL)}")

    Scripted.script = dict.fromkeys(range(1, 6), script)
    Scripted.on_adjusting = lambda strategy: strategy.buy(AAPL, 1)
    scenario = daily(CLOSES, [dividend("3.29", FRIDAY, 2), split("7", MONDAY, 3)])
    play(scenario, whole := MemoryJournal())
    play(scenario, other := MemoryJournal(), sizes=(2, 500))

    def story(journal):
        return [(b.cause, b.position, b.sequence, b.ts_event, b.events) for b in map(decode, journal.payloads)]

    assert story(other) == story(whole)
    for length in range(1, len(whole.payloads) + 1):
        play(scenario, torn := whole.torn(length), sizes=(random.Random(length).choice([1, 3]),))
        assert story(torn) == story(whole), length


@pytest.mark.parametrize("seed", [0, 3, 8])
def test_every_kind_of_order_over_a_dividend_and_a_split(seed):
    """As in tests/trading/test_backtest.py, halfway through which shares become two."""
    scenario = halfway(walk(seed, 3_000))
    made = rig(scenario, journal := MemoryJournal())
    made.play(scenario.frames([500]))
    broker, result = made.dealer.broker, run_backtest(scenario.terms, scenario.frames([500]), (BUSY,), LIMITS)
    assert any(isinstance(event, Amended) for payload in journal.payloads for event in decode(payload).events)
    assert {fill.sequence > 1_500 for fill in broker.fills} == {True, False}
    assert Counter(broker.fills) == Counter(result.fills)
    assert result.marks[-1].equity == broker.account.equity(broker.marks())
    assert result.marks[-1].cash == broker.account.settled_cash


HOLDINGS = st.lists(st.tuples(st.sampled_from("abc"), st.integers(-400, 400)), min_size=1, max_size=5)
RATIOS = st.sampled_from(["2", "3", "7", "20", "1.5", "1.25", "0.1", "0.04", "2.002", "1.0027455"])
ACTIONS = st.lists(
    st.one_of(
        st.builds(lambda ratio: split(ratio, MONDAY, 2), RATIOS),
        st.builds(lambda cents: dividend(str(Decimal(cents) / 1_000), MONDAY, 2), st.integers(1, 5_000)),
    ),
    min_size=1,
    max_size=3,
)


@settings(max_examples=150, deadline=None)
@given(HOLDINGS, ACTIONS, st.integers(1_000, 100_000))
def test_no_action_changes_what_an_account_is_worth(holdings, actions, cents):
    """Before and after at reference prices, in fractions, up to half a cent and what ten decimals of a price lose."""
    scenario = daily(days(FRIDAY, [str(Decimal(cents) / 100)]), account=AccountType.MARGIN)
    made = rig(scenario, MemoryJournal(), (SCRIPTED,))
    made.play(scenario.frames([1]))
    broker = made.dealer.broker
    account, price = broker.account, Decimal(cents) / 100
    for name, quantity in holdings:
        part = account.by_strategy.get((name, AAPL), Decimal(0))
        account.by_strategy[name, AAPL] = part + quantity
        account.holdings.setdefault(AAPL, _holding()).add(Decimal(quantity), price)
        account.balance -= quantity * price
    before = account.equity(broker.marks())
    allowed = Fraction(0)
    for number, action in enumerate(actions):
        keyed = action.__replace__(key=f"{action.key}/{number}")
        cost = account.quantity(AAPL) * account.holdings[AAPL].average_price
        adjusted = next(e for e in broker.adjust(keyed, close_ns(FRIDAY)) if isinstance(e, Adjusted))
        allowed += Fraction(CENT) / 2 + abs(Fraction(adjusted.after)) * Fraction(MARK_STEP)
        if adjusted.mark == 0:
            return  # the dividend is more than the share was worth
        assert sum(part for _, part in account.by_strategy.items()) == account.quantity(AAPL) == adjusted.after
        if action.kind == "SPLIT" and adjusted.cash == 0:
            assert abs(account.quantity(AAPL) * adjusted.price - cost) < Decimal("1e-15")
    after = account.equity(broker.marks())
    assert abs(Fraction(after) - Fraction(before)) <= allowed


def _holding():
    from nautilus.trading.broker.account import Holding

    return Holding()


def test_marks_of_the_day_before_are_not_restated_twice():
    Scripted.script = {1: lambda s: s.buy(AAPL, 100)}
    _, events = play(daily(CLOSES, [split("7", MONDAY, 3)]))
    marks = [event.marks[AAPL] for event in events if isinstance(event, Marked)]
    assert marks == [Decimal(text) for text in ("647.35", "645.57", "93.70", "94.25", "90.00", "90.00")]
