"""The book against an independent recomputation: exact fractions, and a ledger kept lot by lot."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nautilus.domain.instruments import InstrumentKind
from nautilus.domain.orders import Fill, OrderSide, PositionSide
from nautilus.engines.execution.messages import Progress
from nautilus.engines.portfolio.model import Account, Book

STOCK, FUTURE = "AAPL.XNAS", "ESU3.XCME"
KINDS = {STOCK: InstrumentKind.EQUITY, FUTURE: InstrumentKind.FUTURE}


def book(kind="CASH", cash="100000"):
    return Book(Account(1, "paper-1", kind, Decimal(cash), "USD", KINDS))


def fill(side, quantity, price, *, instrument=STOCK, multiplier="1", commission="0", number=1):
    return Fill(
        fill_id=f"f{number}",
        client_order_id=f"o{number}",
        strategy_id="momentum",
        instrument_id=instrument,
        side=OrderSide(side),
        quantity=Decimal(quantity),
        price=Decimal(price),
        multiplier=Decimal(multiplier),
        commission=Decimal(commission),
        currency="USD",
        ts_event=number,
        sequence=number,
    )


def progress(sequence, *, final=False, **marks):
    names = {"stock": STOCK, "future": FUTURE}
    return Progress(
        ts_event=sequence,
        ts_init=0,
        run=1,
        account="paper-1",
        sequence=sequence,
        marks={names[k]: v for k, v in marks.items()},
        final=final,
    )


def test_bought_twice_sold_in_part():
    account = book()
    account.apply(fill("BUY", "100", "10.00", commission="1"))
    account.apply(fill("BUY", "50", "13.00", commission="1"))
    holding = account.apply(fill("SELL", "60", "15.00", commission="1"))
    valued = account.mark(progress(9, stock="16.00"), 0)
    assert holding.average_price == 11  # (100 × 10 + 50 × 13) / 150
    assert Decimal(valued.positions[0].realised) == 240  # 60 × (15 − 11)
    assert Decimal(valued.positions[0].unrealised) == 450  # 90 × (16 − 11)
    assert Decimal(valued.cash) == Decimal(100_000) - 1000 - 650 + 900 - 3
    assert Decimal(valued.equity) == Decimal(valued.cash) + 90 * 16
    assert valued.commission == "3.00"


def test_a_fill_through_zero_opens_the_rest_at_its_price():
    account = book("MARGIN")
    account.apply(fill("BUY", "10", "100"))
    holding = account.apply(fill("SELL", "25", "110"))
    assert (holding.quantity, holding.average_price, holding.side) == (-15, 110, PositionSide.SHORT)
    assert holding.realised == 100
    account.apply(fill("BUY", "15", "108"))
    assert holding.side is PositionSide.FLAT
    assert holding.realised == 130
    assert account.positions() == ()


def test_a_future_costs_nothing_and_settles_its_variation_at_each_mark():
    account = book("MARGIN")
    account.apply(fill("BUY", "2", "1640.25", instrument=FUTURE, multiplier="50", commission="4.10"))
    assert account.cash == Decimal("99995.90")
    first = account.mark(progress(1, future="1641.25"), 0)
    assert Decimal(first.cash) == Decimal(first.equity) == Decimal("100095.90")
    assert Decimal(first.positions[0].market_value) == 0
    assert Decimal(first.positions[0].notional) == Decimal("164125")
    account.apply(fill("SELL", "2", "1640.75", instrument=FUTURE, multiplier="50", commission="4.10"))
    assert account.cash == Decimal("100091.80")  # the day's loss is settled at the next mark
    assert account.equity == Decimal("100041.80")
    last = account.mark(progress(2, future="1700.00"), 0)
    assert Decimal(last.cash) == Decimal(last.equity) == Decimal("100041.80")  # 2 × 0.50 × 50 − 8.20


def test_before_its_first_mark_a_position_is_worth_its_last_fill():
    account = book()
    account.apply(fill("BUY", "10", "20"))
    valued = account.mark(progress(1), 0)
    assert valued.positions[0].mark_price == "20.00"
    assert Decimal(valued.equity) == 100_000


def test_an_instrument_that_the_run_does_not_have_is_refused():
    with pytest.raises(KeyError):
        book().apply(fill("BUY", "1", "1", instrument="MSFT.XNAS"))


TRADES = st.lists(
    st.tuples(
        st.sampled_from(["BUY", "SELL"]),
        st.integers(1, 500),
        st.decimals("0.01", "999", places=2),
        st.decimals("0", "9", places=2),
        st.sampled_from([STOCK, FUTURE]),
    ),
    max_size=25,
)


@given(TRADES, st.decimals("0.01", "999", places=2), st.decimals("0.01", "999", places=2))
def test_equity_is_starting_cash_and_all_gains_less_commission(trades, stock, future):
    """Exact, in any order of trades: the average, which is rounded, may not leak into cash or equity."""
    account = book("MARGIN")
    multiplier = {STOCK: 1, FUTURE: 50}
    price = {STOCK: Fraction(stock), FUTURE: Fraction(future)}
    spent, held, cost = dict.fromkeys(KINDS, Fraction(0)), dict.fromkeys(KINDS, Fraction(0)), Fraction(0)
    for number, (side, quantity, at, commission, instrument) in enumerate(trades, 1):
        account.apply(
            fill(
                side,
                quantity,
                at,
                instrument=instrument,
                multiplier=multiplier[instrument],
                commission=commission,
                number=number,
            )
        )
        sign = 1 if side == "BUY" else -1
        held[instrument] += sign * quantity
        spent[instrument] += sign * quantity * Fraction(at) * multiplier[instrument]
        cost += Fraction(commission)
    valued = account.mark(progress(1, stock=str(stock), future=str(future)), 0)
    gains = sum(held[i] * price[i] * multiplier[i] - spent[i] for i in KINDS)
    assert Fraction(valued.equity) == 100_000 + gains - cost
    future_gain = held[FUTURE] * price[FUTURE] * multiplier[FUTURE] - spent[FUTURE]
    assert Fraction(valued.cash) == 100_000 - spent[STOCK] + future_gain - cost
    assert Fraction(valued.realised) + Fraction(account.unrealised) == gains


@given(TRADES)
def test_the_average_is_that_of_the_open_lots(trades):
    """Against a ledger of average cost in exact fractions."""
    account = book()
    quantity = average = Fraction(0)
    for number, (side, size, price, _, _) in enumerate(trades, 1):
        held = account.apply(fill(side, size, price, number=number))
        change = Fraction(size if side == "BUY" else -size)
        if quantity * change >= 0:
            average = (abs(quantity) * average + abs(change) * Fraction(price)) / (abs(quantity) + abs(change))
        elif abs(change) > abs(quantity):
            average = Fraction(price)
        quantity += change
        average = average if quantity else Fraction(0)
        assert Fraction(held.quantity) == quantity
        assert abs(Fraction(held.average_price) - average) <= Fraction(len(trades), 10**10)
