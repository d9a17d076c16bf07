"""The child process of one backtest: a job on standard input, reports on standard output, one JSON line each.

It reads the session's records through `history`, derives the market from them and computes the values that the strategy
asks for with the models of the value engines, frame by frame, as a replay does; `trading` runs the strategy over them.
It ends when its parent does: standard input stays open as long as the parent lives.
"""

import hashlib
import inspect
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol

import msgspec

from nautilus import history
from nautilus.domain.market import ValueColumns
from nautilus.engines.backtesting.model import Inputs, Result
from nautilus.engines.stream import known_before, splits
from nautilus.history.sessions import RecordKind, Session
from nautilus.kernel.database import Database
from nautilus.kernel.errors import InvalidInputError
from nautilus.quant.factors.definitions import FACTORS, FEATURES, Definition, compile_definitions
from nautilus.quant.factors.panel import PanelModel
from nautilus.quant.microstructure.market import MarketRecords
from nautilus.quant.microstructure.toxicity import VpinModel
from nautilus.trading import Strategy
from nautilus.trading.merge import MARKET, VALUE_SOURCES, Frame

_COMPUTES = ("domain", "quant", "history", "trading", "strategies")
_RECORDS = 50_000
"""Most records in a frame, unless one timestamp has more."""


class Job(msgspec.Struct, frozen=True):
    database_url: str
    inputs: Inputs


class Report(msgspec.Struct, frozen=True):
    """How far it is; in the end a result or an error."""

    sequence: int = 0
    result: Result | None = None
    error: str = ""


class ValueModel(Protocol):
    """Values that records give, whatever they are cut into."""

    def step(self, records: MarketRecords) -> tuple[ValueColumns, ...]: ...


class _Panel:
    """Definitions over the bars of a session."""

    def __init__(self, panel: PanelModel) -> None:
        self._panel = panel

    def step(self, records: MarketRecords) -> tuple[ValueColumns, ...]:
        return self._panel.step(records.bars)


async def frames(database: Database, session: Session, sources: frozenset[str]) -> AsyncIterator[Frame]:
    """The session as the node would get it: market and values, records 1..n. Values of `sources` only are computed.

    Raises InvalidInputError for a source whose values a backtest cannot compute.
    """
    missing = sorted(sources - _MODELS.keys())
    if missing:
        raise InvalidInputError(
            f"values of {missing[0]} depend on trained models and are not computed in a backtest;"
            f" use {', '.join(_MODELS)}"
        )
    models = {source: await _MODELS[source](database, session) for source in sorted(sources)}
    first = 1
    while first <= session.record_count:
        last = await _whole(database, session, first + _RECORDS - 1)
        market = await history.market(database, session.spec, first, last)
        yield Frame(MARKET, first, last, market)
        for source in VALUE_SOURCES:
            values = models[source].step(market) if source in models else ()
            yield Frame(source, first, last, None, values)
        first = last + 1


async def _whole(database: Database, session: Session, last: int) -> int:
    """The last record with the time of record `last`: a frame does not split a timestamp."""
    if last >= session.record_count:
        return session.record_count
    found = await history.records(database, session.spec, last, last)
    return await history.sequence_from(database, session.spec, int(found.ts_event[0]) + 1) - 1


def _panel(definitions: tuple[Definition, ...]) -> Callable[[Database, Session], Awaitable[ValueModel]]:
    async def build(database: Database, session: Session) -> ValueModel:
        spec, program = session.spec, compile_definitions(definitions)
        of = await splits(database, spec, session.first_ts)
        model = _Panel(PanelModel(program, spec.instrument_ids, spec.step_seconds, of))
        model.step(await known_before(database, spec, session.first_ts, program.lookback))
        return model

    return build


async def _vpin(database: Database, session: Session) -> ValueModel:
    model = VpinModel()
    if session.spec.kind is RecordKind.TRADES:
        model.step(await known_before(database, session.spec, session.first_ts, rows=0))
    return model


_MODELS: Mapping[str, Callable[[Database, Session], Awaitable[ValueModel]]] = {
    "features": _panel(FEATURES),
    "factor": _panel(FACTORS),
    "vpin": _vpin,
}
"""How each value engine's model is built before the first record: warmed with what was known by then."""


def code_hash(strategy: type[Strategy]) -> str:
    """Hash of the source that a result depends on: the rooms that compute, and the strategy's own module."""
    digest = hashlib.sha256(inspect.getsource(inspect.getmodule(strategy) or strategy).encode())
    package = find_spec("nautilus")
    root = Path((package.submodule_search_locations or [""])[0]) if package else Path()
    for room in _COMPUTES:
        for file in sorted((root / room).rglob("*.py")):
            digest.update(str(file.relative_to(root)).encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()[:16]
