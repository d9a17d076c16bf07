"""A migrated database, emptied for each test, and the journal of one engine on it."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import psycopg
import pytest

from nautilus.kernel.database import Database
from nautilus.kernel.journal import PostgresJournal
from nautilus.kernel.migrations import migrate

from .notes import encode


@pytest.fixture(scope="module")
def migrated_url(database_url: str) -> str:
    migrate(database_url)
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("CREATE TABLE state (text text)")
    return database_url


@pytest.fixture
def clean_url(migrated_url: str) -> str:
    with psycopg.connect(migrated_url, autocommit=True) as connection:
        connection.execute("TRUNCATE journal.outbox, journal.inbox, journal.head, journal.relay, state")
    return migrated_url


@pytest.fixture
async def database(clean_url: str) -> AsyncIterator[Database]:
    database = Database(clean_url)
    await database.open()
    yield database
    await database.close()


@pytest.fixture
async def journal(database: Database, tmp_path: Path) -> PostgresJournal:
    journal = PostgresJournal("alpha", database, encode, tmp_path)
    await journal.open()
    return journal


@pytest.fixture
def query(clean_url: str) -> Callable[..., list[tuple[object, ...]]]:
    """Run a statement as someone with a database client would, past the journal."""

    def run(statement: str, *params: object) -> list[tuple[object, ...]]:
        with psycopg.connect(clean_url, autocommit=True) as connection:
            cursor = connection.execute(statement, params)
            return cursor.fetchall() if cursor.description else []

    return run
