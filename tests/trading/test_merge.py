"""Five streams of frames become one order of records, however each of them was cut."""

import numpy as np
import pytest

from nautilus.trading.merge import Frame, Merger, Rank
from support.trading import BUSY, MemoryJournal, rig, walk

SCENARIO = walk(3, 600, ("ES.XCME", "NQ.XCME"))
WANTED = rig(SCENARIO, MemoryJournal(), (BUSY,)).team.wanted


def merged(frames):
    """All that comes out, as one list: what is known of each item, the book, the trades."""
    merger = Merger(SCENARIO.instruments, SCENARIO.terms.opened.costs, WANTED)
    items, book, trades = [], [], []
    for frame in frames:
        merger.add(frame)
        while (stretch := merger.take()) is not None:
            items += [(i.ts, i.rank, i.sequence, i.content) for i in stretch.items]
            columns = (stretch.book.sequence, stretch.book.instrument, stretch.book.bid, stretch.book.ask)
            book += list(zip(*(c.tolist() for c in columns), strict=True))
            for name, found in stretch.trades.items():
                trades += [(name, *row) for row in zip(found.sequence.tolist(), found.price.tolist(), strict=True)]
    assert merger.sequence == SCENARIO.record_count
    return items, book, sorted(trades)


WHOLE = merged(SCENARIO.frames([10_000]))


@pytest.mark.parametrize(("market", "values"), [([1], [1]), ([7, 50], [64]), ([100], [3, 200]), ([1], [600])])
def test_cutting_changes_nothing(market, values):
    assert merged(SCENARIO.frames(market, values)) == WHOLE


def test_the_order_of_arrival_changes_nothing():
    frames = SCENARIO.frames([20], [33])
    for seed in range(3):
        numbers = np.random.default_rng(seed).permutation([hash(f.source) % 97 for f in frames])
        by_source = {}
        for frame in frames:
            by_source.setdefault(frame.source, []).append(frame)
        streams = list(by_source.values())
        shuffled = []
        for number in numbers:
            stream = streams[number % len(streams)]
            if stream:
                shuffled.append(stream.pop(0))
        shuffled += [frame for stream in streams for frame in stream]
        assert merged(shuffled) == WHOLE


def test_what_was_published_again_is_taken_once():
    again = SCENARIO.frames([40], [25])
    first = SCENARIO.frames([64])
    half = [frame for frame in first if frame.last < 400]
    assert merged(half + again) == WHOLE


def test_a_frame_beyond_a_hole_is_left():
    market = [frame for frame in SCENARIO.frames([100]) if frame.source == "marketdata"]
    merger = Merger(SCENARIO.instruments, SCENARIO.terms.opened.costs, WANTED)
    assert merger.add(market[0])
    assert not merger.add(market[2])
    assert merger.add(market[1])
    assert not merger.add(market[1])
    assert merger.take() is None  # factor, which a strategy reads, has not spoken yet
    assert not merger.add(Frame("ml", 1, 100))  # nobody reads ml
    assert merger.add(Frame("factor", 1, 70))
    assert merger.take().last == 70


def test_items_are_in_order_of_time_then_engine_then_number():
    items, book, _ = WHOLE
    assert [item[:3] for item in items] == sorted(item[:3] for item in items)
    times = dict(zip([row[0] for row in book], SCENARIO.ts_event.tolist(), strict=True))
    for ts, rank, sequence, content in items:
        assert ts == times[sequence]
        assert rank == (Rank.BARS if hasattr(content, "close") else Rank.FACTOR)


def test_the_book_is_the_price_and_half_the_spread_in_ticks():
    _, book, _ = WHOLE
    mids = np.rint(SCENARIO.price / 0.25).astype(int)
    assert [(bid, ask) for _, _, bid, ask in book] == [(mid - 1, mid + 1) for mid in mids]


def test_costs_can_widen_the_book():
    wide = walk(3, 600, ("ES.XCME", "NQ.XCME"))
    wide.costs = wide.costs.__replace__(spread_ticks=3)
    merger = Merger(wide.instruments, wide.terms.opened.costs, WANTED)
    for frame in wide.frames([10_000]):
        merger.add(frame)
    stretch = merger.take()
    assert set((stretch.book.ask - stretch.book.bid).tolist()) == {8}
