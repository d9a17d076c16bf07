"""Deployment and the states of strategies, without I/O."""

import pytest

from nautilus.engines.marketdata.messages import RunState
from nautilus.engines.strategy.messages import StrategyState
from nautilus.engines.strategy.model import Package, announce, deploy, follow, switch
from nautilus.kernel.errors import ConflictError


def package(strategy_id, *sessions):
    return Package(strategy_id, f"pkg.{strategy_id}:X", "abc", "", {}, {"window": 20}, sessions)


DEPLOYED = deploy(4, "equities-daily", [package("zeta", "equities-daily"), package("alpha", "equities-daily", "x")])


def test_a_run_trades_the_strategies_of_its_session_by_name():
    assert [d.strategy_id for d in DEPLOYED] == ["alpha", "zeta"]
    assert deploy(4, "es-trades", [package("alpha", "x")]) == []
    message = announce(4, DEPLOYED, 7, 9)
    assert message.strategies[0] == ("alpha", "pkg.alpha:X", '{"window":20}')
    assert (message.run, message.ts_event) == (4, 7)


def test_a_session_that_someone_made_is_traded_by_those_that_take_its_instruments():
    packages = [package("alpha", "x"), package("zeta")]
    assert [each.strategy_id for each in deploy(4, "made", packages, ["zeta"])] == ["zeta"]
    assert deploy(4, "es-trades", packages, ["zeta"]) == []


def test_running_starts_what_is_deployed_and_leaves_what_was_stopped():
    started = follow(DEPLOYED[0], RunState.RUNNING)
    assert started.state is StrategyState.RUNNING
    stopped, message = switch(started, StrategyState.STOPPED, RunState.RUNNING, "by hand", 3)
    assert (message.state, message.reason, message.strategy_id) == (StrategyState.STOPPED, "by hand", "alpha")
    assert follow(stopped, RunState.RUNNING) is stopped
    assert follow(stopped, RunState.PAUSED) is stopped


@pytest.mark.parametrize("end", [RunState.FINISHED, RunState.STOPPED])
def test_the_end_of_a_run_stops_its_strategies(end):
    ended = follow(DEPLOYED[0], end)
    assert ended.state is StrategyState.STOPPED
    with pytest.raises(ConflictError, match="next run"):
        switch(ended, StrategyState.RUNNING, end, "", 0)


def test_a_strategy_is_not_switched_to_the_state_that_it_has():
    started = follow(DEPLOYED[0], RunState.RUNNING)
    with pytest.raises(ConflictError, match="already"):
        switch(started, StrategyState.RUNNING, RunState.RUNNING, "", 0)
