"""Corporate actions: what happens to a holding without a trade."""

from decimal import Decimal
from enum import StrEnum

import msgspec


class ActionKind(StrEnum):
    """In the order in which those of one ex date are applied: a dividend is of the shares before the split."""

    DIVIDEND = "DIVIDEND"
    SPLIT = "SPLIT"
    RENAME = "RENAME"


class CorporateAction(msgspec.Struct, frozen=True, kw_only=True):
    """One action on an instrument of a session, and the place in the session at which it takes effect.

    That is before the first record at or after its ex date begins, or after it was known if that was later.
    """

    key: str
    """`entity/kind/ex date`: each is applied once to an account."""
    kind: ActionKind
    instrument_id: str
    """What was held before the ex date."""
    ex_date: str
    """ISO 8601."""
    ex_ns: int
    """When the ex date begins: midnight in New York, where all our shares trade."""
    known_ns: int
    """When one could first know of it."""
    sequence: int
    """The first record behind it."""
    source: str
    """Who says so."""
    ratio: Decimal = Decimal(1)
    """SPLIT: shares that one becomes."""
    amount: Decimal = Decimal(0)
    """DIVIDEND: `currency` a share, as declared."""
    currency: str = ""
    successor: str = ""
    """RENAME: the instrument that it goes on as."""

    @property
    def due_ns(self) -> int:
        """When it takes effect."""
        return max(self.ex_ns, self.known_ns)

    @property
    def is_late(self) -> bool:
        """Whether it became known only when its ex date had begun."""
        return self.known_ns > self.ex_ns
