"""A house around execution: real node, database and buses."""

import os
from pathlib import Path

import pytest
import redis

from nautilus.kernel.database import Database
from nautilus.kernel.migrations import migrate
from support.engine import empty
from support.execution import house


@pytest.fixture(autouse=True)
def _paths(monkeypatch):
    """The node is a process of its own: it must find the strategies of the tests."""
    here = Path(__file__).parent
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join((str(here), str(here.parents[1]))))


@pytest.fixture
async def built(database_url, market_bus_url, logic_bus_url, tmp_path):
    migrate(database_url)
    database = Database(database_url)
    await database.open()
    await empty(database, "execution")
    await empty(database, "marketdata")
    await database.close()
    for url in (market_bus_url, logic_bus_url):
        with redis.Redis.from_url(url) as client:
            client.flushall()
    async with house(database_url, (market_bus_url, logic_bus_url), tmp_path) as made:
        yield made
