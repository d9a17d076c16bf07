"""One subscription at work: reads its feed, stores what is new, publishes it, marks what is missing.

A batch is in the raw archive before it is stored, and stored before it is published. After kill -9 what is in the
archive alone is stored, and the batch stored last is published again, for it may not have been.
"""

import asyncio
import time
from collections.abc import Sequence
from contextlib import aclosing
from decimal import Decimal

import numpy as np

from nautilus import history
from nautilus.domain.instruments import Instrument
from nautilus.domain.market import BarColumns, TradeColumns, pack
from nautilus.domain.time import NS_PER_SECOND
from nautilus.engines.marketdata.messages import LIVE, LiveFrame, LiveMark
from nautilus.engines.marketdata.model.live import Mark, Stream, Subscription, fresh
from nautilus.engines.marketdata.store import Archive, FactStore
from nautilus.engines.marketdata.store import live as store
from nautilus.history import RecordKind, SessionSpec, derivation_after, market
from nautilus.kernel.database import Connection
from nautilus.kernel.engine import Context
from nautilus.kernel.errors import ConflictError, InvalidInputError, UnavailableError
from nautilus.quant.microstructure.market import Derivation, MarketRecords
from nautilus.sources import find_source
from nautilus.sources.base import Part, Payload
from nautilus.sources.feed import Asked, Feed, FeedBar, FeedTrade, Received, content_of
from nautilus.sources.hours import opened_ns
from nautilus.sources.job import Counts, Piece, pieces_of

FIRST_WAIT_S = 0.2
_LONGEST_WAIT_S = 10.0
_WATCH_S = 0.5
_BATCH_S = 0.25
"""A batch is a file of the raw archive that is synced, and a transaction: no more than four a second."""
_PASSING = (UnavailableError, InvalidInputError, ConflictError, OSError)
"""InvalidInputError: what is no record. ConflictError: a job reads the archive anew. OSError: its disk is full."""
_PRICES = ("open", "high", "low", "close", "volume")


