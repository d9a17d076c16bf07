"""What strategy publishes: which strategies a run trades, and their signals."""

from enum import StrEnum

from nautilus.kernel.messages import Bus, Message, Topic


class StrategyState(StrEnum):
    DEPLOYED = "DEPLOYED"
    RUNNING = "RUNNING"
    STOPPED = "STOPPED"


class Deployment(Message, frozen=True, array_like=True, kw_only=True, tag="strategy.deployment.1"):
    """All strategies of a run, with parameters fixed. `parameters` is JSON that the strategy's schema accepted."""

    run: int
    strategies: tuple[tuple[str, str, str], ...]
    """(strategy_id, dotted class "nautilus.strategies.momentum:Momentum", parameters as JSON)"""


class StrategyChanged(Message, frozen=True, array_like=True, kw_only=True, tag="strategy.changed.1"):
    """Start or stop one strategy of a running session."""

    run: int
    strategy_id: str
    state: StrategyState
    reason: str


DEPLOYMENTS = Topic("strategy.deployments", Bus.LOGIC, (Deployment, StrategyChanged), journaled=True)
