"""One engine at work: connects, loads, serves, consumes, relays, and stops as a whole when any part of it fails.

Nothing here is module state, so several engines can share a process.
"""

import asyncio
import functools
import importlib
import logging
import socket
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from typing import Any

import httpx
import psycopg
from prometheus_client import CollectorRegistry

from nautilus.kernel import telemetry
from nautilus.kernel.app.connections import Connections
from nautilus.kernel.app.dispatch import State, WatchedJournal
from nautilus.kernel.app.endpoints import mount
from nautilus.kernel.app.guard import Access
from nautilus.kernel.app.leases import ROUND_SECONDS, Leases
from nautilus.kernel.app.parked import PARKED, Parked
from nautilus.kernel.app.parts import Parts
from nautilus.kernel.app.probes import PROBES, Probes
from nautilus.kernel.app.routes import Route, Socket
from nautilus.kernel.app.server import HttpServer, build_app, serve
from nautilus.kernel.app.work import Work
from nautilus.kernel.auth import ensure_token, tickets
from nautilus.kernel.bus.backoff import delays
from nautilus.kernel.clock import Clock, LiveClock
from nautilus.kernel.config import Config
from nautilus.kernel.engine import Check, Context, Engine, Service
from nautilus.kernel.errors import UnavailableError
from nautilus.kernel.messages import Bus
from nautilus.kernel.telemetry import HttpMetrics

_CLOSE_SECONDS = 5.0
_TRANSIENT = (UnavailableError, httpx.TransportError, psycopg.errors.UndefinedTable, psycopg.errors.InvalidSchemaName)
"""At start these mean: not yet. The servers, the migrations or another engine are still on their way."""


class Runtime:
    """The engine `engine` of the platform that `config` describes."""

    def __init__(self, engine: Engine, config: Config, clock: Clock | None = None) -> None:
        self.engine = engine
        self.log = logging.getLogger(f"nautilus.{engine.name}")
        self._config = config
        self._clock = clock or LiveClock()
        self._registry = telemetry.process_registry()
        self._service: Service | None = None
        self._work: Work | None = None
        self._connections: Connections | None = None
        self._waiting = "starting"
        self._service_class: type[Service] = load_name(engine.service)
        self._routes: Sequence[Route | Socket] = load_name(engine.api)

    @property
    def registry(self) -> CollectorRegistry:
        return self._registry

    def service(self) -> Service:
        """Raises UnavailableError until it is loaded."""
        if self._service is None:
            raise self._not_yet()
        return self._service

    def _parked(self) -> Parked:
        if self._connections is None:
            raise self._not_yet()
        return Parked(self._connections.dead_letters)

    def _not_yet(self) -> UnavailableError:
        return UnavailableError(f"{self.engine.name} is starting ({self._waiting}); try again in a moment")

    async def run(self, listener: socket.socket, stop: asyncio.Event) -> None:
        """Serve on `listener` until `stop` is set. Raises what ended any part of the engine before that."""
        async with AsyncExitStack() as stack:
            parts = Parts(stop)
            parts.start("http", serve(self._http_server(), listener, stop))
            parts.start("start", self._start(stack, parts), may_end=True)
            try:
                await parts.wait()
            finally:
                await parts.cancel()
                await self._close()

    def _http_server(self) -> HttpServer:
        probes = Probes(
            name=self.engine.name,
            summary=self.engine.summary,
            registry=self._registry,
            readiness=self._checks,
            details=self._details,
            routes=(*PARKED, *self._routes),
        )
        access = Access(
            token=ensure_token(self._config), allowed_hosts=self._config.allowed_hosts, tickets=tickets(self._config)
        )
        mounted = [*mount(PROBES, lambda: probes), *mount(PARKED, self._parked), *mount(self._routes, self.service)]
        return HttpServer(build_app(mounted, access, HttpMetrics(self._registry), self.log))

    async def _start(self, stack: AsyncExitStack, parts: Parts) -> None:
        """Connect and load, waiting as long as it takes; then start what works in the background."""
        connections = Connections(self.engine, self._config, self._registry)
        stack.push_async_callback(connections.close)
        http = await stack.enter_async_context(_engine_client(ensure_token(self._config)))
        await self._patiently("database", connections.open_database)
        await self._patiently("market bus", connections.clients[Bus.MARKET].ping)
        await self._patiently("logic bus", connections.clients[Bus.LOGIC].ping)
        await self._patiently("lease", functools.partial(self._stand_by, connections.leases))
        await self._patiently("journal", connections.open_journal)
        self._connections = connections
        state = State(self._reload)
        service = self._service_class(
            Context(
                engine=self.engine,
                config=self._config,
                clock=self._clock,
                database=connections.database,
                journal=WatchedJournal(connections.journal, state),
                publisher=connections.publisher,
                http=http,
                metrics=self._registry,
                log=self.log,
            )
        )
        await self._patiently("state", service.load)
        self._service = service
        parts.start("heal", state.heal())
        self._work = work = Work(service, connections, state, self._clock, parts)
        work.start()
        parts.start("lease", connections.leases.keep(work.take_up, work.lay_down))
        self.log.info("%s is loaded", self.engine.name)

    async def _stand_by(self, leases: Leases) -> None:
        """Until this process owns a partition."""
        while not await leases.take():
            if self._waiting != leases.standing_by:
                self._waiting = leases.standing_by
                self.log.info(self._waiting)
            await asyncio.sleep(ROUND_SECONDS)

    async def _reload(self) -> None:
        await self.service().load()

    async def _patiently(self, what: str, attempt: Callable[[], Awaitable[object]]) -> None:
        """Call `attempt` until it succeeds; what it waits for stands in /health/ready meanwhile."""
        self._waiting = f"waits for {what}"
        for delay_s in delays(0.05, 2.0):
            try:
                await attempt()
            except _TRANSIENT as error:
                self._waiting = f"waits for {what}: {error}"
                self.log.warning(self._waiting)
            else:
                return
            await asyncio.sleep(delay_s)

    async def _checks(self) -> Sequence[Check]:
        if self._service is None or self._connections is None or self._work is None:
            return [Check("start", ok=False, detail=self._waiting)]
        return [*await self._connections.checks(), self._work.check(), *self._service.checks()]

    def _details(self) -> Mapping[str, Any]:
        return self._service.status() if self._service is not None else {"waiting": self._waiting}

    async def _close(self) -> None:
        if self._service is None:
            return
        try:
            async with asyncio.timeout(_CLOSE_SECONDS):
                await self._service.close()
        except TimeoutError:
            self.log.warning("close took longer than %g s and was given up", _CLOSE_SECONDS)


def load_name(dotted: str) -> Any:
    """What `package.module:attribute` names."""
    module, _, attribute = dotted.partition(":")
    return getattr(importlib.import_module(module), attribute)


def _engine_client(token: str) -> httpx.AsyncClient:
    """For questions to other engines: with the token, and with the id of the request that causes the question."""

    async def pass_request_id(request: httpx.Request) -> None:
        if current := telemetry.request_id.get():
            request.headers["X-Request-Id"] = current

    return httpx.AsyncClient(
        headers={"Authorization": f"Bearer {token}"},
        timeout=httpx.Timeout(10.0, connect=2.0),
        limits=httpx.Limits(keepalive_expiry=10.0),
        trust_env=False,
        event_hooks={"request": [pass_request_id]},
    )
