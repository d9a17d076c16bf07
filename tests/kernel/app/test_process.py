"""An engine as a process: its signals, its exit status, its log."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest

from kernel.app.counter import SCHEMA
from nautilus.kernel.auth import ensure_token
from nautilus.kernel.config import Config
from nautilus.kernel.migrations import migrate
from support.platform import free_offset

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


@pytest.fixture(scope="module")
def counted_url(database_url: str) -> str:
    migrate(database_url)
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(SCHEMA)
    return database_url


def test_it_ends_cleanly_when_asked_to(
    tmp_path: Path, counted_url: str, market_bus_url: str, logic_bus_url: str
) -> None:
    with process(tmp_path, counted_url, market_bus_url, logic_bus_url) as engine:
        engine.until(lambda: engine.answers("/health/ready", 200))
        engine.child.send_signal(signal.SIGTERM)
        assert engine.child.wait(15) == 0
        assert {line["engine"] for line in engine.lines()} == {"risk"}


def test_a_part_that_dies_ends_the_process_with_a_reason(
    tmp_path: Path, counted_url: str, market_bus_url: str, logic_bus_url: str
) -> None:
    with process(tmp_path, counted_url, market_bus_url, logic_bus_url) as engine:
        engine.until(lambda: engine.answers("/health/ready", 200))
        engine.get("/fall", "POST")
        assert engine.child.wait(15) == 1
        last = engine.lines()[-1]
        assert last["level"] == "CRITICAL"
        assert "the counter fell" in last["message"]


def test_it_can_be_stopped_while_it_waits(tmp_path: Path, market_bus_url: str, logic_bus_url: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        nowhere = f"postgresql://nobody:pa55word@127.0.0.1:{taken.getsockname()[1]}/x"
    with process(tmp_path, nowhere, market_bus_url, logic_bus_url) as engine:
        engine.until(lambda: engine.answers("/health/ready", 503))
        assert engine.answers("/health/live", 200)
        engine.child.send_signal(signal.SIGTERM)
        assert engine.child.wait(15) == 0
        assert "pa55word" not in str(engine.lines())


def test_a_taken_port_is_one_clear_line(
    tmp_path: Path, counted_url: str, market_bus_url: str, logic_bus_url: str
) -> None:
    with process(tmp_path, counted_url, market_bus_url, logic_bus_url) as first:
        first.until(lambda: first.answers("/health/live", 200))
        second = subprocess.run(
            [sys.executable, "-c", COUNTER],
            env={
                **os.environ,
                "PYTHONPATH": str(TESTS),
                "NAUTILUS_HOME": str(tmp_path),
                "NAUTILUS_PORT_OFFSET": str(first.config.port_offset),
            },
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
    assert second.returncode == 1
    (line,) = second.stderr.splitlines()
    assert "is taken by another program" in json.loads(line)["message"]


def test_an_unknown_engine_is_named() -> None:
    code = "from nautilus.kernel.app import run_engine; run_engine('rsik')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("there is no engine rsik; there are analytics")
