"""From the messages of both buses to what a client may see: one function, by type of message."""

import struct
from collections.abc import Iterable, Iterator
from functools import singledispatch
from typing import Any, NamedTuple

import msgspec

from nautilus.domain.market import BarColumns, QuoteColumns, TradeColumns, ValueColumns
from nautilus.engines.analytics.messages import Performance
from nautilus.engines.collateral.messages import Margined
from nautilus.engines.execution.messages import Filled, GateDecided, OrderChanged
from nautilus.engines.marketdata.messages import MarketFrame, RunChanged, RunStarted, ValueFrame, Watermark
from nautilus.engines.portfolio.messages import Valued
from nautilus.engines.risk.messages import Limits, LimitsChanged, RiskMeasured
from nautilus.kernel.messages import Message

_encode = msgspec.json.Encoder().encode
_INTEGER = struct.Struct("<q")
_FLOAT = struct.Struct("<d")


class Change(NamedTuple):
    """One item of one topic. `item` is JSON already: it is encoded once, however many clients get it."""

    topic: str
    key: str
    """Of a conflated topic: which item this is the newest state of."""
    item: msgspec.Raw
    run: int = 0
    """Run that it belongs to, 0 for none. A run that is newer than all before begins: what was there is history."""


class Span(NamedTuple):
    """Records first..last of a run have come: what follows on them must begin with last + 1."""

    first: int
    last: int
    run: int


class Rows(NamedTuple):
    """New rows of an instrument, undecoded."""

    topic: str
    columns: TradeColumns | BarColumns
    run: int


@singledispatch
def changes(message: Message) -> Iterable[Change | Rows | Span]:
    """What `message` changes; nothing for messages that clients do not see."""
    del message
    return ()


@changes.register
def _(message: RunStarted) -> Iterator[Change]:
    yield _change("runs", "", _with_times(message, instruments=None), message.run)


@changes.register
def _(message: RunChanged) -> Iterator[Change]:
    yield _change("runs", "", _with_times(message), message.run)


@changes.register
def _(frame: MarketFrame) -> Iterator[Change | Rows | Span]:
    yield Span(frame.first_sequence, frame.last_sequence, frame.run)
    for trades in frame.trades:
        yield Rows(f"trades.{trades.instrument_id}", trades, frame.run)
    for quotes in frame.quotes:
        if quotes.sequence:
            yield _change(
                f"quotes.{quotes.instrument_id}", quotes.instrument_id, _last_quote(quotes, frame.run), frame.run
            )
    for bars in frame.bars:
        if bars.sequence:
            yield Rows(f"bars.{bars.instrument_id}", bars, frame.run)
            yield _change("bars", f"{bars.instrument_id} {bars.step_seconds}", _last_bar(bars, frame.run), frame.run)


@changes.register
def _(frame: ValueFrame) -> Iterator[Change]:
    for values in frame.values:
        if values.sequence:
            key = f"{frame.source} {values.name} {values.instrument_id}"
            yield _change("values", key, _last_value(frame, values), frame.run)


@changes.register
def _(message: Watermark) -> Iterator[Change]:
    yield _change("watermarks", message.consumer, _with_times(message), message.run)


@changes.register
def _(message: OrderChanged) -> Iterator[Change]:
    item = {**_with_times(message, order=None), **msgspec.structs.asdict(message.order)}
    yield _change("orders", "", item, message.run)


@changes.register
def _(message: GateDecided) -> Iterator[Change]:
    """What the gate lets pass is seen when the venue answers; what it refuses is seen here only."""
    if not message.allowed:
        kept = {"run": message.run, "account": message.account, "reason": message.reason, "sequence": message.sequence}
        item = {**kept, "ts_event": message.ts_event, "status": "REFUSED", **msgspec.structs.asdict(message.order)}
        yield _change("orders", "", item, message.run)


@changes.register
def _(message: Filled) -> Iterator[Change]:
    item = {"run": message.run, "account": message.account, **msgspec.structs.asdict(message.fill)}
    yield _change("fills", "", item, message.run)


@changes.register
def _(message: Valued) -> Iterator[Change]:
    account = _with_times(message, positions=None)
    yield _change("account", message.account, account, message.run)
    held = {"run": message.run, "account": message.account, "ts_event": message.ts_event}
    yield _change("positions", message.account, {**held, "positions": message.positions}, message.run)


@changes.register
def _(message: RiskMeasured) -> Iterator[Change]:
    yield _change("risk", f"measures {message.account}", _with_times(message), message.run)


@changes.register
def _(message: Limits) -> Iterator[Change]:
    yield _change("risk", f"limits {message.account}", _with_times(message), 0)


@changes.register
def _(message: LimitsChanged) -> Iterator[Change]:
    yield _change("risk", f"limits {message.limits.account}", _with_times(message.limits), 0)


@changes.register
def _(message: Margined) -> Iterator[Change]:
    yield _change("margin", message.account, _with_times(message), message.run)


@changes.register
def _(message: Performance) -> Iterator[Change]:
    yield _change("performance", message.account, _with_times(message), message.run)


def _change(topic: str, key: str, item: dict[str, Any], run: int) -> Change:
    return Change(topic, key, msgspec.Raw(_encode(item if not key else {"key": key, **item})), run)


def _with_times(message: Message, **left_out: None) -> dict[str, Any]:
    """The fields of a message by name: messages cross the buses as arrays, clients see objects."""
    return {name: value for name, value in msgspec.structs.asdict(message).items() if name not in left_out}


def _last_integer(column: bytes) -> int:
    return int(_INTEGER.unpack_from(column, len(column) - 8)[0])


def _last_float(column: bytes) -> float:
    return float(_FLOAT.unpack_from(column, len(column) - 8)[0])


def _last_quote(quotes: QuoteColumns, run: int) -> dict[str, Any]:
    return {
        "run": run,
        "instrument_id": quotes.instrument_id,
        "sequence": _last_integer(quotes.sequence),
        "ts_event": _last_integer(quotes.ts_event),
        "bid": _last_float(quotes.bid),
        "ask": _last_float(quotes.ask),
        "size": _last_float(quotes.size),
        "derived": quotes.derived,
    }


def _last_bar(bars: BarColumns, run: int) -> dict[str, Any]:
    names = ("open", "high", "low", "close", "volume")
    return {
        "run": run,
        "instrument_id": bars.instrument_id,
        "step_seconds": bars.step_seconds,
        "sequence": _last_integer(bars.sequence),
        "ts_event": _last_integer(bars.ts_event),
        **{name: _last_float(getattr(bars, name)) for name in names},
    }


def _last_value(frame: ValueFrame, values: ValueColumns) -> dict[str, Any]:
    return {
        "run": frame.run,
        "source": frame.source,
        "name": values.name,
        "instrument_id": values.instrument_id,
        "sequence": _last_integer(values.sequence),
        "ts_event": _last_integer(values.ts_event),
        "value": _last_float(values.value),
    }
