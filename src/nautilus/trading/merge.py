"""Frames of five engines become one stretch of a run, in an order that no cutting of frames can change.

Records are in (session time, rank, sequence) order. A market record's session time is its own; a bar or a value has
that of the record that made it known. Within one timestamp the whole book comes first, then trades and bars, then
values by engine. A stretch ends where every engine that is listened to has spoken: marketdata, and those whose values
a strategy reads. A frame never splits a timestamp, so neither does a stretch.
"""

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Protocol

import numpy as np

from nautilus.domain.actions import CorporateAction
from nautilus.domain.instruments import Instrument
from nautilus.domain.market import (
    I64,
    BarColumns,
    QuoteColumns,
    TradeColumns,
    ValueColumns,
    float_column,
    int_column,
)
from nautilus.trading.broker.book import BookColumns, BookPart, book_columns
from nautilus.trading.costs import Costs
from nautilus.trading.strategy import Bar, Trades, Value

MARKET = "marketdata"
VALUE_SOURCES = ("features", "factor", "vpin", "ml")


class Rank(IntEnum):
    """What comes first within one timestamp."""

    BEFORE = -1
    """What a timestamp ends, before its first record: a session day, a cell of trades."""
    BOOK = 0
    BARS = 1
    FEATURES = 2
    FACTOR = 3
    VPIN = 4
    ML = 5
    MARK = 9
    FINAL = 10


_RANKS = {"features": Rank.FEATURES, "factor": Rank.FACTOR, "vpin": Rank.VPIN, "ml": Rank.ML}


class Market(Protocol):
    """A MarketFrame, or what history derives again from the store."""

    @property
    def trades(self) -> Sequence[TradeColumns]: ...
    @property
    def quotes(self) -> Sequence[QuoteColumns]: ...
    @property
    def bars(self) -> Sequence[BarColumns]: ...


@dataclass(frozen=True)
class Frame:
    """Records first..last as one engine published them."""

    source: str
    first: int
    last: int
    market: Market | None = None
    values: Sequence[ValueColumns] = ()
    actions: Sequence[CorporateAction] = ()


@dataclass(frozen=True)
class Item:
    """A bar or a value, and the session time of the record that made it known."""

    ts: int
    rank: int
    sequence: int
    content: Bar | Value


@dataclass(frozen=True)
class Stretch:
    """Records first..last of a run: the book in columns, trades in columns, and what strategies asked for, in order."""

    first: int
    last: int
    book: BookColumns
    trades: Mapping[str, Trades]
    items: Sequence[Item]
    actions: Sequence[CorporateAction] = ()
    """Corporate actions, each before the record that it names."""


@dataclass(frozen=True)
class Wanted:
    """What any strategy of the run asked for; the rest is not unpacked."""

    bars: frozenset[tuple[str, int]]
    """(instrument, step in seconds)"""
    values: frozenset[tuple[str, str, str]]
    """(instrument, source, name)"""
    trades: frozenset[str]

    @property
    def sources(self) -> tuple[str, ...]:
        """Engines to listen to."""
        read = {source for _, source, _ in self.values}
        return (MARKET, *(source for source in VALUE_SOURCES if source in read))


@dataclass(frozen=True)
class _Part:
    """The records first..last of a frame."""

    frame: Frame
    first: int
    last: int

    def has(self, sequence: int) -> bool:
        return self.first <= sequence <= self.last

    def cut(self, column: bytes) -> tuple[I64, slice]:
        """The numbers of a rising column that are in this part, and where they are."""
        sequence = int_column(column)
        low, high = np.searchsorted(sequence, (self.first, self.last + 1))
        kept = slice(int(low), int(high))
        return sequence[kept], kept


