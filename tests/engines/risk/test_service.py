"""risk on a real journal: policy, edits, the switch over restarts, heartbeats, measures from stored history."""

import asyncio
from decimal import Decimal

import numpy as np
import pytest

from nautilus.domain.instruments import Instrument, InstrumentKind
from nautilus.domain.orders import PositionSide
from nautilus.domain.time import NS_PER_DAY, from_ns
from nautilus.engines.execution.messages import EVENTS, KillConfirmed
from nautilus.engines.marketdata.messages import RUNS, RunStarted, Watermark
from nautilus.engines.portfolio.messages import VALUATIONS, Position, Valued
from nautilus.engines.risk import ENGINE, service
from nautilus.engines.risk.api import ROUTES
from nautilus.engines.risk.messages import CHANGES, KILL, Kill, Limits, LimitsChanged, Rearm, RiskMeasured
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


def valued(run, sequence, ts_event, *, final=False):
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
        equity="100000.00",
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
    with pytest.raises(InvalidInputError):
        await ask(ROUTES, risk.service, "POST", "/limits", body={"reason": "x", "daily_loss": "-1"})
    assert len(await risk.emitted(CHANGES)) == 2


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


async def test_a_mark_is_measured_once_and_without_history_has_no_var(risk):
    await risk.feed(RUNS, started(1))
    await risk.feed(VALUATIONS, valued(1, 5, START), message_id="portfolio-1")
    await risk.feed(VALUATIONS, valued(1, 5, START), message_id="portfolio-1")
    (measured,) = [m for m in await risk.emitted(CHANGES) if isinstance(m, RiskMeasured)]
    assert (measured.gross_exposure, measured.var_95, measured.window) == ("10000.00", None, 0)
    exposure = await ask(ROUTES, risk.service, "GET", "/exposures")
    (share,) = exposure["positions"]
    assert share == {"instrument_id": "AAPL.XNAS", "notional": "10000.00", "fraction_of_equity": 0.1}


async def test_the_watermark_is_final_after_the_last_mark(risk):
    await risk.feed(RUNS, started(1))
    await risk.feed(VALUATIONS, valued(1, 5, START), valued(1, 5, START, final=True))
    await risk.service.announce()
    watermark = risk.published.last(Watermark)
    assert (watermark.consumer, watermark.sequence, watermark.final) == ("risk", 5, True)
    measures = await ask(ROUTES, risk.service, "GET", "/measures", query={"run": 1})
    assert [m["final"] for m in measures["items"]] == [True]
