"""An emptied store, and rows put into it."""

import pytest

from nautilus.kernel.database import Database
from nautilus.kernel.migrations import migrate
from support.engine import empty
from support.putting import Putting


@pytest.fixture
async def database(database_url):
    migrate(database_url)
    database = Database(database_url, max_size=3)
    await database.open()
    await empty(database, "marketdata")
    yield database
    await database.close()


@pytest.fixture
def put(database, tmp_path):
    return Putting(database, tmp_path / "raw")
