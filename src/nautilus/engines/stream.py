"""The shell of the engines that turn market frames into values: features, factor, vpin, ml."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Protocol

import msgspec.structs
import numpy as np
from prometheus_client import Counter

from nautilus import history
from nautilus.domain.market import BarColumns, ValueColumns, between, count, pack
from nautilus.domain.time import NS_PER_DAY, NS_PER_SECOND
from nautilus.engines.marketdata.messages import (
    FRAMES,
    RUNS,
    WATERMARKS,
    MarketFrame,
    RunChanged,
    RunStarted,
    RunState,
    ValueFrame,
    Watermark,
)
from nautilus.engines.values import (
    DefinitionView,
    RunProgress,
    SeriesQuery,
    SeriesView,
    ValueKey,
    ValueQuery,
    ValueStore,
    ValueView,
)
from nautilus.history.sessions import RecordKind, SessionSpec
from nautilus.kernel.database import Database
from nautilus.kernel.engine import Context, Service, Subscriptions, Transaction
from nautilus.kernel.errors import NotFoundError
from nautilus.kernel.messages import Topic
from nautilus.kernel.pulse import Pulse
from nautilus.quant.factors.panel import Splits
from nautilus.quant.microstructure.bars import BarBuilder
from nautilus.quant.microstructure.market import MarketRecords

WATERMARK_SECONDS = 0.5
_REBUILD_RECORDS = 100_000
_HOLIDAYS_NS = 30 * NS_PER_DAY
_OVER = (RunState.FINISHED, RunState.STOPPED)


class ValueModel(Protocol):
    """Pure state of a value engine: a function of the history before the run and of the records so far."""

    def step(self, records: MarketRecords) -> tuple[ValueColumns, ...]:
        """Values that these records give, none of them NaN. How records are divided into calls changes nothing."""


@dataclass
class _Run:
    progress: RunProgress
    model: ValueModel | None
    """None where no further record can come: the run is over, or all its records are done."""

    @property
    def number(self) -> int:
        return self.progress.started.run


class ValueService(Service):
    """Market frames in; values stored, then published; watermarks out.

    One handler call takes one market frame f..l of the current run, with k the last record whose values are stored:

    - f > k + 1: a part is missing. The frame is left; the watermark stays at k, so the player sends k + 1 .. again.
    - l > k: the records after k go through the model. Their values and the new k are committed in one transaction,
      so k is exact also where records gave no value. Then the frame's values are published.
    - l <= k: it has been processed. It came again because someone downstream, whose watermark is behind ours, lost
      the market bus or restarted, and then it has lost our values as well: they are read from the store and
      published again. Whoever does have them ignores the frame by its numbers.

    In each case one ValueFrame f..l answers a MarketFrame f..l, empty or not, and it holds what is stored for f..l.
    Watermark k is sent after that, and every half second.

    A message is acknowledged after its handler, so a frame that was in work at `kill -9` comes again by itself; if its
    values were committed, it comes as l <= k. After a restart k and the run's parameters are in the store: the model is
    built as at the start of the run and fed records 1..k, derived anew by `history`. Nothing is published for those.
    A RunStarted that came meanwhile is still in the journal's stream. Nobody else has to be up for any of this.
    """

    TOPIC: ClassVar[Topic]
    """Where the values go."""
    STORE: ClassVar[ValueStore]

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._run: _Run | None = None
        self._pulse = Pulse(WATERMARK_SECONDS)
        self._stored = Counter("nautilus_values_stored", "Values stored", registry=context.metrics)

    @abstractmethod
    async def build(self, started: RunStarted, spec: SessionSpec) -> ValueModel:
        """The model before the run's first record, warmed with what was known by `started.first_ts`."""

    @abstractmethod
    def definitions(self) -> Sequence[DefinitionView]:
        """The series that this engine computes."""

    async def load(self) -> None:
        progress = await self.STORE.latest(self.context.database)
        self._run = None if progress is None else _Run(progress, await self._rebuild(progress))

    async def run(self) -> None:
        await self._pulse.drive(self._announce, self.context.log)

    def status(self) -> Mapping[str, Any]:
        if self._run is None:
            return {"run": None}
        progress = self._run.progress
        return {
            "run": self._run.number,
            "session": progress.started.session,
            "sequence": progress.sequence,
            "record_count": progress.started.record_count,
        }

    async def values(self, query: ValueQuery, after: ValueKey | None, limit: int) -> list[ValueView]:
        return await self.STORE.page(self.context.database, query, after, limit)

    async def series(self, query: SeriesQuery) -> SeriesView:
        """One series, thinned. Raises NotFoundError for a name that this engine does not compute."""
        unit = next((each.unit for each in self.definitions() if each.name == query.name), None)
        if unit is None:
            raise NotFoundError(
                f"{self.context.engine.name} computes no {query.name!r}; GET /definitions lists what it does"
            )
        return await self.STORE.series(self.context.database, query, unit)

    async def _rebuild(self, progress: RunProgress) -> ValueModel | None:
        """The model after records 1..k, or None when nothing can follow them."""
        if progress.over or progress.sequence >= progress.started.record_count:
            return None
        database = self.context.database
        spec = (await history.session(database, progress.started.session)).spec
        model = await self.build(progress.started, spec)
        for first in range(1, progress.sequence + 1, _REBUILD_RECORDS):
            last = min(first + _REBUILD_RECORDS - 1, progress.sequence)
            model.step(await history.market(database, spec, first, last))
        return model

    async def _on_run(self, tx: Transaction, message: RunStarted | RunChanged) -> None:
        if isinstance(message, RunStarted):
            if self._run is None or message.run > self._run.number:
                await self.STORE.begin(tx.connection, message)
                spec = (await history.session(self.context.database, message.session)).spec
                progress = RunProgress(message, sequence=0, ts_event=message.first_ts, over=False)
                self._run = _Run(progress, await self.build(message, spec))
                self._pulse.wake()
        elif message.state in _OVER and self._run is not None and message.run == self._run.number:
            await self.STORE.end(tx.connection, message.run)
            self._run.progress = replace(self._run.progress, over=True)
            self._run.model = None

    async def _on_frame(self, frame: MarketFrame) -> None:
        run = self._run
        if run is None or frame.run != run.number or frame.first_sequence > run.progress.sequence + 1:
            return
        done = run.progress.sequence
        values: tuple[ValueColumns, ...] = ()
        if frame.last_sequence > done:
            if run.model is None:
                return
            values = run.model.step(_records_after(frame, done))
            await self._store(run, frame, values)
        if frame.first_sequence <= done:
            values = await history.values(
                self.context.database, self.context.engine.name, frame.run, frame.first_sequence, frame.last_sequence
            )
        await self._publish(frame, values)
        self._pulse.wake()

    async def _store(self, run: _Run, frame: MarketFrame, values: tuple[ValueColumns, ...]) -> None:
        await self.STORE.append(self.context.database, frame.run, frame.last_sequence, frame.ts_event, values)
        run.progress = replace(run.progress, sequence=frame.last_sequence, ts_event=frame.ts_event)
        self._stored.inc(sum(count(columns) for columns in values))

    async def _publish(self, frame: MarketFrame, values: tuple[ValueColumns, ...]) -> None:
        answer = ValueFrame(
            ts_event=frame.ts_event,
            ts_init=self.context.clock.now_ns(),
            run=frame.run,
            first_sequence=frame.first_sequence,
            last_sequence=frame.last_sequence,
            source=self.context.engine.name,
            values=values,
        )
        await self.context.publisher.publish(self.TOPIC, str(frame.run), answer)

    async def _announce(self) -> None:
        if self._run is None or self._run.progress.over:
            return
        progress = self._run.progress
        watermark = Watermark(
            ts_event=progress.ts_event,
            ts_init=self.context.clock.now_ns(),
            run=self._run.number,
            consumer=self.context.engine.name,
            sequence=progress.sequence,
        )
        await self.context.publisher.publish(WATERMARKS, watermark.consumer, watermark)

    def subscriptions(self) -> Subscriptions:
        return Subscriptions(journaled={RUNS: self._on_run}, frames={FRAMES: self._on_frame})


