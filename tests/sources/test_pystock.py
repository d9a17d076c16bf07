"""pystock: first prints, revisions and figures with the time at which each could be read in the archive."""

from datetime import UTC, date, datetime

import polars as pl
import pytest

from support.bulk import frame, given, needs_files, parsed

pytestmark = needs_files
DAILY = "us_equity_daily_pystock_2015_2017"
REVISIONS = "us_equity_daily_pystock_revisions"


@pytest.fixture(scope="module")
def bars():
    return frame("pystock", "bars", "bars")


def of(bars, instrument_id, day):
    """Versions of one daily bar, oldest first."""
    chosen = (pl.col("instrument_id") == instrument_id) & (pl.col("valid").dt.date() == day)
    return bars.filter(chosen).sort("known").to_dicts()


def test_every_row_is_a_bar_a_version_or_set_aside(bars):
    aside = parsed("pystock", "bars")[1]
    assert bars.height + aside.total() == given(DAILY).height + given(REVISIONS).height


def test_the_dirt_that_the_files_are_known_to_have_is_set_aside(bars):
    daily, revisions = given(DAILY), given(REVISIONS)
    stray = daily.group_by("date").len().filter(pl.col("len") < 4_000)["date"]
    assert len(stray) == 18
    not_positive = daily.filter(pl.col("close") <= 0)
    assert not_positive.height == 12
    aside = parsed("pystock", "bars")[1]
    revised = revisions.join(not_positive, on=["symbol", "date"], how="semi").height
    assert aside["price is not positive"] == 12 + revised
    on_stray = daily.filter(pl.col("date").is_in(stray.implode()) & (pl.col("close") > 0)).height
    on_stray += revisions.filter(pl.col("date").is_in(stray.implode())).height
    assert aside["not a trading day of its exchange"] == on_stray
    assert of(bars, "PMV.US", date(2015, 11, 20)) == []  # its low of 0.50 is above its close of 0.49
    assert bars.filter(pl.col("volume") == 0).height > 80_000, "days without a trade stay"


def test_a_close_that_was_revised_has_two_versions(bars):
    first, last = of(bars, "AAPL.US", date(2015, 6, 8))
    assert (first["close"], first["known"]) == (127.8, datetime(2015, 6, 9, 12, tzinfo=UTC))
    assert (last["close"], last["known"]) == (127.800003, datetime(2015, 6, 10, 12, tzinfo=UTC))
    assert (first["valid"], last["valid"]) == (datetime(2015, 6, 8, 20, tzinfo=UTC),) * 2
    assert [first[name] for name in ("open", "high", "low")] == [last[name] for name in ("open", "high", "low")]


def test_a_volume_and_an_adjusted_close_that_were_revised(bars):
    first, last = of(bars, "AAPL.US", date(2015, 5, 6))
    assert (first["volume"], first["adjusted_close"]) == (71_820_000, 125.01)
    assert (last["volume"], last["adjusted_close"]) == (72_141_000, 124.49)


def test_a_crawl_of_friday_is_known_on_monday(bars):
    (friday,) = of(bars, "A.US", date(2015, 3, 20))[:1]
    assert friday["known"] == datetime(2015, 3, 24, 12, tzinfo=UTC), "it came with the crawl of Monday the 23rd"
    known = bars.filter(pl.col("valid").dt.date() == date(2017, 3, 31))["known"].unique().to_list()
    assert known == [datetime(2017, 4, 3, 12, tzinfo=UTC)]


def test_an_early_close_is_kept(bars):
    closes = bars.filter(pl.col("valid").dt.date() == date(2015, 11, 27))["valid"].unique().to_list()
    assert closes == [datetime(2015, 11, 27, 18, tzinfo=UTC)]


def test_bars_are_recorded_and_name_their_rule(bars):
    rules = bars.group_by("known_basis", "rule").len().sort("len", descending=True).rows()
    assert [(basis, rule.split(";")[0]) for basis, rule, _ in rules] == [
        ("recorded", "crawl label + 1 business day, 12:00 UTC, when the archive was made")
    ] * 2


def test_figures_of_a_filing_are_there_once_when_first_crawled():
    facts = frame("pystock", "fundamentals", "facts")
    found = facts.filter(
        (pl.col("entity_id") == "AAPL.US")
        & (pl.col("concept") == "pystock:revenues")
        & (pl.col("valid") == date(2015, 3, 28))
    ).to_dicts()
    assert [(row["value"], row["known"], row["unit"]) for row in found] == [
        (58_010_000_000, datetime(2015, 4, 29, 12, tzinfo=UTC), "USD")
    ]
    assert found[0]["fiscal_period"] == "Q2"


def test_figures_that_contradict_each_other_in_one_crawl_are_set_aside():
    aside = parsed("pystock", "fundamentals")[1]
    assert set(aside) == {"another row of the same time says otherwise"}
    facts = frame("pystock", "fundamentals", "facts")
    key = ["entity_id", "concept", "unit", "period_start", "valid", "document_id", "known"]
    assert not facts.select(pl.struct(key).is_duplicated().any()).item()


def test_symbols_have_their_titles():
    listed = frame("pystock", "symbols", "listings")
    assert listed.height == given("us_equity_symbols_pystock").height == listed["instrument_id"].n_unique()
    titles = frame("pystock", "symbols", "attributes")
    assert titles.filter(pl.col("entity_id") == "pystock:A")["value"].to_list() == ["Agilent Technologies"]
