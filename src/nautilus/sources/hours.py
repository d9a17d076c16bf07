"""When an instrument's venue is open, by `exchange_calendars`; a venue without a calendar here is always open."""

import warnings
from collections.abc import Mapping
from functools import cache

import numpy as np
from numpy.typing import NDArray

from nautilus.sources.calendars import US_VENUES

CALENDARS: Mapping[str, str] = {**dict.fromkeys(US_VENUES, "XNYS"), "XCME": "CMES"}
_FIRST = "2010-01-01"
ALWAYS = "always"


def calendar_of(instrument_id: str) -> str:
    """The name of its venue's calendar, or ALWAYS."""
    return CALENDARS.get(instrument_id.rpartition(".")[2], ALWAYS)


def opened_ns(instrument_id: str, now_ns: int) -> int | None:
    """When the session that goes on at `now_ns` began; None while the venue is closed. 0 where it never closes."""
    calendar = calendar_of(instrument_id)
    if calendar == ALWAYS:
        return 0
    opens, closes = _sessions(calendar)
    place = int(np.searchsorted(opens, now_ns, side="right")) - 1
    return int(opens[place]) if place >= 0 and now_ns < closes[place] else None


@cache
def _sessions(calendar: str) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Opens and closes, nanoseconds UTC, ascending."""
    import exchange_calendars  # slow to import

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of pandas, for what exchange_calendars itself does
        schedule = exchange_calendars.get_calendar(calendar, start=_FIRST).schedule
    found = [
        schedule[name].dt.tz_localize(None).to_numpy().astype("datetime64[ns]").astype(np.int64)
        for name in ("open", "close")
    ]
    return found[0], found[1]
