"""Round trips: their sum is what the account made on closed positions."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from nautilus.domain.orders import Fill, OrderSide
from nautilus.quant.tearsheet import round_trips


def fill(number, side, quantity, price, commission="0", instrument="ESU3.XCME", multiplier=50):
    return Fill(
        f"f{number}",
        f"o{number}",
        "s",
        instrument,
        OrderSide(side),
        Decimal(quantity),
        Decimal(price),
        Decimal(multiplier),
        Decimal(commission),
        "USD",
        number,
        number,
    )


def test_in_and_out_in_two_steps_is_one_trip():
    fills = [fill(1, "SELL", 2, "100", "4"), fill(2, "BUY", 1, "99", "2"), fill(3, "BUY", 1, "98", "2")]
    (trip,) = round_trips(fills)
    assert (trip.side, trip.opened_ns, trip.closed_ns) == (OrderSide.SELL, 1, 3)
    assert trip.pnl == 50 * (1 + 2) - 8


def test_a_fill_through_zero_closes_one_and_opens_another():
    fills = [fill(1, "BUY", 1, "100"), fill(2, "SELL", 3, "101", "3"), fill(3, "BUY", 2, "99")]
    first, second = round_trips(fills)
    assert (first.side, first.pnl) == (OrderSide.BUY, 50 - 1)
    assert (second.side, second.opened_ns, second.pnl) == (OrderSide.SELL, 2, 50 * 2 * 2 - 2)


def test_what_is_open_is_no_trip():
    assert round_trips([fill(1, "BUY", 1, "100"), fill(2, "BUY", 1, "100", instrument="NQU3.XCME")]) == []


@given(
    st.lists(st.tuples(st.sampled_from(["BUY", "SELL"]), st.integers(1, 9), st.integers(1, 99)), max_size=30).filter(
        lambda trades: sum(q if side == "BUY" else -q for side, q, _ in trades) == 0
    )
)
def test_trips_of_a_flat_account_sum_to_its_cash(trades):
    fills = [fill(n, side, quantity, price) for n, (side, quantity, price) in enumerate(trades, 1)]
    cash = sum(-f.signed_quantity * f.price * 50 for f in fills)
    assert abs(sum(trip.pnl for trip in round_trips(fills)) - cash) < Decimal("1e-15")
