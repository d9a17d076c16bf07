"""What a run has played, over its routes: point-in-time while it is paused, and the numbers that were published."""

import pyarrow as pa
import pytest

from nautilus import history
from nautilus.domain.market import float_column, int_column
from nautilus.engines.marketdata.api import ROUTES
from nautilus.kernel.errors import InvalidInputError, NotFoundError
from support.engine import ask
from support.marketdata import playing, until

pytestmark = pytest.mark.stack

FUTURE = "ES.XCME"
PRICES = ("open", "high", "low", "close", "volume")


@pytest.fixture
async def room(database_url, tmp_path):
    async with playing(database_url, tmp_path) as (bench, bus):
        yield bench.service, bus
        if (run := bench.service.player.run) is not None:
            await bench.service.player.stop(run.run)


async def get(service, path, run, **query):
    return await ask(ROUTES, service, "GET", path, run=str(run), query=query)


async def start(service, bus, session, speed=0.0):
    view = await ask(ROUTES, service, "POST", "/replays", body={"session": session, "speed": speed})
    bus.frames.clear()
    await bus.ready(view["run"])
    return view["run"]


async def paused(service, bus, session):
    """A run that was paused somewhere in its middle; its number, and the last record that is out."""
    run = await start(service, bus, session)
    await until(lambda: service.player.progress.sequence > 500)
    await ask(ROUTES, service, "POST", "/replays/{run}/pause", run=str(run))
    view = await ask(ROUTES, service, "GET", "/replays/{run}", run=str(run))
    assert view["sequence"] == (await service.player.find(run)).sequence, "stored is what is out"
    return run, view["sequence"]


async def oracle(service, last, seconds):
    """Bars of the first `last` trades by grouping them with Arrow."""
    session = await history.session(service.context.database, "es-trades")
    (tape,) = (await history.records(service.context.database, session.spec, 1, last)).trades
    step_ns = seconds * 1_000_000_000
    table = pa.table(
        {
            "begin_ts": int_column(tape.ts_event) // step_ns * step_ns,
            "price": float_column(tape.price),
            "size": float_column(tape.size),
        }
    )
    figures = [("price", "first"), ("price", "max"), ("price", "min"), ("price", "last"), ("size", "sum")]
    grouped = table.group_by("begin_ts", use_threads=False).aggregate(figures)
    names = ("begin_ts", *(f"{column}_{figure}" for column, figure in figures))
    return [tuple(row[name] for name in names) for row in grouped.sort_by("begin_ts").to_pylist()]


def cells(bars):
    return [tuple(bar[name] for name in ("begin_ts", *PRICES)) for bar in bars]


@pytest.mark.parametrize("seconds", [60, 900, 3_600, 86_400])
async def test_bars_of_a_paused_run_hold_what_it_has_played_and_nothing_later(room, seconds):
    service, bus = room
    run, last = await paused(service, bus, "es-trades")
    page = await get(service, "/replays/{run}/bars", run, instrument_id=FUTURE, step_seconds=seconds, limit=10_000)
    assert cells(page["items"]) == await oracle(service, last, seconds)
    assert page["next_cursor"] is None
    *done, newest = page["items"]
    assert all(bar["complete"] for bar in done)
    assert (newest["complete"], newest["sequence"]) == (False, last)
    assert all(bar["ts_event"] - bar["begin_ts"] == seconds * 10**9 for bar in page["items"])


async def test_bars_of_the_own_step_are_those_that_went_out(room):
    service, bus = room
    run, _ = await paused(service, bus, "es-trades")
    await until(lambda: bus.slowest == service.player.progress.sequence)
    query = {"instrument_id": FUTURE, "step_seconds": 60, "limit": 10_000}
    bars = (await get(service, "/replays/{run}/bars", run, **query))["items"]
    published = {}
    for columns in (columns for frame in bus.frames for columns in frame.bars):
        numbers = (int_column(columns.sequence).tolist(), int_column(columns.ts_event).tolist())
        figures = (float_column(getattr(columns, name)).tolist() for name in PRICES)
        published |= {row[0]: row for row in zip(*numbers, *figures, strict=True)}  # frames may come again
    assert [tuple(bar[name] for name in ("sequence", "ts_event", *PRICES)) for bar in bars if bar["complete"]] == [
        row for _, row in sorted(published.items())
    ]
    assert len(published) > 10


async def test_pages_of_bars_forwards_and_from_the_newest(room):
    service, bus = room
    run, _ = await paused(service, bus, "equities-daily")
    query = {"instrument_id": "AAPL.XNAS", "step_seconds": 86_400}
    every = (await get(service, "/replays/{run}/bars", run, **query))["items"]
    assert len(every) > 50
    assert all(bar["complete"] for bar in every)
    for newest in (False, True):
        found, cursor = [], ""
        while cursor is not None:
            page = await get(service, "/replays/{run}/bars", run, **query, newest=newest, limit=17, cursor=cursor)
            found += page["items"]
            cursor = page["next_cursor"]
        assert found == (every[::-1] if newest else every)
    late = await get(service, "/replays/{run}/bars", run, **query, start=str(every[40]["ts_event"]))
    assert late["items"] == every[40:]


