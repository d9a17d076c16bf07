"""risk on a real journal: policy, edits, the switch over restarts, heartbeats, measures from stored history."""

import asyncio
from decimal import Decimal

import httpx
import numpy as np
import pytest
from scipy.stats import norm

from nautilus.domain.instruments import Instrument, InstrumentKind
from nautilus.domain.orders import Order, OrderSide, OrderType, PositionSide, TimeInForce
from nautilus.domain.time import NS_PER_DAY, from_ns
from nautilus.engines.execution.messages import EVENTS, GateDecided, KillConfirmed
from nautilus.engines.marketdata.messages import RUNS, RunStarted, Watermark
from nautilus.engines.portfolio.messages import VALUATIONS, Position, Valued
from nautilus.engines.risk import ENGINE, service
from nautilus.engines.risk.api import ROUTES
from nautilus.engines.risk.messages import CHANGES, KILL, POLICY, Kill, Limits, LimitsChanged, Rearm, RiskMeasured
from nautilus.engines.risk.service import RiskService
from nautilus.kernel.errors import ConflictError, InvalidInputError, NotFoundError
from support.engine import ask, bench, empty

pytestmark = pytest.mark.stack

AAPL = Instrument("AAPL.XNAS", InstrumentKind.EQUITY, "USD", 2, Decimal("0.01"), Decimal(1), Decimal(1))
START = 400 * NS_PER_DAY


def started(run):
    return RunStarted(
        ts_event=10,
        ts_init=0,
        run=run,
        session="equities-daily",
        instruments=(AAPL,),
        account=f"paper-{run}",
        account_type="CASH",
        starting_cash="100000.00",
        currency="USD",
        first_ts=10,
        last_ts=99,
        record_count=9,
        mark_seconds=86_400,
        speed=0,
    )


def decided(client_order_id, notional, *, allowed, ts_event):
    order = Order(
        client_order_id=client_order_id,
        strategy_id="m",
        instrument_id="AAPL.XNAS",
        side=OrderSide.BUY,
        quantity=Decimal(1),
        order_type=OrderType.MARKET,
        price=None,
        trigger_price=None,
        time_in_force=TimeInForce.GTC,
    )
    return GateDecided(
        ts_event=ts_event,
        ts_init=0,
        run=1,
        account="paper-1",
        order=order,
        signal_id=None,
        sequence=1,
        allowed=allowed,
        reason="",
        figures=(("order_notional", notional, "25000.00"),),
        limits_version=1,
    )


def valued(run, sequence, ts_event, *, equity="100000.00", final=False):
    held = Position(
        instrument_id="AAPL.XNAS",
        side=PositionSide.LONG,
        quantity="100",
        multiplier="1",
        average_price="100.00",
        mark_price="100.00",
        market_value="10000.00",
        unrealised="0.00",
        realised="0.00",
        kind="EQUITY",
        notional="10000.00",
    )
    return Valued(
        ts_event=ts_event,
        ts_init=0,
        run=run,
        account=f"paper-{run}",
        sequence=sequence,
        starting_cash="100000.00",
        cash="90000.00",
        equity=equity,
        commission="0.00",
        positions=(held,),
        final=final,
    )


@pytest.fixture
async def risk(database_url, tmp_path, monkeypatch):
    monkeypatch.setattr(service, "CONFIRMATION_SECONDS", 0.2)
    async with bench(RiskService, ENGINE, database_url, tmp_path) as made:
        yield made
        await empty(made.service.context.database, ENGINE.name)
        await empty(made.service.context.database, "marketdata")


async def test_a_run_starts_with_the_policy(risk):
    assert (await ask(ROUTES, risk.service, "GET", "/limits"))["items"] == []
    await risk.feed(RUNS, started(1))
    (limits,) = (await ask(ROUTES, risk.service, "GET", "/limits"))["items"]
    assert limits["order_notional"] == "25000.00"
    assert limits["gross_exposure"] == "200000.00"
    (event,) = await risk.emitted(CHANGES)
    assert isinstance(event, LimitsChanged)
    assert event.limits.account == "paper-1"


async def test_an_edit_is_journaled_and_survives(risk, database_url, tmp_path):
    await risk.feed(RUNS, started(1))
    edited = await ask(ROUTES, risk.service, "POST", "/limits", body={"reason": "smaller", "order_notional": "1000"})
    assert (edited["order_notional"], edited["version"]) == ("1000.00", 2)
    event = (await risk.emitted(CHANGES))[-1]
    assert (event.reason, event.actor, event.limits.order_notional) == ("smaller", "tester", "1000.00")
    async with bench(RiskService, ENGINE, database_url, tmp_path) as again:
        assert (await ask(ROUTES, again.service, "GET", "/limits"))["items"] == [edited]
    with pytest.raises(InvalidInputError) as refused:
        await ask(ROUTES, risk.service, "POST", "/limits", body={"reason": "x", "daily_loss": "-1"})
    assert set(refused.value.fields) == {"daily_loss"}
    assert len(await risk.emitted(CHANGES)) == 2


