"""Cash and positions against sums of the fills, in exact decimals."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from nautilus.domain.orders import Fill, OrderSide
from nautilus.trading.broker.account import Account

START = Decimal(100_000)
fill_terms = st.tuples(
    st.sampled_from(OrderSide), st.integers(1, 50), st.integers(1, 1_000), st.integers(0, 300), st.sampled_from("AB")
)


def fill(number, side, quantity, cents, commission, name):
    return Fill(
        fill_id=str(number),
        client_order_id=f"o{number}",
        strategy_id=f"s{number % 2}",
        instrument_id=name,
        side=side,
        quantity=Decimal(quantity),
        price=Decimal(cents) / 100,
        multiplier=Decimal(50),
        commission=Decimal(commission) / 100,
        currency="USD",
        ts_event=number,
        sequence=number,
    )


@given(st.lists(fill_terms, max_size=40), st.integers(1, 1_000), st.integers(1, 1_000))
def test_cash_positions_and_equity_are_sums_of_the_fills(terms, mark_a, mark_b):
    fills = [fill(number, *each) for number, each in enumerate(terms)]
    account = Account(START)
    for each in fills:
        account.apply(each)
    spent = sum(f.signed_quantity * f.price * f.multiplier + f.commission for f in fills)
    assert account.balance == START - spent
    for name in "AB":
        assert account.quantity(name) == sum(f.signed_quantity for f in fills if f.instrument_id == name)
        for strategy in ("s0", "s1"):
            own = [f for f in fills if (f.strategy_id, f.instrument_id) == (strategy, name)]
            assert account.by_strategy.get((strategy, name), 0) == sum(f.signed_quantity for f in own)
    marks = {"A": Decimal(mark_a) / 100, "B": Decimal(mark_b) / 100}
    value = sum(account.quantity(name) * marks[name] * 50 for name in "AB")
    assert account.equity(marks) == START - spent + value


@given(st.lists(fill_terms, max_size=40))
def test_settled_cash_moves_by_realised_gains_and_commission_only(terms):
    """Against the definition: each fill that reduces realises (price − average) on what it closes."""
    account, cash, quantity, average = Account(START), START, {}, {}
    for number, each in enumerate(terms):
        one = fill(number, *each)
        name, signed = one.instrument_id, one.signed_quantity
        before = quantity.get(name, Decimal(0))
        closed = min(abs(before), abs(signed)) if before * signed < 0 else Decimal(0)
        cash -= one.commission
        if closed:
            cash += closed * (1 if before > 0 else -1) * (one.price - average[name]) * 50
        after = before + signed
        if before * after <= 0:
            average[name] = one.price
        elif abs(after) > abs(before):
            average[name] = (average[name] * before + one.price * signed) / after
        quantity[name] = after
        account.apply(one)
    assert abs(account.settled_cash - cash) < Decimal("1e-15") * START
