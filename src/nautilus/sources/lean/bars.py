"""Bars of trades and of quotes. Times of equities are New York wall times of the bar's start, those of FX are UTC."""

from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from nautilus.sources.base import BARS, Batch, KnownBasis, rows
from nautilus.sources.calendars import closes
from nautilus.sources.columns import days, later, names, utc
from nautilus.sources.files import MOST_ROWS, batches

DELAY_US = 15 * 60 * 1_000_000
SESSION_RULE = "exchange session close + 15 minutes"
BAR_RULE = "end of the bar + 15 minutes"
NEW_YORK = "America/New_York"
DAILY = 86_400
_PRICES = ("open", "high", "low", "close")


def daily(content: bytes) -> Iterator[Batch]:
    for piece in batches(content):
        yield Batch(tables={"bars": session_bars(piece, names(piece["symbol"], "{}.US"), "LAST", piece["ts"])})


def session_bars(piece: pa.Table, instrument_id: Any, price_type: str, day: Any) -> pa.Table:
    """Daily bars with the columns open, high, low, close, volume of `piece`, closed when New York did."""
    valid = closes(days(day))
    return _bars(piece, instrument_id, price_type, valid, seconds=DAILY, rule=SESSION_RULE)


def trade_bars(content: bytes, seconds: int) -> Iterator[Batch]:
    for piece in batches(content):
        valid = later(utc(piece["ts"], NEW_YORK), seconds * 1_000_000)
        found = _bars(piece, names(piece["symbol"], "{}.US"), "LAST", valid, seconds=seconds, rule=BAR_RULE)
        yield Batch(tables={"bars": found})


def quote_bars(content: bytes, seconds: int) -> Iterator[Batch]:
    for piece in batches(content, MOST_ROWS // 2):
        valid = later(utc(piece["ts"], NEW_YORK), seconds * 1_000_000)
        sides = [
            _bars(side(piece, name), names(piece["symbol"], "{}.US"), name, valid, seconds=seconds, rule=BAR_RULE)
            for name in ("BID", "ASK")
        ]
        yield Batch(tables={"bars": quoted(sides)})


def currency_bars(content: bytes) -> Iterator[Batch]:
    """Of currencies no sizes are published: volume is 0."""
    for piece in batches(content, MOST_ROWS // 2):
        symbol, venue = (piece[name].cast(pa.string()) for name in ("symbol", "venue"))
        pairs = pc.binary_join_element_wise(symbol, venue, ".")
        valid = later(utc(piece["ts"], "UTC"), 60_000_000)
        sides = [
            _bars(side(piece, name), names(pairs), name, valid, seconds=60, rule=BAR_RULE) for name in ("BID", "ASK")
        ]
        yield Batch(tables={"bars": quoted(sides)})


def side(piece: pa.Table, name: str) -> pa.Table:
    """One side of quote bars with the column names of trade bars; the size at its end as volume."""
    lower = name.lower()
    found = {price: piece[f"{lower}_{price}"] for price in _PRICES}
    size = f"{lower}_size"
    found["volume"] = piece[size] if size in piece.column_names else pa.nulls(piece.num_rows, pa.float64()).fill_null(0)
    return pa.table(found)


def quoted(sides: list[pa.Table]) -> pa.Table:
    """Both sides, without the rows of a side on which there was no quote."""
    both = pa.concat_tables(sides)
    return both.filter(both["close"].is_valid()) if both["close"].null_count else both


def _bars(piece: pa.Table, instrument_id: Any, price_type: str, valid: Any, *, seconds: int, rule: str) -> pa.Table:
    return rows(
        BARS,
        piece.num_rows,
        instrument_id=instrument_id,
        price_type=price_type,
        step_seconds=seconds,
        valid=valid,
        **{name: piece[name] for name in (*_PRICES, "volume")},
        adjusted=False,
        known=later(valid, DELAY_US),
        known_basis=KnownBasis.ASSUMED,
        rule=rule,
        dataset="lean",
    )
