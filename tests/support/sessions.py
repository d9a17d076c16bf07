"""The bundled sessions as frames of all engines, from the sample's files and the engines' pure models: no store."""

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import msgspec
import numpy as np
import pyarrow.parquet as pq

import nautilus.sample
from nautilus.domain.instruments import Instrument
from nautilus.domain.market import BarColumns, TradeColumns, ValueColumns, pack
from nautilus.engines.factor.model import FactorModel
from nautilus.engines.marketdata.model.sessions import EQUITIES_DAILY, ES_TRADES
from nautilus.history import SessionSpec
from nautilus.quant.factors.panel import Splits
from nautilus.quant.microstructure.market import Derivation, MarketRecords
from nautilus.quant.microstructure.toxicity import VpinModel
from nautilus.trading.costs import costs_of
from nautilus.trading.dealer import Terms
from nautilus.trading.events import AccountType, Opened
from nautilus.trading.merge import MARKET, VALUE_SOURCES, Frame

DATA = Path(nautilus.sample.__file__).parent / "data"
SESSIONS = (EQUITIES_DAILY.name, ES_TRADES.name)
_FIELDS = ("open", "high", "low", "close", "volume")

type Values = Callable[[MarketRecords], Sequence[ValueColumns]]


def terms_and_frames(name: str) -> tuple[Terms, list[Frame]]:
    """The account that a session opens, and its frames: factor values for shares, VPIN for the future."""
    spec = next(each for each in (EQUITIES_DAILY, ES_TRADES) if each.name == name)
    manifest = json.loads((DATA / "manifest.json").read_text())
    known = {each["instrument_id"]: msgspec.convert(each, Instrument) for each in manifest["instruments"]}
    instruments = tuple(known[each] for each in spec.instrument_ids)
    halves = {
        each.instrument_id: spec.spread_ticks[each.instrument_id] // 2 * float(each.price_increment)
        for each in instruments
    }
    derivation = Derivation(halves, spec.step_seconds)
    if spec is ES_TRADES:
        source, model, times, parts = "vpin", VpinModel(), *_trades()
    else:
        source, model, times, parts = "factor", FactorModel(spec.instrument_ids, 86_400, Splits(0)), *_bars(spec)
    frames = list(_frames(spec, times, lambda first, last: derivation.feed(*parts(first, last)), source, model.step))
    opened = Opened(
        run=1,
        account="paper-1",
        account_type=AccountType(spec.account_type),
        currency=spec.currency,
        starting_cash=spec.starting_cash,
        instruments=instruments,
        costs={each.instrument_id: costs_of(each) for each in instruments},
    )
    return Terms(opened, spec.mark_seconds, len(times)), frames


def _frames(
    spec: SessionSpec, times: np.ndarray, market: Callable[[int, int], MarketRecords], source: str, step: Values
) -> Iterator[Frame]:
    first = 0
    while first < len(times):
        last = min(first + spec.frame_records, len(times))
        while last < len(times) and times[last] == times[last - 1]:
            last += 1
        records = market(first, last)
        values = step(records)
        yield Frame(MARKET, first + 1, last, records)
        for each in VALUE_SOURCES:
            yield Frame(each, first + 1, last, None, values if each == source else ())
        first = last


def _trades() -> tuple[np.ndarray, Callable[[int, int], tuple[tuple[TradeColumns, ...], tuple[BarColumns, ...]]]]:
    table = pq.read_table(DATA / "trades.parquet")
    times, price, size = (table[name].to_numpy() for name in ("ts_event", "price", "size"))

    def part(first: int, last: int):
        rows = slice(first, last)
        numbers = pack(np.arange(first + 1, last + 1))
        return (TradeColumns("ES.XCME", numbers, pack(times[rows]), pack(price[rows]), pack(size[rows])),), ()

    return times, part


def _bars(spec: SessionSpec):
    table = pq.read_table(DATA / "equities.parquet")
    names = np.array(table["instrument_id"].to_pylist())
    times = table["valid"].cast("int64").to_numpy() * 1_000
    chosen = np.isin(names, spec.instrument_ids) & (times >= spec.first_ts) & (times <= spec.last_ts)
    rows = np.flatnonzero(chosen)
    rows = rows[np.lexsort((names[rows], times[rows]))]
    columns = {name: table[name].to_numpy()[rows] for name in _FIELDS}
    names, times = names[rows], times[rows]

    def part(first: int, last: int):
        found = []
        for name in spec.instrument_ids:
            own = np.flatnonzero(names[first:last] == name) + first
            if len(own):
                fields = (pack(columns[field][own]) for field in _FIELDS)
                found.append(BarColumns(name, 86_400, pack(own + 1), pack(times[own]), *fields))
        return (), tuple(found)

    return times, part
