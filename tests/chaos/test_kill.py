"""kill -9 of everything in turn while a session runs: nothing is lost, nothing sent twice, the result the same."""

import os
import signal
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import psutil
import pytest

from support.platform import Platform, platform

pytestmark = [pytest.mark.stack, pytest.mark.timeout(600)]

FIELDS = ("client_order_id", "instrument_id", "side", "quantity", "order_type", "price", "status")
SPEED = "400000"
"""Session seconds per wall second: slow enough to kill all in the session; the rest of it is played at full speed."""
ENGINES = (
    "marketdata", "features", "factor", "vpin", "ml", "strategy", "risk", "execution", "portfolio", "collateral",
    "analytics", "backtesting", "websocket",
)  # fmt: skip


@pytest.fixture(scope="module")
def nautilus() -> Iterator[Platform]:
    with platform() as instance:
        yield instance


def orders(nautilus: Platform, run: int) -> list[tuple[Any, ...]]:
    """The run's orders without what names the run: it differs by nature."""
    found = nautilus.json("orders", "--run", str(run))
    return [tuple(str(order[f]).removeprefix(f"R{run}-") for f in (*FIELDS, "ts_event")) for order in found]


def replay(nautilus: Platform, run: int) -> dict[str, Any]:
    answer: dict[str, Any] = nautilus.get(f"/api/marketdata/replays/{run}")
    return answer


def assert_money_is_exact(nautilus: Platform, run: int) -> None:
    account = nautilus.json("account", "--run", str(run))
    cash = Decimal(account["starting_cash"])
    fills = nautilus.json("fills", "--run", str(run))
    for fill in fills:
        sign = 1 if fill["side"] == "BUY" else -1
        cash -= sign * Decimal(fill["quantity"]) * Decimal(fill["price"]) * Decimal(fill["multiplier"])
        cash -= Decimal(fill["commission"])
    held = nautilus.json("positions", "--run", str(run))
    assert account["account_type"] == "CASH" or not held, "a flat futures account has settled everything in cash"
    assert Decimal(account["cash"]) == cash
    assert len({fill["fill_id"] for fill in fills}) == len(fills)


def kill_node(nautilus: Platform) -> None:
    """kill -9 the trading node: the child process of execution."""
    execution = psutil.Process(int(nautilus.service("execution")["pid"]))
    children = execution.children()
    assert children, "execution has no trading node while a session runs"
    os.kill(children[-1].pid, signal.SIGKILL)


def kill_one(nautilus: Platform, name: str) -> None:
    before = nautilus.service(name)["pid"]
    nautilus.kill(name)
    nautilus.wait(lambda: (s := nautilus.service(name))["ready"] and s["pid"] != before, f"{name} to come back", 30)


def resting(nautilus: Platform, run: int) -> list[str]:
    """Orders that are at the broker now, neither filled nor cancelled."""
    open_now = ("ACCEPTED", "PARTIALLY_FILLED")
    return [o["client_order_id"] for o in nautilus.json("orders", "--run", str(run)) if o["status"] in open_now]


@pytest.fixture(scope="module")
def undisturbed(nautilus: Platform) -> list[tuple[Any, ...]]:
    return orders(nautilus, nautilus.replay("equities-daily"))


@pytest.mark.parametrize(
    "victims",
    [ENGINES[:7], ("execution", "node", *ENGINES[8:]), ("bus-market", "bus-logic", "database")],
    ids=["engines upstream", "execution and downstream", "servers"],
)
def test_killed_in_the_middle_the_session_ends_the_same(
    nautilus: Platform, undisturbed: list[tuple[Any, ...]], victims: tuple[str, ...]
) -> None:
    run = int(nautilus.json("replay", "start", "--session", "equities-daily", "--speed", SPEED)["run"])
    nautilus.wait(lambda: nautilus.json("orders", "--run", str(run)), "the first order", 60)
    for victim in victims:
        assert replay(nautilus, run)["state"] == "RUNNING", f"the session ended before {victim} was killed"
        kill_node(nautilus) if victim == "node" else kill_one(nautilus, victim)
    nautilus.wait(lambda: nautilus.run("replay", "speed", "max").returncode == 0, "the speed to change", 60)
    nautilus.wait(lambda: replay(nautilus, run)["state"] == "FINISHED", "the session to finish", 240, step=1)
    assert orders(nautilus, run) == undisturbed
    assert_money_is_exact(nautilus, run)
    nautilus.command("journal", "verify")


def test_killed_with_an_order_in_flight_it_is_neither_lost_nor_sent_twice(nautilus: Platform) -> None:
    """The futures' strategy rests limit orders: execution, then the node, die while one of them is at the broker."""
    expected = orders(nautilus, nautilus.replay("es-trades"))
    run = int(nautilus.json("replay", "start", "--session", "es-trades", "--speed", "4000")["run"])
    for victim in ("execution", "node"):
        in_flight = nautilus.wait(lambda: resting(nautilus, run), "an order in flight", 120, step=0.05)
        assert replay(nautilus, run)["state"] == "RUNNING"
        if victim == "node":
            kill_node(nautilus)
        else:
            kill_one(nautilus, victim)
        assert set(in_flight) <= {o["client_order_id"] for o in nautilus.json("orders", "--run", str(run))}
    with nautilus.client() as client:
        client.post(f"/api/marketdata/replays/{run}/speed", json={"speed": 0}).raise_for_status()
    nautilus.wait(lambda: replay(nautilus, run)["state"] == "FINISHED", "the session to finish", 240, step=1)
    assert orders(nautilus, run) == expected
    assert_money_is_exact(nautilus, run)
    nautilus.command("journal", "verify")
