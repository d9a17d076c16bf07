"""Limits, the switch and the measures, without I/O."""

from decimal import Decimal

import msgspec
import numpy as np
import pytest

from nautilus.domain.orders import PositionSide
from nautilus.domain.time import NS_PER_DAY
from nautilus.engines.portfolio.messages import Position, Valued
from nautilus.engines.risk.model import (
    Ceilings,
    Exposure,
    Guarded,
    LargestOrder,
    Measure,
    aligned_returns,
    day_start_equity,
    exposures,
    measure,
    uses,
)
from nautilus.kernel.errors import ConflictError, InvalidInputError

ACCOUNT = Guarded(3, "paper-3", 1, Ceilings(Decimal(25), Decimal(50), Decimal(200), Decimal(10)))


def position(instrument_id, notional):
    return Position(
        instrument_id=instrument_id,
        side=PositionSide.LONG if notional > 0 else PositionSide.SHORT,
        quantity="1",
        multiplier="1",
        average_price="1",
        mark_price="1",
        market_value=str(notional),
        unrealised="0",
        realised="0",
        kind="EQUITY",
        notional=str(notional),
    )


def valued(*positions, equity="1000"):
    return Valued(
        ts_event=5,
        ts_init=0,
        run=3,
        account="paper-3",
        sequence=9,
        starting_cash="1000",
        cash="0",
        equity=equity,
        commission="0",
        positions=positions,
    )


def test_editing_changes_what_is_named_and_counts_versions():
    edited, event = ACCOUNT.edit({"daily_loss": Decimal("7.5")}, "less appetite", "anna", 11)
    assert edited.ceilings == Ceilings(Decimal(25), Decimal(50), Decimal(200), Decimal("7.5"))
    assert (event.limits.version, event.limits.daily_loss, event.limits.order_notional) == (2, "7.50", "25.00")
    assert (event.reason, event.actor, event.ts_event) == ("less appetite", "anna", 11)


WRONG = {
    "0": "above 0",
    "-1": "above 0",
    "NaN": "an amount",
    "sNaN": "an amount",
    "Infinity": "an amount",
    "1e999999": "at most",
    "1000000000000000.01": "at most",
    "0.001": "whole cents",
    "1e-999999": "whole cents",
}


@pytest.mark.parametrize(("value", "why"), WRONG.items())
def test_a_ceiling_is_a_positive_amount(value, why):
    with pytest.raises(InvalidInputError, match=f"order_notional must be .*{why}") as refused:
        ACCOUNT.edit({"order_notional": Decimal(value)}, "why", "anna", 0)
    assert refused.value.fields.keys() == {"order_notional"}


def test_every_wrong_ceiling_is_named_at_once():
    with pytest.raises(InvalidInputError) as refused:
        ACCOUNT.edit({"order_notional": Decimal(0), "daily_loss": Decimal("NaN")}, "why", "anna", 0)
    assert refused.value.fields.keys() == {"order_notional", "daily_loss"}


def test_the_highest_ceiling_is_taken():
    edited, _ = ACCOUNT.edit({"order_notional": Decimal("1e15")}, "why", "anna", 0)
    assert edited.ceilings.texts()["order_notional"] == "1000000000000000.00"


def test_an_edit_needs_a_change_and_a_reason():
    with pytest.raises(InvalidInputError, match="nothing to change"):
        ACCOUNT.edit({}, "why", "anna", 0)
    with pytest.raises(InvalidInputError, match="reason is empty") as refused:
        ACCOUNT.edit({"order_notional": Decimal(1)}, " ", "anna", 0)
    assert refused.value.fields.keys() == {"reason"}


def test_the_switch_is_pulled_once_and_rearmed_once():
    halted, kill = ACCOUNT.kill("fire", "anna", 1)
    assert kill.kill_id == halted.kill_id == "paper-3-kill-1"
    assert halted.limits(1).halted
    assert halted.kill("again", "bob", 2) == (halted, None)
    armed, rearm = halted.rearm("put out", "anna", 3)
    assert (rearm.kill_id, armed.limits(3).halted) == ("paper-3-kill-1", False)
    with pytest.raises(ConflictError):
        armed.rearm("once more", "anna", 4)
    assert armed.kill("fire", "anna", 5)[1].kill_id == "paper-3-kill-2"


