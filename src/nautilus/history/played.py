"""What a session's records 1..k show of an instrument: its bars of any step, and its trades. Never a record after k.

Bars of the session's own step are those that marketdata publishes; once read they are kept, since a session's records
never change. Where the session has corrections, those up to k are in what is shown. Coarser bars are made of them, and
the newest one, whose close has not come, from the records behind them.
"""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass

import msgspec.structs
import numpy as np
from numpy.typing import NDArray

from nautilus.domain.market import (
    F64,
    I64,
    BarColumns,
    CorrectionColumns,
    TradeColumns,
    between,
    count,
    float_column,
    int_column,
    pack,
)
from nautilus.domain.time import NS_PER_SECOND
from nautilus.history.corrections import session_corrections
from nautilus.history.sessions import BEGINNING, Anchor, RecordKind, Records, Session, records
from nautilus.history.steps import step_begins
from nautilus.kernel.database import Database
from nautilus.quant.microstructure.bars import BarBuilder

_CHUNK_RECORDS = 131_072
"""Read at once: some megabytes."""


@dataclass(frozen=True)
class StepBars:
    """Bars of one instrument and step, oldest first, shape (n,) each. Times in nanoseconds UTC.

    `begin` <= t < `ts_event` is what a bar covers; a recorded daily bar has the time of its close as `ts_event`.
    `sequence` is the record that made a bar's figures known; of one that is not complete, the last record played.
    """

    begin: I64
    ts_event: I64
    sequence: I64
    open: F64
    high: F64
    low: F64
    close: F64
    volume: F64
    complete: NDArray[np.bool_]
    corrected: NDArray[np.bool_]
    """Whether a figure in it was put right after it was first known: what is shown is what was known last."""


class Played:
    """Bars and trades of one session as records 1..k show them, for any k. Keeps a bar for each of its steps."""

    def __init__(self, database: Database, session: Session) -> None:
        self._database = database
        self._session = session
        self._known: dict[str, list[BarColumns]] = {}
        self._through = 0
        """Every bar that records up to this one make known is in `_known`."""
        self._corrections: dict[str, CorrectionColumns] | None = None
        """None until they are read."""
        self._turn = asyncio.Lock()

    def learn(self, first: int, last: int, bars: Iterable[BarColumns]) -> None:
        """Take the bars that records first..last made known. What does not follow on what is here is left."""
        if first > self._through + 1:
            return
        for columns in bars:
            fresh = between(columns, self._through + 1, last)
            if count(fresh):
                self._known.setdefault(columns.instrument_id, []).append(fresh)
        self._through = max(self._through, last)

    async def bars(self, instrument_id: str, step_seconds: int, sequence: int) -> StepBars:
        """Bars of records 1..`sequence` in a step that is a multiple of the session's own."""
        open_bars, played_ns = await self._read(sequence)
        known = between(self._joined(instrument_id), 1, sequence)
        newest = [columns for columns in open_bars if columns.instrument_id == instrument_id]
        bars, corrected = _corrected(_join([known, *newest]), await self._corrections_of(instrument_id), sequence)
        return in_steps(bars, step_seconds, played_ns, corrected)

    async def trades(self, instrument_id: str, sequence: int, limit: int) -> TradeColumns:
        """The last `limit` trades of the instrument among records 1..`sequence`, oldest first."""
        empty = TradeColumns(instrument_id, b"", b"", b"", b"")
        if self._session.spec.kind is not RecordKind.TRADES:
            return empty
        await self._read(sequence)
        parts: list[TradeColumns] = []
        missing, window = limit, limit
        while sequence > 0 and missing > 0:
            first = max(sequence - window + 1, 1)
            page = await self._records(first, sequence)
            parts += [columns for columns in page.trades if columns.instrument_id == instrument_id]
            missing = limit - sum(count(columns) for columns in parts)
            sequence, window = first - 1, min(2 * window, _CHUNK_RECORDS)
        return _last(_join([empty, *reversed(parts)]), limit)

    async def _read(self, sequence: int) -> tuple[tuple[BarColumns, ...], int]:
        """Know every bar up to `sequence`; the bars that are open there, and the time of that record (0: none).

        Reading begins at the record that made the last bar known: at that one nothing is open.
        """
        async with self._turn:
            builder = BarBuilder(self._session.spec.step_seconds)
            begin, played_ns = self._anchor(sequence).sequence, 0
            for first in range(begin, sequence + 1, _CHUNK_RECORDS):
                last = min(first + _CHUNK_RECORDS - 1, sequence)
                page = await self._records(first, last)
                self.learn(first, last, (*page.bars, *builder.feed(page.trades)))
                played_ns = int(page.ts_event[-1])
            return builder.unfinished(sequence), played_ns

    async def _corrections_of(self, instrument_id: str) -> CorrectionColumns | None:
        async with self._turn:
            if self._corrections is None:
                found = await session_corrections(self._database, self._session)
                self._corrections = {columns.instrument_id: columns for columns in found}
        return self._corrections.get(instrument_id)

    async def _records(self, first: int, last: int) -> Records:
        return await records(self._database, self._session.spec, first, last, self._anchor(first))

    def _anchor(self, sequence: int) -> Anchor:
        """The nearest record up to `sequence` that is known to be the first at or after a time: a bar's close."""
        found = []
        for instrument_id in self._known:
            columns = self._joined(instrument_id)
            numbers, times = int_column(columns.sequence), int_column(columns.ts_event)
            row = int(np.searchsorted(numbers, sequence, side="right")) - 1
            if row >= 0:
                found.append(Anchor(int(numbers[row]), int(times[row])))
        return max(found, key=lambda anchor: (anchor.ts_event, -anchor.sequence), default=BEGINNING)

    def _joined(self, instrument_id: str) -> BarColumns:
        parts = self._known.get(instrument_id)
        if not parts:
            return BarColumns(instrument_id, self._session.spec.step_seconds, b"", b"", b"", b"", b"", b"", b"")
        if len(parts) > 1:
            parts[:] = [_join(parts)]
        return parts[0]


