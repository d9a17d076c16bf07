"""Nothing that became known later is ever read, on any path; and what people give as times is taken or refused."""

from datetime import UTC, date, datetime, timedelta, timezone

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nautilus.domain.time import from_ns, to_ns
from nautilus.engines.marketdata.store.segments import make_segments
from nautilus.history.adjustment import Action, Adjust, factors, joined, parse_adjust
from nautilus.history.asof import Basis, parse_as_of, parse_basis, parse_bounds
from nautilus.history.bar_rows import PRICES
from nautilus.history.figures import read_facts, read_series
from nautilus.history.prices import BarsAsked, read_bars, read_panel
from nautilus.history.ticks import read_documents, read_events, read_ticks
from nautilus.history.versions import grid, winners
from nautilus.kernel.database import Database
from nautilus.kernel.errors import InvalidInputError

NAMES = ["AAPL", "META", "A.US", "IBM", "WM", "GOOGL", "FB.US", "us:TWX"]
moments = st.datetimes(datetime(1996, 1, 1), datetime(2024, 1, 1)).map(lambda at: to_ns(at.replace(tzinfo=UTC)))
ticks = st.datetimes(datetime(2013, 10, 7, 8), datetime(2013, 10, 7, 14)).map(lambda at: to_ns(at.replace(tzinfo=UTC)))
"""The loaded ticks are of the morning before New York opens."""
bases = st.sampled_from(list(Basis))


def known_times(table):
    return table["known"].cast(pa.int64()).to_numpy() * 1_000


def run(url, question):
    """Hypothesis calls plain functions: each example has a loop and a connection of its own."""
    import asyncio

    async def ask():
        database = Database(url, max_size=2)
        await database.open()
        try:
            return await question(database)
        finally:
            await database.close()

    return asyncio.run(ask())


@pytest.mark.stack
@settings(max_examples=25, deadline=None)
@given(as_of=moments, basis=bases)
def test_no_read_gives_what_became_known_later(loaded, as_of, basis):
    async def question(database):
        reads = [
            await read_series(database, "fred:GDP", as_of, basis=basis),
            await read_series(database, "fred:GDP", as_of, basis=basis, every_version=True),
            await read_facts(database, "NVDA", as_of, concept="Assets", basis=basis),
            await read_facts(database, "NVDA", as_of, concept="NetIncomeLoss", basis=basis, every_version=True),
            await read_events(database, "AAPL", as_of, basis=basis),
        ]
        ways = [BarsAsked(as_of, basis, adjust, source="lean") for adjust in Adjust]
        return reads + [await read_bars(database, NAMES, way) for way in (*ways, BarsAsked(as_of, basis))]

    for frame in run(loaded, question):
        assert (known_times(frame.arrow) <= as_of).all()
        assert set(frame.arrow["known_basis"].to_pylist()) <= set(basis.allowed)


@pytest.mark.stack
@settings(max_examples=8, deadline=None)
@given(as_of=moments, tick=ticks, basis=bases)
def test_no_tick_document_or_cell_of_a_panel_became_known_later(loaded, as_of, tick, basis):
    asked = BarsAsked(as_of, basis, source="lean")

    async def question(database):
        dated = [
            await read_documents(database, "NVDA", as_of, basis=basis),
            await read_events(database, "IBM", as_of, basis=basis),
        ]
        of_ticks = [await read_ticks(database, "IBM", kind, tick, basis=basis) for kind in ("quote", "trade")]
        cells = await read_panel(database, NAMES, asked, ["close"]), await read_bars(database, NAMES, asked)
        return dated, of_ticks, cells, await read_ticks(database, "IBM", "quote", "latest", basis=Basis.ASSUMED)

    dated, of_ticks, (panel, bars), every = run(loaded, question)
    assert all((known_times(frame.arrow) <= as_of).all() for frame in dated)
    for frame in of_ticks:
        assert (frame.arrow["known"].to_numpy() <= tick).all()
        assert set(frame.arrow["known_basis"].to_pylist()) <= set(basis.allowed)
    if basis is Basis.ASSUMED:  # and nothing less than what was known
        assert len(of_ticks[0]) == (every.arrow["known"].to_numpy() <= tick).sum()
    assert (known_times(bars.arrow) <= as_of).all()
    long = panel.frame.arrow
    assert long["symbol"].to_pylist() == bars.arrow["symbol"].to_pylist()
    assert long["close"].to_pylist() == bars.arrow["close"].to_pylist()


