"""Daily bars of trades and quotes of options, and their open interest."""

from collections.abc import Iterator

import polars as pl
import pyarrow as pa
import pyarrow.compute as pc

from nautilus.sources.base import OBSERVATIONS, Batch, KnownBasis, rows
from nautilus.sources.calendars import closes
from nautilus.sources.columns import days, later, midnight, names
from nautilus.sources.files import MOST_ROWS, batches, frame
from nautilus.sources.lean.bars import DELAY_US, SESSION_RULE, quoted, session_bars, side


def options(content: bytes) -> Iterator[Batch]:
    """Instruments are named by OCC's symbol: underlying, expiry, C or P, strike in thousandths of a dollar."""
    for piece in batches(content, MOST_ROWS // 2):
        named = piece.append_column("instrument_id", _symbols(piece))
        trades, quotes, interest = (
            named.filter(pc.equal(piece["kind"], kind)) for kind in ("trade", "quote", "openinterest")
        )
        bars = [session_bars(trades, names(trades["instrument_id"]), "LAST", trades["ts"])]
        for name in ("BID", "ASK"):
            prices = side(quotes, name)
            bars.append(session_bars(prices, names(quotes["instrument_id"]), name, quotes["ts"]))
        yield Batch(tables={"bars": quoted(bars), "observations": _interest(interest)})


def _interest(piece: pa.Table) -> pa.Table:
    """Open interest of a day is that of its morning; known when the day's session has closed."""
    return rows(
        OBSERVATIONS,
        piece.num_rows,
        series_id=names(piece["instrument_id"], "OI {}"),
        valid=midnight(piece["ts"]),
        value=piece["open_interest"],
        known=later(closes(days(piece["ts"])), DELAY_US),
        known_basis=KnownBasis.ASSUMED,
        rule=SESSION_RULE,
        dataset="lean",
    )


def _symbols(piece: pa.Table) -> pa.Array:
    given = frame(piece.select(["underlying", "right", "strike", "expiry"]))
    strike = (pl.col("strike") * 1000).round().cast(pl.Int64).cast(pl.String).str.zfill(8)
    right = pl.col("right").replace_strict({"call": "C", "put": "P"})
    symbol = pl.concat_str(
        "underlying", pl.lit(" "), pl.col("expiry").dt.strftime("%y%m%d"), right, strike, pl.lit(".US")
    )
    return given.select(symbol=symbol)["symbol"].to_arrow()
