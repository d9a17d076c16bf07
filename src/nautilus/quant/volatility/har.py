"""HAR: tomorrow's variance from its mean over the last day, week and month.

Corsi (2009), "A Simple Approximate Long-Memory Model of Realized Volatility", Journal of Financial Econometrics 7(2),
with 1, 5 and 22 days:

    v[t+1] = c + β_d v[t] + β_w mean(v[t−4..t]) + β_m mean(v[t−21..t]) + ε
"""

from dataclasses import dataclass

import numpy as np

from nautilus.domain.market import F64
from nautilus.quant.factors import windows

HORIZONS = (1, 5, 22)
LONGEST = max(HORIZONS)
LEAST_SAMPLES = 100
"""Fewer training rows than this do not make a model of four coefficients."""


@dataclass(frozen=True)
class HarFit:
    """Least-squares fit: `coefficients` are (c, β_d, β_w, β_m); `samples` rows were regressed."""

    coefficients: tuple[float, float, float, float]
    r_squared: float
    samples: int


def regressors(variance: F64) -> F64:
    """Means over 1, 5 and 22 days up to each day from the 22nd on, shape (n − 21, 3); empty for fewer days.

    A missing day (NaN) makes the rows whose month it is in NaN.
    """
    if len(variance) < LONGEST:
        return np.empty((0, len(HORIZONS)))
    column = np.asarray(variance, dtype=np.float64)[:, None]
    means = [windows.mean(column[LONGEST - days :], days, days)[:, 0] for days in HORIZONS]
    return np.stack(means, axis=1)


def fit(variance: F64) -> HarFit | None:
    """Ordinary least squares on daily variances, oldest first. None with fewer than LEAST_SAMPLES complete rows."""
    features, target = regressors(variance)[:-1], np.asarray(variance, dtype=np.float64)[LONGEST:]
    complete = ~np.isnan(features).any(axis=1) & ~np.isnan(target)
    features, target = features[complete], target[complete]
    if len(target) < LEAST_SAMPLES:
        return None
    design = np.column_stack([np.ones(len(target)), features])
    solution, *_ = np.linalg.lstsq(design, target)
    residual = target - design @ solution
    centred = target - target.mean()
    varies = float(centred @ centred)
    if varies == 0.0:
        return None
    constant, daily, weekly, monthly = (float(each) for each in solution)
    return HarFit((constant, daily, weekly, monthly), 1.0 - float(residual @ residual) / varies, len(target))


def forecast(features: F64, coefficients: tuple[float, float, float, float]) -> F64:
    """Next day's variance for each row of `features` (n, 3), shape (n,)."""
    constant, daily, weekly, monthly = coefficients
    return constant + daily * features[:, 0] + weekly * features[:, 1] + monthly * features[:, 2]
