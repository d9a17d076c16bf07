"""The pool, COPY and Arrow against the embedded PostgreSQL, and against one that is killed."""

import asyncio
import math
import os
import signal
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

import numpy as np
import psycopg
import pytest

from nautilus.kernel.database import Database, copy_rows
from nautilus.kernel.errors import UnavailableError


@pytest.fixture
async def database(database_url: str):
    database = Database(database_url, max_size=2)
    await database.open()
    await database.execute("DROP TABLE IF EXISTS bar")
    await database.execute(
        "CREATE TABLE bar (id text PRIMARY KEY, at timestamptz, ts bigint, small int, close float8, size numeric,"
        " raw bytea, flag bool)"
    )
    yield database
    await database.close()


AT = datetime(2013, 9, 1, 22, 0, 0, 123456, tzinfo=UTC)
COLUMNS = ("id", "at", "ts", "small", "close", "size", "raw", "flag")
ROW = ("a", AT, 2**62, -7, 0.1, Decimal("1.50"), b"\x00\xff", True)


async def test_a_statement_commits_on_its_own(database: Database) -> None:
    assert await database.execute("INSERT INTO bar (id) VALUES (%s), (%s)", ["a", "b"]) == 2
    assert await database.fetch("SELECT id FROM bar ORDER BY id") == [("a",), ("b",)]
    assert await database.fetch_one("SELECT id FROM bar WHERE id = %s", ["b"]) == ("b",)
    assert await database.fetch_one("SELECT id FROM bar WHERE id = %s", ["c"]) is None


async def test_a_connection_is_one_transaction(database: Database) -> None:
    async def insert_and_fail() -> None:
        async with database.connection() as connection:
            await connection.execute("INSERT INTO bar (id) VALUES ('a')")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await insert_and_fail()
    assert await database.fetch("SELECT id FROM bar") == []
    async with database.connection() as connection:
        await connection.execute("INSERT INTO bar (id) VALUES ('a')")
        assert await database.fetch("SELECT id FROM bar") == []
    assert await database.fetch("SELECT id FROM bar") == [("a",)]


async def test_copied_rows_read_back_as_written(database: Database) -> None:
    empty = ("b", *[None] * 7)
    assert await database.copy("bar", COLUMNS, [ROW, empty]) == 2
    assert await database.fetch("SELECT * FROM bar ORDER BY id") == [ROW, empty]


async def test_copy_takes_values_of_numpy_and_other_time_zones(database: Database) -> None:
    local = AT.astimezone(timezone(timedelta(hours=-5)))
    await database.copy("public.bar", ("id", "at", "ts", "close"), [("a", local, np.int64(5), np.float64("nan"))])
    row = await database.fetch_one("SELECT at, ts, close FROM bar")
    assert row is not None
    assert row[:2] == (AT, 5)
    assert row[0].tzinfo.utcoffset(None) == timedelta(0)
    assert math.isnan(row[2])


async def test_copy_fails_as_a_whole(database: Database) -> None:
    with pytest.raises(psycopg.errors.UniqueViolation):
        await database.copy("bar", ("id",), [("a",), ("a",)])
    assert await database.fetch("SELECT id FROM bar") == []


async def test_copy_can_leave_out_what_is_there(database: Database) -> None:
    await database.copy("bar", ("id", "ts"), [("a", 1)])
    async with database.connection() as connection:
        for _ in range(2):
            written = await copy_rows(connection, "bar", ("id", "ts"), [("a", 2), ("b", 2)], skip_existing=True)
        assert written == 0
    assert await database.fetch("SELECT id, ts FROM bar ORDER BY id") == [("a", 1), ("b", 2)]


async def test_copy_names_a_column_that_is_not_there(database: Database) -> None:
    with pytest.raises(psycopg.errors.UndefinedColumn, match=r"no column bid; there are id, at"):
        await database.copy("bar", ("id", "bid"), [("a", 1)])


async def test_arrow_gives_the_same_values(database: Database) -> None:
    await database.copy("bar", COLUMNS, [ROW, ("b", *[None] * 7)])
    table = await database.arrow("SELECT id, at, ts, close, raw, flag FROM bar ORDER BY id")
    assert table.column("at").to_pylist() == [AT, None]
    assert table.slice(0, 1).to_pylist()[0] == dict(
        zip(("id", "at", "ts", "close", "raw", "flag"), (*ROW[:3], *ROW[4:5], *ROW[6:]), strict=True)
    )
    assert table.column("close").null_count == 1


async def test_arrow_takes_parameters_and_sees_later_commits(database: Database) -> None:
    query = "SELECT id FROM bar WHERE ts >= $1::bigint AND id <> $2 ORDER BY id"
    await database.copy("bar", ("id", "ts"), [("a", 1), ("b", 2)])
    assert (await database.arrow(query, [1, "b"])).column("id").to_pylist() == ["a"]
    await database.copy("bar", ("id", "ts"), [("c", 2)])
    assert (await database.arrow(query, [2, "b"])).column("id").to_pylist() == ["c"]
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE state = 'idle in transaction'"
    assert await database.fetch_one(waiting) == (0,)


