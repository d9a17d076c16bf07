"""Repairs of what checks found, as further versions of the bars, each with the rule that made it. Nothing is replaced.

Only faults whose right value follows from the series itself are repaired: a unit with the right one before and after, a
split, a dividend that the price did not follow and whose adjustment says what it was. Where it may as well be the other
side that is wrong, a finding is all there is.
"""

import polars as pl

from nautilus.sources.dividends import paid
from nautilus.sources.findings import SERIES_COLUMNS, ordered
from nautilus.sources.levels import PRICES, UNIT, split_levels, unit_levels

_SCALED = (*PRICES, "adjusted_close")


def repaired(bars: pl.DataFrame) -> pl.DataFrame:
    """The bars that can be repaired, as they should be, with the column `rule`. One that has two faults comes twice."""
    known = ordered(bars)
    return pl.concat([_units(known), _splits(known), _dividends(known)]).sort("series", "valid", "rule")


def _units(bars: pl.DataFrame) -> pl.DataFrame:
    off = unit_levels(bars).filter((pl.col("level") != 0) & pl.col("is_inner"))
    factor = pl.lit(UNIT).pow(-pl.col("level"))
    return _version(off.with_columns(pl.col(_SCALED) * factor), "repair: prices in the unit of the series")


def _splits(bars: pl.DataFrame) -> pl.DataFrame:
    off = split_levels(bars).filter(pl.col("level") != 0)
    factor = pl.col("ratio").pow(pl.col("level"))
    scaled = off.with_columns(pl.col(_SCALED) * factor, pl.col("volume") / factor)
    return _version(scaled, "repair: split applied to prices and volume")


def _dividends(bars: pl.DataFrame) -> pl.DataFrame:
    """The sum that the adjusted close took off, where the dividend is in another unit than it and the price did not
    fall by the dividend: if it had, the adjustment would be what is wrong."""
    off = (
        paid(bars)
        .filter(pl.col("is_unit") & pl.col("is_unfollowed"))
        .with_columns(dividend=pl.col("taken") * pl.col("before"))
    )
    return _version(off, "repair: dividend as the adjusted close has it")


def _version(bars: pl.DataFrame, rule: str) -> pl.DataFrame:
    return bars.select(*SERIES_COLUMNS, pl.lit(rule).alias("rule"))
