"""Findings, grades and repairs in a real database: made once, made anew when rows come, cut off anywhere."""

import asyncio
import logging
import os
import sys
from datetime import UTC, datetime, timedelta

import msgspec
import polars as pl
import pyarrow as pa
import pytest

from nautilus.domain.time import from_ns, to_ns
from nautilus.engines.marketdata import store
from nautilus.engines.marketdata.store import slices
from nautilus.engines.marketdata.store.segments import make_segments
from nautilus.engines.marketdata.worker import inspection
from nautilus.engines.marketdata.worker.inspection import inspect_moved
from nautilus.history.asof import Basis
from nautilus.history.catalogue import quality
from nautilus.history.lineage import read_lineage
from nautilus.history.prices import BarsAsked, read_bars, read_panel
from nautilus.history.segments import find_parts, read_segment
from nautilus.kernel.config import Config
from nautilus.sources.base import EVENTS, OBSERVATIONS, QUOTES, TRADES, Series, Spec, rows
from nautilus.sources.inspection import NO_SPLITS, Beside, inspect_bars
from nautilus.sources.terms import terms_of
from support.putting import DAYS, FIRST, ORIGIN, PYSTOCK

pytestmark = pytest.mark.stack

LOG = logging.getLogger("test")
ASSUMED = BarsAsked("latest", Basis.ASSUMED)
SOUND = [10.0, 10.1, 10.05, 10.2, 10.15, 10.1, 10.25, 10.3, 10.2, 10.15]
SLIPPED = [*SOUND[:4], 1015.0, *SOUND[5:]]


async def found(database):
    """By subject the checks that found something."""
    rows = await database.fetch('SELECT subject, "check", valid FROM marketdata.finding ORDER BY 1, 3, 2')
    return [(subject, check, DAYS.index(valid)) for subject, check, valid in rows]


async def letters(database):
    return dict(await database.fetch("SELECT subject, grade FROM marketdata.grade"))


async def closes(database, asked=ASSUMED, name="A.US"):
    return (await read_bars(database, [name], asked)).arrow["close"].to_pylist()


async def everything(database):
    tables = ("finding", "grade", "every_bar", "watermark")
    return [
        await database.fetch(f"SELECT to_jsonb(t) - 'changed' FROM marketdata.{name} t ORDER BY 1") for name in tables
    ]


async def test_a_slip_of_the_unit_is_found_graded_and_repaired_by_a_version_of_its_own(database, put, tmp_path):
    await put(A_US=SLIPPED, B_US=SOUND)
    before = datetime.now(UTC)
    assert await inspect_moved(database, LOG) == 1
    assert {("A.US", "unit", 4), ("A.US", "spike", 4)} <= set(await found(database))
    assert {subject for subject, _, _ in await found(database)} == {"A.US"}
    told = await quality(database)
    assert {"dataset": "bar/sample/LAST/86400", "check": "unit", "findings": 1, "subjects": 1} in told["findings"]
    assert [(line["rule"], line["versions"]) for line in told["repairs"]] == [
        ("repair: prices in the unit of the series", 1)
    ]
    assert [(line["A"], line["E"]) for line in told["letters"]] == [(1, 1)]
    assert [(line["subject"], line["grade"]) for line in told["grades"]] == [("A.US", "E"), ("B.US", "A")]
    assert await letters(database) == {"A.US": "E", "B.US": "A"}
    (evidence,) = await database.fetch(
        "SELECT evidence, severity, raw_id FROM marketdata.finding WHERE \"check\" = 'unit'"
    )
    assert (evidence[0]["close"], evidence[0]["level"], evidence[1]) == (1015.0, 1.0, 3)
    (made,) = await database.fetch(
        "SELECT close, volume, known, raw_id, known_basis, rule, dataset FROM marketdata.bar_version"
        " JOIN marketdata.origin USING (origin_id)"
    )
    assert made[0] == pytest.approx(10.15)
    assert made[1] == 100.0 + DAYS[4].day
    assert before <= made[2] <= datetime.now(UTC)
    assert made[3:] == (evidence[2], "assumed", "repair: prices in the unit of the series", "days")
    own = BarsAsked("latest", Basis.ASSUMED, repairs=False)
    assert await closes(database, own) == SLIPPED
    assert await closes(database) == pytest.approx(SOUND)
    assert await closes(database, BarsAsked(int(before.timestamp()) * 10**9, Basis.ASSUMED)) == SLIPPED
    await make_segments(database, tmp_path, least_rows=1)
    for asked, expected in ((ASSUMED, SOUND), (own, SLIPPED)):
        panel = await read_panel(database, ["A.US"], asked, ["close"], tmp_path)
        assert panel.from_segments
        assert panel.wide("close")[:, 0].tolist() == pytest.approx(expected)