async def test_a_cancelled_arrow_read_keeps_its_connection_to_itself_until_it_ends(database: Database) -> None:
    await database.arrow("SELECT 1 AS x")
    reading = asyncio.create_task(database.arrow("SELECT 1 AS x FROM pg_sleep(0.3)"))
    await asyncio.sleep(0.05)
    reading.cancel()
    running = "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%pg_sleep(0.3)%'"
    assert (await database.arrow("SELECT 2 AS x")).column("x").to_pylist() == [2]
    assert await database.fetch_one(running + " AND pid <> pg_backend_pid()") == (0,)
    assert reading.cancelled()


async def test_an_error_of_a_statement_stays_what_it_is(database: Database) -> None:
    with pytest.raises(psycopg.errors.UndefinedTable):
        await database.fetch("SELECT * FROM nothing")
    async with database.connection() as connection:
        await connection.execute("SET LOCAL statement_timeout TO 20")
        with pytest.raises(psycopg.errors.QueryCanceled):
            await connection.execute("SELECT pg_sleep(5)")
    assert await database.fetch_one("SELECT 1") == (1,)


@pytest.mark.parametrize(
    ("state", "text"), [("40P01", "try again"), ("53100", "disk .* is full"), ("57P01", "try again")]
)
async def test_what_passes_is_unavailable(database: Database, state: str, text: str) -> None:
    with pytest.raises(UnavailableError, match=text):
        await database.execute(f"DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '{state}'; END $$")  # type: ignore[arg-type]
    assert await database.fetch_one("SELECT 1") == (1,)


async def test_waiting_in_vain_says_that_the_pool_is_busy(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nautilus.kernel.database.WAIT_SECONDS", 0.1)
    async with database.connection(), database.connection():
        with pytest.raises(UnavailableError, match="All 2 database connections were busy"):
            await database.fetch("SELECT 1")


async def test_commits_wait_for_the_disk_whatever_the_server_says(database: Database, database_url: str) -> None:
    name = database_url.rpartition("/")[2]
    await database.execute(f'ALTER DATABASE "{name}" SET synchronous_commit TO off')  # type: ignore[arg-type]
    other = Database(database_url)
    await other.open()
    try:
        assert await other.fetch_one("SHOW synchronous_commit") == ("on",)
        assert await other.fetch_one("SHOW timezone") == ("UTC",)
    finally:
        await other.close()
        await database.execute(f'ALTER DATABASE "{name}" RESET synchronous_commit')  # type: ignore[arg-type]


async def test_a_server_that_is_not_there_is_named_without_its_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nautilus.kernel.database.WAIT_SECONDS", 0.2)
    database = Database("postgresql://user:sesame@127.0.0.1:1/x")
    with pytest.raises(UnavailableError, match=r"127\.0\.0\.1:1/x does not answer") as caught:
        await database.open()
    assert "sesame" not in str(caught.value)
    with pytest.raises(UnavailableError):  # it may be repeated
        await database.open()
    await database.close()


class Killable:
    """A PostgreSQL server of this test, killed hard and started again on the same port."""

    def __init__(self, folder: Path) -> None:
        from nautilus.stack.postgres import PostgresServer
        from nautilus.stack.server import free_port

        self.server = PostgresServer(folder / "data", free_port(), folder / "log", folder / "password")
        self.server.prepare()
        self.process = None
        self.start()

    def start(self) -> None:
        from nautilus.stack.server import start

        self.process = start(self.server.command(), self.server.log)
        for _ in range(600):
            if self.server.answers():
                return
            time.sleep(0.05)
        raise TimeoutError(self.server.log.read_text())

    def kill(self) -> None:
        postmaster = int((self.server.data / "postmaster.pid").read_text().split()[0])
        os.kill(postmaster, signal.SIGKILL)
        self.process.wait(10)
        (self.server.data / "postmaster.pid").unlink(missing_ok=True)


@pytest.fixture
def killable(tmp_path: Path) -> Iterator[Killable]:
    server = Killable(tmp_path)
    yield server
    if server.process.poll() is None:
        server.kill()


async def test_the_pool_recovers_after_the_server_was_killed(
    killable: Killable, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = Database(killable.server.url, max_size=4)
    await database.open()
    try:
        await asyncio.gather(*(database.fetch("SELECT pg_sleep(0.1)") for _ in range(4)))
        assert (await database.arrow("SELECT 1 AS x")).num_rows == 1
        with pytest.raises(UnavailableError, match=r"went away|just now"):  # noqa: PT012
            async with database.connection() as connection:
                await connection.execute("SELECT 1")
                killable.kill()
                await connection.execute("SELECT 1")
        monkeypatch.setattr("nautilus.kernel.database.WAIT_SECONDS", 0.5)
        with pytest.raises(UnavailableError, match=r"does not answer|just now"):  # a connection may still be dying
            await database.fetch("SELECT 1")
        with pytest.raises(UnavailableError, match="does not answer"):
            await database.arrow("SELECT 1")
        monkeypatch.setattr("nautilus.kernel.database.WAIT_SECONDS", 30.0)
        killable.start()
        assert await asyncio.gather(*(database.fetch_one("SELECT 1") for _ in range(8))) == [(1,)] * 8
        assert (await database.arrow("SELECT 1 AS x")).num_rows == 1
    finally:
        await database.close()
