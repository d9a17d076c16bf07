"""A service at work on a bus in memory: frames, control, restarts, lost buses; and what the routes say of it."""

import asyncio
from dataclasses import dataclass
from itertools import pairwise

import msgspec
import numpy as np
import pytest

from nautilus import history
from nautilus.domain.market import count, float_column, int_column
from nautilus.engines.marketdata.api import ROUTES
from nautilus.engines.marketdata.messages import RUNS, RecordFrame, RunChanged, RunStarted, RunState, Watermark
from nautilus.engines.marketdata.player import Reel
from nautilus.kernel.errors import ConflictError, InvalidInputError, NotFoundError
from support.engine import ask
from support.marketdata import LoopBus, playing, until

pytestmark = pytest.mark.stack

DAY = 86_400
WATERMARK = Watermark(ts_event=0, ts_init=0, run=0, consumer="factor", sequence=0)


@dataclass
class Room:
    bench: object
    bus: LoopBus

    @property
    def service(self):
        return self.bench.service

    @property
    def player(self):
        return self.service.player

    async def ask(self, method, path, **keywords):
        return await ask(ROUTES, self.service, method, path, **keywords)

    async def start(self, session="equities-daily", speed=0.0, **body):
        view = await self.ask("POST", "/replays", body={"session": session, "speed": speed, **body})
        self.bus.frames.clear()
        self.bus.records.clear()
        return view["run"]

    async def finish(self, run):
        last = (await self.ask("GET", "/replays/{run}", run=str(run)))["record_count"]
        await until(lambda: self.bus.slowest == last)
        await self.bus.settle(run)
        await until(lambda: self.player.run is None)


@pytest.fixture
async def room(database_url, tmp_path):
    async with playing(database_url, tmp_path) as (bench, bus):
        yield Room(bench, bus)
        if (run := bench.service.player.run) is not None:
            await bench.service.player.stop(run.run)


def columns_of(frames, kind):
    """All rows of a kind, in the order in which they came: (sequence, ts_event, instrument, prices…)."""
    names = {"bars": ("open", "high", "low", "close", "volume"), "quotes": ("bid", "ask", "size")}
    rows = []
    for frame in frames:
        for columns in getattr(frame, kind):
            whole = (int_column(columns.sequence).tolist(), int_column(columns.ts_event).tolist())
            prices = (float_column(getattr(columns, n)).tolist() for n in names.get(kind, ("price", "size")))
            rows += [(seq, ts, columns.instrument_id, *rest) for seq, ts, *rest in zip(*whole, *prices, strict=True)]
    return sorted(rows)


async def test_a_run_begins_when_all_are_ready_and_ends_when_all_is_settled(room):
    run = await room.start()
    assert room.bus.frames == []
    await room.bus.ready(run)
    await room.finish(run)
    events = [event for event in await room.bench.emitted(RUNS) if event.run == run]
    started, *changes = events
    assert isinstance(started, RunStarted)
    assert (started.account, started.account_type, started.record_count) == (f"paper-{run}", "CASH", 4_524)
    assert [each.instrument_id for each in started.instruments] == sorted(
        ["AAPL.XNAS", "AMZN.XNAS", "GOOG.XNAS", "META.XNAS", "NFLX.XNAS", "NVDA.XNAS"]
    )
    assert all(isinstance(change, RunChanged) for change in changes)
    assert [change.state for change in changes] == [RunState.RUNNING, RunState.DRAINING, RunState.FINISHED]
    view = await room.ask("GET", "/replays/current")
    assert (view["state"], view["sequence"], view["ts_event"]) == ("FINISHED", 4_524, started.last_ts)


async def test_frames_hold_every_record_once_in_order_and_split_no_time(room):
    run = await room.start()
    await room.bus.ready(run)
    await room.finish(run)
    frames = room.bus.frames
    assert [f.first_sequence for f in frames] == [1, *(f.last_sequence + 1 for f in frames[:-1])]
    rows = columns_of(frames, "bars")
    assert [row[0] for row in rows] == list(range(1, 4_525))
    assert [row[1:3] for row in rows] == sorted(row[1:3] for row in rows)
    assert all(a.ts_event < int_column(b.bars[0].ts_event)[0] for a, b in pairwise(frames))
    assert all(f.ts_event == max(int_column(c.ts_event)[-1] for c in f.bars) for f in frames)