class Line:
    def __init__(
        self,
        context: Context,
        archive: Archive,
        subscription: Subscription,
        instruments: Sequence[Instrument],
        feed: Feed,
    ) -> None:
        self.subscription = subscription
        self.streams: dict[str, Stream] = {}
        self.problem = "not connected yet"
        """Why nothing comes; empty while the feed is being read."""
        self._context = context
        self._archive = archive
        self._facts = FactStore(context.database, archive)
        self._instruments = {each.instrument_id: each for each in instruments}
        self._feed = feed
        self._derivations: dict[str, Derivation] = {}
        self._arrived: list[Received] = []
        self._arrival = asyncio.Event()
        self._turn = asyncio.Lock()
        self._is_unsent = True
        """Whether the batch stored last may not have been published."""
        self._since_ns = 0

    async def run(self) -> None:
        """Until cancelled. A feed, a database or a bus that is away is waited for, each time longer."""
        wait_s = FIRST_WAIT_S
        watching = asyncio.create_task(self._watch())
        try:
            while True:
                number = sum(stream.number for stream in self.streams.values())
                try:
                    await self._begin()
                    await self._listen()
                except _PASSING as error:
                    self.problem = str(error)
                    self._context.log.warning("subscription %d: %s", self.subscription.subscription_id, error)
                moved = sum(stream.number for stream in self.streams.values()) > number
                wait_s = FIRST_WAIT_S if moved else min(2 * wait_s, _LONGEST_WAIT_S)
                await asyncio.sleep(wait_s)
        finally:
            watching.cancel()
            await asyncio.wait([watching])

    async def _begin(self) -> None:
        """Know how far each stream is, and bring what was cut off to its end."""
        async with self._turn:
            database = self._context.database
            stale = {name for name, stream in self.streams.items() if stream.is_stale}
            found = await store.streams_of(database, self.subscription.subscription_id)
            for stream in found:
                stream.is_stale = stream.instrument_id in stale
                self._derivations[stream.instrument_id], _ = await derivation_after(
                    database, self._spec(stream.instrument_id), stream.sequence
                )
            self.streams = {stream.instrument_id: stream for stream in found}
            self._since_ns = self._since_ns or self._context.clock.now_ns()
            if self._is_unsent:
                await self._send_last()
        name = self.subscription.feed
        for part, sha256 in await store.unfinished_payloads(database, name, self.subscription.subscription_id):
            content = await asyncio.to_thread(self._archive.get, sha256)
            await self._store(Payload(Part(part), content, self._context.clock.now_ns()))

    async def _listen(self) -> None:
        """Store and publish what arrives; what does so until that may be done again is the next batch."""
        free_at = 0.0
        reading = asyncio.create_task(self._read())
        reading.add_done_callback(lambda _: self._arrival.set())
        try:
            while True:
                await self._arrival.wait()
                await asyncio.sleep(max(0.0, free_at - time.monotonic()))
                free_at = time.monotonic() + _BATCH_S
                self._arrival.clear()
                received, self._arrived = self._arrived, []
                found = fresh(self.streams, received, self.subscription)
                if found:
                    await self._store(self._payload(found))
                if reading.done() and not self._arrived:
                    await reading
        finally:
            reading.cancel()
            await asyncio.wait([reading])
            self._arrived = []

    async def _read(self) -> None:
        after = {name: stream.number for name, stream in self.streams.items()}
        asked = Asked(self.subscription.records, after)
        async with aclosing(self._feed.read(asked, self._context.clock.now_ns)) as arriving:  # type: ignore[type-var]
            async for received in arriving:
                self.problem = ""
                self._arrived += received
                self._arrival.set()

    def _payload(self, received: Sequence[Received]) -> Payload:
        first = received[0]
        part = (
            f"{self.subscription.subscription_id}/{first.received_ns}-{first.record.instrument}-{first.record.number}"
        )
        asked = {"feed": self.subscription.feed, "records": self.subscription.records}
        return Payload(Part(part), content_of(received), first.received_ns, asked)

    async def _store(self, payload: Payload) -> None:
        source = find_source(self.subscription.feed)
        async with self._turn:
            stored = await self._facts.open(source.spec, payload)
            pieces = await asyncio.to_thread(lambda: list(pieces_of(source, payload)))
            kept = {key for piece in pieces for key in _keys(piece)}
            sent: dict[str, list[Received]] = {}
            late: set[str] = set()
            moved: set[str] = set()
            marks: list[Mark] = []
            for each in self._feed.kept(payload.content):
                stream = self.streams[each.record.instrument]
                is_kept = _key(each) in kept
                is_late, found = stream.take(each, is_kept=is_kept)
                marks += found
                moved.add(stream.instrument_id)
                if is_late:
                    late.add(stream.instrument_id)
                elif is_kept:
                    sent.setdefault(stream.instrument_id, []).append(each)
            for name, own in sent.items():
                stream = self.streams[name]
                stream.first_of_last, stream.sequence = stream.sequence + 1, stream.sequence + len(own)

            async def count(connection: Connection, counts: Counts) -> None:
                for name in late if counts.added == len(kept) else moved:  # else some were stored already
                    stream = self.streams[name]
                    stream.sequence, _ = await store.stored_records(connection, self.subscription, name)
                    stream.first_of_last = stream.sequence - len(sent.get(name, ())) + 1
                streams = [self.streams[name] for name in sorted(moved)]
                await store.save_streams(connection, self.subscription.subscription_id, streams)
                await store.insert_marks(connection, self.subscription.subscription_id, marks, payload.fetched_ns)

            self._is_unsent = True
            for piece in pieces:
                await self._facts.add(source.spec, stored, payload, piece, count if piece.is_last else None)
            for name, own in sent.items():
                await self._send(name, self._derive(name, self.streams[name].first_of_last, own))
            await self._send_marks(marks, payload.fetched_ns)
            self._is_unsent = False

    def _derive(self, name: str, first: int, received: Sequence[Received]) -> tuple[int, int, MarketRecords]:
        trades = [each.record for each in received if isinstance(each.record, FeedTrade)]
        bars = [each.record for each in received if isinstance(each.record, FeedBar)]
        numbers = pack(np.arange(first, first + len(received), dtype=np.int64))
        if trades:
            ts_event = pack(np.array([each.ts for each in trades], np.int64))
            figures = (pack(np.array([getattr(each, field) for each in trades], float)) for field in ("price", "size"))
            found = self._derivations[name].feed((TradeColumns(name, numbers, ts_event, *figures),), ())
        else:
            ts_event = pack(np.array([each.ts // 1_000 * 1_000 for each in bars], np.int64))
            prices = (pack(np.array([getattr(each, field) for each in bars], float)) for field in _PRICES)
            columns = BarColumns(name, self.subscription.step_seconds, numbers, ts_event, *prices)
            found = self._derivations[name].feed((), (columns,))
        return first, first + len(received) - 1, found

    async def _send(self, name: str, derived: tuple[int, int, MarketRecords]) -> None:
        first, last, found = derived
        now_ns = self._context.clock.now_ns()
        frame = LiveFrame(
            ts_event=self.streams[name].last_ts,
            ts_init=now_ns,
            subscription=self.subscription.subscription_id,
            instrument_id=name,
            first_sequence=first,
            last_sequence=last,
            trades=found.trades,
            quotes=found.quotes,
            bars=found.bars,
        )
        await self._context.publisher.publish(LIVE, name, frame)

    async def _send_last(self) -> None:
        for name, stream in self.streams.items():
            if stream.first_of_last <= stream.sequence and stream.received_ns:
                first, last = stream.first_of_last, stream.sequence
                await self._send(
                    name, (first, last, await market(self._context.database, self._spec(name), first, last))
                )
        self._is_unsent = False

    async def _send_marks(self, marks: Sequence[Mark], noticed_ns: int) -> None:
        now_ns = self._context.clock.now_ns()
        made = [
            LiveMark(
                ts_event=noticed_ns,
                ts_init=now_ns,
                subscription=self.subscription.subscription_id,
                instrument_id=mark.instrument_id,
                kind=mark.kind,
                first=mark.first,
                last=mark.last,
            )
            for mark in marks
        ]
        for message in made:
            await self._context.publisher.publish(LIVE, message.instrument_id, message)

    async def _watch(self) -> None:
        """Mark what is stale."""
        stale_ns = self.subscription.stale_seconds * NS_PER_SECOND
        while True:
            await asyncio.sleep(_WATCH_S)
            now_ns = self._context.clock.now_ns()
            opened = {name: await asyncio.to_thread(opened_ns, name, now_ns) for name in self.streams}
            async with self._turn:
                marks = [
                    mark
                    for name, stream in self.streams.items()
                    for mark in stream.check(now_ns, opened.get(name), self._since_ns, stale_ns)
                ]
                if marks:
                    await self._mark(marks, now_ns)

    async def _mark(self, marks: Sequence[Mark], now_ns: int) -> None:
        try:
            async with self._context.database.connection() as connection:
                await store.insert_marks(connection, self.subscription.subscription_id, marks, now_ns)
            await self._send_marks(marks, now_ns)
        except UnavailableError as error:
            for mark in marks:
                self.streams[mark.instrument_id].is_stale = False  # it is noticed again
            self._context.log.warning("what is stale cannot be marked: %s", error)

    def _spec(self, name: str) -> SessionSpec:
        """The session of all that is stored of an instrument from the feed."""
        wanted, instrument = self.subscription, self._instruments[name]
        return SessionSpec(
            name=f"live-{wanted.subscription_id}",
            title="",
            kind=RecordKind(wanted.records),
            source=wanted.feed,
            instrument_ids=(name,),
            first_ts=0,
            last_ts=history.END_NS,
            as_of=history.END_NS,
            step_seconds=wanted.step_seconds,
            account_type="",
            currency=instrument.currency,
            starting_cash=Decimal(0),
            mark_seconds=wanted.step_seconds,
            spread_ticks={name: wanted.spread_ticks},
            frame_records=1,
        )


def _key(received: Received) -> tuple[str, int]:
    record = received.record
    return record.instrument, record.number if isinstance(record, FeedTrade) else record.ts // 1_000


def _keys(piece: Piece) -> set[tuple[str, int]]:
    """What tells the rows of a piece apart that were not set aside."""
    trades, bars = piece.kept.table("trades"), piece.kept.table("bars")
    found = set(zip(trades["instrument_id"].to_pylist(), trades["ordinal"].to_pylist(), strict=True))
    valid = bars["valid"].cast("int64").to_pylist()
    return found | set(zip(bars["instrument_id"].to_pylist(), valid, strict=True))
