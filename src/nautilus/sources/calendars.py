"""Trading days of New York, by `exchange_calendars`: when a daily bar closed, and whether there was a session."""

import warnings
from functools import cache

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from nautilus.sources.columns import DAY_US, instants, utc

US_VENUES = frozenset({"US", "XNAS", "XNYS"})
"""Venues of instrument ids that keep New York's trading days."""
FIRST_SESSION = "1990-01-01"


@cache
def _schedule() -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Days since 1970 with a session, ascending, and the microsecond of each one's close."""
    import exchange_calendars  # slow to import, and only daily bars need it

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of pandas, for what exchange_calendars itself does
        closes = exchange_calendars.get_calendar("XNYS", start=FIRST_SESSION).schedule["close"]
    moments = closes.dt.tz_localize(None).to_numpy().astype("datetime64[us]").astype(np.int64)
    return closes.index.to_numpy().astype("datetime64[D]").astype(np.int64), moments


def sessions() -> NDArray[np.int64]:
    """Days since 1970 on which New York traded, ascending."""
    return _schedule()[0]


def is_session(days: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether New York traded on each day since 1970, shape (n,). Days beyond the calendar count as sessions."""
    known = sessions()
    found: NDArray[np.bool_] = np.isin(days, known) | (days < known[0]) | (days > known[-1])
    return found


def closes(days: NDArray[np.int64]) -> pa.Array:
    """The close of New York on each day since 1970; 16:00 New York where there was no session."""
    known, moments = _schedule()
    distinct, positions = np.unique(days, return_inverse=True)
    at_four = utc(pa.array(distinct * DAY_US + 16 * 3_600_000_000).cast(pa.timestamp("us")), "America/New_York")
    found = np.minimum(np.searchsorted(known, distinct), len(known) - 1)
    chosen = np.where(known[found] == distinct, moments[found], at_four.cast(pa.int64()).to_numpy())
    return instants(chosen[positions])
