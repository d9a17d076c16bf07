"""Writing facts to a real database: versions, revisions, quarantine, idempotence."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import msgspec
import pyarrow as pa
import pytest

from nautilus import history
from nautilus.domain.instruments import Instrument, InstrumentKind
from nautilus.domain.market import float_column, int_column
from nautilus.domain.time import to_ns
from nautilus.engines.marketdata.store import Archive, FactStore
from nautilus.history import Adjustment, Basis
from nautilus.history.figures import read_series
from nautilus.kernel.database import Database
from nautilus.kernel.errors import ConflictError, NotFoundError
from nautilus.kernel.migrations import migrate
from nautilus.sources.base import BARS, EVENTS, OBSERVATIONS, TRADES, Batch, Part, Payload, Series, Spec, rows
from nautilus.sources.job import Counts, Piece
from nautilus.sources.quality import inspect

pytestmark = pytest.mark.stack

SPEC = Spec("test", "A test", "none", may_redistribute=True)
X = "X.XNAS"
DAYS = [datetime(2019, 1, day, 21, tzinfo=UTC) for day in (2, 3, 4)]
DELAY = timedelta(minutes=15)
INSTRUMENT = Instrument(X, InstrumentKind.EQUITY, "USD", 2, Decimal("0.01"), Decimal(1), Decimal(1), "A share")
SERIES = Series("GDP", "Product", "dollars", "quarterly", "recorded", revised=False, dataset="test")
ORIGIN = {"known_basis": "recorded", "rule": "", "dataset": "test"}
SPLIT = rows(
    EVENTS,
    1,
    entity_id=X,
    kind="SPLIT",
    valid=DAYS[1].date(),
    known=datetime(2019, 1, 3, tzinfo=UTC),
    attributes='{"ratio": "4"}',
    **ORIGIN,
)
REFERENCE = Batch(instruments=[INSTRUMENT], series=[SERIES], tables={"events": SPLIT})


@pytest.fixture
async def database(database_url):
    migrate(database_url)
    database = Database(database_url, max_size=2)
    await database.open()
    yield database
    tables = ("raw", "instrument", "series", "quarantine", "origin", "watermark", "bar_version", "filing_fact")
    facts = ("bar", "trade", "quote", "observation", "document", "event", "listing", "attribute")
    await database.execute("TRUNCATE " + ", ".join(f"marketdata.{name}" for name in (*tables, *facts)))
    await database.close()


@pytest.fixture
async def store(database, tmp_path):
    return FactStore(database, Archive(tmp_path))


@pytest.fixture
async def put(store):
    """Store a batch as the job does, as fetched on a day of February 2019; the number of rows added."""
    numbers = iter(range(1, 100))

    async def put(batch, day=1):
        kept, aside = inspect(batch)
        fetched = to_ns(datetime(2019, 2, day, tzinfo=UTC))
        payload = Payload(Part("part"), str(next(numbers)).encode(), fetched)
        stored = await store.open(SPEC, payload)
        counts = await store.add(SPEC, stored, payload, Piece(0, kept, aside, is_last=True))
        return counts.added + counts.revised

    await put(REFERENCE)
    return put


def bars(*closes, known=DELAY, basis="assumed"):
    found = [
        {
            "instrument_id": X,
            "price_type": "LAST",
            "step_seconds": 86_400,
            "valid": day,
            **dict.fromkeys(("open", "high", "low", "close"), close),
            "volume": 100.0,
            "adjusted": False,
            "known": day + known,
            "known_basis": basis,
            "rule": "close + 15 minutes" if basis == "assumed" else "",
            "dataset": "test",
        }
        for day, close in zip(DAYS, closes, strict=False)
    ]
    return Batch(tables={"bars": table(BARS, found)})


def table(schema, found):
    """As a parser gives it: names are dictionaries."""
    return pa.Table.from_pylist(found, schema=plain(schema)).cast(schema)


def plain(schema):
    types = [kind.value_type if pa.types.is_dictionary(kind) else kind for kind in schema.types]
    return pa.schema(zip(schema.names, types, strict=True))


def at(moment):
    return to_ns(moment)


async def closes(database, as_of, **keywords):
    return (await history.bars(database, X, as_of, **keywords)).close.tolist()


async def published(database, as_of):
    return (await read_series(database, "GDP", as_of, basis=Basis.RECORDED)).arrow["value"].to_pylist()


async def test_a_bar_is_not_seen_before_it_was_known(database, put):
    assert await put(bars(10, 11, 12)) == 3
    assert await closes(database, at(DAYS[1] + DELAY)) == [10, 11]
    assert await closes(database, at(DAYS[1] + DELAY) - 1_000) == [10]
    assert await closes(database, at(DAYS[0])) == []
    assert await closes(database, "latest") == [10, 11, 12]


async def test_the_same_values_again_are_no_news(database, put):
    await put(bars(10, 11, 12))
    assert await put(bars(10, 11, 12), day=2) == 0


async def test_a_revision_is_known_when_it_was_fetched(database, put):
    await put(bars(10, 11, 12))
    assert await put(bars(10, 99, 12), day=2) == 1
    assert await closes(database, at(datetime(2019, 2, 1, 23, tzinfo=UTC))) == [10, 11, 12]
    assert await closes(database, "latest") == [10, 99, 12]
    found = await history.bars(database, X, "latest")
    assert found.known_basis == ("assumed", "recorded", "assumed")
    assert found.rule[1] == "revision seen when fetched"
    assert await put(bars(10, 99, 12), day=3) == 0
    assert await put(bars(10, 11, 12), day=4) == 1  # back again is a revision too


async def test_only_recorded_facts_on_that_basis(database, put):
    await put(bars(10, 11))
    await put(bars(10, 11, 12, known=timedelta(hours=12), basis="recorded"), day=2)
    assert await closes(database, "latest", basis=Basis.RECORDED) == [12]
    assert await closes(database, "latest", basis=Basis.ASSUMED) == [10, 11, 12]


async def test_vintages_with_recorded_times_are_all_kept(database, put):
    def vintage(value, day):
        row = {"series_id": "GDP", "valid": DAYS[0], "value": value, "known": DAYS[0] + timedelta(days=day)}
        return row | ORIGIN

    batch = Batch(tables={"observations": table(OBSERVATIONS, [vintage(1.0, 30), vintage(1.5, 60)])})
    assert await put(batch) == 2
    assert await put(batch, day=2) == 0
    for days, expected in ((29, []), (30, [1.0]), (59, [1.0]), (60, [1.5])):
        assert await published(database, at(DAYS[0] + timedelta(days=days))) == expected


async def test_splits_are_applied_from_their_ex_date_on(database, put):
    await put(bars(40, 10, 11))
    before = await history.bars(database, X, at(DAYS[0] + DELAY), adjustment=Adjustment.SPLITS)
    assert (before.close.tolist(), before.adjusted) == ([40], (False,))
    after = await history.bars(database, X, at(DAYS[2] + DELAY), adjustment=Adjustment.SPLITS)
    assert after.close.tolist() == [10, 10, 11]
    assert after.volume.tolist() == [400, 100, 100]
    assert after.adjusted == (True, False, False)


async def test_bad_rows_are_quarantined_with_their_reason(database, put):
    assert await put(bars(10, -1, float("nan"))) == 1
    found = await database.fetch("SELECT kind, reason, row ->> 'instrument_id' FROM marketdata.quarantine ORDER BY 2")
    assert found == [("bars", "price is not positive", X), ("bars", "price or volume is not a number", X)]


async def test_trades_keep_their_order_and_come_once(database, put):
    made = [
        {"instrument_id": X, "ts_event": ts, "ordinal": n, "price": price, "size": 1.0, "known": ts} | ORIGIN
        for n, (ts, price) in enumerate([(5, 3.0), (5, 1.0), (7, 2.0)])
    ]
    batch = Batch(tables={"trades": table(TRADES, made)})
    assert await put(batch) == 3
    assert await put(batch, day=2) == 0
    found = await history.trades(database, X, "latest")
    assert float_column(found.price).tolist() == [3.0, 1.0, 2.0]
    assert int_column((await history.trades(database, X, 6)).ts_event).tolist() == [5, 5]


async def test_a_version_of_an_earlier_time_is_stored_as_that(database, put):
    """What a crawl of the second saw comes after what one of the fourth did."""
    await put(bars(10, 11, known=timedelta(days=2), basis="recorded"))
    assert await put(bars(10, 9, known=timedelta(days=1), basis="recorded"), day=2) == 2
    assert await closes(database, at(DAYS[1] + timedelta(days=1))) == [10, 9]
    assert await closes(database, at(DAYS[1] + timedelta(days=2))) == [10, 11]
    assert await put(bars(10, 9, known=timedelta(days=1), basis="recorded"), day=3) == 0


async def test_versions_that_a_rule_dates_are_known_when_it_says(database, put):
    """First and last print of a bar, each with the day on which it was crawled, in one load and in another order."""
    await put(bars(10, 11, known=timedelta(days=1)))
    assert await put(bars(10, 12, known=timedelta(days=5)), day=20) == 1
    for days, close in ((1, 11), (4, 11), (5, 12)):
        assert (await closes(database, at(DAYS[1] + timedelta(days=days))))[1] == close
    assert await put(bars(10, 11, known=timedelta(days=1)), day=21) == 0
    assert await put(bars(10, 12, known=timedelta(days=5)), day=22) == 0


async def test_a_recorded_version_that_is_put_right_stays_behind_the_later_ones(database, put):
    def gdp(value, day):
        row = {"series_id": "GDP", "valid": DAYS[0], "value": value, "known": DAYS[0] + timedelta(days=day)}
        return Batch(tables={"observations": table(OBSERVATIONS, [row | ORIGIN])})

    async def known(day):
        return await published(database, at(DAYS[0] + timedelta(days=day, seconds=1)))

    await put(gdp(1.0, 5))
    await put(gdp(2.0, 8))
    for fetched in (20, 21):  # the publisher, or a better parser, says another value of the first time
        await put(gdp(1.5, 5), day=fetched)
        assert (await known(5), await known(8)) == ([1.5], [2.0])
    assert len(await database.fetch("SELECT FROM marketdata.observation")) == 3


async def test_of_equal_vintages_in_one_batch_the_first_is_the_version(database, put):
    def said(*values):
        made = [
            {"series_id": "GDP", "valid": DAYS[0], "value": value, "known": DAYS[0] + timedelta(days=day)} | ORIGIN
            for day, value in values
        ]
        return Batch(tables={"observations": table(OBSERVATIONS, made)})

    async def stored():
        found = await database.fetch("SELECT known, value FROM marketdata.observation ORDER BY known")
        return [((known - DAYS[0]).days, value) for known, value in found]

    assert await put(said((3, 1.0), (1, 1.0), (2, 1.0), (5, 2.0), (4, 1.0))) == 2
    assert await stored() == [(1, 1.0), (5, 2.0)]
    # there and back again, behind what is stored: the second 2.0 says something else than the 3.0 before it
    assert await put(said((6, 2.0), (7, 3.0), (8, 2.0), (9, None), (10, None)), day=2) == 3
    assert await stored() == [(1, 1.0), (5, 2.0), (7, 3.0), (8, 2.0), (9, None)]
    assert await put(said((6, 2.0), (7, 3.0), (8, 2.0), (9, None), (10, None)), day=3) == 0


async def test_one_id_may_name_a_series_of_each_of_two_sources(database, store, put):
    other = Payload(Part("part"), b"other", at(DAYS[2]))
    spec = Spec("other", "Another", "none", may_redistribute=True)
    batch = Batch(series=[replace(SERIES, title="Domestic product")])
    await store.add(spec, await store.open(spec, other), other, Piece(0, batch, (), is_last=True))
    found = await database.fetch("SELECT source, title FROM marketdata.series WHERE series_id = 'GDP' ORDER BY source")
    assert found == [("other", "Domestic product"), ("test", "Product")]


async def test_new_rows_beside_stored_ones_are_counted_by_year_on_both_ways(database, put):
    """The first batch goes straight into the table, the second has rows that are there."""
    assert await put(bars(10, 11)) == 2
    assert await put(bars(10, 11, 12), day=2) == 1
    assert await put(Batch(tables={"bars": bars(10, 11, 12).tables["bars"].slice(0, 0)}), day=3) == 0
    found = await database.fetch("SELECT dataset, period, row_count FROM marketdata.watermark WHERE dataset ~ '^bar'")
    assert found == [("bar/test/LAST/86400", 2019, 3)]


async def test_a_value_that_is_no_longer_published_is_missing_from_then_on(database, put):
    def gdp(value, day):
        row = {"series_id": "GDP", "valid": DAYS[0], "value": value, "known": DAYS[0] + timedelta(days=day)}
        return Batch(tables={"observations": table(OBSERVATIONS, [row | ORIGIN])})

    await put(gdp(1.0, 30))
    assert await put(gdp(None, 60), day=2) == 1
    assert await published(database, at(DAYS[0] + timedelta(days=59))) == [1.0]
    assert await published(database, "latest") == []


async def test_a_piece_is_stored_once_whoever_comes_twice(database, store):
    payload = Payload(Part("part"), b"bytes", at(DAYS[2]))
    stored = await store.open(SPEC, payload)
    piece = Piece(0, bars(10, 11), (), is_last=False)
    assert await store.add(SPEC, stored, payload, piece) == Counts(added=2)
    with pytest.raises(ConflictError, match="another job"):
        await store.add(SPEC, stored, payload, piece)
    again = await store.open(SPEC, payload)
    assert (again.batches_done, again.row_count, again.is_whole) == (1, 2, False)
    await store.add(SPEC, again, payload, Piece(1, bars(10, 11, 12), (), is_last=True))
    assert (await store.open(SPEC, payload)).is_whole
    assert await closes(database, "latest") == [10, 11, 12]


async def test_watermarks_count_what_there_is_by_dataset_and_year(database, put):
    await put(bars(10, 11, 12))
    await put(bars(10, 99, 12), day=2)
    found = await database.fetch("SELECT dataset, period, row_count FROM marketdata.watermark WHERE dataset ~ '^bar'")
    assert found == [("bar/test/LAST/86400", 2019, 4)]


async def test_raw_bytes_are_kept(store, tmp_path):
    payload = Payload(Part("part"), b"as they came" * 100, 0)
    await store.open(SPEC, payload)
    archive = Archive(tmp_path)
    assert archive.get(payload.sha256) == payload.content
    assert archive.path(payload.sha256).stat().st_size < len(payload.content)
    with pytest.raises(NotFoundError, match="ingest its source again"):
        archive.get("0" * 64)


async def test_reference_rows_count_only_when_they_differ(put, database):
    assert await put(REFERENCE) == 0
    renamed = msgspec.structs.replace(INSTRUMENT, description="Another name")
    assert await put(Batch(instruments=[renamed])) == 1
    assert await history.instruments(database) == [renamed]
