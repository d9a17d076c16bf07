"""The last rows of one instrument in columns, as they came: decoded only when somebody wants them.

A frame can hold thousands of trades, most of the time nobody watches them, and a bar has seven columns. So the board
keeps bytes, and a client that wants the rows has a mark instead of a queue: how many rows there had been at its last
delivery.
"""

import struct
from collections.abc import Mapping
from typing import Any

import numpy as np

from nautilus.domain.market import BarColumns, TradeColumns, between, count, int_column

TRADES_KEPT = 50
"""Of each instrument: what a delivery shows at most."""
BARS_KEPT = 2_000
"""Of each instrument: what a snapshot holds at most, and how far back a client can resume."""
_CELL = 8
_INTEGERS = ("sequence", "ts_event")
_FIELDS: Mapping[type, tuple[str, ...]] = {
    TradeColumns: ("sequence", "ts_event", "price", "size"),
    BarColumns: ("sequence", "ts_event", "open", "high", "low", "close", "volume"),
}
_INTEGER = struct.Struct("<q")


class Roll[C: (TradeColumns, BarColumns)]:
    """Rows in order of sequence, each once, however often its frame comes. `total` counts all that ever came."""

    def __init__(self, kept: int, same: Mapping[str, Any]) -> None:
        """`same` stands in every row."""
        self.total = 0
        self.last = 0
        """Sequence of the last row; 0 when there is none."""
        self._same = same
        self._bytes_kept = kept * _CELL
        self._names: tuple[str, ...] = ()
        self._columns: tuple[bytearray, ...] = ()

    def add(self, columns: C) -> bool:
        """Whether there are rows among these that had not come."""
        if not columns.sequence or _integer(columns.sequence, len(columns.sequence) - _CELL) <= self.last:
            return False
        fresh = columns
        if _integer(columns.sequence, 0) <= self.last:
            fresh = between(columns, self.last + 1, _integer(columns.sequence, len(columns.sequence) - _CELL))
        if not self._columns:
            self._names = _FIELDS[type(columns)]
            self._columns = tuple(bytearray() for _ in self._names)
        for name, column in zip(self._names, self._columns, strict=True):
            column.extend(getattr(fresh, name)[-self._bytes_kept :])
            if len(column) > self._bytes_kept:
                del column[: len(column) - self._bytes_kept]
        self.total += count(fresh)
        self.last = _integer(fresh.sequence, len(fresh.sequence) - _CELL)
        return True

    @property
    def held(self) -> int:
        """How many rows are kept."""
        return len(self._columns[0]) // _CELL if self._columns else 0

    def rows(self, beyond: int) -> list[dict[str, Any]]:
        """The rows that came after the first `beyond`, as far as they are kept, oldest first."""
        held = self.held
        start = held - min(self.total - beyond, held)
        cells = [
            struct.unpack_from(f"<{held - start}{'q' if name in _INTEGERS else 'd'}", column, start * _CELL)
            for name, column in zip(self._names, self._columns, strict=True)
        ]
        return [{**self._same, **dict(zip(self._names, row, strict=True))} for row in zip(*cells, strict=True)]

    def mark(self, sequence: int) -> int | None:
        """How many rows had come with the one of `sequence`; None when that one is not kept."""
        if not self._columns:
            return None
        numbers = int_column(bytes(self._columns[0]))
        place = int(np.searchsorted(numbers, sequence))
        if place == len(numbers) or numbers[place] != sequence:
            return None
        return self.total - (len(numbers) - 1 - place)


def _integer(column: bytes, offset: int) -> int:
    return int(_INTEGER.unpack_from(column, offset)[0])
