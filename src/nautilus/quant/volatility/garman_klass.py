"""Variance of a bar's log return from its open, high, low and close."""

import numpy as np

from nautilus.domain.market import F64

_CLOSE_WEIGHT = 2.0 * np.log(2.0) - 1.0


def garman_klass(open_: F64, high: F64, low: F64, close: F64) -> F64:
    """Garman-Klass variance of each bar, shape of the inputs, per bar and not annualised.

        ½ ln(H/L)² − (2 ln 2 − 1) ln(C/O)²

    Garman & Klass (1980), "On the Estimation of Security Price Volatilities from Historical Data", Journal of
    Business 53(1), the practical estimator for trading without opening jumps (their σ̂²₅). It says nothing about
    the jump from the previous close. A price that is not positive, or is missing, gives NaN.
    """
    prices = np.stack([open_, high, low, close])
    log_open, log_high, log_low, log_close = np.log(np.where(prices > 0.0, prices, np.nan))
    return np.asarray(0.5 * (log_high - log_low) ** 2 - _CLOSE_WEIGHT * (log_close - log_open) ** 2)
