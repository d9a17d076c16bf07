"""The records of a session, read page by page and cut into frames."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nautilus.domain.actions import CorporateAction
from nautilus.domain.market import I64, BarColumns, CorrectionColumns, TradeColumns, between, count
from nautilus.history import BEGINNING, Anchor, Records, Session, records
from nautilus.kernel.database import Database

PAGE_RECORDS = 65_536


@dataclass(frozen=True)
class Cut:
    """Records first..last; `ts_event` is the time of the last."""

    first: int
    last: int
    ts_event: int
    trades: tuple[TradeColumns, ...]
    bars: tuple[BarColumns, ...]
    actions: tuple[CorporateAction, ...] = ()
    corrections: tuple[CorrectionColumns, ...] = ()


class Reel:
    """A cut has at most `frame_records` of the session, or as many as one timestamp has: that is never split."""

    def __init__(
        self,
        database: Database,
        session: Session,
        page_records: int = PAGE_RECORDS,
        actions: Sequence[CorporateAction] = (),
        corrections: Sequence[CorrectionColumns] = (),
    ) -> None:
        self._actions = actions
        self._corrections = corrections
        self._database = database
        self._session = session
        self._size = max(page_records, 2 * session.spec.frame_records)
        self._first = 1
        self._ts: I64 = np.empty(0, np.int64)
        self._page = Records()

    async def next_ts(self, after: int) -> int | None:
        """Time of the record behind `after`; None at the end."""
        if after >= self._session.record_count:
            return None
        await self._turn_to(after + 1)
        return int(self._ts[after + 1 - self._first])

    async def cut(self, after: int, due_ns: int) -> Cut | None:
        """The next frame behind sequence `after` of records that are due at `due_ns`; None when none is."""
        if after >= self._session.record_count:
            return None
        first = after + 1
        await self._turn_to(first)
        start = first - self._first
        if self._ts[start] > due_ns:
            return None
        last = self._first + await self._stop(start, due_ns) - 1
        return Cut(
            first=first,
            last=last,
            ts_event=int(self._ts[last - self._first]),
            trades=_chosen(self._page.trades, first, last),
            bars=_chosen(self._page.bars, first, last),
            actions=tuple(action for action in self._actions if first <= action.sequence <= last),
            corrections=_chosen(self._corrections, first, last),
        )

    async def _stop(self, start: int, due_ns: int) -> int:
        """End (exclusive, on the page) of the frame that begins at `start`: at a change of time."""
        due = int(np.searchsorted(self._ts, due_ns, side="right"))
        stop = min(due, start + self._session.spec.frame_records)
        if not self._splits(stop):
            return stop
        at_cut = self._ts[stop - 1]
        begin = int(np.searchsorted(self._ts, at_cut, side="left"))
        if begin > start:
            return begin
        while self._goes_on(int(np.searchsorted(self._ts, at_cut, side="right"))):
            self._size *= 2
            await self._read(self._first)
        return int(np.searchsorted(self._ts, at_cut, side="right"))

    def _splits(self, stop: int) -> bool:
        """Whether the record at `stop` has, or may have, the time of the one before it."""
        return self._goes_on(stop) or (stop < len(self._ts) and bool(self._ts[stop] == self._ts[stop - 1]))

    def _goes_on(self, stop: int) -> bool:
        """Whether the page ends at `stop` though the session does not: the time there may go on behind it."""
        return stop == len(self._ts) and self._first + stop <= self._session.record_count

    async def _turn_to(self, first: int) -> None:
        start = first - self._first
        if 0 <= start < len(self._ts) and not self._goes_on(
            min(start + self._session.spec.frame_records, len(self._ts))
        ):
            return
        await self._read(first)

    async def _read(self, first: int) -> None:
        self._page = await records(
            self._database, self._session.spec, first, first + self._size - 1, self._anchor(first)
        )
        self._first = first
        self._ts = self._page.ts_event

    def _anchor(self, first: int) -> Anchor:
        """The nearest place up to record `first` that the page at hand knows: a page may begin within a timestamp."""
        known = min(first - self._first, len(self._ts) - 1)
        if known < 0:
            return BEGINNING
        begin = int(np.searchsorted(self._ts, self._ts[known], side="left"))
        return Anchor(self._first + begin, int(self._ts[begin])) if begin else BEGINNING


def _chosen[C: (TradeColumns, BarColumns, CorrectionColumns)](
    columns: Sequence[C], first: int, last: int
) -> tuple[C, ...]:
    """Rows first..last of each instrument that has any."""
    return tuple(chosen for column in columns if count(chosen := between(column, first, last)))