async def test_the_lineage_of_a_repaired_bar_names_the_rule_and_leads_on_to_the_original(database, put):
    await put(A_US=SLIPPED)
    await inspect_moved(database, LOG)
    first, repair = await read_lineage(database, f"bar:A.US:86400:sample:{DAYS[4]:%Y-%m-%d}", terms_of)
    assert repair.rule == "repair: prices in the unit of the series"
    assert repair.derived_from == first.id
    assert (first.values["close"], first.derived_from) == (1015.0, None)
    assert repair.values["close"] == pytest.approx(10.15)
    assert repair.sha256 == first.sha256
    (original,) = await read_lineage(database, repair.derived_from, terms_of)
    assert original.rule == "close + 15 minutes"


async def test_a_segment_that_is_superseded_while_it_is_read_is_read_whole(database, put, tmp_path):
    await put(A_US=SOUND)
    await make_segments(database, tmp_path, least_rows=1)
    (segment,) = (await find_parts(database, tmp_path, "bar/%", (2019, 2019))).segments
    (file,) = tmp_path.glob("bar-*.arrow")
    await put(A_US=SLIPPED, day=20)
    assert await make_segments(database, tmp_path, least_rows=1) == 1
    assert not file.exists()
    read = read_segment(segment, ["A.US"], (0, 2**62), "latest", ["valid", "known", "close"])
    assert read["close"].to_pylist() == SOUND
    file.parent.joinpath(*(path.name for path in tmp_path.glob("bar-*.arrow"))).unlink()
    assert (await find_parts(database, tmp_path, "bar/%", (2019, 2019))) == ([], [("sample", 2019)])


async def test_again_nothing_is_made_and_what_did_not_move_is_not_looked_at(database, put):
    await put(A_US=SLIPPED, B_US=SOUND)
    await inspect_moved(database, LOG)
    before = await everything(database)
    assert await inspect_moved(database, LOG) == 0
    await database.execute("UPDATE marketdata.inspection SET revision = 0")  # as if the checks had changed
    assert await inspect_moved(database, LOG) == 1
    assert await everything(database) == before


async def test_the_source_says_the_same_again_and_the_repair_stands(database, put):
    await put(A_US=SLIPPED)
    await inspect_moved(database, LOG)
    await put(A_US=SLIPPED, day=20)
    assert await inspect_moved(database, LOG) == 0
    assert await closes(database) == pytest.approx(SOUND)


async def test_a_repair_whose_ground_is_gone_is_taken_back(database, put):
    """The source mends the bar itself, with a time of knowing that lies before our repair."""
    await put(A_US=SLIPPED)
    await inspect_moved(database, LOG)
    mended = [*SOUND[:4], 10.17, *SOUND[5:]]
    await put(A_US=mended, day=20)
    assert (await closes(database))[4] == pytest.approx(10.15)
    await inspect_moved(database, LOG)
    assert await closes(database) == mended
    assert await found(database) == []
    assert await letters(database) == {"A.US": "A"}
    rules = await database.fetch(
        "SELECT rule FROM marketdata.bar_version JOIN marketdata.origin USING (origin_id) ORDER BY known"
    )
    assert [rule for (rule,) in rules] == [
        "revision seen when fetched",
        "repair: prices in the unit of the series",
        "repair: taken back, the figures are the source's own",
    ]
    assert await inspect_moved(database, LOG) == 0


async def test_a_clock_that_was_set_back_does_not_put_a_repair_before_what_it_repairs(database, put):
    await put(A_US=SLIPPED)
    await database.execute("UPDATE marketdata.bar SET known = '2099-01-01' WHERE valid = %s", (DAYS[4],))
    await inspect_moved(database, LOG)
    (known,) = await database.fetch_one("SELECT known FROM marketdata.bar_version")
    assert known == datetime(2099, 1, 1, 0, 0, 0, 1, tzinfo=UTC)
    assert (await closes(database))[4] == pytest.approx(10.15)


