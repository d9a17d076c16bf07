"""Which strategies a run trades, and what state they are in. No I/O."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import msgspec

from nautilus.engines.execution.messages import KillConfirmed
from nautilus.engines.marketdata.messages import RunState
from nautilus.engines.strategy.messages import Deployment, StrategyChanged, StrategyState
from nautilus.kernel.errors import ConflictError

SESSIONS: Mapping[str, tuple[str, ...]] = {
    "momentum": ("equities-daily", "equities-splits"),
    "flow_reversion": ("es-trades",),
}
"""The sessions of the platform that each bundled strategy is deployed to when a run starts."""

_ENDED = (RunState.FINISHED, RunState.STOPPED)


@dataclass(frozen=True)
class Package:
    """A strategy as the registry knows it. `version` hashes its source, `parameters` are those of the next run."""

    strategy_id: str
    path: str
    """Dotted class: nautilus.strategies.momentum:Momentum."""
    version: str
    summary: str
    schema: dict[str, Any]
    """JSON schema of its parameters, with defaults and descriptions."""
    parameters: dict[str, Any]
    sessions: tuple[str, ...]


@dataclass(frozen=True)
class Deployed:
    """One strategy in one run, its parameters fixed."""

    run: int
    strategy_id: str
    path: str
    version: str
    parameters: dict[str, Any]
    state: StrategyState
    reason: str


def deploy(run: int, session: str, packages: Iterable[Package], fitting: Collection[str] = ()) -> list[Deployed]:
    """Every strategy that trades `session`, by identifier.

    A session that someone made is traded by those that take any of its instruments: `fitting`.
    """
    is_made = not any(session in own for own in SESSIONS.values())
    return [
        Deployed(run, p.strategy_id, p.path, p.version, p.parameters, StrategyState.DEPLOYED, "")
        for p in sorted(packages, key=lambda p: p.strategy_id)
        if session in p.sessions or (is_made and p.strategy_id in fitting)
    ]


def announce(run: int, deployed: Iterable[Deployed], ts_event: int, now: int) -> Deployment:
    """The message that fixes what a run trades; also when that is nothing."""
    return Deployment(
        ts_event=ts_event,
        ts_init=now,
        run=run,
        strategies=tuple((d.strategy_id, d.path, msgspec.json.encode(d.parameters).decode()) for d in deployed),
    )


def switch(
    deployed: Deployed, target: StrategyState, run_state: RunState, reason: str, now: int
) -> tuple[Deployed, StrategyChanged]:
    """Start or stop a strategy of a run that is going on.

    Raises ConflictError when the run has ended, or when the strategy is in that state already.
    """
    if run_state in _ENDED:
        raise ConflictError(f"run {deployed.run} is {run_state.lower()}; strategies start with the next run")
    if deployed.state is target:
        raise ConflictError(f"{deployed.strategy_id} is {target.lower()} already in run {deployed.run}")
    changed = replace(deployed, state=target, reason=reason)
    message = StrategyChanged(
        ts_event=now, ts_init=now, run=deployed.run, strategy_id=deployed.strategy_id, state=target, reason=reason
    )
    return changed, message


def follow_kill(deployed: Deployed, confirmed: KillConfirmed) -> Deployed:
    """A kill that ended the node switched the strategies off in the account's journal; they are started by hand."""
    if not confirmed.node_restarted or deployed.state is StrategyState.STOPPED:
        return deployed
    reason = f"kill switch: the node did not confirm {confirmed.kill_id} in time and was ended; rearm, then start it"
    return replace(deployed, state=StrategyState.STOPPED, reason=reason)


def follow(deployed: Deployed, run_state: RunState) -> Deployed:
    """What a change of the run does to a strategy: running starts what is deployed, an end stops all."""
    if run_state is RunState.RUNNING and deployed.state is StrategyState.DEPLOYED:
        return replace(deployed, state=StrategyState.RUNNING)
    if run_state in _ENDED and deployed.state is not StrategyState.STOPPED:
        return replace(deployed, state=StrategyState.STOPPED, reason=f"run {run_state.lower()}")
    return deployed
