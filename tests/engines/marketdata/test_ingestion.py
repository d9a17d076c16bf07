"""Writing facts to a real database: versions, revisions, quarantine, idempotence."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import msgspec
import pyarrow as pa
import pytest

from nautilus import history
from nautilus.domain.instruments import Instrument, InstrumentKind
from nautilus.domain.market import float_column, int_column
from nautilus.domain.time import to_ns
from nautilus.engines.marketdata.store import FactStore
from nautilus.history import Adjustment, Basis
from nautilus.kernel.database import Database
from nautilus.kernel.migrations import migrate
from nautilus.sources.base import BARS, OBSERVATIONS, TRADES, Action, Batch, Part, Payload, Series, Spec
from nautilus.sources.quality import inspect

pytestmark = pytest.mark.stack

SPEC = Spec("test", "A test", "none")
X = "X.XNAS"
DAYS = [datetime(2019, 1, day, 21, tzinfo=UTC) for day in (2, 3, 4)]
DELAY = timedelta(minutes=15)
INSTRUMENT = Instrument(X, InstrumentKind.EQUITY, "USD", 2, Decimal("0.01"), Decimal(1), Decimal(1), "A share")
SERIES = Series("GDP", "Product", "dollars", "quarterly", "recorded", revised=False, dataset="test")
REFERENCE = Batch(
    instruments=[INSTRUMENT],
    actions=[Action(X, "SPLIT", DAYS[1].date(), Decimal(4))],
    series=[SERIES],
)


@pytest.fixture
async def database(database_url):
    migrate(database_url)
    database = Database(database_url, max_size=2)
    await database.open()
    yield database
    tables = "raw, instrument, action, series, bar, trade, observation, quarantine, origin"
    await database.execute("TRUNCATE " + ", ".join(f"marketdata.{name.strip()}" for name in tables.split(",")))
    await database.close()


@pytest.fixture
async def put(database):
    """Store a batch as the job does, as fetched on a day of February 2019; the number of rows added."""
    store = FactStore(database)
    numbers = iter(range(1, 100))

    async def put(batch, day=1):
        kept, aside = inspect(batch)
        fetched = to_ns(datetime(2019, 2, day, tzinfo=UTC))
        payload = Payload(Part("part"), str(next(numbers)).encode(), fetched)
        return await store.add(SPEC, payload, kept, aside)

    await put(REFERENCE)
    return put


def bars(*closes, known=DELAY, basis="assumed"):
    rows = [
        {
            "instrument_id": X,
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
    return Batch(bars=pa.Table.from_pylist(rows, schema=BARS))


def at(moment):
    return to_ns(moment)


async def closes(database, as_of, **keywords):
    return (await history.bars(database, X, as_of, **keywords)).close.tolist()


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
    assert await closes(database, "latest", basis=Basis.ANY) == [10, 11, 12]


async def test_vintages_with_recorded_times_are_all_kept(database, put):
    def vintage(value, day):
        row = {"series_id": "GDP", "valid": DAYS[0], "value": value, "known": DAYS[0] + timedelta(days=day)}
        return row | {"known_basis": "recorded", "rule": "", "dataset": "test"}

    batch = Batch(observations=pa.Table.from_pylist([vintage(1.0, 30), vintage(1.5, 60)], schema=OBSERVATIONS))
    assert await put(batch) == 2
    assert await put(batch, day=2) == 0
    for days, expected in ((29, []), (30, [1.0]), (59, [1.0]), (60, [1.5])):
        found = await history.observations(database, "GDP", at(DAYS[0] + timedelta(days=days)))
        assert found.value.tolist() == expected


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
    rows = await database.fetch("SELECT kind, reason, row ->> 'instrument_id' FROM marketdata.quarantine ORDER BY 2")
    assert rows == [("bars", "price is not positive", X), ("bars", "price or volume is not a number", X)]


async def test_trades_keep_their_order_and_come_once(database, put):
    origin = {"known_basis": "recorded", "rule": "", "dataset": "test"}
    rows = [
        {"instrument_id": X, "ts_event": ts, "ordinal": n, "price": price, "size": 1.0, "known": ts} | origin
        for n, (ts, price) in enumerate([(5, 3.0), (5, 1.0), (7, 2.0)])
    ]
    batch = Batch(trades=pa.Table.from_pylist(rows, schema=TRADES))
    assert await put(batch) == 3
    assert await put(batch, day=2) == 0
    found = await history.trades(database, X, "latest")
    assert float_column(found.price).tolist() == [3.0, 1.0, 2.0]
    assert int_column((await history.trades(database, X, 6)).ts_event).tolist() == [5, 5]


async def test_reference_rows_count_only_when_they_differ(put, database):
    assert await put(REFERENCE) == 0
    renamed = msgspec.structs.replace(INSTRUMENT, description="Another name")
    assert await put(Batch(instruments=[renamed])) == 1
    assert await history.instruments(database) == [renamed]
