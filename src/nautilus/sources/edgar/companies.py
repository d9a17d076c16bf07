"""What companies are, and the symbols under which they trade now. The files do not say since when.

So what a company is counts as known when it was fetched. Of a symbol it is assumed that it has always named the company
that it names today, which is what lets a reader ask for the filings of AAPL in 2014; symbols that passed from one
company to another are told by map files, not here.
"""

from datetime import UTC, date, datetime

import polars as pl
import pyarrow as pa
import pyarrow.compute as pc

from nautilus.domain.time import from_ns
from nautilus.sources.base import ATTRIBUTES, LISTINGS, Batch, KnownBasis, rows
from nautilus.sources.columns import OPEN_END, names
from nautilus.sources.files import frame, table

FIRST_DAY = date(1993, 1, 1)
"""The year in which EDGAR began: since when something holds is not said."""
FETCHED_RULE = "when it was fetched; since when it holds is not said"
SYMBOL_RULE = "today's symbol, taken to have named the company ever since EDGAR began"
_ABOUT = {
    "name": "title",
    "sic": "sic",
    "sic_description": "industry",
    "tickers": "tickers",
    "exchanges": "exchange",
    "state_of_incorporation": "state_of_incorporation",
    "fiscal_year_end": "fiscal_year_end",
    "fye": "fiscal_year_end",
    "state": "state_of_incorporation",
    "entity_type": "kind",
}


def attributes(files: dict[str, bytes], fetched_ns: int) -> Batch:
    """A row for each thing that is said of a company; what is empty is not said."""
    (content,) = files.values()
    given = frame(table(content))
    if given["sic"].dtype == pl.Float64:
        given = given.with_columns(pl.col("sic").cast(pl.Int64).cast(pl.String).str.zfill(4))
    said = [column for column in _ABOUT if column in given.columns]
    long = given.select("cik", *said).unpivot(said, index="cik", variable_name="column").drop_nulls("value")
    long = long.filter(pl.col("value") != "").with_columns(name=pl.col("column").replace_strict(_ABOUT))
    found = long.to_arrow()
    made = rows(
        ATTRIBUTES,
        found.num_rows,
        entity_id=names(pc.utf8_lpad(found["cik"].cast(pa.string()), 10, "0"), "cik:{}"),
        name=names(found["name"]),
        valid=FIRST_DAY,
        known=from_ns(fetched_ns),
        value=found["value"],
        known_basis=KnownBasis.RECORDED,
        rule=FETCHED_RULE,
        dataset="edgar",
    )
    return Batch(tables={"attributes": made})


def listings(files: dict[str, bytes], fetched_ns: int) -> Batch:
    """EDGAR writes classes of shares with a dash: BRK-B."""
    del fetched_ns  # assumed to be known all along
    (content,) = files.values()
    found = table(content)
    made = rows(
        LISTINGS,
        found.num_rows,
        entity_id=names(found["cik"], "cik:{}"),
        instrument_id=names(pc.replace_substring(found["ticker"], "-", "."), "{}.US"),
        first_day=FIRST_DAY,
        last_day=OPEN_END,
        known=datetime.combine(FIRST_DAY, datetime.min.time(), UTC),
        exchange=names(found["exchange"]),
        known_basis=KnownBasis.ASSUMED,
        rule=SYMBOL_RULE,
        dataset="edgar",
    )
    return Batch(tables={"listings": made})
