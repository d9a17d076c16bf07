"""Arrow in COPY's binary format: the server reads back each value, of each type, to the bit."""

from datetime import UTC, date, datetime

import numpy as np
import pyarrow as pa
import pytest
from psycopg.errors import UndefinedColumn

from nautilus.kernel.database import Database, copy_table

pytestmark = pytest.mark.stack

TABLE = "flag boolean, big bigint, small integer, name text, value double precision, day date, at timestamptz"
AT = datetime(2014, 6, 9, 20, 0, 0, 123_456, tzinfo=UTC)
ROWS = [
    (True, 2**62, -(2**31), "A", 0.1, date(1970, 1, 1), AT),
    (False, -1, 7, "", -0.0, date(9999, 12, 31), datetime(1965, 1, 1, tzinfo=UTC)),
    (None, None, None, None, None, None, None),
    (True, 0, 0, 'é€😀 "quoted"\n\\', 1e308, date(1910, 2, 3), datetime(2000, 1, 1, tzinfo=UTC)),
    (False, 5, 6, "a longer text than the others", float("inf"), date(2024, 2, 29), AT),
]
NAMES = ("flag", "big", "small", "name", "value", "day", "at")
TYPES = (pa.bool_(), pa.int64(), pa.int32(), pa.string(), pa.float64(), pa.date32(), pa.timestamp("us", "UTC"))


@pytest.fixture
async def database(database_url):
    database = Database(database_url, max_size=1)
    await database.open()
    await database.execute("DROP TABLE IF EXISTS copied")
    await database.execute(f"CREATE TABLE copied (number serial, {TABLE})")
    yield database
    await database.close()


def table(rows, coded=False):
    columns = [pa.array(values, kind) for values, kind in zip(zip(*rows, strict=True), TYPES, strict=True)]
    made = dict(zip(NAMES, columns, strict=True))
    return pa.table(made | {"name": made["name"].dictionary_encode()} if coded else made)


async def copied(database, rows):
    async with database.connection() as connection:
        count = await copy_table(connection, "public.copied", rows)
    found = await database.fetch(f"SELECT {', '.join(NAMES)} FROM copied ORDER BY number")
    assert count == len(found) == rows.num_rows
    return found


@pytest.mark.parametrize("coded", [False, True])
async def test_each_type_comes_back_as_it_was(database, coded):
    found = await copied(database, table(ROWS, coded))
    assert found == ROWS
    assert np.signbit(found[1][4])


async def test_columns_of_other_widths_and_slices_are_cast(database):
    rows = table(ROWS).slice(1, 4)
    rows = rows.set_column(1, "big", rows["small"]).set_column(2, "small", rows["small"].cast(pa.int64()))
    expected = [(r[0], r[2], *r[2:]) for r in ROWS[1:]]
    assert await copied(database, rows) == expected


async def test_more_rows_than_go_at_once_keep_their_order(database):
    count = 70_000
    values = np.arange(count) / 7
    names = [f"{'x' * (n % 13)}{n}" for n in range(count)]
    found = await copied(
        database, table([(True, n, n, names[n], values[n], date(2020, 1, 1), AT) for n in range(count)])
    )
    assert [row[4] for row in found] == values.tolist()
    assert [row[3] for row in found] == names


async def test_nothing_is_copied_from_no_rows(database):
    assert await copied(database, table(ROWS).slice(0, 0)) == []


async def test_a_column_that_is_not_there_is_named(database):
    with pytest.raises(UndefinedColumn, match="nowhere"):
        async with database.connection() as connection:
            await copy_table(connection, "public.copied", pa.table({"nowhere": pa.array([1])}))