def _corrected(
    bars: BarColumns, corrections: CorrectionColumns | None, sequence: int
) -> tuple[BarColumns, NDArray[np.bool_]]:
    """The bars as they were known at record `sequence`, and which of them differ from what was first known."""
    times = int_column(bars.ts_event)
    changed = np.zeros(len(times), np.bool_)
    due = None if corrections is None else between(corrections, 1, sequence)
    if due is None or not count(due):
        return bars, changed
    last: dict[int, int] = {ts_event: row for row, ts_event in enumerate(int_column(due.ts_event).tolist())}
    rows = np.searchsorted(times, np.fromiter(last, np.int64))
    changed[rows] = True
    figures = {}
    for name in ("open", "high", "low", "close", "volume"):
        column = float_column(getattr(bars, name)).copy()
        column[rows] = float_column(getattr(due, name))[list(last.values())]
        figures[name] = pack(column)
    return msgspec.structs.replace(bars, **figures), changed


def in_steps(bars: BarColumns, step_seconds: int, played_ns: int, corrected: NDArray[np.bool_]) -> StepBars:
    """The bars as bars of `step_seconds`, a multiple of their own; complete where the step was over at `played_ns`."""
    ts_event, high, low = int_column(bars.ts_event), float_column(bars.high), float_column(bars.low)
    begin = step_begins(ts_event - 1, step_seconds)  # a bar that closes where a step begins belongs to the one before
    starts = np.flatnonzero(np.diff(begin, prepend=-1))
    if not len(starts):
        none, nothing = np.empty(0, np.int64), np.empty(0)
        return StepBars(none, none, none, *(nothing,) * 5, corrected, corrected)
    ends = np.append(starts[1:], len(begin)) - 1
    coarser = step_seconds != bars.step_seconds
    closes = begin[starts] + step_seconds * NS_PER_SECOND if coarser else ts_event[ends]
    return StepBars(
        begin=begin[starts],
        ts_event=closes,
        sequence=int_column(bars.sequence)[ends],
        open=float_column(bars.open)[starts],
        high=np.maximum.reduceat(high, starts),
        low=np.minimum.reduceat(low, starts),
        close=float_column(bars.close)[ends],
        volume=np.add.reduceat(float_column(bars.volume), starts),
        complete=closes <= played_ns,
        corrected=np.logical_or.reduceat(corrected, starts),
    )


def _join[C: (TradeColumns, BarColumns)](parts: list[C]) -> C:
    """All rows of parts of one instrument, in their order."""
    whole = {
        name: b"".join(getattr(part, name) for part in parts)
        for name in parts[0].__struct_fields__
        if isinstance(getattr(parts[0], name), bytes)
    }
    return msgspec.structs.replace(parts[0], **whole)


def _last(columns: TradeColumns, limit: int) -> TradeColumns:
    if count(columns) <= limit:
        return columns
    sequence = int_column(columns.sequence)
    return between(columns, int(sequence[-limit]), int(sequence[-1]))
