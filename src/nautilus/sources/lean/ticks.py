"""Trades and quotes one by one, in the order of the file."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from nautilus.sources.base import QUOTES, TRADES, Batch, KnownBasis, rows
from nautilus.sources.columns import names, nanoseconds, utc
from nautilus.sources.files import batches
from nautilus.sources.lean.bars import NEW_YORK
from nautilus.sources.quality import SUSPICIOUS

TRADE_RULE = "time of the trade"
QUOTE_RULE = "time of the quote"
BEST_RULE = "last bid and last ask carried forward"
_ORIGIN = {"known_basis": KnownBasis.ASSUMED, "dataset": "lean"}


def trades(content: bytes) -> Iterator[Batch]:
    for start, piece in _numbered(content):
        when = nanoseconds(utc(piece["ts"], NEW_YORK))
        found = rows(
            TRADES,
            piece.num_rows,
            instrument_id=names(piece["symbol"], "{}.US"),
            ts_event=when,
            ordinal=pa.array(np.arange(start, start + piece.num_rows)),
            price=piece["price"],
            size=piece["size"],
            venue=names(piece["exchange"]),
            condition=_conditions(piece),
            known=when,
            rule=TRADE_RULE,
            **_ORIGIN,
        )
        yield Batch(tables={"trades": found})


def quotes(content: bytes) -> Iterator[Batch]:
    """Updates of one side: a price of 0 says that the side is as it was."""
    for start, piece in _numbered(content):
        given = {name: piece[name] for name in ("bid", "bid_size", "ask", "ask_size")}
        for name in ("bid", "ask"):
            is_said = pc.greater(piece[name], 0)
            for column in (name, f"{name}_size"):
                given[column] = pc.if_else(is_said, given[column], None)
        found = _quotes(piece, start, names(piece["symbol"], "{}.US"), zone=NEW_YORK, rule=QUOTE_RULE, given=given)
        yield Batch(tables={"quotes": found})


def best_quotes(content: bytes) -> Iterator[Batch]:
    """The best quote of all exchanges. Venue NBBO: these rows are computed from those of `quotes`, not seen."""
    for start, piece in _numbered(content):
        given = {name: piece[name] for name in ("bid", "bid_size", "ask", "ask_size")}
        found = _quotes(piece, start, names(piece["symbol"], "{}.NBBO"), zone=NEW_YORK, rule=BEST_RULE, given=given)
        yield Batch(tables={"quotes": found})


def currency_quotes(content: bytes) -> Iterator[Batch]:
    """Quotes of a dealer without sizes. Where its bid is above its ask, that is what it sent."""
    for start, piece in _numbered(content):
        given = {name: piece[name] for name in ("bid", "ask")}
        found = _quotes(piece, start, names(piece["symbol"], "{}.FXCM"), zone="UTC", rule=QUOTE_RULE, given=given)
        yield Batch(tables={"quotes": found})


def _quotes(
    piece: pa.Table, start: int, instrument_id: Any, *, zone: str, rule: str, given: dict[str, Any]
) -> pa.Table:
    when = nanoseconds(utc(piece["ts"], zone))
    if "exchange" in piece.column_names:
        given |= {"venue": names(piece["exchange"]), "condition": _conditions(piece)}
    return rows(
        QUOTES,
        piece.num_rows,
        instrument_id=instrument_id,
        ts_event=when,
        ordinal=pa.array(np.arange(start, start + piece.num_rows)),
        known=when,
        rule=rule,
        **given,
        **_ORIGIN,
    )


def _conditions(piece: pa.Table) -> pa.DictionaryArray:
    """The exchange's codes; a tick that LEAN marks as suspicious says so behind them."""
    mark = pc.if_else(pc.equal(piece["suspicious"], 1), SUSPICIOUS, "")
    text = piece["condition"].cast(pa.string())
    return names(pc.binary_join_element_wise(text, mark, ""))


def _numbered(content: bytes) -> Iterator[tuple[int, pa.Table]]:
    """Pieces of a file with the number of their first row."""
    start = 0
    for piece in batches(content):
        yield start, piece
        start += piece.num_rows