async def test_quotes_stand_round_the_closes(room):
    run = await room.start()
    await room.bus.ready(run)
    await room.finish(run)
    bars, quotes = (columns_of(room.bus.frames, kind) for kind in ("bars", "quotes"))
    half = {"AAPL.XNAS": 0.01, "AMZN.XNAS": 0.08, "GOOG.XNAS": 0.06, "META.XNAS": 0.01, "NFLX.XNAS": 0.02}
    for bar, quote in zip(bars, quotes, strict=True):
        assert quote[:3] == bar[:3]
        width = half.get(bar[2], 0.01)
        assert quote[3:5] == pytest.approx((bar[6] - width, bar[6] + width), abs=1e-9)
    shown = await room.ask("GET", "/quotes/{instrument_id}", instrument_id="AAPL.XNAS")
    assert shown["derived"] is True
    assert (shown["bid"], shown["ask"], shown["run"]) == ("293.64", "293.66", run)  # 2019-12-31 closed at 293.65


async def test_what_the_frames_hold_does_not_depend_on_how_they_are_cut(room):
    session = await history.session(room.service.context.database, "es-trades")
    found = []
    for size in (97, 4_096):
        spec = msgspec.structs.replace(session.spec, frame_records=size)
        reel = Reel(room.service.context.database, msgspec.structs.replace(session, spec=spec), page_records=5_000)
        derivation, _ = await history.derivation_after(room.service.context.database, spec, 0)
        frames, position = [], 0
        while position < 20_000:
            cut = await reel.cut(position, 2**62)
            frames.append(derivation.feed(cut.trades, cut.bars))
            position = cut.last
        found.append(
            [[row for row in columns_of(frames, kind) if row[0] <= 20_000] for kind in ("trades", "quotes", "bars")]
        )
    assert found[0] == found[1]
    assert len(found[0][0]) == 20_000
    assert len(found[0][2]) > 100


async def test_a_frame_takes_all_of_a_time_also_when_that_is_more_than_its_size(room):
    database = room.service.context.database
    session = await history.session(database, "es-trades")
    spec = msgspec.structs.replace(session.spec, frame_records=2)
    times = (await history.records(database, spec, 1, 400)).ts_event.tolist()
    assert max(times.count(ts) for ts in set(times)) > 4  # more than a page of this reel
    reel = Reel(database, msgspec.structs.replace(session, spec=spec), page_records=1)
    position = 0
    while position < 300:
        cut = await reel.cut(position, 2**62)
        assert cut.first == position + 1
        assert times[cut.last - 1] != times[cut.last]
        assert cut.last - position <= 2 or len(set(times[position : cut.last])) == 1
        assert cut.ts_event == times[cut.last - 1]
        position = cut.last


@pytest.mark.parametrize(
    ("name", "frame_records", "page_records"), [("es-trades", 700, 1_500), ("equities-daily", 5, 7)]
)
async def test_pages_hold_what_one_read_of_all_holds(room, name, frame_records, page_records):
    database = room.service.context.database
    session = await history.session(database, name)
    spec = msgspec.structs.replace(session.spec, frame_records=frame_records)
    reel = Reel(database, msgspec.structs.replace(session, spec=spec), page_records=page_records)
    cuts = [await reel.cut(0, 2**62)]
    while cuts[-1].last < 4_500:
        cuts.append(await reel.cut(cuts[-1].last, 2**62))
    back = await reel.cut(2_000, 2**62)  # a replay that goes on behind its slowest consumer
    whole = await history.records(database, session.spec, 1, cuts[-1].last)
    for kind in ("trades", "bars"):
        rows = columns_of([whole], kind)
        assert columns_of(cuts, kind) == rows
        assert columns_of([back], kind) == [row for row in rows if back.first <= row[0] <= back.last]
    assert back.first == 2_001


async def test_only_what_is_due_is_cut(room):
    database = room.service.context.database
    session = await history.session(database, "equities-daily")
    reel = Reel(database, session)
    assert await reel.cut(0, session.first_ts - 1) is None
    assert (await reel.cut(0, session.first_ts)).last == 6
    assert await reel.next_ts(6) == session.first_ts + DAY * 1_000_000_000
    assert await reel.cut(session.record_count, 2**62) is None
    assert await reel.next_ts(session.record_count) is None


async def test_history_derives_what_the_frames_held(room):
    database = room.service.context.database
    spec = (await history.session(database, "es-trades")).spec
    whole = await history.market(database, spec, 1, 12_000)
    part = await history.market(database, spec, 7_001, 12_000)
    for kind in ("trades", "quotes", "bars"):
        rows = columns_of([whole], kind)
        assert [row for row in rows if row[0] > 7_000] == columns_of([part], kind)
    assert count(part.bars[0]) > 0


async def test_a_session_has_the_same_numbers_page_by_page(room):
    database = room.service.context.database
    for name in ("equities-daily", "es-trades"):
        session = await history.session(database, name)
        assert await history.count_records(database, session.spec) == session.record_count
        whole = await history.records(database, session.spec, 1, 4_000)
        part = await history.records(database, session.spec, 3_001, 4_000)
        assert np.array_equal(whole.ts_event[3_000:], part.ts_event)
        assert (np.diff(whole.ts_event) >= 0).all()
        third = int(whole.ts_event[2_999])
        first = await history.sequence_from(database, session.spec, third)
        assert whole.ts_event[first - 1] == third
        assert first == 1 or whole.ts_event[first - 2] < third


