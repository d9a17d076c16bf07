"""The derived book in columns, in whole ticks, and the search for the first record that reaches an order."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from nautilus.domain.instruments import Instrument
from nautilus.domain.market import I64
from nautilus.domain.orders import Order, OrderSide, OrderType
from nautilus.trading.port import Quote


@dataclass(frozen=True)
class BookPart:
    """Records of one instrument, shape (n,) each; `instrument` is its index in the run, bid and ask count its ticks."""

    instrument: int
    sequence: I64
    ts_event: I64
    bid: I64
    ask: I64


@dataclass(frozen=True)
class BookColumns:
    """Best bid and ask of a stretch of records, in order of sequence, shape (n,) each.

    `instrument` is an index into the run's instruments, `bid` and `ask` count ticks of that instrument. `rows` holds,
    for each instrument, where its records are.
    """

    instrument: I64
    sequence: I64
    ts_event: I64
    bid: I64
    ask: I64
    rows: tuple[I64, ...]

    def __len__(self) -> int:
        return len(self.sequence)

    def touch(self, row: int) -> "Touch":
        return Touch(int(self.bid[row]), int(self.ask[row]), int(self.ts_event[row]), int(self.sequence[row]))


def book_columns(parts: Sequence[BookPart], instrument_count: int) -> BookColumns:
    """One book of the parts, sorted by sequence."""
    sequence = _joined(part.sequence for part in parts)
    order = np.argsort(sequence, kind="stable")
    instrument = _joined(np.full(len(part.sequence), part.instrument, dtype=np.int64) for part in parts)[order]
    return BookColumns(
        instrument=instrument,
        sequence=sequence[order],
        ts_event=_joined(part.ts_event for part in parts)[order],
        bid=_joined(part.bid for part in parts)[order],
        ask=_joined(part.ask for part in parts)[order],
        rows=tuple(np.flatnonzero(instrument == index) for index in range(instrument_count)),
    )


def _joined(columns: Iterable[I64]) -> I64:
    return np.concatenate([np.empty(0, np.int64), *columns])


@dataclass(frozen=True)
class Touch:
    """Best bid and ask of one instrument in ticks, and the record they come from."""

    bid: int
    ask: int
    ts_event: int
    sequence: int

    def quote(self, instrument: Instrument) -> Quote:
        tick = instrument.price_increment
        return Quote(self.bid * tick, self.ask * tick, self.ts_event, self.sequence)


def ticks(instrument: Instrument, price: Decimal | None) -> int:
    return int(price / instrument.price_increment) if price is not None else 0


def limit_reached(side: OrderSide, limit: int, touch: Touch) -> bool:
    return touch.ask <= limit if side is OrderSide.BUY else touch.bid >= limit


def stop_reached(side: OrderSide, trigger: int, touch: Touch) -> bool:
    return touch.ask >= trigger if side is OrderSide.BUY else touch.bid <= trigger


@dataclass(frozen=True)
class Resting:
    """What of an open order matters to the search: its side, and the level in ticks that it waits for."""

    side: OrderSide
    level: int
    is_stop: bool

    @classmethod
    def of(cls, order: Order, instrument: Instrument, triggered: bool) -> "Resting":
        is_stop = order.order_type in (OrderType.STOP, OrderType.STOP_LIMIT) and not triggered
        return cls(order.side, ticks(instrument, order.trigger_price if is_stop else order.price), is_stop)

    def reached(self, touch: Touch) -> bool:
        rule = stop_reached if self.is_stop else limit_reached
        return rule(self.side, self.level, touch)


def first_reached(book: BookColumns, begin: int, end: int, instrument: int, waiting: Iterable[Resting]) -> int | None:
    """Row in [begin, end) of the first record of `instrument` that reaches one of the orders; None when none does."""
    rows = book.rows[instrument]
    low, high = np.searchsorted(rows, (begin, end))
    if low >= high:
        return None
    own = rows[low:high]
    bid, ask = book.bid[own], book.ask[own]
    reached = np.zeros(len(own), dtype=bool)
    for order in waiting:
        if order.is_stop:
            reached |= ask >= order.level if order.side is OrderSide.BUY else bid <= order.level
        else:
            reached |= ask <= order.level if order.side is OrderSide.BUY else bid >= order.level
    first = int(np.argmax(reached))
    return int(own[first]) if reached[first] else None
