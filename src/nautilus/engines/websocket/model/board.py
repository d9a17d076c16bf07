"""What there is to see now: the newest item by key of conflated topics, the last events of lossless ones."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from itertools import dropwhile

import msgspec

from nautilus.engines.websocket.model.changes import Change

EVENTS_KEPT = 2_000
"""Of each lossless topic: what a snapshot holds at most, and how far back a client can resume."""
_QUOTES = "quotes"


class TopicKind(StrEnum):
    CONFLATED = "conflated"
    """Only the newest item by key counts: a client gets it at most 20 times a second."""
    LOSSLESS = "lossless"
    """Every event is delivered, in order."""


TOPICS: Mapping[str, tuple[TopicKind, str]] = {
    "quotes.<instrument_id>": (TopicKind.CONFLATED, "Last bid and ask of one instrument"),
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


def topic_kind(topic: str) -> TopicKind | None:
    """The kind of a topic as a client names it; None when there is none of that name."""
    family, dot, instrument = topic.partition(".")
    if family == _QUOTES:
        return TopicKind.CONFLATED if dot and instrument else None
    known = TOPICS.get(topic)
    return known[0] if known else None


class Board:
    """The state behind all snapshots. Items of runs older than the present one are not taken."""

    def __init__(self) -> None:
        self.run = 0
        self._newest: dict[str, dict[str, msgspec.Raw]] = {}
        self._events: dict[str, dict[str, msgspec.Raw]] = {}
        """By topic, then by position, oldest first."""

    def begins(self, change: Change) -> bool:
        """Whether `change` is the first of a run: then everything before it is forgotten.

        Not only RunStarted says so: it comes over another bus than the frames, and may come after the first of them.
        """
        if change.run <= self.run:
            return False
        self.run = change.run
        self._newest.clear()
        self._events.clear()
        return True

    def take(self, change: Change, position: str) -> bool:
        """Whether the change is news."""
        if change.run and change.run < self.run:
            return False
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

    def items(self, topic: str) -> Iterable[msgspec.Raw]:
        """Everything that a snapshot of `topic` holds."""
        if topic_kind(topic) is TopicKind.CONFLATED:
            return list(self._newest.get(topic, {}).values())
        return list(self._events.get(topic, {}).values())

    def position(self, topic: str) -> str:
        """Name of the last event of a lossless topic; empty when there is none."""
        events = self._events.get(topic)
        return next(reversed(events)) if events else ""

    def since(self, topic: str, position: str) -> list[tuple[str, msgspec.Raw]] | None:
        """The events after `position`; None when that one is not kept."""
        events = self._events.get(topic, {})
        if position not in events:
            return None
        after = dropwhile(lambda event: event[0] != position, events.items())
        return list(after)[1:]