async def test_the_tape_goes_back_from_the_last_record_played(room):
    service, bus = room
    run, last = await paused(service, bus, "es-trades")
    session = await history.session(service.context.database, "es-trades")
    (tape,) = (await history.records(service.context.database, session.spec, 1, last)).trades
    first = await get(service, "/replays/{run}/trades", run, instrument_id=FUTURE, limit=30)
    assert [trade["sequence"] for trade in first["items"]] == list(range(last, last - 30, -1))
    assert [trade["price"] for trade in first["items"]] == float_column(tape.price)[:-31:-1].tolist()
    assert {trade["side"] for trade in first["items"]} == {None}
    query = {"instrument_id": FUTURE, "limit": 30}
    second = await get(service, "/replays/{run}/trades", run, **query, cursor=first["next_cursor"])
    assert second == await get(service, "/replays/{run}/trades", run, **query, before=last - 29)
    assert second["items"][0]["sequence"] == last - 30
    beyond = await get(service, "/replays/{run}/trades", run, **query, before=last + 1_000)
    assert beyond["items"] == first["items"]
    ends = await get(service, "/replays/{run}/trades", run, **query, before=4)
    assert ([trade["sequence"] for trade in ends["items"]], ends["next_cursor"]) == ([3, 2, 1], None)


async def test_a_session_of_bars_has_no_tape(room):
    service, bus = room
    run, _ = await paused(service, bus, "equities-daily")
    page = await get(service, "/replays/{run}/trades", run, instrument_id="AAPL.XNAS")
    assert page == {"items": [], "next_cursor": None}


async def test_a_run_that_has_played_nothing_has_no_bars(room):
    service, bus = room
    run = (await ask(ROUTES, service, "POST", "/replays", body={"session": "es-trades"}))["run"]
    for path, query in (("bars", {"step_seconds": 60}), ("trades", {})):
        page = await get(service, f"/replays/{{run}}/{path}", run, instrument_id=FUTURE, **query)
        assert page["items"] == []
    del bus


async def test_what_a_run_cannot_show_is_refused_with_what_it_can(room):
    service, bus = room
    run, _ = await paused(service, bus, "es-trades")
    with pytest.raises(InvalidInputError, match="multiples of 60"):
        await get(service, "/replays/{run}/bars", run, instrument_id=FUTURE, step_seconds=90)
    with pytest.raises(NotFoundError, match=r"it plays ES\.XCME"):
        await get(service, "/replays/{run}/bars", run, instrument_id="AAPL.XNAS", step_seconds=60)
    with pytest.raises(NotFoundError, match="GET /replays"):
        await get(service, "/replays/{run}/trades", 999_999, instrument_id=FUTURE)


async def test_views_say_what_is_played_and_in_which_steps(room):
    service, bus = room
    run, _ = await paused(service, bus, "equities-daily")
    view = await ask(ROUTES, service, "GET", "/replays/{run}", run=str(run))
    assert (view["records"], view["steps"], view["instruments"][0]) == ("bars", (86_400, 604_800), "AAPL.XNAS")
    daily, trades = (await ask(ROUTES, service, "GET", "/sessions"))["items"][:2]
    assert daily["steps"] == view["steps"]
    assert (trades["records"], trades["steps"]) == ("trades", (60, 300, 900, 1_800, 3_600, 14_400, 86_400))


async def test_a_derived_quote_says_how_it_was_derived(room):
    service, bus = room
    run, _ = await paused(service, bus, "es-trades")
    await until(lambda: bus.slowest == service.player.progress.sequence)
    quote = await ask(ROUTES, service, "GET", "/quotes/{instrument_id}", instrument_id=FUTURE)
    newest = (await get(service, "/replays/{run}/trades", run, instrument_id=FUTURE, limit=1))["items"][0]
    assert (quote["derived"], quote["spread_ticks"], quote["sequence"]) == (True, 2, newest["sequence"])
    assert float(quote["ask"]) - newest["price"] == newest["price"] - float(quote["bid"]) == 0.25
    assert float(quote["size"]) == newest["size"]
    assert "last trade" in quote["rule"]


async def test_bars_are_the_same_after_a_restart(database_url, tmp_path):
    async with playing(database_url, tmp_path) as (bench, bus):
        run, last = await paused(bench.service, bus, "es-trades")
        query = {"instrument_id": FUTURE, "step_seconds": 300, "limit": 10_000}
        before = await get(bench.service, "/replays/{run}/bars", run, **query)
    async with playing(database_url, tmp_path) as (bench, _):
        assert bench.service.player.progress.sequence == 0, "it has not heard yet where it was"
        assert await get(bench.service, "/replays/{run}/bars", run, **query) == before
        assert before["items"][-1]["sequence"] == last
        await bench.service.player.stop(run)
