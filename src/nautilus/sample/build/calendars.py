"""When a trading day closed: known times are assumed from these, so early closes matter."""

from datetime import UTC, date, datetime
from functools import cache
from typing import Any

import exchange_calendars


@cache
def _calendar(mic: str) -> Any:
    return exchange_calendars.get_calendar(mic, start="1998-01-01", end="2024-12-31")


def session_close(day: date, mic: str = "XNYS") -> datetime:
    """UTC close of the exchange's session on `day`. Raises KeyError when it was shut on that day."""
    closes = _calendar(mic).schedule["close"]
    return datetime.fromtimestamp(closes[str(day)].timestamp(), UTC)
