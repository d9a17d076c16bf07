"""From EDGAR's answers to filings and facts. Pure.

A filing is known when EDGAR accepted it (`acceptance`). What it accepts after 17:30 New York is dated, and given out,
on the next business day from 06:00 on. A fact of a filing whose acceptance is not at hand is known at the end of its
filing day. Results of a quarter are announced by a form 8-K with item 2.02; a meeting of shareholders by the proxy
statement, whose period of report is the day of the meeting, and what it voted by an 8-K with item 5.07.
"""

from collections.abc import Iterator
from typing import Any

import polars as pl
import pyarrow as pa

from nautilus.sources.base import DOCUMENTS, EVENTS, FACTS, Batch, EventKind, KnownBasis, Payload, rows
from nautilus.sources.columns import names
from nautilus.sources.edgar import companies
from nautilus.sources.edgar.acceptance import FILED_RULE, accepted, end_of_day
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
    filings = accepted(frame(table(files[FILINGS_FILE])))
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
    return Batch(tables={"documents": documents, "events": _events(filings.with_columns(report=report))})


def _events(filings: pl.DataFrame) -> "pa.Table":
    """Earnings and meetings, on the day that the filing tells; one a company, kind, day and time of knowing."""
    items = pl.col("items").str.split(",")
    is_current = pl.col("form").is_in(["8-K", "8-K/A"])
    kind = (
        pl.when(is_current & items.list.contains("2.02"))
        .then(pl.lit(EventKind.EARNINGS.value))
        .when(is_current & items.list.contains("5.07") | (pl.col("form") == "DEF 14A") & (pl.col("reportDate") != ""))
        .then(pl.lit(EventKind.MEETING.value))
    )
    told = pl.struct("form", "items", document_id="accessionNumber").struct.json_encode()
    found = (
        filings.with_columns(kind=kind, told=told)
        .filter(pl.col("kind").is_not_null())
        .unique(["cik", "kind", "report", "known"], keep="first", maintain_order=True)
        .to_arrow()
    )
    return rows(
        EVENTS,
        found.num_rows,
        entity_id=names(_padded(found["cik"]), "cik:{}"),
        kind=names(found["kind"]),
        valid=found["report"],
        known=found["known"],
        attributes=found["told"],
        rule=names(found["rule"]),
        **_RECORDED,
    )


def _facts(files: dict[str, bytes], fetched_ns: int) -> Batch:
    del fetched_ns
    facts = frame(table(files[FACTS_FILE]))
    filed = pl.col("filed").str.to_date()
    if FILINGS_FILE in files:
        filings = accepted(frame(table(files[FILINGS_FILE])))
        times = filings.select("known", "rule", accn="accessionNumber").unique("accn")
        facts = facts.join(times, on="accn", how="left", maintain_order="left")
    else:
        facts = facts.with_columns(known=pl.lit(None, pl.Datetime("us", "UTC")), rule=pl.lit(None, pl.String))
    known, rule = pl.col("known").fill_null(end_of_day(filed)), pl.col("rule").fill_null(FILED_RULE)
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


def _padded(column: Any) -> pa.ChunkedArray:
    """CIKs in ten digits."""
    return pa.compute.utf8_lpad(column.cast(pa.string()), 10, "0")
