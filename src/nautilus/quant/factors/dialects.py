"""What the words of a formula set mean: the one place where conventions of a set are stated.

Two published sets write `rank`, `std` or `/` and mean different numbers. A dialect maps each word to operators of
the graph with the parameters that say which.

ALPHA101, Kakushadze (2015), "101 Formulaic Alphas", arXiv:1601.00991, appendix A; open points as in the library
alpha101v 0.1.9, so that an independent check exists.
  - A window needs all its rows: one missing value gives NaN. Days that are not whole are floored.
  - `rank` is (r−1)/(n−1) across instruments, ties averaged, NaN left out; `ts_rank` the same within a window.
  - `stddev` and `covariance` divide by n (ddof 0). `correlation` is NaN where a side does not vary.
  - `ts_argmax`, `ts_argmin` count rows back from the newest (0), the oldest of equal values counts.
  - `decay_linear` weighs the newest heaviest. `adv{d}` is mean(close × volume, d), in currency.
  - Division by zero, a logarithm of what is not positive, a comparison with NaN: NaN, never infinity.

NAUTILUS, for definitions that are stated in prose or in a paper's own notation.
  - As ALPHA101, except that `stddev` and `covariance` divide by n − 1.

QLIB, Microsoft's qlib at d5379c5, `qlib/data/ops.py`, judged in float64.
  - Rolling operators use what is there (`min_periods` 1), `Std` has ddof 1, `Rank` is the share r/n in its window.
  - `Greater`, `Less` propagate NaN. Division follows IEEE 754.
"""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from nautilus.quant.factors.graph import CONSTANT, Graph, Parameter
from nautilus.quant.factors.language import Call, Expression, FormulaError, Name, Number, parse

type Builder = Callable[[Graph, list[int]], int]

FIELDS = ("open", "high", "low", "close", "volume")


@dataclass(frozen=True)
class Dialect:
    """`functions` are looked up by exact name first, then in lower case: sets spell them both ways."""

    name: str
    functions: Mapping[str, Builder]
    names: Callable[[Graph, str], int | None]

    def build(self, graph: Graph, text: str) -> int:
        """The number of the node that `text` means in `graph`. Raises FormulaError."""
        return self._lower(graph, parse(text))

    def _lower(self, graph: Graph, expression: Expression) -> int:
        match expression:
            case Number(value):
                return graph.constant(value)
            case Name(name):
                node = self.names(graph, name)
                if node is None:
                    raise FormulaError(f"{self.name} has no field {name!r}; there are {', '.join(FIELDS)}")
                return node
            case Call(function, arguments):
                builder = self.functions.get(function) or self.functions.get(function.lower())
                if builder is None:
                    raise FormulaError(f"{self.name} has no function {function!r}; add it to its dialect")
                return builder(graph, [self._lower(graph, each) for each in arguments])


def _check(arguments: list[int], count: int, word: str) -> None:
    if len(arguments) != count:
        raise FormulaError(f"{word} takes {count} arguments, got {len(arguments)}")


def _window(graph: Graph, number: int, word: str, least: int = 1) -> int:
    if graph.nodes[number].op != CONSTANT:
        raise FormulaError(f"the window of {word} must be a number, not an expression of fields")
    rows = math.floor(graph.value(number))
    if rows < least:
        raise FormulaError(f"the window of {word} must be at least {least}, got {rows}")
    return rows


def _element(op: str, arity: int) -> Builder:
    def build(graph: Graph, arguments: list[int]) -> int:
        _check(arguments, arity, op)
        return graph.apply(op, *arguments)

    return build


def _reversed(op: str) -> Builder:
    def build(graph: Graph, arguments: list[int]) -> int:
        _check(arguments, 2, op)
        return graph.apply(op, arguments[1], arguments[0])

    return build


def _cross(op: str, *parameters: Parameter) -> Builder:
    def build(graph: Graph, arguments: list[int]) -> int:
        _check(arguments, 1, op)
        return graph.apply(op, arguments[0], parameters=parameters)

    return build