async def test_edits_are_told_newest_first_with_old_and_new(risk):
    await risk.feed(RUNS, started(1))
    await ask(ROUTES, risk.service, "POST", "/limits", body={"reason": "smaller", "order_notional": "1000"})
    await risk.feed(RUNS, started(2))
    page = await ask(ROUTES, risk.service, "GET", "/changes", query={"limit": 2})
    (policy, edit), cursor = page["items"], page["next_cursor"]
    assert (policy["account"], policy["actor"], policy["ceilings"][0]) == (
        "paper-2",
        "risk",
        {"limit": "order_notional", "before": None, "after": "25000.00"},
    )
    assert (edit["account"], edit["version"], edit["actor"], edit["reason"]) == ("paper-1", 2, "tester", "smaller")
    assert {c["limit"]: (c["before"], c["after"]) for c in edit["ceilings"]} == {
        "order_notional": ("25000.00", "1000.00"),
        "position_notional": ("50000.00", "50000.00"),
        "gross_exposure": ("200000.00", "200000.00"),
        "daily_loss": ("10000.00", "10000.00"),
    }
    (first,) = (await ask(ROUTES, risk.service, "GET", "/changes", query={"limit": 2, "cursor": cursor}))["items"]
    assert first["account"] == "paper-1"
    assert first["ceilings"][0]["before"] is None
    of_one = await ask(ROUTES, risk.service, "GET", "/changes", query={"run": 1})
    assert [c["version"] for c in of_one["items"]] == [2, 1]


async def test_limits_say_how_much_of_them_is_used(risk):
    await risk.feed(RUNS, started(1))

    async def used():
        (limits,) = (await ask(ROUTES, risk.service, "GET", "/limits"))["items"]
        return {use["limit"]: (use["value"], use["fraction"], use["name"], use["ts_event"]) for use in limits["uses"]}

    assert await used() == dict.fromkeys(POLICY, (None, None, "", None))
    await risk.feed(VALUATIONS, valued(1, 5, START), valued(1, 6, START + NS_PER_DAY, equity="95000.00"))
    for number, (notional, allowed) in enumerate(
        [("300.00", True), ("900.00", True), ("700.00", True), ("9e4", False)]
    ):
        await risk.feed(EVENTS, decided(f"R1-m-{number}", notional, allowed=allowed, ts_event=number))
    assert await used() == {
        "order_notional": ("900.00", 0.036, "R1-m-1", 1),
        "position_notional": ("10000.00", 0.2, "AAPL.XNAS", START + NS_PER_DAY),
        "gross_exposure": ("10000.00", 0.05, "", START + NS_PER_DAY),
        "daily_loss": ("5000.00", 0.5, "", START + NS_PER_DAY),
    }
    await risk.feed(VALUATIONS, valued(1, 7, START + 2 * NS_PER_DAY, equity="97000.00"))
    assert (await used())["daily_loss"][:2] == ("0.00", 0.0)
    assert [m.daily_loss for m in await risk.emitted(CHANGES) if isinstance(m, RiskMeasured)] == [
        "0.00",
        "5000.00",
        "0.00",
    ]


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


async def test_the_heartbeat_carries_the_limits_in_force_each_second(risk, monkeypatch):
    monkeypatch.setattr(service, "HEARTBEAT_SECONDS", 1.0)
    await risk.feed(RUNS, started(1))
    task = asyncio.create_task(risk.service.run())
    try:
        async with asyncio.timeout(20):
            while len(beats := [m for _, _, m in risk.published.messages if isinstance(m, Limits)]) < 3:  # noqa: ASYNC110
                await asyncio.sleep(0.05)
    finally:
        task.cancel()
    assert {beat.order_notional for beat in beats} == {"25000.00"}
    assert beats[0].ts_init < beats[1].ts_init < beats[2].ts_init


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


