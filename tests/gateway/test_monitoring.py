"""A running platform as the page watches it: what is killed, stopped, refused or switched off is seen, and its end."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from nautilus.kernel.config import ENGINE_PORTS
from support.platform import Platform, platform


@pytest.fixture(scope="module")
def running() -> Iterator[Platform]:
    """A platform with a replay of trades that goes on for longer than these tests take."""
    with platform() as instance:
        instance.command("replay", "start", "--session", "es-trades", "--speed", "60")
        instance.wait(lambda: instance.get("/api/flow")["state"] == "RUNNING", "the run to begin", 60)
        yield instance


def engine(running: Platform, name: str) -> dict[str, Any]:
    found: dict[str, Any] = running.get(f"/api/engines/{name}")
    return found


def stalled(running: Platform) -> dict[tuple[str, str], str]:
    """Arrows that stand still, with the reason."""
    edges = running.get("/api/flow")["edges"]
    return {(edge["source"], edge["target"]): edge["detail"] for edge in edges if edge["stalled"]}


def alert(running: Platform, prefix: str) -> dict[str, Any] | None:
    alerts = running.get("/api/alerts")["items"]
    return next((each for each in alerts if each["id"].startswith(prefix)), None)


@contextmanager
def stopped(pid: int) -> Iterator[None]:
    """A process that lives and does nothing."""
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)


def test_numbers_of_engines_are_those_of_a_platform_at_work(running: Platform) -> None:
    def features_are_measured() -> bool:
        found = engine(running, "features")
        return found["latency_p50_ms"] is not None and found["received_per_second"] > 0

    running.wait(features_are_measured, "a window of measurements", 30)
    rows = {row["name"]: row for row in running.get("/api/engines")["items"]}
    assert list(rows) == list(ENGINE_PORTS)
    assert {row["state"] for row in rows.values()} == {"ready"}
    features = rows["features"]
    assert 0 < features["latency_p50_ms"] <= features["latency_p99_ms"]
    assert (features["pid"], features["restarts"]) == (running.service("features")["pid"], 0)
    assert features["published_per_second"] > 0
    assert features["lag"] is not None
    assert features["dead_letters"] == 0
    assert rows["websocket"]["latency_p99_ms"] is not None
    assert rows["websocket"]["lag"] is None


def test_data_moves_along_the_arrows_and_nothing_stands_still(running: Platform) -> None:
    running.wait(lambda: not stalled(running), "all arrows to move", 30)
    edges = {(edge["source"], edge["target"]): edge for edge in running.get("/api/flow")["edges"]}
    for pair in (("marketdata", "ml"), ("marketdata", "execution"), ("features", "execution"), ("risk", "execution")):
        assert edges[pair]["messages_per_second"] > 0, pair
    assert edges["marketdata", "vpin"]["records_behind"] is not None


def test_a_consumer_that_is_stopped_stalls_its_arrow_until_it_goes_on(running: Platform) -> None:
    with stopped(engine(running, "features")["pid"]):
        reason = running.wait(lambda: stalled(running).get(("marketdata", "features")), "the arrow to stand still", 20)
        assert reason.startswith("features gives no answer")
        assert ("marketdata", "vpin") not in stalled(running)
        assert running.wait(lambda: alert(running, "engine:features"), "its alert", 10)["severity"] == "critical"
        assert (
            running.wait(lambda: alert(running, "stalled:"), "the run to be said to wait", 20)["source"] == "features"
        )
    running.wait(lambda: not stalled(running), "the arrow to move again", 30)
    running.wait(lambda: alert(running, "engine:features") is None, "its alert to go", 10)
    assert alert(running, "stalled:") is None


def test_a_trading_node_that_is_stopped_stalls_what_it_merges(running: Platform) -> None:
    node = running.get("/api/execution/status")["details"]["node"]
    with stopped(node):
        reason = running.wait(lambda: stalled(running).get(("ml", "execution")), "the arrow to stand still", 20)
        assert reason.startswith("execution has not moved for")
        assert "records wait for it" in reason
        assert engine(running, "execution")["state"] == "ready"
    running.wait(lambda: not stalled(running), "the arrow to move again", 30)


def test_a_paused_run_is_not_stalled(running: Platform) -> None:
    running.command("replay", "pause")
    with stopped(engine(running, "features")["pid"]):
        running.wait(lambda: engine(running, "features")["state"] == "down", "features to be down", 10)
        assert stalled(running) == {}
    running.command("replay", "resume")
    running.wait(lambda: running.get("/api/flow")["state"] == "RUNNING", "the run to go on", 20)


def test_an_engine_that_is_killed_is_seen_to_be_started_again(running: Platform) -> None:
    before = running.kill("vpin")
    running.wait(lambda: engine(running, "vpin")["restarts"] == 1, "the restart to be counted", 30)
    running.wait(lambda: engine(running, "vpin")["state"] == "ready", "vpin to be ready", 60)
    assert engine(running, "vpin")["pid"] != before
    found = running.wait(lambda: alert(running, "restart:vpin"), "the alert", 10)
    assert (found["severity"], found["link"]) == ("warning", "/?engine=vpin&tab=log")
    assert "once since the platform was started" in found["detail"]


def test_an_order_that_the_gate_refuses_and_the_kill_switch_are_told(running: Platform) -> None:
    sessions = {each["name"]: each for each in running.get("/api/marketdata/sessions")["items"]}
    instrument = sessions["es-trades"]["instruments"][0]
    with running.client() as client:
        ceiling = client.post("/api/risk/limits", json={"order_notional": "1", "reason": "test"})
        assert ceiling.status_code == 200, ceiling.text
        ticket = {"client_key": "t1", "instrument_id": instrument, "side": "BUY", "quantity": "1"}

        def refused() -> bool:
            answer = client.post("/api/execution/orders", json=ticket)
            return answer.status_code == 201 and answer.json()["status"] == "REFUSED"

        running.wait(refused, "the order to be refused", 20)
        found = running.wait(lambda: alert(running, "refused:"), "the alert", 20)
        assert found["title"] == "The gate refused 1 order: order notional"
        assert f"t1, BUY 1 {instrument}: order_notional " in found["detail"]
        assert client.post("/api/risk/kill", json={"reason": "enough"}).status_code == 200
        kill = running.wait(lambda: alert(running, "kill:"), "the alert", 20)
        assert (kill["severity"], kill["link"]) == ("critical", "/risk")
        assert "enough" in kill["detail"]
        assert client.post("/api/risk/rearm", json={"reason": "again"}).status_code == 200
        running.wait(lambda: alert(running, "kill:") is None, "the alert to go", 20)


def test_log_and_configuration_are_those_of_the_home(running: Platform) -> None:
    lines = running.get("/api/engines/vpin/log", contains="is loaded")["items"]
    assert [line["message"] for line in lines] == ["vpin is loaded"] * (1 + engine(running, "vpin")["restarts"])
    assert [line["logger"] for line in lines] == ["nautilus.vpin"] * len(lines)
    newest = running.get("/api/engines/marketdata/log", limit=1)
    older = running.get("/api/engines/marketdata/log", limit=1, cursor=newest["next_cursor"])
    assert older["items"][0]["time"] <= newest["items"][0]["time"]
    found = {each["name"]: each for each in running.get("/api/engines/risk/configuration")["items"]}
    assert found["home"]["value"] == str(running.home)
    assert found["port_offset"]["origin"] == "environment"
    assert found["log_level"]["origin"] == "default"
    assert ":***@" in found["database_url"]["value"]
    token = (running.home / "token").read_text().strip()
    assert token not in str(found)