def test_returns_are_taken_on_the_days_that_all_have():
    first = np.array([1, 2, 3, 5]), np.array([100.0, 110.0, 99.0, 100.0])
    second = np.array([1, 3, 4, 5]), np.array([50.0, 55.0, 60.0, 44.0])
    assert aligned_returns([first, second]) == pytest.approx(np.array([[-0.01, 0.1], [100 / 99 - 1, -0.2]]))
    assert aligned_returns([first, second], window=1).shape == (1, 2)
    assert aligned_returns([first, (np.array([9]), np.array([1.0]))]).shape == (0, 2)
    assert aligned_returns([first, (np.empty(0, np.int64), np.empty(0))]).shape == (0, 2)
    assert aligned_returns([]).size == 0


def test_a_measure_of_the_present_book_over_past_days():
    returns = np.random.default_rng(5).normal(0, 0.01, (250, 2))
    measured = measure(valued(position("A.X", 6000), position("B.X", -7000)), returns, Decimal(1200), 7)
    pnl = 6000 * returns[:, 0] - 7000 * returns[:, 1]
    assert Decimal(measured.gross_exposure) == 13000
    assert Decimal(measured.net_exposure) == -1000
    assert (measured.largest_instrument_id, Decimal(measured.largest_position)) == ("B.X", 7000)
    assert (measured.equity, measured.daily_loss) == ("1000", "200.00")
    assert float(measured.var_95) == pytest.approx(-np.quantile(pnl, 0.05, method="inverted_cdf"), abs=0.005)
    worst = np.sort(pnl)[:13]
    assert float(measured.es_95) == pytest.approx(-(worst[:12].sum() + 0.5 * worst[12]) / 12.5, abs=0.005)
    assert measured.window == 250


def test_too_short_a_history_and_an_empty_book_have_no_var():
    short = measure(valued(position("A.X", 6000)), np.zeros((29, 1)), None, 7)
    assert (short.var_95, short.es_95, short.window) == (None, None, 29)
    assert (short.var_95_normal, short.es_95_normal, short.daily_loss) == (None, None, None)
    flat = measure(valued(), np.empty((0, 0)), Decimal(900), 7)
    assert (flat.gross_exposure, flat.var_95, flat.window) == ("0.00", None, 0)
    assert (flat.largest_instrument_id, flat.largest_position, flat.daily_loss) == ("", "0.00", "0.00")


def marked(ts_event, equity, day_start, *held):
    amounts = {"gross_exposure": Decimal(9), "net_exposure": Decimal(9), "var_95": None, "es_95": None}
    normal = {"var_95_normal": None, "es_95_normal": None}
    return Measure(
        **(amounts | normal),
        run=3,
        sequence=1,
        ts_event=ts_event,
        account="paper-3",
        window=0,
        final=False,
        equity=equity,
        day_start_equity=day_start,
        exposures=held,
    )


def test_a_day_starts_with_the_equity_of_the_last_mark_before_it():
    now = msgspec.structs.replace(valued(equity="900"), ts_event=2 * NS_PER_DAY)
    assert day_start_equity(None, now) == 1000
    assert day_start_equity(marked(2 * NS_PER_DAY - 1, Decimal(950), Decimal(980)), now) == 950
    assert day_start_equity(marked(2 * NS_PER_DAY, Decimal(950), Decimal(980)), now) == 980
    assert day_start_equity(marked(0, None, None), now) is None


def test_the_use_of_each_limit():
    held = Exposure("A.X", "4.00", 0.004), Exposure("B.X", "-5.00", -0.005)
    order = LargestOrder("R3-m-1", "A.X", Decimal(20), 3)
    found = uses(ACCOUNT.ceilings, marked(7, Decimal(90), Decimal(96), *held), order)
    assert [(use.limit, use.value, use.ceiling, use.name, use.ts_event) for use in found] == [
        ("order_notional", 20, 25, "R3-m-1", 3),
        ("position_notional", 5, 50, "B.X", 7),
        ("gross_exposure", 9, 200, "", 7),
        ("daily_loss", 6, 10, "", 7),
    ]
    unknown = uses(ACCOUNT.ceilings, marked(7, None, None), None)
    assert [(use.value, use.ts_event) for use in unknown] == [(None, None), (0, 7), (9, 7), (None, None)]


def test_exposures_are_shares_of_equity():
    (share,) = exposures(valued(position("A.X", -500)))
    assert share.fraction_of_equity == -0.5
    (share,) = exposures(valued(position("A.X", 500), equity="-3"))
    assert share.fraction_of_equity is None
