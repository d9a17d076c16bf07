"""Tape and bars of one instrument: rows that lie on the board, and what clients get of them."""

from typing import Any

import msgspec
import pytest

from engines.websocket.messages_made import run_started, tape_frame
from engines.websocket.test_model import Stage
from nautilus.engines.websocket.messages import Subscribe
from nautilus.engines.websocket.model.rolls import BARS_KEPT, TRADES_KEPT

TAPE, BARS = "trades.ES.XCME", "bars.ES.XCME"


def raw(stage: Stage, topic: str) -> list[dict[str, Any]]:
    return [msgspec.json.decode(each.data) for each in stage.client.take(stage.now) if each.topic == topic]


def test_a_tape_holds_the_trades_since_the_last_delivery() -> None:
    stage = Stage()
    stage.feed(tape_frame(1, 10))
    assert stage.subscribe(TAPE) == [(TAPE, "snapshot", 1, [(0, list(range(1, 11)))])]
    stage.feed(tape_frame(11, 12), tape_frame(13, 13))
    assert stage.take() == [(TAPE, "delta", 2, [(0, [11, 12, 13])])]
    assert stage.take() == []
    stage.feed(tape_frame(14, 300), tape_frame(301, 400))
    lost = 387 - TRADES_KEPT
    assert stage.take() == [(TAPE, "delta", 3, [(lost, list(range(401 - TRADES_KEPT, 401)))])]


def test_a_trade_on_the_tape_says_what_is_known_of_it() -> None:
    stage = Stage()
    stage.subscribe(TAPE)
    stage.feed(tape_frame(1, 1))
    ((item,),) = raw(stage, TAPE)
    assert item == {
        "key": "ES.XCME",
        "run": 1,
        "instrument_id": "ES.XCME",
        "lost": 0,
        "trades": [{"side": None, "sequence": 1, "ts_event": 1_000, "price": 1_640.25, "size": 1.0}],
    }


def test_bars_come_each_once_and_in_order() -> None:
    stage = Stage()
    stage.feed(tape_frame(1, 100, bars=(40, 90)))
    assert stage.subscribe(BARS) == [(BARS, "snapshot", 1, [40, 90])]
    stage.feed(tape_frame(101, 200, bars=(150,)), tape_frame(201, 300, bars=(210, 250, 290)))
    assert stage.take() == [(BARS, "delta", 2, [150, 210, 250, 290])]
    stage.feed(tape_frame(301, 400))
    assert stage.take() == [], "a frame without a bar is no news"
    stage.feed(tape_frame(401, 500, bars=(450,)))
    ((bar,),) = raw(stage, BARS)
    figures = dict.fromkeys(("open", "high", "low", "close", "volume"), 900.0)
    about = {"run": 1, "instrument_id": "ES.XCME", "step_seconds": 60}
    assert bar == about | {"sequence": 450, "ts_event": 450_000} | figures


def test_frames_that_come_again_cut_anew_show_nothing_twice() -> None:
    stage = Stage()
    stage.subscribe(TAPE, BARS)
    stage.feed(tape_frame(1, 50, bars=(20, 45)))
    stage.take()
    stage.feed(tape_frame(31, 50, bars=(45,)), tape_frame(41, 60, bars=(45, 55)), tape_frame(11, 30, bars=(20,)))
    assert stage.take() == [(TAPE, "delta", 3, [(0, list(range(51, 61)))]), (BARS, "delta", 3, [55])]


def test_bars_are_resumed_behind_the_last_one_also_on_another_connection() -> None:
    stage = Stage()
    stage.feed(tape_frame(1, 100, bars=(20, 40, 60)))
    (delivery,) = _subscribed(stage, BARS)
    stage.feed(tape_frame(101, 200, bars=(150,)))
    assert delivery.position == "1-60"
    assert stage.subscribe(BARS, after={BARS: "1-60"}) == [(BARS, "delta", 1, [150])]
    assert stage.subscribe(BARS, after={BARS: "1-150"}) == []


def _subscribed(stage: Stage, topic: str) -> list[Any]:
    stage.client.request(Subscribe((topic,)), stage.now)
    return stage.client.take(stage.now)


@pytest.mark.parametrize("position", ["1-61", "2-60", "0-60", "60", "1-", "1-x", "1-" + "9" * 30])
def test_resuming_behind_a_bar_that_is_not_kept_says_so(position: str) -> None:
    stage = Stage()
    stage.feed(tape_frame(1, 100, bars=(20, 40, 60)))
    assert [(kind, data) for _, kind, _, data in stage.subscribe(BARS, after={BARS: position})] == [
        ("gap", {"lost": None}),
        ("snapshot", [20, 40, 60]),
    ]


def test_a_hole_in_the_frames_is_a_gap_in_bars_and_a_new_tape() -> None:
    stage = Stage()
    stage.subscribe(TAPE, BARS)
    stage.feed(tape_frame(1, 100, bars=(60,)))
    stage.take()
    stage.feed(tape_frame(300, 310, bars=(305,)))
    assert stage.take() == [
        (TAPE, "snapshot", 3, [(0, list(range(300, 311)))]),
        (BARS, "gap", 3, {"lost": None}),
        (BARS, "snapshot", 4, [305]),
    ]
    assert [kind for _, kind, *_ in stage.subscribe(BARS, after={BARS: "1-60"})] == ["gap", "snapshot"]


def test_a_new_run_begins_with_an_empty_tape() -> None:
    stage = Stage()
    stage.subscribe(TAPE, BARS)
    stage.feed(tape_frame(1, 100, bars=(60,)))
    stage.take()
    stage.feed(run_started(2))
    assert stage.take() == [(TAPE, "snapshot", 3, []), (BARS, "snapshot", 3, [])]
    stage.feed(tape_frame(101, 200, bars=(160,)), tape_frame(1, 2, run=2, bars=(2,)))
    assert stage.take() == [(TAPE, "delta", 4, [(0, [1, 2])]), (BARS, "delta", 4, [2])]


def test_what_the_board_keeps_is_bounded_and_a_client_behind_it_is_told_how_many_it_lost() -> None:
    stage = Stage()
    stage.subscribe(BARS, TAPE)
    for number in range(0, 3 * BARS_KEPT, 100):
        stage.feed(tape_frame(number + 1, number + 100, bars=tuple(range(number + 1, number + 101))))
    gap, snapshot, tape = stage.take()
    assert gap == (BARS, "gap", 2, {"lost": 2 * BARS_KEPT})
    assert snapshot == (BARS, "snapshot", 3, list(range(2 * BARS_KEPT + 1, 3 * BARS_KEPT + 1)))
    assert tape[3][0][0] == 3 * BARS_KEPT - TRADES_KEPT
    assert len(stage.board.items(BARS)) == BARS_KEPT
    assert not stage.client.is_too_slow


def test_a_topic_of_rows_needs_an_instrument() -> None:
    stage = Stage()
    answers = stage.subscribe("trades", "trades.", "bars.", "fills.ES.XCME", "bars.NONE.XCME")
    assert [(topic, kind) for topic, kind, *_ in answers] == [("", "error")] * 4 + [("bars.NONE.XCME", "snapshot")]
