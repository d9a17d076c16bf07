"""Every window and cross-section operator against pandas, with missing values and ties."""

import numpy as np
import pandas as pd
import pytest

from nautilus.quant.factors.dialects import ALPHA101, NAUTILUS, QLIB
from nautilus.quant.factors.evaluate import Evaluator
from nautilus.quant.factors.graph import Graph

ROWS, COLUMNS, WINDOW = 60, 5, 7


@pytest.fixture(scope="module")
def panel():
    random = np.random.default_rng(7)
    fields = {}
    for name in ("open", "high", "low", "close", "volume"):
        values = np.round(random.lognormal(3.0, 0.3, (ROWS, COLUMNS)), 1)  # coarse: ties happen
        values[random.random(values.shape) < 0.08] = np.nan
        values[20:30, 2] = 12.5  # a stretch that does not vary
        fields[name] = values
    return fields


def evaluate(dialect, text, panel):
    graph = Graph()
    evaluator = Evaluator(graph, [dialect.build(graph, text)], COLUMNS)
    evaluator.extend(panel)
    return evaluator.run(0, ROWS)[0]


def frame(panel, name):
    return pd.DataFrame(panel[name])


def rolling(panel, name, least=WINDOW):
    return frame(panel, name).rolling(WINDOW, min_periods=least)


def newest_rank(values):
    kept = values[~np.isnan(values)]
    newest = values[-1]
    if np.isnan(newest):
        return np.nan
    return np.sum(kept < newest) + (np.sum(kept == newest) + 1) / 2


def unit_rank(values):
    return (newest_rank(values) - 1) / (len(values) - 1)


def share_rank(values):
    return newest_rank(values) / np.sum(~np.isnan(values))


def covered(values):
    return np.dot(values, np.arange(1, len(values) + 1)) / np.sum(np.arange(1, len(values) + 1))


def signed_square(values):
    return np.sign(values) * values.abs() ** 2


ORACLES = {
    "delay(close, 7)": lambda p: frame(p, "close").shift(7),
    "delta(close, 7)": lambda p: frame(p, "close").diff(7),
    "sum(close, 7)": lambda p: rolling(p, "close").sum(),
    "mean(close, 7)": lambda p: rolling(p, "close").mean(),
    "stddev(close, 7)": lambda p: rolling(p, "close").std(ddof=0),
    "ts_min(close, 7)": lambda p: rolling(p, "close").min(),
    "ts_max(close, 7)": lambda p: rolling(p, "close").max(),
    "ts_rank(close, 7)": lambda p: rolling(p, "close").apply(unit_rank, raw=True),
    "ts_argmax(close, 7)": lambda p: rolling(p, "close").apply(lambda x: WINDOW - 1 - np.argmax(x), raw=True),
    "ts_argmin(close, 7)": lambda p: rolling(p, "close").apply(lambda x: WINDOW - 1 - np.argmin(x), raw=True),
    "decay_linear(close, 7)": lambda p: rolling(p, "close").apply(covered, raw=True),
    "covariance(close, volume, 7)": lambda p: rolling(p, "close").cov(frame(p, "volume"), ddof=0),
    "rank(close)": lambda p: (frame(p, "close").rank(axis=1) - 1).div(frame(p, "close").count(axis=1) - 1, axis=0),
    "scale(close)": lambda p: frame(p, "close").div(frame(p, "close").abs().sum(axis=1), axis=0),
    "adv7": lambda p: (frame(p, "close") * frame(p, "volume")).rolling(WINDOW).mean(),
    "returns": lambda p: frame(p, "close").pct_change(fill_method=None),
    "signedpower(open - close, 2)": lambda p: signed_square(frame(p, "open") - frame(p, "close")),
    "open < close ? 1 : -1": lambda p: (
        (frame(p, "open") < frame(p, "close"))
        .map(lambda x: 1.0 if x else -1.0)
        .where(frame(p, "open").notna() & frame(p, "close").notna())
    ),
}
QLIB_ORACLES = {
    "Sum($close, 7)": lambda p: rolling(p, "close", 1).sum(),
    "Mean($close, 7)": lambda p: rolling(p, "close", 1).mean(),
    "Std($close, 7)": lambda p: rolling(p, "close", 1).std(),
    "Min($low, 7)": lambda p: rolling(p, "low", 1).min(),
    "Max($high, 7)": lambda p: rolling(p, "high", 1).max(),
    "Rank($close, 7)": lambda p: rolling(p, "close", 1).apply(share_rank, raw=True),
    "Greater($open, $close)": lambda p: pd.DataFrame(np.maximum(p["open"], p["close"])),
}


def agree(found, expected):
    np.testing.assert_allclose(found, expected.to_numpy(dtype=float), rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("text", ORACLES)
def test_alpha101_operator(text, panel):
    agree(evaluate(ALPHA101, text, panel), ORACLES[text](panel))


@pytest.mark.parametrize("text", QLIB_ORACLES)
def test_qlib_operator(text, panel):
    agree(evaluate(QLIB, text, panel), QLIB_ORACLES[text](panel))


def test_correlation(panel):
    found = evaluate(ALPHA101, "correlation(close, volume, 7)", panel)
    expected = rolling(panel, "close").corr(frame(panel, "volume")).to_numpy()
    still = rolling(panel, "close").std().to_numpy() * rolling(panel, "volume").std().to_numpy() < 1e-9
    np.testing.assert_allclose(found[~still], expected[~still], rtol=1e-7, atol=1e-9)
    assert np.isnan(found[26:30, 2]).all(), "a side that does not vary has no correlation"


def test_sample_deviation_of_our_own_dialect(panel):
    agree(evaluate(NAUTILUS, "stddev(close, 7)", panel), rolling(panel, "close").std(ddof=1))


def test_a_window_of_equal_values_has_no_deviation(panel):
    values = {name: np.full((ROWS, COLUMNS), 1 / 3) for name in panel}
    assert (evaluate(ALPHA101, "stddev(close, 7)", values)[6:] == 0.0).all()


@pytest.mark.parametrize("text", ["close / (open - open)", "log(open - open)", "(open - open)^-1", "log(-close)"])
def test_what_has_no_value_is_missing_and_never_infinite(text, panel):
    assert np.isnan(evaluate(ALPHA101, text, panel)).all()


def test_one_instrument_has_no_rank():
    graph = Graph()
    evaluator = Evaluator(graph, [ALPHA101.build(graph, "rank(close)")], 1)
    evaluator.extend({"close": np.ones((3, 1))})
    assert np.isnan(evaluator.run(0, 3)).all()
