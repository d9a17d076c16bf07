"""Daily bars of two indices (S&P 500, Nasdaq Composite) from arch: levels, not prices that anyone adjusts."""

from datetime import datetime, timedelta
from io import BytesIO

import pyarrow as pa
from pyarrow import csv

from nautilus.sample.build.calendars import session_close
from nautilus.sample.build.wheels import ARCH, Shelf

DELAY = timedelta(minutes=15)
_FILES = {"SPX.XNYS": "arch/data/sp500/sp500.csv.gz", "COMP.XNAS": "arch/data/nasdaq/nasdaq.csv.gz"}
_COLUMNS = ("Open", "High", "Low", "Close", "Volume")


def index_bars(shelf: Shelf) -> pa.Table:
    """Same columns as `equities.equity_bars`."""
    parts = [_bars(shelf, instrument, member) for instrument, member in sorted(_FILES.items())]
    return pa.concat_tables(parts).combine_chunks()


def _bars(shelf: Shelf, instrument: str, member: str) -> pa.Table:
    table = csv.read_csv(pa.CompressedInputStream(BytesIO(shelf.read(ARCH, member)), "gzip"))
    days = [datetime.strptime(text, "%m/%d/%Y").date() for text in table["Date"].to_pylist()]
    closes = [session_close(day) for day in days]
    instant = pa.timestamp("us", "UTC")
    return pa.table(
        {
            "instrument_id": pa.array([instrument] * len(days)).dictionary_encode(),
            "valid": pa.array(closes, instant),
            **{name.lower(): table[name].cast(pa.float64()) for name in _COLUMNS},
            "known": pa.array([close + DELAY for close in closes], instant),
            "dataset": pa.array(["arch"] * len(days)).dictionary_encode(),
        }
    )
