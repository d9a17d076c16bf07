"""One client: what it wants, what waits for it, and what becomes of it when it is too slow.

`offer` is told what happens, `take` is asked for what to send when the connection has room. Conflated topics cost a
client one item by key however slow it is, and rows of trades and bars a mark, since they lie on the board. Of other
lossless topics at most `most_waiting` events wait; beyond that they are
dropped, and a gap and a new snapshot say so. A client that overflows again before it has kept up for
`probation_seconds`, or takes nothing for `patience_seconds` while something waits, is sent away.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import msgspec

from nautilus.engines.websocket.messages import MOST_TOPICS, Delivery, Subscribe, Unsubscribe
from nautilus.engines.websocket.model.board import Board, TopicKind, is_rolled, topic_kind
from nautilus.engines.websocket.model.changes import Change, Rows

_encode = msgspec.json.Encoder().encode


@dataclass(frozen=True)
class ClientPolicy:
    most_waiting: int = 5_000
    probation_seconds: float = 10.0
    patience_seconds: float = 10.0


@dataclass
class _Subscription:
    """What waits for the client in one topic."""

    kind: TopicKind
    sequence: int = 0
    needs_snapshot: bool = True
    lost: int | None = 0
    """Events that the client will not get; None: nobody knows how many."""
    newest: dict[str, msgspec.Raw] = field(default_factory=dict)
    events: list[tuple[str, msgspec.Raw]] = field(default_factory=list)
    seen: int | None = None
    """Of a topic that is rolled: how many rows there were at the last delivery; None for other topics."""

    def clear(self) -> None:
        self.newest.clear()
        self.events.clear()


class Client:
    """See the module. Times are seconds of any clock that does not go back."""

    def __init__(self, board: Board, now: float, policy: ClientPolicy = ClientPolicy()) -> None:
        self._board = board
        self._policy = policy
        self._topics: dict[str, _Subscription] = {}
        self._errors: list[str] = []
        self._overflowed_at: float | None = None
        self._waiting_since: float | None = None
        self._taken_at = now
        self.is_too_slow = False
        """Once true, the client is to be disconnected."""

    @property
    def topics(self) -> Sequence[str]:
        return tuple(self._topics)

    @property
    def has_waiting(self) -> bool:
        return self._waiting_since is not None

    def request(self, request: Subscribe | Unsubscribe, now: float) -> None:
        """Do what the client asks for. What it asks for wrongly is answered with an error delivery."""
        if isinstance(request, Subscribe):
            for topic in request.topics:
                self._subscribe(topic, request.after)
        else:
            for topic in request.topics:
                self._topics.pop(topic, None)
        self._note_waiting(now)

    def refuse(self, detail: str, now: float) -> None:
        """Answer a request that could not be read."""
        self._errors.append(detail)
        self._note_waiting(now)

    def restart(self, now: float) -> None:
        """A run begins: everything is sent anew."""
        for subscription in self._topics.values():
            subscription.clear()
            subscription.needs_snapshot = True
        self._note_waiting(now)

    def miss(self, now: float) -> None:
        """Records passed us by: of topics that are rolled there is a hole in what the client has."""
        for subscription in self._topics.values():
            if subscription.seen is not None:
                subscription.needs_snapshot = True
                if subscription.kind is TopicKind.LOSSLESS:
                    subscription.lost = None
        self._note_waiting(now)

    def offer(self, change: Change | Rows, position: str, now: float) -> None:
        """Something happened; it waits for the next `take`."""
        subscription = self._topics.get(change.topic)
        if subscription is None:
            return
        self._note_waiting(now)
        if subscription.needs_snapshot:
            return  # the snapshot will hold it
        if isinstance(change, Rows):
            return  # they lie on the board
        if subscription.kind is TopicKind.CONFLATED:
            subscription.newest[change.key] = change.item
            return
        subscription.events.append((position, change.item))
        if len(subscription.events) > self._policy.most_waiting:
            self._overflow(subscription, now)

    def judge(self, now: float) -> None:
        """Find out whether the client has stopped taking anything."""
        if self._waiting_since is not None and now - max(self._waiting_since, self._taken_at) > (
            self._policy.patience_seconds
        ):
            self.is_too_slow = True

    def take(self, now: float) -> list[Delivery]:
        """Everything that waits, in order by topic."""
        self._taken_at = now
        self._waiting_since = None
        deliveries = [Delivery("", "error", 0, msgspec.Raw(_encode({"detail": text}))) for text in self._errors]
        self._errors.clear()
        for topic, subscription in self._topics.items():
            deliveries += self._take_topic(topic, subscription)
        return deliveries

    def _subscribe(self, topic: str, after: Mapping[str, str]) -> None:
        kind = topic_kind(topic)
        if kind is None:
            self._errors.append(f"there is no topic {topic}; GET /topics lists them")
            return
        if topic not in self._topics and len(self._topics) >= MOST_TOPICS:
            self._errors.append(f"at most {MOST_TOPICS} topics at once; unsubscribe from others before {topic}")
            return
        subscription = self._topics[topic] = _Subscription(kind, seen=0 if is_rolled(topic) else None)
        if kind is TopicKind.LOSSLESS and (position := after.get(topic)):
            self._resume(topic, subscription, position)

    def _resume(self, topic: str, subscription: _Subscription, position: str) -> None:
        """Go on behind `position`, or say that there is a gap."""
        if subscription.seen is not None:
            mark = self._board.mark(topic, position)
            subscription.seen = mark or 0
            found = mark is not None
        else:
            missed = self._board.since(topic, position)
            subscription.events = missed or []
            found = missed is not None
        if found:
            subscription.needs_snapshot = False
        else:
            subscription.lost = None

    def _overflow(self, subscription: _Subscription, now: float) -> None:
        if self._overflowed_at is not None and now - self._overflowed_at < self._policy.probation_seconds:
            self.is_too_slow = True
        self._overflowed_at = now
        subscription.lost = (subscription.lost or 0) + len(subscription.events)
        subscription.clear()
        subscription.needs_snapshot = True

    def _take_topic(self, topic: str, subscription: _Subscription) -> list[Delivery]:
        deliveries: list[Delivery] = []

        def add(kind: str, data: object, position: str = "") -> None:
            subscription.sequence += 1
            deliveries.append(Delivery(topic, kind, subscription.sequence, msgspec.Raw(_encode(data)), position))

        board, seen = self._board, subscription.seen
        total = board.total(topic) if seen is not None else None
        if seen is not None and subscription.kind is TopicKind.LOSSLESS and not subscription.needs_snapshot:
            subscription.lost = board.dropped(topic, seen)
            subscription.needs_snapshot = subscription.lost > 0
        if subscription.lost != 0:
            add("gap", {"lost": subscription.lost})
            subscription.lost = 0
        if subscription.needs_snapshot:
            add("snapshot", board.items(topic), board.position(topic))
            subscription.needs_snapshot = False
        elif seen is not None and total is not None and total > seen:
            add("delta", board.rows(topic, seen), board.position(topic))
        elif subscription.newest:
            add("delta", list(subscription.newest.values()))
        elif subscription.events:
            add("delta", [item for _, item in subscription.events], subscription.events[-1][0])
        subscription.seen = total
        subscription.clear()
        return deliveries

    def _note_waiting(self, now: float) -> None:
        if self._waiting_since is None:
            self._waiting_since = now
