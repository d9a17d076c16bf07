"""Batch over the whole range and streaming bar by bar give the same bits."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nautilus.quant.factors.definitions import FACTORS, FEATURES, compile_definitions
from nautilus.quant.factors.dialects import ALPHA101, FIELDS
from nautilus.quant.factors.evaluate import Evaluator
from nautilus.quant.factors.graph import Graph

PROGRAMS = [compile_definitions(FACTORS), compile_definitions(FEATURES)]


def random_panel(seed: int, rows: int, columns: int) -> dict[str, np.ndarray]:
    """Prices on a tick grid with missing cells, missing rows, ties and still stretches."""
    random = np.random.default_rng(seed)
    close = np.round(50 * np.exp(np.cumsum(random.normal(0, 0.01, (rows, columns)), axis=0)), 2)
    spread = np.round(random.exponential(0.3, (rows, columns)), 1)
    fields = {
        "open": close + np.round(random.normal(0, 0.2, (rows, columns)), 2),
        "high": close + spread,
        "low": close - spread,
        "close": close,
        "volume": np.floor(random.lognormal(6, 1, (rows, columns)) / 100),
    }
    missing = random.random((rows, columns)) < 0.03
    missing[random.random(rows) < 0.02] = True
    for values in fields.values():
        values[rows // 3 : rows // 3 + 12] = values[rows // 3]
        values[missing] = np.nan
    return fields


def computed(program, fields, cuts):
    columns = fields["close"].shape[1]
    evaluator = Evaluator(program.graph, program.roots, columns)
    pieces = []
    for start, stop in itertools.pairwise(cuts):
        evaluator.extend({name: values[start:stop] for name, values in fields.items()})
        pieces.append(evaluator.run(start, stop))
    return np.concatenate(pieces, axis=1)


@pytest.mark.parametrize("program", PROGRAMS, ids=["factors", "features"])
@pytest.mark.parametrize("columns", [1, 3, 6, 17])
def test_bar_by_bar_equals_the_batch_bit_for_bit(program, columns):
    rows = 300
    fields = random_panel(columns, rows, columns)
    batch = computed(program, fields, [0, rows])
    assert computed(program, fields, list(range(rows + 1))).tobytes() == batch.tobytes()
    assert np.isfinite(batch).any(axis=(1, 2)).sum() >= len(program.roots) - 3 * (columns == 1)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32 - 1), st.sets(st.integers(1, 119), max_size=12), st.integers(1, 9))
def test_any_division_into_calls_gives_the_same_bits(seed, cuts, columns):
    fields = random_panel(seed, 120, columns)
    for program in PROGRAMS:
        batch = computed(program, fields, [0, 120])
        assert computed(program, fields, [0, *sorted(cuts), 120]).tobytes() == batch.tobytes()


@pytest.mark.parametrize("program", PROGRAMS, ids=["factors", "features"])
def test_history_before_the_lookback_changes_nothing(program):
    fields = random_panel(5, 400, 4)
    late = {name: values[100:] for name, values in fields.items()}
    whole, part = computed(program, fields, [0, 400]), computed(program, late, [0, 300])
    kept = slice(program.lookback, None)
    assert part[:, kept].tobytes() == whole[:, 100:][:, kept].tobytes()


def test_rows_can_be_brought_before_they_are_asked_for():
    fields = random_panel(3, 90, 2)
    program = PROGRAMS[0]
    evaluator = Evaluator(program.graph, program.roots, 2)
    for start in range(0, 90, 30):
        evaluator.extend({name: values[start : start + 30] for name, values in fields.items()})
    found = np.concatenate([evaluator.run(0, 40), evaluator.run(50, 90)], axis=1)
    batch = computed(program, fields, [0, 90])
    assert found.tobytes() == np.delete(batch, range(40, 50), axis=1).tobytes()


def test_rows_that_are_not_there_are_refused():
    graph = Graph()
    evaluator = Evaluator(graph, [ALPHA101.build(graph, "close + open")], 2)
    with pytest.raises(ValueError, match="open"):
        evaluator.extend({"close": np.ones((1, 2))})
    evaluator.extend({name: np.ones((2, 2)) for name in FIELDS})
    evaluator.run(0, 2)
    for t0, t1 in ((0, 2), (2, 3)):
        with pytest.raises(ValueError, match="can be computed"):
            evaluator.run(t0, t1)


def test_a_constant_definition_fills_its_rows():
    graph = Graph()
    evaluator = Evaluator(graph, [ALPHA101.build(graph, "2 * 3"), ALPHA101.build(graph, "close")], 2)
    evaluator.extend({"close": np.ones((2, 2))})
    assert (evaluator.run(0, 2)[0] == 6.0).all()
