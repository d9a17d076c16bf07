"""What a run has played so far: bars of any offered step, and the tape. Never a record that has not been played."""

from typing import Annotated

import msgspec
from msgspec import Meta

from nautilus.domain.market import float_column, int_column
from nautilus.engines.marketdata.api.parameters import TIME, nanoseconds, run_number
from nautilus.engines.marketdata.service import MarketdataService
from nautilus.kernel.app.routes import Call, Page, PageQuery, decode_cursor, encode_cursor, get, page_of
from nautilus.kernel.units import Price, Quantity, Seconds, Text, TimestampNs

MOST_BARS = 10_000
_InstrumentId = Annotated[str, Meta(min_length=1, max_length=64, description="One of those that the run plays")]


class RunBarQuery(PageQuery, frozen=True, kw_only=True):
    instrument_id: _InstrumentId
    step_seconds: Annotated[int, Meta(ge=1, description="A multiple of the run's own step, which comes first in steps")]
    start: Annotated[str, Meta(max_length=40, description=f"First close to return, as {TIME}")] = "0"
    newest: Annotated[bool, Meta(description="Newest first: limit=500 gives the last 500 bars")] = False
    limit: Annotated[int, Meta(ge=1, le=MOST_BARS, description="Most bars in one page")] = 1_000


class RunBar(msgspec.Struct, frozen=True):
    """A bar of what a run has played. A step without a trade has no bar."""

    instrument_id: str
    step_seconds: Seconds[int]
    """Length of the step. Steps are counted from 1970-01-01 UTC, those of whole weeks from a Monday."""
    begin_ts: TimestampNs[int]
    """Begin of the step."""
    ts_event: TimestampNs[int]
    """Close of the bar: the end of the step, or, of a recorded daily bar, the close of trading."""
    sequence: Text[int]
    """The record that made the figures known; while the bar is not complete, the last record played."""
    open: Price[float]
    """First price."""
    high: Price[float]
    """Highest price."""
    low: Price[float]
    """Lowest price."""
    close: Price[float]
    """Last price."""
    volume: Quantity[float]
    """Shares or contracts traded."""
    complete: bool
    """False while the run has not come to the close: then only the records played so far are in it."""
    corrected: bool
    """Whether a correction that the run has come to changed it since it was played; it is shown as corrected."""


class TradeQuery(PageQuery, frozen=True, kw_only=True):
    instrument_id: _InstrumentId
    before: Annotated[int, Meta(ge=1, description="Only trades with a sequence below this")] | None = None


class TradeView(msgspec.Struct, frozen=True):
    """A trade that a run has played."""

    instrument_id: str
    sequence: Text[int]
    """Number of the record: order by it, since several trades may share a time."""
    ts_event: TimestampNs[int]
    """Session time of the trade."""
    price: Price[float]
    """Price paid."""
    size: Quantity[float]
    """Shares or contracts traded."""
    side: str | None
    """BUY or SELL: the side that took liquidity. Null: the source did not record it, and it is not guessed."""


async def bars(service: MarketdataService, call: Call) -> Page[RunBar]:
    query: RunBarQuery = call.query
    row = await service.player.find(run_number(call))
    found = await service.bars_played(row, query.instrument_id, query.step_seconds)
    times = found.ts_event
    after = decode_cursor(query.cursor, tuple[int])
    first = int(times.searchsorted(nanoseconds(query.start, "start")))
    stop = len(times)
    if after and query.newest:
        stop = int(times.searchsorted(after[0]))
    elif after:
        first = max(first, int(times.searchsorted(after[0], side="right")))
    rows = range(first, stop)
    chosen = rows[::-1][: query.limit] if query.newest else rows[: query.limit]
    columns = [
        getattr(found, name)[chosen].tolist()
        for name in ("begin", "ts_event", "sequence", "open", "high", "low", "close", "volume", "complete", "corrected")
    ]
    items = [RunBar(query.instrument_id, query.step_seconds, *cells) for cells in zip(*columns, strict=True)]
    return Page(items, encode_cursor((items[-1].ts_event,)) if len(rows) > len(items) else None)


async def trades(service: MarketdataService, call: Call) -> Page[TradeView]:
    query: TradeQuery = call.query
    row = await service.player.find(run_number(call))
    after = decode_cursor(query.cursor, tuple[int])
    found = await service.trades_played(row, query.instrument_id, after[0] if after else query.before, query.limit + 1)
    columns = (
        int_column(found.sequence)[::-1].tolist(),
        int_column(found.ts_event)[::-1].tolist(),
        float_column(found.price)[::-1].tolist(),
        float_column(found.size)[::-1].tolist(),
    )
    items = [TradeView(query.instrument_id, *cells, None) for cells in zip(*columns, strict=True)]
    return page_of(items, query.limit, lambda trade: (trade.sequence,))


ROUTES = (
    get(
        "/replays/{run}/bars",
        bars,
        query=RunBarQuery,
        reply=Page[RunBar],
        summary="Bars of what a run has played, in any step that is a multiple of its own",
    ),
    get(
        "/replays/{run}/trades",
        trades,
        query=TradeQuery,
        reply=Page[TradeView],
        summary="The tape: trades that a run has played, newest first; empty where a session has no trades",
    ),
)
