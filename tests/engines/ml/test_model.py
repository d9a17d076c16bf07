"""The stored graph computes its equation, or is refused; forecasts do not depend on how bars are cut."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nautilus.domain.market import BarColumns, between, float_column, int_column, pack
from nautilus.engines.ml.model import Forecaster, Inference, ParityError, inputs_hash, train
from nautilus.engines.ml.model.onnx_graph import har_graph
from nautilus.quant.microstructure.market import MarketRecords

COEFFICIENTS = (2e-5, 0.3, 0.25, 0.2)


def bars(count, seed=2, instrument="AAA.XNAS", step=86_400):
    random = np.random.default_rng(seed)
    open_ = 50 * np.exp(np.cumsum(random.normal(0, 0.01, count)))
    close = open_ * np.exp(random.normal(0, 0.01, count))
    high = np.maximum(open_, close) * np.exp(random.exponential(0.005, count))
    low = np.minimum(open_, close) * np.exp(-random.exponential(0.005, count))
    return BarColumns(
        instrument_id=instrument,
        step_seconds=step,
        sequence=pack(np.arange(1, count + 1)),
        ts_event=pack(np.arange(1, count + 1) * 86_400 * 10**9),
        open=pack(open_),
        high=pack(high),
        low=pack(low),
        close=pack(close),
        volume=pack(np.ones(count)),
    )


def by_hand(columns):
    o, h, low, c = (float_column(each) for each in (columns.open, columns.high, columns.low, columns.close))
    v = 0.5 * np.log(h / low) ** 2 - (2 * np.log(2) - 1) * np.log(c / o) ** 2
    constant, daily, weekly, monthly = COEFFICIENTS
    return {
        t + 1: constant + daily * v[t] + weekly * v[t - 4 : t + 1].mean() + monthly * v[t - 21 : t + 1].mean()
        for t in range(21, len(v))
    }


def test_the_graph_in_onnxruntime_computes_the_equation():
    features = np.random.default_rng(1).lognormal(-9, 1, (50, 3))
    found = Inference(har_graph(COEFFICIENTS), COEFFICIENTS).predict(features)
    np.testing.assert_allclose(found, COEFFICIENTS[0] + features @ np.array(COEFFICIENTS[1:]), rtol=1e-13)


@pytest.mark.parametrize("place", range(4))
def test_a_graph_of_other_coefficients_is_refused(place):
    other = list(COEFFICIENTS)
    other[place] *= 1 + 1e-8
    with pytest.raises(ParityError, match="differ by"):
        Inference(har_graph(tuple(other)), COEFFICIENTS)


def test_a_damaged_graph_is_refused():
    with pytest.raises(ParityError, match="cannot be run"):
        Inference(har_graph(COEFFICIENTS)[:-40], COEFFICIENTS)


def test_forecasts_are_the_equation_on_the_days_so_far():
    columns = bars(60)
    (found,) = Forecaster({"AAA.XNAS": Inference(har_graph(COEFFICIENTS), COEFFICIENTS)}).step(
        MarketRecords(bars=(columns, bars(60, 3, "ZZZ.XNAS"), bars(60, step=60)))
    )
    expected = by_hand(columns)
    assert (found.instrument_id, found.name) == ("AAA.XNAS", "har_variance")
    assert int_column(found.sequence).tolist() == list(expected)
    assert int_column(found.ts_event).tolist() == [day * 86_400 * 10**9 for day in expected]
    np.testing.assert_allclose(float_column(found.value), list(expected.values()), rtol=1e-12)


@settings(max_examples=25, deadline=None)
@given(st.sets(st.integers(1, 79), max_size=20))
def test_forecasts_do_not_depend_on_cuts(cuts):
    columns, inference = bars(80), Inference(har_graph(COEFFICIENTS), COEFFICIENTS)
    (whole,) = Forecaster({"AAA.XNAS": inference}).step(MarketRecords(bars=(columns,)))
    pieces, forecaster, first = [], Forecaster({"AAA.XNAS": inference}), 1
    for last in (*sorted(cuts), 80):
        pieces += forecaster.step(MarketRecords(bars=(between(columns, first, last),)))
        first = last + 1
    assert b"".join(each.value for each in pieces) == whole.value
    assert b"".join(each.sequence for each in pieces) == whole.sequence


def test_a_forecast_that_is_no_variance_is_left_out():
    coefficients = (-1.0, 0.0, 0.0, 0.0)
    forecaster = Forecaster({"AAA.XNAS": Inference(har_graph(coefficients), coefficients)})
    assert forecaster.step(MarketRecords(bars=(bars(60),))) == ()


def test_the_hash_covers_every_input_and_nothing_else():
    columns = bars(200)
    one_cell = BarColumns(
        **{name: getattr(columns, name) for name in columns.__struct_fields__} | {"low": columns.high}
    )
    assert inputs_hash(columns) == inputs_hash(bars(200))
    assert len({inputs_hash(each) for each in (columns, one_cell, bars(199), bars(200, instrument="B.X"))}) == 4
    assert train(columns, as_of=5).inputs_hash == inputs_hash(columns)


def test_too_few_days_make_no_model():
    assert train(bars(121), as_of=0) is None
    assert train(bars(122), as_of=0).fit.samples == 100
