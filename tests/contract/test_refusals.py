"""Every engine refuses what is unauthenticated, malformed or oversized with problem+json, and stays ready."""

import asyncio
import importlib
import re
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from nautilus.kernel.app.probes import PROBES
from nautilus.kernel.app.routes import Route
from nautilus.kernel.app.runtime import Runtime
from nautilus.kernel.auth import ensure_token
from nautilus.kernel.config import ENGINE_PORTS, Config
from nautilus.kernel.migrations import migrate
from support.platform import free_offset

OPEN = {"/health/live", "/health/ready"}
ABUSES = 60


@asynccontextmanager
async def running(name: str, config: Config) -> AsyncIterator[str]:
    """Address of one engine, ready, with all others down."""
    engine = importlib.import_module(f"nautilus.engines.{name}").ENGINE
    runtime = Runtime(engine, config)
    listener = socket.create_server(("127.0.0.1", 0))
    stop = asyncio.Event()
    task = asyncio.create_task(runtime.run(listener, stop))
    url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    try:
        async with httpx.AsyncClient(base_url=url, trust_env=False) as client, asyncio.timeout(60):
            while not task.done() and not (await client.get("/health/ready")).is_success:  # noqa: ASYNC110
                await asyncio.sleep(0.05)
        yield url
    finally:
        stop.set()
        await task


def operations(name: str) -> Iterator[tuple[Route, str]]:
    """Each route with a path that leads to it."""
    for route in (*PROBES, *importlib.import_module(f"nautilus.engines.{name}.api").ROUTES):
        if isinstance(route, Route):
            yield route, re.sub(r"{\w+(:int)?}", "1", route.path)


def refused(answer: httpx.Response, *statuses: int) -> None:
    assert answer.status_code in statuses, (answer.request.method, answer.request.url.path, answer.text)
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["request_id"] == answer.headers["x-request-id"]


async def check_credentials(anyone: httpx.AsyncClient, name: str) -> None:
    for route, path in operations(name):
        if path not in OPEN:
            refused(await anyone.request(route.method, path), 401)
            refused(await anyone.request(route.method, path, headers={"Authorization": "Bearer x"}), 401)
        refused(await anyone.request(route.method, path, headers={"Host": "evil.example"}), 421)


async def check_shapes(program: httpx.AsyncClient, name: str) -> None:
    json = {"Content-Type": "application/json"}
    for route, path in operations(name):
        refused(await program.request("PATCH", path), 405)
        if route.query is not None:
            refused(await program.request(route.method, path, params={"no_such": "1"}), 422)
        if route.body is not None:
            refused(await program.request(route.method, path, content=b"{", headers=json), 400)
            refused(await program.request(route.method, path, content=b"[]", headers=json), 422)
            refused(await program.request(route.method, path, content=b"a=1"), 415)
            refused(await program.request(route.method, path, content=b" " * 1_100_000, headers=json), 413)
        refused(await program.request(route.method, path, headers={"X-Fill": "x" * 40_000}), 431)
        refused(await program.request(route.method, path + "?a=" + "x" * 9_000), 414)
    refused(await program.get("/no/such/route"), 404)


@pytest.mark.parametrize("name", ENGINE_PORTS)
async def test_abuse_is_refused_and_harms_nothing(
    name: str, tmp_path: Path, database_url: str, market_bus_url: str, logic_bus_url: str
) -> None:
    migrate(database_url)
    config = Config(
        home=str(tmp_path),
        port_offset=free_offset(),
        database_url=database_url,
        bus_market_url=market_bus_url,
        bus_logic_url=logic_bus_url,
    )
    token = {"Authorization": f"Bearer {ensure_token(config)}"}
    async with (
        running(name, config) as url,
        httpx.AsyncClient(base_url=url, trust_env=False) as anyone,
        httpx.AsyncClient(base_url=url, trust_env=False, headers=token) as program,
    ):
        await check_credentials(anyone, name)
        await check_shapes(program, name)
        await asyncio.gather(*(anyone.post("/", content=b"{") for _ in range(ABUSES)))
        assert (await anyone.get("/health/ready")).status_code == 200
