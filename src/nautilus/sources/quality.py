"""Which rows enter the store and which are set aside, each with its reason. Nothing is mended silently."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from nautilus.sources.base import Batch

type _Rule = tuple[str, NDArray[np.bool_]]


@dataclass(frozen=True)
class Quarantined:
    """A row that was set aside: `table` is its name in the schemas of a source; `row` is it in full."""

    table: str
    reason: str
    row: dict[str, Any]


def inspect(batch: Batch) -> tuple[Batch, list[Quarantined]]:
    """The batch without its bad rows, and those rows. A row with several faults is listed under the first."""
    kept: dict[str, pa.Table] = {}
    aside: list[Quarantined] = []
    for name, table in batch.tables.items():
        kept[name], bad = _split(name, table, _RULES[name](table) if name in _RULES else ())
        aside += bad
    return replace(batch, tables=kept), aside


def _bar_rules(table: pa.Table) -> list[_Rule]:
    rows = {name: _floats(table, name) for name in ("open", "high", "low", "close", "volume")}
    highest = np.maximum(rows["open"], rows["close"])
    lowest = np.minimum(rows["open"], rows["close"])
    prices = np.stack([rows[name] for name in ("open", "high", "low", "close")])
    return [
        ("price or volume is not a number", ~np.isfinite(np.vstack([prices, rows["volume"]])).all(axis=0)),
        ("price is not positive", (prices <= 0).any(axis=0)),
        ("volume is negative", rows["volume"] < 0),
        ("high is below open, close or low", rows["high"] < np.maximum(highest, rows["low"])),
        ("low is above open, close or high", rows["low"] > lowest),
        ("known before its close", _before(table, "known", "valid")),
    ]


def _trade_rules(table: pa.Table) -> list[_Rule]:
    price, size = _floats(table, "price"), _floats(table, "size")
    return [
        ("price or size is not a number", ~(np.isfinite(price) & np.isfinite(size))),
        ("size is not positive", size <= 0),
        ("known before it happened", _before(table, "known", "ts_event")),
    ]


def _value_rules(table: pa.Table) -> list[_Rule]:
    return [("value is not a number", table["value"].is_valid().to_numpy() & ~np.isfinite(_floats(table, "value")))]


_RULES: Mapping[str, Callable[[pa.Table], list[_Rule]]] = {
    "bars": _bar_rules,
    "trades": _trade_rules,
    "observations": _value_rules,
    "facts": _value_rules,
}


def _split(name: str, table: pa.Table, rules: Sequence[_Rule]) -> tuple[pa.Table, list[Quarantined]]:
    reasons = np.full(table.num_rows, -1)
    for number, (_, broken) in reversed(list(enumerate(rules))):
        reasons[broken] = number
    bad = np.flatnonzero(reasons >= 0)
    if not len(bad):
        return table, []
    rows = table.take(pa.array(bad)).to_pylist()
    aside = [Quarantined(name, rules[reasons[i]][0], row) for i, row in zip(bad, rows, strict=True)]
    return table.filter(pa.array(reasons < 0)), aside


def _floats(table: pa.Table, name: str) -> NDArray[np.float64]:
    """A column as float64, missing values as NaN."""
    values: NDArray[np.float64] = table[name].to_numpy().astype(np.float64)
    return values


def _before(table: pa.Table, earlier: str, later: str) -> NDArray[np.bool_]:
    first, second = (table[name].cast(pa.int64()).to_numpy() for name in (earlier, later))
    result: NDArray[np.bool_] = first < second
    return result
