"""Measures against pandas, and against simulation where they are statistics."""

import math

import numpy as np
import pandas as pd
import pytest

from nautilus.domain.time import NS_PER_DAY, NS_PER_SECOND
from nautilus.quant.performance import (
    arrival_slippage_bps,
    drawdowns,
    max_drawdown,
    periods_per_year,
    sharpe_ratio,
    sharpe_standard_error,
    simple_returns,
    total_return,
    volatility,
)

CURVE = np.cumprod(np.concatenate([[100.0], 1 + np.random.default_rng(11).normal(0.0004, 0.011, 750)]))


def test_returns_volatility_and_sharpe_as_pandas_computes_them():
    """The formulas of quantstats and empyrical (252 days, ddof 1, risk-free rate 0), written on pandas."""
    returns = pd.Series(CURVE).pct_change().dropna()
    ours = simple_returns(CURVE)
    assert ours == pytest.approx(returns.to_numpy(), rel=1e-12)
    assert volatility(ours, 252) == pytest.approx(returns.std() * math.sqrt(252), rel=1e-12)
    assert sharpe_ratio(ours, 252) == pytest.approx(returns.mean() / returns.std() * math.sqrt(252), rel=1e-12)
    assert total_return(CURVE) == pytest.approx((1 + returns).prod() - 1, rel=1e-12)


def test_drawdown_as_pandas_computes_it():
    series = pd.Series(CURVE)
    assert max_drawdown(CURVE) == pytest.approx(-(series / series.cummax() - 1).min(), rel=1e-12)
    assert drawdowns(np.array([100.0, 120.0, 90.0, 130.0, 117.0])).tolist() == pytest.approx([0, 0, 0.25, 0, 0.1])


@pytest.mark.parametrize(("sharpe", "count"), [(0.0, 100), (0.1, 250), (0.5, 120), (1.0, 200)])
def test_the_standard_error_is_the_spread_of_estimates_over_many_samples(sharpe, count):
    """Monte Carlo of independent normal returns: what Lo (2002) derives for large samples."""
    samples = np.random.default_rng(7).normal(sharpe, 1.0, (20_000, count))
    estimates = samples.mean(axis=1) / samples.std(axis=1, ddof=1)
    assert sharpe_standard_error(sharpe, count, 1.0) == pytest.approx(estimates.std(), rel=0.03)


def test_the_standard_error_scales_with_the_ratio():
    monthly = sharpe_standard_error(0.3, 36, 1.0)
    assert sharpe_standard_error(0.3 * math.sqrt(12), 36, 12.0) == pytest.approx(monthly * math.sqrt(12))


def test_what_is_not_defined_is_none():
    assert sharpe_ratio(np.array([0.01]), 252) is None
    assert sharpe_ratio(np.full(9, 0.001), 252) is None  # nothing varied
    assert sharpe_ratio(np.zeros(9), 252) is None
    assert volatility(np.array([0.01]), 252) is None
    assert total_return(np.array([1.0])) is None
    assert max_drawdown(np.array([1.0])) is None
    assert arrival_slippage_bps(*np.empty((4, 0))) is None


def test_returns_on_nothing_are_an_error():
    with pytest.raises(ValueError, match="not positive"):
        simple_returns(np.array([100.0, 0.0, 10.0]))


def test_a_year_of_trading_days_has_252():
    weekdays = pd.bdate_range("2019-01-01", "2023-12-29")
    closes = weekdays.as_unit("ns").asi8 + 21 * 3_600 * NS_PER_SECOND
    assert periods_per_year(closes) == 252.0
    closes[::50] -= 3 * 3_600 * NS_PER_SECOND  # the exchange closes early: two closes within 24 hours
    assert periods_per_year(closes) == 252.0


def test_a_year_of_minutes_counts_only_the_minutes_that_are_traded():
    minutes = np.concatenate([np.arange(390) * 60 * NS_PER_SECOND + day * NS_PER_DAY for day in range(5)])
    assert periods_per_year(minutes) == 252.0 * 390


def test_weeks_and_months_follow_the_calendar():
    weeks = np.arange(60) * 7 * NS_PER_DAY
    assert periods_per_year(weeks) == pytest.approx(52.18, abs=0.01)
    assert periods_per_year(np.array([], dtype=np.int64)) == 252.0


def test_slippage_is_a_cost_on_both_sides_weighted_by_notional():
    sign, price, mid = np.array([1.0, -1.0]), np.array([100.10, 49.90]), np.array([100.0, 50.0])
    notional = np.array([3000.0, 1000.0])
    assert arrival_slippage_bps(sign, price, mid, notional) == pytest.approx((10 * 3000 + 20 * 1000) / 4000)
    assert arrival_slippage_bps(sign[:1], np.array([99.0]), mid[:1], notional[:1]) == pytest.approx(-100)