async def test_frames_that_a_bus_lost_are_published_again(room, monkeypatch):
    monkeypatch.setattr("nautilus.engines.marketdata.model.pacing.PATIENCE_S", 0.2)
    run = await room.start()
    room.bus.losing.add(RecordFrame)
    await room.bus.ready(run)
    await until(lambda: room.player.progress.sequence > 0)
    assert room.bus.frames == []
    room.bus.losing.clear()
    await room.finish(run)
    assert [row[0] for row in columns_of(room.bus.frames, "bars")][-1] == 4_524


async def test_a_slow_consumer_holds_the_run_within_its_window(room):
    run = await room.start()
    room.bus.asleep.add("factor")
    await room.bus.ready(run)
    await until(lambda: room.player.progress.stalled_by == ("factor",))
    assert room.player.progress.sequence == 8 * 96
    assert (await room.ask("GET", "/replays/current"))["stalled_by"] == ("factor",)
    room.bus.asleep.clear()
    room.bus.positions["factor"] = 8 * 96
    await room.bus.report("factor", run)
    await room.finish(run)


async def test_pause_resume_speed_and_stop(room):
    run = await room.start(speed=float(DAY))
    await room.bus.ready(run)
    await until(lambda: room.player.progress.sequence >= 6)
    assert room.player.progress.sequence < 100
    assert (await room.ask("POST", "/replays/{run}/pause", run=str(run)))["state"] == "PAUSED"
    await room.ask("POST", "/replays/{run}/speed", run=str(run), body={"speed": 0})
    held = room.player.progress.sequence
    assert (await room.ask("GET", "/replays/{run}", run=str(run)))["sequence"] == held
    with pytest.raises(ConflictError, match="PAUSED"):
        await room.ask("POST", "/replays/{run}/pause", run=str(run))
    await room.ask("POST", "/replays/{run}/resume", run=str(run))
    await until(lambda: room.bus.slowest == 4_524)
    assert (await room.ask("POST", "/replays/{run}/stop", run=str(run)))["state"] == "STOPPED"
    assert room.player.run is None


async def test_what_was_cut_before_a_pause_is_not_published_after_it(room, monkeypatch):
    run = await room.start()
    cut = Reel.cut

    async def cut_and_pause(reel, *arguments):
        found = await cut(reel, *arguments)
        if len(room.bus.records) == 2:
            monkeypatch.undo()
            await room.player.pause(run)
        return found

    monkeypatch.setattr(Reel, "cut", cut_and_pause)
    await room.bus.ready(run)
    await until(lambda: room.player.run.state is RunState.PAUSED)
    held = (await room.ask("GET", "/replays/{run}", run=str(run)))["sequence"]
    assert held == room.bus.records[-1].last_sequence
    room.player.report(msgspec.structs.replace(WATERMARK, run=run, sequence=held))  # the player looks again
    await asyncio.sleep(0.1)
    assert [record.last_sequence for record in room.bus.records[2:]] == []
    await room.ask("POST", "/replays/{run}/resume", run=str(run))
    await room.finish(run)
    assert [row[0] for row in columns_of(room.bus.frames, "bars")] == list(range(1, 4_525))


async def test_where_a_run_is_does_not_change_while_it_is_paused(room, monkeypatch):
    """Also when what is out is taken as lost: that is published again when the run goes on."""
    monkeypatch.setattr("nautilus.engines.marketdata.model.pacing.PATIENCE_S", 0.05)
    run = await room.start()
    room.bus.asleep.add("factor")
    await room.bus.ready(run)
    await until(lambda: room.player.progress.sequence == 8 * 96)
    await room.ask("POST", "/replays/{run}/pause", run=str(run))
    held = await room.ask("GET", "/replays/{run}", run=str(run))
    await asyncio.sleep(0.1)  # longer than the patience
    room.player.report(msgspec.structs.replace(WATERMARK, run=run))
    await asyncio.sleep(0.1)
    now = await room.ask("GET", "/replays/{run}", run=str(run))
    assert (now["sequence"], now["ts_event"]) == (held["sequence"], held["ts_event"])


async def test_only_one_run_goes_on_unless_it_may_be_replaced(room):
    run = await room.start()
    with pytest.raises(ConflictError, match=f"run {run} of equities-daily is STARTING"):
        await room.start("es-trades")
    second = await room.start("es-trades", replace=True)
    assert second == run + 1
    assert (await room.ask("GET", "/replays/{run}", run=str(run)))["state"] == "STOPPED"
    third = (await room.ask("POST", "/replays/{run}/restart", run=str(second)))["run"]
    assert (third, room.player.run.session) == (second + 1, "es-trades")


