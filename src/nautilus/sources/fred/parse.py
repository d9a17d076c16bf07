"""From FRED's answers to series, observations and release events. Pure.

FRED dates a vintage by day (`realtime_start`), without a time of day, so it is known at the end of that day in UTC.
"""

from collections.abc import Iterator

import msgspec
import polars as pl
import pyarrow as pa

from nautilus.sources.base import EVENTS, OBSERVATIONS, Batch, EventKind, KnownBasis, Payload, Series, rows
from nautilus.sources.columns import end_of_day, midnight, names
from nautilus.sources.files import batches, contents, frame, table

PARTS = {
    "series": ("fred_series_metadata.parquet",),
    "vintages of GDP": ("alfred_gdp_vintages.parquet",),
    "observations": ("fred_panel_recorded.parquet",),
    "releases": ("fred_release_dates.parquet",),
}
VINTAGE_RULE = "realtime_start of the vintage, end of the day in UTC"
RECORDED_RULE = "realtime_start of the answer, end of the day in UTC; values as revised by then"
RELEASE_RULE = "day of the release, end of the day in UTC"
_RECORDED = {"known_basis": KnownBasis.RECORDED, "dataset": "fred"}


def parse(payload: Payload) -> Iterator[Batch]:
    """The tables of one part. Raises KeyError for a part that FRED does not have."""
    (content,) = contents(payload).values()
    kinds = {"series": _series, "vintages of GDP": _vintages, "observations": _panel, "releases": _releases}
    return kinds[payload.part.name](content)


def _series(content: bytes) -> Iterator[Batch]:
    found = [
        Series(line["id"], line["title"], line["units"], line["frequency"].lower(), VINTAGE_RULE, True, "fred")
        for line in table(content).to_pylist()
    ]
    yield Batch(series=found)


def _vintages(content: bytes) -> Iterator[Batch]:
    """Each vintage of each quarter. A missing value says that from then on FRED published none; so does a vintage that
    ends before the next one begins, which is added as a row of its own."""
    found = frame(table(content)).with_columns(
        pl.col("realtime_start").str.to_date(), pl.col("realtime_end").str.to_date()
    )
    ordered = found.sort("series_id", "date", "realtime_start")
    after = pl.col("realtime_end") + pl.duration(days=1)
    begins = pl.col("realtime_start").shift(-1).over("series_id", "date")
    goes_on = pl.col("realtime_end") == pl.date(9999, 12, 31)
    ended = ordered.filter(~goes_on & pl.col("value").is_not_null() & (begins.is_null() | (begins > after)))
    withdrawn = ended.with_columns(realtime_start=after, value=pl.lit(None, pl.Float64))
    every = pl.concat([ordered, withdrawn]).sort("series_id", "date", "realtime_start")
    yield Batch(tables={"observations": _observations(every.to_arrow(), "realtime_start", VINTAGE_RULE)})


def _panel(content: bytes) -> Iterator[Batch]:
    for piece in batches(content):
        yield Batch(tables={"observations": _observations(piece, "as_of", RECORDED_RULE)})


def _observations(piece: pa.Table, published: str, rule: str) -> pa.Table:
    return rows(
        OBSERVATIONS,
        piece.num_rows,
        series_id=names(piece["series_id"]),
        valid=midnight(piece["date"]),
        value=piece["value"],
        known=end_of_day(piece[published]),
        rule=rule,
        **_RECORDED,
    )


def _releases(content: bytes) -> Iterator[Batch]:
    """A release is an entity of its own. Some answers leave its name out: it is taken from those that have it."""
    found = table(content)
    titles = {line["release_id"]: line["release_name"] for line in found.to_pylist() if line["release_name"]}
    told = [msgspec.json.encode({"title": titles.get(key, "")}).decode() for key in found["release_id"].to_pylist()]
    day = found["date"].cast(pa.string()).cast(pa.date32())
    events = rows(
        EVENTS,
        found.num_rows,
        entity_id=names(found["release_id"].cast(pa.string()), "fred:release/{}"),
        kind=EventKind.RELEASE,
        valid=day,
        known=end_of_day(day),
        attributes=pa.array(told, pa.string()),
        rule=RELEASE_RULE,
        **_RECORDED,
    )
    yield Batch(tables={"events": events})
