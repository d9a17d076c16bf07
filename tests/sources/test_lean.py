"""LEAN: wall times of New York, sides of quotes, who traded as what, splits and dividends out of factors."""

import json
from datetime import UTC, date, datetime

import numpy as np
import polars as pl
import pytest

from nautilus.domain.time import to_ns
from support.bulk import frame, given, needs_files, parsed

pytestmark = needs_files


def actions(entity, kind):
    found = frame("lean", "factor files", "events").filter((pl.col("entity_id") == entity) & (pl.col("kind") == kind))
    return {row["valid"]: json.loads(row["attributes"]) for row in found.to_dicts()}


def listings(entity):
    """Latest version of each listing: (symbol, first day, last day)."""
    found = frame("lean", "map files", "listings").filter(pl.col("entity_id") == entity)
    latest = found.sort("known").unique(["instrument_id", "first_day"], keep="last").sort("first_day")
    return [(row["instrument_id"], row["first_day"], row["last_day"]) for row in latest.to_dicts()]


@pytest.mark.parametrize(
    ("part", "file", "table", "sides"),
    [
        ("daily trade bars", "us_equity_daily_lean", "bars", 1),
        ("hour trade bars", "us_equity_hour_lean", "bars", 1),
        ("minute trade bars", "us_equity_minute_trade_bars_lean", "bars", 1),
        ("second trade bars", "us_equity_second_trade_bars_lean", "bars", 1),
        ("second quote bars", "us_equity_second_quote_bars_lean", "bars", 2),
        ("fx minute quote bars", "fx_minute_quote_bars_lean", "bars", 2),
        ("fx ticks", "fx_tick_quotes_eurusd_fxcm_lean_201405", "quotes", 1),
        ("equity best quotes", "us_equity_tick_nbbo_ibm_derived_201310", "quotes", 1),
    ],
)
def test_every_row_of_a_file_is_stored(part, file, table, sides):
    tables, aside, _ = parsed("lean", part)
    assert tables[table].num_rows == given(file).height * sides
    assert aside.total() == 0


def test_a_side_without_a_quote_gives_no_bar():
    file = given("us_equity_minute_quote_bars_lean")
    sides = frame("lean", "minute quote bars", "bars")["price_type"].value_counts().rows()
    assert dict(sides) == {"BID": file["bid_open"].count(), "ASK": file["ask_open"].count()}
    assert file["bid_open"].null_count() == 5


@pytest.mark.parametrize(
    ("part", "file", "table"),
    [
        ("equity trades", "us_equity_tick_trades_lean_201310", "trades"),
        ("equity quotes", "us_equity_tick_quotes_ibm_lean_201310", "quotes"),
    ],
)
def test_ticks_that_lean_suspects_are_set_aside(part, file, table):
    suspects = given(file)["suspicious"].sum()
    tables, aside, _ = parsed("lean", part)
    assert aside == {"marked suspicious by its source": suspects}
    assert tables[table].num_rows == given(file).height - suspects


def test_a_daily_bar_closes_with_new_york():
    bars = frame("lean", "daily trade bars", "bars")
    apple = bars.filter(
        (pl.col("instrument_id") == "AAPL.US") & (pl.col("valid") == datetime(2014, 6, 6, 20, tzinfo=UTC))
    )
    (row,) = apple.to_dicts()
    assert (row["close"], row["known"]) == (645.57, datetime(2014, 6, 6, 20, 15, tzinfo=UTC))
    assert not row["adjusted"]


def test_bars_of_minutes_end_where_they_end():
    first = frame("lean", "minute trade bars", "bars").row(0, named=True)  # 04:15 on a summer morning in New York
    assert first["valid"] == datetime(2014, 6, 5, 8, 16, tzinfo=UTC)
    euro = frame("lean", "fx minute quote bars", "bars").row(0, named=True)  # its times are UTC
    assert (euro["instrument_id"], euro["valid"]) == ("EURUSD.FXCM", datetime(2011, 3, 7, 0, 1, tzinfo=UTC))


def test_a_side_that_is_not_said_is_missing():
    first, second = frame("lean", "equity quotes", "quotes").head(2).to_dicts()
    assert first["ts_event"] == to_ns(datetime(2013, 10, 7, 8, 0, 0, 54_000, tzinfo=UTC))
    assert (first["bid"], first["bid_size"], first["ask"], first["ask_size"]) == (None, None, 183.63, 100)
    assert (second["bid"], second["bid_size"], second["ask"], second["ask_size"]) == (180.01, 300, None, None)


def test_ordinals_number_the_ticks_of_the_file():
    ordinals = frame("lean", "equity trades", "trades")["ordinal"].to_numpy()
    assert (np.diff(ordinals) > 0).all()
    assert ordinals[-1] < given("us_equity_tick_trades_lean_201310").height


def test_options_have_the_names_of_occ():
    bars = frame("lean", "option bars", "bars")
    first = bars.filter((pl.col("instrument_id") == "AAPL 150117C01000000.US") & (pl.col("price_type") == "BID"))
    assert first.row(0, named=True)["close"] == 1.21
    interest = frame("lean", "option bars", "observations")
    assert interest.height == given("us_option_daily_lean").filter(pl.col("kind") == "openinterest").height
    assert interest.row(0, named=True)["series_id"] == "OI AAPL 150117C01000000.US"
    assert interest.row(0, named=True)["value"] == 9_325


