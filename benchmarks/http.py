"""HTTP: requests/s and latency of one domain route of each engine, after a session was played.

The load comes from this one process: an asyncio protocol a connection, on uvloop, that parses with httptools and sends
the next request as soon as an answer is complete. It shares the machine's cores with the servers, so it must cost
little: `client_busy` is the share of a core that it took. Near 1 it, and not the server, would be what is measured.
Other work on the machine can only slow a server; so routes with a bar have several rounds, and the best counts.
`server_cpu_us` is the server's own time for a request, which other work hardly changes; at the gateway, the gateway's.
"""
# ruff: noqa: A005 - the name of the benchmark on the command line; it is imported as benchmarks.http

import asyncio
import statistics
import time
from typing import Any, NamedTuple

import httptools
import psutil
import uvloop

from benchmarks._platform import instance
from nautilus.kernel.config import ENGINE_PORTS
from nautilus.kernel.errors import UnavailableError

SESSION = "equities-daily"
CONCURRENCY = 16
SECONDS = 1.0
WARM_UP_S = 0.2
ROUNDS = 3
BARRED = ("marketdata", "portfolio", "risk")
"""Latest quote, positions, limits: what pages and programs ask for most."""
BARS = {"alone_p50_ms": 1.5, "requests_per_s_at_16": 5_000, "gateway_requests_per_s_at_16": 2_000}
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
        pids = {service["name"]: service["pid"] for service in platform.json("status")["services"]}
        aims = {name: Aim(platform.config.port(name), _path(name), pids[name]) for name in ENGINE_PORTS}
        gateway = platform.config.port("gateway")
        doors = {name: Aim(gateway, _path(name, f"/api/{name}"), pids["gateway"]) for name in BARRED}
        token = platform.token()
        engines = {
            name: uvloop.run(_measure(aim, token, ROUNDS if name in BARRED else 1)) for name, aim in aims.items()
        }
        through = {name: uvloop.run(_measure(aim, token, ROUNDS)) for name, aim in doors.items()}
    inputs = {"session": SESSION, "concurrency": CONCURRENCY, "seconds": SECONDS, "rounds": ROUNDS, "routes": ROUTES}
    return {"inputs": inputs, "bars": BARS, "engines": engines, "gateway": through}


class Aim(NamedTuple):
    """What is asked, and which process answers."""

    port: int
    path: str
    pid: int


async def _measure(aim: Aim, token: str, rounds: int) -> dict[str, Any]:
    """One connection, then many; of the rounds of many that with the most requests/s."""
    alone = await _load(aim, token, 1)
    together = [await _load(aim, token, CONCURRENCY) for _ in range(rounds)]
    return {
        "alone": alone,
        f"at_{CONCURRENCY}": max(together, key=lambda measured: measured["requests_per_s"]),
        "requests_per_s_rounds": [measured["requests_per_s"] for measured in together],
    }


def _path(name: str, prefix: str = "") -> str:
    return prefix + ROUTES[name].replace("{instrument_id}", INSTRUMENT)


async def _load(aim: Aim, token: str, connections: int) -> dict[str, Any]:
    head = f"GET {aim.path} HTTP/1.1\r\nHost: 127.0.0.1:{aim.port}\r\nAuthorization: Bearer {token}\r\n\r\n"
    start = time.perf_counter() + WARM_UP_S
    loop = asyncio.get_running_loop()
    clients = []
    for _ in range(connections):
        _, client = await loop.create_connection(
            lambda: Client(head.encode(), start, start + SECONDS), "127.0.0.1", aim.port
        )
        clients.append(client)
    await asyncio.sleep(start - time.perf_counter())
    own, server = time.process_time(), _cpu_s(aim.pid)
    await asyncio.gather(*(client.done for client in clients))
    own, server = time.process_time() - own, _cpu_s(aim.pid) - server
    latencies = sorted(latency for client in clients for latency in client.latencies)
    statuses = {status for client in clients for status in client.statuses}
    if statuses != {200}:
        raise UnavailableError(f"port {aim.port} answered {aim.path} with {sorted(statuses)}")
    return {
        "requests_per_s": round(len(latencies) / SECONDS),
        "p50_ms": round(1_000 * statistics.median(latencies), 3),
        "p99_ms": round(1_000 * latencies[int(len(latencies) * 0.99)], 3),
        "server_cpu_us": round(1e6 * server / len(latencies)),
        "client_busy": round(own / SECONDS, 2),
        "body_bytes": clients[0].body_bytes,
    }


def _cpu_s(pid: int) -> float:
    times = psutil.Process(pid).cpu_times()
    return float(times.user + times.system)
