"""The child process of one backtest: a job on standard input, reports on standard output, one JSON line each.

It reads the session's records through `history`, derives the market from them and computes the values that the strategy
asks for with the models of the value engines, frame by frame, as a replay does; `trading` runs the strategy over them.
It ends when its parent does: standard input stays open as long as the parent lives.
"""

import asyncio
import hashlib
import inspect
import os
import sys
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import msgspec

from nautilus import history
from nautilus.domain.instruments import Instrument
from nautilus.domain.market import ValueColumns
from nautilus.domain.money import fixed
from nautilus.domain.orders import Fill
from nautilus.engines.backtesting.model import FillRecord, Inputs, Mark, OrderRecord, Result
from nautilus.engines.stream import known_before, splits
from nautilus.history.sessions import RecordKind, Session
from nautilus.kernel.database import Database
from nautilus.kernel.errors import InvalidInputError, NautilusError
from nautilus.quant.factors.definitions import FACTORS, FEATURES, Definition, compile_definitions
from nautilus.quant.factors.panel import PanelModel
from nautilus.quant.microstructure.market import MarketRecords
from nautilus.quant.microstructure.toxicity import VpinModel
from nautilus.trading import Strategy
from nautilus.trading.costs import costs_of
from nautilus.trading.dealer import Terms
from nautilus.trading.events import AccountType, Opened
from nautilus.trading.gate import GateLimits
from nautilus.trading.merge import MARKET, VALUE_SOURCES, Frame
from nautilus.trading.port import Quote
from nautilus.trading.team import Outbox, StrategySpec, Team

if TYPE_CHECKING:
    from nautilus.trading.backtest import Mark as SimulatedMark
    from nautilus.trading.backtest import TradedOrder

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
    actions = await history.session_actions(database, session)
    first = 1
    while first <= session.record_count:
        last = await _whole(database, session, first + _RECORDS - 1)
        market = await history.market(database, session.spec, first, last)
        due = [action for action in actions if first <= action.sequence <= last]
        yield Frame(MARKET, first, last, market, actions=due)
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


def run(job: Job, report: Callable[[Report], None]) -> Result:
    """Run the backtest. Raises NautilusError with what is wrong with it."""
    with asyncio.Runner() as runner:
        database = Database(job.database_url, max_size=2, name="nautilus-backtest")
        runner.run(database.open())
        try:
            return _play(job.inputs, database, runner, report)
        finally:
            runner.run(database.close())


def _play(inputs: Inputs, database: Database, runner: asyncio.Runner, report: Callable[[Report], None]) -> Result:
    from nautilus.trading.backtest import run_backtest  # loads the trading library

    session = runner.run(history.session(database, inputs.session["name"]))
    terms = terms_of(session, runner.run(history.session_instruments(database, session.spec)))
    specs = [StrategySpec(inputs.strategy_id, inputs.path, msgspec.json.encode(inputs.parameters).decode())]
    wanted = Team(Outbox(terms.opened.run, _Before()), specs, terms.opened.instruments).wanted
    source = frames(database, session, frozenset(source for _, source, _ in wanted.values))
    result = run_backtest(
        terms,
        _pulled(runner, source),
        specs,
        _limits(inputs.limits),
        lambda sequence: report(Report(sequence=sequence)),
    )
    return Result(
        orders=tuple(_order(traded) for traded in result.orders),
        fills=tuple(_fill(fill) for fill in result.fills),
        marks=_marks(terms, result.marks),
    )


def _marks(terms: Terms, marks: "Sequence[SimulatedMark]") -> tuple[Mark, ...]:
    """As portfolio values an account: variation of a margin account is in cash at each mark.

    The final mark replaces one at the same record.
    """
    settles = terms.opened.account_type is AccountType.MARGIN
    found = {
        mark.sequence: Mark(
            sequence=mark.sequence,
            ts_event=mark.ts_event,
            cash=fixed(mark.equity if settles else mark.cash),
            equity=fixed(mark.equity),
        )
        for mark in marks
    }
    return tuple(found.values())


def terms_of(session: Session, instruments: Sequence[Instrument]) -> Terms:
    """The account that a paper run of the session would open, as run 0."""
    spec = session.spec
    opened = Opened(
        run=0,
        account="backtest",
        account_type=AccountType(spec.account_type),
        currency=spec.currency,
        starting_cash=spec.starting_cash,
        instruments=tuple(instruments),
        costs={each.instrument_id: costs_of(each) for each in instruments},
    )
    return Terms(opened, spec.mark_seconds, session.record_count)


class _Before:
    """What a strategy finds when it is asked for its inputs, before there is an account."""

    def position_of(self, strategy_id: str, instrument_id: str) -> Decimal:
        return Decimal(0)

    def quote(self, instrument_id: str) -> Quote | None:
        return None

    def now_ns(self) -> int:
        return 0


def _pulled(runner: asyncio.Runner, source: AsyncIterator[Frame]) -> Iterator[Frame]:
    """The frames of an asynchronous source for a synchronous reader: the trading library runs between them."""

    async def following() -> Frame | None:
        return await anext(source, None)

    while (frame := runner.run(following())) is not None:
        yield frame


def _limits(ceilings: Mapping[str, str]) -> GateLimits:
    amounts = {name: Decimal(value) for name, value in ceilings.items()}
    return GateLimits(version=1, halted=False, sent_at=0, **amounts)


def _order(traded: "TradedOrder") -> OrderRecord:
    order = traded.order
    return OrderRecord(
        client_order_id=order.client_order_id,
        strategy_id=order.strategy_id,
        instrument_id=order.instrument_id,
        side=order.side,
        order_type=order.order_type,
        quantity=fixed(order.quantity, 0),
        price=None if order.price is None else fixed(order.price),
        trigger_price=None if order.trigger_price is None else fixed(order.trigger_price),
        status=traded.status,
        reason=traded.reason,
        ts_event=traded.ts_event,
    )


def _fill(fill: Fill) -> FillRecord:
    return FillRecord(
        fill_id=fill.fill_id,
        client_order_id=fill.client_order_id,
        strategy_id=fill.strategy_id,
        instrument_id=fill.instrument_id,
        side=fill.side,
        quantity=fixed(fill.quantity, 0),
        price=fixed(fill.price),
        multiplier=fixed(fill.multiplier, 0),
        commission=fixed(fill.commission),
        currency=fill.currency,
        ts_event=fill.ts_event,
        sequence=fill.sequence,
    )


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


def main() -> None:
    # Whatever a library prints must not get between the reports.
    reports = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)

    def report(message: Report) -> None:
        reports.write(msgspec.json.encode(message) + b"\n")
        reports.flush()

    job = msgspec.json.decode(sys.stdin.buffer.readline(), type=Job)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        report(Report(sequence=job.inputs.record_count, result=run(job, report)))
    except NautilusError as error:
        report(Report(error=str(error)))


def _end_with_parent() -> None:
    sys.stdin.buffer.read()
    os._exit(1)


if __name__ == "__main__":
    main()
