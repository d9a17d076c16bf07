"""Measures of an equity curve.

`equity` has shape (n + 1,), the value at the start first; its n simple returns are the observations. Measures are
fractions, not percent. The risk-free rate is 0, stated here once: cash in a paper account earns nothing. A measure
that its data does not define (too few observations, no variation) is None, never 0.
"""

import numpy as np

from nautilus.domain.market import F64, I64
from nautilus.domain.time import NS_PER_DAY

TRADING_DAYS = 252.0
_CALENDAR_DAYS = 365.25


def simple_returns(equity: F64) -> F64:
    """E(i) / E(i − 1) − 1, shape (n,). Raises ValueError when a base is not positive: a return has no meaning then."""
    if np.any(equity[:-1] <= 0.0):
        raise ValueError("equity is not positive, so returns on it are not defined")
    returns: F64 = equity[1:] / equity[:-1] - 1.0
    return returns


def periods_per_year(ts: I64) -> float:
    """How many observations like these a year has, from their times (n,) [ns], ascending.

    By the median step. Longer than a day and a half: calendar days a year / step. About a day: 252. Shorter: the most
    observations that any 24 hours hold × 252, so that nights and weekends without observations do not count as
    time. With fewer than two observations: 252.
    """
    if ts.shape[0] < 2:
        return TRADING_DAYS
    median_days = float(np.median(np.diff(ts))) / NS_PER_DAY
    if median_days > 1.5:
        return _CALENDAR_DAYS / median_days
    if median_days > 0.5:
        return TRADING_DAYS
    within_a_day = np.searchsorted(ts, ts + NS_PER_DAY, side="left") - np.arange(ts.shape[0])
    return TRADING_DAYS * float(within_a_day.max())


def total_return(equity: F64) -> float | None:
    if equity.shape[0] < 2 or equity[0] <= 0.0:
        return None
    return float(equity[-1] / equity[0] - 1.0)


def volatility(returns: F64, periods: float) -> float | None:
    """Annualised standard deviation, ddof 1; None below two observations."""
    if returns.shape[0] < 2:
        return None
    return float(np.std(returns, ddof=1) * np.sqrt(periods))


def sharpe_ratio(returns: F64, periods: float) -> float | None:
    """Annualised mean / standard deviation (ddof 1); None below two observations or where nothing varied.

    Source: Sharpe (1994), with the square-root-of-time rule, exact for uncorrelated returns only (Lo 2002).
    """
    spread = volatility(returns, 1.0)
    # A constant return leaves a rounding residue, of which a ratio would make an enormous number.
    if spread is None or spread <= 1e-12 * float(np.abs(returns).max()):
        return None
    return float(np.mean(returns) / spread * np.sqrt(periods))


def sharpe_standard_error(sharpe: float, observations: int, periods: float) -> float:
    """Standard error of an annualised Sharpe ratio, for independent, identically distributed returns.

    √((1 + SR²/2) / n) with SR per period, times √periods. Source: Lo (2002), The Statistics of Sharpe
    Ratios.
    """
    per_period = sharpe / np.sqrt(periods)
    return float(np.sqrt((1.0 + 0.5 * per_period**2) / observations) * np.sqrt(periods))


def drawdowns(equity: F64) -> F64:
    """Loss from the highest value so far as a fraction of it, shape of `equity`, ≥ 0. Source: Bacon (2008)."""
    peaks = np.maximum.accumulate(equity)
    losses: F64 = 1.0 - equity / peaks
    return losses


def max_drawdown(equity: F64) -> float | None:
    if equity.shape[0] < 2 or equity[0] <= 0.0:
        return None
    return float(drawdowns(equity).max())


def arrival_slippage_bps(sign: F64, price: F64, arrival_mid: F64, notional: F64) -> float | None:
    """Implementation shortfall against the mid at the decision, in basis points, positive = cost; None without fills.

    Inputs (n,) a fill each: +1 buy, −1 sell; fill price; mid when the order was decided; notional as the weight.
    Source: Perold (1988), execution part.
    """
    if price.shape[0] == 0 or notional.sum() <= 0.0:
        return None
    costs = sign * (price - arrival_mid) / arrival_mid
    return float(np.average(costs, weights=notional) * 1e4)
