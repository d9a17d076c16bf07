"""A slice of a dataset under all checks that suit it: findings, grades, and bars as they should be. Pure.

What a source gave last is inspected, one version a bar. Prices as traded are first brought onto one side of the splits
that are known, so that a split that was told is no jump; evidence of checks shows prices so scaled, repairs do not.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import polars as pl

from nautilus.sources.calendars import US_VENUES
from nautilus.sources.checks import disagreement, examine
from nautilus.sources.findings import FINDINGS, Grade, Severity, findings, grades
from nautilus.sources.levels import PRICES
from nautilus.sources.repairs import repaired

REVISION = 2
"""Raise it when a check, a repair or the rule of grades changes: all datasets are inspected anew then."""
REPAIRED = (*PRICES, "volume", "adjusted_close")
"""What a repair may change of a bar."""
NO_SPLITS = pl.DataFrame(schema={"series": pl.String(), "day": pl.Date(), "ratio": pl.Float64()})
_QUOTED = frozenset({"stale"})
"""Not for sides of a quote: that one stands unchanged is ordinary."""
_OPTIONS = frozenset({"stale", "moves", "units", "splits"})
"""Not for options, which lose all of their value in a day and are not traded for weeks."""
_LONG_GAP = 1.5
"""Periods of the usual length: what is further from the one before has one missing between."""
_DAILY_GAP_DAYS = 7
_SPIKE_SCORE = 12.0
_LEAST_PERIODS = 20
_TICKS_BESIDE = 21
_LEAST_TICK_SPIKE = 0.01
"""Log distance from the median of the ticks beside it below which a price is never called a spike."""


class Inspected(NamedTuple):
    """`repairs` has the columns series, valid, rule and REPAIRED: of no bar more than one row."""

    found: pl.DataFrame
    grades: Sequence[Grade]
    repairs: pl.DataFrame


class Beside(NamedTuple):
    """What else is known of the series: `splits` as NO_SPLITS; `others`, closes of other sources (series, source,
    valid, close); `currencies`, by series those of its instrument and of what says another thing of it."""

    splits: pl.DataFrame
    others: pl.DataFrame
    currencies: Mapping[str, Mapping[str, str]]


def inspect_bars(bars: pl.DataFrame, beside: Beside, *, is_daily: bool, is_quoted: bool) -> Inspected:
    """`bars` has series, valid, prices, volume, adjusted_close and `adjusted`, one row a bar."""
    scaled = _on_one_side(bars, beside.splits)
    is_option = pl.col("series").str.contains(" ", literal=True)
    is_us = pl.col("series").str.extract(r"\.([^.]+)$").is_in(sorted(US_VENUES)).fill_null(value=False)
    unsuited = _QUOTED if is_quoted else frozenset[str]()
    kinds = (
        (is_us & ~is_option, is_daily, unsuited),
        (~is_us & ~is_option, False, unsuited),
        (is_option, False, unsuited | _OPTIONS),
    )
    parts = [
        examine(part, is_us_daily=has_sessions, without=without)
        for among, has_sessions, without in kinds
        if (part := scaled.filter(among)).height
    ]
    raw = bars.filter(~pl.col("adjusted"))
    parts += [disagreement(raw, other).unique(["series", "valid"], keep="first") for other in _by_source(beside.others)]
    parts.append(_currencies(bars, beside.currencies))
    found = pl.concat(parts).unique(["series", "valid", "rule"], keep="first").sort("series", "valid", "rule")
    plain = _with_splits(bars.filter(~is_option), beside.splits)
    made = repaired(plain).filter(~pl.struct("series", "valid").is_duplicated())  # two faults: neither is plain
    return Inspected(found, grades(bars, found), made.select("series", "valid", "rule", *REPAIRED))


def inspect_observations(values: pl.DataFrame) -> Inspected:
    """`values` has series, valid, known and value: of each period the last version, null where there is none now."""
    frame = values.sort("series", "valid")
    early = findings(frame.filter(pl.col("known") < pl.col("valid")), "time order", Severity.FAULT, "known")
    days = pl.col("valid").diff().over("series").dt.total_days()
    spaced = frame.drop_nulls("value").with_columns(days=days)
    usual = pl.col("days").median().over("series")
    most = pl.when(usual < _DAILY_GAP_DAYS).then(float(_DAILY_GAP_DAYS)).otherwise(usual * _LONG_GAP)
    gaps = spaced.with_columns(usual=usual).filter(pl.col("days") > most)
    move = pl.col("value").diff().over("series")
    after = move.shift(-1).over("series")
    moved = spaced.with_columns(move=move, after=after)
    spread = (pl.col("move") - pl.col("move").median().over("series")).abs().median().over("series") * 1.4826
    is_undone = (pl.col("move") + pl.col("after")).abs() < 0.4 * pl.col("move").abs()
    is_far = (pl.col("move").abs() > _SPIKE_SCORE * spread) & (spread > 0) & (pl.len().over("series") >= _LEAST_PERIODS)
    spikes = moved.with_columns(before=pl.col("value") - pl.col("move")).filter(is_far & is_undone)
    told = [
        early,
        findings(gaps, "gap", Severity.DOUBT, "days", "usual"),
        findings(spikes, "spike", Severity.DOUBT, "value", "before", "after"),
    ]
    found = pl.concat(told).sort("series", "valid", "rule")
    return Inspected(found, grades(frame, found), pl.DataFrame())


def inspect_ticks(ticks: pl.DataFrame, *, is_quoted: bool) -> Inspected:
    """`ticks` has series, valid and price, or bid and ask, in stored order. What is between the prices beside it is no
    spike, however fast these move."""
    if is_quoted:
        both = ticks.drop_nulls(["bid", "ask"])
        crossed = both.filter(pl.col("bid") > pl.col("ask"))
        parts = [findings(crossed, "crossed", Severity.DOUBT, "bid", "ask")]
        priced = both.with_columns(price=(pl.col("bid") + pl.col("ask")) / 2)
    else:
        priced = ticks
        parts = [findings(ticks.filter(pl.col("price") <= 0), "not positive", Severity.DOUBT, "price")]
    earlier = ticks.with_columns(before=pl.col("valid").shift(1).over("series")).filter(
        pl.col("valid") < pl.col("before")
    )
    parts.append(findings(earlier, "time order", Severity.FAULT, "before"))
    positive = priced.filter(pl.col("price") > 0)
    usual = pl.col("price").rolling_median(_TICKS_BESIDE, center=True, min_samples=3).over("series")
    off = positive.with_columns(usual=usual).with_columns(off=(pl.col("price") / pl.col("usual")).log())
    spread = pl.col("off").abs().mean().over("series") * _SPIKE_SCORE
    spikes = off.filter(pl.col("off").abs() > pl.max_horizontal(spread, _LEAST_TICK_SPIKE))
    parts.append(findings(spikes, "spike", Severity.DOUBT, "price", "usual"))
    found = pl.concat(parts).unique(["series", "valid", "rule"], keep="first").sort("series", "valid", "rule")
    return Inspected(found, grades(ticks, found), pl.DataFrame())


def _on_one_side(bars: pl.DataFrame, splits: pl.DataFrame) -> pl.DataFrame:
    """Prices as traded divided by the ratios of all later splits; what its source has scaled keeps its splits."""
    marked = _with_splits(bars, splits)
    if not splits.height:
        return marked
    later = splits.sort("series", "day").with_columns(
        total=pl.col("ratio").cum_prod(reverse=True).over("series"), day=pl.col("day")
    )
    following = (pl.col("valid").dt.date() + pl.duration(days=1)).cast(pl.Date)
    joined = (
        marked.with_columns(following=following)
        .sort("following")
        .join_asof(
            later.sort("day").select("series", "day", "total"),
            left_on="following",
            right_on="day",
            by="series",
            strategy="forward",
            check_sortedness=False,
        )
    )
    factor = pl.when("adjusted").then(1.0).otherwise(pl.col("total").fill_null(1.0))
    scaled = joined.with_columns(
        *((pl.col(name) / factor).alias(name) for name in (*PRICES, "adjusted_close")), volume=pl.col("volume") * factor
    )
    return scaled.drop("following", "total", "day").sort("series", "valid", maintain_order=True)


def _with_splits(bars: pl.DataFrame, splits: pl.DataFrame) -> pl.DataFrame:
    """With `split` on ex dates of bars that their source has scaled: there a split is no jump, or is not applied."""
    days = splits.select("series", pl.col("day").alias("ex"), pl.col("ratio").alias("split"))
    marked = bars.with_columns(ex=pl.col("valid").dt.date()).join(days, on=["series", "ex"], how="left").drop("ex")
    return marked.with_columns(split=pl.when("adjusted").then(pl.col("split").fill_null(0.0)).otherwise(0.0))


def _by_source(others: pl.DataFrame) -> list[pl.DataFrame]:
    return others.partition_by("source", include_key=False) if others.height else []


def _currencies(bars: pl.DataFrame, currencies: Mapping[str, Mapping[str, str]]) -> pl.DataFrame:
    """Series of which several currencies are told, at their first bar."""
    torn = {name: told for name, told in currencies.items() if len(set(told.values())) > 1}
    if not torn:
        return FINDINGS.to_frame()
    first = bars.filter(pl.col("series").is_in(list(torn))).group_by("series").agg(pl.col("valid").min())
    told = pl.col("series").replace_strict(
        {name: ", ".join(f"{by} {what}" for by, what in torn[name].items()) for name in torn}
    )
    return findings(first.with_columns(told=told), "currency", Severity.FAULT, "told")
