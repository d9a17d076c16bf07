"""PostgreSQL (15 or later): one pool of connections a process, bulk COPY in, Arrow out.

`connection()` is one transaction; `fetch`, `fetch_one` and `execute` are one statement each, committed on its own, in
one round trip. A server that went away gives UnavailableError; the pool finds it again by itself when it is back.
"""

import asyncio
import select
import time
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager
from typing import TYPE_CHECKING, Any

import psycopg
from psycopg import AsyncConnection, sql
from psycopg.abc import Params, QueryNoTemplate
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.rows import TupleRow
from psycopg_pool import AsyncConnectionPool, PoolTimeout

from nautilus.kernel.errors import UnavailableError

if TYPE_CHECKING:
    import pyarrow

type Connection = AsyncConnection[TupleRow]
type Pool = AsyncConnectionPool[Connection]

WAIT_SECONDS = 5.0
"""How long a caller waits for a connection before UnavailableError."""
_PATIENCE: Mapping[str, int] = {
    "connect_timeout": 3,
    "keepalives_idle": 10,  # a server on another machine may vanish without a word
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,  # milliseconds
}
_RECONNECT_SECONDS = 2.0  # of the pool's own attempts; after that each caller makes it try again
_ROWS_BETWEEN_PAUSES = 4_096
_ROWS_AT_ONCE = 32_768
_DISK_FULL = "53100"
_PASSING = ("57P", "08", "53", "40")
"""SQLSTATEs that trying again heals: shut down or starting up, connection lost, short of resources, deadlock."""


class Database:
    """The database of a process. `url` is a libpq URL; `name` is what `pg_stat_activity` shows of us."""

    def __init__(self, url: str, min_size: int = 1, max_size: int = 8, name: str = "nautilus") -> None:
        self.url = url
        self._max_size = max_size
        self._pool: Pool = AsyncConnectionPool(
            url,
            min_size=min_size,
            max_size=max_size,
            open=False,
            timeout=WAIT_SECONDS,
            reconnect_timeout=_RECONNECT_SECONDS,
            configure=_configure,
            kwargs={"autocommit": True, "application_name": name, **_PATIENCE},
        )
        self._reader = _ArrowReader(make_conninfo(url, application_name=name, **_PATIENCE))
        self._borrowers = 0
        self._name = name

    async def open(self) -> None:
        """Connect. Raises UnavailableError when the server does not answer within `WAIT_SECONDS`: may be repeated."""
        await self._pool.open()
        await self.fetch_one("SELECT 1")

    async def close(self) -> None:
        await self._pool.close()
        await self._reader.close()

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[Connection]:
        """A connection in one transaction: committed at the end, rolled back when the block raises.

        Raises UnavailableError when the server is gone. When it goes during the commit itself, nobody knows whether
        the commit happened: work that must not be done twice keys its rows, as the journal does.
        """
        async with self._borrowed() as connection, connection.transaction():
            yield connection

    async def session(self, purpose: str) -> Connection:
        """A connection outside of the pool, for what lasts as long as its session. The caller closes it."""
        address = make_conninfo(self.url, application_name=f"{self._name}-{purpose}", **_PATIENCE)
        with _translated(self._where):
            return await AsyncConnection.connect(address, autocommit=True)

    async def fetch(self, query: QueryNoTemplate, params: Params | None = None) -> list[TupleRow]:
        """All rows of one statement."""
        async with self._borrowed() as connection:
            return await (await connection.execute(query, params)).fetchall()

    async def fetch_one(self, query: QueryNoTemplate, params: Params | None = None) -> TupleRow | None:
        """The first row of one statement, or None."""
        async with self._borrowed() as connection:
            return await (await connection.execute(query, params)).fetchone()

    async def execute(self, query: QueryNoTemplate, params: Params | None = None) -> int:
        """Run one statement; the number of rows it touched."""
        async with self._borrowed() as connection:
            return (await connection.execute(query, params)).rowcount

    async def copy(
        self, table: str, columns: Sequence[str], rows: Iterable[Sequence[object]], *, skip_existing: bool = False
    ) -> int:
        """Write `rows` into `table` ("schema.name") by binary COPY, in a transaction of its own. See `copy_rows`."""
        async with self.connection() as connection:
            return await copy_rows(connection, table, columns, rows, skip_existing=skip_existing)

    async def arrow(self, query: str, params: Sequence[object] = ()) -> "pyarrow.Table":
        """The result as an Arrow table, read by ADBC in a thread: the way for many rows.

        Parameters are $1, $2, …; cast them where the type is not clear ($1::bigint). `numeric` comes as text.
        """
        from adbc_driver_manager import OperationalError

        try:
            return await self._reader.read(query, params)
        except OperationalError as error:
            raise UnavailableError(self._no_connection()) from error

    @asynccontextmanager
    async def _borrowed(self) -> AsyncIterator[Connection]:
        with _translated(self._where):
            connection = await self._acquire()
            self._borrowers += 1
            try:
                yield connection
            finally:
                self._borrowers -= 1
                await self._pool.putconn(connection)

    async def _acquire(self) -> Connection:
        """A connection that the server has not closed. Those that died with it are thrown away one by one."""
        deadline = time.monotonic() + WAIT_SECONDS
        while True:
            try:
                connection = await self._pool.getconn(max(deadline - time.monotonic(), 0.001))
            except PoolTimeout as error:
                raise UnavailableError(self._no_connection()) from error
            if not _has_ended(connection):
                return connection
            await connection.close()
            await self._pool.putconn(connection)

    def _no_connection(self) -> str:
        if self._borrowers >= self._max_size:
            return f"All {self._max_size} database connections were busy for {WAIT_SECONDS:g} s; try again."
        return f"The database {self._where} does not answer; start it (`nautilus status`) or mend database_url."

    @property
    def _where(self) -> str:
        return describe(self.url)