def _rolling(op: str, *parameters: Parameter, inputs: int = 1, min_count: int | None = None) -> Builder:
    """`op` over a window given as the last argument; `min_count` None: every row of the window is needed."""

    def build(graph: Graph, arguments: list[int]) -> int:
        _check(arguments, inputs + 1, op)
        window = _window(graph, arguments[-1], op)
        needed = window if min_count is None else min_count
        return graph.apply(op, *arguments[:-1], parameters=(window, needed, *parameters))

    return build


def _delay(graph: Graph, arguments: list[int]) -> int:
    _check(arguments, 2, "delay")
    return graph.apply("delay", arguments[0], parameters=(_window(graph, arguments[1], "delay", least=0) + 1,))


def _delta(graph: Graph, arguments: list[int]) -> int:
    return graph.apply("sub", arguments[0], _delay(graph, arguments))


def _signed_power(graph: Graph, arguments: list[int]) -> int:
    _check(arguments, 2, "signedpower")
    size = graph.apply("pow", graph.apply("abs", arguments[0]), arguments[1])
    return graph.apply("mul", graph.apply("sign", arguments[0]), size)


def _alpha101_names(graph: Graph, name: str) -> int | None:
    if name in FIELDS:
        return graph.field(name)
    close = graph.field("close")
    if name == "returns":
        earlier = graph.apply("delay", close, parameters=(2,))
        return graph.apply("sub", graph.apply("ratio", close, earlier), graph.constant(1.0))
    if match := re.fullmatch(r"adv(\d+)", name):
        days = int(match[1])
        return graph.apply("mean", graph.apply("mul", close, graph.field("volume")), parameters=(days, days))
    return None


def _qlib_names(graph: Graph, name: str) -> int | None:
    return graph.field(name[1:]) if name.startswith("$") and name[1:] in FIELDS else None


_INFIX: dict[str, Builder] = {
    **{op: _element(op, 2) for op in ("add", "sub", "mul", "pow", "lt", "le", "eq", "ne", "and", "or")},
    "gt": _reversed("lt"),
    "ge": _reversed("le"),
    "neg": _element("neg", 1),
    "where": _element("where", 3),
}

ALPHA101 = Dialect(
    name="alpha101",
    names=_alpha101_names,
    functions={
        **_INFIX,
        "div": _element("ratio", 2),
        "abs": _element("abs", 1),
        "log": _element("log", 1),
        "sign": _element("sign", 1),
        "sqrt": _element("sqrt", 1),
        "signedpower": _signed_power,
        "delay": _delay,
        "delta": _delta,
        "sum": _rolling("sum"),
        "mean": _rolling("mean"),
        "stddev": _rolling("deviation", 0),
        "ts_min": _rolling("minimum"),
        "ts_max": _rolling("maximum"),
        "ts_rank": _rolling("rank_in_window", "unit"),
        "ts_argmax": _rolling("rows_since_maximum"),
        "ts_argmin": _rolling("rows_since_minimum"),
        "decay_linear": _rolling("decay"),
        "correlation": _rolling("correlation", inputs=2),
        "covariance": _rolling("covariance", 0, inputs=2),
        "rank": _cross("rank", "unit"),
        "scale": _cross("scale"),
    },
)

NAUTILUS = Dialect(
    name="nautilus",
    names=_alpha101_names,
    functions={
        **ALPHA101.functions,
        "stddev": _rolling("deviation", 1),
        "covariance": _rolling("covariance", 1, inputs=2),
    },
)

QLIB = Dialect(
    name="qlib",
    names=_qlib_names,
    functions={
        **_INFIX,
        "div": _element("div", 2),
        "Abs": _element("abs", 1),
        "Log": _element("log", 1),
        "Sign": _element("sign", 1),
        "Greater": _element("greater", 2),
        "Less": _element("lesser", 2),
        "Ref": _delay,
        "Delta": _delta,
        "Sum": _rolling("sum", min_count=1),
        "Mean": _rolling("mean", min_count=1),
        "Std": _rolling("deviation", 1, min_count=1),
        "Min": _rolling("minimum", min_count=1),
        "Max": _rolling("maximum", min_count=1),
        "Rank": _rolling("rank_in_window", "share", min_count=1),
    },
)

DIALECTS: Mapping[str, Dialect] = {each.name: each for each in (ALPHA101, NAUTILUS, QLIB)}
