"""Real servers on free ports: the embedded Valkey, and Debian's Redis where it is installed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry

from kernel.bus.harness import Server, binary_of
from nautilus.kernel.bus import BusClient, BusMetrics, HotClient
from nautilus.kernel.bus.redis_py import RedisPyClient


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
