"""Bars into rows: gaps, splits, late bars; values with the numbers of their own bars."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nautilus.domain.market import BarColumns, between, float_column, int_column, pack
from nautilus.quant.factors.definitions import Definition, compile_definitions
from nautilus.quant.factors.panel import PanelModel, Splits, panel_rows

NAMES = ("A.X", "B.X", "C.X")
PROGRAM = compile_definitions(
    [
        Definition("change", "close / delay(close, 1) - 1", "nautilus", "-", "-"),
        Definition("rank", "rank(close)", "nautilus", "-", "-"),
        Definition("mean_volume", "mean(volume, 3)", "nautilus", "-", "-"),
    ]
)
NO_SPLITS = Splits(0)


def bars(name, times, close, volume=None, sequence=None, step=60):
    close = np.asarray(close, dtype=np.float64)
    volume = np.ones(len(close)) if volume is None else np.asarray(volume, dtype=np.float64)
    return BarColumns(
        instrument_id=name,
        step_seconds=step,
        sequence=pack(np.asarray(times if sequence is None else sequence, dtype=np.int64)),
        ts_event=pack(np.asarray(times, dtype=np.int64)),
        open=pack(close),
        high=pack(close),
        low=pack(close),
        close=pack(close),
        volume=pack(volume),
    )


def model(splits=NO_SPLITS):
    return PanelModel(PROGRAM, NAMES, 60, splits)


def read(columns):
    return {
        (each.instrument_id, each.name, when): (sequence, value)
        for each in columns
        for sequence, when, value in zip(
            int_column(each.sequence).tolist(),
            int_column(each.ts_event).tolist(),
            float_column(each.value).tolist(),
            strict=True,
        )
    }


def test_bars_are_laid_out_by_time_with_gaps():
    rows = panel_rows([bars("B.X", [1, 3], [5, 7]), bars("A.X", [2], [9]), bars("Z.X", [4], [1])], NAMES, NO_SPLITS)
    assert rows.ts_event.tolist() == [1, 2, 3]
    np.testing.assert_array_equal(rows.fields["close"], [[np.nan, 5, np.nan], [9, np.nan, np.nan], [np.nan, 7, np.nan]])
    assert rows.sequence.tolist() == [[0, 1, 0], [2, 0, 0], [0, 3, 0]]


def test_a_value_carries_number_and_time_of_its_instruments_own_bar():
    found = read(
        model().step(
            [
                bars("A.X", [10, 20], [1, 2], sequence=[1, 4]),
                bars("B.X", [10, 20], [8, 4], sequence=[2, 5]),
                bars("C.X", [10], [6], sequence=[3]),
            ]
        )
    )
    assert found["A.X", "change", 20] == (4, 1.0)
    assert found["B.X", "change", 20] == (5, -0.5)
    assert [found[name, "rank", 10] for name in NAMES] == [(1, 0.0), (2, 1.0), (3, 0.5)]
    assert not {key for key in found if key[0] == "C.X" and key[2] == 20}, "no bar, no value"


def test_bars_seen_before_or_of_another_step_are_left_out():
    panel = model()
    panel.step([bars("A.X", [10, 20], [1, 2])])
    assert panel.step([bars("A.X", [10, 20], [1, 2])]) == ()
    assert panel.step([bars("A.X", [30], [9], step=86_400)]) == ()
    assert read(panel.step([bars("A.X", [20, 30], [2, 3])]))["A.X", "change", 30] == (30, 0.5)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32 - 1), st.sets(st.integers(1, 49), max_size=10))
def test_values_do_not_depend_on_how_times_are_divided(seed, cuts):
    random = np.random.default_rng(seed)
    times = np.arange(1, 51)
    full = [bars(name, times, random.lognormal(3, 0.2, 50).round(1), random.integers(1, 9, 50)) for name in NAMES]
    kept = [
        bars(each.instrument_id, times[here], float_column(each.close)[here], float_column(each.volume)[here])
        for each in full
        if (here := random.random(50) < 0.8).any()
    ]
    panel, pieces = model(), {}
    for first, last in itertools.pairwise([0, *sorted(cuts), 50]):
        pieces |= read(panel.step([between(each, first + 1, last) for each in kept]))
    assert pieces == read(model().step(kept))


@pytest.mark.parametrize("base", [0, 15, 25, 99])
def test_prices_are_continuous_over_splits_and_as_traded_at_the_base_time(base):
    splits = Splits(base, {"A.X": [(12, 2.0), (22, 5.0)]})
    traded = bars("A.X", [10, 12, 20, 22, 30], [100, 50, 50, 10, 10], [1, 2, 2, 10, 10])
    fields = panel_rows([traded], NAMES, splits).fields
    shares = {0: 1, 15: 2, 25: 10, 99: 10}[base]
    assert fields["close"][:, 0].tolist() == [100 / shares] * 5
    assert fields["volume"][:, 0].tolist() == [shares] * 5
    assert all(
        value == 0 for (_, name, _), (_, value) in read(model(splits).step([traded])).items() if name == "change"
    )


def test_a_row_does_not_depend_on_splits_after_it():
    early = bars("A.X", [10, 20], [100, 110])
    later = Splits(5, {"A.X": [(30, 4.0)]})
    assert model(later).step([early]) == model().step([early])
