"""The registry of the bundled strategies, deployment at the start of a run, start and stop."""

import json
from decimal import Decimal

import msgspec
import pytest

from nautilus.domain.instruments import Instrument, InstrumentKind
from nautilus.engines.execution.messages import EVENTS, KillConfirmed
from nautilus.engines.marketdata.messages import RUNS, RunChanged, RunStarted, RunState
from nautilus.engines.strategy import ENGINE
from nautilus.engines.strategy.api import ROUTES
from nautilus.engines.strategy.messages import DEPLOYMENTS, Deployment, StrategyChanged, StrategyState
from nautilus.engines.strategy.service import StrategyService
from nautilus.kernel.errors import ConflictError, InvalidInputError, NotFoundError
from nautilus.trading import load_strategy, parse_parameters
from support.engine import ask, bench, empty

pytestmark = pytest.mark.stack


def started(run, session):
    return RunStarted(
        ts_event=10,
        ts_init=0,
        run=run,
        session=session,
        instruments=(),
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


def changed(run, state):
    return RunChanged(ts_event=11, ts_init=0, run=run, state=state, speed=0)


@pytest.fixture
async def strategy(database_url, tmp_path):
    async with bench(StrategyService, ENGINE, database_url, tmp_path) as made:
        yield made
        await empty(made.service.context.database, ENGINE.name)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [(InstrumentKind.EQUITY, ["momentum"]), (InstrumentKind.FUTURE, ["flow_reversion"]), (InstrumentKind.INDEX, [])],
)
async def test_a_session_that_someone_made_is_traded_by_who_takes_its_instruments(strategy, kind, expected):
    one = Instrument("NEW.XTST", kind, "USD", 2, Decimal("0.01"), Decimal(1), Decimal(1))
    message = msgspec.structs.replace(started(1, "NEW.XTST-made"), instruments=(one,))
    await strategy.feed(RUNS, message, message_id=f"made-{kind}")
    (deployed,) = await strategy.emitted(DEPLOYMENTS)
    assert [strategy_id for strategy_id, *_ in deployed.strategies] == expected


async def test_the_bundled_strategies_are_registered_with_schema_and_version(strategy):
    items = (await ask(ROUTES, strategy.service, "GET", "/strategies"))["items"]
    found = {item["strategy_id"]: item for item in items}
    assert found["momentum"]["sessions"] == ("equities-daily", "equities-splits")
    assert found["flow_reversion"]["sessions"] == ("es-trades",)
    for item in items:
        assert len(item["version"]) == 12
        assert item["summary"]
        kind = load_strategy(item["path"])
        assert set(item["parameters"]) == set(kind.Parameters.__struct_fields__)
        parse_parameters(kind, json.dumps(item["parameters"]))


@pytest.mark.parametrize(("session", "expected"), [("equities-daily", "momentum"), ("es-trades", "flow_reversion")])
async def test_a_run_is_deployed_once_with_validated_parameters(strategy, session, expected):
    for _ in range(2):
        await strategy.feed(RUNS, started(1, session), message_id="marketdata-1")
    (message,) = await strategy.emitted(DEPLOYMENTS)
    assert isinstance(message, Deployment)
    ((strategy_id, path, parameters),) = message.strategies
    assert strategy_id == expected
    parse_parameters(load_strategy(path), parameters)
    (view,) = (await ask(ROUTES, strategy.service, "GET", "/deployments"))["items"]
    assert (view["strategy_id"], view["state"], view["parameters"]) == (expected, "DEPLOYED", json.loads(parameters))


async def test_a_session_without_strategies_is_deployed_empty(strategy):
    await strategy.feed(RUNS, started(1, "unheard-of"))
    (message,) = await strategy.emitted(DEPLOYMENTS)
    assert message.strategies == ()