@pytest.mark.stack
@settings(max_examples=15, deadline=None)
@given(as_of=moments)
def test_the_factors_use_only_actions_known_by_then(loaded, as_of):
    """Adjusting as of a time is the same as adjusting with the events that a reader had then."""

    async def question(database):
        frame = await read_bars(database, ["AAPL"], BarsAsked(as_of, Basis.ASSUMED, Adjust.SPLIT, source="lean"))
        events = await read_events(database, "AAPL", as_of, kind="SPLIT", basis=Basis.ASSUMED)
        return frame.arrow, events.arrow

    bars, events = run(loaded, question)
    assert all(day <= from_ns(as_of).date() for day in events["valid"].to_pylist())
    ratio = {2000: 2, 2005: 2, 2014: 7, 2020: 4}
    days = bars["valid"].cast(pa.date32()).to_pylist()
    expected = [
        1 / np.prod([ratio[ex.year] for ex in events["valid"].to_pylist() if ex > day], initial=1.0) for day in days
    ]
    assert bars["factor"].to_pylist() == pytest.approx(expected)


@pytest.mark.stack
def test_segments_and_database_give_the_same_to_the_bit(loaded, tmp_path):
    assert (
        run(loaded, lambda database: make_segments(database, tmp_path, least_rows=1)) == 24 + 11 + 3
    )  # years of LEAN, Yahoo, pystock
    assert run(loaded, lambda database: make_segments(database, tmp_path, least_rows=1)) == 0
    seen: list[int] = []

    @settings(max_examples=25, deadline=None)
    @given(
        as_of=moments, basis=bases, adjust=st.sampled_from(list(Adjust)), source=st.sampled_from(["lean", "pystock"])
    )
    def same(as_of, basis, adjust, source):
        names = NAMES if source == "lean" else ["A.US", "AAPL", "TCO"]
        asked = BarsAsked(as_of, basis, adjust, source=source)

        async def question(database):
            return [await read_panel(database, names, asked, PRICES, folder) for folder in (None, tmp_path)]

        plain, mapped = run(loaded, question)
        assert plain.from_segments == 0
        seen.append(mapped.from_segments)
        assert np.array_equal(plain.valid, mapped.valid)
        assert plain.left_out == mapped.left_out
        for name in PRICES:
            assert plain.wide(name).tobytes() == mapped.wide(name).tobytes()

    same()
    assert max(seen) > 10_000


@pytest.mark.stack
def test_a_segment_behind_the_watermark_is_not_read_until_it_is_made_anew(loaded, tmp_path):
    asked = BarsAsked("latest", Basis.ASSUMED, source="lean")

    async def rows(database):
        return (await read_panel(database, ["IBM"], asked, ["close"], tmp_path)).from_segments

    async def move(database):
        await database.execute(
            "UPDATE marketdata.watermark SET row_count = row_count + %s WHERE dataset = 'bar/lean/LAST/86400'"
            " AND period = 2010",
            (by,),
        )

    run(loaded, lambda database: database.execute("DELETE FROM marketdata.segment"))
    run(loaded, lambda database: make_segments(database, tmp_path, least_rows=1))
    whole = run(loaded, rows)
    by = 1
    run(loaded, move)
    try:
        assert run(loaded, rows) == whole - 252  # sessions of 2010
        assert run(loaded, lambda database: make_segments(database, tmp_path, least_rows=1)) == 0
    finally:
        by = -1
        run(loaded, move)
    assert run(loaded, rows) == whole
    for file in tmp_path.glob("bar-lean-*-2010-*.arrow"):
        file.write_bytes(file.read_bytes()[:-100])
    assert run(loaded, rows) == whole - 252


