"""Times are integer nanoseconds since the Unix epoch, UTC, wherever they are ordered or sent."""

from datetime import UTC, datetime

NS_PER_SECOND = 1_000_000_000
NS_PER_DAY = 86_400 * NS_PER_SECOND

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def to_ns(moment: datetime) -> int:
    """Nanoseconds of an aware datetime. Raises ValueError for a naive one, which has no instant."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment!r} has no time zone; give one, for example datetime(..., tzinfo=UTC)")
    delta = moment - _EPOCH
    return (delta.days * 86_400 + delta.seconds) * NS_PER_SECOND + delta.microseconds * 1_000


def from_ns(ns: int) -> datetime:
    """The UTC datetime of `ns`; what is below a microsecond is dropped."""
    seconds, rest = divmod(ns, NS_PER_SECOND)
    return datetime.fromtimestamp(seconds, UTC).replace(microsecond=rest // 1_000)


def iso(ns: int) -> str:
    """RFC 3339 text of `ns`, for people: 2013-09-01T22:00:00Z."""
    return from_ns(ns).isoformat().replace("+00:00", "Z")
