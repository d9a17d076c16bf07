"""Dirty rows are set aside with their reason, clean ones pass untouched."""

import math
from datetime import UTC, datetime, timedelta

import pyarrow as pa
import pytest

from nautilus.sources.base import BARS, OBSERVATIONS, QUOTES, TRADES, Batch
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
NEXT = BAR | {"valid": CLOSE + timedelta(days=1), "known": CLOSE + timedelta(days=2)}
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
        ({"valid": datetime(2018, 12, 25, 21, tzinfo=UTC)}, "not a trading day of its exchange"),
    ],
)
def test_a_bad_bar_is_set_aside(change, reason):
    table = pa.Table.from_pylist([BAR, BAR | change, NEXT], schema=BARS)
    kept, aside = inspect(Batch(tables={"bars": table}))
    assert kept.table("bars").to_pylist() == [BAR, NEXT]
    assert [(row.table, row.reason) for row in aside] == [("bars", reason)]
    assert aside[0].row["instrument_id"] == "AAPL.XNAS"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"price": math.nan}, "price or size is not a number"),
        ({"size": 0.0}, "size is not positive"),
        ({"known": 4}, "known before it happened"),
        ({"condition": "20 suspicious"}, "marked suspicious by its source"),
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
    withdrawn = OBSERVATION | {"value": None, "known": CLOSE + timedelta(days=1)}
    rows = [OBSERVATION, OBSERVATION | {"value": math.nan}, withdrawn]
    table = pa.Table.from_pylist(rows, schema=OBSERVATIONS)
    kept, aside = inspect(Batch(tables={"observations": table}))
    assert kept.table("observations")["value"].to_pylist() == [OBSERVATION["value"], None]
    assert [row.reason for row in aside] == ["value is not a number"]


def test_a_row_with_several_faults_is_listed_once():
    table = pa.Table.from_pylist([BAR | {"low": -1.0, "volume": -1.0}], schema=BARS)
    _, aside = inspect(Batch(tables={"bars": table}))
    assert [row.reason for row in aside] == ["price is not positive"]


def test_a_high_that_is_a_rounding_below_the_close_passes():
    table = pa.Table.from_pylist([BAR | {"high": 11.0, "close": 11.000001}], schema=BARS)
    assert not inspect(Batch(tables={"bars": table}))[1]


def test_of_equal_rows_the_first_stays():
    table = pa.Table.from_pylist([BAR, NEXT, BAR], schema=BARS)
    kept, aside = inspect(Batch(tables={"bars": table}))
    assert kept.table("bars").to_pylist() == [BAR, NEXT]
    assert [row.reason for row in aside] == ["the same row came before"]


def test_of_rows_that_contradict_each_other_none_stays():
    table = pa.Table.from_pylist([BAR, NEXT, BAR | {"close": 10.5}], schema=BARS)
    kept, aside = inspect(Batch(tables={"bars": table}))
    assert kept.table("bars").to_pylist() == [NEXT]
    assert [row.reason for row in aside] == ["another row of the same time says otherwise"] * 2


def test_a_later_version_is_no_repeat():
    table = pa.Table.from_pylist([BAR, BAR | {"known": CLOSE + timedelta(days=1)}], schema=BARS)
    assert not inspect(Batch(tables={"bars": table}))[1]


QUOTE = {"instrument_id": "IBM.US", "ts_event": 5, "ordinal": 0, "bid": 1.0, "bid_size": 1.0, "known": 5, **ORIGIN}
QUOTE |= {"ask": None, "ask_size": None, "venue": None, "condition": None}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"bid": None}, "neither side is quoted"),
        ({"bid": math.inf}, "price or size is not a number"),
        ({"bid_size": -1.0}, "size is negative"),
        ({"known": 4}, "known before it happened"),
        ({"condition": "1 suspicious"}, "marked suspicious by its source"),
    ],
)
def test_a_bad_quote_is_set_aside(change, reason):
    table = pa.Table.from_pylist([QUOTE, QUOTE | {"ordinal": 1} | change], schema=QUOTES)
    kept, aside = inspect(Batch(tables={"quotes": table}))
    assert kept.table("quotes").to_pylist() == [QUOTE]
    assert [row.reason for row in aside] == [reason]