async def test_cut_off_in_the_middle_it_goes_on_behind_what_is_stored(database, put, monkeypatch):
    await put(A_US=SLIPPED, B_US=SLIPPED, C_US=SLIPPED)
    seen = []
    whole = slices.versions_of

    async def cut(database, moved, subjects):
        seen.append(list(subjects))
        if len(seen) == 2:
            raise ConnectionError("killed")
        return await whole(database, moved, subjects)

    monkeypatch.setattr(inspection.slices, "versions_of", cut)
    with pytest.raises(ConnectionError):
        await inspect_moved(database, LOG, most_rows=10)
    assert await letters(database) == {"A.US": "E"}
    assert await inspect_moved(database, LOG, most_rows=10) == 1
    assert seen == [["A.US"], ["B.US"], ["B.US"], ["C.US"]]
    assert await letters(database) == dict.fromkeys(["A.US", "B.US", "C.US"], "E")
    assert (await database.fetch_one("SELECT count(*) FROM marketdata.bar_version"))[0] == 3
    assert await inspect_moved(database, LOG) == 0


async def test_a_worker_that_is_killed_while_it_inspects_is_followed_by_one_that_ends_it(
    database, database_url, put, tmp_path
):
    names = [f"s{number:02}" for number in range(12)]
    for name in names:
        await put(Spec(name, name, "none", may_redistribute=True), A_US=SLIPPED)
    await inspection.announce(database)
    settings = msgspec.json.encode(Config(home=str(tmp_path), database_url=database_url, log_level="WARNING"))

    async def start():
        command = (sys.executable, "-m", "nautilus.engines.marketdata.worker", str(os.getpid()))
        process = await asyncio.create_subprocess_exec(*command, stdin=asyncio.subprocess.PIPE)
        process.stdin.write(settings + b"\n")
        process.stdin.close()
        return process

    process = await start()
    async with asyncio.timeout(60):
        while not await database.fetch("SELECT FROM marketdata.grade LIMIT 1"):  # noqa: ASYNC110 - asked of the database
            await asyncio.sleep(0.002)
    process.kill()
    await process.wait()
    process = await start()
    async with asyncio.timeout(60):
        assert await process.wait() == 0
    assert not await store.has_work(database)
    graded = await database.fetch("SELECT dataset, grade FROM marketdata.grade ORDER BY dataset")
    assert graded == [(f"bar/{name}/LAST/86400", "E") for name in names]
    repaired = await database.fetch(
        "SELECT source, count(*) FROM marketdata.bar_version GROUP BY source ORDER BY source"
    )
    assert repaired == [(name, 1) for name in names]


async def test_it_gives_way_to_what_is_more_urgent_and_goes_on_after_it(database, put):
    await put(A_US=SLIPPED, B_US=SLIPPED, C_US=SLIPPED)

    async def is_wanted():
        return len(await letters(database)) == 2

    assert await inspect_moved(database, LOG, most_rows=10, is_wanted=is_wanted) is None
    assert sorted(await letters(database)) == ["A.US", "B.US"]
    assert await inspect_moved(database, LOG, most_rows=10, is_wanted=is_wanted) == 1
    assert sorted(await letters(database)) == ["A.US", "B.US", "C.US"]


async def test_what_is_announced_is_work_until_it_is_inspected(database, put):
    """A worker that is killed between a job's end and the inspection is started again."""
    assert not await store.has_work(database)
    await put(A_US=SLIPPED)
    await inspection.announce(database)
    assert await store.has_work(database)
    await inspect_moved(database, LOG)
    assert not await store.has_work(database)


async def test_two_sources_that_disagree_and_two_currencies_are_findings(database, put):
    await put(A_US=SOUND)
    await put(PYSTOCK, A_US=[*SOUND[:2], 11.0, *SOUND[3:]])
    dividend = {"entity_id": "A.US", "kind": "DIVIDEND", "valid": DAYS[3].date(), "known": DAYS[3]}
    events = rows(EVENTS, 1, **dividend, attributes='{"amount": "0.1", "currency": "GBP"}', **ORIGIN)
    await put.tables({"events": events})
    await database.execute(
        "INSERT INTO marketdata.instrument VALUES ('A.US', 'EQUITY', 'USD', 2, 0.01, 1, 1, 'A share')"
    )
    await inspect_moved(database, LOG)
    apart = [(subject, check, day) for subject, check, day in await found(database) if check == "sources disagree"]
    assert apart == [("A.US", "sources disagree", 2)] * 2
    told = await database.fetch("SELECT evidence FROM marketdata.finding WHERE \"check\" = 'currency'")
    assert told == [({"told": "venue USD, DIVIDEND of sample GBP, instrument USD"},)] * 2


