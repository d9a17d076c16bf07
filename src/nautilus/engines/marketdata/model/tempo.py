"""What time it is in a replay: `speed` session seconds pass in one wall second, from an anchor on."""

from nautilus.domain.time import NS_PER_SECOND

MAX_SPEED = 0.0
"""As fast as the slowest required consumer."""
END_OF_TIME = 2**63 - 1


class Tempo:
    """`now` is monotonic seconds; session time is nanoseconds UTC."""

    def __init__(self, speed: float, session_ns: int, now: float) -> None:
        self.speed = speed
        self._session_ns = session_ns
        self._now = now

    def session_ns(self, now: float) -> int:
        """Session time at `now`: records up to it are due."""
        if self.speed == MAX_SPEED:
            return END_OF_TIME
        return self._session_ns + int((now - self._now) * self.speed * NS_PER_SECOND)

    def seconds_until(self, session_ns: int, now: float) -> float:
        """Wall seconds until `session_ns` is due; 0 when it is."""
        if self.speed == MAX_SPEED:
            return 0.0
        return max(0.0, (session_ns - self.session_ns(now)) / NS_PER_SECOND / self.speed)
