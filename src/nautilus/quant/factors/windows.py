"""Pure window operators on panels.

Input x has shape (n + window − 1, instruments), the output (n, instruments): row i comes from exactly rows
i .. i + window − 1 of x, added oldest first by element-wise operations, so it does not depend on which other rows
are computed in the same call. NaN marks a missing value: it is left out, and fewer than `min_count` values in a
window give NaN (`min_count` = window: one missing value makes the output missing).
"""

from collections.abc import Iterator

import numpy as np

from nautilus.domain.market import F64

_QUIET = np.errstate(divide="ignore", invalid="ignore")
"""A window without values divides by zero: that is its NaN."""


def _offsets(x: F64, window: int) -> Iterator[F64]:
    """For each place in the window, oldest first, the values at that place for every output row."""
    rows = len(x) - window + 1
    for offset in range(window):
        yield x[offset : offset + rows]


def _enough(values: F64, count: F64, min_count: int) -> F64:
    return np.where(count >= min_count, values, np.nan)


def _count_and_sum(x: F64, window: int) -> tuple[F64, F64]:
    shape = (len(x) - window + 1, x.shape[1])
    count, total = np.zeros(shape), np.zeros(shape)
    for value in _offsets(x, window):
        seen = value == value  # noqa: PLR0124 - false for NaN only
        count += seen
        total += np.where(seen, value, 0.0)
    return count, total


def _extremes(x: F64, window: int) -> tuple[F64, F64]:
    shape = (len(x) - window + 1, x.shape[1])
    low, high = np.full(shape, np.nan), np.full(shape, np.nan)
    for value in _offsets(x, window):
        np.fmin(low, value, out=low)
        np.fmax(high, value, out=high)
    return low, high


def delay(x: F64, window: int) -> F64:
    """The value window − 1 rows earlier."""
    return x[: len(x) - window + 1]


def total(x: F64, window: int, min_count: int) -> F64:
    count, summed = _count_and_sum(x, window)
    return _enough(summed, count, min_count)


@_QUIET
def mean(x: F64, window: int, min_count: int) -> F64:
    count, summed = _count_and_sum(x, window)
    return _enough(summed / count, count, min_count)


@_QUIET
def variance(x: F64, window: int, min_count: int, ddof: int) -> F64:
    """Two passes: the mean, then the squared deviations from it. Exactly 0 for a window of equal values."""
    count, summed = _count_and_sum(x, window)
    centre = summed / count
    squares = np.zeros_like(centre)
    for value in _offsets(x, window):
        deviation = value - centre
        squares += np.where(deviation == deviation, deviation * deviation, 0.0)  # noqa: PLR0124
    low, high = _extremes(x, window)
    spread = np.where(low == high, 0.0, squares / (count - ddof))
    return _enough(spread, count, max(min_count, ddof + 1))


def deviation(x: F64, window: int, min_count: int, ddof: int) -> F64:
    """Standard deviation with divisor count − ddof."""
    return np.sqrt(variance(x, window, min_count, ddof))


def minimum(x: F64, window: int, min_count: int) -> F64:
    count, _ = _count_and_sum(x, window)
    return _enough(_extremes(x, window)[0], count, min_count)


def maximum(x: F64, window: int, min_count: int) -> F64:
    count, _ = _count_and_sum(x, window)
    return _enough(_extremes(x, window)[1], count, min_count)


@_QUIET
def _pairs(x: F64, y: F64, window: int) -> tuple[F64, F64, F64, F64]:
    """Count, and sums of squared and crossed deviations, over the rows where both are present."""
    both = np.isnan(x) | np.isnan(y)
    x, y = np.where(both, np.nan, x), np.where(both, np.nan, y)
    count, sum_x = _count_and_sum(x, window)
    _, sum_y = _count_and_sum(y, window)
    mean_x, mean_y = sum_x / count, sum_y / count
    xx, yy, xy = np.zeros_like(count), np.zeros_like(count), np.zeros_like(count)
    for value_x, value_y in zip(_offsets(x, window), _offsets(y, window), strict=True):
        seen = value_x == value_x  # noqa: PLR0124
        dx, dy = np.where(seen, value_x - mean_x, 0.0), np.where(seen, value_y - mean_y, 0.0)
        xx += dx * dx
        yy += dy * dy
        xy += dx * dy
    low_x, high_x = _extremes(x, window)
    low_y, high_y = _extremes(y, window)
    xx, yy = np.where(low_x == high_x, 0.0, xx), np.where(low_y == high_y, 0.0, yy)
    return count, xx, yy, xy


@_QUIET
def correlation(x: F64, y: F64, window: int, min_count: int) -> F64:
    """Pearson's. NaN where either side does not vary in the window."""
    count, xx, yy, xy = _pairs(x, y, window)
    scale = np.sqrt(xx) * np.sqrt(yy)
    ratio = np.clip(xy / np.where(scale == 0.0, np.nan, scale), -1.0, 1.0)
    return _enough(ratio, count, max(min_count, 2))


@_QUIET
def covariance(x: F64, y: F64, window: int, min_count: int, ddof: int) -> F64:
    count, _, _, xy = _pairs(x, y, window)
    return _enough(xy / (count - ddof), count, max(min_count, ddof + 1))


@_QUIET
def rank(x: F64, window: int, min_count: int, scale: str) -> F64:
    """Rank of the newest value among its window, ties averaged. `scale`: "unit" (r−1)/(n−1), "share" r/n."""
    newest = x[window - 1 :]
    count, below, equal = np.zeros_like(newest), np.zeros_like(newest), np.zeros_like(newest)
    for value in _offsets(x, window):
        count += value == value  # noqa: PLR0124
        below += value < newest
        equal += value == newest
    position = below + (equal + 1.0) / 2.0
    scaled = (position - 1.0) / (count - 1.0) if scale == "unit" else position / count
    return _enough(np.where(np.isnan(newest), np.nan, scaled), count, min_count)


def _place(x: F64, window: int, min_count: int, extreme: F64) -> F64:
    """Rows from the newest back to the oldest occurrence of `extreme` in each window."""
    age = np.full_like(extreme, np.nan)
    count = np.zeros_like(extreme)
    for offset, value in enumerate(_offsets(x, window)):
        count += value == value  # noqa: PLR0124
        age = np.where((value == extreme) & np.isnan(age), float(window - 1 - offset), age)
    return _enough(age, count, min_count)


def rows_since_maximum(x: F64, window: int, min_count: int) -> F64:
    """0 where the newest value is the highest; the oldest of equal ones counts."""
    return _place(x, window, min_count, _extremes(x, window)[1])


def rows_since_minimum(x: F64, window: int, min_count: int) -> F64:
    """0 where the newest value is the lowest; the oldest of equal ones counts."""
    return _place(x, window, min_count, _extremes(x, window)[0])


@_QUIET
def decay(x: F64, window: int, min_count: int) -> F64:
    """Mean with weights 1 .. window, the newest heaviest; the weights of missing values are left out."""
    shape = (len(x) - window + 1, x.shape[1])
    count, summed, weights = np.zeros(shape), np.zeros(shape), np.zeros(shape)
    for offset, value in enumerate(_offsets(x, window)):
        seen = value == value  # noqa: PLR0124
        count += seen
        summed += np.where(seen, value * (offset + 1.0), 0.0)
        weights += np.where(seen, offset + 1.0, 0.0)
    return _enough(summed / weights, count, min_count)
