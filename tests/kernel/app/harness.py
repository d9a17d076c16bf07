"""An engine at work, in this process or as a process of its own."""

import asyncio
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import httpx

from kernel.app.counter import ADDS, ENGINE, Add
from nautilus.kernel.app.runtime import Runtime
from nautilus.kernel.auth import ensure_token
from nautilus.kernel.config import Config
from nautilus.kernel.engine import Engine
from nautilus.kernel.messages import Outgoing, Topic
from support.platform import free_offset


class Running:
    def __init__(self, client: httpx.AsyncClient, task: asyncio.Task[None], stop: asyncio.Event) -> None:
        self.client = client
        self.task = task
        self.stop = stop

    async def until(self, condition: Callable[[], Awaitable[Any]]) -> Any:
        async with asyncio.timeout(20):
            while True:
                if self.task.done():
                    await self.task
                if value := await condition():
                    return value
                await asyncio.sleep(0.02)

    async def ready(self) -> bool:
        return (await self.client.get("/health/ready")).status_code == 200

    async def total(self) -> dict[str, Any]:
        return (await self.client.get("/total")).json()


@asynccontextmanager
async def running(config: Config, engine: Engine = ENGINE) -> AsyncIterator[Running]:
    listener = socket.create_server(("127.0.0.1", 0))
    stop = asyncio.Event()
    task = asyncio.create_task(Runtime(engine, config).run(listener, stop))
    url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    headers = {"Authorization": f"Bearer {ensure_token(config)}"}
    async with httpx.AsyncClient(base_url=url, headers=headers, trust_env=False) as client:
        try:
            yield Running(client, task, stop)
        finally:
            stop.set()
            await asyncio.wait([task])


def adds(*amounts: int, first_id: int = 1, topic: Topic = ADDS, key: str = "all") -> list[Outgoing[Any]]:
    return [
        Outgoing(topic, key, Add(ts_event=1, ts_init=1, amount=amount), f"test-{number}")
        for number, amount in enumerate(amounts, first_id)
    ]


TESTS = Path(__file__).parents[2]
COUNTER = """
from kernel.app.counter import ENGINE
from nautilus.kernel.app import run_process
from nautilus.kernel.app.runtime import Runtime
run_process("risk", lambda config: Runtime(ENGINE, config).run)
"""


class Process:
    def __init__(self, home: Path, offset: int, environment: dict[str, str], code: str) -> None:
        self.config = Config(home=str(home), port_offset=offset)
        self.url = f"http://127.0.0.1:{self.config.port('risk')}"
        self._log = home / "log"
        with self._log.open("wb") as log:
            self.child = subprocess.Popen(
                [sys.executable, "-c", code],
                env={**os.environ, "PYTHONPATH": str(TESTS), **environment},
                stderr=log,
                stdout=log,
            )

    def get(self, path: str, method: str = "GET") -> httpx.Response | None:
        headers = {"Authorization": f"Bearer {ensure_token(self.config)}"}
        try:
            return httpx.request(method, self.url + path, headers=headers, trust_env=False, timeout=5)
        except httpx.TransportError:
            return None

    def until(self, condition: Callable[[], Any]) -> None:
        end = time.monotonic() + 30
        while time.monotonic() < end:
            assert self.child.poll() is None, self._log.read_text()
            if condition():
                return
            time.sleep(0.05)
        raise AssertionError(self._log.read_text())

    def answers(self, path: str, status: int) -> bool:
        answer = self.get(path)
        return answer is not None and answer.status_code == status

    def lines(self) -> list[dict[str, Any]]:
        """The log; everything in it must be JSON."""
        return [json.loads(line) for line in self._log.read_text().splitlines()]


@contextmanager
def process(home: Path, database_url: str, market: str, logic: str, code: str = COUNTER) -> Iterator[Process]:
    offset = free_offset()
    environment = {
        "NAUTILUS_HOME": str(home),
        "NAUTILUS_PORT_OFFSET": str(offset),
        "NAUTILUS_DATABASE_URL": database_url,
        "NAUTILUS_BUS_MARKET_URL": market,
        "NAUTILUS_BUS_LOGIC_URL": logic,
    }
    running = Process(home, offset, environment, code)
    try:
        yield running
    finally:
        running.child.kill()
        running.child.wait()
