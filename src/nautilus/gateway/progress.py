"""Who keeps a replay run waiting: consumers that have work and do not move. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

STALLED_SECONDS = 2.0
ACTIVE = frozenset({"STARTING", "RUNNING", "DRAINING"})
"""States in which a run is to move. A paused run stands still because a person wants it to."""
SOURCE = "marketdata"
VALUE_ENGINES = ("features", "factor", "vpin", "ml")
_NODE = "execution"
_FOLLOWERS = (SOURCE, *VALUE_ENGINES, _NODE)
"""Those that process every record. The others move only at the marks of a run."""


@dataclass(frozen=True, slots=True)
class Behind:
    """A consumer that has work, and has not moved since it was first seen so."""

    records: int
    """How many records it could process now. 0: it has not said that it is ready to begin."""
    position: int
    """The last record that it has processed; -1: it has not begun."""
    seconds: float
    """For how long it has been seen like that."""

    @property
    def stalled(self) -> bool:
        return self.seconds >= STALLED_SECONDS


class Progress:
    """Remembers where the consumers of the newest run were when they were looked at before."""

    def __init__(self) -> None:
        self._run = 0
        self._seen: dict[str, tuple[int, float]] = {}
        """Where a consumer stands that has work, and the monotonic time at which it was first seen there."""

    def update(self, run: Mapping[str, Any] | None, now: float) -> dict[str, Behind]:
        """Who has work, by name. `run` is the reply of marketdata, `now` is monotonic seconds."""
        if run is None or run["state"] not in ACTIVE:
            self._seen.clear()
            return {}
        if run["run"] != self._run:
            self._run = run["run"]
            self._seen.clear()
        work = _work(run)
        behind = {}
        for consumer, (position, records) in work.items():
            before = self._seen.get(consumer)
            since = before[1] if before is not None and before[0] == position else now
            self._seen[consumer] = (position, since)
            behind[consumer] = Behind(records, position, now - since)
        self._seen = {consumer: seen for consumer, seen in self._seen.items() if consumer in work}
        return behind


def _work(run: Mapping[str, Any]) -> dict[str, tuple[int, int]]:
    """Consumers that could go on now: where they stand, and how many records lie before them.

    The trading node merges market data with all values, so that it has work only where all of them have been.
    """
    marks: Mapping[str, int] = run["watermarks"]
    if run["state"] == "STARTING":
        return dict.fromkeys(run["stalled_by"], (-1, 0))
    derived = marks.get(SOURCE, 0)
    available = dict.fromkeys(VALUE_ENGINES, derived) | {
        SOURCE: run["sequence"],
        _NODE: min([derived, *(marks.get(name, 0) for name in VALUE_ENGINES)]),
    }
    return {
        consumer: (marks.get(consumer, 0), available[consumer] - marks.get(consumer, 0))
        for consumer in _FOLLOWERS
        if available[consumer] > marks.get(consumer, 0)
    }
