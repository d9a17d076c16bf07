"""Clocks: the live one reads wall time, the session one is moved by the records of a replay."""

import time
from typing import Protocol


class Clock(Protocol):
    def now_ns(self) -> int:
        """Nanoseconds since the Unix epoch, UTC."""


class LiveClock:
    """Wall time that never goes backwards within a process, also when the system's clock is set back."""

    def __init__(self) -> None:
        self._last = 0

    def now_ns(self) -> int:
        self._last = max(self._last, time.time_ns())
        return self._last


class SessionClock:
    """Time of a replay: the `ts_event` of the last record that was processed."""

    def __init__(self, start_ns: int = 0) -> None:
        self._now = start_ns

    def now_ns(self) -> int:
        return self._now

    def advance(self, ts_event: int) -> None:
        """Move to `ts_event`. Raises ValueError when that lies in the past: records come in order."""
        if ts_event < self._now:
            raise ValueError(f"session time cannot go back from {self._now} to {ts_event}")
        self._now = ts_event