async def known_before(database: Database, spec: SessionSpec, as_of: int, rows: int) -> MarketRecords:
    """Bars that were known at `as_of`, the first time of a session, and end before it: at least the last `rows` of
    each instrument where the store has them. For a session of trades: the trades of the day before, and their bars.
    """
    if spec.kind is RecordKind.BARS:
        start = as_of - 2 * rows * spec.step_seconds * NS_PER_SECOND - _HOLIDAYS_NS
        found = [
            await history.bars(
                database,
                each,
                as_of,
                basis=history.Basis.ASSUMED,
                step_seconds=spec.step_seconds,
                start_ns=max(start, 0),
                end_ns=as_of,
            )
            for each in spec.instrument_ids
        ]
        return MarketRecords(bars=tuple(bar_columns(each) for each in found if len(each)))
    start = max(as_of - NS_PER_DAY, 0)
    tapes = [
        await history.trades(database, each, as_of, basis=history.Basis.ASSUMED, start_ns=start, end_ns=as_of)
        for each in spec.instrument_ids
    ]
    trades = tuple(msgspec.structs.replace(tape, sequence=tape.ts_event) for tape in tapes if count(tape))
    return MarketRecords(trades=trades, bars=BarBuilder(spec.step_seconds).feed(trades))


def bar_columns(bars: history.Bars) -> BarColumns:
    """History without sequence numbers (they are 0), in the form in which a stream brings bars."""
    return BarColumns(
        instrument_id=bars.instrument_id,
        step_seconds=bars.step_seconds,
        sequence=pack(np.zeros(len(bars), dtype=np.int64)),
        ts_event=pack(bars.valid),
        **{name: pack(getattr(bars, name)) for name in ("open", "high", "low", "close", "volume")},
    )


async def splits(database: Database, spec: SessionSpec, base_ns: int) -> Splits:
    """The splits of a session's instruments up to its end. A row uses only those up to its own time."""
    found = {each: await history.split_ratios(database, each, spec.last_ts) for each in spec.instrument_ids}
    return Splits(base_ns, found)


def _records_after(frame: MarketFrame, sequence: int) -> MarketRecords:
    """The part of `frame` that lies beyond `sequence`."""
    first, last = sequence + 1, frame.last_sequence
    if frame.first_sequence >= first:
        return MarketRecords(frame.trades, frame.quotes, frame.bars)
    return MarketRecords(
        trades=tuple(between(columns, first, last) for columns in frame.trades),
        quotes=tuple(between(columns, first, last) for columns in frame.quotes),
        bars=tuple(between(columns, first, last) for columns in frame.bars),
    )