async def copy_rows(
    connection: Connection,
    table: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    skip_existing: bool = False,
) -> int:
    """Write `rows` into `table` ("schema.name") by binary COPY in the transaction of `connection`; the rows written.

    Values must suit the columns' types: int for integers, float for double precision, aware datetime for timestamptz.
    With `skip_existing` rows whose key is already there are left out (through a staging table, about a third slower).
    """
    name = sql.Identifier(*table.split("."))
    fields = sql.SQL(", ").join(map(sql.Identifier, columns))
    if not skip_existing:
        return await _copy(connection, name, fields, await _types(connection, table, columns), rows)
    staging = sql.Identifier("staging_" + table.replace(".", "_"))
    await connection.execute(
        sql.SQL("CREATE TEMPORARY TABLE {} ON COMMIT DROP AS SELECT {} FROM {} WITH NO DATA").format(
            staging, fields, name
        )
    )
    await _copy(connection, staging, fields, await _types(connection, table, columns), rows)
    inserted = await connection.execute(
        sql.SQL("INSERT INTO {} ({}) SELECT {} FROM {} ON CONFLICT DO NOTHING").format(name, fields, fields, staging)
    )
    await connection.execute(sql.SQL("DROP TABLE {}").format(staging))
    return inserted.rowcount


async def copy_table(connection: Connection, table: str, rows: "pyarrow.Table") -> int:
    """Write an Arrow table into the columns of `table` ("schema.name") that have the same names; the rows written.

    In COPY's binary format, which keeps each float to the bit. Raises psycopg.errors.UndefinedColumn.
    """
    from nautilus.kernel import copying

    types = await _types(connection, table, rows.schema.names)
    statement = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT BINARY)").format(
        sql.Identifier(*table.split(".")), sql.SQL(", ").join(map(sql.Identifier, rows.schema.names))
    )
    cursor = connection.cursor()
    async with cursor.copy(statement) as copy:
        await copy.write(copying.HEADER)
        for start in range(0, rows.num_rows, _ROWS_AT_ONCE):
            await copy.write(await asyncio.to_thread(copying.encode, rows.slice(start, _ROWS_AT_ONCE), types))
        await copy.write(copying.TRAILER)
    return cursor.rowcount