async def store_closes(database, closes):
    """One close a day, known a day later."""
    await database.execute("INSERT INTO marketdata.instrument VALUES ('AAPL.XNAS', 'EQUITY', 'USD', 2, 0.01, 1, 1, '')")
    raw = await database.fetch_one(
        "INSERT INTO marketdata.raw (source, part, revision, sha256, bytes, row_count, fetched)"
        " VALUES ('test', 'bars', 1, '', 0, 0, now()) RETURNING raw_id"
    )
    origin = await database.fetch_one(
        "INSERT INTO marketdata.origin (dataset, known_basis, rule) VALUES ('test', 'assumed', 'a day')"
        " RETURNING origin_id"
    )
    for day, close in enumerate(closes):
        valid, known = START + day * NS_PER_DAY, START + (day + 1) * NS_PER_DAY
        await database.execute(
            "INSERT INTO marketdata.bar VALUES ('AAPL.XNAS', 86400, 'test', %s, %s, 1, 1, 1, %s, 1, false, %s, %s)",
            (from_ns(valid), from_ns(known), close, origin[0], raw[0]),
        )


async def test_var_uses_the_closes_that_were_known_at_the_mark_and_no_jump_at_a_split(risk):
    database = risk.service.context.database
    returns = np.random.default_rng(2).normal(0, 0.02, 60)
    closes = 100 * np.cumprod(1 + returns)
    traded = closes / np.where(np.arange(60) >= 20, 4.0, 1.0)  # four for one on day 20
    await store_closes(database, traded.tolist())
    await database.execute(
        "INSERT INTO marketdata.action VALUES ('AAPL.XNAS', 'SPLIT', %s, 4, 'test')",
        (from_ns(START + 20 * NS_PER_DAY).date(),),
    )
    await risk.feed(RUNS, started(1))
    await risk.feed(VALUATIONS, valued(1, 40, START + 41 * NS_PER_DAY))
    measured = (await risk.emitted(CHANGES))[-1]
    known = returns[1:41]  # day 40 is known at the end of day 41, day 41 is not
    assert measured.window == 40
    expected = -np.quantile(10_000 * known, 0.05, method="inverted_cdf")
    assert float(measured.var_95) == pytest.approx(expected, abs=0.01)
    (normal,) = (await ask(ROUTES, risk.service, "GET", "/measures", query={"method": "normal"}))["items"]
    fitted = norm(-10_000 * known.mean(), 10_000 * known.std(ddof=1))
    assert float(normal["var_95"]) == pytest.approx(fitted.ppf(0.95), abs=0.01)
    assert float(normal["es_95"]) == pytest.approx(fitted.expect(lb=fitted.ppf(0.95), conditional=True), abs=0.01)
    assert (normal["method"], normal["confidence"], normal["horizon_days"], normal["window"]) == ("normal", 0.95, 1, 40)


async def test_a_mark_is_measured_once_and_without_history_has_no_var(risk):
    await risk.feed(RUNS, started(1))
    await risk.feed(VALUATIONS, valued(1, 5, START), message_id="portfolio-1")
    await risk.feed(VALUATIONS, valued(1, 5, START), message_id="portfolio-1")
    (measured,) = [m for m in await risk.emitted(CHANGES) if isinstance(m, RiskMeasured)]
    assert (measured.gross_exposure, measured.var_95, measured.window) == ("10000.00", None, 0)
    exposure = await ask(ROUTES, risk.service, "GET", "/exposures")
    (share,) = exposure["positions"]
    assert share == {
        "instrument_id": "AAPL.XNAS",
        "kind": "EQUITY",
        "notional": "10000.00",
        "fraction_of_equity": 0.1,
        "fraction_of_limit": 0.2,
    }
    (kind,) = exposure["kinds"]
    assert (kind["kind"], kind["gross"], kind["net"], kind["fraction_of_limit"]) == (
        "EQUITY",
        "10000.00",
        "10000.00",
        0.05,
    )


async def test_the_watermark_is_final_after_the_last_mark(risk):
    await risk.feed(RUNS, started(1))
    await risk.feed(VALUATIONS, valued(1, 5, START), valued(1, 5, START, final=True))
    await risk.service.announce()
    watermark = risk.published.last(Watermark)
    assert (watermark.consumer, watermark.sequence, watermark.final) == ("risk", 5, True)
    measures = await ask(ROUTES, risk.service, "GET", "/measures", query={"run": 1})
    assert [m["final"] for m in measures["items"]] == [True]


async def test_measures_come_newest_first_when_asked_for(risk):
    await risk.feed(RUNS, started(1))
    await risk.feed(VALUATIONS, *(valued(1, sequence, START + sequence) for sequence in (1, 2, 3)))
    page = await ask(ROUTES, risk.service, "GET", "/measures", query={"newest": True, "limit": 2})
    assert [m["sequence"] for m in page["items"]] == [3, 2]
    query = {"newest": True, "limit": 2, "cursor": page["next_cursor"]}
    assert [m["sequence"] for m in (await ask(ROUTES, risk.service, "GET", "/measures", query=query))["items"]] == [1]
