"""What the value engines (features, factor, vpin, ml) share beside the stream: their tables and their routes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from psycopg import sql

from nautilus.domain.market import ValueColumns, float_column, int_column
from nautilus.engines.marketdata.messages import RunStarted
from nautilus.kernel.app.routes import PageQuery
from nautilus.kernel.database import Connection, Database, copy_rows

_COLUMNS = ("run", "sequence", "instrument_id", "name", "ts_event", "value")


class DefinitionView(msgspec.Struct, frozen=True):
    """A series that the engine computes. `lookback` is the number of bars before the first value."""

    name: str
    formula: str
    dialect: str
    source: str
    description: str
    lookback: int


class ValueView(msgspec.Struct, frozen=True):
    """`sequence` and `ts_event` are those of the market record that triggered the value."""

    run: int
    sequence: int
    instrument_id: str
    name: str
    ts_event: int
    value: float


class ValueQuery(PageQuery, frozen=True, kw_only=True):
    run: int | None = None
    name: str | None = None
    instrument_id: str | None = None


type ValueKey = tuple[int, str, str]
"""(sequence, instrument_id, name): the key of a value within its run, and the order of a list."""


@dataclass(frozen=True)
class RunProgress:
    """How far an engine is in a run: values of records 1..sequence are stored; `ts_event` is the last one's time."""

    started: RunStarted
    sequence: int
    ts_event: int
    over: bool


class ValueStore:
    """`<engine>.run` and `<engine>.value`. `run` says how far the values go, also where records gave none."""

    def __init__(self, engine: str) -> None:
        self._values = f"{engine}.value"
        self._value = sql.Identifier(engine, "value")
        self._run = sql.Identifier(engine, "run")

    async def begin(self, connection: Connection, started: RunStarted) -> None:
        """Record the start of a run; one that is known is left as it is."""
        statement = "INSERT INTO {} (run, started, sequence, ts_event) VALUES (%s, %s, 0, %s) ON CONFLICT DO NOTHING"
        await connection.execute(
            sql.SQL(statement).format(self._run),
            (started.run, msgspec.json.encode(started).decode(), started.first_ts),
        )

    async def end(self, connection: Connection, run: int) -> None:
        await connection.execute(sql.SQL("UPDATE {} SET over = true WHERE run = %s").format(self._run), (run,))

    async def latest(self, database: Database) -> RunProgress | None:
        """The newest run, or None when there never was one."""
        row = await database.fetch_one(
            sql.SQL("SELECT started::text, sequence, ts_event, over FROM {} ORDER BY run DESC LIMIT 1").format(
                self._run
            )
        )
        if row is None:
            return None
        started, sequence, ts_event, over = row
        return RunProgress(msgspec.json.decode(started, type=RunStarted), sequence, ts_event, over)

    async def append(
        self, database: Database, run: int, sequence: int, ts_event: int, values: Sequence[ValueColumns]
    ) -> None:
        """Store `values` and that all records up to `sequence` are done, in one transaction."""
        async with database.connection() as connection:
            if values:
                rows = (row for columns in values for row in _rows(run, columns))
                await copy_rows(connection, self._values, _COLUMNS, rows)
            await connection.execute(
                sql.SQL("UPDATE {} SET sequence = %s, ts_event = %s WHERE run = %s").format(self._run),
                (sequence, ts_event, run),
            )

    async def page(self, database: Database, query: ValueQuery, after: ValueKey | None, limit: int) -> list[ValueView]:
        """Values of a run (by default the newest) in order of sequence, instrument, name."""
        wanted: dict[str, Any] = {"name": query.name, "instrument_id": query.instrument_id}
        filters: list[sql.Composable] = [
            sql.SQL("run = coalesce(%(run)s::bigint, (SELECT max(run) FROM {}))").format(self._run)
        ]
        filters += [
            sql.SQL("{} = {}").format(sql.Identifier(column), sql.Placeholder(column))
            for column, value in wanted.items()
            if value is not None
        ]
        parameters = wanted | {"run": query.run, "limit": limit}
        if after is not None:
            filters.append(sql.SQL("(sequence, instrument_id, name) > (%(sequence)s, %(after_id)s, %(after_name)s)"))
            parameters |= dict(zip(("sequence", "after_id", "after_name"), after, strict=True))
        statement = sql.SQL(
            "SELECT run, sequence, instrument_id, name, ts_event, value FROM {} WHERE {}"
            " ORDER BY run, sequence, instrument_id, name LIMIT %(limit)s"
        )
        rows = await database.fetch(statement.format(self._value, sql.SQL(" AND ").join(filters)), parameters)
        return [ValueView(*row) for row in rows]


def _rows(run: int, columns: ValueColumns) -> list[tuple[object, ...]]:
    instrument_id, name = columns.instrument_id, columns.name
    cells = zip(
        int_column(columns.sequence).tolist(),
        int_column(columns.ts_event).tolist(),
        float_column(columns.value).tolist(),
        strict=True,
    )
    return [(run, sequence, instrument_id, name, ts_event, value) for sequence, ts_event, value in cells]
