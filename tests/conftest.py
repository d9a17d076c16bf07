"""Servers that tests share: one set of the embedded servers a pytest worker, emptied for each test module."""

import importlib.util
import itertools
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

_KEPT = {"NAUTILUS_REQUIRE_ALL", "NAUTILUS_SHARED"}
REQUIRE_ALL = bool(os.environ.get("NAUTILUS_REQUIRE_ALL"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--screenshots", type=Path, help="Folder for the page tests' pictures: docs/images")


def require(name: str, reason: str) -> None:
    """Skip the calling test unless a program or file (when `name` has a slash or is on PATH) or a module is there.

    With NAUTILUS_REQUIRE_ALL=1 it fails instead: what the test command of the project runs, it runs whole.
    """
    if shutil.which(name) or ("/" in name and Path(name).exists()):
        return
    if "/" not in name and name.replace(".", "").isidentifier() and importlib.util.find_spec(name):
        return
    if REQUIRE_ALL:
        pytest.fail(f"{name} is missing, and NAUTILUS_REQUIRE_ALL is set: {reason}")
    pytest.skip(f"{name} is missing: {reason}")


@dataclass(frozen=True)
class Servers:
    """URLs of the worker's servers. Use `database_url` and the bus fixtures, which are fresh for each module."""

    database_url: str
    market_bus_url: str
    logic_bus_url: str


def _without_settings() -> None:
    for name in [name for name in os.environ if name.startswith("NAUTILUS_") and name not in _KEPT]:
        del os.environ[name]


@pytest.fixture(scope="session", autouse=True)
def _no_settings_from_outside() -> None:
    """A developer's own NAUTILUS_HOME or port offset must not reach a test."""
    _without_settings()


@pytest.fixture(scope="session")
def servers() -> Iterator[Servers]:
    """PostgreSQL and two Valkey servers on free ports. No fsync: a test's data need not outlive the machine."""
    from nautilus.kernel.messages import Bus
    from nautilus.stack.postgres import PostgresServer
    from nautilus.stack.server import free_port
    from nautilus.stack.servers import running
    from nautilus.stack.valkey import ValkeyServer

    with ExitStack() as stack:
        folder = Path(
            stack.enter_context(tempfile.TemporaryDirectory(prefix="nautilus-test-", ignore_cleanup_errors=True))
        )
        folder.chmod(0o711)  # as root without user namespaces the database runs as nobody, who must get in
        database = PostgresServer(folder / "postgres", free_port(), folder / "database.log", folder / "pw", fsync=False)
        buses = [
            ValkeyServer(bus, folder / f"bus-{bus}", free_port(), folder / f"bus-{bus}.log", folder / "pw")
            for bus in (Bus.MARKET, Bus.LOGIC)
        ]
        stack.enter_context(running([database, *buses]))
        yield Servers(database.url, buses[0].url, buses[1].url)


_database_numbers = itertools.count(1)


@pytest.fixture(scope="module")
def database_url(servers: Servers) -> Iterator[str]:
    """URL of an empty database of this test module."""
    import psycopg

    name = f"test_{next(_database_numbers)}"
    with psycopg.connect(servers.database_url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    yield servers.database_url.rpartition("/")[0] + f"/{name}"
    with psycopg.connect(servers.database_url, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(scope="module")
def market_bus_url(servers: Servers) -> str:
    """URL of the market bus, emptied for this test module."""
    return _flushed(servers.market_bus_url)


@pytest.fixture(scope="module")
def logic_bus_url(servers: Servers) -> str:
    """URL of the logic bus, emptied for this test module."""
    return _flushed(servers.logic_bus_url)


def _flushed(url: str) -> str:
    import redis

    with redis.Redis.from_url(url) as client:
        client.flushall()
    return url