async def _copy(
    connection: Connection,
    name: sql.Identifier,
    fields: sql.Composed,
    types: list[int],
    rows: Iterable[Sequence[object]],
) -> int:
    statement = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT BINARY)").format(name, fields)
    cursor = connection.cursor()
    async with cursor.copy(statement) as copy:
        copy.set_types(types)
        for number, row in enumerate(rows, 1):
            await copy.write_row(row)
            if number % _ROWS_BETWEEN_PAUSES == 0:
                await asyncio.sleep(0)  # writing into an open socket never yields: let heartbeats through
    return cursor.rowcount


async def _types(connection: Connection, table: str, columns: Sequence[str]) -> list[int]:
    """Type of each column, which binary COPY must be told. Raises psycopg.errors.UndefinedColumn for one not there."""
    found = await connection.execute(
        "SELECT attname, atttypid::bigint FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0", [table]
    )
    types: dict[str, int] = dict(await found.fetchall())
    missing = [column for column in columns if column not in types]
    if missing:
        raise psycopg.errors.UndefinedColumn(f"{table} has no column {missing[0]}; there are {', '.join(types)}")
    return [types[column] for column in columns]


class _ArrowReader:
    """One ADBC connection, opened when first needed, used by one read at a time: in a thread that has nothing else to
    do, so that a small read does not wait for one to be found, and a read that was given up ends before the next.
    """

    def __init__(self, conninfo: str) -> None:
        self._conninfo = conninfo
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="arrow")
        self._connection: Any = None

    async def read(self, query: str, params: Sequence[object]) -> "pyarrow.Table":
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._read, query, params)

    async def close(self) -> None:
        """Here and not in the thread: at the end of the interpreter, when `nautilus.data` closes, none takes work."""
        self._thread.shutdown()
        self._drop()

    def _read(self, query: str, params: Sequence[object]) -> "pyarrow.Table":
        from adbc_driver_manager import OperationalError

        fresh = self._connection is None
        try:
            return self._fetch(query, params)
        except OperationalError:
            self._drop()
            if fresh:
                raise
        return self._fetch(query, params)  # the server may have restarted since the last read

    def _fetch(self, query: str, params: Sequence[object]) -> "pyarrow.Table":
        if self._connection is None:
            from adbc_driver_postgresql import dbapi

            self._connection = dbapi.connect(self._conninfo, autocommit=True)
        with self._connection.cursor() as cursor:
            cursor.execute(query, parameters=tuple(params) or None)
            return cursor.fetch_arrow_table()

    def _drop(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def describe(url: str) -> str:
    """Host, port and name of the database in `url`, for people: no user, no password."""
    parts = conninfo_to_dict(url)
    host = parts.get("host") or "localhost"
    return f"{host}:{parts.get('port') or 5432}/{parts.get('dbname') or parts.get('user') or ''}"


async def _configure(connection: Connection) -> None:
    """Sessions are in UTC, and a commit that was acknowledged is on disk, whatever the server's defaults say."""
    await connection.execute(
        "SELECT set_config('TimeZone', 'UTC', false), set_config('synchronous_commit',"
        " coalesce(nullif(current_setting('synchronous_commit'), 'off'), 'on'), false)"
    )


def _has_ended(connection: Connection) -> bool:
    """Nothing is sent to an idle connection: when its socket is readable, the server has closed it. No round trip."""
    if connection.closed:
        return True
    poll = select.poll()
    poll.register(connection.pgconn.socket, select.POLLIN)
    return bool(poll.poll(0))


@contextmanager
def _translated(where: str) -> Iterator[None]:
    """Turn what is nobody's fault into UnavailableError; errors of a statement pass."""
    try:
        yield
    except psycopg.OperationalError as error:
        state = error.sqlstate
        if state == _DISK_FULL:
            raise UnavailableError(f"The disk of the database {where} is full; free some space.") from error
        if state is None:
            raise UnavailableError(f"The database {where} went away; try again when it is back.") from error
        if state.startswith(_PASSING):
            raise UnavailableError(f"The database {where} could not do it just now ({error}); try again.") from error
        raise
