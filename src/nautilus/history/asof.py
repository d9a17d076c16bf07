"""As of when, and on what basis. Times as people give them become nanoseconds here, or a clear error."""

import time
from datetime import UTC, date, datetime
from datetime import time as clock
from enum import StrEnum
from typing import Literal

from nautilus.domain.time import NS_PER_DAY, from_ns, iso, to_ns
from nautilus.kernel.errors import InvalidInputError

type AsOf = int | Literal["latest"]
type When = str | int | date | datetime
"""A day (`2014-05-01` or a date), a time with a zone (RFC 3339 or an aware datetime), or nanoseconds UTC."""

_MICROSECOND_NS = 1_000
_END_OF_NS = 2**63 - 1
_END_OF_TIME = datetime(9999, 12, 31, tzinfo=UTC)
_FORMS = "write a day as 2014-05-01, a time with its zone as 2014-05-01T12:30:00Z, or nanoseconds UTC"


class Basis(StrEnum):
    """Which facts a read may use."""

    RECORDED = "recorded"
    """Only facts whose source, or our fetch, recorded when they became known."""
    ASSUMED = "assumed"
    """Those too whose known time is assumed by the rule that stands beside each row."""

    @property
    def allowed(self) -> list[str]:
        return ["recorded"] if self is Basis.RECORDED else ["recorded", "assumed"]


def known_by(as_of: AsOf) -> datetime:
    """The latest `known` that `as_of` admits, rounded down to the microsecond."""
    return _END_OF_TIME if as_of == "latest" else from_ns(as_of)


def known_by_ns(as_of: AsOf) -> int:
    return _END_OF_NS if as_of == "latest" else as_of


def parse_as_of(given: object) -> AsOf:
    """`given` as a time to read as of. A day means its end in UTC, so that what was published on it is there; today
    means now. Raises InvalidInputError for what is no time, has no zone, or has not come yet.
    """
    if given == "latest":
        return "latest"
    now = time.time_ns()
    first, last = _span(given, "as_of", " or say latest")
    if first > now:
        raise InvalidInputError(
            f"as_of {given} lies in the future, of which nothing is known; give a time up to now, or latest"
        )
    return min(last, now)


def parse_bounds(start: object, end: object) -> tuple[int | None, int | None]:
    """First and last nanosecond of what is asked for, None where open. The day of `end` is included.

    Raises InvalidInputError for what is no time, and for an end before the start.
    """
    first = None if start is None else _span(start, "start", "")[0]
    last = None if end is None else _span(end, "end", "")[1]
    if first is not None and last is not None and first > last:
        raise InvalidInputError(f"start {start} lies after end {end}; give the earlier one as start")
    return first, last


def parse_basis(given: object) -> Basis:
    """Raises InvalidInputError naming the two there are."""
    if isinstance(given, str) and given in set(Basis):
        return Basis(given)
    raise InvalidInputError(f"basis {given!r} is neither recorded nor assumed; give one of them")


def moment_text(as_of: AsOf) -> str:
    return as_of if as_of == "latest" else iso(as_of)


def _span(given: object, name: str, also: str) -> tuple[int, int]:
    """First and last nanosecond that `given` means: a whole day, or one instant."""
    wrong = InvalidInputError(f"{name} {given!r} is no time: {_FORMS}{also}")
    if isinstance(given, bool):
        raise wrong
    if isinstance(given, int):
        if abs(given) > _END_OF_NS:
            raise wrong
        return given, given
    value: object = given
    if isinstance(given, str):
        try:
            value = date.fromisoformat(given) if len(given) <= 10 else datetime.fromisoformat(given)
        except ValueError:
            raise wrong from None
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise InvalidInputError(
                f"{name} {given} has no time zone, so it names no instant; add one, as in {value.isoformat()}Z"
            )
        instant = _in_range(to_ns(value))
        return instant, instant
    if isinstance(value, date):
        begin = _in_range(to_ns(datetime.combine(value, clock(), UTC)))
        return begin, min(begin + NS_PER_DAY, _END_OF_NS) - _MICROSECOND_NS
    raise wrong


def _in_range(ns: int) -> int:
    """What lies beyond what 64 bits of nanoseconds reach (1677 to 2262) is there as the nearest end."""
    return max(-_END_OF_NS, min(ns, _END_OF_NS))
