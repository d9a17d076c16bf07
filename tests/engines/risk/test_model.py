"""Limits, the switch and the measures, without I/O."""

from decimal import Decimal

import numpy as np
import pytest

from nautilus.domain.orders import PositionSide
from nautilus.engines.portfolio.messages import Position, Valued
from nautilus.engines.risk.model import Ceilings, Guarded, aligned_returns, exposures, measure
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


@pytest.mark.parametrize("value", ["0", "-1", "NaN", "Infinity"])
def test_a_ceiling_is_a_positive_amount(value):
    with pytest.raises(InvalidInputError, match="positive"):
        ACCOUNT.edit({"order_notional": Decimal(value)}, "why", "anna", 0)


def test_an_edit_needs_a_change_and_a_reason():
    with pytest.raises(InvalidInputError, match="nothing to change"):
        ACCOUNT.edit({}, "why", "anna", 0)
    with pytest.raises(InvalidInputError, match="say why"):
        ACCOUNT.edit({"order_notional": Decimal(1)}, " ", "anna", 0)


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
    measured = measure(valued(position("A.X", 6000), position("B.X", -2000)), returns, 7)
    pnl = 6000 * returns[:, 0] - 2000 * returns[:, 1]
    assert Decimal(measured.gross_exposure) == 8000
    assert Decimal(measured.net_exposure) == 4000
    assert float(measured.var_95) == pytest.approx(-np.quantile(pnl, 0.05, method="inverted_cdf"), abs=0.005)
    worst = np.sort(pnl)[:13]
    assert float(measured.es_95) == pytest.approx(-(worst[:12].sum() + 0.5 * worst[12]) / 12.5, abs=0.005)
    assert measured.window == 250


def test_too_short_a_history_and_an_empty_book_have_no_var():
    short = measure(valued(position("A.X", 6000)), np.zeros((29, 1)), 7)
    assert (short.var_95, short.es_95, short.window) == (None, None, 29)
    flat = measure(valued(), np.empty((0, 0)), 7)
    assert (flat.gross_exposure, flat.var_95, flat.window) == ("0.00", None, 0)


def test_exposures_are_shares_of_equity():
    (share,) = exposures(valued(position("A.X", -500)))
    assert share.fraction_of_equity == -0.5
    (share,) = exposures(valued(position("A.X", 500), equity="-3"))
    assert share.fraction_of_equity is None
