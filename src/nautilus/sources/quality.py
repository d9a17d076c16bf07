"""Which rows enter the store and which are set aside, each with its reason. Nothing is mended silently."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from nautilus.sources.base import Batch
from nautilus.sources.calendars import US_VENUES, is_session

type _Rule = tuple[str, NDArray[np.bool_]]
SUSPICIOUS = " suspicious"
"""What a parser writes behind the condition of a tick that its source marks so."""
PRECISION = 1e-6
"""Relative: vendors send prices in single precision, so a high may be a rounding below the close."""
_DAILY = 86_400
_DAY_US = 86_400_000_000


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
        if not table.num_rows:
            kept[name] = table
            continue
        sound, bad = _split(name, table, _RULES[name](table) if name in _RULES else ())
        kept[name], repeated = _split(name, sound, _repeats(sound, *_KEYS[name]))
        aside += [*bad, *repeated]
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
        ("high is below open, close or low", rows["high"] < np.maximum(highest, rows["low"]) * (1 - PRECISION)),
        ("low is above open, close or high", rows["low"] > lowest * (1 + PRECISION)),
        ("known before its close", _before(table, "known", "valid")),
        ("not a trading day of its exchange", _is_stray(table)),
    ]


def _trade_rules(table: pa.Table) -> list[_Rule]:
    price, size = _floats(table, "price"), _floats(table, "size")
    return [
        ("price or size is not a number", ~(np.isfinite(price) & np.isfinite(size))),
        ("size is not positive", size <= 0),
        ("known before it happened", _before(table, "known", "ts_event")),
        ("marked suspicious by its source", _is_suspicious(table)),
    ]


def _quote_rules(table: pa.Table) -> list[_Rule]:
    prices = np.stack([_floats(table, name) for name in ("bid", "ask")])
    sizes = np.stack([_floats(table, name) for name in ("bid_size", "ask_size")])
    return [
        ("neither side is quoted", np.isnan(prices).all(axis=0)),
        ("price or size is not a number", np.isinf(prices).any(axis=0) | np.isinf(sizes).any(axis=0)),
        ("size is negative", (sizes < 0).any(axis=0)),
        ("known before it happened", _before(table, "known", "ts_event")),
        ("marked suspicious by its source", _is_suspicious(table)),
    ]


def _value_rules(table: pa.Table) -> list[_Rule]:
    return [("value is not a number", table["value"].is_valid().to_numpy() & ~np.isfinite(_floats(table, "value")))]


_RULES: Mapping[str, Callable[[pa.Table], list[_Rule]]] = {
    "bars": _bar_rules,
    "trades": _trade_rules,
    "quotes": _quote_rules,
    "observations": _value_rules,
    "facts": _value_rules,
}
_KEYS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "bars": (
        ("valid", "instrument_id", "price_type", "step_seconds", "known"),
        ("open", "high", "low", "close", "volume", "adjusted_close"),
    ),
    "trades": (("ordinal", "ts_event", "instrument_id"), ("price", "size")),
    "quotes": (("ordinal", "ts_event", "instrument_id"), ("bid", "ask", "bid_size", "ask_size")),
    "observations": (("valid", "series_id", "known"), ("value",)),
    "facts": (("valid", "document_id", "concept", "unit", "entity_id", "period_start", "known"), ("value",)),
    "documents": (("document_id", "entity_id"), ("valid", "title")),
    "events": (("valid", "entity_id", "kind", "known"), ("attributes",)),
    "listings": (("first_day", "instrument_id", "entity_id", "known"), ("last_day", "exchange")),
    "attributes": (("valid", "entity_id", "name", "known"), ("value",)),
}
"""What a row is about and when it was known, and what it says."""


def _repeats(table: pa.Table, key: Sequence[str], values: Sequence[str]) -> list[_Rule]:
    """Rows of one key, known at one time: of equal ones the first stays; where they differ, nobody can say which is
    right, so none does."""
    keys = codes(table, key)
    order = np.argsort(keys, kind="stable")
    same = keys[order][1:] == keys[order][:-1]
    if not same.any():
        return []
    repeated, differing = np.zeros(len(keys), np.bool_), np.zeros(len(keys), np.bool_)
    repeated[order[1:]] = same
    said = codes(table, values)
    starts = np.flatnonzero(np.concatenate([[True], ~same]))
    spread = np.maximum.reduceat(said[order], starts) != np.minimum.reduceat(said[order], starts)
    differing[order] = np.repeat(spread, np.diff(np.append(starts, len(keys))))
    return [("another row of the same time says otherwise", differing), ("the same row came before", repeated)]


def codes(table: pa.Table, columns: Sequence[str]) -> NDArray[np.int64]:
    """A number for each distinct combination of values, shape (n,)."""
    combined = np.zeros(table.num_rows, np.int64)
    for name in columns:
        column = table[name].combine_chunks()
        encoded = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
        numbers = encoded.indices.fill_null(-1).to_numpy().astype(np.int64) + 1
        if len(encoded.dictionary) == 0:
            continue
        combined = combined * (len(encoded.dictionary) + 1) + numbers
        if combined.size and combined.max() > 1 << 40:
            combined = np.unique(combined, return_inverse=True)[1].astype(np.int64)
    return combined


def _is_stray(table: pa.Table) -> NDArray[np.bool_]:
    """Whether a daily bar lies on a day without a session of the exchange that its instrument is of."""
    encoded = table["instrument_id"].combine_chunks()
    of_us = np.array([name.rpartition(".")[2] in US_VENUES for name in encoded.dictionary.to_pylist()] or [False])
    is_daily: NDArray[np.bool_] = table["step_seconds"].to_numpy() == _DAILY
    if not is_daily.any():
        return is_daily
    found: NDArray[np.bool_] = of_us[encoded.indices.to_numpy()] & is_daily
    days: NDArray[np.int64] = table["valid"].cast(pa.int64()).to_numpy() // _DAY_US
    return found & ~is_session(days)


def _is_suspicious(table: pa.Table) -> NDArray[np.bool_]:
    encoded = table["condition"].combine_chunks()
    marked = np.array([str(text).endswith(SUSPICIOUS) for text in encoded.dictionary.to_pylist()] + [False])
    found: NDArray[np.bool_] = marked[encoded.indices.fill_null(-1).to_numpy()]
    return found


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
