"""Reading the values that an engine stored, and the times as of which one reads."""

from datetime import UTC, datetime

import pytest

from nautilus import history
from nautilus.domain.market import float_column, int_column
from nautilus.history.asof import Basis, known_by, known_by_ns
from nautilus.kernel.database import Database
from nautilus.kernel.errors import NotFoundError
from nautilus.kernel.migrations import migrate


@pytest.fixture
async def database(database_url):
    migrate(database_url)
    database = Database(database_url, max_size=2)
    await database.open()
    rows = [
        (run, sequence, instrument, name, sequence * 10, sequence + len(name) / 10)
        for run in (1, 2)
        for instrument in ("B.X", "A.X")
        for name in ("volume", "return_5")
        for sequence in (3, 1, 2)
    ]
    columns = ("run", "sequence", "instrument_id", "name", "ts_event", "value")
    await database.copy("features.value", columns, rows, skip_existing=True)
    yield database
    await database.close()


@pytest.mark.stack
async def test_values_come_as_one_item_a_series_in_order(database):
    found = await history.values(database, "features", 1, 2, 3)
    assert [(item.instrument_id, item.name) for item in found] == [
        ("A.X", "return_5"),
        ("A.X", "volume"),
        ("B.X", "return_5"),
        ("B.X", "volume"),
    ]
    for item in found:
        assert int_column(item.sequence).tolist() == [2, 3]
        assert int_column(item.ts_event).tolist() == [20, 30]
        assert float_column(item.value).tolist() == [n + len(item.name) / 10 for n in (2, 3)]


@pytest.mark.stack
async def test_no_values_are_an_empty_answer(database):
    assert await history.values(database, "features", 9, 1, 100) == ()


@pytest.mark.stack
@pytest.mark.parametrize("source", ["pg_catalog", "features; DROP TABLE features.value", ""])
async def test_only_engines_have_values(database, source):
    with pytest.raises(NotFoundError, match="features"):
        await history.values(database, source, 1, 1, 1)


def test_as_of_is_a_time_or_spelled_out():
    moment = datetime(2019, 1, 2, 21, 15, tzinfo=UTC)
    ns = int(moment.timestamp()) * 1_000_000_000
    assert known_by(ns + 999) == moment  # a microsecond is what the store resolves
    assert known_by_ns(ns) == ns
    assert known_by("latest").year == 9999
    assert known_by_ns("latest") == 2**63 - 1


def test_recorded_facts_only_or_all():
    assert Basis.RECORDED.allowed == ["recorded"]
    assert set(Basis.ASSUMED.allowed) == {"recorded", "assumed"}
