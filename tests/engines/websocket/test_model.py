"""The state machine of a client: snapshots, deltas, conflation, gaps, resuming, being sent away."""

from typing import Any

import msgspec
import pytest

from engines.websocket.messages_made import filled, market_frame, order_changed, run_started, value_frame
from nautilus.engines.execution.messages import GateDecided
from nautilus.engines.websocket.messages import Delivery, Subscribe, Unsubscribe
from nautilus.engines.websocket.model import TOPICS, Board, Client, ClientPolicy, Span, changes, topic_kind
from nautilus.kernel.messages import Message


class Stage:
    """A board with one client, fed with messages; time goes on only when told."""

    def __init__(self, **policy: Any) -> None:
        self.now = 0.0
        self.board = Board()
        self.board.run = 1
        self.client = Client(self.board, self.now, ClientPolicy(**policy))
        self._count = 0

    def subscribe(self, *topics: str, after: dict[str, str] | None = None) -> list[tuple]:
        self.client.request(Subscribe(topics, after or {}), self.now)
        return self.take()

    def feed(self, *messages: Message, name: str = "e") -> None:
        for message in messages:
            self._count += 1
            for change in changes(message):
                if self.board.begins(change):
                    self.client.restart(self.now)
                if isinstance(change, Span):
                    if self.board.misses(change):
                        self.client.miss(self.now)
                elif self.board.take(change, f"{name}-{self._count}"):
                    self.client.offer(change, f"{name}-{self._count}", self.now)

    def take(self) -> list[tuple]:
        return [shown(delivery) for delivery in self.client.take(self.now)]


def shown(delivery: Delivery) -> tuple:
    data = msgspec.json.decode(delivery.data)
    if not isinstance(data, list):
        return delivery.topic, delivery.kind, delivery.sequence, data
    names = [item.get("client_order_id", item.get("bid")) for item in data]
    if delivery.topic.startswith("bars."):
        names = [bar["sequence"] for bar in data]
    if delivery.topic.startswith("trades."):
        names = [(tape["lost"], [trade["sequence"] for trade in tape["trades"]]) for tape in data]
    return delivery.topic, delivery.kind, delivery.sequence, names


def test_a_snapshot_comes_first_then_deltas_in_unbroken_numbers() -> None:
    stage = Stage()
    stage.feed(order_changed(1), order_changed(2))
    assert stage.subscribe("orders") == [("orders", "snapshot", 1, ["1-momentum-1", "1-momentum-2"])]
    assert stage.take() == []
    stage.feed(order_changed(3), order_changed(4))
    assert stage.take() == [("orders", "delta", 2, ["1-momentum-3", "1-momentum-4"])]
    stage.feed(order_changed(5))
    assert stage.take() == [("orders", "delta", 3, ["1-momentum-5"])]


def test_a_conflated_topic_sends_only_the_newest_item_by_key() -> None:
    stage = Stage()
    stage.subscribe("quotes.AAPL.XNAS", "quotes.MSFT.XNAS")
    for number in range(1_000):
        stage.feed(market_frame(number + 1, [100.0 + number]))
    stage.feed(market_frame(1, [1.0, 2.0, 3.0], instrument="MSFT.XNAS"))
    assert stage.take() == [
        ("quotes.AAPL.XNAS", "delta", 2, [1_099.0]),
        ("quotes.MSFT.XNAS", "delta", 2, [3.0]),
    ]


def test_only_what_was_asked_for_is_sent() -> None:
    stage = Stage()
    stage.subscribe("fills")
    stage.feed(order_changed(1), filled(2), value_frame(1, 0.5))
    assert [topic for topic, *_ in stage.take()] == ["fills"]
    stage.client.request(Unsubscribe(("fills",)), 0.0)
    stage.feed(filled(3))
    assert stage.take() == []


def test_events_that_come_twice_are_delivered_once() -> None:
    """The relay of a restarted engine publishes its last seconds again, with the same message ids."""
    stage = Stage()
    stage.subscribe("orders")
    change = next(iter(changes(order_changed(1))))
    assert stage.board.take(change, "execution-7")
    assert not stage.board.take(change, "execution-7")


def test_a_client_resumes_behind_the_last_event_it_has() -> None:
    stage = Stage()
    stage.feed(*(order_changed(number) for number in range(1, 6)), name="execution")
    resumed = stage.subscribe("orders", after={"orders": "execution-3"})
    assert resumed == [("orders", "delta", 1, ["1-momentum-4", "1-momentum-5"])]


