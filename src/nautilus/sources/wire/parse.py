"""From lines as they were kept to tables. Pure. A line is the nanosecond at which we had it, a space, and its JSON."""

from collections.abc import Iterator, Sequence

import msgspec
import numpy as np
import pyarrow as pa

from nautilus.domain.market import I64
from nautilus.sources.base import BARS, TRADES, Batch, KnownBasis, Payload, rows
from nautilus.sources.columns import INSTANT, names
from nautilus.sources.feed import FeedBar, FeedRecord, FeedTrade, Received

RULE = "when it was received; the exchange's time where its clock is up to 5 s ahead of ours"
_AHEAD_NS = 5_000_000_000
"""What is further ahead than that is a wrong time: such a record is set aside, for it was known before it happened."""
_ORIGIN = {"known_basis": KnownBasis.RECORDED, "rule": RULE, "dataset": "wire"}
_decoder: msgspec.json.Decoder[FeedRecord] = msgspec.json.Decoder(FeedTrade | FeedBar)


def decode(line: bytes) -> FeedRecord:
    """Raises msgspec.MsgspecError for what is no record."""
    return _decoder.decode(line)


def received_of(content: bytes) -> list[Received]:
    """What `feed.content_of` kept."""
    found = []
    for kept in content.split(b"\n"):
        received_ns, _, line = kept.partition(b" ")
        found.append(Received(decode(line), int(received_ns), line))
    return found


def parse(payload: Payload) -> Iterator[Batch]:
    found = received_of(payload.content)
    trades = [each for each in found if isinstance(each.record, FeedTrade)]
    bars = [each for each in found if isinstance(each.record, FeedBar)]
    yield Batch(tables={"trades": _trades(trades), "bars": _bars(bars)})


def _known(received: Sequence[Received]) -> I64:
    at = np.array([each.received_ns for each in received], np.int64)
    happened = np.array([each.record.ts for each in received], np.int64)
    known: I64 = np.where(happened - at <= _AHEAD_NS, np.maximum(at, happened), at)
    return known


def _trades(received: Sequence[Received]) -> pa.Table:
    records = [each.record for each in received if isinstance(each.record, FeedTrade)]
    return rows(
        TRADES,
        len(records),
        instrument_id=names(pa.array([each.instrument for each in records], pa.string())),
        ts_event=pa.array([each.ts for each in records], pa.int64()),
        ordinal=pa.array([each.number for each in records], pa.int64()),
        price=pa.array([each.price for each in records], pa.float64()),
        size=pa.array([each.size for each in records], pa.float64()),
        known=pa.array(_known(received)),
        **_ORIGIN,
    )


def _bars(received: Sequence[Received]) -> pa.Table:
    records = [each.record for each in received if isinstance(each.record, FeedBar)]
    valid = np.array([each.ts for each in records], np.int64) // 1_000
    known = _known(received) // 1_000
    return rows(
        BARS,
        len(records),
        instrument_id=names(pa.array([each.instrument for each in records], pa.string())),
        price_type="LAST",
        step_seconds=pa.array([each.step for each in records], pa.int32()),
        valid=pa.array(valid).cast(INSTANT),
        **{name: pa.array([getattr(each, name) for each in records], pa.float64()) for name in _PRICES},
        adjusted=False,
        known=pa.array(known).cast(INSTANT),
        **_ORIGIN,
    )


_PRICES = ("open", "high", "low", "close", "volume")