@pytest.mark.stack
def test_a_panel_in_long_form_has_what_the_bars_have(loaded):
    asked = BarsAsked("latest", Basis.ASSUMED, source="lean", start_ns=to_ns(datetime(2015, 1, 1, tzinfo=UTC)))

    async def question(database):
        names = ["AAPL", "IBM", "TCO"][:2]
        return await read_panel(database, names, asked), await read_bars(database, names, asked)

    panel, frame = run(loaded, question)
    long = panel.frame.arrow
    for name in PRICES:
        assert long[name].to_pylist() == frame.arrow[name].to_pylist()
    assert long["symbol"].to_pylist() == frame.arrow["symbol"].to_pylist()
    assert pc.all(pc.equal(long["valid"].cast(pa.timestamp("us", "UTC")), frame.arrow["valid"])).as_py()
    with pytest.raises(InvalidInputError, match="read with open, high"):
        panel.wide("spread")


@given(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 3), st.integers(0, 9)), max_size=60))
def test_of_each_cell_the_most_preferred_row_holds(rows):
    cell, rank, known = (np.array([row[n] for row in rows], dtype=np.int64) for n in range(3))
    found = winners(cell, 9, (rank, known))
    for each in range(9):
        own = [(rows[n][1], rows[n][2]) for n in range(len(rows)) if rows[n][0] == each]
        assert (found[each] == -1) == (not own)
        if own:
            assert (rank[found[each]], known[found[each]]) == max(own)


@given(st.lists(st.integers(-(10**12), 10**12), max_size=50))
def test_the_grid_is_the_distinct_slots_in_order(slots):
    found, place = grid(np.array(slots, dtype=np.int64))
    assert found.tolist() == sorted(set(slots))
    assert found[place].tolist() == slots


def test_a_dividend_scales_by_the_close_before_it():
    days, close = np.array([10, 11, 14]), np.array([50.0, 40.0, 30.0])
    price, volume = factors(days, close, [Action(14, 1.0, 2.0), Action(11, 2.0, 0.0)][::-1])
    assert price.tolist() == pytest.approx([0.95 / 2, 0.95, 1])
    assert volume.tolist() == [2, 1, 1]


def test_one_split_told_by_two_sources_is_one():
    assert joined([[Action(100, 7.0, 0.0)], [Action(101, 7.0, 0.0), Action(900, 7.0, 0.0)]]) == [
        Action(100, 7.0, 0.0),
        Action(900, 7.0, 0.0),
    ]


def test_a_day_means_its_end_and_today_means_now():
    assert parse_as_of("2014-05-01") == to_ns(datetime(2014, 5, 2, tzinfo=UTC)) - 1_000
    assert parse_as_of(date(2014, 5, 1)) == parse_as_of("2014-05-01")
    eastern = timezone(timedelta(hours=-5))
    assert parse_as_of(datetime(2014, 5, 1, 9, tzinfo=eastern)) == parse_as_of("2014-05-01T14:00:00Z")
    assert parse_as_of(5) == 5
    assert parse_as_of("latest") == "latest"
    assert parse_as_of(datetime.now(UTC).date()) <= to_ns(datetime.now(UTC))
    assert parse_bounds("2014-05-01", "2014-05-01") == (
        to_ns(datetime(2014, 5, 1, tzinfo=UTC)),
        parse_as_of("2014-05-01"),
    )


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ("2999-01-01", "future"),
        (datetime(2999, 1, 1, tzinfo=UTC), "future"),
        (datetime(2014, 5, 1), "no time zone"),
        ("2014-05-01T12:00:00", "no time zone"),
        ("2014-13-01", "is no time"),
        ("yesterday", "is no time"),
        ("", "is no time"),
        (float("nan"), "is no time"),
        (1e308, "is no time"),
        (True, "is no time"),
        (None, "is no time"),
        (2**80, "is no time"),
    ],
)
def test_what_is_no_time_to_read_as_of_is_refused(given, why):
    with pytest.raises(InvalidInputError, match=why):
        parse_as_of(given)


def test_reversed_dates_and_unknown_words_are_refused():
    with pytest.raises(InvalidInputError, match="lies after end"):
        parse_bounds("2014-05-02", "2014-05-01")
    with pytest.raises(InvalidInputError, match="none, split, total"):
        parse_adjust("splits")
    with pytest.raises(InvalidInputError, match="recorded nor assumed"):
        parse_basis("any")