async def test_series_are_graded_too(database, put):
    months = [datetime(2015 + n // 12, n % 12 + 1, 1, tzinfo=UTC) for n in range(40)]
    values = [100.0 + n * n % 11 for n in range(40)]
    values[30] = 900.0
    made = [
        rows(OBSERVATIONS, 1, series_id=name, valid=month, value=value, known=month + timedelta(days=40), **ORIGIN)
        for name, skipped in (("UP", None), ("HOLE", 10))
        for n, (month, value) in enumerate(zip(months, values, strict=True))
        if n != skipped
    ]
    series = [Series(name, name, "index", "monthly", "", revised=False, dataset="days") for name in ("UP", "HOLE")]
    await put.tables({"observations": pa.concat_tables(made).unify_dictionaries()}, series=series)
    await inspect_moved(database, LOG)
    found = await database.fetch('SELECT subject, "check", valid FROM marketdata.finding ORDER BY 1, 2')
    assert found == [("HOLE", "gap", months[11]), ("HOLE", "spike", months[30]), ("UP", "spike", months[30])]
    assert set((await letters(database)).values()) <= set("CD")


async def test_ticks_are_graded_by_crossed_quotes_spikes_and_their_order(database, put):
    count = 200
    stamps = [to_ns(DAYS[0]) + 1_000_000 * n for n in range(count)]
    price = [100.0 + n % 7 / 100 for n in range(count)]
    bid, ask = list(price), [each + 0.02 for each in price]
    price[50], ask[70] = 140.0, 99.0
    late = [*stamps[:120], stamps[90] - 1_000, *stamps[121:]]
    given = {"instrument_id": "A.US", "ordinal": pa.array(range(count)), **ORIGIN}
    trades = rows(
        TRADES, count, ts_event=pa.array(late), known=pa.array(late), price=pa.array(price), size=1.0, **given
    )
    sides = {"bid": pa.array(bid), "ask": pa.array(ask), "bid_size": 1.0, "ask_size": 1.0}
    quotes = rows(QUOTES, count, ts_event=pa.array(stamps), known=pa.array(stamps), **sides, **given)
    await put.tables({"trades": trades, "quotes": quotes})
    await inspect_moved(database, LOG)
    found = await database.fetch('SELECT dataset, "check", valid FROM marketdata.finding ORDER BY 1, 2')
    assert found == [
        ("quote/sample", "crossed", from_ns(stamps[70])),
        ("trade/sample", "spike", from_ns(stamps[50])),
        ("trade/sample", "time order", from_ns(late[120])),
    ]
    graded = await database.fetch("SELECT dataset, grade, row_count FROM marketdata.grade ORDER BY 1")
    assert graded == [("quote/sample", "C", count), ("trade/sample", "C", count)]


async def test_sessions_of_new_york_are_looked_for_in_its_shares_alone(database, put):
    holed = [close if number != 6 else None for number, close in enumerate(SOUND)]
    await put(**{"A_US": holed, "B_XLON": holed, "A 190118C00010000_US": holed})
    await inspect_moved(database, LOG)
    assert await found(database) == [("A.US", "gap", 7)]


def test_a_split_that_is_told_is_no_jump_of_prices_as_traded():
    valid = pl.Series([FIRST + timedelta(days=n) for n in range(10)], dtype=pl.Datetime("us", "UTC"))
    close = pl.Series([70.0 + n / 10 for n in range(5)] + [10.0 + n / 70 for n in range(5)])
    bars = pl.DataFrame({"series": "A.US", "valid": valid, "close": close, "volume": [float(n + 1) for n in range(10)]})
    bars = bars.with_columns(open=close, high=close * 1.01, low=close * 0.99, adjusted_close=pl.lit(None, pl.Float64))
    bars = bars.with_columns(adjusted=False)
    split = pl.DataFrame([("A.US", valid[5].date(), 7.0)], schema=NO_SPLITS.schema, orient="row")
    nothing = pl.DataFrame(schema={"source": pl.String(), "series": pl.String()})
    rules = [
        set(inspect_bars(bars, Beside(known, nothing, {}), is_daily=False, is_quoted=False).found["rule"])
        for known in (NO_SPLITS, split)
    ]
    assert "split not told" in rules[0]
    assert rules[1] == set()
