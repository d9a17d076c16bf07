"""The arrows are those of the house, and one that stands still says why."""

import pytest

from gateway.sights import counted, run_at, seen, sight
from nautilus.engines.execution.node import feed
from nautilus.gateway.engines import declaration
from nautilus.gateway.flow import ARROWS, FlowEdge, flow_view
from nautilus.gateway.metrics import Reading
from nautilus.gateway.observer import Sight, State
from nautilus.gateway.progress import Behind, Progress


def edge(view_of: Sight, source: str, target: str) -> FlowEdge:
    (found,) = [each for each in flow_view(view_of).edges if (each.source, each.target) == (source, target)]
    return found


def stalled(view_of: Sight) -> set[tuple[str, str]]:
    return {(each.source, each.target) for each in flow_view(view_of).edges if each.stalled}


@pytest.mark.parametrize(("source", "target", "topic"), ARROWS)
def test_each_arrow_is_published_and_read(source: str, target: str, topic: str) -> None:
    assert topic in {each.name for each in declaration(source).produces}
    read = {each.name for each in declaration(target).consumes}
    if target == "execution":  # its node reads for itself
        read |= {each.name for each in (*feed._MARKET_TOPICS, feed.HEARTBEATS, feed.KILL)}
    assert topic in read


# -- who keeps the run waiting ------------------------------------------------------------------------


def test_a_consumer_with_work_that_does_not_move_is_behind_for_as_long_as_it_was_seen_so() -> None:
    progress = Progress()
    assert progress.update(run_at(100), 0.0) == {}
    assert progress.update(run_at(164, ml=100), 10.0) == {"ml": Behind(64, 100, 0.0)}
    assert progress.update(run_at(200, ml=100), 12.5) == {"ml": Behind(100, 100, 2.5)}
    assert progress.update(run_at(200, ml=120), 13.0) == {"ml": Behind(80, 120, 0.0)}
    assert progress.update(run_at(200), 14.0) == {}


def test_the_node_waits_for_values_and_is_not_to_blame_for_it() -> None:
    progress = Progress()
    run = run_at(200, ml=100, execution=100)
    assert set(progress.update(run, 0.0)) == {"ml"}
    assert set(progress.update(run_at(200, execution=100), 1.0)) == {"execution"}


def test_marketdata_itself_may_be_what_does_not_move() -> None:
    run = run_at(200, **dict.fromkeys(("marketdata", "features", "factor", "vpin", "ml", "execution"), 150))
    assert set(Progress().update(run, 0.0)) == {"marketdata"}


@pytest.mark.parametrize("state", ["PAUSED", "FINISHED", "STOPPED"])
def test_nobody_is_behind_in_a_run_that_does_not_go_on(state: str) -> None:
    progress = Progress()
    progress.update(run_at(200, ml=100), 0.0)
    assert progress.update(run_at(200, state, ml=100), 5.0) == {}
    assert progress.update(run_at(200, ml=100), 9.0) == {"ml": Behind(100, 100, 0.0)}
    assert progress.update(None, 10.0) == {}


def test_another_run_begins_anew() -> None:
    progress = Progress()
    progress.update(run_at(200, ml=0), 0.0)
    assert progress.update(run_at(200, ml=0) | {"run": 8}, 60.0) == {"ml": Behind(200, 0, 0.0)}


def test_a_run_waits_for_who_has_not_said_that_it_is_ready() -> None:
    progress = Progress()
    run = run_at(0, "STARTING") | {"stalled_by": ["vpin"], "watermarks": {}}
    progress.update(run, 0.0)
    behind = progress.update(run, 3.0)
    assert behind == {"vpin": Behind(0, -1, 3.0)}
    found = edge(sight(run=run, behind=behind), "marketdata", "vpin")
    assert found.detail == "vpin has not said for 3 s that it is ready to begin."


# -- arrows -------------------------------------------------------------------------------------------


