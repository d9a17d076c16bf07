"""Tail risk of a book by historical simulation, and under a normal distribution fitted to it.

Conventions: P&L in currency, one entry per historical period, the loss is reported positive. `level` is the
confidence (0.95: the worst 5 % of periods). `value_at_risk` and `expected_shortfall` assume no distribution.
"""

import math
from statistics import NormalDist

import numpy as np

from nautilus.domain.market import F64

MINIMUM_OBSERVATIONS = 30
"""Below this the worst 5 % is less than two periods, and no figure is given."""


def simulate_pnl(values: F64, returns: F64) -> F64:
    """P&L that the present book would have had in each past period, shape (t,).

    `values` (n,): signed market value of each position [currency]. `returns` (t, n): simple returns of the same
    instruments, no NaN. Raises ValueError when the shapes do not fit.
    Source: Hull, Risk Management and Financial Institutions: historical simulation.
    """
    if returns.ndim != 2 or returns.shape[1] != values.shape[0]:
        raise ValueError(f"returns of shape {returns.shape} do not fit {values.shape[0]} positions")
    pnl: F64 = returns @ values
    return pnl


def value_at_risk(pnl: F64, level: float = 0.95) -> float | None:
    """The smallest loss that at least a fraction `level` of the past periods did not exceed; None if too few.

    VaR = −inf{x : F(x) ≥ 1 − level} with the empirical F. Source: Acerbi & Tasche (2002),
    On the coherence of expected shortfall.
    """
    if pnl.shape[0] < MINIMUM_OBSERVATIONS:
        return None
    worst = _tail_index(pnl.shape[0], level)
    return float(-np.partition(pnl, worst)[worst])


def expected_shortfall(pnl: F64, level: float = 0.95) -> float | None:
    """Mean loss of the worst fraction 1 − level of periods, the last of them counted in part; None if too few.

    Source: Acerbi & Tasche (2002): coherent also where the tail is not a whole number of periods.
    """
    count = pnl.shape[0]
    if count < MINIMUM_OBSERVATIONS:
        return None
    worst = _tail_index(count, level)
    tail = np.sort(np.partition(pnl, worst)[: worst + 1])
    share = _tail_size(count, level)
    return float(-(tail[:worst].sum() + (share - worst) * tail[worst]) / share)


def normal_value_at_risk(pnl: F64, level: float = 0.95) -> float | None:
    """VaR of a normal distribution with mean μ and standard deviation σ (ddof 1) of `pnl`; None if too few.

    VaR = z σ − μ, z the standard normal quantile of `level`. Tails of returns are fatter than normal: far out it is
    too small. Source: McNeil, Frey & Embrechts (2005), Quantitative Risk Management, section 2.2.
    """
    fitted = _fit(pnl, level)
    if fitted is None:
        return None
    mean, deviation = fitted
    return NormalDist().inv_cdf(level) * deviation - mean


def normal_expected_shortfall(pnl: F64, level: float = 0.95) -> float | None:
    """ES of the distribution of `normal_value_at_risk`: φ(z) / (1 − level) × σ − μ; None if too few. Same source."""
    fitted = _fit(pnl, level)
    if fitted is None:
        return None
    mean, deviation = fitted
    standard = NormalDist()
    return standard.pdf(standard.inv_cdf(level)) / (1.0 - level) * deviation - mean


def _fit(pnl: F64, level: float) -> tuple[float, float] | None:
    _tail_size(pnl.shape[0], level)
    if pnl.shape[0] < MINIMUM_OBSERVATIONS:
        return None
    return float(np.mean(pnl)), float(np.std(pnl, ddof=1))


def _tail_size(count: int, level: float) -> float:
    if not 0.5 < level < 1.0:
        raise ValueError(f"level {level} is not a confidence between 0.5 and 1, for example 0.95")
    # 30 × (1 − 0.9) is 2.9999999999999996: without rounding the tail would lose a period.
    return round(count * (1.0 - level), 9)


def _tail_index(count: int, level: float) -> int:
    return math.ceil(_tail_size(count, level)) - 1
