"""A gateway on a free port, in a home of its own, in front of one small engine; the other twelve are down."""

import asyncio
import logging
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest
from prometheus_client import CollectorRegistry
from starlette.websockets import WebSocket, WebSocketDisconnect

from nautilus.gateway.process import run
from nautilus.kernel.app.endpoints import mount
from nautilus.kernel.app.guard import Access
from nautilus.kernel.app.probes import PROBES, Probes
from nautilus.kernel.app.routes import Call, Html, Page, PageQuery, Socket, decode_cursor, get, page_of, post
from nautilus.kernel.app.server import build_app
from nautilus.kernel.auth import ensure_token, tickets
from nautilus.kernel.config import ENGINE_PORTS, Config, EngineConfig
from nautilus.kernel.engine import Check
from nautilus.kernel.telemetry import HttpMetrics
from nautilus.kernel.units import Count, Currency
from support.http import served


class Echo(msgspec.Struct, frozen=True):
    path: str
    actor: str
    request_id: str
    words: list[str] = []


class Words(msgspec.Struct, frozen=True):
    words: list[str]


class Row(msgspec.Struct, frozen=True):
    number: Count[int]
    """Which one it is."""
    amount: Currency[str]
    share: float | None
    parts: dict[str, int]


class Filter(msgspec.Struct, frozen=True):
    run: int | None = None


@dataclass
class Far:
    """The engine behind the gateway."""

    checks: list[Check] = field(default_factory=lambda: [Check("database", ok=True)])

    async def readiness(self) -> list[Check]:
        return self.checks


async def echo(far: Far, call: Call) -> Echo:
    del far
    return Echo(call.path.get("name", ""), call.actor, call.request_id, call.body.words if call.body else [])


async def sheet(far: Far, call: Call) -> Html:
    del far, call
    return Html("<p>x</p>" * 50_000)


async def rows(far: Far, call: Call) -> Page[Row]:
    """2,500 of them."""
    del far
    after = decode_cursor(call.query.cursor, tuple[int])
    first = after[0] + 1 if after else 0
    found = [Row(n, f"{n}.10", None if n % 2 else n / 4, {"n": n}) for n in range(first, min(first + 1_001, 2_500))]
    return page_of(found[: call.query.limit + 1], call.query.limit, lambda row: (row.number,))


async def stream(far: Far, ws: WebSocket, actor: str) -> None:
    del far
    await ws.accept()
    await ws.send_text(f"hello {actor}")
    try:
        while True:
            text = await ws.receive_text()
            if text == "leave":
                await ws.close(1013, "too slow")
                return
            await ws.send_text(text.upper())
    except WebSocketDisconnect:
        return


FAR_ROUTES = (
    get("/echo/{name}", echo, query=Filter, reply=Echo, summary="Echo"),
    post("/echo", echo, body=Words, reply=Echo, summary="Echo", status=201),
    get("/rows/{name}", rows, query=PageQuery, reply=Page[Row], summary="Many rows"),
    get("/sheet", sheet, reply=Html, summary="A large page"),
    Socket("/stream", stream, "Echo in capitals"),
)


@dataclass
class House:
    """What a test needs of the running gateway."""

    port: int
    config: Config
    far: Far
    token: str

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def client(self, **headers: str) -> httpx.AsyncClient:
        return httpx.AsyncClient(base_url=self.url, headers=headers, trust_env=False)

    def program(self) -> httpx.AsyncClient:
        return self.client(Authorization=f"Bearer {self.token}")


def unused_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
    return port


@pytest.fixture
def page_folder(tmp_path: Path) -> Path:
    """Where the gateway looks for the built page. There is none, unless a test module writes one."""
    return tmp_path / "page"


@pytest.fixture
async def house(tmp_path: Path, page_folder: Path) -> AsyncIterator[House]:
    far = Far()
    home = Config(home=str(tmp_path))
    token = ensure_token(home)
    registry = CollectorRegistry()
    probes = Probes(
        name="risk", summary="Far", registry=registry, readiness=far.readiness, details=dict, routes=FAR_ROUTES
    )
    routes = [*mount(PROBES, lambda: probes), *mount(FAR_ROUTES, lambda: far)]
    door = Access(token=token, allowed_hosts=home.allowed_hosts, tickets=tickets(home))
    app = build_app(routes, door, HttpMetrics(registry), logging.getLogger("far"))
    nowhere = EngineConfig(f"http://127.0.0.1:{unused_port()}")
    async with served(app) as far_port:
        urls: dict[str, Any] = dict.fromkeys(ENGINE_PORTS, nowhere)
        urls |= dict.fromkeys(("risk", "websocket"), EngineConfig(f"http://127.0.0.1:{far_port}"))
        config = msgspec.structs.replace(home, engines=urls)
        listener = socket.create_server(("127.0.0.1", 0))
        stop = asyncio.Event()
        task = asyncio.create_task(run(config, listener, stop, page_folder))
        try:
            yield House(listener.getsockname()[1], config, far, token)
        finally:
            stop.set()
            await task
