"""Routes of strategy."""

from typing import Annotated, Any

import msgspec

from nautilus.engines.strategy.messages import StrategyState
from nautilus.engines.strategy.model import Deployed, Package
from nautilus.engines.strategy.service import StrategyService
from nautilus.kernel.app.routes import Call, Page, PageQuery, decode_cursor, get, page_of, post
from nautilus.kernel.units import Text


class RunPageQuery(PageQuery, frozen=True, kw_only=True):
    run: int | None = None


class StrategyView(msgspec.Struct, frozen=True):
    """A registered strategy."""

    strategy_id: str
    path: str
    """Its class, as package.module:Class."""
    version: str
    """First 12 hex digits of the SHA-256 of its source."""
    summary: str
    sessions: tuple[str, ...]
    """Sessions to whose runs it is deployed."""
    parameters: dict[str, Any]
    """Those of the next run, defaults filled in."""
    schema: dict[str, Any]
    """JSON schema of its parameters."""


class DeploymentView(msgspec.Struct, frozen=True):
    """A strategy in a run, its parameters fixed."""

    run: Text[int]
    """The run that it trades."""
    strategy_id: str
    path: str
    """Its class, as package.module:Class."""
    version: str
    """First 12 hex digits of the SHA-256 of its source."""
    parameters: dict[str, Any]
    """Fixed when the run started."""
    state: StrategyState
    """RUNNING: its orders go to the gate. STOPPED: it is not called; a kill stops it until someone starts it again."""
    reason: str
    """Why it is in this state; empty where it is so by the course of the run."""


class SetParameters(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Parameters for the next runs; what is left out takes its default."""

    parameters: dict[str, Any]


class Switch(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    reason: Annotated[str, msgspec.Meta(max_length=1_000, description="Why; written into the journal")] = "by hand"
    run: int | None = None


async def list_strategies(service: StrategyService, call: Call) -> Page[StrategyView]:
    after = decode_cursor(call.query.cursor, tuple[str])
    views = [_strategy(p) for p in service.packages() if after is None or p.strategy_id > after[0]]
    return page_of(views, call.query.limit, lambda view: (view.strategy_id,))


async def set_parameters(service: StrategyService, call: Call) -> StrategyView:
    return _strategy(await service.set_parameters(call.path["strategy_id"], call.body.parameters, call.actor))


async def deployments(service: StrategyService, call: Call) -> Page[DeploymentView]:
    after = decode_cursor(call.query.cursor, tuple[str])
    found = await service.deployments(call.query.run)
    views = [_deployment(d) for d in found if after is None or d.strategy_id > after[0]]
    return page_of(views, call.query.limit, lambda view: (view.strategy_id,))


async def start(service: StrategyService, call: Call) -> DeploymentView:
    return await _switch(service, call, StrategyState.RUNNING)


async def stop(service: StrategyService, call: Call) -> DeploymentView:
    return await _switch(service, call, StrategyState.STOPPED)


async def _switch(service: StrategyService, call: Call, target: StrategyState) -> DeploymentView:
    changed = await service.switch(call.body.run, call.path["strategy_id"], target, call.body.reason)
    return _deployment(changed)


def _strategy(package: Package) -> StrategyView:
    return StrategyView(
        strategy_id=package.strategy_id,
        path=package.path,
        version=package.version,
        summary=package.summary,
        sessions=package.sessions,
        parameters=package.parameters,
        schema=package.schema,
    )


def _deployment(deployed: Deployed) -> DeploymentView:
    return DeploymentView(
        run=deployed.run,
        strategy_id=deployed.strategy_id,
        path=deployed.path,
        version=deployed.version,
        parameters=deployed.parameters,
        state=deployed.state,
        reason=deployed.reason,
    )


ROUTES = (
    get("/strategies", list_strategies, query=PageQuery, reply=Page[StrategyView], summary="Registered strategies"),
    post(
        "/strategies/{strategy_id}/parameters",
        set_parameters,
        body=SetParameters,
        reply=StrategyView,
        summary="Set the parameters of the next runs",
    ),
    get("/deployments", deployments, query=RunPageQuery, reply=Page[DeploymentView], summary="What a run trades"),
    post(
        "/deployments/{strategy_id}/start",
        start,
        body=Switch,
        reply=DeploymentView,
        summary="Start a strategy of the running session",
    ),
    post(
        "/deployments/{strategy_id}/stop",
        stop,
        body=Switch,
        reply=DeploymentView,
        summary="Stop a strategy of the running session",
    ),
)
