"""Dirty rows are set aside with their reason, clean ones pass untouched."""

import math
from datetime import UTC, datetime, timedelta

import pyarrow as pa
import pytest

from nautilus.sources.base import BARS, OBSERVATIONS, TRADES, Batch
from nautilus.sources.quality import inspect

CLOSE = datetime(2019, 1, 2, 21, tzinfo=UTC)
ORIGIN = {"known_basis": "recorded", "rule": "", "dataset": "test"}
BAR = {
    "instrument_id": "AAPL.XNAS",
    "price_type": "LAST",
    "step_seconds": 86_400,
    "valid": CLOSE,
    "open": 10.0,
    "high": 12.0,
    "low": 9.0,
    "close": 11.0,
    "volume": 100.0,
    "adjusted": False,
    "adjusted_close": None,
    "known": CLOSE + timedelta(minutes=15),
    **ORIGIN,
}
TRADE = {"instrument_id": "ES.XCME", "ts_event": 5, "ordinal": 0, "price": 1.0, "size": 1.0, "known": 5, **ORIGIN}
TRADE |= {"venue": None, "condition": None}
OBSERVATION = {"series_id": "VIXCLS", "valid": CLOSE, "value": 13.5, "known": CLOSE, **ORIGIN}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"open": math.nan}, "price or volume is not a number"),
        ({"close": math.inf}, "price or volume is not a number"),
        ({"volume": None}, "price or volume is not a number"),
        ({"low": 0.0}, "price is not positive"),
        ({"volume": -1.0}, "volume is negative"),
        ({"high": 10.5}, "high is below open, close or low"),
        ({"low": 10.5}, "low is above open, close or high"),
        ({"known": CLOSE - timedelta(seconds=1)}, "known before its close"),
    ],
)
def test_a_bad_bar_is_set_aside(change, reason):
    table = pa.Table.from_pylist([BAR, BAR | change, BAR], schema=BARS)
    kept, aside = inspect(Batch(tables={"bars": table}))
    assert kept.table("bars").to_pylist() == [BAR, BAR]
    assert [(row.table, row.reason) for row in aside] == [("bars", reason)]
    assert aside[0].row["instrument_id"] == "AAPL.XNAS"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"price": math.nan}, "price or size is not a number"),
        ({"size": 0.0}, "size is not positive"),
        ({"known": 4}, "known before it happened"),
    ],
)
def test_a_bad_trade_is_set_aside(change, reason):
    kept, aside = inspect(Batch(tables={"trades": pa.Table.from_pylist([TRADE | change, TRADE], schema=TRADES)}))
    assert kept.table("trades").to_pylist() == [TRADE]
    assert [row.reason for row in aside] == [reason]


def test_a_negative_price_of_a_trade_passes():
    negative = TRADE | {"price": -37.63}  # crude oil, 2020-04-20
    kept, aside = inspect(Batch(tables={"trades": pa.Table.from_pylist([negative], schema=TRADES)}))
    assert not aside
    assert kept.table("trades").num_rows == 1


def test_an_observation_that_is_no_number_is_set_aside_and_one_that_is_not_published_is_not():
    rows = [OBSERVATION, OBSERVATION | {"value": math.nan}, OBSERVATION | {"value": None}]
    table = pa.Table.from_pylist(rows, schema=OBSERVATIONS)
    kept, aside = inspect(Batch(tables={"observations": table}))
    assert kept.table("observations")["value"].to_pylist() == [OBSERVATION["value"], None]
    assert [row.reason for row in aside] == ["value is not a number"]


def test_a_row_with_several_faults_is_listed_once():
    table = pa.Table.from_pylist([BAR | {"low": -1.0, "volume": -1.0}], schema=BARS)
    _, aside = inspect(Batch(tables={"bars": table}))
    assert [row.reason for row in aside] == ["price is not positive"]
