"""Bars built from trades, as they become known.

A bar of step s covers [t, t + s) and has `ts_event` t + s, its close. It is known when the first record at or after
its close arrives, of whichever instrument; that record's number is its sequence. So the bars that a consumer has after
records 1..k are a function of those records, however they were cut into frames. A step without a trade has no bar, and
the last step of a session has none if nothing comes after it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from nautilus.domain.market import I64, BarColumns, TradeColumns, float_column, int_column, pack
from nautilus.domain.time import NS_PER_SECOND


@dataclass(frozen=True)
class _Bar:
    close_ns: int
    open: float
    high: float
    low: float
    close: float
    volume: float

    def then(self, later: "_Bar") -> "_Bar":
        """Both parts of one step as one bar."""
        return replace(
            later,
            open=self.open,
            high=max(self.high, later.high),
            low=min(self.low, later.low),
            volume=self.volume + later.volume,
        )


class BarBuilder:
    """Bars of one step length for any number of instruments, fed with trades in order of sequence."""

    def __init__(self, step_seconds: int) -> None:
        self.step_seconds = step_seconds
        self._step_ns = step_seconds * NS_PER_SECOND
        self._open: dict[str, _Bar] = {}

    def step_start(self, ts_event: int) -> int:
        """Begin of the step that holds `ts_event`: the trades from there on are all that the state depends on."""
        return ts_event // self._step_ns * self._step_ns

    def feed(self, trades: Sequence[TradeColumns]) -> tuple[BarColumns, ...]:
        """The bars that these trades make known, by instrument. Trades must follow those fed before."""
        sequence, ts_event = _merged(trades)
        parts = {columns.instrument_id: self._parts(columns) for columns in trades}
        known = []
        for instrument_id in sorted({*parts, *self._open}):
            bars = self._joined(self._open.pop(instrument_id, None), parts.get(instrument_id, []))
            if bars and (not len(ts_event) or bars[-1].close_ns > ts_event[-1]):
                self._open[instrument_id] = bars.pop()
            if bars:
                made_by = sequence[np.searchsorted(ts_event, [bar.close_ns for bar in bars])]
                known.append(self._columns(instrument_id, bars, made_by))
        return tuple(known)

    def unfinished(self, sequence: int) -> tuple[BarColumns, ...]:
        """What the steps hold whose close has not come, after record `sequence`: no bars yet, and they will change."""
        return tuple(
            self._columns(instrument_id, [bar], np.array([sequence], dtype=np.int64))
            for instrument_id, bar in sorted(self._open.items())
        )

    def _parts(self, trades: TradeColumns) -> list[_Bar]:
        """One bar for each step that has trades, from these trades alone."""
        ts_event, price, size = int_column(trades.ts_event), float_column(trades.price), float_column(trades.size)
        if not len(ts_event):
            return []
        step = ts_event // self._step_ns
        starts = np.flatnonzero(np.diff(step, prepend=step[0] - 1))
        ends = np.append(starts[1:], len(step)) - 1
        columns = (
            (step[starts] + 1) * self._step_ns,
            price[starts],
            np.maximum.reduceat(price, starts),
            np.minimum.reduceat(price, starts),
            price[ends],
            np.add.reduceat(size, starts),
        )
        return [_Bar(*row) for row in zip(*(column.tolist() for column in columns), strict=True)]

    @staticmethod
    def _joined(pending: _Bar | None, parts: list[_Bar]) -> list[_Bar]:
        if pending is None:
            return parts
        if parts and parts[0].close_ns == pending.close_ns:
            return [pending.then(parts[0]), *parts[1:]]
        return [pending, *parts]

    def _columns(self, instrument_id: str, bars: list[_Bar], sequence: I64) -> BarColumns:
        return BarColumns(
            instrument_id=instrument_id,
            step_seconds=self.step_seconds,
            sequence=pack(sequence),
            ts_event=pack(np.array([bar.close_ns for bar in bars], dtype=np.int64)),
            open=pack(np.array([bar.open for bar in bars])),
            high=pack(np.array([bar.high for bar in bars])),
            low=pack(np.array([bar.low for bar in bars])),
            close=pack(np.array([bar.close for bar in bars])),
            volume=pack(np.array([bar.volume for bar in bars])),
        )


def _merged(trades: Sequence[TradeColumns]) -> tuple[I64, I64]:
    """Sequence and time of all records, in order of sequence."""
    if not trades:
        return np.empty(0, np.int64), np.empty(0, np.int64)
    sequence = np.concatenate([int_column(columns.sequence) for columns in trades])
    ts_event = np.concatenate([int_column(columns.ts_event) for columns in trades])
    order = np.argsort(sequence, kind="stable")
    return sequence[order], ts_event[order]
