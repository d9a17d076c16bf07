"""Routes by which the page watches the platform: engines with log and configuration, the flow, alerts."""

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

from nautilus.gateway.alerts import Alert
from nautilus.gateway.engines import EngineView, engine_view, engine_views
from nautilus.gateway.flow import FlowView, flow_view
from nautilus.gateway.logs import LogLine, LogQuery, read_log
from nautilus.gateway.supervised import is_here
from nautilus.kernel.app.routes import Call, Page, Route, get
from nautilus.kernel.config import ENGINE_PORTS
from nautilus.kernel.errors import NotFoundError
from nautilus.kernel.settings import Setting, settings

if TYPE_CHECKING:
    from nautilus.gateway.api import Gateway


async def list_engines(gateway: "Gateway", call: Call) -> Page[EngineView]:
    del call
    return Page(engine_views(gateway.config, await gateway.overview.observer.look()))


async def one_engine(gateway: "Gateway", call: Call) -> EngineView:
    name = _engine(call)
    return engine_view(gateway.config, await gateway.overview.observer.look(), name)


async def engine_log(gateway: "Gateway", call: Call) -> Page[LogLine]:
    name = _engine(call)
    _require_here(gateway, name, "log")
    log = gateway.config.log_path / f"{name}.log"
    if not await asyncio.to_thread(log.exists):
        raise NotFoundError(f"{name} has no log in {log.parent}: it writes to where it was started by hand.")
    return await asyncio.to_thread(read_log, log, call.query)


async def engine_configuration(gateway: "Gateway", call: Call) -> Page[Setting]:
    name = _engine(call)
    _require_here(gateway, name, "configuration")
    return Page(tuple(settings(gateway.config, name)))


async def flow(gateway: "Gateway", call: Call) -> FlowView:
    del call
    return flow_view(await gateway.overview.observer.look())


async def alerts(gateway: "Gateway", call: Call) -> Page[Alert]:
    del call
    found: Sequence[Alert] = await gateway.overview.alerts.current()
    return Page(found)


def _engine(call: Call) -> str:
    name: str = call.path["name"]
    if name not in ENGINE_PORTS:
        raise NotFoundError(f"There is no engine {name}; there are {', '.join(ENGINE_PORTS)}.")
    return name


def _require_here(gateway: "Gateway", name: str, what: str) -> None:
    if not is_here(gateway.config, name):
        raise NotFoundError(
            f"The {what} of {name} is on the machine that answers at {gateway.config.engine_url(name)}; look there."
        )


MONITORING: tuple[Route, ...] = (
    get("/api/engines", list_engines, reply=Page[EngineView], summary="State, latency, rates, lag of each engine"),
    get("/api/engines/{name}", one_engine, reply=EngineView, summary="State, latency, rates, lag of one engine"),
    get(
        "/api/engines/{name}/log",
        engine_log,
        query=LogQuery,
        reply=Page[LogLine],
        summary="Log of an engine, newest line first",
    ),
    get(
        "/api/engines/{name}/configuration",
        engine_configuration,
        reply=Page[Setting],
        summary="Settings in force, and what set them",
    ),
    get(
        "/api/flow", flow, reply=FlowView, summary="The way of the data through the engines, and where it stands still"
    ),
    get("/api/alerts", alerts, reply=Page[Alert], summary="What a person should look at now, newest first"),
)
"""They come before `/api/{engine}/…`, and none of them begins with the name of an engine."""
