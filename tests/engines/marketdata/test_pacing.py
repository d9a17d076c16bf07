"""How far a replay may go, and when what is out must be taken as lost."""

import pytest

from nautilus.engines.marketdata.model import Pacing, Tempo
from nautilus.engines.marketdata.model.pacing import MOST_PATIENCE_S, PATIENCE_S, STALLED_S
from nautilus.engines.marketdata.model.tempo import END_OF_TIME, MAX_SPEED


@pytest.fixture
def pacing():
    return Pacing(100, ("node", "factor"), ("risk",), window_frames=3, window_records=40)


def report(pacing, now=0.0, **positions):
    for consumer, sequence in positions.items():
        pacing.report(consumer, sequence, final=False, now=now)


def test_nothing_goes_out_before_all_are_there(pacing):
    assert not pacing.admits
    report(pacing, node=0)
    assert pacing.stalled_by(0) == ("factor",)
    assert not pacing.admits
    report(pacing, factor=0)
    assert pacing.admits
    assert pacing.stalled_by(100) == ()


def test_the_window_is_full_at_its_frames(pacing):
    report(pacing, node=0, factor=0)
    for last in (1, 2, 3):
        assert pacing.admits
        pacing.sent(last, 0)
    assert not pacing.admits
    report(pacing, node=3, factor=1)
    assert pacing.admits
    pacing.sent(4, 0)
    assert not pacing.admits


def test_who_stands_still_behind_a_full_window_keeps_the_run_waiting(pacing):
    report(pacing, node=0, factor=0)
    pacing.sent(40, 10)
    assert pacing.stalled_by(10 + STALLED_S / 2) == ()
    report(pacing, now=10.5, node=40, factor=10)
    pacing.sent(50, 10.5)
    assert pacing.stalled_by(10.4 + STALLED_S) == ()
    assert pacing.stalled_by(10.5 + STALLED_S) == ("factor",)
    pacing.resume(13)
    pacing.sent(50, 13)
    assert pacing.stalled_by(13) == ("factor",)
    report(pacing, now=13.5, factor=11)
    assert pacing.stalled_by(13.5 + STALLED_S / 2) == ()


def test_the_window_is_full_at_its_records(pacing):
    report(pacing, node=0, factor=0)
    pacing.sent(40, 0)
    assert not pacing.admits
    report(pacing, node=1, factor=40)
    assert pacing.admits


def test_frames_are_lost_when_no_watermark_moves(pacing):
    report(pacing, node=0, factor=0)
    pacing.sent(10, 100)
    assert not pacing.lost(100 + PATIENCE_S)
    assert pacing.lost(100.1 + PATIENCE_S)
    assert pacing.resume(103) == 0
    assert pacing.published == 0
    assert pacing.admits


def test_patience_grows_while_publishing_again_does_not_help_and_recovers(pacing):
    report(pacing, node=0, factor=0)
    pacing.sent(10, 0)
    now, waits = 0.0, []
    for _ in range(6):
        start = now
        while not pacing.lost(now):
            now += 0.25
            report(pacing, now, node=0, factor=0)
        waits.append(now - start)
        pacing.resume(now)
        pacing.sent(10, now)
    assert waits == sorted(waits)
    assert waits[-1] == pytest.approx(MOST_PATIENCE_S, abs=0.5)
    report(pacing, now, node=5, factor=5)
    assert pacing.lost(now + PATIENCE_S + 0.1)


def test_patience_is_short_again_for_a_consumer_that_was_away(pacing):
    report(pacing, node=0, factor=0)
    pacing.sent(10, 0)
    for now in (3, 8, 17):
        assert pacing.lost(now)
        pacing.resume(now)
        pacing.sent(10, now)
        report(pacing, now, node=10)
    report(pacing, 20, factor=0)
    assert not pacing.lost(20 + PATIENCE_S)
    assert pacing.lost(20.1 + PATIENCE_S)


def test_nothing_is_lost_while_nothing_is_out(pacing):
    report(pacing, node=10, factor=10)
    pacing.resume(0)
    assert not pacing.lost(1_000)
    pacing.sent(20, 1_000)
    assert not pacing.lost(1_001)


def test_a_consumer_that_lost_state_goes_back(pacing):
    report(pacing, node=0, factor=0)
    pacing.sent(10, 0)
    report(pacing, node=10, factor=10)
    report(pacing, factor=4)
    assert pacing.slowest == 4
    assert pacing.resume(1) == 4


def test_a_run_is_settled_when_all_is_processed_and_said_to_be_final(pacing):
    report(pacing, node=0, factor=0)
    pacing.sent(100, 0)
    assert pacing.complete
    report(pacing, node=100, factor=100)
    assert not pacing.settled
    pacing.report("risk", 100, final=True, now=0)
    assert pacing.settled


def test_tempo_passes_session_seconds_by_wall_seconds():
    tempo = Tempo(60.0, 1_000, now=5.0)
    assert tempo.session_ns(5.0) == 1_000
    assert tempo.session_ns(7.5) == 1_000 + 150_000_000_000
    assert tempo.seconds_until(1_000 + 120_000_000_000, 5.0) == pytest.approx(2.0)
    assert tempo.seconds_until(0, 5.0) == 0.0


def test_tempo_at_full_speed_has_everything_due():
    tempo = Tempo(MAX_SPEED, 1_000, now=5.0)
    assert tempo.session_ns(5.0) == END_OF_TIME
    assert tempo.seconds_until(10**18, 5.0) == 0.0
