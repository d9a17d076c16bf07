"""From the files of pystock-data to tables. Pure.

A crawl is labelled with a trading day (`file_date`); its archive was made the next morning, so what it holds is known
at 12:00 UTC of the next Monday to Friday. The label is the publisher's, so the time counts as recorded.
"""

from collections.abc import Iterator
from datetime import date

import numpy as np
import polars as pl
import pyarrow as pa

from nautilus.sources.base import ATTRIBUTES, BARS, FACTS, LISTINGS, Batch, KnownBasis, Payload, rows, slices
from nautilus.sources.calendars import closes
from nautilus.sources.columns import OPEN_END, days, names, noon_after
from nautilus.sources.files import batches, contents, frame, table

DAILY_FILE = "us_equity_daily_pystock_2015_2017.parquet"
REVISIONS_FILE = "us_equity_daily_pystock_revisions.parquet"
FUNDAMENTALS_FILE = "us_equity_fundamentals_pystock_pit.parquet"
SYMBOLS_FILE = "us_equity_symbols_pystock.parquet"
PARTS = {
    "symbols": (SYMBOLS_FILE,),
    "bars": (DAILY_FILE, REVISIONS_FILE),
    "fundamentals": (FUNDAMENTALS_FILE,),
}
"""A revision says close, volume and adjusted close alone, so it is read together with the bars it revises."""
CRAWL_RULE = "crawl label + 1 business day, 12:00 UTC, when the archive was made"
REVISION_RULE = "as the bar; open, high and low are the bar's, since a revision does not say them"
SYMBOL_RULE = "listed when the crawls began, 2015-03-23: the list of symbols has no dates"
FIRST_CRAWL = date(2015, 3, 23)
_PER_SHARE = ("eps_basic", "eps_diluted", "dividend")
_FIGURES = (
    *("revenues", "op_income", "net_income", *_PER_SHARE, "assets", "cur_assets", "cur_liab", "cash", "equity"),
    *("cash_flow_op", "cash_flow_inv", "cash_flow_fin"),
)
_DAILY = {"price_type": "LAST", "step_seconds": 86_400, "adjusted": False, "known_basis": KnownBasis.RECORDED}
_DATASET = {"dataset": "pystock-data"}


def parse(payload: Payload) -> Iterator[Batch]:
    """The tables of one part. Raises KeyError for a part that pystock does not have."""
    files = contents(payload)
    kinds = {"symbols": _symbols, "bars": _bars, "fundamentals": _fundamentals}
    return kinds[payload.part.name](files)


def _bars(files: dict[str, bytes]) -> Iterator[Batch]:
    revisions = frame(table(files[REVISIONS_FILE])) if REVISIONS_FILE in files else None
    revised: list[pl.DataFrame] = []
    for piece in batches(files[DAILY_FILE]):
        yield Batch(tables={"bars": _first_prints(piece)})
        if revisions is not None:
            bars = frame(piece.select(["symbol", "date", "open", "high", "low"]))
            revised.append(revisions.join(bars, on=["symbol", "date"], how="inner", maintain_order="left"))
    for piece in slices(pl.concat(revised).to_arrow()) if revised else ():
        yield Batch(tables={"bars": _revisions(piece)})


def _first_prints(piece: pa.Table) -> pa.Table:
    return rows(
        BARS,
        piece.num_rows,
        instrument_id=names(piece["symbol"], "{}.US"),
        valid=closes(days(piece["date"])),
        **{name: piece[name] for name in ("open", "high", "low", "close", "volume")},
        adjusted_close=piece["adj_close"],
        known=noon_after(piece["file_date"]),
        rule=CRAWL_RULE,
        **_DAILY,
        **_DATASET,
    )


def _revisions(piece: pa.Table) -> pa.Table:
    """The last published values as versions of bars that are known already. Only first and last print are in the file:
    what was between them is not."""
    return rows(
        BARS,
        piece.num_rows,
        instrument_id=names(piece["symbol"], "{}.US"),
        valid=closes(days(piece["date"])),
        **{name: piece[name] for name in ("open", "high", "low")},
        close=piece["close_last"],
        volume=piece["volume_last"],
        adjusted_close=piece["adj_close_last"],
        known=noon_after(piece["file_date_last"]),
        rule=f"{CRAWL_RULE}; {REVISION_RULE}",
        **_DAILY,
        **_DATASET,
    )


def _fundamentals(files: dict[str, bytes]) -> Iterator[Batch]:
    """Each figure once, when it was first crawled with that value: crawls repeat a filing on the days after it."""
    filed = frame(table(files[FUNDAMENTALS_FILE]))
    form = pl.col("doc_type") + pl.when(pl.col("amend") == "True").then(pl.lit("/A")).otherwise(pl.lit(""))
    document = pl.concat_str("symbol", "end_date", form, "period_focus", separator="/")
    kept = ["symbol", "end_date", "period_focus", "fiscal_year", "file_date", "form", "document"]
    long = (
        filed.with_columns(form=form, document=document)
        .unpivot(list(_FIGURES), index=kept, variable_name="figure")
        .drop_nulls("value")
        .sort("figure", "document", "file_date", maintain_order=True)
    )
    same = (pl.col("value") == pl.col("value").shift(1).over("figure", "document")).fill_null(value=False)
    unit = pl.when(pl.col("figure").is_in(_PER_SHARE)).then(pl.lit("USD/shares")).otherwise(pl.lit("USD"))
    for piece in slices(long.filter(~same).with_columns(unit=unit).to_arrow()):
        yield Batch(tables={"facts": _facts(piece)})


def _facts(piece: pa.Table) -> pa.Table:
    """`period_start` is null: the file says when a period ends, not whether a figure is of a quarter or of the year."""
    return rows(
        FACTS,
        piece.num_rows,
        entity_id=names(piece["symbol"], "{}.US"),
        concept=names(piece["figure"], "pystock:{}"),
        unit=names(piece["unit"]),
        valid=pa.array(days(piece["end_date"]).astype(np.int32)).cast(pa.date32()),
        known=noon_after(piece["file_date"]),
        document_id=names(piece["document"]),
        value=piece["value"],
        form=names(piece["form"]),
        fiscal_year=piece["fiscal_year"],
        fiscal_period=names(piece["period_focus"]),
        known_basis=KnownBasis.RECORDED,
        rule=CRAWL_RULE,
        **_DATASET,
    )


def _symbols(files: dict[str, bytes]) -> Iterator[Batch]:
    """NASDAQ's list of symbols. It is one list without dates, so that a symbol was listed from the first crawl on is
    assumed, and an entity of it is named by the symbol alone."""
    listed = table(files[SYMBOLS_FILE])
    known = noon_after(pa.array([FIRST_CRAWL] * listed.num_rows, pa.date32()))
    origin = {"known_basis": KnownBasis.ASSUMED, "rule": SYMBOL_RULE, **_DATASET}
    listings = rows(
        LISTINGS,
        listed.num_rows,
        entity_id=names(listed["symbol"], "pystock:{}"),
        instrument_id=names(listed["symbol"], "{}.US"),
        first_day=FIRST_CRAWL,
        last_day=OPEN_END,
        known=known,
        **origin,
    )
    titles = rows(
        ATTRIBUTES,
        listed.num_rows,
        entity_id=names(listed["symbol"], "pystock:{}"),
        name="title",
        valid=FIRST_CRAWL,
        known=known,
        value=listed["name"],
        **origin,
    )
    yield Batch(tables={"listings": listings, "attributes": titles})
