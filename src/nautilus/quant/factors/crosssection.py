"""Operators across instruments: each row (one time) of a panel on its own."""

import numpy as np

from nautilus.domain.market import F64


@np.errstate(divide="ignore", invalid="ignore")
def rank(x: F64, scale: str) -> F64:
    """Rank within each row, ties averaged, NaN left out. `scale`: "unit" (r−1)/(n−1), "share" r/n.

    With one value in a row "unit" is 0/0: NaN.
    """
    columns = np.arange(x.shape[1])
    order = np.argsort(x, axis=1, kind="stable")  # NaN sorts last
    ordered = np.take_along_axis(x, order, axis=1)
    differs = np.ones(x.shape, dtype=bool)
    differs[:, 1:] = ordered[:, 1:] != ordered[:, :-1]
    first = np.maximum.accumulate(np.where(differs, columns, 0), axis=1)
    ends = np.ones(x.shape, dtype=bool)
    ends[:, :-1] = differs[:, 1:]
    last = np.minimum.accumulate(np.where(ends, columns, x.shape[1] - 1)[:, ::-1], axis=1)[:, ::-1]
    position = np.empty(x.shape)
    np.put_along_axis(position, order, (first + last) / 2.0, axis=1)
    count = np.sum(~np.isnan(x), axis=1, keepdims=True).astype(np.float64)
    scaled = position / (count - 1.0) if scale == "unit" else (position + 1.0) / count
    return np.where(np.isnan(x), np.nan, scaled)


def scale(x: F64) -> F64:
    """Each row divided by Σ|x|, added in column order. NaN is left out; a row of zeros gives NaN."""
    size = np.zeros((len(x), 1))
    for column in range(x.shape[1]):
        size += np.nan_to_num(np.abs(x[:, column : column + 1]), nan=0.0, posinf=np.inf)
    return x / np.where(size == 0.0, np.nan, size)
