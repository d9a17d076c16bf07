"""What checks of whole series find, with evidence, and the grade that a series gets for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

import polars as pl


class Severity(IntEnum):
    """How far a finding puts a value in doubt."""

    NOTE = 1
    """Worth knowing: a stretch without trades."""
    DOUBT = 2
    """May be true, may be not: a spike, a gap."""
    FAULT = 3
    """Cannot be true: a price 100 times that of its neighbours."""


FINDINGS = pl.Schema(
    {
        "rule": pl.String(),
        "series": pl.String(),
        "valid": pl.Datetime("us", "UTC"),
        "severity": pl.Int8(),
        "evidence": pl.String(),
    }
)
"""`evidence` is a JSON object: what was found beside what was expected."""
SERIES_COLUMNS = ("series", "valid", "open", "high", "low", "close", "volume", "adjusted_close", "dividend", "split")
"""What checks read: bars of one step. `dividend` and `split` (shares for one) stand on ex dates, else they are 0."""


@dataclass(frozen=True)
class Grade:
    """A to F, with the findings by rule that led to it and how many bars they are of. `share` is that of GRADE_RULE."""

    series: str
    letter: str
    reasons: Mapping[str, int]
    row_count: int
    share: float


GRADE_RULE = (
    "share of rows with findings, each row by its worst: fault 1, doubt 0.5, note 0.1; "
    "A 0, B to 0.2 %, C to 1 %, D to 5 %, E to 20 %, F above"
)
"""The rule of grades in words; it stands beside each grade."""
_LIMITS: Sequence[tuple[str, float]] = (("A", 0.0), ("B", 0.002), ("C", 0.01), ("D", 0.05), ("E", 0.2))
_WEIGHTS = {Severity.NOTE: 0.1, Severity.DOUBT: 0.5, Severity.FAULT: 1.0}


def ordered(frame: pl.DataFrame) -> pl.DataFrame:
    """Bars by series and time, with the columns that a source does not have as nulls and zeros."""
    missing = [
        (pl.lit(None, pl.Float64) if name == "adjusted_close" else pl.lit(0.0)).alias(name)
        for name in ("adjusted_close", "dividend", "split")
        if name not in frame.columns
    ]
    filled = frame.with_columns(missing).with_columns(pl.col("dividend", "split").fill_null(0.0))
    return filled.select(SERIES_COLUMNS).sort("series", "valid", maintain_order=True)


def findings(frame: pl.DataFrame, rule: str, severity: Severity, *evidence: str) -> pl.DataFrame:
    """Findings from the rows of a frame that a rule picked; `evidence` names its columns."""
    told = pl.struct(evidence).struct.json_encode() if evidence else pl.lit("{}")
    return frame.select(
        pl.lit(rule).alias("rule"),
        pl.col("series").cast(pl.String),
        pl.col("valid").cast(FINDINGS["valid"]),
        pl.lit(int(severity), pl.Int8).alias("severity"),
        told.alias("evidence"),
    )


def grades(frame: pl.DataFrame, found: pl.DataFrame) -> list[Grade]:
    """The grade of each series of `frame`, by GRADE_RULE. A single fault in a short series weighs much: so it should,
    since that is what a reader of it sees."""
    counts = dict(frame.group_by("series").len().rows())
    weight = pl.col("severity").replace_strict({int(key): value for key, value in _WEIGHTS.items()})
    worst = found.with_columns(weight=weight).group_by("series", "valid").agg(pl.col("weight").max())
    weights = dict(worst.group_by("series").agg(pl.col("weight").sum()).rows())
    reasons: dict[str, dict[str, int]] = {}
    for series, rule, count in found.group_by("series", "rule").len().sort("series", "rule").rows():
        reasons.setdefault(series, {})[rule] = count
    return [
        Grade(series, _letter(share), reasons.get(series, {}), count, share)
        for series, count in sorted(counts.items())
        for share in (weights.get(series, 0.0) / count,)
    ]


def _letter(share: float) -> str:
    return next((letter for letter, most in _LIMITS if share <= most), "F")
