"""On which level the prices of a series stand: times 100 or not, before a split or after it.

A level changes where a price jumps by the factor in question; bars between a jump and the jump back stand on another
level than the rest. Frames are as `findings.ordered` leaves them.
"""

import polars as pl

PRICES = ("open", "high", "low", "close")
UNIT = 100.0
UNIT_NEAR = 0.35
"""Log distance from 100 that still is a slip from pounds to pence or back: the price moves as well."""
_EDGE_BARS = 10
"""A stretch on another level at the start or the end of a series is a slip when it is no longer than this; a longer one
may be a lasting change, such as a split of 1 for 100."""
_SPLIT_NEAR = 0.15
"""Relative to the log ratio of the split."""
_SPLIT_LEAST = 0.1
"""Log ratio below which a split cannot be told from the moves of a day."""


def unit_levels(bars: pl.DataFrame) -> pl.DataFrame:
    """Bars with positive prices and their `level`: the power of 100 by which they are off, 0 where they are not.

    `is_inner`: there are bars on another level before and after, so that it is plain which side slipped.
    """
    positive = bars.filter(pl.all_horizontal(pl.col(name) > 0 for name in PRICES))
    jump = pl.col("close").log().diff().over("series").fill_null(0.0)
    is_jump = (jump.abs() - pl.lit(UNIT).log()).abs() < UNIT_NEAR
    moved = positive.with_columns(level=pl.when(is_jump).then(jump.sign()).otherwise(0.0).cum_sum().over("series"))
    usual = pl.col("level").mode().min().over("series")
    run = pl.col("level").rle_id().over("series")
    leveled = moved.with_columns(level=pl.col("level") - usual, run=run)
    is_edge = (pl.col("run") == 0) | (pl.col("run") == pl.col("run").max().over("series"))
    is_slip = ~is_edge | (pl.len().over("series", "run") <= _EDGE_BARS)
    return leveled.with_columns(level=pl.when(is_slip).then("level").otherwise(0.0), is_inner=~is_edge).drop("run")


def split_levels(bars: pl.DataFrame) -> pl.DataFrame:
    """Bars with the `ratio` of the series' split, the price `before` net of the dividend, the log `jump` from there to
    the open, and `level`: the power of the ratio by which they stand apart from the last bar."""
    ratio = pl.col("split").filter(pl.col("split") > 0).first().over("series")
    paid = pl.col("close").shift(1).over("series") - pl.col("dividend")
    marked = bars.filter(pl.col("close") > 0).with_columns(ratio=ratio, before=paid, jump=(paid / pl.col("open")).log())
    step = pl.col("ratio").log()
    is_jump = ((pl.col("jump").abs() - step.abs()).abs() < _SPLIT_NEAR * step.abs()) & (step.abs() > _SPLIT_LEAST)
    turn = pl.when(is_jump).then((pl.col("jump") * step).sign()).otherwise(0.0).cum_sum().over("series")
    return marked.with_columns(level=turn).with_columns(level=pl.col("level") - pl.col("level").last().over("series"))
