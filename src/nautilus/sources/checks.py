"""The data firewall over whole series: small named checks, each with evidence. All are pure and vectorised.

Each takes bars as `findings.ordered` leaves them and gives findings; `examine` runs them all. The thresholds were tuned
on one half of the cases that `benchmarks/firewall.py` measures, which reports the other half as well.
"""

from collections.abc import Callable, Collection, Mapping

import polars as pl

from nautilus.sources.calendars import sessions
from nautilus.sources.dividends import DIVIDEND_CHECKS
from nautilus.sources.findings import Severity, findings, ordered
from nautilus.sources.levels import PRICES, UNIT, UNIT_NEAR, split_levels, unit_levels

type Check = Callable[[pl.DataFrame], pl.DataFrame]

_ROUNDING = 1e-6
_NEIGHBOURS = 5
"""Bars on each side that say what a price should be near to."""
_SPIKE_SCORE = 12.0
_SPIKE_LEAST = 0.15
"""Log return below which a move is never called a spike."""
_JUMP_LEAST = 0.69
"""Log return: the price doubles or halves."""
_SCALE_LEAST = 0.005
_FEWEST_IN_CROSS_SECTION = 20
_STALE_BARS = 5
_IDLE_BARS = 20
_SPLITS = (2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 10.0, 15.0, 20.0, 25.0, 30.0, 50.0, 100.0)
"""Ratios, either way, that a split nobody told of is looked for with: 3 for 2 is too near to what prices do by
themselves."""
_SPLIT_NEAR = 0.03
_LEVEL_NEAR = 0.15


def order_of_prices(bars: pl.DataFrame) -> pl.DataFrame:
    top, bottom = pl.max_horizontal("open", "close", "low"), pl.min_horizontal("open", "close", "high")
    broken = (pl.col("high") < top * (1 - _ROUNDING)) | (pl.col("low") > bottom * (1 + _ROUNDING))
    return findings(bars.filter(broken), "prices out of order", Severity.FAULT, *PRICES)


def sign(bars: pl.DataFrame) -> pl.DataFrame:
    broken = pl.any_horizontal(pl.col(name) <= 0 for name in PRICES) | (pl.col("volume") < 0)
    return findings(bars.filter(broken), "not positive", Severity.FAULT, *PRICES, "volume")


def repetition(bars: pl.DataFrame) -> pl.DataFrame:
    repeated = bars.filter(pl.struct("series", "valid").is_duplicated())
    return findings(repeated, "duplicate", Severity.FAULT, "close", "volume")


def moves(bars: pl.DataFrame) -> pl.DataFrame:
    """Returns far from those of all series on their day, by the series' own robust scale: a spike when the next return
    takes it back, a jump when a price doubles or halves and stays, which may be another security under the symbol."""
    by = "series"
    moved = bars.filter(pl.col("close") > 0).with_columns(
        move=(pl.col("close") / pl.col("close").shift(1).over(by)).log(), day=pl.col("valid").dt.date()
    )
    crowd = pl.when(pl.len().over("day") >= _FEWEST_IN_CROSS_SECTION).then(pl.col("move").median().over("day"))
    own = moved.with_columns(own=pl.col("move") - crowd.otherwise(0.0).fill_null(0.0))
    spread = (pl.col("own") - pl.col("own").median().over(by)).abs().median().over(by) * 1.4826
    scored = own.with_columns(scale=pl.max_horizontal(spread, _SCALE_LEAST)).with_columns(
        score=pl.col("own") / pl.col("scale"), after=pl.col("own").shift(-1).over(by)
    )
    far = scored.filter((pl.col("score").abs() > _SPIKE_SCORE) & (pl.col("split") == 0))
    is_undone = ((pl.col("own") + pl.col("after")).abs() < 0.4 * pl.col("own").abs()).fill_null(value=False)
    spikes = far.filter((pl.col("own").abs() > _SPIKE_LEAST) & is_undone)
    jumps = far.filter((pl.col("own").abs() > _JUMP_LEAST) & ~is_undone)
    told = ("close", "own", "after", "score")
    return pl.concat([findings(spikes, "spike", Severity.DOUBT, *told), findings(jumps, "jump", Severity.DOUBT, *told)])


def stale(bars: pl.DataFrame) -> pl.DataFrame:
    """The same bar again and again: with the same volume it was copied; without volume nothing was traded."""
    same = [pl.col(name) == pl.col(name).shift(1).over("series") for name in (*PRICES, "volume")]
    repeated = bars.with_columns(same=pl.all_horizontal(same).fill_null(value=False))
    run = (~pl.col("same")).cum_sum().over("series")
    runs = (
        repeated.with_columns(run=run)
        .group_by("series", "run", maintain_order=True)
        .agg(pl.col("valid").first(), pl.col("close").first(), pl.col("volume").first(), bars=pl.len())
    )
    copied = runs.filter((pl.col("volume") > 0) & (pl.col("bars") >= _STALE_BARS))
    idle = runs.filter((pl.col("volume") == 0) & (pl.col("bars") >= _IDLE_BARS))
    return pl.concat(
        [
            findings(copied, "stale", Severity.FAULT, "close", "volume", "bars"),
            findings(idle, "not traded", Severity.NOTE, "close", "bars"),
        ]
    )