async def test_stop_and_start_during_a_run_are_journaled_and_survive(strategy, database_url, tmp_path):
    await strategy.feed(RUNS, started(1, "equities-daily"), changed(1, RunState.RUNNING))
    path = "/deployments/{strategy_id}/stop"
    view = await ask(ROUTES, strategy.service, "POST", path, body={"reason": "news"}, strategy_id="momentum")
    assert (view["state"], view["reason"]) == ("STOPPED", "news")
    with pytest.raises(ConflictError):
        await ask(ROUTES, strategy.service, "POST", path, strategy_id="momentum")
    async with bench(StrategyService, ENGINE, database_url, tmp_path) as again:
        await again.feed(RUNS, changed(1, RunState.PAUSED), changed(1, RunState.RUNNING))
        (view,) = (await ask(ROUTES, again.service, "GET", "/deployments"))["items"]
        assert view["state"] == "STOPPED"
        await ask(ROUTES, again.service, "POST", "/deployments/{strategy_id}/start", strategy_id="momentum")
        await again.feed(RUNS, changed(1, RunState.FINISHED))
        (view,) = (await ask(ROUTES, again.service, "GET", "/deployments", query={"run": 1}))["items"]
        assert view["state"] == "STOPPED"
    switched = [m for m in await strategy.emitted(DEPLOYMENTS) if isinstance(m, StrategyChanged)]
    assert [m.state for m in switched] == [StrategyState.STOPPED, StrategyState.RUNNING]


def confirmed(run, kill_id, *, node_restarted):
    return KillConfirmed(
        ts_event=12,
        ts_init=0,
        run=run,
        account=f"paper-{run}",
        kill_id=kill_id,
        cancelled=0,
        node_restarted=node_restarted,
    )


async def test_a_kill_that_ended_the_node_stops_the_strategies_until_someone_starts_them(strategy):
    await strategy.feed(RUNS, started(1, "equities-daily"), changed(1, RunState.RUNNING))

    async def shown():
        (view,) = (await ask(ROUTES, strategy.service, "GET", "/deployments"))["items"]
        return view["state"], view["reason"]

    await strategy.feed(EVENTS, confirmed(1, "paper-1-kill-1", node_restarted=False))
    assert await shown() == ("RUNNING", "")
    await strategy.feed(EVENTS, confirmed(1, "paper-1-kill-2", node_restarted=True))
    state, reason = await shown()
    assert state == "STOPPED"
    assert "paper-1-kill-2" in reason
    await strategy.feed(RUNS, changed(1, RunState.RUNNING))
    assert (await shown())[0] == "STOPPED"
    await ask(ROUTES, strategy.service, "POST", "/deployments/{strategy_id}/start", strategy_id="momentum")
    assert (await shown())[0] == "RUNNING"
    switched = [m for m in await strategy.emitted(DEPLOYMENTS) if isinstance(m, StrategyChanged)]
    assert [m.state for m in switched] == [StrategyState.RUNNING]


async def test_what_is_not_there_is_named(strategy):
    with pytest.raises(NotFoundError, match="No run"):
        await ask(ROUTES, strategy.service, "GET", "/deployments")
    await strategy.feed(RUNS, started(1, "equities-daily"))
    with pytest.raises(NotFoundError, match="it trades momentum"):
        await ask(ROUTES, strategy.service, "POST", "/deployments/{strategy_id}/stop", strategy_id="x")


async def test_parameters_are_set_for_the_next_run_and_kept(strategy, database_url, tmp_path):
    route = "/strategies/{strategy_id}/parameters"
    items = (await ask(ROUTES, strategy.service, "GET", "/strategies"))["items"]
    default = next(item["parameters"] for item in items if item["strategy_id"] == "momentum")
    name, value = next((name, value) for name, value in default.items() if isinstance(value, float))
    chosen = {name: value + 1.0}
    body = {"parameters": chosen}
    view = await ask(ROUTES, strategy.service, "POST", route, body=body, strategy_id="momentum")
    assert view["parameters"] == default | chosen
    with pytest.raises(InvalidInputError, match="unknown"):
        await ask(ROUTES, strategy.service, "POST", route, body={"parameters": {"no_such": 1}}, strategy_id="momentum")
    async with bench(StrategyService, ENGINE, database_url, tmp_path) as again:
        await again.feed(RUNS, started(1, "equities-daily"))
        (message,) = await again.emitted(DEPLOYMENTS)
        assert json.loads(message.strategies[0][2]) == default | chosen
