"""What a record from a feed means for its stream: new, a duplicate, behind a hole, or late. No I/O."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nautilus.engines.marketdata.messages import MarkKind
from nautilus.sources.feed import FeedBar, FeedRecord, Received


@dataclass(frozen=True)
class Subscription:
    subscription_id: int
    feed: str
    records: str
    """trades or bars"""
    step_seconds: int
    spread_ticks: int
    stale_seconds: int


@dataclass(frozen=True)
class Mark:
    instrument_id: str
    kind: MarkKind
    first: int
    last: int


@dataclass
class Stream:
    """How far the records of one instrument are."""

    instrument_id: str
    number: int = 0
    """The last of the feed; 0: none came yet, and the first that comes is no gap."""
    sequence: int = 0
    """Records stored, also by earlier subscriptions."""
    first_of_last: int = 1
    last_ts: int = 0
    received_ns: int = 0
    is_stale: bool = False

    def take(self, received: Received, *, is_kept: bool) -> tuple[bool, list[Mark]]:
        """Move on to a new record: whether it is late, and what is to be marked. One that was set aside has no time."""
        record, marks = received.record, list[Mark]()
        if self.is_stale:
            marks.append(Mark(self.instrument_id, MarkKind.FRESH, record.number, record.number))
        if self.number and record.number > self.number + 1:
            marks.append(Mark(self.instrument_id, MarkKind.GAP, self.number + 1, record.number - 1))
        is_late = is_kept and (record.ts < self.last_ts or (record.ts == self.last_ts and isinstance(record, FeedBar)))
        if is_late:
            marks.append(Mark(self.instrument_id, MarkKind.LATE, record.number, record.number))
        self.number, self.is_stale, self.received_ns = record.number, False, received.received_ns
        self.last_ts = max(self.last_ts, record.ts) if is_kept else self.last_ts
        return is_late, marks

    def check(self, now_ns: int, opened_ns: int | None, since_ns: int, stale_ns: int) -> list[Mark]:
        """Mark it stale when nothing has come for `stale_ns` of the time that its venue was open and we listened."""
        if self.is_stale or opened_ns is None:
            return []
        if now_ns - max(self.received_ns, opened_ns, since_ns) <= stale_ns:
            return []
        self.is_stale = True
        return [Mark(self.instrument_id, MarkKind.STALE, self.number, self.number)]


def fresh(streams: Mapping[str, Stream], received: Sequence[Received], wanted: Subscription) -> list[Received]:
    """Those of our instruments, kind and step that have not come before, each once, in their order."""
    last = {name: stream.number for name, stream in streams.items()}
    found = []
    for each in received:
        record = each.record
        if record.instrument in last and record.number > last[record.instrument] and _fits(record, wanted):
            last[record.instrument] = record.number
            found.append(each)
    return found


def _fits(record: FeedRecord, wanted: Subscription) -> bool:
    if isinstance(record, FeedBar):
        return wanted.records == "bars" and record.step == wanted.step_seconds
    return wanted.records == "trades"
