"""Charts: the drawn line keeps its extremes, axes are round and enclose it."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nautilus.domain.time import NS_PER_DAY, NS_PER_SECOND
from nautilus.quant.tearsheet.chart import HEIGHT, WIDTH, Line, line_chart, round_steps, thin, time_marks


def line(values, step=NS_PER_DAY, **changes):
    ts = np.arange(len(values)) * step
    return Line(ts, np.array(values, dtype=float), "Equity in USD", lambda v: f"{v:g}", "equity", **changes)


@pytest.mark.parametrize("values", [[1, 2], [5, 5, 5], [0, 0], list(range(5000)), [-3, 4, -1]])
@pytest.mark.parametrize("to_zero", [True, False])
def test_the_line_is_inside_the_picture(values, to_zero):
    svg = line_chart(line(values, to_zero=to_zero))
    points = re.search(r'class="line" points="([^"]+)"', svg)[1]
    pairs = np.array([[float(v) for v in point.split(",")] for point in points.split()])
    assert (pairs[:, 0] >= 0).all()
    assert (pairs[:, 0] <= WIDTH).all()
    assert (pairs[:, 1] >= 0).all()
    assert (pairs[:, 1] <= HEIGHT).all()


def test_one_point_is_no_line():
    assert "too few points" in line_chart(line([1]))


def test_thinning_keeps_the_ends_and_the_extremes():
    values = np.random.default_rng(1).normal(size=20_000)
    values[7777], values[12_345] = 50, -50
    ts, kept = thin(np.arange(20_000), values)
    assert len(kept) < 2_000
    assert (kept.max(), kept.min()) == (50, -50)
    assert (ts[0], ts[-1]) == (0, 19_999)
    assert (np.diff(ts) > 0).all()


@given(st.floats(-1e9, 1e9), st.floats(-1e9, 1e9))
def test_steps_are_round_and_enclose(a, b):
    low, high = min(a, b), max(a, b)
    steps = round_steps(low, high, 5)
    tolerance = 1e-6 * max(abs(low), abs(high), 1)
    assert steps[0] <= low + tolerance
    assert steps[-1] >= high - tolerance
    assert 2 <= len(steps) <= 12


@pytest.mark.parametrize(
    ("seconds", "first"),
    [(6 * 3_600, "01 00h"), (20 * 86_400, "01-01"), (200 * 86_400, "1970-01"), (4_000 * 86_400, "1970")],
)
def test_time_marks_suit_the_span(seconds, first):
    marks = time_marks(0, seconds * NS_PER_SECOND)
    assert marks[0] == (0, first)
    assert 2 <= len(marks) <= 13
