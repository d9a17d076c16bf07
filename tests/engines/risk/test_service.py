"""risk on a real journal: policy, edits and use of limits, heartbeats, measures from stored history."""

import asyncio
from decimal import Decimal

import numpy as np
import pytest
from scipy.stats import norm

from engines.risk.sample import START, decided, started, valued
from nautilus.domain.time import NS_PER_DAY, from_ns
from nautilus.engines.execution.messages import EVENTS
from nautilus.engines.marketdata.messages import RUNS, Watermark
from nautilus.engines.portfolio.messages import VALUATIONS
from nautilus.engines.risk import ENGINE, service
from nautilus.engines.risk.api import ROUTES
from nautilus.engines.risk.messages import CHANGES, POLICY, Limits, LimitsChanged, RiskMeasured
from nautilus.engines.risk.service import RiskService
from nautilus.kernel.errors import InvalidInputError
from support.engine import ask, bench
from support.history import Split, add_split

pytestmark = pytest.mark.stack


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
            "INSERT INTO marketdata.bar (instrument_id, step_seconds, source, valid, known, open, high, low, close,"
            " volume, adjusted, origin_id, raw_id)"
            " VALUES ('AAPL.XNAS', 86400, 'test', %s, %s, 1, 1, 1, %s, 1, false, %s, %s)",
            (from_ns(valid), from_ns(known), close, origin[0], raw[0]),
        )


async def test_var_uses_the_closes_that_were_known_at_the_mark_and_no_jump_at_a_split(risk):
    database = risk.service.context.database
    returns = np.random.default_rng(2).normal(0, 0.02, 60)
    closes = 100 * np.cumprod(1 + returns)
    traded = closes / np.where(np.arange(60) >= 20, 4.0, 1.0)  # four for one on day 20
    await store_closes(database, traded.tolist())
    await add_split(database, Split("AAPL.XNAS", from_ns(START + 20 * NS_PER_DAY).date(), Decimal(4)))
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
