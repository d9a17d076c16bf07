"""Checks of whole series: each finds the fault it is named for, and is silent on the series without it."""

import json
from datetime import UTC, datetime, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nautilus.sources.checks import disagreement, examine
from nautilus.sources.findings import grades
from nautilus.sources.repairs import repaired

MONDAY = datetime(2023, 1, 9, 21, tzinfo=UTC)
CLOSES = [10.0, 10.1, 10.05, 10.2, 10.15, 10.1, 10.25, 10.3, 10.2, 10.15, 10.1, 10.2, 10.3, 10.25, 10.2]


def bars(closes=CLOSES, series="A", **columns):
    """Daily bars on working days from 2023-01-09 with these closes; volume differs from day to day."""
    days = [MONDAY + timedelta(days=n + 2 * (n // 5)) for n in range(len(closes))]
    made = pl.DataFrame({"series": series, "valid": days, "close": closes}, schema_overrides={"close": pl.Float64})
    made = made.with_columns(pl.col("valid").cast(pl.Datetime("us", "UTC")), volume=pl.int_range(pl.len()) + 100.0)
    made = made.with_columns(
        open=pl.col("close"), high=pl.col("close") * 1.01, low=pl.col("close") * 0.99, adjusted_close=pl.col("close")
    )
    return made.with_columns(**{name: pl.Series(values, dtype=pl.Float64) for name, values in columns.items()})


def rules(frame, **given):
    return sorted(set(examine(frame, **given)["rule"]))


def at(number, value):
    """0 on all fifteen days but one."""
    return [value if n == number else 0.0 for n in range(len(CLOSES))]


def test_a_sound_series_has_no_findings_and_an_a():
    frame = bars()
    found = examine(frame)
    assert found.height == 0
    assert [(grade.letter, dict(grade.reasons), grade.row_count) for grade in grades(frame, found)] == [("A", {}, 15)]


def test_findings_say_where_and_show_what_was_found():
    frame = bars(high=[9.0, *(11.0,) * 14])
    (row,) = examine(frame).to_dicts()
    assert (row["rule"], row["series"], row["valid"], row["severity"]) == ("prices out of order", "A", MONDAY, 3)
    assert json.loads(row["evidence"]) == {"open": 10.0, "high": 9.0, "low": 9.9, "close": 10.0}


@pytest.mark.parametrize(
    ("frame", "rule"),
    [
        (bars(low=[0.0, *CLOSES[1:]]), "not positive"),
        (bars(volume=[-1.0, *range(14)]), "not positive"),
        (bars().vstack(bars()[3:4]), "duplicate"),
        (bars().reverse(), "time order"),
        (bars([*CLOSES[:7], 13.9, *CLOSES[8:]]), "spike"),
        (bars([*CLOSES[:7], *(value * 2.7 for value in CLOSES[7:])]), "jump"),
        (bars([10.0] * 15, volume=[500.0] * 15), "stale"),
        (bars([10.0] * 25, volume=[0.0] * 25), "not traded"),
        (bars([*CLOSES[:5], 1_020.0, 1_010.0, *CLOSES[7:]]), "unit"),
        (bars(high=[1_010.0, *(11.0,) * 14]), "unit"),
        (bars([*CLOSES[:7], *(value / 7 for value in CLOSES[7:])]), "split not told"),
        (bars([*(value * 7 for value in CLOSES[:7]), *CLOSES[7:]], split=at(7, 7.0)), "split not applied"),
        (bars([*CLOSES[:4], CLOSES[4] * 7, *CLOSES[5:]], split=at(10, 7.0)), "split not applied"),
        (bars(dividend=at(7, 0.2)), "dividend not taken off"),
        (bars(dividend=at(7, 0.2), adjusted_close=[9.98, *CLOSES[1:]]), "dividend not taken off"),
    ],
)
def test_a_fault_is_found(frame, rule):
    assert rule in rules(frame)


def adjusted(share):
    """Adjusted closes that take `share` of the price off before the eighth bar."""
    return [value * (1 - share) if n < 7 else value for n, value in enumerate(CLOSES)]


@pytest.mark.parametrize(
    ("dividend", "taken", "expected"),
    [
        (0.2575, 0.025, []),
        (25.75, 0.025, ["dividend in another unit", "dividend without a fall in price"]),
        (0.515, 0.025, ["dividend and adjustment differ"]),
        (0.2575, 0.05, ["dividend and adjustment differ"]),
        (0.2575, 0.0, ["dividend not taken off"]),
    ],
)
def test_a_dividend_is_held_against_its_adjustment(dividend, taken, expected):
    before = CLOSES[6]
    frame = bars(dividend=at(7, dividend * before / 10.3), adjusted_close=adjusted(taken))
    assert rules(frame) == expected


def test_a_dividend_that_comes_twice_is_found():
    paid = [0.1 if n in {7, 8} else 0.0 for n in range(15)]
    assert "dividend repeated" in rules(bars(dividend=paid))


def test_a_split_that_was_applied_is_no_finding():
    assert rules(bars(split=at(7, 7.0))) == []


def test_a_lasting_change_by_a_hundred_is_a_split_and_no_unit():
    lasting = [*CLOSES, *(value * 100 for value in CLOSES)]
    assert rules(bars(lasting)) == ["jump", "split not told"]


def test_one_series_does_not_speak_for_another():
    frame = pl.concat([bars(series="A"), bars([value * 100 for value in CLOSES], series="B")])
    assert examine(frame).height == 0


def test_gaps_and_days_without_a_session_of_new_york():
    frame = bars()
    assert [(row["rule"], row["valid"].date().isoformat()) for row in examine(frame, is_us_daily=True).to_dicts()] == [
        ("not a trading day", "2023-01-16")  # Martin Luther King Jr. Day
    ]
    holed = frame.filter(pl.col("valid").dt.day() != 11)
    (gap, _) = examine(holed, is_us_daily=True).to_dicts()
    assert (gap["rule"], json.loads(gap["evidence"])) == ("gap", {"missing": 1})


def test_sources_that_disagree():
    other = bars([*CLOSES[:4], 11.0, *CLOSES[5:]])
    (row,) = disagreement(bars(), other).to_dicts()
    assert (row["rule"], json.loads(row["evidence"])) == ("sources disagree", {"close": 10.15, "other": 11.0})


def test_a_spike_of_all_series_at_once_is_the_market():
    crash = [*CLOSES[:7], 7.0, *CLOSES[8:]]
    together = pl.concat([bars([value * n for value in crash], series=f"S{n}") for n in range(1, 31)])
    assert "spike" not in rules(together)
    alone = pl.concat([bars(series=f"S{n}") for n in range(1, 30)] + [bars(crash, series="X")])
    assert set(examine(alone).filter(pl.col("rule") == "spike")["series"]) == {"X"}


def test_grades_fall_with_the_share_of_bars_in_doubt():
    frame = pl.concat(
        [bars(series="A"), bars(series="B", high=[9.0, *(11.0,) * 14]), bars(series="C", high=[9.0] * 15)]
    )
    letters = {grade.series: grade.letter for grade in grades(frame, examine(frame))}
    assert letters == {"A": "A", "B": "E", "C": "F"}


def test_repairs_are_versions_that_name_their_rule():
    slip = bars([*CLOSES[:5], 1_020.0, 1_010.0, *CLOSES[7:]])
    made = repaired(slip)
    assert made["close"].to_list() == pytest.approx([10.2, 10.1])
    assert set(made["rule"]) == {"repair: prices in the unit of the series"}
    assert "unit" in rules(slip), "the bars themselves stay as they are"


@pytest.mark.parametrize("ratio", [7.0, 2.0, 0.1])
def test_a_split_is_repaired_in_prices_and_volume(ratio):
    before = [value * ratio for value in CLOSES[:7]]
    made = repaired(bars([*before, *CLOSES[7:]], split=at(7, ratio)))
    assert made["close"].to_list() == pytest.approx(CLOSES[:7])
    assert made["volume"].to_list() == pytest.approx([(100 + n) * ratio for n in range(7)])


def test_a_dividend_in_pence_is_repaired():
    made = repaired(bars(dividend=at(7, 25.625), adjusted_close=adjusted(0.025)))
    assert made.select("dividend", "rule").rows() == [
        (pytest.approx(0.25625, rel=1e-3), "repair: dividend as the adjusted close has it")
    ]


@given(start=st.integers(3, 8), length=st.integers(1, 3), is_up=st.booleans(), scale=st.floats(0.01, 10_000))
def test_a_unit_slip_is_found_and_repaired_wherever_it_lies(start, length, is_up, scale):
    closes = [value * scale for value in CLOSES]
    factor = 100.0 if is_up else 0.01
    slipped = [value * factor if start <= n < start + length else value for n, value in enumerate(closes)]
    made = repaired(bars(slipped))
    assert made["close"].to_list() == pytest.approx(closes[start : start + length])


@pytest.mark.parametrize(
    "frame",
    [
        bars([*(value * 100 for value in CLOSES[:4]), *CLOSES[4:]]),  # nothing before says which unit is right
        bars(dividend=at(7, 0.25), adjusted_close=adjusted(0.00025)),  # the price may have fallen by it
    ],
)
def test_what_may_be_wrong_on_either_side_is_found_and_not_repaired(frame):
    assert {"unit", "dividend in another unit"} & set(rules(frame))
    assert repaired(frame).height == 0
