"""As of when, and on what basis."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Literal

from nautilus.domain.time import from_ns

type AsOf = int | Literal["latest"]

_END_OF_NS = 2**63 - 1
_END_OF_TIME = datetime(9999, 12, 31, tzinfo=UTC)


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