def test_resuming_behind_an_event_that_is_gone_says_so() -> None:
    stage = Stage()
    stage.feed(order_changed(1))
    kinds = [(kind, sequence) for _, kind, sequence, _ in stage.subscribe("orders", after={"orders": "execution-0"})]
    assert kinds == [("gap", 1), ("snapshot", 2)]


def test_an_overflow_drops_the_queue_and_sends_a_new_snapshot() -> None:
    stage = Stage(most_waiting=10)
    stage.subscribe("orders")
    stage.feed(*(order_changed(number) for number in range(1, 15)))
    gap, snapshot = stage.take()
    assert gap == ("orders", "gap", 2, {"lost": 11})
    assert snapshot[1:3] == ("snapshot", 3)
    assert len(snapshot[3]) == 14
    assert not stage.client.is_too_slow


def test_a_client_that_overflows_again_at_once_is_sent_away() -> None:
    stage = Stage(most_waiting=10, probation_seconds=10.0)
    stage.subscribe("orders")
    stage.feed(*(order_changed(number) for number in range(1, 15)))
    stage.take()
    stage.now = 9.0
    stage.feed(*(order_changed(number) for number in range(15, 40)))
    assert stage.client.is_too_slow


def test_a_client_that_has_kept_up_for_a_while_gets_another_chance() -> None:
    stage = Stage(most_waiting=10, probation_seconds=10.0)
    stage.subscribe("orders")
    stage.feed(*(order_changed(number) for number in range(1, 15)))
    stage.take()
    stage.now = 11.0
    stage.feed(*(order_changed(number) for number in range(15, 40)))
    assert not stage.client.is_too_slow


def test_quotes_never_send_a_client_away_but_taking_nothing_does() -> None:
    stage = Stage(most_waiting=10, patience_seconds=10.0)
    stage.subscribe("quotes.AAPL.XNAS")
    for number in range(1_000):
        stage.feed(market_frame(number + 1, [1.0]))
    stage.client.judge(9.9)
    assert not stage.client.is_too_slow
    stage.client.judge(10.1)
    assert stage.client.is_too_slow


def test_a_client_with_nothing_to_take_may_wait_for_ever() -> None:
    stage = Stage(patience_seconds=10.0)
    stage.subscribe("orders")
    stage.client.judge(1_000.0)
    assert not stage.client.is_too_slow


def test_a_new_run_replaces_what_was_there() -> None:
    stage = Stage()
    stage.feed(run_started(1), order_changed(1, run=1), market_frame(1, [5.0], run=1))
    stage.subscribe("orders", "quotes.AAPL.XNAS")
    stage.feed(run_started(2), order_changed(1, run=2), order_changed(9, run=1))
    assert stage.take() == [
        ("orders", "snapshot", 2, ["2-momentum-1"]),
        ("quotes.AAPL.XNAS", "snapshot", 2, []),
    ]
    stage.feed(run_started(2), order_changed(2, run=2))  # the start comes again: nothing is forgotten
    assert stage.take() == [("orders", "delta", 3, ["2-momentum-2"])]


def test_wrong_requests_are_answered_not_obeyed() -> None:
    stage = Stage()
    answers = stage.subscribe("order", "quotes", "orders")
    assert [(topic, kind) for topic, kind, *_ in answers] == [("", "error"), ("", "error"), ("orders", "snapshot")]
    many = [f"quotes.X{number}.XNAS" for number in range(300)]
    stage.client.request(Subscribe(tuple(many)), 0.0)
    assert len(stage.client.topics) == 256


def test_what_the_gate_refuses_is_an_order_too() -> None:
    fields: dict[str, Any] = {
        "ts_event": 1,
        "ts_init": 1,
        "run": 1,
        "account": "paper-1",
        "order": order_changed(1).order,
        "signal_id": None,
        "sequence": 1,
        "allowed": False,
        "reason": "limits are 6 s old",
        "figures": (),
        "limits_version": 1,
    }
    item = next(iter(changes(GateDecided(**fields))))
    seen = msgspec.json.decode(item.item)
    assert (seen["status"], seen["reason"], seen["client_order_id"]) == (
        "REFUSED",
        "limits are 6 s old",
        "1-momentum-1",
    )
    assert list(changes(GateDecided(**(fields | {"allowed": True})))) == []


@pytest.mark.parametrize("topic", [name for name in TOPICS if "<" not in name])
def test_listed_topics_exist(topic: str) -> None:
    assert topic_kind(topic) is TOPICS[topic][0]


def test_money_and_quantities_stay_strings() -> None:
    change = next(iter(changes(filled(1))))
    item = msgspec.json.decode(change.item)
    assert (item["price"], item["quantity"], item["commission"]) == ("101.50", "10", "0.05")
