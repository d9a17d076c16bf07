"""Which source a read is of where none is asked for, and that lineage shows what else there was."""

from datetime import timedelta

import pyarrow as pa
import pytest

from nautilus.domain.time import to_ns
from nautilus.history.asof import Basis
from nautilus.history.chains import CHAINS, chain_of, check_chain, ranks, read_chains
from nautilus.history.figures import read_series
from nautilus.history.lineage import read_lineage
from nautilus.history.prices import BarsAsked, read_bars
from nautilus.history.ticks import read_ticks
from nautilus.kernel.database import Database
from nautilus.kernel.errors import InvalidInputError, NotFoundError
from nautilus.kernel.migrations import migrate
from nautilus.sources.base import OBSERVATIONS, TRADES, rows
from nautilus.sources.terms import terms_of
from support.engine import empty
from support.putting import DAYS, ORIGIN, PYSTOCK, SAMPLE, Putting

pytestmark = pytest.mark.stack

CELL = f"cell:A.US:86400:{DAYS[1]:%Y-%m-%d}"


@pytest.fixture
async def database(database_url):
    migrate(database_url)
    database = Database(database_url, max_size=2)
    await database.open()
    await empty(database, "marketdata")
    yield database
    await database.close()


@pytest.fixture
async def put(database, tmp_path):
    put = Putting(database, tmp_path)
    await put(SAMPLE, A_US=[10.0, 11.0, 12.0])
    await put(PYSTOCK, A_US=[None, 11.5, None, 13.5])
    return put


async def believe(database, kind, *sources):
    await database.execute(
        "INSERT INTO marketdata.chain (kind, sources) VALUES (%s, %s)"
        " ON CONFLICT (kind) DO UPDATE SET sources = excluded.sources",
        (kind, list(sources)),
    )


async def bars(database):
    found = (await read_bars(database, ["A.US"], BarsAsked("latest", Basis.ASSUMED))).arrow
    return list(zip(found["source"].to_pylist(), found["close"].to_pylist(), strict=True))


async def test_each_bar_is_of_the_first_source_in_the_chain_that_has_it(database, put):
    assert await bars(database) == [("sample", 10.0), ("pystock", 11.5), ("sample", 12.0), ("pystock", 13.5)]
    await believe(database, "bars", "sample", "pystock")
    assert await bars(database) == [("sample", 10.0), ("sample", 11.0), ("sample", 12.0), ("pystock", 13.5)]
    assert (await read_chains(database))["bars"] == ("sample", "pystock")
    assert await chain_of(database, "quotes") == CHAINS["quotes"]


@pytest.mark.parametrize(("chain", "first"), [((), "pystock"), (("sample",), "sample")])
async def test_lineage_shows_the_candidates_of_a_cell_and_which_of_them_is_read(database, put, chain, first):
    if chain:
        await believe(database, "bars", *chain)
    found = await read_lineage(database, CELL, terms_of)
    assert [(each.source, each.place, each.is_chosen) for each in found] == [
        (first, 1, True),
        ("sample" if first == "pystock" else "pystock", 2, False),
    ]
    assert {each.source: each.values["close"] for each in found} == {"pystock": 11.5, "sample": 11.0}
    assert {each.instrument_id for each in found} == {"A.US"}
    assert all(each.sha256 and each.request for each in found)


async def test_a_cell_that_nobody_has_is_not_found(database, put):
    with pytest.raises(NotFoundError, match=r"nothing under cell:A\.US:60"):
        await read_lineage(database, CELL.replace("86400", "60"), terms_of)
    with pytest.raises(InvalidInputError, match="no id of a value"):
        await read_lineage(database, "cell:A.US", terms_of)


async def test_a_tape_is_of_one_source_and_says_who_else_has_one(database, put):
    stamps = [to_ns(day) for day in DAYS[:2]]
    for spec, price in ((SAMPLE, 1.0), (PYSTOCK, 2.0)):
        given = {"instrument_id": "A.US", "ts_event": pa.array(stamps), "known": pa.array(stamps), "size": 1.0}
        made = rows(TRADES, 2, **given, ordinal=pa.array([1, 2]), price=price, **ORIGIN)
        await put.tables({"trades": made}, spec)
    both = await read_ticks(database, "A.US", "trade", "latest", basis=Basis.ASSUMED)
    assert both.arrow["price"].to_pylist() == [1.0, 1.0]
    assert both.notes == ("there are also A.US of pystock: name the source to read them",)
    await believe(database, "trades", "pystock")
    assert (await read_ticks(database, "A.US", "trade", "latest", basis=Basis.ASSUMED)).arrow["price"][0].as_py() == 2.0
    own = await read_ticks(database, "A.US", "trade", "latest", basis=Basis.ASSUMED, source="sample")
    assert (own.arrow["price"].to_pylist(), own.notes) == ([1.0, 1.0], ())


async def test_a_period_of_a_series_is_of_the_first_source_that_has_it_whoever_was_later(database, put):
    for spec, values, late in ((SAMPLE, [1.0, 2.0], 9), (PYSTOCK, [5.0], 3)):
        days = pa.array(DAYS[: len(values)], pa.timestamp("us", "UTC"))
        known = pa.array([day + timedelta(days=late) for day in DAYS[: len(values)]], pa.timestamp("us", "UTC"))
        given = {"series_id": "RATE", "valid": days, "known": known, "value": pa.array(values)}
        await put.tables({"observations": rows(OBSERVATIONS, len(values), **given, **ORIGIN)}, spec)
    assert (await read_series(database, "RATE", "latest", basis=Basis.ASSUMED)).arrow["value"].to_pylist() == [1.0, 2.0]
    await believe(database, "series", "pystock")
    assert (await read_series(database, "RATE", "latest", basis=Basis.ASSUMED)).arrow["value"].to_pylist() == [5.0, 2.0]
    refused = await read_series(database, "RATE", "latest", basis=Basis.RECORDED)
    assert refused.left_out == 3


async def test_bars_left_out_are_counted_as_bars(database, put):
    """A second version that a rule dates leaves out no further bar; a recorded one beside it leaves out none."""
    asked = BarsAsked("latest", Basis.RECORDED, source="sample")
    assert (await read_bars(database, ["A.US"], asked)).left_out == 3
    await put(SAMPLE, day=20, A_US=[10.0, 11.2])  # seen when it was fetched: recorded
    found = await read_bars(database, ["A.US"], asked)
    assert (found.arrow["close"].to_pylist(), found.left_out) == ([11.2], 2)


def test_a_chain_of_what_is_not_there_is_refused():
    assert ranks(["b", "a", "c"], ("c", "b")).tolist() == [-1, -2, 0]
    for given, says in (
        (("tea", ["lean"]), "has no chain; there are bars"),
        (("bars", []), "no source is given"),
        (("bars", ["lean", "x"]), "'x' is no source"),
        (("bars", ["lean", "lean"]), "comes twice"),
    ):
        with pytest.raises(InvalidInputError, match=says):
            check_chain(*given, known=["lean", "pystock"])
