"""Bars from trades: against a plain reading of the definition, and the same however the records are cut."""

from collections import defaultdict

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from nautilus.domain.market import TradeColumns, between, count, float_column, int_column, pack
from nautilus.quant.microstructure.bars import BarBuilder
from nautilus.quant.microstructure.market import Derivation

STEP = 60
STEP_NS = STEP * 1_000_000_000
IDS = ("A.X", "B.X")

ticks = st.tuples(
    st.sampled_from(IDS),
    st.integers(0, 3 * STEP_NS // 2),  # time since the record before
    st.integers(1, 400),  # price in quarter points
    st.integers(1, 9),
)


def session(rows):
    """Columns of each instrument, numbered in order of (time, instrument, row)."""
    times = np.cumsum([row[1] for row in rows])
    numbered = sorted(zip(times.tolist(), rows, range(len(rows)), strict=True), key=lambda r: (r[0], r[1][0], r[2]))
    columns = defaultdict(list)
    for sequence, (ts, (instrument, _, price, size), _) in enumerate(numbered, 1):
        columns[instrument].append((sequence, ts, price / 4, size))
    return tuple(_columns(instrument, rows) for instrument, rows in sorted(columns.items()))


def _columns(instrument, rows):
    sequence, ts, price, size = zip(*rows, strict=True)
    whole = [pack(np.array(column, dtype=np.int64)) for column in (sequence, ts)]
    return TradeColumns(instrument, *whole, *(pack(np.array(column, dtype=np.float64)) for column in (price, size)))


def plain_bars(trades):
    """The definition, record by record: {instrument: [(sequence, close, o, h, l, c, v)]}."""
    records = sorted(
        (seq, ts, columns.instrument_id, price, size)
        for columns in trades
        for seq, ts, price, size in zip(
            int_column(columns.sequence).tolist(),
            int_column(columns.ts_event).tolist(),
            float_column(columns.price).tolist(),
            float_column(columns.size).tolist(),
            strict=True,
        )
    )
    pending, done = {}, defaultdict(list)
    for seq, ts, instrument, price, size in records:
        for name in sorted(pending):
            if pending[name][0] <= ts:
                done[name].append((seq, *pending.pop(name)))
        close = (ts // STEP_NS + 1) * STEP_NS
        _, o, h, low, _, v = pending.get(instrument, (close, price, price, price, price, 0))
        pending[instrument] = (close, o, max(h, price), min(low, price), price, v + size)
    return dict(done)


def rows_of(frames):
    """{instrument: [(sequence, close, o, h, l, c, v)]} of bars as they came."""
    found = defaultdict(list)
    for bars in frames:
        for bar in bars:
            whole = [int_column(column).tolist() for column in (bar.sequence, bar.ts_event)]
            prices = [float_column(getattr(bar, name)).tolist() for name in ("open", "high", "low", "close", "volume")]
            found[bar.instrument_id] += zip(*whole, *prices, strict=True)
    return dict(found)


def cuts(trades, places):
    """Frames of the session, cut at `places`, never inside a timestamp."""
    records = sorted(
        (seq, ts)
        for columns in trades
        for seq, ts in zip(int_column(columns.sequence).tolist(), int_column(columns.ts_event).tolist(), strict=True)
    )
    ends = [n for n in sorted(places) if 0 < n < len(records) and records[n - 1][1] != records[n][1]]
    first = 1
    for end in [*ends, len(records)]:
        parts = (between(columns, first, end) for columns in trades)
        yield tuple(part for part in parts if count(part))
        first = end + 1


@given(st.lists(ticks, min_size=1, max_size=60))
def test_bars_are_those_of_the_definition(rows):
    trades = session(rows)
    assert rows_of([BarBuilder(STEP).feed(trades)]) == plain_bars(trades)


@given(st.lists(ticks, min_size=1, max_size=60), st.sets(st.integers(1, 60)))
def test_bars_do_not_depend_on_how_the_records_are_cut(rows, places):
    trades = session(rows)
    builder = BarBuilder(STEP)
    assert rows_of([builder.feed(frame) for frame in cuts(trades, places)]) == plain_bars(trades)


@given(st.lists(ticks, min_size=1, max_size=40), st.sets(st.integers(1, 40)))
def test_each_bar_comes_in_the_frame_of_its_sequence_and_not_before_its_close(rows, places):
    trades = session(rows)
    times = {
        seq: ts
        for columns in trades
        for seq, ts in zip(int_column(columns.sequence).tolist(), int_column(columns.ts_event).tolist(), strict=True)
    }
    derivation = Derivation(dict.fromkeys(IDS, 0.25), STEP)
    for frame in cuts(trades, places):
        sequences = {seq for columns in frame for seq in int_column(columns.sequence).tolist()}
        for bars in rows_of([derivation.feed(frame, ()).bars]).values():
            for sequence, close, *_ in bars:
                assert sequence in sequences
                assert times[sequence] >= close
                assert sequence == 1 or times[sequence - 1] < close


def test_a_step_without_trades_has_no_bar_and_the_last_one_stays_open():
    builder = BarBuilder(STEP)
    trades = _columns("A.X", [(1, 5, 10.0, 1.0), (2, 3 * STEP_NS, 11.0, 2.0)])
    assert rows_of([builder.feed((trades,))]) == {"A.X": [(2, STEP_NS, 10.0, 10.0, 10.0, 10.0, 1.0)]}
    assert builder.feed(()) == ()
