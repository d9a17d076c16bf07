"""HTTP: requests/s and latency of one domain route of each engine, after a session was played.

The client is one asyncio protocol a connection that sends the next request when the answer is complete: it shares the
machine's cores with the servers, so it must cost little.
"""
# ruff: noqa: A005 - the name of the benchmark on the command line; it is imported as benchmarks.http

import asyncio
import statistics
import time
from typing import Any

import httptools
import uvloop

from benchmarks._platform import Instance, instance
from nautilus.kernel.config import ENGINE_PORTS
from nautilus.kernel.errors import UnavailableError

SESSION = "equities-daily"
CONCURRENCY = 16
SECONDS = 3.0
WARM_UP_S = 0.5
INSTRUMENT = "AAPL.XNAS"
ROUTES = {
    "analytics": "/performance",
    "backtesting": "/backtests",
    "risk": "/limits",
    "execution": "/orders?limit=20",
    "factor": "/definitions",
    "ml": "/models",
    "features": "/definitions",
    "websocket": "/topics",
    "strategy": "/strategies",
    "marketdata": "/quotes/{instrument_id}",
    "portfolio": "/positions",
    "collateral": "/margin",
    "vpin": "/definitions",
}


class Client(asyncio.Protocol):
    """Asks the same again and again until `deadline`; latencies in seconds of those that began after `count_from`."""

    def __init__(self, request: bytes, count_from: float, deadline: float) -> None:
        self.latencies: list[float] = []
        self.statuses: dict[int, int] = {}
        self.body_bytes = 0
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._request = request
        self._count_from = count_from
        self._deadline = deadline
        self._began = 0.0
        self._transport: Any = None
        self._parser: Any = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport
        self._parser = httptools.HttpResponseParser(self)
        self._ask()

    def data_received(self, data: bytes) -> None:
        self._parser.feed_data(data)

    def on_body(self, body: bytes) -> None:
        self.body_bytes = len(body)

    def on_message_complete(self) -> None:
        now = time.perf_counter()
        if self._began >= self._count_from:
            self.latencies.append(now - self._began)
            status = self._parser.get_status_code()
            self.statuses[status] = self.statuses.get(status, 0) + 1
        if now < self._deadline:
            asyncio.get_running_loop().call_soon(self._next)  # a parser serves one message
        else:
            self._transport.close()

    def connection_lost(self, _exc: Exception | None) -> None:
        if not self.done.done():
            self.done.set_result(None)

    def _next(self) -> None:
        self._parser = httptools.HttpResponseParser(self)
        self._ask()

    def _ask(self) -> None:
        self._began = time.perf_counter()
        self._transport.write(self._request)


def run() -> dict[str, Any]:
    """By engine, straight at its port and through the gateway: p50 and p99 in ms alone, requests/s at 16."""
    with instance() as platform:
        platform.up()
        platform.json("replay", "start", "--session", SESSION, "--speed", "max", "--wait")
        results = {name: uvloop.run(_measure(platform, name)) for name in ENGINE_PORTS}
        through = uvloop.run(_load(platform, "gateway", _path("portfolio", "/api/portfolio"), CONCURRENCY))
    inputs = {"session": SESSION, "concurrency": CONCURRENCY, "seconds": SECONDS, "routes": ROUTES}
    return {"inputs": inputs, "engines": results, "portfolio_through_gateway": through}


async def _measure(platform: Instance, name: str) -> dict[str, Any]:
    path = _path(name)
    alone = await _load(platform, name, path, 1)
    together = await _load(platform, name, path, CONCURRENCY)
    return {"alone": alone, f"at_{CONCURRENCY}": together}


def _path(name: str, prefix: str = "") -> str:
    return prefix + ROUTES[name].replace("{instrument_id}", INSTRUMENT)


async def _load(platform: Instance, name: str, path: str, connections: int) -> dict[str, Any]:
    port = platform.config.port(name)
    head = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAuthorization: Bearer {platform.token()}\r\n\r\n"
    start = time.perf_counter() + WARM_UP_S
    loop = asyncio.get_running_loop()
    clients = []
    for _ in range(connections):
        _, client = await loop.create_connection(
            lambda: Client(head.encode(), start, start + SECONDS), "127.0.0.1", port
        )
        clients.append(client)
    await asyncio.gather(*(client.done for client in clients))
    latencies = sorted(latency for client in clients for latency in client.latencies)
    statuses = {status for client in clients for status in client.statuses}
    if statuses != {200}:
        raise UnavailableError(f"{name} {path} answered with {sorted(statuses)}")
    return {
        "requests_per_s": round(len(latencies) / SECONDS),
        "p50_ms": round(1_000 * statistics.median(latencies), 3),
        "p99_ms": round(1_000 * latencies[int(len(latencies) * 0.99)], 3),
        "body_bytes": clients[0].body_bytes,
    }
