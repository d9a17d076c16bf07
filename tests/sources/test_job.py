"""The ingestion job: its sheet, doing nothing twice, going on where it was cut off."""

import logging

import pytest

from nautilus.kernel.errors import NotFoundError
from nautilus.sources import find_source, source_names
from nautilus.sources.base import TRADES, Batch, Part, Payload, Source, Spec, rows
from nautilus.sources.job import Counts, Line, Stored, ingest

LOG = logging.getLogger("test")


class Client:
    """Two parts of trades; the second has a bad row."""

    def __init__(self):
        self.closed = False

    async def plan(self):
        return [Part("first"), Part("second")]

    async def fetch(self, part):
        return Payload(part, part.name.encode(), 1)

    async def close(self):
        self.closed = True


def parse(payload):
    """A batch for each trade."""
    for n, size in enumerate([1.0, 2.0] if payload.part.name == "first" else [3.0, 0.0]):
        given = {"instrument_id": "X.Y", "ts_event": 1, "ordinal": n, "price": 1.0, "size": size, "known": 1}
        yield Batch(tables={"trades": rows(TRADES, 1, known_basis="recorded", rule="", dataset="test", **given)})


class Shelf:
    def __init__(self, fails_at=None):
        self.stored = {}
        self.trades = []
        self.aside = []
        self.fails_at = fails_at

    async def open(self, spec, payload):
        return self.stored.setdefault(payload.sha256, Stored(len(self.stored)))

    async def add(self, spec, stored, payload, piece):
        if (payload.part.name, piece.number) == self.fails_at:
            raise ConnectionError
        count = self.stored[payload.sha256].row_count + piece.row_count
        self.stored[payload.sha256] = Stored(stored.raw_id, piece.number + 1, count, piece.is_last)
        self.trades += piece.kept.table("trades").to_pylist()
        self.aside += piece.aside
        return Counts(added=piece.kept.row_count)


@pytest.fixture
def client():
    return Client()


@pytest.fixture
def source(client):
    return Source(Spec("test", "A test", "none", may_redistribute=True), connect=lambda folder: client, parse=parse)


async def test_the_sheet_says_what_was_fetched_added_and_set_aside(source, client):
    shelf = Shelf()
    sheet = await ingest(source, shelf, LOG)
    assert list(sheet.lines) == [
        Line("first", fetched=2, added=2, unchanged=0),
        Line("second", fetched=2, added=1, unchanged=0, quarantined=1, reasons={"size is not positive": 1}),
    ]
    assert (sheet.added, sheet.quarantined) == (3, 1)
    assert [row.row["ordinal"] for row in shelf.aside] == [1]
    assert client.closed


async def test_a_second_job_adds_nothing(source):
    shelf = Shelf()
    await ingest(source, shelf, LOG)
    again = await ingest(source, shelf, LOG)
    assert [(line.added, line.unchanged) for line in again.lines] == [(0, 2), (0, 2)]


async def test_a_job_that_was_cut_off_goes_on_at_the_part_it_lost(source, client):
    shelf = Shelf(fails_at=("second", 0))
    with pytest.raises(ConnectionError):
        await ingest(source, shelf, LOG)
    assert client.closed
    shelf.fails_at = None
    sheet = await ingest(source, shelf, LOG)
    assert [line.added for line in sheet.lines] == [0, 1]


async def test_a_part_that_was_cut_off_goes_on_at_the_batch_it_lost(source):
    shelf = Shelf(fails_at=("first", 1))
    with pytest.raises(ConnectionError):
        await ingest(source, shelf, LOG)
    shelf.fails_at = None
    sheet = await ingest(source, shelf, LOG)
    assert (sheet.lines[0].added, sheet.lines[0].unchanged) == (1, 1)
    assert [trade["size"] for trade in shelf.trades] == [1.0, 2.0, 3.0]


def test_sources_are_found_by_their_folders():
    assert "sample" in source_names()
    assert find_source("sample").spec.name == "sample"


def test_an_unknown_source_is_named_with_those_there_are():
    with pytest.raises(NotFoundError, match="sample"):
        find_source("bloomberg")


async def test_the_bundled_source_has_no_bad_rows():
    shelf = Shelf()
    sheet = await ingest(find_source("sample"), shelf, LOG)
    assert {line.part: line.fetched for line in sheet.lines} == {
        "manifest.json": 32,
        "equities.parquet": 28_225 + 3,
        "indices.parquet": 10_062,
        "observations.parquet": 11_744,
        "trades.parquet": 500_000,
    }
    assert sheet.quarantined == 0


async def test_the_bundled_bars_are_listed_under_the_companies_that_map_files_name():
    source = find_source("sample")
    payload = await source.connect(None).fetch(Part("equities.parquet"))
    (batch,) = source.parse(payload)
    found = {row["entity_id"]: row for row in batch.table("listings").to_pylist()}
    assert {name: row["instrument_id"] for name, row in found.items()} == {
        "us:AAPL": "AAPL.XNAS",
        "us:IBM": "IBM.XNYS",
        "us:META": "META.XNAS",
    }
    assert found["us:META"]["first_day"].isoformat() == "2012-05-18"  # Facebook's first day on NASDAQ
