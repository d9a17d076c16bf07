"""From EDGAR's answers to filings and facts. Pure.

A filing is known when EDGAR accepted it. What it accepts after 17:30 New York is dated, and given out, on the next
business day from 06:00 on. A fact of a filing whose acceptance is not at hand is known at the end of its filing day.
"""

from collections.abc import Iterator
from typing import Any

import polars as pl
import pyarrow as pa

from nautilus.sources.base import DOCUMENTS, FACTS, Batch, KnownBasis, Payload, rows
from nautilus.sources.columns import names
from nautilus.sources.edgar import companies
from nautilus.sources.files import contents, frame, table

FILINGS_FILE = "edgar_submissions_filings.parquet"
FACTS_FILE = "edgar_company_facts.parquet"
PARTS = {
    "companies": ("edgar_companies_sample.parquet",),
    "companies with filings": ("edgar_submission_companies.parquet",),
    "symbols": ("edgar_company_tickers.parquet",),
    "filings": (FILINGS_FILE,),
    "facts": (FACTS_FILE, FILINGS_FILE),
}
"""A fact says on which day it was filed; the list of filings, at what time."""
ACCEPTANCE_RULE = "accepted by EDGAR"
NEXT_DAY_RULE = "accepted by EDGAR after hours, given out at 06:00 New York of the filing date"
FILED_RULE = "filing date, end of the day in UTC"
_RECORDED = {"known_basis": KnownBasis.RECORDED, "dataset": "edgar"}


def parse(payload: Payload) -> Iterator[Batch]:
    """The tables of one part, in one batch. Raises KeyError for a part that EDGAR does not have."""
    files = contents(payload)
    kinds = {
        "companies": companies.attributes,
        "companies with filings": companies.attributes,
        "symbols": companies.listings,
        "filings": _documents,
        "facts": _facts,
    }
    yield kinds[payload.part.name](files, payload.fetched_ns)


def _documents(files: dict[str, bytes], fetched_ns: int) -> Batch:
    """`valid` is the end of the period that a filing reports on, or the filing date where it reports on none."""
    del fetched_ns  # filings say themselves when they were known
    filings = _accepted(files[FILINGS_FILE])
    told = pl.struct(
        "filingDate", "reportDate", "acceptanceDateTime", "act", "fileNumber", "items", "size", "primaryDocument"
    ).struct.json_encode()
    report = pl.col("reportDate").str.to_date(strict=False).fill_null(pl.col("filingDate").str.to_date())
    title = pl.when(pl.col("primaryDocDescription") == "").then("form").otherwise("primaryDocDescription")
    found = filings.with_columns(told=told, report=report, title=title).to_arrow()
    documents = rows(
        DOCUMENTS,
        found.num_rows,
        document_id=names(found["accessionNumber"]),
        entity_id=names(_padded(found["cik"]), "cik:{}"),
        kind=names(found["form"]),
        valid=found["report"],
        known=found["known"],
        title=found["title"],
        attributes=found["told"],
        rule=names(found["rule"]),
        **_RECORDED,
    )
    return Batch(tables={"documents": documents})


def _facts(files: dict[str, bytes], fetched_ns: int) -> Batch:
    del fetched_ns
    facts = frame(table(files[FACTS_FILE]))
    filed = pl.col("filed").str.to_date()
    end_of_day = filed.cast(pl.Datetime("us", "UTC")) + pl.duration(days=1) - pl.duration(seconds=1)
    if FILINGS_FILE in files:
        accepted = _accepted(files[FILINGS_FILE]).select("known", "rule", accn="accessionNumber").unique("accn")
        facts = facts.join(accepted, on="accn", how="left", maintain_order="left")
    else:
        facts = facts.with_columns(known=pl.lit(None, pl.Datetime("us", "UTC")), rule=pl.lit(None, pl.String))
    known, rule = pl.col("known").fill_null(end_of_day), pl.col("rule").fill_null(FILED_RULE)
    start, end = pl.col("start").str.to_date(), pl.col("end").str.to_date()
    concept = pl.concat_str("taxonomy", "tag", separator=":")
    found = facts.with_columns(known=known, rule=rule, start=start, end=end, concept=concept).to_arrow()
    made = rows(
        FACTS,
        found.num_rows,
        entity_id=names(_padded(found["cik"]), "cik:{}"),
        concept=names(found["concept"]),
        unit=names(found["unit"]),
        period_start=found["start"],
        valid=found["end"],
        known=found["known"],
        document_id=names(found["accn"]),
        value=found["val"],
        form=names(found["form"]),
        fiscal_year=found["fy"],
        fiscal_period=names(found["fp"]),
        rule=names(found["rule"]),
        **_RECORDED,
    )
    return Batch(tables={"facts": made})


def _accepted(content: bytes) -> pl.DataFrame:
    """The list of filings with `known` and `rule`."""
    filings = frame(table(content))
    accepted = pl.col("acceptanceDateTime").str.to_datetime("%Y-%m-%dT%H:%M:%S%.fZ", time_unit="us", time_zone="UTC")
    filed = pl.col("filingDate").str.to_date()
    morning = (
        (filed.cast(pl.Datetime("us")) + pl.duration(hours=6))
        .dt.replace_time_zone("America/New_York")
        .dt.convert_time_zone("UTC")
    )
    is_next_day = filed > accepted.dt.convert_time_zone("America/New_York").dt.date()
    return filings.with_columns(
        known=pl.when(is_next_day).then(morning).otherwise(accepted),
        rule=pl.when(is_next_day).then(pl.lit(NEXT_DAY_RULE)).otherwise(pl.lit(ACCEPTANCE_RULE)),
    )


def _padded(column: Any) -> pa.ChunkedArray:
    """CIKs in ten digits."""
    return pa.compute.utf8_lpad(column.cast(pa.string()), 10, "0")