def test_factors_of_the_coarse_universe_are_left_out():
    found = frame("lean", "coarse universe", "observations")
    kinds = found.select(pl.col("series_id").str.split(" ").list.first()).to_series().unique().sort().to_list()
    assert kinds == ["CLOSE", "DOLLAR_VOLUME", "VOLUME"]
    apple = found.filter(pl.col("series_id") == "CLOSE AAPL.US").sort("valid").row(0, named=True)
    assert (apple["value"], apple["known"]) == (539.1, datetime(2014, 3, 24, 20, 15, tzinfo=UTC))


def test_symbols_that_were_used_twice_belong_to_two_companies():
    assert listings("us:FB.1") == [("FB.US", date(1999, 9, 29), date(2003, 3, 28))]
    assert listings("us:META") == [
        ("FB.US", date(2012, 5, 18), date(2022, 6, 8)),
        ("META.US", date(2022, 6, 9), date(9999, 12, 31)),
    ]
    assert listings("us:WM") == [
        ("UW.US", date(1998, 1, 2), date(1998, 7, 16)),
        ("WMI.US", date(1998, 7, 17), date(2009, 8, 4)),
        ("WM.US", date(2009, 8, 5), date(9999, 12, 31)),
    ]
    assert listings("us:BNO") == [("BNO.US", date(2010, 6, 2), date(9999, 12, 31))]


def test_the_end_of_a_listing_is_not_known_while_it_goes_on():
    found = frame("lean", "map files", "listings").filter(pl.col("instrument_id") == "WMI.US").sort("known")
    assert found.select("last_day", "known").rows() == [
        (date(9999, 12, 31), datetime(1998, 7, 17, tzinfo=UTC)),
        (date(2009, 8, 4), datetime(2009, 8, 5, tzinfo=UTC)),
    ]


def test_renames_and_delistings_are_events():
    events = frame("lean", "map files", "events")
    meta = events.filter(pl.col("entity_id") == "us:META").row(0, named=True)
    assert json.loads(meta["attributes"]) == {"before": "FB.US", "after": "META.US"}
    assert (meta["kind"], meta["valid"], meta["known"].date()) == ("RENAME", date(2022, 6, 9), date(2022, 5, 31))
    gone = events.filter(pl.col("kind") == "DELISTING")
    last_rows = given("us_equity_map_files_lean").group_by("symbol").agg(pl.col("date").max())
    expected = last_rows.filter(pl.col("date") != 20501231)["symbol"].to_list()
    assert sorted(gone["entity_id"]) == sorted(f"us:{name}" for name in expected)


def test_splits_come_out_of_the_split_factors():
    assert actions("us:AAPL", "SPLIT") == {  # Apple's investor relations, split history
        date(2000, 6, 21): {"ratio": "2"},
        date(2005, 2, 28): {"ratio": "2"},
        date(2014, 6, 9): {"ratio": "7"},
        date(2020, 8, 31): {"ratio": "4"},
    }
    assert actions("us:AIG", "SPLIT")[date(2009, 7, 1)] == {"ratio": "0.05"}  # 1 for 20
    assert actions("us:GOOG", "SPLIT")[date(2015, 4, 27)]["ratio"] == "1.0027"
    assert actions("us:USO", "SPLIT")[date(2020, 4, 29)] == {"ratio": "0.125"}  # 1 for 8


def test_dividends_come_out_of_the_price_factors():
    found = actions("us:AAPL", "DIVIDEND")
    declared = {  # Apple's investor relations, dividend history, by ex date
        date(2012, 8, 9): "2.65",
        date(2013, 5, 9): "3.05",
        date(2014, 5, 8): "3.29",
        date(2014, 8, 7): "0.47",
        date(2015, 5, 7): "0.52",
        date(2016, 5, 5): "0.57",
        date(2017, 5, 11): "0.63",
        date(2018, 5, 11): "0.73",
        date(2019, 5, 10): "0.77",
        date(2020, 5, 8): "0.82",
        date(2021, 2, 5): "0.205",
    }
    assert {day: float(found[day]["amount"]) for day in declared} == pytest.approx(
        {day: float(amount) for day, amount in declared.items()}, abs=2e-3
    )
    assert {told["currency"] for told in found.values()} == {"USD"}


def test_actions_give_the_factors_back():
    """Oracle: the product of what the events say is LEAN's factor, row by row, for all 22 companies."""
    factors = given("us_equity_factor_files_lean").filter(pl.col("date") != 20501231)
    for (name,), rows in factors.group_by("symbol", maintain_order=True):
        entity = "us:META" if name == "FB" else f"us:{name}"
        splits, dividends = actions(entity, "SPLIT"), actions(entity, "DIVIDEND")
        split, paid = 1.0, 1.0
        last = given("us_equity_factor_files_lean").filter((pl.col("symbol") == name) & (pl.col("date") == 20501231))
        if last.height:
            split, paid = last["split_factor"][0], last["price_factor"][0]
            for row in rows.sort("date", descending=True).to_dicts():
                day = datetime.strptime(str(row["date"]), "%Y%m%d").date()
                ex = min((each for each in {*splits, *dividends} if 0 < (each - day).days < 8), default=None)
                if ex in splits:
                    split /= float(splits[ex]["ratio"])
                if ex in dividends:
                    paid *= 1 - float(dividends[ex]["amount"]) / row["reference_price"]
                assert split == pytest.approx(row["split_factor"], rel=2e-3), (name, day)
                assert paid == pytest.approx(row["price_factor"], rel=2e-3), (name, day)
