"""The operators of the graph: what each computes on arrays, and what it needs around a row to do so."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

import numpy as np

from nautilus.domain.market import F64
from nautilus.quant.factors import crosssection, windows


class Kind(Enum):
    ELEMENT = auto()
    """Each cell from the same cell of its inputs."""
    WINDOW = auto()
    """Each cell from a window of rows of the same instrument: `windows`."""
    CROSS = auto()
    """Each cell from its row: `crosssection`."""


@dataclass(frozen=True)
class Operator:
    """`evaluate` takes the input arrays, then the node's parameters."""

    kind: Kind
    arity: int
    evaluate: Callable[..., Any]
    commutes: bool = False


def _known(result: Any, *inputs: Any) -> F64:
    """1.0 or 0.0, and NaN where an input is NaN: a comparison with the unknown is unknown."""
    missing = np.isnan(inputs[0])
    for each in inputs[1:]:
        missing = missing | np.isnan(each)
    return np.where(missing, np.nan, np.asarray(result, dtype=np.float64))


def _ratio(x: Any, y: Any) -> Any:
    """x / y, and NaN where y is 0: a quotient of nothing is missing, not infinite."""
    return x / np.where(y == 0.0, np.nan, y)


def _log(x: Any) -> Any:
    return np.log(np.where(np.asarray(x) > 0.0, x, np.nan))


def _power(x: Any, y: Any) -> Any:
    """x ** y with NaN for what is not real or not finite, and NaN for a NaN on either side (C gives 1 for 1^NaN)."""
    raised = np.power(np.asarray(x, dtype=np.float64), y)
    return np.where(np.isnan(x) | np.isnan(y) | ~np.isfinite(raised), np.nan, raised)


def _where(condition: Any, chosen: Any, other: Any) -> F64:
    return np.where(np.isnan(condition), np.nan, np.where(condition != 0.0, chosen, other))


def _element(arity: int, evaluate: Callable[..., Any], *, commutes: bool = False) -> Operator:
    return Operator(Kind.ELEMENT, arity, evaluate, commutes)


OPERATORS: Mapping[str, Operator] = {
    "add": _element(2, np.add, commutes=True),
    "sub": _element(2, np.subtract),
    "mul": _element(2, np.multiply, commutes=True),
    "div": _element(2, np.divide),
    "ratio": _element(2, _ratio),
    "pow": _element(2, _power),
    "neg": _element(1, np.negative),
    "abs": _element(1, np.abs),
    "sign": _element(1, np.sign),
    "log": _element(1, _log),
    "sqrt": _element(1, np.sqrt),
    "lesser": _element(2, np.minimum, commutes=True),
    "greater": _element(2, np.maximum, commutes=True),
    "lt": _element(2, lambda x, y: _known(x < y, x, y)),
    "le": _element(2, lambda x, y: _known(x <= y, x, y)),
    "eq": _element(2, lambda x, y: _known(x == y, x, y), commutes=True),
    "ne": _element(2, lambda x, y: _known(x != y, x, y), commutes=True),
    "and": _element(2, lambda x, y: _known((x != 0.0) & (y != 0.0), x, y), commutes=True),
    "or": _element(2, lambda x, y: _known((x != 0.0) | (y != 0.0), x, y), commutes=True),
    "where": _element(3, _where),
    "delay": Operator(Kind.WINDOW, 1, windows.delay),
    "sum": Operator(Kind.WINDOW, 1, windows.total),
    "mean": Operator(Kind.WINDOW, 1, windows.mean),
    "deviation": Operator(Kind.WINDOW, 1, windows.deviation),
    "minimum": Operator(Kind.WINDOW, 1, windows.minimum),
    "maximum": Operator(Kind.WINDOW, 1, windows.maximum),
    "rank_in_window": Operator(Kind.WINDOW, 1, windows.rank),
    "rows_since_minimum": Operator(Kind.WINDOW, 1, windows.rows_since_minimum),
    "rows_since_maximum": Operator(Kind.WINDOW, 1, windows.rows_since_maximum),
    "decay": Operator(Kind.WINDOW, 1, windows.decay),
    "correlation": Operator(Kind.WINDOW, 2, windows.correlation, commutes=True),
    "covariance": Operator(Kind.WINDOW, 2, windows.covariance, commutes=True),
    "rank": Operator(Kind.CROSS, 1, crosssection.rank),
    "scale": Operator(Kind.CROSS, 1, crosssection.scale),
}
