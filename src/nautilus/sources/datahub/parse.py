"""From datahub's tables to bars, observations and attributes. Pure. None of them says when it was published."""

from collections.abc import Iterator
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from nautilus.sources.base import (
    ATTRIBUTES,
    BARS,
    OBSERVATIONS,
    Batch,
    KnownBasis,
    Payload,
    Series,
    rows,
)
from nautilus.sources.columns import DAY_US, days, end_of_day, instants, later, midnight, names, utc
from nautilus.sources.files import contents, table

PARTS = {
    "members of the S&P 500": ("sp500_constituents_pddl.parquet",),
    "VIX": ("vix_daily_cboe_pddl.parquet",),
    "oil": ("oil_daily_eia_pddl.parquet",),
    "Shiller's series": ("sp500_shiller_monthly_pddl.parquet",),
}
VIX_RULE = "16:15 New York of the day + 15 minutes"
OIL_RULE = "7 days after the day"
SHILLER_RULE = "3 months after the month, end of day; values as revised when the file was made"
MEMBER_RULE = "day of the addition, end of day; who left before the file was made is not in it"
COMPANY_RULE = "day of the last addition in the file, end of day"
_SHILLER = {
    "sp500": ("S&P 500, average of the month", "index"),
    "dividend": ("S&P 500 dividends of 12 months", "US$ per index unit"),
    "earnings": ("S&P 500 earnings of 12 months", "US$ per index unit"),
    "consumer_price_index": ("US consumer price index", "index"),
    "long_interest_rate": ("10-year US government bond yield", "percent"),
    "real_price": ("S&P 500 in money of the file's last month", "index"),
    "real_dividend": ("S&P 500 dividends in money of the file's last month", "US$ per index unit"),
    "real_earnings": ("S&P 500 earnings in money of the file's last month", "US$ per index unit"),
    "pe10": ("S&P 500 price over 10-year average of real earnings", "ratio"),
}
_COMPANY = {
    "security": "title",
    "gics_sector": "sector",
    "gics_sub_industry": "industry",
    "headquarters_location": "headquarters",
    "founded": "founded",
    "symbol": "ticker",
}
_ASSUMED = {"known_basis": KnownBasis.ASSUMED, "dataset": "datahub"}


def parse(payload: Payload) -> Iterator[Batch]:
    """The tables of one part, in one batch. Raises KeyError for a part that datahub does not have."""
    (content,) = contents(payload).values()
    kinds = {"members of the S&P 500": _members, "VIX": _vix, "oil": _oil, "Shiller's series": _shiller}
    yield kinds[payload.part.name](table(content))


def _vix(found: pa.Table) -> Batch:
    """Nothing of an index is traded: volume is 0."""
    quarter_past_four = instants(days(found["date"]) * DAY_US + (16 * 60 + 15) * 60_000_000)
    valid = utc(quarter_past_four.cast(pa.timestamp("us")), "America/New_York")
    bars = rows(
        BARS,
        found.num_rows,
        instrument_id="VIX.XCBO",
        price_type="LAST",
        step_seconds=86_400,
        valid=valid,
        **{name: found[name] for name in ("open", "high", "low", "close")},
        volume=0.0,
        adjusted=False,
        known=later(valid, 15 * 60_000_000),
        rule=VIX_RULE,
        **_ASSUMED,
    )
    return Batch(tables={"bars": bars})


def _oil(found: pa.Table) -> Batch:
    titles = {"WTI": "WTI crude oil, Cushing, spot", "BRENT": "Brent crude oil, Europe, spot"}
    series = [
        Series(key, title, "US$ per barrel", "daily", OIL_RULE, False, "datahub") for key, title in titles.items()
    ]
    values = rows(
        OBSERVATIONS,
        found.num_rows,
        series_id=names(found["series"]),
        valid=midnight(found["date"]),
        value=found["price"],
        known=later(midnight(found["date"]), 7 * DAY_US),
        rule=OIL_RULE,
        **_ASSUMED,
    )
    return Batch(series=series, tables={"observations": values})


def _shiller(found: pa.Table) -> Batch:
    """A series a column. 0 stands for a value that is not there: none of them can be 0."""
    starts = days(found["date"])
    months = starts.astype("datetime64[D]").astype("datetime64[M]")
    known = (months + np.timedelta64(4, "M")).astype("datetime64[D]").astype(np.int64) * DAY_US - 1_000_000
    series, pieces = [], []
    for name, (title, unit) in _SHILLER.items():
        series.append(Series(f"SHILLER_{name.upper()}", title, unit, "monthly", SHILLER_RULE, True, "datahub"))
        values = rows(
            OBSERVATIONS,
            found.num_rows,
            series_id=series[-1].series_id,
            valid=instants(starts * DAY_US),
            value=found[name],
            known=instants(known),
            rule=SHILLER_RULE,
            **_ASSUMED,
        )
        pieces.append(values.filter(pc.not_equal(values["value"], 0)))
    return Batch(series=series, tables={"observations": pa.concat_tables(pieces).combine_chunks()})


def _members(found: pa.Table) -> Batch:
    added = found["date_added"].cast(pa.string()).cast(pa.date32())
    numbers = pc.utf8_lpad(found["cik"].cast(pa.string()), 10, "0")
    entity = names(numbers, "cik:{}")
    last: date = pc.max(added).as_py()
    # Two classes of shares are two members of one company; the name says which.
    since = rows(
        ATTRIBUTES,
        found.num_rows,
        entity_id=entity,
        name=names(found["symbol"], "S&P 500 member {}"),
        valid=added,
        known=end_of_day(added),
        value=pa.array(["true"] * found.num_rows),
        rule=MEMBER_RULE,
        **_ASSUMED,
    )
    is_first = pa.array(~_seen(numbers))
    pieces = [since]
    for column, name in _COMPANY.items():
        about = rows(
            ATTRIBUTES,
            found.num_rows,
            entity_id=entity,
            name=name,
            valid=last,
            known=end_of_day(pa.array([last] * found.num_rows, pa.date32())),
            value=found[column],
            rule=COMPANY_RULE,
            **_ASSUMED,
        )
        pieces.append(about.filter(is_first))
    return Batch(tables={"attributes": pa.concat_tables(pieces).unify_dictionaries()})


def _seen(numbers: pa.ChunkedArray) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Whether a company stood in a row above: of its share classes the first gives its title and ticker."""
    values = np.array(numbers.to_pylist())
    first = np.unique(values, return_index=True)[1]
    return ~np.isin(np.arange(len(values)), first)
