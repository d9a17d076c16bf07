"""The switch over restarts, what it told of itself, and what a kill would do."""

import httpx
import pytest

from engines.risk.sample import started
from nautilus.engines.execution.messages import EVENTS, KillConfirmed
from nautilus.engines.marketdata.messages import RUNS
from nautilus.engines.risk import ENGINE
from nautilus.engines.risk.api import ROUTES
from nautilus.engines.risk.messages import KILL, Kill, Rearm
from nautilus.engines.risk.service import RiskService
from nautilus.kernel.errors import ConflictError, NotFoundError
from support.engine import ask, bench, empty

pytestmark = pytest.mark.stack


async def test_kills_are_told_newest_first_with_what_they_did_and_how_they_ended(risk):
    await risk.feed(RUNS, started(1))
    await ask(ROUTES, risk.service, "POST", "/kill", body={"reason": "fire"})
    (pending,) = (await ask(ROUTES, risk.service, "GET", "/kills"))["items"]
    assert (pending["state"], pending["seconds_to_confirm"], pending["rearmed_ns"]) == ("PENDING", None, None)
    confirmed = KillConfirmed(
        ts_event=1,
        ts_init=pending["killed_ns"] + 250_000_000,
        run=1,
        account="paper-1",
        kill_id=pending["kill_id"],
        cancelled=3,
        node_restarted=False,
    )
    await risk.feed(EVENTS, confirmed)
    await ask(ROUTES, risk.service, "POST", "/rearm", body={"reason": "put out"})
    await ask(ROUTES, risk.service, "POST", "/kill", body={"reason": "again"})
    page = await ask(ROUTES, risk.service, "GET", "/kills", query={"limit": 1})
    assert [(k["reason"], k["state"], k["run"]) for k in page["items"]] == [("again", "PENDING", 1)]
    query = {"limit": 1, "cursor": page["next_cursor"]}
    (first,) = (await ask(ROUTES, risk.service, "GET", "/kills", query=query))["items"]
    assert (first["cancelled"], first["node_restarted"], first["seconds_to_confirm"]) == (3, False, 0.25)
    assert (first["rearm_reason"], first["rearm_actor"]) == ("put out", "tester")
    assert first["rearmed_ns"] >= first["killed_ns"]
    assert not (await ask(ROUTES, risk.service, "GET", "/kills", query={"run": 2}))["items"]


ORDER = {
    "client_order_id": "R1-m-1",
    "strategy_id": "m",
    "instrument_id": "AAPL.XNAS",
    "side": "BUY",
    "quantity": "10",
    "filled_quantity": "4",
    "price": "99.00",
    "trigger_price": None,
    "status": "PARTIALLY_FILLED",
    "multiplier": "1",
}
HELD = {
    "instrument_id": "AAPL.XNAS",
    "side": "LONG",
    "quantity": "4",
    "notional": "400.00",
    "unrealised": "-3.00",
    "ts_event": 7,
    "run": 1,
}


def house(request):
    """Two pages of orders, one position; strategy is down."""
    if request.url.path == "/orders":
        assert (request.url.params["run"], request.url.params["open"]) == ("1", "true")
        if request.url.params["cursor"]:
            return httpx.Response(200, json={"items": [{**ORDER, "quantity": "9"}], "next_cursor": None})
        return httpx.Response(200, json={"items": [ORDER], "next_cursor": "next"})
    if request.url.path == "/positions":
        return httpx.Response(200, json={"items": [HELD], "next_cursor": None})
    raise httpx.ConnectError("refused")


async def test_a_preview_says_what_a_kill_would_do_and_who_did_not_answer(database_url, tmp_path):
    client = httpx.AsyncClient(transport=httpx.MockTransport(house))
    async with bench(RiskService, ENGINE, database_url, tmp_path, http=client) as made:
        with pytest.raises(NotFoundError):
            await ask(ROUTES, made.service, "GET", "/kill/preview")
        await made.feed(RUNS, started(1))
        told = await ask(ROUTES, made.service, "GET", "/kill/preview")
        assert (told["account"], told["halted"], told["kill_id"]) == ("paper-1", False, "")
        assert [(o["client_order_id"], o["quantity"], o["filled_quantity"]) for o in told["orders"]] == [
            ("R1-m-1", "10", "4"),
            ("R1-m-1", "9", "4"),
        ]
        assert [(p["instrument_id"], p["quantity"], p["notional"]) for p in told["positions"]] == [
            ("AAPL.XNAS", "4", "400.00")
        ]
        assert told["strategies"] is None
        assert told["silent"] == ("strategy",)
        assert await made.emitted(KILL) == []
        await empty(made.service.context.database, ENGINE.name)


async def test_kill_is_durable_idempotent_and_tells_what_execution_did(risk, database_url, tmp_path):
    await risk.feed(RUNS, started(1))
    pending = await ask(ROUTES, risk.service, "POST", "/kill", body={"reason": "fire"})
    assert (pending["state"], pending["cancelled"]) == ("PENDING", None)
    async with bench(RiskService, ENGINE, database_url, tmp_path) as again:
        assert again.service.live.halted
        confirmed = KillConfirmed(
            ts_event=1,
            ts_init=77,
            run=1,
            account="paper-1",
            kill_id=pending["kill_id"],
            cancelled=2,
            node_restarted=True,
        )
        await again.feed(EVENTS, confirmed, message_id="execution-5")
        repeated = await ask(ROUTES, again.service, "POST", "/kill", body={"reason": "fire again"})
        assert (repeated["state"], repeated["cancelled"], repeated["reason"]) == ("CONFIRMED", 2, "fire")
        assert [type(event) for event in await again.emitted(KILL)] == [Kill]
        armed = await ask(ROUTES, again.service, "POST", "/rearm", body={"reason": "put out"})
        assert not armed["halted"]
        with pytest.raises(ConflictError):
            await ask(ROUTES, again.service, "POST", "/rearm", body={"reason": "again"})
    assert [type(event) for event in await risk.emitted(KILL)] == [Kill, Rearm]


async def test_a_run_that_starts_under_a_kill_is_halted_until_rearmed(risk):
    await risk.feed(RUNS, started(1))
    await ask(ROUTES, risk.service, "POST", "/kill", body={"reason": "fire"})
    await risk.feed(RUNS, started(2))
    assert risk.service.live.halted
    kills = await risk.emitted(KILL)
    assert [(kill.account, kill.kill_id) for kill in kills] == [
        ("paper-1", "paper-1-kill-1"),
        ("paper-2", "paper-2-kill-1"),
    ]
    assert "paper-1-kill-1" in kills[1].reason
    await ask(ROUTES, risk.service, "POST", "/rearm", body={"reason": "put out"})
    await risk.feed(RUNS, started(3))
    assert not risk.service.live.halted
    query = {"account": "paper-1"}
    assert (await ask(ROUTES, risk.service, "GET", "/limits", query=query))["items"][0]["halted"]
    with pytest.raises(NotFoundError):
        await ask(ROUTES, risk.service, "POST", "/kill", body={"reason": "x", "account": "paper-9"})
