"""Steps of session time that bars and series are shown in, all on one grid, so that panes of a chart share their axis.

Steps are counted from the Unix epoch, those of whole weeks from Monday 1970-01-05. A step holds begin <= t < end.
"""

from nautilus.domain.market import I64
from nautilus.domain.time import NS_PER_DAY, NS_PER_SECOND
from nautilus.history.sessions import Session

_OFFERED = (60, 300, 900, 1_800, 3_600, 14_400, 86_400, 604_800)
_WEEK_SECONDS = 604_800
_MONDAY_NS = 4 * NS_PER_DAY


def offered_steps(session: Session) -> tuple[int, ...]:
    """The session's own step, then the usual multiples of it that are shorter than the session [seconds]."""
    base = session.spec.step_seconds
    span_ns = session.last_ts - session.first_ts
    usual = (step for step in _OFFERED if step > base and step % base == 0 and step * NS_PER_SECOND < span_ns)
    return (base, *usual)


def origin_ns(step_seconds: int) -> int:
    """A time at which a step begins, and all others relative to it."""
    return 0 if step_seconds % _WEEK_SECONDS else _MONDAY_NS


def step_begins(ts_event: I64, step_seconds: int) -> I64:
    """Begin of the step that holds each time [ns]."""
    origin, step_ns = origin_ns(step_seconds), step_seconds * NS_PER_SECOND
    return (ts_event - origin) // step_ns * step_ns + origin
