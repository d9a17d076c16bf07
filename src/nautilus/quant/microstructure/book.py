"""A best bid and ask where no venue published one: derived with an explicit spread, and labelled as derived.

A trade at p gives bid = p − s/2 and ask = p + s/2. A bar gives the same around its close, at its close. What a resting
order met inside a bar is not known; `path` states the order of prices that is assumed for it.
"""

import numpy as np

from nautilus.domain.market import F64, BarColumns, QuoteColumns, TradeColumns, float_column, pack

_DECIMALS = 9  # finer than any tick; takes back the noise of binary fractions


def half_spread(spread_ticks: int, tick: float) -> float:
    """Half the spread, in price. Raises ValueError for an odd spread, whose half is not on the grid of ticks."""
    if spread_ticks < 2 or spread_ticks % 2:
        raise ValueError(f"a spread of {spread_ticks} ticks has no half on the tick grid; give an even one, at least 2")
    return spread_ticks // 2 * tick


def derive(records: TradeColumns | BarColumns, half: float) -> QuoteColumns:
    """One quote a record: around the price of a trade, around the close of a bar. `half` is half the spread, in price.

    Sequence and `ts_event` are the record's. `size` is what traded: the size of the trade, the volume of the bar.
    """
    if isinstance(records, TradeColumns):
        mid, size = float_column(records.price), records.size
    else:
        mid, size = float_column(records.close), records.volume
    return QuoteColumns(
        instrument_id=records.instrument_id,
        sequence=records.sequence,
        ts_event=records.ts_event,
        bid=pack(np.round(mid - half, _DECIMALS)),
        ask=pack(np.round(mid + half, _DECIMALS)),
        size=size,
        derived=True,
    )


def path(bars: BarColumns) -> F64:
    """Prices inside each bar in the order assumed for resting orders, shape (n, 4).

    open, low, high, close where the bar closed at or above its open; open, high, low, close where it closed below:
    the extreme against the bar's direction comes first. The first is the one that a stop or a limit meets first.
    """
    first, high, low, last = (float_column(column) for column in (bars.open, bars.high, bars.low, bars.close))
    rising = last >= first
    return np.stack([first, np.where(rising, low, high), np.where(rising, high, low), last], axis=1)
