"""VaR and ES against NumPy's quantile and the Rockafellar–Uryasev minimisation, neither of which they use."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.optimize import linprog
from scipy.stats import norm

from nautilus.quant.risk import (
    MINIMUM_OBSERVATIONS,
    expected_shortfall,
    normal_expected_shortfall,
    normal_value_at_risk,
    simulate_pnl,
    value_at_risk,
)

PNL = arrays(np.float64, st.integers(30, 300), elements=st.floats(-1e6, 1e6, width=32))


@given(PNL, st.sampled_from([0.9, 0.95, 0.975, 0.99]))
def test_value_at_risk_is_the_empirical_quantile(pnl, level):
    # The rounding keeps NumPy on the same side of a whole number of observations: 30 × (1 − 0.9) is not 3 in binary.
    oracle = -np.quantile(pnl, round(1 - level, 12), method="inverted_cdf")
    assert value_at_risk(pnl, level) == oracle


@pytest.mark.parametrize("count", [30, 47, 100, 101])
@pytest.mark.parametrize("level", [0.9, 0.95, 0.99])
def test_expected_shortfall_is_the_minimum_of_rockafellar_and_uryasev(count, level):
    """ES = min over c of c + Σ max(−x − c, 0) / (n (1 − level)), as a linear programme."""
    pnl = np.random.default_rng(count).standard_t(3, size=count)
    weights = np.concatenate([[1.0], np.full(count, 1 / (count * (1 - level)))])
    bounds = [(None, None), *[(0, None)] * count]
    constraint = -np.column_stack([np.ones(count), np.eye(count)])
    found = linprog(weights, A_ub=constraint, b_ub=pnl, bounds=bounds)
    assert expected_shortfall(pnl, level) == pytest.approx(found.fun, rel=1e-9)


@given(PNL)
def test_expected_shortfall_is_at_least_value_at_risk(pnl):
    var, es = value_at_risk(pnl), expected_shortfall(pnl)
    assert es >= var - 1e-9 * abs(var)


def test_a_tail_of_whole_periods_is_their_mean():
    losses = np.arange(1.0, 101.0)
    pnl = -losses[np.random.default_rng(3).permutation(100)]
    assert value_at_risk(pnl) == 96.0
    assert expected_shortfall(pnl) == pytest.approx(98.0)


def test_too_few_observations_give_no_figure():
    pnl = np.linspace(-1, 1, MINIMUM_OBSERVATIONS - 1)
    assert value_at_risk(pnl) is None
    assert expected_shortfall(pnl) is None
    assert value_at_risk(np.linspace(-1, 1, MINIMUM_OBSERVATIONS)) is not None


@pytest.mark.parametrize("level", [0.9, 0.95, 0.99])
def test_the_normal_tail_is_that_of_a_fitted_normal_distribution(level):
    """ES as the integral of losses beyond VaR, which the formula does not do."""
    pnl = np.random.default_rng(4).normal(20.0, 300.0, 250)
    losses = norm(*norm.fit(-pnl)[:1], np.sqrt(np.var(pnl, ddof=1)))
    var = normal_value_at_risk(pnl, level)
    assert var == pytest.approx(losses.ppf(level), rel=1e-12)
    assert normal_expected_shortfall(pnl, level) == pytest.approx(losses.expect(lb=var, conditional=True), rel=1e-6)


def test_a_large_normal_sample_has_the_same_tail_by_both_methods():
    pnl = np.random.default_rng(5).normal(0.0, 100.0, 400_000)
    assert normal_value_at_risk(pnl) == pytest.approx(value_at_risk(pnl), rel=0.01)
    assert normal_expected_shortfall(pnl) == pytest.approx(expected_shortfall(pnl), rel=0.01)


def test_the_normal_tail_needs_as_many_observations():
    pnl = np.linspace(-1, 1, MINIMUM_OBSERVATIONS - 1)
    assert normal_value_at_risk(pnl) is None
    assert normal_expected_shortfall(pnl) is None
    with pytest.raises(ValueError, match="a confidence"):
        normal_value_at_risk(np.zeros(50), 1.0)


def test_the_book_of_today_is_moved_by_each_past_day():
    returns = np.array([[0.01, -0.02], [-0.03, 0.05]])
    assert simulate_pnl(np.array([1000.0, -500.0]), returns).tolist() == pytest.approx([20.0, -55.0])
    with pytest.raises(ValueError, match="do not fit"):
        simulate_pnl(np.array([1.0]), returns)


def test_a_level_is_a_confidence():
    with pytest.raises(ValueError, match="a confidence"):
        value_at_risk(np.zeros(50), 0.05)
