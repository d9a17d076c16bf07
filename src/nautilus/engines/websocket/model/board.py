"""What there is to see now: the newest item by key of conflated topics, the last events of lossless ones."""

from collections.abc import Mapping
from enum import StrEnum
from itertools import dropwhile
from typing import Any

import msgspec

from nautilus.domain.market import BarColumns, TradeColumns
from nautilus.engines.websocket.model.changes import Change, Rows, Span
from nautilus.engines.websocket.model.rolls import BARS_KEPT, TRADES_KEPT, Roll

EVENTS_KEPT = 2_000
"""Of each lossless topic: what a snapshot holds at most, and how far back a client can resume."""
_TRADES = "trades"
_BARS = "bars"


class TopicKind(StrEnum):
    CONFLATED = "conflated"
    """Only the newest item by key counts: a client gets it at most 20 times a second."""
    LOSSLESS = "lossless"
    """Every event is delivered, in order."""


TOPICS: Mapping[str, tuple[TopicKind, str]] = {
    "quotes.<instrument_id>": (TopicKind.CONFLATED, "Last bid and ask of one instrument"),
    "trades.<instrument_id>": (
        TopicKind.CONFLATED,
        f"Tape of one instrument: its trades since the last delivery, the newest {TRADES_KEPT} of them;"
        " `lost` counts those before",
    ),
    "bars.<instrument_id>": (TopicKind.LOSSLESS, "Bars of one instrument in the run's own step, each when it is known"),
    "bars": (TopicKind.CONFLATED, "Last bar by instrument and step"),
    "values": (TopicKind.CONFLATED, "Last value by source, name and instrument: features, factors, VPIN, forecasts"),
    "orders": (TopicKind.LOSSLESS, "Orders of the run: each change of status, each refusal of the gate"),
    "fills": (TopicKind.LOSSLESS, "Fills of the run"),
    "positions": (TopicKind.CONFLATED, "Open positions at the last mark, by account"),
    "account": (TopicKind.CONFLATED, "Cash and equity at the last mark, by account"),
    "risk": (TopicKind.CONFLATED, "Limits in force and risk at the last mark, by account"),
    "margin": (TopicKind.CONFLATED, "Margin at the last mark, by account"),
    "performance": (TopicKind.CONFLATED, "Performance of the run so far, by account"),
    "runs": (TopicKind.LOSSLESS, "Start, speed and state of the replay run"),
    "watermarks": (TopicKind.CONFLATED, "How far each consumer has processed the run"),
}


_FAMILIES = {name.partition(".")[0]: kind for name, (kind, _) in TOPICS.items() if "<" in name}


def topic_kind(topic: str) -> TopicKind | None:
    """The kind of a topic as a client names it; None when there is none of that name."""
    family, dot, instrument = topic.partition(".")
    if dot:
        return _FAMILIES.get(family) if instrument else None
    known = TOPICS.get(topic)
    return known[0] if known else None


def is_rolled(topic: str) -> bool:
    """Whether its items are rows that are kept as columns."""
    return topic.startswith((f"{_TRADES}.", f"{_BARS}."))


