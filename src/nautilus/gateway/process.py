"""The gateway as a process. It needs neither database nor bus: it must answer exactly when those do not."""

import asyncio
import contextlib
import functools
import logging
import socket
from pathlib import Path

import httpx
from starlette.routing import BaseRoute, Route, WebSocketRoute

from nautilus.gateway import bundle
from nautilus.gateway.api import ROUTES, Gateway
from nautilus.gateway.export import EXPORT_PATH, Export
from nautilus.gateway.forward import Forward
from nautilus.gateway.overview import Overview
from nautilus.gateway.pages import refusal_page
from nautilus.gateway.stream import STREAM_PATH, StreamForward
from nautilus.kernel import telemetry
from nautilus.kernel.app import Program, run_process
from nautilus.kernel.app.endpoints import mount
from nautilus.kernel.app.guard import OPEN_PATHS, Access
from nautilus.kernel.app.probes import PROBES, Probes
from nautilus.kernel.app.server import HttpServer, build_app, serve
from nautilus.kernel.auth import ensure_token, sessions
from nautilus.kernel.config import Config
from nautilus.kernel.engine import Check
from nautilus.kernel.telemetry import HttpMetrics

_SUMMARY = "Login, the front door of the API, the page"
_MOST_CONNECTIONS = 256


def run_gateway() -> None:
    """Run the gateway until SIGTERM or SIGINT. Raises SystemExit with status 1 when it cannot go on."""

    def prepare(config: Config) -> Program:
        async def program(listener: socket.socket, stop: asyncio.Event) -> None:
            await run(config, listener, stop)

        return program

    run_process("gateway", prepare)


async def run(config: Config, listener: socket.socket, stop: asyncio.Event, page_folder: Path = bundle.FOLDER) -> None:
    """Serve on `listener` until `stop` is set; the page is the one built into `page_folder`, if there is one."""
    token = ensure_token(config)
    registry = telemetry.process_registry()
    async with _client() as http:
        overview = Overview(config, http, token)
        page = bundle.Bundle.read(page_folder)
        gateway = Gateway(config, overview, page)
        forward = Forward(config, token)
        probes = Probes(
            name="gateway",
            summary=_SUMMARY,
            registry=registry,
            readiness=_readiness,
            details=dict,
            routes=ROUTES,
        )
        routes: list[BaseRoute] = [
            *mount(PROBES, lambda: probes),
            *mount(ROUTES, lambda: gateway),
            WebSocketRoute(STREAM_PATH, StreamForward(config, token)),
            Route(EXPORT_PATH, Export(config, http, token)),
            Route("/api/{engine}/{path:path}", forward),
            *(page.routes() if page else ()),
        ]
        access = Access(
            token=token,
            allowed_hosts=config.allowed_hosts,
            open_paths=(*OPEN_PATHS, "/login"),
            open_folders=(bundle.ASSETS,),
            sessions=sessions(config),
            cookie=gateway.cookie,
            tickets_pass=True,
        )
        log = logging.getLogger("nautilus.gateway")
        refusal = functools.partial(refusal_page, cookie=gateway.asked_cookie)
        app = build_app(routes, access, HttpMetrics(registry), log, refusal)
        async with overview.watching():
            with contextlib.closing(forward):
                await serve(HttpServer(app), listener, stop)


async def _readiness() -> list[Check]:
    """It serves as long as it runs; what is behind it has its own lines in /api/status."""
    return [Check("gateway", ok=True)]


def _client() -> httpx.AsyncClient:
    return httpx.AsyncClient(
        timeout=httpx.Timeout(60.0, connect=2.0, pool=5.0),
        limits=httpx.Limits(max_connections=_MOST_CONNECTIONS, keepalive_expiry=10.0),
        trust_env=False,
    )
