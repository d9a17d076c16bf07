"""Prices adjusted at read, with only the corporate actions that were known as of the time.

A split of `ratio` with ex date d divides prices of earlier days by `ratio` and multiplies their volumes. A dividend D
scales earlier prices by 1 - D / C, C the last close before d as it was traded: the factor of the CRSP files and of
Yahoo's adjusted close. What is later than the row and not yet known, or whose ex date has not come, changes nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

import numpy as np

from nautilus.domain.market import F64, I64
from nautilus.domain.time import NS_PER_DAY
from nautilus.history.asof import AsOf, Basis, known_by
from nautilus.kernel.database import Database
from nautilus.kernel.errors import InvalidInputError

_EPOCH = date(1970, 1, 1)
_SAME_SPLIT_DAYS = 7
"""Two sources may date one split differently: the same ratio within a week is the same split."""


class Adjust(StrEnum):
    NONE = "none"
    """Prices as the source has them."""
    SPLIT = "split"
    """Scaled for splits."""
    TOTAL = "total"
    """Scaled for splits and dividends, as if these had been put into the share."""


class Action(NamedTuple):
    """A split (`amount` 0) or a dividend (`ratio` 1) on `ex_day`, in days since 1970."""

    ex_day: int
    ratio: float
    amount: float


def parse_adjust(given: object) -> Adjust:
    """Raises InvalidInputError naming the words there are."""
    if isinstance(given, str) and given in set(Adjust):
        return Adjust(given)
    raise InvalidInputError(f"adjust {given!r} is not known; give one of {', '.join(Adjust)}")


async def read_actions(
    database: Database, actors: Iterable[str], as_of: AsOf, basis: Basis, adjust: Adjust
) -> tuple[Mapping[str, Sequence[Action]], int]:
    """By entity the actions known by `as_of` whose ex date has come, oldest first; and how many `basis` leaves out."""
    kinds = {Adjust.NONE: [], Adjust.SPLIT: ["SPLIT"], Adjust.TOTAL: ["SPLIT", "DIVIDEND"]}[adjust]
    if not kinds:
        return {}, 0
    by = known_by(as_of)
    rows = await database.fetch(
        """
        SELECT DISTINCT ON (entity_id, kind, valid, source, known_basis)
            entity_id, valid, known_basis, coalesce((attributes->>'ratio')::float8, 1),
            coalesce((attributes->>'amount')::float8, 0),
            coalesce((attributes->>'cancelled')::boolean, false)
        FROM marketdata.event JOIN marketdata.origin USING (origin_id)
        WHERE entity_id = ANY (%s) AND kind = ANY (%s) AND valid <= %s AND known <= %s
        ORDER BY entity_id, kind, valid, source, known_basis, known DESC
        """,
        (sorted(actors), kinds, by.date(), by),
    )
    usable = [row for row in rows if row[2] in basis.allowed]
    found: dict[str, list[Action]] = defaultdict(list)
    for entity, valid, _, ratio, amount, is_cancelled in usable:
        if not is_cancelled:
            found[entity].append(Action((valid - _EPOCH).days, ratio, amount))
    return found, len(rows) - len(usable)


async def split_ratios(database: Database, instrument_id: str, as_of: AsOf) -> list[tuple[int, float]]:
    """Splits of an instrument known by `as_of`, also by a rule: ex date [ns UTC, its midnight] and ratio."""
    found, _ = await read_actions(database, [instrument_id], as_of, Basis.ASSUMED, Adjust.SPLIT)
    return [(action.ex_day * NS_PER_DAY, action.ratio) for action in joined(found.values())]


def joined(parts: Iterable[Iterable[Action]]) -> list[Action]:
    """Actions of an entity from several sources and under several names, each once, oldest first."""
    kept: list[Action] = []
    for action in sorted(action for part in parts for action in part):
        if not any(_is_same(action, other) for other in kept):
            kept.append(action)
    return kept


def factors(days: I64, close: F64, actions: Sequence[Action]) -> tuple[F64, F64]:
    """What the prices of each row are multiplied by, and its volume; shape (n,) each.

    `days` ascend (days since 1970), `close` is as traded.
    """
    ex = np.array([action.ex_day for action in actions], dtype=np.int64)
    ratio = np.array([action.ratio for action in actions])
    amount = np.array([action.amount for action in actions])
    before = np.searchsorted(days, ex) - 1
    paid_from = np.where(before >= 0, close[np.maximum(before, 0)], np.inf) if len(days) else np.ones(len(ex))
    with np.errstate(divide="ignore", invalid="ignore"):
        kept = 1.0 - amount / paid_from
    kept = np.where(np.isfinite(kept) & (kept > 0), kept, 1.0)  # no dividend takes all of a share
    later = np.searchsorted(ex, days, side="right")
    return _products(kept / ratio)[later], _products(ratio)[later]


def _products(values: F64) -> F64:
    """Product of all values from each place on, shape (n + 1,), 1 at the end."""
    found: F64 = np.append(np.cumprod(values[::-1])[::-1], 1.0)
    return found


def _is_same(action: Action, other: Action) -> bool:
    if action.amount or other.amount:
        return action.ex_day == other.ex_day and bool(action.amount) == bool(other.amount)
    return action.ratio == other.ratio and abs(action.ex_day - other.ex_day) <= _SAME_SPLIT_DAYS
