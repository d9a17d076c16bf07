"""Precedence against Python's own grammar, and errors that name the place."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nautilus.quant.factors.dialects import ALPHA101, QLIB
from nautilus.quant.factors.graph import Graph
from nautilus.quant.factors.language import Call, FormulaError, Name, Number, parse


def constant(text: str) -> float:
    graph = Graph()
    return graph.value(QLIB.build(graph, text))


arithmetic = st.recursive(
    st.integers(1, 9).map("{}.0".format),  # floats: a tower of integer powers would not end
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from([" + ", " - ", " * ", " / ", " ** "]), inner).map("".join),
        inner.map("({})".format),
        inner.map("-{}".format),
    ),
    max_leaves=8,
)


@given(arithmetic)
def test_arithmetic_reads_as_python_reads_it(text):
    try:
        expected = eval(text)
    except (ZeroDivisionError, OverflowError):
        return
    if isinstance(expected, complex) or not math.isfinite(float(expected)) or abs(expected) > 1e300:
        return
    found = constant(text.replace("**", "^"))
    assert math.isnan(found) or found == pytest.approx(float(expected), rel=1e-12)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("-2^2", -4.0),
        ("2^3^2", 512.0),
        ("1 < 2 ? 10 : 20", 10.0),
        ("0 ? 1 : 0 ? 2 : 3", 3.0),
        ("1 + 1 == 2 && 3 > 2 || 0", 1.0),
        (".5e1 * 2", 10.0),
        ("7 - 2 - 1", 4.0),
    ],
)
def test_precedence_and_association(text, value):
    assert constant(text) == value


def test_calls_and_names():
    assert parse("rank(close, $open)") == Call("rank", (Name("close"), Name("$open")))
    assert parse(" ( 1 ) ") == Number(1.0)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("close +", "the end"),
        ("(close", r"expected '\)'"),
        ("close close", "position 6"),
        ("close # 2", "position 5"),
        ("a ? b", "expected ':'"),
        ("", "expected a number"),
    ],
)
def test_unreadable_text_is_refused_with_its_place(text, says):
    with pytest.raises(FormulaError, match=says):
        parse(text)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("vwap", "no field 'vwap'"),
        ("median(close, 3)", "no function 'median'"),
        ("delay(close, volume)", "must be a number"),
        ("sum(close, 0)", "at least 1"),
        ("rank(close, 2)", "takes 1 arguments"),
    ],
)
def test_words_without_meaning_are_refused(text, says):
    with pytest.raises(FormulaError, match=says):
        ALPHA101.build(Graph(), text)
