"""Economic series: VIX, WTI and core CPI from arch, quarterly US macro data from statsmodels.

`valid` is the first day of the period, as FRED dates it. No file says when its numbers were published, so `known` is
assumed by the rule named beside each series. Where values were revised after their first publication, the file holds
the values as revised when it was made; `revised` says so: they are not first prints.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

import pyarrow as pa
from pyarrow import csv

from nautilus.sample.build.wheels import ARCH, STATSMODELS, Shelf

_NEW_YORK = ZoneInfo("America/New_York")
_QUARTERLY = {
    "GDPC1": ("realgdp", "Real gross domestic product", "billions of chained 2005 US$, annual rate"),
    "PCECC96": ("realcons", "Real personal consumption expenditures", "billions of chained 2005 US$, annual rate"),
    "GPDIC1": ("realinv", "Real gross private domestic investment", "billions of chained 2005 US$, annual rate"),
    "CPIAUCSL": ("cpi", "Consumer price index, end of quarter", "1982-84 = 100"),
    "M1SL": ("m1", "M1 money stock, end of quarter", "billions of US$"),
    "TB3MS": ("tbilrate", "3-month Treasury bill, secondary market", "percent"),
    "UNRATE": ("unemp", "Unemployment rate", "percent"),
}


@dataclass(frozen=True)
class Series:
    series_id: str
    title: str
    unit: str
    frequency: str
    rule: str
    revised: bool
    dataset: str


DAILY = (
    Series("VIXCLS", "CBOE volatility index, close", "index", "daily", "16:30 New York of the day", False, "arch"),
    Series(
        "DCOILWTICO", "WTI crude oil, Cushing, spot", "US$ per barrel", "daily", "7 days after the day", False, "arch"
    ),
)
MONTHLY = (
    Series(
        "CPILFESL", "Core consumer price index", "1982-84 = 100", "monthly", "31 days after the month", True, "arch"
    ),
)
QUARTERLY = tuple(
    Series(key, title, unit, "quarterly", "90 days after the quarter", True, "statsmodels")
    for key, (_, title, unit) in _QUARTERLY.items()
)
SERIES = (*DAILY, *MONTHLY, *QUARTERLY)


def observations(shelf: Shelf) -> pa.Table:
    """series_id, valid, value, known, rule, dataset."""
    rows = sorted([*_arch(shelf), *_macro(shelf)])
    instant = pa.timestamp("us", "UTC")
    of = {series.series_id: series for series in SERIES}
    return pa.table(
        {
            "series_id": pa.array([row[0] for row in rows]).dictionary_encode(),
            "valid": pa.array([row[1] for row in rows], instant),
            "value": pa.array([row[2] for row in rows], pa.float64()),
            "known": pa.array([row[3] for row in rows], instant),
            "rule": pa.array([of[row[0]].rule for row in rows]).dictionary_encode(),
            "dataset": pa.array([of[row[0]].dataset for row in rows]).dictionary_encode(),
        }
    )


type _Row = tuple[str, datetime, float, datetime]


def _arch(shelf: Shelf) -> Iterator[_Row]:
    for key, member in (
        ("VIXCLS", "arch/data/vix/vix.csv.gz"),
        ("DCOILWTICO", "arch/data/wti/wti.csv.gz"),
        ("CPILFESL", "arch/data/core_cpi/core-cpi.csv.gz"),
    ):
        content = pa.CompressedInputStream(BytesIO(shelf.read(ARCH, member)), "gzip")
        table = csv.read_csv(content, convert_options=csv.ConvertOptions(null_values=["."]))  # FRED's missing value
        for text, value in zip(table[0].to_pylist(), table[1].to_pylist(), strict=True):
            day = datetime.strptime(text, "%m/%d/%Y").date()
            if value is not None:
                yield key, _midnight(day), float(value), _KNOWN[key](day)


def _macro(shelf: Shelf) -> Iterator[_Row]:
    table = csv.read_csv(BytesIO(shelf.read(STATSMODELS, "statsmodels/datasets/macrodata/macrodata.csv")))
    for line in table.to_pylist():
        first = date(line["year"], 3 * line["quarter"] - 2, 1)
        known = _midnight(_months_later(first, 3) + timedelta(days=90))
        for key, (column, _, _) in _QUARTERLY.items():
            yield key, _midnight(first), float(line[column]), known


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _months_later(first: date, months: int) -> date:
    years, month = divmod(first.month - 1 + months, 12)
    return first.replace(year=first.year + years, month=month + 1)


_KNOWN = {
    "VIXCLS": lambda day: datetime.combine(day, time(16, 30), _NEW_YORK).astimezone(UTC),
    "DCOILWTICO": lambda day: _midnight(day + timedelta(days=7)),
    "CPILFESL": lambda day: _midnight(_months_later(day, 1) + timedelta(days=31)),
}