class Board:
    """The state behind all snapshots. Items of runs older than the present one are not taken."""

    def __init__(self) -> None:
        self.run = 0
        self._newest: dict[str, dict[str, msgspec.Raw]] = {}
        self._events: dict[str, dict[str, msgspec.Raw]] = {}
        """By topic, then by position, oldest first."""
        self._rolls: dict[str, Roll[Any]] = {}
        self._frames_to = 0
        """Last record of the market frames of this run."""

    def begins(self, change: Change | Rows | Span) -> bool:
        """Whether `change` is the first of a run: then everything before it is forgotten.

        Not only RunStarted says so: it comes over another bus than the frames, and may come after the first of them.
        """
        if change.run <= self.run:
            return False
        self.run = change.run
        self._newest.clear()
        self._events.clear()
        self._rolls.clear()
        self._frames_to = 0
        return True

    def misses(self, span: Span) -> bool:
        """Whether records before `span` never came: we read too slowly, or began in the middle of a run.

        Then the rows before it are forgotten, so that no snapshot and nobody who resumes gets rows with a hole.
        """
        if span.run < self.run:
            return False
        missed = span.first > self._frames_to + 1
        self._frames_to = max(self._frames_to, span.last)
        if missed:
            self._rolls.clear()
        return missed

    def take(self, change: Change | Rows, position: str) -> bool:
        """Whether the change is news."""
        if change.run and change.run < self.run:
            return False
        if isinstance(change, Rows):
            return self._take_rows(change)
        if topic_kind(change.topic) is TopicKind.CONFLATED:
            self._newest.setdefault(change.topic, {})[change.key] = change.item
            return True
        events = self._events.setdefault(change.topic, {})
        if position in events:
            return False
        events[position] = change.item
        if len(events) > EVENTS_KEPT:
            del events[next(iter(events))]
        return True

    def items(self, topic: str) -> list[Any]:
        """Everything that a snapshot of `topic` holds."""
        if is_rolled(topic):
            roll = self._rolls.get(topic)
            return self.rows(topic, roll.total - roll.held) if roll else []
        if topic_kind(topic) is TopicKind.CONFLATED:
            return list(self._newest.get(topic, {}).values())
        return list(self._events.get(topic, {}).values())

    def position(self, topic: str) -> str:
        """Name of the last event of a lossless topic; empty when there is none."""
        if roll := self._rolls.get(topic):
            return f"{self.run}-{roll.last}" if topic_kind(topic) is TopicKind.LOSSLESS else ""
        events = self._events.get(topic)
        return next(reversed(events)) if events else ""

    def since(self, topic: str, position: str) -> list[tuple[str, msgspec.Raw]] | None:
        """The events after `position`; None when that one is not kept."""
        events = self._events.get(topic, {})
        if position not in events:
            return None
        after = dropwhile(lambda event: event[0] != position, events.items())
        return list(after)[1:]

    def rows(self, topic: str, beyond: int) -> list[Any]:
        """What a client is sent that has had the first `beyond` rows of a topic that is rolled."""
        roll = self._rolls[topic]
        rows = roll.rows(beyond)
        family, _, instrument_id = topic.partition(".")
        if family == _BARS:
            return rows
        lost = roll.total - beyond - len(rows)
        about = {"key": instrument_id, "run": self.run, "instrument_id": instrument_id}
        return [{**about, "lost": lost, "trades": rows}]

    def total(self, topic: str) -> int:
        """Rows that ever came, of a topic that is rolled."""
        roll = self._rolls.get(topic)
        return roll.total if roll else 0

    def dropped(self, topic: str, beyond: int) -> int:
        """Rows after the first `beyond` that are not kept any more."""
        roll = self._rolls.get(topic)
        return max(0, roll.total - roll.held - beyond) if roll else 0

    def mark(self, topic: str, position: str) -> int | None:
        """How many rows there had been at `position`; None when that row is not kept, or of another run."""
        run, _, sequence = position.partition("-")
        roll = self._rolls.get(topic)
        if roll is None or run != str(self.run) or not sequence.isdecimal() or len(sequence) > 18:
            return None
        return roll.mark(int(sequence))

    def _take_rows(self, change: Rows) -> bool:
        roll = self._rolls.get(change.topic)
        if roll is None:
            roll = self._rolls[change.topic] = _roll_of(change.columns, change.run)
        return roll.add(change.columns)


def _roll_of(columns: TradeColumns | BarColumns, run: int) -> Roll[Any]:
    if isinstance(columns, BarColumns):
        return Roll(
            BARS_KEPT, {"run": run, "instrument_id": columns.instrument_id, "step_seconds": columns.step_seconds}
        )
    return Roll(TRADES_KEPT, {"side": None})  # no source says which side took liquidity
