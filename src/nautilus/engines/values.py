"""What the value engines (features, factor, vpin, ml) share beside the stream: their tables and their routes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

import msgspec
from msgspec import Meta
from psycopg import sql

from nautilus.domain.market import ValueColumns, float_column, int_column
from nautilus.domain.time import NS_PER_SECOND
from nautilus.engines.marketdata.messages import RunStarted
from nautilus.history import origin_ns
from nautilus.kernel.app.routes import PageQuery
from nautilus.kernel.database import Connection, Database, copy_rows
from nautilus.kernel.errors import InvalidInputError
from nautilus.kernel.units import Count, Ratio, Text, TimestampNs, Unit

MOST_POINTS = 10_000

_COLUMNS = ("run", "sequence", "instrument_id", "name", "ts_event", "value")


class DefinitionView(msgspec.Struct, frozen=True):
    """A series that the engine computes."""

    name: str
    formula: str
    dialect: str
    """The language that the formula is written in."""
    source: str
    """Where it was published."""
    description: str
    unit: Unit
    """What its values are measured in."""
    lookback: Count[int]
    """Bars before the first value."""


class ValueView(msgspec.Struct, frozen=True):
    """One value of a series."""

    run: Text[int]
    """The replay run that it was computed in."""
    sequence: Text[int]
    """Number of the market record that triggered it."""
    instrument_id: str
    name: str
    ts_event: TimestampNs[int]
    """Session time of that record."""
    value: Ratio[float]
    """In the unit of its definition."""


class ValueQuery(PageQuery, frozen=True, kw_only=True):
    run: int | None = None
    name: str | None = None
    instrument_id: str | None = None
    newest: Annotated[bool, Meta(description="Newest first: limit=1 gives the last value")] = False


class SeriesQuery(msgspec.Struct, frozen=True, kw_only=True):
    name: Annotated[str, Meta(min_length=1, max_length=64)]
    instrument_id: Annotated[str, Meta(min_length=1, max_length=64)]
    run: int | None = None
    points: Annotated[
        int,
        Meta(ge=1, le=MOST_POINTS, description="Most values: the time of the series is cut into as many parts"),
    ] = 2_000
    step_seconds: (
        Annotated[int, Meta(ge=1, description="Instead of points: one value a step, on the grid that bars are on")]
        | None
    ) = None


class SeriesPoint(msgspec.Struct, frozen=True):
    """The last value in its part of the time. Never an average."""

    begin_ts: TimestampNs[int]
    """Begin of that part, in session time: that of the bar of the same step whose records, or close, gave the value."""
    sequence: Text[int]
    """Number of the market record that triggered the value."""
    ts_event: TimestampNs[int]
    """Session time of that record."""
    value: Ratio[float]
    """In the unit of the series."""


class SeriesView(msgspec.Struct, frozen=True, kw_only=True):
    """One series of a run, thinned evenly for a chart: of each part of the session's time the last value, as it is."""

    run: Text[int] | None
    """The replay run that it was computed in; null while it has no value."""
    name: str
    instrument_id: str
    unit: Unit
    """What the values are measured in."""
    total: Count[int]
    """Values that the run has so far, shown or not."""
    points: tuple[SeriesPoint, ...]
    """Oldest first. A part without a value has no point."""


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
        """Values of a run (by default the newest) in order of sequence, instrument, name, or in the opposite one."""
        wanted: dict[str, Any] = {"name": query.name, "instrument_id": query.instrument_id}
        filters: list[sql.Composable] = [self._of_run()]
        filters += [
            sql.SQL("{} = {}").format(sql.Identifier(column), sql.Placeholder(column))
            for column, value in wanted.items()
            if value is not None
        ]
        parameters = wanted | {"run": query.run, "limit": limit}
        if after is not None:
            key = "(sequence, instrument_id, name) < {}" if query.newest else "(sequence, instrument_id, name) > {}"
            filters.append(sql.SQL(key).format(sql.SQL("(%(sequence)s, %(after_id)s, %(after_name)s)")))
            parameters |= dict(zip(("sequence", "after_id", "after_name"), after, strict=True))
        statement = sql.SQL(
            "SELECT run, sequence, instrument_id, name, ts_event, value FROM {values} WHERE {filters}"
            " ORDER BY run {order}, sequence {order}, instrument_id {order}, name {order} LIMIT %(limit)s"
        ).format(
            values=self._value,
            filters=sql.SQL(" AND ").join(filters),
            order=sql.SQL("DESC" if query.newest else "ASC"),
        )
        return [ValueView(*row) for row in await database.fetch(statement, parameters)]

    async def series(self, database: Database, query: SeriesQuery, unit: Unit) -> SeriesView:
        """One series of a run (by default the newest), the last value of each part of its time."""
        parameters: dict[str, Any] = {"run": query.run, "name": query.name, "instrument_id": query.instrument_id}
        chosen = sql.SQL("{} AND name = %(name)s AND instrument_id = %(instrument_id)s").format(self._of_run())
        statement = "SELECT min(run), count(*), min(ts_event), max(ts_event) FROM {} WHERE {}"
        extent = await database.fetch_one(sql.SQL(statement).format(self._value, chosen), parameters)
        assert extent is not None
        run, total, first, last = extent
        rows = []
        if total:
            origin, width = _grid(query, first, last)
            statement = (
                "SELECT DISTINCT ON (part) (ts_event - 1 - %(origin)s) / %(width)s AS part, sequence, ts_event, value"
                " FROM {} WHERE {} AND ts_event <= %(last)s ORDER BY part, sequence DESC"
            )
            bounds = {"origin": origin, "width": width, "last": last}
            found = await database.fetch(sql.SQL(statement).format(self._value, chosen), parameters | bounds)
            rows = [(origin + part * width, *rest) for part, *rest in found]
        return SeriesView(
            run=run,
            name=query.name,
            instrument_id=query.instrument_id,
            unit=unit,
            total=total,
            points=tuple(SeriesPoint(*row) for row in rows),
        )

    def _of_run(self) -> sql.Composable:
        """The run that is asked for, or the newest that has begun, whether it has values yet or not."""
        return sql.SQL("run = coalesce(%(run)s::bigint, (SELECT max(run) FROM {}))").format(self._run)


def _grid(query: SeriesQuery, first: int, last: int) -> tuple[int, int]:
    """A begin of a part of time and the width of all of them [ns]. Raises InvalidInputError for too many parts.

    A part holds begin < t <= begin + width, so that what a bar's close makes known stands with that bar.
    """
    if query.step_seconds is None:
        return first - 1, -(-(last - first + 1) // query.points)
    width = query.step_seconds * NS_PER_SECOND
    if (last - first) // width >= MOST_POINTS:
        least = -(-(last - first) // (MOST_POINTS * NS_PER_SECOND))
        raise InvalidInputError(
            f"step_seconds={query.step_seconds} gives more than {MOST_POINTS} points; give at least {least}"
        )
    return origin_ns(query.step_seconds), width


def _rows(run: int, columns: ValueColumns) -> list[tuple[object, ...]]:
    instrument_id, name = columns.instrument_id, columns.name
    cells = zip(
        int_column(columns.sequence).tolist(),
        int_column(columns.ts_event).tolist(),
        float_column(columns.value).tolist(),
        strict=True,
    )
    return [(run, sequence, instrument_id, name, ts_event, value) for sequence, ts_event, value in cells]