def test_nothing_played_is_not_stalled_even_when_engines_are_down() -> None:
    down = seen("ml", state=State.DOWN, detail="does not answer")
    for run in (None, run_at(9, "PAUSED"), run_at(9, "FINISHED")):
        view = flow_view(sight(down, run=run))
        assert not any(each.stalled or each.detail for each in view.edges)
        assert all(each.records_behind is None for each in view.edges)
    assert {each.name: each.state for each in view.nodes}["ml"] is State.DOWN


def test_a_consumer_that_does_not_move_stalls_its_arrow_alone() -> None:
    slow = sight(run=run_at(1_500, ml=100), behind={"ml": Behind(1_400, 100, 1.9)})
    assert stalled(slow) == set()
    assert edge(slow, "marketdata", "ml").records_behind == 1_400
    stuck = sight(run=run_at(1_500, ml=100), behind={"ml": Behind(1_400, 100, 4.2)})
    assert stalled(stuck) == {("marketdata", "ml")}
    assert edge(stuck, "marketdata", "ml").detail == "ml has not moved for 4 s; 1,400 records wait for it."
    assert edge(stuck, "marketdata", "vpin").records_behind == 0


def test_a_node_that_does_not_move_stalls_all_that_it_merges() -> None:
    stuck = sight(run=run_at(50, execution=10), behind={"execution": Behind(40, 10, 3.0)})
    assert stalled(stuck) == {(name, "execution") for name in ("marketdata", "features", "factor", "vpin", "ml")}


def test_marketdata_that_does_not_move_stalls_what_it_feeds() -> None:
    stuck = sight(run=run_at(50), behind={"marketdata": Behind(40, 10, 3.0)})
    assert stalled(stuck) == {("marketdata", name) for name in ("features", "factor", "vpin", "ml", "execution")}


def test_an_engine_that_is_down_stalls_what_goes_in_and_out() -> None:
    down = seen("portfolio", state=State.DOWN, detail="gives no answer within 0.8 s")
    view = sight(down, run=run_at(50))
    assert stalled(view) == {("execution", "portfolio")} | {
        ("portfolio", name) for name in ("risk", "collateral", "analytics")
    }
    assert edge(view, "portfolio", "risk").detail == "portfolio gives no answer within 0.8 s."


def test_an_old_message_in_hand_stalls_a_consumer_that_moves_only_at_marks() -> None:
    view = sight(seen("portfolio", Reading(data_age_s=6.0)), run=run_at(50))
    assert stalled(view) == {("execution", "portfolio")}
    assert edge(view, "execution", "portfolio").detail == "portfolio works on a message that came 6 s ago."


# -- numbers ------------------------------------------------------------------------------------------


def test_messages_are_counted_by_who_reads_them_and_of_the_node_by_who_publishes() -> None:
    view = sight(
        seen("ml", Reading(received=counted(marketdata_frames=10)), Reading(received=counted(marketdata_frames=14))),
        seen("marketdata", Reading(), Reading(published=counted(marketdata_frames=20))),
        seen("strategy", Reading(), Reading(published=counted(strategy_deployments=3))),
        seen("execution", Reading(), Reading(received=counted(strategy_deployments=2))),
        run=run_at(1),
    )
    assert edge(view, "marketdata", "ml").messages_per_second == 4.0
    assert edge(view, "marketdata", "execution").messages_per_second == 20.0
    assert edge(view, "strategy", "execution").messages_per_second == 2.0
    assert edge(view, "ml", "execution").messages_per_second == 0.0


def test_who_does_not_answer_or_was_read_once_has_no_rate() -> None:
    view = sight(seen("ml", state=State.DOWN), seen("vpin", Reading()))
    assert edge(view, "marketdata", "ml").messages_per_second is None
    assert edge(view, "marketdata", "ml").lag is None
    assert edge(view, "marketdata", "vpin").messages_per_second is None


def test_lag_is_what_the_reader_has_not_read_where_it_has_a_group() -> None:
    view = sight(seen("ml", Reading(lag=counted(marketdata_frames=12, marketdata_runs=99))))
    assert edge(view, "marketdata", "ml").lag == 12
    assert edge(view, "marketdata", "vpin").lag == 0
    assert edge(view, "marketdata", "execution").lag is None
    assert edge(view, "risk", "websocket").lag is None
