"""How far a replay may go: a window of frames ahead of the slowest required consumer.

A frame that is out and that someone has not processed may be lost: its bus was restarted empty, or the consumer was.
When no watermark moves for `PATIENCE_S`, everything from the slowest watermark on is due again. Each time that does not
help, the patience doubles, so that a consumer at hard work is not flooded; it is short again for one that was silent.
"""

from collections import deque
from collections.abc import Sequence

PATIENCE_S = 2.0
MOST_PATIENCE_S = 16.0
SILENCE_S = 1.5
"""A consumer speaks each half second; after a silence of this length it was away."""
STALLED_S = 1.0
"""At full speed there is always a slowest one. Only when it stands still for this long does it keep the run waiting."""


class Pacing:
    """The window is full at `window_frames` frames, or at `window_records` records. `now` is monotonic seconds."""

    def __init__(
        self,
        record_count: int,
        consumers: Sequence[str],
        settlers: Sequence[str],
        *,
        window_frames: int,
        window_records: int,
    ) -> None:
        self.record_count = record_count
        self.published = 0
        """Last sequence that is out."""
        self.watermarks: dict[str, int] = {}
        self.finals: set[str] = set()
        self._consumers = tuple(consumers)
        self._settlers = tuple(settlers)
        self._window_frames = window_frames
        self._window_records = window_records
        self._out: deque[int] = deque()
        self._heard_at: dict[str, float] = {}
        self._moved_at = 0.0
        self._still_since = 0.0
        """When `slowest` last moved, or waiting for it began; publishing again what may be lost does not count."""
        self._is_again = False
        self._patience_s = PATIENCE_S

    def report(self, consumer: str, sequence: int, *, final: bool, now: float) -> None:
        """A watermark. The last one counts, also when it is lower: a consumer that lost state says so."""
        before = self.slowest
        self.watermarks[consumer] = sequence
        if final:
            self.finals.add(consumer)
        was_away = now - self._heard_at.get(consumer, now) > SILENCE_S
        self._heard_at[consumer] = now
        if self.slowest != before:
            self._still_since = now
            self._is_again = False
        if self.slowest != before or was_away:
            self._moved_at = now
            self._patience_s = PATIENCE_S
        while self._out and self._out[0] <= self.slowest:
            self._out.popleft()

    @property
    def awaited(self) -> tuple[str, ...]:
        """Required consumers that have not reported yet."""
        return tuple(consumer for consumer in self._consumers if consumer not in self.watermarks)

    @property
    def slowest(self) -> int:
        """Up to where every required consumer has processed the run."""
        return min(self.watermarks.get(consumer, 0) for consumer in self._consumers)

    def stalled_by(self, now: float) -> tuple[str, ...]:
        """Who keeps the run waiting: those not yet there, or the slowest that stands still behind a full window."""
        if self.awaited:
            return self.awaited
        if self.admits or self.published <= self.slowest or now - self._still_since < STALLED_S:
            return ()
        return tuple(consumer for consumer in self._consumers if self.watermarks[consumer] == self.slowest)

    @property
    def admits(self) -> bool:
        """Whether one more frame may go out."""
        ahead = self.published - self.slowest
        return not self.awaited and ahead < self._window_records and len(self._out) < self._window_frames

    @property
    def complete(self) -> bool:
        """Every record is out."""
        return self.published >= self.record_count

    @property
    def settled(self) -> bool:
        """Every record is processed, and all that follows from it."""
        return self.slowest >= self.record_count and self.finals.issuperset(self._settlers)

    def sent(self, last: int, now: float) -> None:
        if self.published <= self.slowest:
            self._moved_at = now  # nothing was out: waiting begins with this frame
            if not self._is_again:
                self._still_since = now
        self.published = last
        self._out.append(last)

    def lost(self, now: float) -> bool:
        """Whether what is out must be taken as lost; then `resume` and publish it again."""
        return not self.awaited and self.published > self.slowest and now - self._moved_at > self._patience_s

    def resume(self, now: float) -> int:
        """Go on behind the slowest watermark; the sequence that it is at."""
        if self.published > self.slowest:
            self._patience_s = min(2 * self._patience_s, MOST_PATIENCE_S)
        self._out.clear()
        self._is_again = True
        self._moved_at = now
        self.published = self.slowest
        return self.published
