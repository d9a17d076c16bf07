"""From the bundled files to tables. Pure."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from nautilus.domain.instruments import Instrument
from nautilus.sources.base import (
    BARS,
    EVENTS,
    LISTINGS,
    OBSERVATIONS,
    TRADES,
    Batch,
    EventKind,
    KnownBasis,
    Payload,
    Series,
    rows,
)
from nautilus.sources.columns import OPEN_END, midnight

BAR_RULE = "exchange session close + 15 minutes"
TRADE_RULE = "time of the trade"
SPLIT_RULE = "before the ex date"
LISTING_RULE = "symbol of the bundled history, from its first bar on"
DAILY = 86_400
ENTITIES = {"AAPL.XNAS": "us:AAPL", "IBM.XNYS": "us:IBM", "META.XNAS": "us:META"}
"""Whom map files name as well. GOOG is left out: its bars are of class A first, then of class C."""


class _Split(msgspec.Struct, frozen=True):
    instrument_id: str
    kind: EventKind
    ex_date: date
    ratio: Decimal


class _Manifest(msgspec.Struct, frozen=True):
    instruments: tuple[Instrument, ...]
    actions: tuple[_Split, ...]
    series: tuple[Series, ...]


def parse(payload: Payload) -> Iterator[Batch]:
    """The tables of one file, in one batch. Raises KeyError for a file that the sample does not have."""
    kind = {
        "manifest.json": _manifest,
        "equities.parquet": _equities,
        "indices.parquet": _bars,
        "trades.parquet": _trades,
        "observations.parquet": _observations,
    }
    yield kind[payload.part.name](payload.content)


def _manifest(content: bytes) -> Batch:
    manifest = msgspec.json.decode(content, type=_Manifest)
    splits = manifest.actions
    days = pa.array([split.ex_date for split in splits], pa.date32())
    events = rows(
        EVENTS,
        len(splits),
        entity_id=pa.array([split.instrument_id for split in splits]),
        kind=pa.array([split.kind for split in splits]),
        valid=days,
        known=days.cast(pa.timestamp("us")).cast(pa.timestamp("us", "UTC")),
        attributes=pa.array([msgspec.json.encode({"ratio": str(split.ratio)}).decode() for split in splits]),
        known_basis=KnownBasis.ASSUMED,
        rule=SPLIT_RULE,
        dataset="sample",
    )
    return Batch(instruments=manifest.instruments, series=manifest.series, tables={"events": events})


def _bars(content: bytes) -> Batch:
    table = pq.read_table(BytesIO(content))
    given = {name: table[name] for name in table.schema.names}
    constant = {"known_basis": KnownBasis.ASSUMED, "rule": BAR_RULE, "price_type": "LAST", "adjusted": False}
    return Batch(tables={"bars": rows(BARS, table.num_rows, step_seconds=DAILY, **constant, **given)})


def _equities(content: bytes) -> Batch:
    batch = _bars(content)
    bars = batch.table("bars").select(["instrument_id", "valid"])
    firsts = bars.group_by("instrument_id").aggregate([("valid", "min")]).to_pydict()
    days = {name: first.date() for name, first in zip(firsts["instrument_id"], firsts["valid_min"], strict=True)}
    first_days = pa.array([days[name] for name in ENTITIES], pa.date32())
    listings = rows(
        LISTINGS,
        len(ENTITIES),
        entity_id=pa.array(list(ENTITIES.values())),
        instrument_id=pa.array(list(ENTITIES)),
        first_day=first_days,
        last_day=OPEN_END,
        known=midnight(first_days),
        known_basis=KnownBasis.ASSUMED,
        rule=LISTING_RULE,
        dataset="sample",
    )
    return replace(batch, tables={**batch.tables, "listings": listings})


def _trades(content: bytes) -> Batch:
    table = pq.read_table(BytesIO(content))
    given = {name: table[name] for name in table.schema.names}
    given |= {"ordinal": pa.array(np.arange(table.num_rows)), "known": table["ts_event"]}
    constant = {"known_basis": KnownBasis.ASSUMED, "rule": TRADE_RULE, "dataset": "mlfinpy"}
    return Batch(tables={"trades": rows(TRADES, table.num_rows, **constant, **given)})


def _observations(content: bytes) -> Batch:
    table = pq.read_table(BytesIO(content))
    given = {name: table[name] for name in table.schema.names}  # each series has a rule of its own
    found = rows(OBSERVATIONS, table.num_rows, known_basis=KnownBasis.ASSUMED, **given)
    return Batch(tables={"observations": found})
