"""A person at the controls: limits that block, a switch that stops all, a stream that shows what happens."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

import pytest
from websockets.sync.client import ClientConnection, connect

from support.platform import Platform

pytestmark = [pytest.mark.stack]

SPEED = "3000000"
"""Session seconds per wall second: the equities' three years in half a minute."""


def post(nautilus: Platform, path: str, **body: Any) -> Any:
    with nautilus.client() as client:
        answer = client.post(path, json=body)
        assert answer.status_code in (200, 201), answer.text
        return answer.json()


def start(nautilus: Platform, speed: str) -> int:
    return int(nautilus.json("replay", "start", "--session", "equities-daily", "--speed", speed)["run"])


def has_limits(nautilus: Platform, run: int) -> bool:
    limits = nautilus.get("/api/risk/limits")["items"]
    return bool(limits) and limits[0]["run"] == run


def state(nautilus: Platform, run: int) -> str:
    return str(nautilus.get(f"/api/marketdata/replays/{run}")["state"])


def finish(nautilus: Platform, run: int) -> None:
    """Play what is left as fast as it goes."""
    if state(nautilus, run) not in ("DRAINING", "FINISHED"):
        post(nautilus, f"/api/marketdata/replays/{run}/speed", speed=0)
    nautilus.wait(lambda: state(nautilus, run) == "FINISHED", "the session to finish", 120)


@pytest.mark.parametrize("limit", ["order_notional", "position_notional", "gross_exposure", "daily_loss"])
def test_each_limit_blocks_an_order(nautilus: Platform, equities_run: int, limit: str) -> None:
    """The ceiling is one dollar from the start: an order beyond it is refused, and the reason names it."""
    del equities_run
    run = start(nautilus, "1")
    nautilus.wait(lambda: has_limits(nautilus, run), "the limits of the new account", 30)
    post(nautilus, "/api/risk/limits", reason="a test of the gate", **{limit: "1"})
    finish(nautilus, run)
    orders = nautilus.json("orders", "--run", str(run))
    refused = [order for order in orders if order["status"] == "REFUSED"]
    assert refused
    assert all(limit in order["reason"] for order in refused)
    assert nautilus.json("positions", "--run", str(run)) == [] or limit == "daily_loss"


def test_the_kill_switch_holds_over_a_restart_until_rearmed(nautilus: Platform, equities_run: int) -> None:
    del equities_run
    run = start(nautilus, SPEED)
    nautilus.wait(lambda: nautilus.json("orders", "--run", str(run)), "the first order", 60)
    killed = json.loads(nautilus.command("kill", "--reason", "a test of the switch", "--json"))
    assert killed["state"] == "CONFIRMED"
    before = [o for o in nautilus.json("orders", "--run", str(run)) if o["status"] != "REFUSED"]
    for engine in ("risk", "execution"):
        nautilus.kill(engine)
    finish(nautilus, run)
    orders = nautilus.json("orders", "--run", str(run))
    assert [o for o in orders if o["status"] != "REFUSED"] == before
    refused = [order for order in orders if order["status"] == "REFUSED"]
    assert refused
    assert all("kill" in order["reason"] for order in refused)
    nautilus.wait(lambda: nautilus.status()["ready"], "the killed engines to be back", 30)

    halted = nautilus.replay("equities-daily")
    assert {order["status"] for order in nautilus.json("orders", "--run", str(halted))} <= {"REFUSED"}
    assert nautilus.json("fills", "--run", str(halted)) == []
    nautilus.command("rearm", "--reason", "the test is over")
    armed = nautilus.replay("equities-daily")
    assert nautilus.json("fills", "--run", str(armed))


@contextmanager
def stream(nautilus: Platform, *topics: str) -> Iterator[ClientConnection]:
    """A WebSocket through the gateway, opened with a single-use ticket."""
    ticket = post(nautilus, "/api/websocket/tickets")["ticket"]
    gateway = nautilus.status()["gateway"].replace("http", "ws", 1)
    with connect(f"{gateway}/api/websocket/stream?ticket={ticket}") as socket:
        socket.send(json.dumps({"op": "subscribe", "topics": list(topics)}))
        yield socket


def test_the_stream_shows_each_fill_and_the_account_at_its_end(nautilus: Platform, equities_run: int) -> None:
    del equities_run
    fills: list[str] = []
    equity = Decimal(0)
    expected = dict.fromkeys(("fills", "account"), 0)
    with stream(nautilus, "fills", "account") as socket:
        run = start(nautilus, "max")
        while True:
            message = json.loads(socket.recv(timeout=60))
            expected[message["topic"]] += 1
            assert message["sequence"] == expected[message["topic"]], "a hole in the sequence"
            for item in message["data"]:
                if item.get("run") != run:
                    continue
                if message["topic"] == "fills":
                    fills.append(item["fill_id"])
                else:
                    equity = Decimal(item["equity"])
            if any(item.get("run") == run and item.get("final") for item in message["data"]):
                break
    finish(nautilus, run)
    assert sorted(fills) == sorted(fill["fill_id"] for fill in nautilus.json("fills", "--run", str(run)))
    assert fills
    assert equity == Decimal(nautilus.json("account", "--run", str(run))["equity"])
