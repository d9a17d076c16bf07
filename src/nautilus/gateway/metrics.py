"""What an engine counts, as the gateway sees it: readings of its /metrics, and what happened between two of them.

Rates and quantiles are differences of counters over a window, as Prometheus makes them: a process that was started
again counts from zero, and what it has counted since is added to what its forerunner had.
"""

import re
from bisect import bisect_left
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import inf

from nautilus.kernel.app.probes import PROBES

LATENCY_SECONDS = 60.0
"""Over how long quantiles are taken."""
RATE_SECONDS = 10.0
"""Over how long rates are taken: short enough to see a run begin and stop."""
_KEPT_SECONDS = LATENCY_SECONDS + 20.0
_MOST_READINGS = 120
_LINE = re.compile(r"(nautilus_(?:bus|http)_\w+|process_start_time_seconds)(?:\{(.*)\})? (\S+)")
_LABEL = re.compile(r'(\w+)="((?:[^"\\]|\\.)*)"')
_PROBED = frozenset(route.path for route in PROBES)
_TOPICS: Mapping[str, str] = {
    "nautilus_bus_received_total": "received",
    "nautilus_bus_published_total": "published",
    "nautilus_bus_lag": "lag",
}
_GAUGES: Mapping[str, str] = {
    "nautilus_bus_in_hand": "in_hand",
    "nautilus_bus_data_age_seconds": "data_age_s",
    "nautilus_bus_parked": "parked",
    "process_start_time_seconds": "started",
}
_HANDLER_BUCKET = "nautilus_bus_handler_seconds_bucket"
_HTTP_BUCKET = "nautilus_http_request_seconds_bucket"

type Buckets = dict[float, float]
"""Upper bound in seconds -> how many took at most that long; the last bound is infinite."""


@dataclass(slots=True)
class Reading:
    """One engine's metrics at one moment. By topic: messages received and published, entries that wait (`lag`)."""

    started: float = 0.0
    """Wall time in seconds at which the process began; 0 where the system does not say."""
    received: dict[str, float] = field(default_factory=dict)
    published: dict[str, float] = field(default_factory=dict)
    lag: dict[str, float] = field(default_factory=dict)
    in_hand: float = 0.0
    data_age_s: float = 0.0
    parked: float = 0.0
    handled: Buckets = field(default_factory=dict)
    """Durations of handlers, all lanes together."""
    http: Buckets = field(default_factory=dict)
    """Durations of requests, those of the supervisor and of the gateway itself (health, metrics, status) left out."""
    requests: float = 0.0
    """All requests ever."""

    def continues(self, before: "Reading") -> bool:
        """Whether the same process was read before."""
        return self.started == before.started and self.requests >= before.requests


def parse(text: str) -> Reading:
    """What this needs of a text in the exposition format of Prometheus."""
    reading = Reading()
    for line in text.splitlines():
        found = _LINE.fullmatch(line)
        if found is None:
            continue
        name, value = found[1], float(found[3])
        if name in _GAUGES:
            setattr(reading, _GAUGES[name], value)
        elif found[2]:
            _take(reading, name, dict(_LABEL.findall(found[2])), value)
    return reading


def _take(reading: Reading, name: str, labels: Mapping[str, str], value: float) -> None:
    if name in _TOPICS:
        getattr(reading, _TOPICS[name])[labels["topic"]] = value
    elif name == _HANDLER_BUCKET:
        _add(reading.handled, float(labels["le"]), value)
    elif name == _HTTP_BUCKET:
        bound = float(labels["le"])
        if labels["route"] not in _PROBED:
            _add(reading.http, bound, value)
        if bound == inf:
            reading.requests += value


def _add(buckets: Buckets, bound: float, value: float) -> None:
    buckets[bound] = buckets.get(bound, 0.0) + value


class History:
    """The last readings of one engine: those of the last minute or so, never more than 120."""

    def __init__(self) -> None:
        self._readings: deque[tuple[float, Reading]] = deque(maxlen=_MOST_READINGS)

    def add(self, at: float, reading: Reading) -> None:
        """`at` is monotonic seconds."""
        self._readings.append((at, reading))
        while len(self._readings) > 2 and self._readings[1][0] < at - _KEPT_SECONDS:
            self._readings.popleft()

    def window(self, seconds: float) -> "Window":
        """From the newest reading that is at least `seconds` older than the last, or else the oldest, to the last."""
        readings = list(self._readings)
        if not readings:
            return Window(0.0, ())
        end = readings[-1][0]
        first = max((number for number, (at, _) in enumerate(readings) if at <= end - seconds), default=0)
        return Window(end - readings[first][0], tuple(reading for _, reading in readings[first:]))


@dataclass(frozen=True, slots=True)
class Window:
    """What happened in `seconds`."""

    seconds: float
    readings: tuple[Reading, ...]

    def rates(self, counter: Callable[[Reading], Mapping[str, float]]) -> dict[str, float] | None:
        """Increase a second of each series of a counter; None while there is nothing to compare with."""
        if self.seconds <= 0:
            return None
        return {name: grown / self.seconds for name, grown in increase(self.readings, counter).items()}

    def quantile_ms(self, share: float, buckets: Callable[[Reading], Buckets]) -> float | None:
        """The duration in milliseconds that `share` of what happened did not exceed; None when nothing did."""
        found = quantile(share, increase(self.readings, buckets)) if self.seconds > 0 else None
        return None if found is None else found * 1e3


def increase[K](readings: Sequence[Reading], counter: Callable[[Reading], Mapping[K, float]]) -> dict[K, float]:
    """By how much each series of a counter grew from the first reading to the last, over restarts."""
    grown: dict[K, float] = {}
    if not readings:
        return grown
    ends = [before for before, after in pairwise(readings) if not after.continues(before)]
    base = counter(readings[0])
    for end in (*ends, readings[-1]):
        for name, value in counter(end).items():
            grown[name] = grown.get(name, 0.0) + value - base.get(name, 0.0)
        base = {}
    return grown


def quantile(share: float, buckets: Mapping[float, float]) -> float | None:
    """A quantile from cumulative buckets, within its bucket on a straight line, from 0 in the first; None if empty.

    As `histogram_quantile` of Prometheus: what lies above the highest finite bound is said to lie on it.
    """
    bounds = sorted(buckets)
    counts = [buckets[bound] for bound in bounds]
    if len(bounds) < 2 or counts[-1] <= 0:
        return None
    rank = share * counts[-1]
    number = bisect_left(counts, rank, hi=len(counts) - 1)
    if bounds[number] == inf:
        return bounds[number - 1]
    low, below = (bounds[number - 1], counts[number - 1]) if number else (0.0, 0.0)
    inside = counts[number] - below
    return low + (bounds[number] - low) * ((rank - below) / inside if inside else 1.0)
