"""Which version of a fact holds. The store gives every version known by a time; one of each is chosen here."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from nautilus.domain.market import I64

_SPARE_SLOTS = 1_000_000
"""A grid of so many slots more than rows is still counted rather than sorted."""


def winners(cell: I64, cells: int, preference: Sequence[NDArray[np.int64]]) -> I64:
    """Row that holds in each of `cells` cells, shape (cells,), -1 where there is none.

    `cell` says where each row belongs; of several the one with the greatest `preference` (the first array counts most)
    holds, so the answer does not depend on the order of rows.
    """
    chosen = np.full(cells, -1, dtype=np.int64)
    chosen[cell] = np.arange(len(cell), dtype=np.int64)
    held = int(np.count_nonzero(chosen >= 0))
    if held < len(cell):
        among = np.flatnonzero((np.bincount(cell, minlength=cells) > 1)[cell])
        ordered = among[np.lexsort([each[among] for each in reversed(preference)])]
        chosen[cell[ordered]] = ordered  # of an index that comes again numpy keeps the last value
    return chosen


def grid(slot: I64) -> tuple[I64, I64]:
    """The slots there are, ascending, shape (t,), and where each row is among them, shape (n,)."""
    if not len(slot):
        return slot, slot
    first = int(slot.min())
    span = int(slot.max()) - first + 1
    if span > len(slot) + _SPARE_SLOTS:
        found, place = np.unique(slot, return_inverse=True)
        return found, place
    offset = slot - first
    present = np.zeros(span, dtype=np.bool_)
    present[offset] = True
    if present.all():
        return np.arange(first, first + span), offset
    return np.flatnonzero(present) + first, (np.cumsum(present) - 1)[offset]
