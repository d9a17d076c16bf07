"""What marketdata publishes: recorded frames, market frames, the life of a replay run, watermarks."""

from enum import StrEnum

from nautilus.domain.actions import CorporateAction
from nautilus.domain.instruments import Instrument
from nautilus.domain.market import BarColumns, CorrectionColumns, QuoteColumns, TradeColumns, ValueColumns
from nautilus.kernel.messages import Bus, Message, Topic


class RunState(StrEnum):
    STARTING = "STARTING"
    """Waits until every required consumer has said that it is ready for this run."""
    RUNNING = "RUNNING"
    PAUSED = "PAUSED"
    DRAINING = "DRAINING"
    """The last record is out; consumers are still at work."""
    FINISHED = "FINISHED"
    STOPPED = "STOPPED"


class RunStarted(Message, frozen=True, array_like=True, kw_only=True, tag="marketdata.run_started.1"):
    """A replay run begins: a fresh account, sequence numbers from 1. `ts_event` is the session's first time."""

    run: int
    session: str
    instruments: tuple[Instrument, ...]
    account: str
    """`paper-<run>`"""
    account_type: str
    """CASH: buying spends cash, no short sales. MARGIN: futures settle gains and losses in cash."""
    starting_cash: str
    currency: str
    first_ts: int
    last_ts: int
    record_count: int
    mark_seconds: int
    """Step of the session-time grid on which positions are valued: 86_400 marks at each daily bar."""
    speed: float
    """Session seconds per wall second; 0 is as fast as the slowest required consumer."""


class RunChanged(Message, frozen=True, array_like=True, kw_only=True, tag="marketdata.run_changed.1"):
    """State or speed of a run has changed."""

    run: int
    state: RunState
    speed: float


class RecordFrame(Message, frozen=True, array_like=True, kw_only=True, tag="marketdata.record_frame.1"):
    """Records of a feed, as recorded: the arrow from a source (here: replay) to marketdata."""

    run: int
    first_sequence: int
    last_sequence: int
    trades: tuple[TradeColumns, ...] = ()
    bars: tuple[BarColumns, ...] = ()
    actions: tuple[CorporateAction, ...] = ()
    """Corporate actions that take effect right before one of these records, in order."""
    corrections: tuple[CorrectionColumns, ...] = ()
    """Later versions of bars played before, each known right before one of these records."""


class MarketFrame(Message, frozen=True, array_like=True, kw_only=True, tag="marketdata.market_frame.1"):
    """The same records after marketdata: with derived quotes, and with the bars that were built from trades.

    `ts_event` is the time of the last record in it. Consumers process frames in order of `first_sequence`,
    ignore what they have processed, and treat a hole in the numbers as lost data.
    """

    run: int
    first_sequence: int
    last_sequence: int
    trades: tuple[TradeColumns, ...] = ()
    quotes: tuple[QuoteColumns, ...] = ()
    bars: tuple[BarColumns, ...] = ()
    actions: tuple[CorporateAction, ...] = ()
    """As they came with the records: prices from there on are those of the new shares."""
    corrections: tuple[CorrectionColumns, ...] = ()
    """As they came with the records: what bars played before were found to be. Values computed before them stay."""


class ValueFrame(Message, frozen=True, array_like=True, kw_only=True, tag="marketdata.value_frame.1"):
    """Values that an engine (features, factor, vpin, ml) computed from the records first..last_sequence.

    One is published for every market frame, empty or not: it is the engine's watermark in band.
    Values were stored before they were published, so what anyone has seen can be read again.
    """

    run: int
    first_sequence: int
    last_sequence: int
    source: str
    values: tuple[ValueColumns, ...] = ()


class Watermark(Message, frozen=True, array_like=True, kw_only=True, tag="marketdata.watermark.1"):
    """`consumer` has processed all of `run` up to `sequence`; 0 says that it is ready to begin.

    Sent at each step and again every half second, so that a lost bus heals. `final` is set by consumers of the
    logic bus once they have processed everything that the run caused.
    """

    run: int
    consumer: str
    sequence: int
    final: bool = False


class LiveFrame(Message, frozen=True, array_like=True, kw_only=True, tag="marketdata.live_frame.1"):
    """Records of one instrument as they came from a live feed, stored before this was sent, and what follows from them.

    They are numbered as a session of all that was recorded of this instrument from this feed numbers them, and its
    frames hold the same columns. A frame may come again after a restart; its numbers say so.
    """

    subscription: int
    instrument_id: str
    first_sequence: int
    last_sequence: int
    trades: tuple[TradeColumns, ...] = ()
    quotes: tuple[QuoteColumns, ...] = ()
    bars: tuple[BarColumns, ...] = ()


class MarkKind(StrEnum):
    STALE = "STALE"
    """No record for longer than was stated, while the venue is open; `first` is the last number that came."""
    FRESH = "FRESH"
    """Records come again after STALE; `first` is the number of the first."""
    GAP = "GAP"
    """The feed's numbers `first`..`last` never came."""
    LATE = "LATE"
    """The record with number `first` is older than one that was sent on: it is stored, and a replay has it at its
    place, but it was not sent on."""


class LiveMark(Message, frozen=True, array_like=True, kw_only=True, tag="marketdata.live_mark.1"):
    """What is to be known of a live stream of records. `ts_event` is when it was noticed, `first` and `last` numbers of
    the feed."""

    subscription: int
    instrument_id: str
    kind: MarkKind
    first: int
    last: int


RUNS = Topic("marketdata.runs", Bus.LOGIC, (RunStarted, RunChanged), journaled=True)
RECORDS = Topic("marketdata.records", Bus.MARKET, (RecordFrame,), max_length=256)
FRAMES = Topic("marketdata.frames", Bus.MARKET, (MarketFrame,), max_length=256)
"""Four windows of frames: the player is never further ahead, and a frame can hold a third of a megabyte."""
WATERMARKS = Topic("marketdata.watermarks", Bus.MARKET, (Watermark,), max_length=20_000)

LIVE = Topic("marketdata.live", Bus.MARKET, (LiveFrame, LiveMark), max_length=4_096)
"""Beside the frames of runs and not among them: a run has an account, numbers 1..n and consumers that it waits for,
and exchanges wait for nobody."""

PACED_BY = ("marketdata", "features", "factor", "vpin", "ml", "execution")
"""Consumers of frames: the publisher stays at most a window of frames ahead of the slowest of these."""
SETTLED_BY = ("portfolio", "risk", "collateral", "analytics")
"""Consumers of what a run causes: it is finished when each of these has sent a final watermark."""
