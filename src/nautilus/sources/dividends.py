"""Checks of dividends: against the adjusted close, which says what was taken off, and against the price."""

from collections.abc import Callable, Mapping

import polars as pl

from nautilus.sources.findings import Severity, findings

_LEAST_YIELD = 1e-4
"""A dividend below this share of the price is lost in the rounding of prices."""
_NEAR = 0.05
"""Relative: how near what was taken off must be to the dividend."""
_UNIT_NEAR = 0.25
_REPEAT_DAYS = 7
_LARGE = 0.1


def paid(bars: pl.DataFrame) -> pl.DataFrame:
    """Days with a dividend: its `share` of the close `before`, the share `taken` off by the adjusted close, the `fall`
    of the price, `is_unit`, whether the dividend is 100 times, or a hundredth of, what was taken off, and
    `is_unfollowed`, whether a large one came without such a fall.

    Bars longer than a day may show it one bar late, so the larger of both bars counts where the first shows nothing.
    """
    factor = pl.col("adjusted_close") / pl.col("close")
    taken = 1 - factor.shift(1).over("series") / factor
    before = pl.col("close").shift(1).over("series")
    fall = 1 - pl.col("open") / before
    following = taken.shift(-1).over("series")
    share = pl.col("dividend") / before
    late = (taken.abs() < _NEAR * share) & ((following / share - 1).abs() < _UNIT_NEAR)
    off = (pl.col("share") / pl.col("taken")).abs().log(100).abs() - 1
    found = bars.with_columns(
        before=before, share=share, taken=pl.when(late).then(following).otherwise(taken), fall=fall
    ).with_columns(
        is_unit=(off.abs() < _UNIT_NEAR / 4).fill_null(value=False),
        is_unfollowed=(pl.col("share") > _LARGE) & (pl.col("fall") < pl.col("share") / 3),
    )
    return found.filter((pl.col("dividend") > 0) & (pl.col("share") > _LEAST_YIELD))


def adjustment(bars: pl.DataFrame) -> pl.DataFrame:
    """What the adjusted close takes off for a dividend is not the dividend: nothing, another unit, or another sum."""
    days = paid(bars).filter(pl.col("taken").is_not_null())
    is_unit = pl.col("is_unit")
    is_missing = ~is_unit & (pl.col("taken").abs() < _NEAR * pl.col("share"))
    is_other = ~is_missing & ~is_unit & ((pl.col("taken") / pl.col("share") - 1).abs() > _NEAR)
    told = ("dividend", "before", "share", "taken")
    return pl.concat(
        [
            findings(days.filter(is_missing), "dividend not taken off", Severity.FAULT, *told),
            findings(days.filter(is_unit), "dividend in another unit", Severity.FAULT, *told),
            findings(days.filter(is_other), "dividend and adjustment differ", Severity.FAULT, *told),
        ]
    )


def repeated(bars: pl.DataFrame) -> pl.DataFrame:
    """The same sum twice within days: one of them is a phantom."""
    days = bars.filter(pl.col("dividend") > 0).with_columns(
        last=pl.col("dividend").shift(1).over("series"),
        days=(pl.col("valid") - pl.col("valid").shift(1).over("series")).dt.total_days(),
    )
    is_repeat = ((pl.col("dividend") / pl.col("last") - 1).abs() < _NEAR) & (pl.col("days") <= _REPEAT_DAYS)
    return findings(days.filter(is_repeat), "dividend repeated", Severity.FAULT, "dividend", "days")


def size(bars: pl.DataFrame) -> pl.DataFrame:
    """A dividend that the price did not follow: a large one without a fall, or one that only makes sense times 100."""
    days = paid(bars)
    usual = pl.col("dividend").median().over("series")
    fell = pl.col("fall") * pl.col("before")
    fits = [((value / (pl.col("dividend") * 100)).log().abs() < 0.7) for value in (usual, fell)]
    small = days.filter(pl.all_horizontal(fits) & (pl.len().over("series") >= 3))
    large = days.filter(pl.col("is_unfollowed"))
    return pl.concat(
        [
            findings(small, "dividend in another unit", Severity.FAULT, "dividend", "before", "fall"),
            findings(large, "dividend without a fall in price", Severity.DOUBT, "dividend", "before", "fall"),
        ]
    )


DIVIDEND_CHECKS: Mapping[str, Callable[[pl.DataFrame], pl.DataFrame]] = {
    "adjustment for dividends": adjustment,
    "repeated dividends": repeated,
    "size of dividends": size,
}
