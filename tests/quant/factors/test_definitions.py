"""Every definition against pandas (written from the formula's meaning) and golden values of another library."""

import csv
import importlib.util
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from nautilus.quant.factors.definitions import FACTORS, FEATURES, Definition, compile_definitions
from nautilus.quant.factors.evaluate import Evaluator
from nautilus.quant.factors.language import FormulaError
from nautilus.quant.volatility.garman_klass import garman_klass

GOLDEN = Path(__file__).with_name("golden")


def golden_panel() -> dict[str, np.ndarray]:
    spec = importlib.util.spec_from_file_location("make_alpha101", GOLDEN / "make_alpha101.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.panel()


def values_of(definitions, fields) -> dict[str, np.ndarray]:
    program = compile_definitions(definitions)
    rows, columns = fields["close"].shape
    evaluator = Evaluator(program.graph, program.roots, columns)
    evaluator.extend(fields)
    found = evaluator.run(0, rows)
    return {definition.name: found[place] for place, definition in enumerate(definitions)}


@pytest.mark.parametrize("name", ["alpha004", "alpha012", "alpha033", "alpha044", "alpha101"])
def test_alpha_equals_the_golden_values_of_alpha101v(name):
    fields = golden_panel()
    expected = np.full(fields["close"].shape, np.nan)
    with (GOLDEN / "alpha101.csv").open() as file:
        for line in csv.DictReader(file):
            if line["name"] == name:
                expected[int(line["row"]), int(line["column"])] = float(line["value"])
    assert np.isfinite(expected).sum() > 150
    found = values_of([each for each in FACTORS if each.name == name], fields)[name]
    np.testing.assert_allclose(found, expected, rtol=1e-7, atol=1e-9)


@pytest.fixture(scope="module")
def panel():
    random = np.random.default_rng(11)
    close = 80 * np.exp(np.cumsum(random.normal(0, 0.02, (320, 6)), axis=0))
    open_ = close * np.exp(random.normal(0, 0.01, close.shape))
    fields = {
        "open": open_,
        "high": np.maximum(open_, close) * np.exp(random.exponential(0.01, close.shape)),
        "low": np.minimum(open_, close) * np.exp(-random.exponential(0.01, close.shape)),
        "close": close,
        "volume": np.floor(random.lognormal(12, 0.5, close.shape)),
    }
    for values in fields.values():
        values[random.integers(0, 320), 3] = np.nan
        values[290, 1] = np.nan
    return {name: pd.DataFrame(values) for name, values in fields.items()}


def log_return(p, bars=1):
    return np.log(p["close"]).diff(bars)


def unit_rank(frame):
    return (frame.rank(axis=1) - 1).div(frame.count(axis=1) - 1, axis=0)


def low_of(p):
    return p["low"].rolling(20, min_periods=1).min()


def amihud(p):
    return (p["close"].pct_change(fill_method=None).abs() / (p["close"] * p["volume"])).rolling(20).mean()


def garman_klass_volatility(p):
    variance = garman_klass(*(p[name].to_numpy() for name in ("open", "high", "low", "close")))
    return np.sqrt(pd.DataFrame(variance).rolling(20).mean())


ORACLES = {
    "momentum_20": lambda p: p["close"].pct_change(20, fill_method=None),
    "reversal_5": lambda p: -p["close"].pct_change(5, fill_method=None),
    "momentum_252_21": lambda p: p["close"].shift(21) / p["close"].shift(252) - 1,
    "illiquidity_20": amihud,
    "alpha004": lambda p: -(unit_rank(p["low"]).rolling(9).rank() - 1) / 8,
    "alpha012": lambda p: -np.sign(p["volume"].diff()) * p["close"].diff(),
    "alpha033": lambda p: unit_rank(p["open"] / p["close"] - 1),
    "alpha044": lambda p: -p["high"].rolling(5).corr(unit_rank(p["volume"])),
    "alpha101": lambda p: (p["close"] - p["open"]) / (p["high"] - p["low"] + 0.001),
    "rsv_20": lambda p: (p["close"] - low_of(p)) / (p["high"].rolling(20, min_periods=1).max() - low_of(p) + 1e-12),
    "return_1": log_return,
    "return_5": lambda p: log_return(p, 5),
    "return_20": lambda p: log_return(p, 20),
    "volatility_20": lambda p: log_return(p).rolling(20).std(),
    "realised_variance_20": lambda p: (log_return(p) ** 2).rolling(20).sum(),
    "garman_klass_20": garman_klass_volatility,
    "volume_mean_20": lambda p: p["volume"].rolling(20).mean(),
    "volume_ratio_20": lambda p: p["volume"] / p["volume"].rolling(20).mean(),
    "turnover_20": lambda p: (p["close"] * p["volume"]).rolling(20).mean(),
}


@pytest.mark.parametrize("definition", [*FACTORS, *FEATURES], ids=lambda each: each.name)
def test_definition_equals_pandas(definition, panel):
    found = values_of([definition], {name: frame.to_numpy() for name, frame in panel.items()})[definition.name]
    expected = ORACLES[definition.name](panel).to_numpy()
    np.testing.assert_allclose(found, expected, rtol=1e-8, atol=1e-12)
    assert np.isfinite(found[252:]).mean() > 0.6


def test_a_definition_that_cannot_be_read_is_named():
    with pytest.raises(FormulaError, match="definition broken: alpha101 has no field 'cap'"):
        compile_definitions([Definition("broken", "rank(cap)", "alpha101", "-", "-")])
