"""The routes that every process answers besides its own: health, metrics, status, its OpenAPI document."""

import asyncio
import os
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from http import HTTPStatus
from typing import Any

import msgspec
from prometheus_client import CollectorRegistry
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

from nautilus import __version__
from nautilus.kernel.app import openapi
from nautilus.kernel.app.problems import FieldError, RequestError
from nautilus.kernel.app.routes import Call, Plain, Route, Socket, get
from nautilus.kernel.engine import Check
from nautilus.kernel.units import Seconds, Text

READINESS_SECONDS = 0.5
"""How long one answer of the checks is good for: many who ask cost as much as one."""

type Readiness = Callable[[], Awaitable[Sequence[Check]]]


class Live(msgspec.Struct, frozen=True):
    name: str
    version: str


class CheckView(msgspec.Struct, frozen=True):
    name: str
    ok: bool
    detail: str = ""


class Ready(msgspec.Struct, frozen=True):
    name: str
    ready: bool
    checks: tuple[CheckView, ...]


class Status(msgspec.Struct, frozen=True):
    """What a person wants to know first. `details` are the engine's own lines."""

    name: str
    version: str
    pid: Text[int]
    """Process identifier on its machine."""
    uptime_seconds: Seconds[float]
    """Since this process started."""
    ready: bool
    checks: tuple[CheckView, ...]
    details: dict[str, Any]


class Probes:
    """Handlers of the common routes of one process."""

    def __init__(
        self,
        *,
        name: str,
        summary: str,
        registry: CollectorRegistry,
        readiness: Readiness,
        details: Callable[[], Mapping[str, Any]],
        routes: Iterable[Route | Socket],
    ) -> None:
        self._name = name
        self._registry = registry
        self._readiness = readiness
        self._details = details
        self._started = time.monotonic()
        self._checking: asyncio.Task[Sequence[Check]] | None = None
        self._checks: Sequence[Check] = ()
        self._checks_at = float("-inf")
        self.document = openapi.describe(f"Nautilus {name}", summary, __version__, (*PROBES, *routes))

    async def live(self, _: Call) -> Live:
        return Live(self._name, __version__)

    async def ready(self, _: Call) -> Ready:
        checks = await self.checks()
        failing = [check for check in checks if not check.ok]
        if failing:
            raise RequestError(
                HTTPStatus.SERVICE_UNAVAILABLE,
                "; ".join(f"{check.name}: {check.detail}" for check in failing),
                tuple(FieldError("check", f"#/{check.name}", check.detail) for check in failing),
            )
        return Ready(self._name, True, _views(checks))

    async def metrics(self, _: Call) -> Plain:
        return Plain(generate_latest(self._registry).decode(), CONTENT_TYPE_LATEST)

    async def status(self, _: Call) -> Status:
        checks = await self.checks()
        return Status(
            self._name,
            __version__,
            os.getpid(),
            round(time.monotonic() - self._started, 3),
            all(check.ok for check in checks),
            _views(checks),
            dict(self._details()),
        )

    async def openapi(self, _: Call) -> dict[str, Any]:
        return self.document

    async def checks(self) -> Sequence[Check]:
        """The checks, at most `READINESS_SECONDS` old; those who ask at the same time share one round."""
        if time.monotonic() - self._checks_at < READINESS_SECONDS:
            return self._checks
        if self._checking is None:
            self._checking = asyncio.get_running_loop().create_task(self._check())
        return await asyncio.shield(self._checking)

    async def _check(self) -> Sequence[Check]:
        try:
            self._checks = await self._readiness()
            self._checks_at = time.monotonic()
            return self._checks
        finally:
            self._checking = None


def _views(checks: Sequence[Check]) -> tuple[CheckView, ...]:
    return tuple(CheckView(check.name, check.ok, check.detail) for check in checks)


PROBES = (
    get("/health/live", Probes.live, reply=Live, summary="The process runs", tags=("probes",)),
    get("/health/ready", Probes.ready, reply=Ready, summary="All that this needs works", tags=("probes",)),
    get("/metrics", Probes.metrics, reply=Plain, summary="Metrics for Prometheus", tags=("probes",)),
    get("/status", Probes.status, reply=Status, summary="What this is doing", tags=("probes",)),
    get("/openapi.json", Probes.openapi, reply=dict[str, Any], summary="This document", tags=("probes",)),
)
