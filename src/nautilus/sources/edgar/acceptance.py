"""When EDGAR accepted a filing. Pure.

EDGAR writes `acceptanceDateTime` with a Z, but not always in UTC: in its answers for some companies the stamps are New
York's wall time. It is open from 06:00 to 22:00 there, so a stamp that lies outside of these hours in one reading was
meant in the other. Where both fit, UTC is read if the company's other stamps are clearly in it; if they are not, the
later reading counts: then a filing may be known some hours late, and never early.
"""

import polars as pl

ACCEPTANCE_RULE = "accepted by EDGAR"
LOCAL_RULE = "accepted by EDGAR, stamp read as New York time"
FILED_RULE = "filing date, end of the day in UTC"
NEXT_DAY_RULE = "accepted by EDGAR after hours, given out at 06:00 New York of the filing date"
_NEW_YORK = "America/New_York"
_OPENS, _CLOSES = 6, 22
_ENOUGH, _CLEAR = 5, 5
"""So many stamps that one reading cannot explain, and so many times those of the other, make the case clear."""


def accepted(filings: pl.DataFrame) -> pl.DataFrame:
    """The list of filings with `known` and `rule`. `cik`, `filingDate` and `acceptanceDateTime` are EDGAR's."""
    stamp = pl.col("acceptanceDateTime").str.to_datetime("%Y-%m-%dT%H:%M:%S%.fZ", time_unit="us")
    local = stamp.dt.replace_time_zone(_NEW_YORK, ambiguous="latest", non_existent="null")
    read = filings.with_columns(utc=stamp.dt.replace_time_zone("UTC"), local=local.dt.convert_time_zone("UTC"))
    fits = {name: _is_open(pl.col(name)) for name in ("utc", "local")}
    misfits = {name: (~each).sum().over("cik") for name, each in fits.items()}
    is_utc = (misfits["local"] >= _ENOUGH) & (misfits["local"] > _CLEAR * misfits["utc"])
    is_local = pl.when(fits["utc"] == fits["local"]).then(~is_utc).otherwise(fits["local"])
    read = read.with_columns(is_local=is_local & pl.col("local").is_not_null())
    moment = pl.when("is_local").then("local").otherwise("utc")
    filed = pl.col("filingDate").str.to_date()
    has_no_time = pl.any_horizontal(_is_midnight(pl.col("utc").dt.convert_time_zone(_NEW_YORK)), _is_midnight(stamp))
    morning = (filed.cast(pl.Datetime("us")) + pl.duration(hours=_OPENS)).dt.replace_time_zone(_NEW_YORK)
    is_next_day = filed > moment.dt.convert_time_zone(_NEW_YORK).dt.date()
    known = pl.when(has_no_time).then(end_of_day(filed)).when(is_next_day).then(morning.dt.convert_time_zone("UTC"))
    stamped = pl.when("is_local").then(pl.lit(LOCAL_RULE)).otherwise(pl.lit(ACCEPTANCE_RULE))
    rule = pl.when(has_no_time).then(pl.lit(FILED_RULE)).when(is_next_day).then(pl.lit(NEXT_DAY_RULE))
    return read.with_columns(known=known.otherwise(moment), rule=rule.otherwise(stamped)).drop(
        "utc", "local", "is_local"
    )


def end_of_day(day: pl.Expr) -> pl.Expr:
    """Last second of a day in UTC: when what has no time of day is known."""
    return day.cast(pl.Datetime("us", "UTC")) + pl.duration(days=1) - pl.duration(seconds=1)


def _is_midnight(moment: pl.Expr) -> pl.Expr:
    """EDGAR gives midnight where it has a day only, as of most filings before 2001."""
    return moment.dt.time() == pl.time(0, 0, 0)


def _is_open(moment: pl.Expr) -> pl.Expr:
    """Whether EDGAR accepts filings then; never at a time that no clock in New York has shown."""
    hour = moment.dt.convert_time_zone(_NEW_YORK).dt.hour()
    return ((hour >= _OPENS) & (hour < _CLOSES)).fill_null(value=False)
