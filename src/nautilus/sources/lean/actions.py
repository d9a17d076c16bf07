"""Factor files: splits and dividends, worked out from the factors and the close before the ex date.

A row holds for all days up to its date that the row before does not cover. So between a row and the next one lies an
action whose ex date is the session after the row's date:

- split: the next split factor over this one is how many shares one became;
- dividend: this price factor over the next one is 1 − amount / close, where the close is the row's reference price.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from itertools import groupby, pairwise
from typing import Any

import msgspec
import numpy as np
import pyarrow as pa

from nautilus.sources.base import EVENTS, Batch, EventKind, KnownBasis, rows
from nautilus.sources.calendars import sessions
from nautilus.sources.columns import INSTANT, names
from nautilus.sources.files import table
from nautilus.sources.lean.identities import entity

ACTION_RULE = "before the open of the ex date; amount from the factor file"
_HALF_UNIT = 0.5e-7
"""Factors have seven decimals."""
_MOST_SHARES = 20
_SPLIT_TOLERANCE = 2e-4
"""Relative. Split factors are products that were rounded at each split (2.000293 for TWX in 1999, which was 2 for 1):
a ratio this near to p for q, neither above _MOST_SHARES, is taken as that."""


def actions(content: bytes) -> Iterator[Batch]:
    events: list[tuple[str, EventKind, date, dict[str, str]]] = []
    lines = table(content).to_pylist()
    for name, group in groupby(lines, key=lambda line: line["symbol"]):
        for row, following in pairwise(group):
            ex_date = _session_after(row["date"])
            if row["split_factor"] != following["split_factor"]:
                events.append((entity(name), EventKind.SPLIT, ex_date, {"ratio": _ratio(row, following)}))
            if row["price_factor"] != following["price_factor"]:
                told = {"amount": _amount(row, following), "currency": "USD"}
                events.append((entity(name), EventKind.DIVIDEND, ex_date, told))
    yield Batch(tables={"events": _events(events)})


def _ratio(row: dict[str, Any], following: dict[str, Any]) -> str:
    """Shares that one became, as decimal text."""
    ratio = following["split_factor"] / row["split_factor"]
    simple = Fraction(ratio).limit_denominator(_MOST_SHARES)
    if simple.numerator <= _MOST_SHARES and abs(float(simple) / ratio - 1) <= _SPLIT_TOLERANCE:
        return f"{float(simple):.12g}"
    return f"{ratio:.7g}"


def _amount(row: dict[str, Any], following: dict[str, Any]) -> str:
    """Dollars a share, to the decimals that the factors carry at this price (no more than six)."""
    share = row["price_factor"] / following["price_factor"]
    amount = row["reference_price"] * (1 - share)
    error = row["reference_price"] * 2 * _HALF_UNIT / following["price_factor"]
    decimals = min(6, max(2, int(-np.log10(2 * error))))
    return f"{round(amount, decimals):.12g}"


def _session_after(number: int) -> date:
    day = date(number // 10_000, number // 100 % 100, number % 100)
    known = sessions()
    ordinal = (day - date(1970, 1, 1)).days
    return date(1970, 1, 1) + timedelta(days=int(known[np.searchsorted(known, ordinal, side="right")]))


def _events(events: Sequence[tuple[str, EventKind, date, dict[str, str]]]) -> pa.Table:
    return rows(
        EVENTS,
        len(events),
        entity_id=names(pa.array([who for who, *_ in events], pa.string())),
        kind=names(pa.array([kind for _, kind, _, _ in events], pa.string())),
        valid=pa.array([day for _, _, day, _ in events], pa.date32()),
        known=pa.array([datetime.combine(day, time(), UTC) for _, _, day, _ in events], INSTANT),
        attributes=pa.array([msgspec.json.encode(told).decode() for *_, told in events], pa.string()),
        known_basis=KnownBasis.ASSUMED,
        rule=ACTION_RULE,
        dataset="lean",
    )
