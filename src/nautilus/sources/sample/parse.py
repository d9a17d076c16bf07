"""From the bundled files to tables. Pure."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from nautilus.domain.instruments import Instrument
from nautilus.sources.base import BARS, OBSERVATIONS, TRADES, Action, Batch, KnownBasis, Payload, Series

BAR_RULE = "exchange session close + 15 minutes"
TRADE_RULE = "time of the trade"
DAILY = 86_400


class _Split(msgspec.Struct, frozen=True):
    instrument_id: str
    kind: str
    ex_date: date
    ratio: Decimal


class _Manifest(msgspec.Struct, frozen=True):
    instruments: tuple[Instrument, ...]
    actions: tuple[_Split, ...]
    series: tuple[Series, ...]


def parse(payload: Payload) -> Batch:
    """The tables of one file. Raises KeyError for a file that the sample does not have."""
    kind = {
        "manifest.json": _manifest,
        "equities.parquet": _bars,
        "indices.parquet": _bars,
        "trades.parquet": _trades,
        "observations.parquet": _observations,
    }
    return kind[payload.part.name](payload.content)


def _manifest(content: bytes) -> Batch:
    manifest = msgspec.json.decode(content, type=_Manifest)
    actions = [Action(split.instrument_id, split.kind, split.ex_date, split.ratio) for split in manifest.actions]
    return Batch(instruments=manifest.instruments, actions=actions, series=manifest.series)


def _bars(content: bytes) -> Batch:
    table = pq.read_table(BytesIO(content))
    columns = {name: table[name] for name in table.schema.names}
    columns |= _constant(table.num_rows, known_basis=KnownBasis.ASSUMED, rule=BAR_RULE)
    columns |= {"step_seconds": _repeat(DAILY, table.num_rows), "adjusted": _repeat(False, table.num_rows)}
    return Batch(bars=_as(BARS, columns))


def _trades(content: bytes) -> Batch:
    table = pq.read_table(BytesIO(content))
    columns = {name: table[name] for name in table.schema.names}
    columns |= {"ordinal": pa.array(np.arange(table.num_rows)), "known": table["ts_event"]}
    columns |= _constant(table.num_rows, known_basis=KnownBasis.ASSUMED, rule=TRADE_RULE, dataset="mlfinpy")
    return Batch(trades=_as(TRADES, columns))


def _observations(content: bytes) -> Batch:
    table = pq.read_table(BytesIO(content))
    columns = {name: table[name] for name in table.schema.names}
    columns |= _constant(table.num_rows, known_basis=KnownBasis.ASSUMED)  # each series has a rule of its own
    return Batch(observations=_as(OBSERVATIONS, columns))


def _constant(count: int, **values: str) -> dict[str, pa.Array]:
    return {name: _repeat(value, count) for name, value in values.items()}


def _repeat(value: str | int | bool, count: int) -> pa.Array:
    return pa.repeat(pa.scalar(value), count)


def _as(schema: pa.Schema, columns: dict[str, pa.Array]) -> pa.Table:
    return pa.table({name: columns[name] for name in schema.names}).cast(schema)
