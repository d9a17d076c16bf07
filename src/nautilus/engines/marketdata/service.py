"""The shell of marketdata: brings history in, plays it, derives quotes and bars from what is played."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
import pyarrow as pa

from nautilus.domain.instruments import Instrument
from nautilus.domain.market import QuoteColumns, TradeColumns, float_column, int_column
from nautilus.engines.marketdata import store
from nautilus.engines.marketdata.live import Desk, Line
from nautilus.engines.marketdata.messages import FRAMES, RECORDS, WATERMARKS, MarketFrame, RecordFrame, Watermark
from nautilus.engines.marketdata.model import SESSIONS
from nautilus.engines.marketdata.model.live import Subscription
from nautilus.engines.marketdata.model.making import Wanted
from nautilus.engines.marketdata.player import Player, make_session
from nautilus.engines.marketdata.store import FactStore, RunRow
from nautilus.engines.marketdata.worker import Jobs
from nautilus.history import Played, RecordKind, Session, StepBars, derivation_after, instruments, session
from nautilus.kernel.engine import Check, Context, Service, Subscriptions
from nautilus.kernel.errors import InvalidInputError, NotFoundError, UnavailableError
from nautilus.kernel.pulse import Pulse
from nautilus.kernel.units import Price, Quantity, Text, TimestampNs
from nautilus.quant.microstructure.market import Derivation
from nautilus.sources import find_source
from nautilus.sources.job import Sheet, ingest

WATERMARK_SECONDS = 0.5
BUNDLED = "sample"
_RULES = {
    RecordKind.TRADES: "half the assumed spread below and above the price of the last trade; size is that trade's",
    RecordKind.BARS: "half the assumed spread below and above the close of the last bar; size is that bar's volume",
}
"""How a derived quote follows from the records of a session: `quant.microstructure.book.derive`, in words."""


class Quote(msgspec.Struct, frozen=True):
    """The last best bid and ask of an instrument, as decimal text."""

    instrument_id: str
    bid: Price[str]
    """Best bid. Where derived: the last price less half the assumed spread."""
    ask: Price[str]
    """Best ask. Where derived: the last price plus half the assumed spread."""
    size: Quantity[str]
    """Where derived: what traded, in the trade or the bar that the quote follows from; no depth that was on offer."""
    derived: bool
    """No venue published this quote: no source has quotes. It follows from what traded, with an assumed spread."""
    spread_ticks: Text[int]
    """The spread that is assumed, in ticks of the instrument."""
    rule: str
    """How the quote follows from what traded, in words."""
    run: Text[int]
    """The replay run that played it."""
    sequence: Text[int]
    """Number of the record that it follows from."""
    ts_event: TimestampNs[int]
    """Session time of that record."""


@dataclass
class _Stream:
    """Deriving from the records of one run. The state of `derivation` is that after record `position`."""

    run: RunRow
    position: int | None = None
    """None until it is known where the other consumers are."""
    derivation: Derivation | None = None
    """None after a failure in its use: then it is made anew from the store."""
    ts_event: int = 0


class MarketdataService(Service):
    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.player = Player(context)
        self.live = Desk(context, store.Archive(context.config.home_path / "raw"))
        self.jobs = Jobs(context, self._learn_instruments)
        self.sheet: Sheet | None = None
        """What the ingestion at start-up did; None while it goes on."""
        self._instruments: dict[str, Instrument] = {}
        self._sessions: dict[str, Session] = {}
        self._played: dict[str, Played] = {}
        self._quotes: dict[str, Quote] = {}
        self._stream: _Stream | None = None
        self._pulse = Pulse(WATERMARK_SECONDS)

    async def load(self) -> None:
        await self.player.load()
        await self._learn_instruments()
        newest = await store.list_runs(self.context.database, before=None, limit=1)
        if newest and self.player.run is None:
            await self._recall(_Stream(newest[0]), newest[0].sequence)

    async def run(self) -> None:
        await self._ingest()
        async with asyncio.TaskGroup() as group:
            group.create_task(self.player.drive(), name="player")
            group.create_task(self._pulse.drive(self._announce, self.context.log), name="watermarks")
            group.create_task(self.jobs.keeper.run(), name="jobs")
            group.create_task(self.live.run(), name="live")

    async def close(self) -> None:
        await self.jobs.keeper.close()

    def checks(self) -> Sequence[Check]:
        detail = "" if self.sheet else "the bundled history is being stored; this takes some seconds at first start"
        return (Check("history", ok=self.sheet is not None, detail=detail),)

    def status(self) -> Mapping[str, Any]:
        run, progress = self.player.run, self.player.progress
        ingested = {"added": self.sheet.added, "quarantined": self.sheet.quarantined} if self.sheet else None
        if run is None or progress is None:
            return {"ingested": ingested, "worker": self.jobs.keeper.pid, "run": None}
        return {
            "ingested": ingested,
            "worker": self.jobs.keeper.pid,
            "run": run.run,
            "session": run.session,
            "state": run.state,
            "speed": run.speed,
            "sequence": progress.sequence,
            "stalled_by": progress.stalled_by,
        }

    async def make_session(self, wanted: Wanted) -> Session:
        """A session of what is in the store; the same again for the same."""
        made = await make_session(self.context.database, wanted, self.context.clock.now_ns())
        await self._learn_instruments()
        return made

    async def subscribe(self, wanted: Subscription, names: Sequence[str]) -> Line:
        """Read a feed from now on; see `Desk.subscribe`."""
        line = await self.live.subscribe(wanted, names)
        await self._learn_instruments()
        return line

    def instruments_of(self, session: Session) -> list[Instrument]:
        return [self._instruments[name] for name in session.spec.instrument_ids if name in self._instruments]

    async def start_replay(self, name: str, speed: float, *, replace: bool) -> RunRow:
        if self.sheet is None:
            raise UnavailableError("the bundled history is still being stored; try again when /health/ready says so")
        row = await self.player.start(name, speed, replace=replace)
        self._pulse.wake()
        return row

    async def runs(self, before: int | None, limit: int) -> list[RunRow]:
        """Newest first, those with a number below `before`."""
        return await store.list_runs(self.context.database, before, limit)

    async def session(self, name: str) -> Session:
        """A session, remembered: it does not change while the process runs. Raises NotFoundError."""
        if name not in self._sessions:
            self._sessions[name] = await session(self.context.database, name)
        return self._sessions[name]

    def position(self, row: RunRow) -> int:
        """The last record that the run has played; 0 before the first.

        A player that was restarted asks its consumers where it was, and for a moment knows only what is stored.
        """
        going = self.player.run
        progress = self.player.progress if going and going.run == row.run else None
        return max(row.sequence, progress.sequence if progress else 0)

    async def bars_played(self, row: RunRow, instrument_id: str, step_seconds: int) -> StepBars:
        """Bars of the records that the run has played. Raises InvalidInputError for a step that they do not give."""
        played = await self._played_of(row, instrument_id)
        base = (await self.session(row.session)).spec.step_seconds
        if step_seconds % base:
            raise InvalidInputError(f"step_seconds is {step_seconds}; bars of {row.session} have multiples of {base}")
        return await played.bars(instrument_id, step_seconds, self.position(row))

    async def trades_played(self, row: RunRow, instrument_id: str, before: int | None, limit: int) -> TradeColumns:
        """The last trades that the run has played, of those with a sequence below `before`; oldest first."""
        played = await self._played_of(row, instrument_id)
        position = self.position(row)
        return await played.trades(
            instrument_id, position if before is None else max(min(position, before - 1), 0), limit
        )

    async def _played_of(self, row: RunRow, instrument_id: str) -> Played:
        found = await self.session(row.session)
        if instrument_id not in found.spec.instrument_ids:
            raise NotFoundError(
                f"run {row.run} of {row.session} does not play {instrument_id!r}; "
                f"it plays {', '.join(found.spec.instrument_ids)}"
            )
        return self._played.setdefault(row.session, Played(self.context.database, found))

    def require_instrument(self, instrument_id: str) -> None:
        """Raises NotFoundError for an instrument that the store does not have."""
        if instrument_id not in self._instruments:
            raise NotFoundError(f"there is no instrument {instrument_id!r}; GET /instruments lists them")

    def latest_quote(self, instrument_id: str) -> Quote:
        quote = self._quotes.get(instrument_id)
        if quote is None:
            self.require_instrument(instrument_id)
            raise NotFoundError(
                f"{instrument_id} has no quote: no replay has played it yet; "
                "start one with `nautilus replay start --session NAME`"
            )
        return quote

    async def _ingest(self) -> None:
        archive = store.Archive(self.context.config.home_path / "raw")
        facts = FactStore(self.context.database, archive)
        sheet = await ingest(find_source(BUNDLED), facts, self.context.log)
        await store.register_sessions(self.context.database, SESSIONS)
        await self.load()
        pa.default_memory_pool().release_unused()  # 80 MB of parsed tables, not needed again
        self.sheet = sheet

    async def _learn_instruments(self) -> None:
        self._instruments = {item.instrument_id: item for item in await instruments(self.context.database)}

    async def _announce(self) -> None:
        """Say how far we are. After a restart we know that only when the others have said where they are."""
        run = self.player.run
        if run is None:
            return
        if self._stream is None or self._stream.run.run != run.run:
            self._stream = _Stream(run)
        stream = self._stream
        if stream.position is None:
            position = self.player.position_of_others(self.context.engine.name)
            if position is None:
                return
            await self._recall(stream, position)
        await self._send_watermark(stream)

    async def _recall(self, stream: _Stream, position: int) -> None:
        """Bring the stream into the state that records 1..position give."""
        found = await self.session(stream.run.session)
        self._played.setdefault(stream.run.session, Played(self.context.database, found))
        stream.derivation, recent = await derivation_after(self.context.database, found.spec, position)
        stream.position = position
        self._quote(stream.run, recent.quotes)

    async def _send_watermark(self, stream: _Stream) -> None:
        name = self.context.engine.name
        mark = Watermark(
            ts_event=stream.ts_event,
            ts_init=self.context.clock.now_ns(),
            run=stream.run.run,
            consumer=name,
            sequence=stream.position or 0,
        )
        await self.context.publisher.publish(WATERMARKS, name, mark)

    async def _on_watermark(self, watermark: Watermark) -> None:
        self.player.report(watermark)
        if self._stream is None or self._stream.run.run != watermark.run or self._stream.position is None:
            self._pulse.wake()

    async def _on_records(self, frame: RecordFrame) -> None:
        """Publish what follows from the records. A frame that comes again is published again: someone lacks it."""
        stream = self._stream
        if stream is None or frame.run != stream.run.run or stream.position is None:
            return
        if frame.first_sequence > stream.position + 1:
            return  # a hole: the player publishes again from the slowest watermark, which is ours
        if stream.derivation is None or frame.first_sequence <= stream.position:
            await self._recall(stream, frame.first_sequence - 1)
        derivation, stream.derivation = stream.derivation, None
        assert derivation is not None
        found = derivation.feed(frame.trades, frame.bars)
        derived = MarketFrame(
            ts_event=frame.ts_event,
            ts_init=self.context.clock.now_ns(),
            run=frame.run,
            first_sequence=frame.first_sequence,
            last_sequence=frame.last_sequence,
            trades=found.trades,
            quotes=found.quotes,
            bars=found.bars,
            actions=frame.actions,
            corrections=frame.corrections,
        )
        await self.context.publisher.publish(FRAMES, str(frame.run), derived)
        stream.derivation, stream.position, stream.ts_event = derivation, frame.last_sequence, frame.ts_event
        self._played[stream.run.session].learn(frame.first_sequence, frame.last_sequence, found.bars)
        self._quote(stream.run, found.quotes)
        await self._send_watermark(stream)

    def _quote(self, run: RunRow, quotes: Sequence[QuoteColumns]) -> None:
        """Keep the last quote of each instrument, as text, so that a question for it costs nothing."""
        spec = self._sessions[run.session].spec
        for columns in quotes:
            precision = self._instruments[columns.instrument_id].price_precision
            self._quotes[columns.instrument_id] = Quote(
                instrument_id=columns.instrument_id,
                bid=f"{float_column(columns.bid)[-1]:.{precision}f}",
                ask=f"{float_column(columns.ask)[-1]:.{precision}f}",
                size=f"{float_column(columns.size)[-1]:.0f}",
                derived=columns.derived,
                spread_ticks=spec.spread_ticks[columns.instrument_id],
                rule=_RULES[spec.kind],
                run=run.run,
                sequence=int(int_column(columns.sequence)[-1]),
                ts_event=int(int_column(columns.ts_event)[-1]),
            )

    def subscriptions(self) -> Subscriptions:
        return Subscriptions(frames={WATERMARKS: self._on_watermark, RECORDS: self._on_records})
