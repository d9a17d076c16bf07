"""The data firewall: precision and recall by kind of fault, on cases it was tuned on and on cases it was not.

The cases are Yahoo's as yfinance collects them, many with the repaired twin, and the crawls of pystock-data. A case
(with its twin) is for tuning when the SHA-256 of its symbol is even, held out when it is odd; so is one of pystock.

What checks find was tuned on the first half alone. That repairs are held back where the other side may be wrong as well
was decided after the second half had shown wrong repairs: its figures of repairs are not blind.
"""

import hashlib
import time
from collections.abc import Sequence
from typing import Any

import polars as pl

from benchmarks._market import shared
from nautilus.sources.calendars import closes
from nautilus.sources.checks import disagreement, examine
from nautilus.sources.columns import days
from nautilus.sources.findings import grades
from nautilus.sources.repairs import repaired

DIVIDEND_RULES = frozenset(
    {
        "dividend not taken off",
        "dividend in another unit",
        "dividend and adjustment differ",
        "dividend repeated",
        "dividend without a fall in price",
    }
)
KINDS = {
    "dividend": (("bad-div", "missing-div-adjust", "cg-double-count"), DIVIDEND_RULES),
    "split": (("bad-stock-split",), frozenset({"split not applied"})),
    "unit": (("100x-error", "bad-unit"), frozenset({"unit"})),
}
"""Labels of cases that have a fault of a kind, and the rules that are to find it. A case with any other label, the
repaired twin of one among them, is one in which the kind is not to be found."""
GROSS = 0.2
"""A first print that was revised by more than this (log) was wrong."""


def market(name: str) -> pl.DataFrame:
    """A bulk file as it is."""
    return pl.read_parquet(shared() / "market" / f"{name}.parquet")


def is_held_out(symbol: str) -> bool:
    return int(hashlib.sha256(symbol.encode()).hexdigest(), 16) % 2 == 1


def cases() -> pl.DataFrame:
    """All cases as the checks read bars, with symbol and label."""
    table = market("yahoo_price_repair_cases_yfinance")
    valid = pl.col("date").str.to_datetime("%Y-%m-%d %H:%M:%S%z", time_zone="UTC", time_unit="us")
    names = {"case": "series", "adj_close": "adjusted_close", "dividends": "dividend", "stock_splits": "split"}
    return table.with_columns(valid=valid).rename(names)


def run() -> dict[str, Any]:
    yahoo = cases()
    found = examine(yahoo)
    halves = {"tuning": False, "held out": True}
    return {
        "inputs": {"cases": yahoo["series"].n_unique(), "bars": yahoo.height, "split": "SHA-256 of the symbol, odd"},
        "by_kind": {name: _by_kind(yahoo, found, side) for name, side in halves.items()},
        "by_label": {name: _by_label(yahoo, found, side) for name, side in halves.items()},
        "repairs": {name: _repairs(yahoo, side) for name, side in halves.items()},
        "pystock": _pystock(halves),
        "lean_beside_pystock": _disagreement(),
    }


def _by_kind(yahoo: pl.DataFrame, found: pl.DataFrame, held_out: bool) -> dict[str, Any]:
    labels = {case: label for case, symbol, label in _labels(yahoo) if is_held_out(symbol) == held_out}
    result = {}
    for kind, (bad, rules) in KINDS.items():
        flagged = set(found.filter(pl.col("rule").is_in(rules))["series"]) & labels.keys()
        positive = {case for case, label in labels.items() if label in bad}
        result[kind] = _score(positive, flagged)
    return result


def _by_label(yahoo: pl.DataFrame, found: pl.DataFrame, held_out: bool) -> dict[str, str]:
    """How many cases of each label were flagged by a rule of its kind; twins and sound cases by any of the kinds."""
    every = frozenset.union(*(rules for _, rules in KINDS.values()))
    counts: dict[str, list[bool]] = {}
    for case, symbol, label in _labels(yahoo):
        if is_held_out(symbol) == held_out:
            rules = next((rules for bad, rules in KINDS.values() if label in bad), every)
            counts.setdefault(label, []).append(case in set(found.filter(pl.col("rule").is_in(rules))["series"]))
    return {label: f"{sum(flags)} of {len(flags)}" for label, flags in sorted(counts.items())}


def _repairs(yahoo: pl.DataFrame, held_out: bool) -> dict[str, Any]:
    """Bars that differ from the twin's (close or dividend by 1 %), how many of these are repaired, how many of the
    repaired are as the twin, and how many bars that were as the twin are not any more."""
    result: dict[str, Any] = {}
    for case, symbol, label in _labels(yahoo):
        twin = yahoo.filter(pl.col("series") == f"{case}-fixed")
        if label.endswith("fixed") or is_held_out(symbol) != held_out or not twin.height:
            continue
        bars = yahoo.filter(pl.col("series") == case)
        faulty = _beside(bars, twin).filter(~pl.col("same"))
        made = _beside(repaired(bars), twin)
        mended = made.join(faulty, on="valid", how="semi")
        spoilt = made.join(faulty, on="valid", how="anti").filter(~pl.col("same"))
        result[case] = {
            "faulty": faulty.height,
            "repaired": mended.height,
            "as the twin": mended["same"].sum(),
            "other bars changed": spoilt.height,
        }
    return result