class Merger:
    """Takes frames as they come, gives stretches in order. `sequence` is the last record that was given."""

    def __init__(self, instruments: Sequence[Instrument], costs: Mapping[str, Costs], wanted: Wanted) -> None:
        self.sequence = 0
        self._instruments = instruments
        self._index = {instrument.instrument_id: n for n, instrument in enumerate(instruments)}
        self._spread = [costs[instrument.instrument_id].spread_ticks for instrument in instruments]
        self._wanted = wanted
        self._waiting: dict[str, deque[Frame]] = {source: deque() for source in wanted.sources}
        self._covered = dict.fromkeys(wanted.sources, 0)

    def add(self, frame: Frame) -> bool:
        """Keep a frame for the next stretch. False when nobody listens, it is known, or it begins beyond a hole."""
        if frame.source not in self._covered:
            return False
        if frame.last <= self._covered[frame.source] or frame.first > self._covered[frame.source] + 1:
            return False
        self._waiting[frame.source].append(replace(frame, first=self._covered[frame.source] + 1))
        self._covered[frame.source] = frame.last
        return True

    def take(self) -> Stretch | None:
        """The records that all engines listened to have now covered; None when there are none."""
        last = min(self._covered.values())
        if last <= self.sequence:
            return None
        first, self.sequence = self.sequence + 1, last
        parts = {source: list(self._parts(source, last)) for source in self._covered}
        market = [(part.frame.market, part) for part in parts[MARKET] if part.frame.market is not None]
        book = book_columns(
            [quotes for found, part in market for quotes in self._quotes(found, part)], len(self._index)
        )
        items = [item for found, part in market for item in self._bars(found, part, book)]
        items += [
            item for source in parts if source != MARKET for part in parts[source] for item in self._values(part, book)
        ]
        items.sort(key=lambda item: (item.ts, item.rank, item.sequence, _tie(item.content)))
        trades: dict[str, list[Trades]] = {}
        for found, part in market:
            for columns in self._trades(found, part):
                trades.setdefault(columns.instrument_id, []).append(columns)
        actions = [each for part in parts[MARKET] for each in part.frame.actions if part.has(each.sequence)]
        return Stretch(first, last, book, {name: joined(columns) for name, columns in trades.items()}, items, actions)

    def _parts(self, source: str, last: int) -> Iterable[_Part]:
        """Of each waiting frame what belongs to the stretch that ends with `last`; the rest stays."""
        waiting = self._waiting[source]
        while waiting and waiting[0].first <= last:
            frame = waiting[0]
            yield _Part(frame, frame.first, min(frame.last, last))
            if frame.last > last:
                waiting[0] = replace(frame, first=last + 1)
                return
            waiting.popleft()

    def _quotes(self, market: Market, part: _Part) -> Iterable[BookPart]:
        for quotes in market.quotes:
            number = self._index[quotes.instrument_id]
            sequence, kept = part.cut(quotes.sequence)
            tick = float(self._instruments[number].price_increment)
            yield BookPart(
                instrument=number,
                sequence=sequence,
                ts_event=int_column(quotes.ts_event)[kept],
                bid=np.rint(float_column(quotes.bid)[kept] / tick).astype(np.int64) - self._spread[number],
                ask=np.rint(float_column(quotes.ask)[kept] / tick).astype(np.int64) + self._spread[number],
            )

    def _trades(self, market: Market, part: _Part) -> Iterable[Trades]:
        for columns in market.trades:
            if columns.instrument_id in self._wanted.trades:
                sequence, kept = part.cut(columns.sequence)
                yield Trades(
                    columns.instrument_id,
                    sequence,
                    int_column(columns.ts_event)[kept],
                    float_column(columns.price)[kept],
                    float_column(columns.size)[kept],
                )

    def _bars(self, market: Market, part: _Part, book: BookColumns) -> Iterable[Item]:
        for columns in market.bars:
            if (columns.instrument_id, columns.step_seconds) not in self._wanted.bars:
                continue
            sequence, kept = part.cut(columns.sequence)
            fields = (float_column(getattr(columns, name))[kept].tolist() for name in _BAR_FIELDS)
            closes = int_column(columns.ts_event)[kept].tolist()
            rows = zip(_times(book, sequence), sequence.tolist(), closes, *fields, strict=True)
            for ts, number, *rest in rows:
                yield Item(ts, Rank.BARS, number, Bar(columns.instrument_id, columns.step_seconds, number, *rest))

    def _values(self, part: _Part, book: BookColumns) -> Iterable[Item]:
        source = part.frame.source
        for columns in part.frame.values:
            if (columns.instrument_id, source, columns.name) not in self._wanted.values:
                continue
            sequence, kept = part.cut(columns.sequence)
            times = int_column(columns.ts_event)[kept].tolist()
            values = float_column(columns.value)[kept].tolist()
            for ts, number, *rest in zip(_times(book, sequence), sequence.tolist(), times, values, strict=True):
                content = Value(columns.instrument_id, source, columns.name, number, *rest)
                yield Item(ts, _RANKS[source], number, content)


_BAR_FIELDS = ("open", "high", "low", "close", "volume")


def joined(parts: Sequence[Trades]) -> Trades:
    """Trades of one instrument that follow each other, as one."""
    if len(parts) == 1:
        return parts[0]
    return Trades(
        parts[0].instrument_id,
        np.concatenate([part.sequence for part in parts]),
        np.concatenate([part.ts_event for part in parts]),
        np.concatenate([part.price for part in parts]),
        np.concatenate([part.size for part in parts]),
    )


def _times(book: BookColumns, sequence: I64) -> list[int]:
    """Session time of each record by its number. Each record has a quote, so the book has them all."""
    times: list[int] = book.ts_event[np.searchsorted(book.sequence, sequence)].tolist()
    return times


def _tie(content: Bar | Value) -> tuple[str, str]:
    if isinstance(content, Bar):
        return (content.instrument_id, f"{content.step_seconds:012d}")
    return (content.instrument_id, content.name)