async def test_a_restarted_process_goes_on_behind_the_slowest_consumer(database_url, tmp_path):
    async with playing(database_url, tmp_path) as (bench, bus):
        room = Room(bench, bus)
        run = await room.start("es-trades")
        bus.asleep = {"execution"}
        await bus.ready(run)
        await until(lambda: room.player.progress.stalled_by == ("execution",))
        assert 8 * 4_096 <= bus.positions["factor"] < 9 * 4_096
    async with playing(database_url, tmp_path) as (bench, bus):
        room = Room(bench, bus)
        assert room.player.run.run == run
        await bus.ready(run, 5_000)
        await until(lambda: len(bus.frames) > 2)
        assert bus.frames[0].first_sequence == 5_001
        spec = (await history.session(bench.service.context.database, "es-trades")).spec
        frame = bus.frames[0]
        same = await history.market(bench.service.context.database, spec, frame.first_sequence, frame.last_sequence)
        assert columns_of([frame], "bars") == columns_of([same], "bars")
        await room.player.stop(run)


async def test_bars_over_http_come_in_pages_as_of_a_time(room):
    query = {"as_of": "2017-01-06T21:14:59Z", "start": "2017-01-01T00:00:00Z", "limit": "2"}
    first = await room.ask("GET", "/bars/{instrument_id}", instrument_id="AAPL.XNAS", query=query)
    assert [bar["valid"] for bar in first["items"]] == ["2017-01-03T21:00:00Z", "2017-01-04T21:00:00Z"]
    assert first["items"][0]["known_basis"] == "assumed"
    query["cursor"] = first["next_cursor"]
    second = await room.ask("GET", "/bars/{instrument_id}", instrument_id="AAPL.XNAS", query=query)
    assert [bar["valid"] for bar in second["items"]] == ["2017-01-05T21:00:00Z"]  # that of the 6th is not known yet
    assert second["next_cursor"] is None


async def test_a_read_without_as_of_is_refused(room):
    with pytest.raises(msgspec.ValidationError, match="as_of"):
        await room.ask("GET", "/bars/{instrument_id}", instrument_id="AAPL.XNAS")
    with pytest.raises(InvalidInputError, match="zone"):
        await room.ask("GET", "/bars/{instrument_id}", instrument_id="AAPL.XNAS", query={"as_of": "2017-01-06"})


async def test_lists_and_unknown_names(room):
    sessions = await room.ask("GET", "/sessions")
    assert [session["name"] for session in sessions["items"]] == ["equities-daily", "es-trades", "equities-splits"]
    page = await room.ask("GET", "/sessions", query={"limit": "1"})
    rest = await room.ask("GET", "/sessions", query={"cursor": page["next_cursor"]})
    assert [session["name"] for session in rest["items"]] == ["es-trades", "equities-splits"]
    assert len((await room.ask("GET", "/instruments"))["items"]) == 11
    for path, values in (
        ("/quotes/{instrument_id}", {"instrument_id": "NONE.XNAS"}),
        ("/quotes/{instrument_id}", {"instrument_id": "IBM.XNYS"}),
        ("/replays/{run}", {"run": "999999"}),
    ):
        with pytest.raises(NotFoundError):
            await room.ask("GET", path, **values)
    with pytest.raises(NotFoundError, match="nautilus replay list"):
        await room.start("no-such-session")


async def test_corporate_actions_come_before_the_first_record_of_their_ex_date(room):
    """Dates and ratios as the companies announced them."""
    run = await room.start("equities-splits")
    session = await history.session(room.service.context.database, "equities-splits")
    await room.bus.ready(run)
    await room.finish(run)
    found = [(frame, action) for frame in room.bus.records for action in frame.actions]
    told = [(action.key, action.instrument_id, action.ratio, action.is_late) for _, action in found]
    assert told == [
        ("AAPL.XNAS/SPLIT/2014-06-09", "AAPL.XNAS", 7, False),
        ("NFLX.XNAS/SPLIT/2015-07-15", "NFLX.XNAS", 7, False),
    ]
    assert [action for frame in room.bus.frames for action in frame.actions] == [action for _, action in found]
    for frame, action in found:
        times = {
            int(number): int(ts)
            for bars in frame.bars
            for number, ts in zip(int_column(bars.sequence), int_column(bars.ts_event), strict=True)
        }
        assert frame.first_sequence <= action.sequence <= frame.last_sequence
        assert times.get(action.sequence - 1, 0) < action.ex_ns <= times[action.sequence]
    whole = await history.session_actions(room.service.context.database, session)
    assert list(whole) == [action for _, action in found]