def _beside(bars: pl.DataFrame, twin: pl.DataFrame) -> pl.DataFrame:
    """The bars with `same`: whether close and dividend are within 1 % of the twin's."""
    near = [
        (pl.col(name) - pl.col(f"{name}_twin")).abs() <= 0.01 * pl.col(f"{name}_twin").abs()
        for name in ("close", "dividend")
    ]
    return bars.join(twin, on="valid", suffix="_twin").with_columns(same=pl.all_horizontal(near).fill_null(value=True))


def _pystock(halves: dict[str, bool]) -> dict[str, Any]:
    daily = market("us_equity_daily_pystock_2015_2017")
    valid = pl.Series(closes(days(daily["date"].to_arrow())))
    bars = daily.with_columns(series="symbol", valid=valid)
    started = time.process_time()
    found = examine(bars, is_us_daily=True)
    seconds = time.process_time() - started
    counts = dict(found.group_by("rule").len().sort("rule").rows())
    letters: dict[str, int] = {}
    for grade in grades(bars, found):
        letters[grade.letter] = letters.get(grade.letter, 0) + 1
    return {
        "bars": bars.height,
        "bars_per_cpu_second": round(bars.height / seconds),
        "findings": counts,
        "grades": dict(sorted(letters.items())),
        "known_dirt": _known_dirt(daily, found),
        "first_prints_revised_grossly": {name: _revised(bars, found, side) for name, side in halves.items()},
    }


def _disagreement() -> dict[str, Any]:
    """Closes that LEAN and pystock both have, and those of them that differ by more than 1 %."""
    lean = market("us_equity_daily_lean").rename({"symbol": "series", "ts": "valid"})
    daily = market("us_equity_daily_pystock_2015_2017").rename({"symbol": "series"})
    other = daily.with_columns(valid=pl.col("date").cast(pl.Datetime("us")))
    apart = disagreement(lean, other)
    return {
        "compared": lean.join(other, on=["series", "valid"], how="semi").height,
        "apart": apart.height,
        "by_series": dict(apart.group_by("series").len().sort("series").rows()),
    }


def _known_dirt(daily: pl.DataFrame, found: pl.DataFrame) -> dict[str, Any]:
    """Faults that the files are known to have, counted from the file, and found."""
    stray = daily.group_by("date").len().filter(pl.col("len") < 4_000)
    low, high = pl.min_horizontal("open", "close", "high"), pl.max_horizontal("open", "close", "low")
    truth = {
        "not positive": daily.filter(pl.col("close") <= 0),
        "prices out of order": daily.filter((pl.col("low") > low) | (pl.col("high") < high)),
        "not a trading day": daily.join(stray, on="date", how="semi"),
    }
    return {
        rule: _score(
            set(rows.select("symbol", "date").rows()),
            set(found.filter(pl.col("rule") == rule).select("series", pl.col("valid").dt.date()).rows()),
        )
        for rule, rows in truth.items()
    }


def _revised(bars: pl.DataFrame, found: pl.DataFrame, held_out: bool) -> dict[str, Any]:
    """Spikes, jumps and units against first prints whose close was later revised by more than GROSS.

    A print that stands for another security shows when the price jumps, into it or out of it: a finding on the next bar
    counts. Precision is a lower bound: what was wrong and never revised counts against it, and so does a true jump.
    """
    revisions = market("us_equity_daily_pystock_revisions")
    gross = revisions.filter((pl.col("close_first") / pl.col("close_last")).log().abs() > GROSS)
    rules = ["spike", "jump", "unit"]
    flagged = found.filter(pl.col("rule").is_in(rules)).select("series", "valid").unique()
    number = pl.int_range(pl.len()).over("series")
    numbered = bars.select("series", "valid", "date").sort("series", "valid").with_columns(number=number)
    wrong = numbered.join(gross, left_on=["series", "date"], right_on=["symbol", "date"], how="semi")
    hits = numbered.join(flagged, on=["series", "valid"], how="semi")
    mine = {row for row in wrong.select("series", "number").rows() if is_held_out(row[0]) == held_out}
    theirs = {row for row in hits.select("series", "number").rows() if is_held_out(row[0]) == held_out}
    recalled = {(series, day) for series, day in mine if {(series, day), (series, day + 1)} & theirs}
    right = {(series, day) for series, day in theirs if {(series, day), (series, day - 1)} & mine}
    return {
        "faulty": len(mine),
        "flagged": len(theirs),
        "precision": round(len(right) / len(theirs), 3),
        "recall": round(len(recalled) / len(mine), 3),
    }


def _labels(yahoo: pl.DataFrame) -> Sequence[tuple[str, str, str]]:
    return yahoo.select("series", "symbol", "label").unique().sort("series").rows()


def _score(positive: set[Any], flagged: set[Any]) -> dict[str, Any]:
    """Precision and recall; None where there is nothing to divide by."""
    hits = len(positive & flagged)
    return {
        "faulty": len(positive),
        "flagged": len(flagged),
        "hits": hits,
        "precision": round(hits / len(flagged), 3) if flagged else None,
        "recall": round(hits / len(positive), 3) if positive else None,
    }