def gaps(bars: pl.DataFrame) -> pl.DataFrame:
    """Sessions of New York that are missing between two daily bars. For daily series of US venues alone."""
    calendar = (
        pl.DataFrame({"day": sessions()})
        .with_row_index("number")
        .with_columns(pl.col("day").cast(pl.Int32).cast(pl.Date), pl.col("number").cast(pl.Int64))
    )
    numbered = bars.with_columns(day=pl.col("valid").dt.date()).join(calendar, on="day", how="inner")
    missing = pl.col("number").diff().over("series") - 1
    found = numbered.sort("series", "day").with_columns(missing=missing).filter(pl.col("missing") > 0)
    return findings(found, "gap", Severity.DOUBT, "missing")


def strays(bars: pl.DataFrame) -> pl.DataFrame:
    """Daily bars on days on which New York did not trade."""
    known = pl.Series(sessions()).cast(pl.Int32).cast(pl.Date)
    day = pl.col("valid").dt.date()
    found = bars.filter(~day.is_in(known.implode()) & day.is_between(known.min(), known.max()))
    return findings(found, "not a trading day", Severity.FAULT, "close", "volume")


def units(bars: pl.DataFrame) -> pl.DataFrame:
    """Prices 100 times, or a hundredth of, those of the series: the unit is wrong, in whole bars or in one price."""
    rows = unit_levels(bars).with_columns(
        middle=pl.concat_list(pl.col(name).log() for name in PRICES).list.median().exp()
    )
    off = [((pl.col(name) / pl.col("middle")).log().abs() - pl.lit(UNIT).log()).abs() < UNIT_NEAR for name in PRICES]
    found = rows.filter((pl.col("level") != 0) | pl.any_horizontal(off))
    return findings(found, "unit", Severity.FAULT, *PRICES, "level", "middle")


def splits(bars: pl.DataFrame) -> pl.DataFrame:
    """Bars that stand on the other side of a split than the last bar does, though prices are given for one side; and
    lasting jumps by the ratio of a split that nobody told of. What a dividend took off the price is no jump."""
    marked = split_levels(bars)
    slipped = unit_levels(bars).filter(pl.col("level") != 0)["series"].unique()
    told = findings(marked.filter(pl.col("level") != 0), "split not applied", Severity.FAULT, "close", "ratio", "level")
    level_before = pl.col("close").shift(1).rolling_median(_NEIGHBOURS, min_samples=3).over("series")
    level_after = pl.col("close").reverse().rolling_median(_NEIGHBOURS, min_samples=3).reverse().over("series")
    is_near = [(pl.col("jump").abs() - pl.lit(value).log()).abs() < _SPLIT_NEAR for value in _SPLITS]
    lasts = (pl.col("lasting") - pl.col("jump")).abs() < _LEVEL_NEAR
    untold = marked.with_columns(lasting=(level_before / level_after).log()).filter(
        pl.any_horizontal(is_near) & lasts & pl.col("ratio").is_null() & ~pl.col("series").is_in(slipped.implode())
    )
    return pl.concat([told, findings(untold, "split not told", Severity.DOUBT, "before", "open", "lasting")])


CHECKS: Mapping[str, Check] = {
    "order of prices": order_of_prices,
    "sign": sign,
    "repetition": repetition,
    "moves": moves,
    "stale": stale,
    "units": units,
    "splits": splits,
    **DIVIDEND_CHECKS,
}
CALENDAR_CHECKS: Mapping[str, Check] = {"gaps": gaps, "strays": strays}
"""For daily bars of US venues."""


def examine(bars: pl.DataFrame, is_us_daily: bool = False, without: Collection[str] = ()) -> pl.DataFrame:
    """Findings of all checks but those named `without`, by series and time. `bars` has at least series, valid, prices
    and volume, in any order: that they come out of order is itself found."""
    backwards = bars.with_columns(before=pl.col("valid").shift(1).over("series")).filter(
        pl.col("valid") < pl.col("before")
    )
    known = ordered(bars)
    chosen = {**CHECKS, **(CALENDAR_CHECKS if is_us_daily else {})}
    suited = [check for name, check in chosen.items() if name not in without]
    found = [findings(backwards, "time order", Severity.FAULT, "before"), *(check(known) for check in suited)]
    every: pl.DataFrame = pl.concat(found)
    return every.sort("series", "valid", "rule")


def disagreement(one: pl.DataFrame, other: pl.DataFrame, most: float = 0.01) -> pl.DataFrame:
    """Closes of the same series and day that two sources give more than `most` apart (relative)."""
    day = pl.col("valid").dt.date()
    left = one.with_columns(day=day).select("series", "valid", "day", "close")
    right = other.with_columns(day=day).select("series", "day", other="close")
    apart = (pl.col("close") / pl.col("other") - 1).abs() > most
    found = left.join(right, on=["series", "day"], how="inner").filter(apart)
    return findings(found, "sources disagree", Severity.DOUBT, "close", "other")
