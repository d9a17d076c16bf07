import random

import pytest

from nautilus.kernel.bus.gaps import Counts, GapCounter


def test_a_reader_that_keeps_up_loses_nothing() -> None:
    gap = GapCounter()
    assert gap.audit(Counts(added=10, length=10, read=4), entries=6, at_end=True) == 0
    gap.count_read(5)
    assert gap.audit(Counts(added=15, length=10, read=15), entries=0, at_end=True) == 0
    assert (gap.position, gap.lag, gap.lost) == (15, 0, 0)


def test_what_was_trimmed_before_it_was_read_is_counted() -> None:
    gap = GapCounter(position=4)
    assert gap.audit(Counts(added=100, length=30, read=4), entries=10, at_end=False) == 66
    assert (gap.position, gap.lag) == (80, 20)


def test_a_stream_made_anew_is_no_loss() -> None:
    gap = GapCounter(position=1_000, lost=3)
    assert gap.audit(Counts(added=5, length=5, read=0), entries=5, at_end=True) == 0
    assert gap.lost == 3


@pytest.mark.parametrize("seed", range(20))
def test_the_count_is_exact_whatever_happens_between_audits(seed: int) -> None:
    """Against a stream that is simulated entry by entry."""
    chance = random.Random(seed)
    kept: list[int] = []
    added = lost = last = 0
    gap = GapCounter(position=0)
    for _ in range(500):
        for _ in range(chance.choice([0, 1, 5, 40])):
            added += 1
            kept.append(added)
        kept = kept[-chance.choice([20, 30]) :]
        length, limit = len(kept), chance.choice([3, 10])
        batch = [number for number in kept if number > last][:limit]
        for number in batch:
            lost += number - last - 1
            last = number
        if chance.random() < 0.3:
            gap.audit(Counts(added, length, read=-1), len(batch), at_end=len(batch) < limit)
        else:
            gap.count_read(len(batch))
    length, batch = len(kept), [number for number in kept if number > last]
    lost += sum(number - before - 1 for before, number in zip([last, *batch], batch, strict=False))
    gap.audit(Counts(added, length, read=-1), len(batch), at_end=True)
    assert (gap.lost, gap.position, gap.lag) == (lost, added, 0)


def test_unknown_counts_of_the_server_stay_unknown() -> None:
    assert Counts.of({b"entries-read": None, b"lag": 3}, 3) is None
    assert Counts.of({b"entries-read": 4, b"lag": 3}, 5) == Counts(7, 5, 4)
