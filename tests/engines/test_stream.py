"""The shell of the value engines on a real store: cuts, repeats, gaps, restarts, warm-up, splits."""

import asyncio
from contextlib import asynccontextmanager
from datetime import date

import msgspec.structs
import numpy as np
import pandas as pd
import pytest

from nautilus import history
from nautilus.domain.market import float_column, int_column
from nautilus.engines.factor import ENGINE as FACTOR
from nautilus.engines.factor.service import FactorService
from nautilus.engines.features import ENGINE as FEATURES
from nautilus.engines.features.service import FeaturesService
from nautilus.engines.marketdata.messages import FRAMES, RUNS, RunChanged, RunState, ValueFrame, Watermark
from nautilus.engines.values import ValueStore
from nautilus.engines.vpin import ENGINE as VPIN
from nautilus.engines.vpin.model import PARAMETERS
from nautilus.engines.vpin.service import VpinService
from nautilus.kernel.database import Database
from nautilus.kernel.errors import UnavailableError
from nautilus.kernel.migrations import migrate
from nautilus.quant.microstructure.vpin import BulkVolume
from support.engine import bench, empty
from support.history import (
    DAILY_SPEC,
    FUTURE,
    STOCKS,
    TAPE_SPEC,
    Split,
    add_split,
    daily_prices,
    fill_bars,
    fill_trades,
    frames,
    started,
    store_session,
    tape,
)

pytestmark = pytest.mark.stack

DAYS = 600
MISSING = ((450, 1), (451, 1))
PRICES = daily_prices(DAYS)
TAPE = tape(9_000)


@asynccontextmanager
async def opened(url):
    database = Database(url, max_size=2)
    await database.open()
    yield database
    await database.close()


@pytest.fixture(scope="module")
def filled_url(database_url):
    async def fill():
        async with opened(database_url) as database:
            await fill_bars(database, PRICES, MISSING)
            await fill_trades(database, *TAPE)

    migrate(database_url)
    asyncio.run(fill())
    return database_url


@pytest.fixture
async def database(filled_url):
    async with opened(filled_url) as database:
        for schema in ("factor", "features", "vpin"):
            await empty(database, schema)
        yield database


@asynccontextmanager
async def engine(kind, declared, database_url, home):
    async with bench(kind, declared, database_url, home) as found:
        yield found


async def feed(found, made):
    handle = found.service.subscriptions().frames[FRAMES]
    for frame in made:
        await handle(frame)


def answers(found):
    return [message for _, _, message in found.published.messages if isinstance(message, ValueFrame)]


def stored(columns):
    """(instrument, name, sequence, ts_event, value) of each value, in order: what equality means here."""
    return sorted(
        (each.instrument_id, each.name, *row)
        for each in columns
        for row in zip(
            int_column(each.sequence).tolist(),
            int_column(each.ts_event).tolist(),
            float_column(each.value).tolist(),
            strict=True,
        )
    )


def published(found):
    return stored([each for answer in answers(found) for each in answer.values])


async def uninterrupted(kind, declared, database, database_url, home, spec, run, cuts=()):
    async with engine(kind, declared, database_url, home) as found:
        await found.feed(RUNS, await started(database, spec, run), message_id=f"run-{run}")
        await feed(found, await frames(database, spec, run, cuts))
        return published(found)


CASES = [
    pytest.param(FactorService, FACTOR, DAILY_SPEC, id="factor-daily"),
    pytest.param(FeaturesService, FEATURES, DAILY_SPEC, id="features-daily"),
    pytest.param(FeaturesService, FEATURES, TAPE_SPEC, id="features-trades"),
    pytest.param(VpinService, VPIN, TAPE_SPEC, id="vpin-trades"),
    pytest.param(VpinService, VPIN, DAILY_SPEC, id="vpin-daily"),
]


@pytest.mark.parametrize(("kind", "declared", "spec"), CASES)
async def test_no_value_depends_on_cuts_or_restarts(kind, declared, spec, database, database_url, tmp_path):
    whole = await uninterrupted(kind, declared, database, database_url, tmp_path, spec, run=1)
    assert bool(whole) == (declared is not VPIN or spec is TAPE_SPEC)
    made = await frames(database, spec, 2, cuts=range(41, 9_000, 170))
    third = len(made) // 3
    async with engine(kind, declared, database_url, tmp_path) as found:
        await found.feed(RUNS, await started(database, spec, run=2), message_id="run-2")
        await feed(found, made[:third])
        first = published(found)
    async with engine(kind, declared, database_url, tmp_path) as found:
        await feed(found, made[third:])
        second = published(found)
    assert sorted(first + second) == whole
    assert stored(await history.values(database, declared.name, 2, 1, 10**9)) == whole


@pytest.mark.parametrize(("kind", "declared", "spec"), CASES)
async def test_each_frame_is_answered_by_one_of_the_same_numbers(
    kind, declared, spec, database, database_url, tmp_path
):
    made = await frames(database, spec, 1, cuts=(100, 200, 420))
    async with engine(kind, declared, database_url, tmp_path) as found:
        await found.feed(RUNS, await started(database, spec))
        await feed(found, made)
        assert [(each.first_sequence, each.last_sequence, each.run, each.source) for each in answers(found)] == [
            (frame.first_sequence, frame.last_sequence, 1, declared.name) for frame in made
        ]
        for answer in answers(found):
            for columns in answer.values:
                sequence = int_column(columns.sequence)
                assert sequence.min() >= answer.first_sequence
                assert sequence.max() <= answer.last_sequence
                assert np.isfinite(float_column(columns.value)).all()


async def test_what_was_processed_is_published_again_from_the_store(database, database_url, tmp_path):
    made = await frames(database, DAILY_SPEC, 1, cuts=(90, 180, 270))
    async with engine(FactorService, FACTOR, database_url, tmp_path) as found:
        await found.feed(RUNS, await started(database, DAILY_SPEC))
        await feed(found, made[:3])
        before = answers(found)
        found.published.messages.clear()
        await feed(found, made[1:3])
        assert [stored(each.values) for each in answers(found)] == [stored(each.values) for each in before[1:]]
        assert all(each.values for each in answers(found))
    async with engine(FactorService, FACTOR, database_url, tmp_path) as found:
        await feed(found, [made[0]])
        assert stored(answers(found)[0].values) == stored(before[0].values), "also after a restart"


async def test_a_frame_that_is_processed_in_part_is_answered_whole(database, database_url, tmp_path):
    made = await frames(database, DAILY_SPEC, 1, cuts=(90,))
    (whole,) = await frames(database, DAILY_SPEC, 1, cuts=())
    async with engine(FactorService, FACTOR, database_url, tmp_path) as found:
        await found.feed(RUNS, await started(database, DAILY_SPEC))
        await feed(found, made[:1])
        await feed(found, [whole])
        last = answers(found)[-1]
        assert (last.first_sequence, last.last_sequence) == (1, whole.last_sequence)
        expected = await history.values(database, "factor", 1, 1, whole.last_sequence)
        assert stored(last.values) == stored(expected)
    other = await uninterrupted(FactorService, FACTOR, database, database_url, tmp_path, DAILY_SPEC, run=2)
    assert stored(expected) == other


async def test_a_frame_beyond_the_next_sequence_is_left(database, database_url, tmp_path):
    made = await frames(database, DAILY_SPEC, 1, cuts=(90, 180))
    async with engine(FactorService, FACTOR, database_url, tmp_path) as found:
        await found.feed(RUNS, await started(database, DAILY_SPEC))
        await feed(found, [made[0], made[2]])
        assert len(answers(found)) == 1
        await found.service._announce()
        assert found.published.last(Watermark).sequence == made[0].last_sequence
        await feed(found, made[1:])
        assert answers(found)[-1].last_sequence == made[2].last_sequence


async def test_runs_begin_change_and_end(database, database_url, tmp_path):
    made = await frames(database, DAILY_SPEC, 2, cuts=(90,))
    async with engine(FactorService, FACTOR, database_url, tmp_path) as found:
        await found.service._announce()
        assert not found.published.messages, "no run, nothing to say"
        second = await started(database, DAILY_SPEC, 2)
        await found.feed(RUNS, second)
        await found.service._announce()
        assert found.published.last(Watermark).sequence == 0
        await feed(found, made[:1])
        await found.feed(RUNS, second, await started(database, DAILY_SPEC, 1))
        await feed(found, await frames(database, DAILY_SPEC, 1, cuts=(90,)))
        await found.service._announce()
        mark = found.published.last(Watermark)
        assert (mark.run, mark.sequence, mark.consumer) == (2, made[0].last_sequence, "factor")
        await found.feed(RUNS, RunChanged(ts_event=0, ts_init=0, run=2, state=RunState.STOPPED, speed=0.0))
        found.published.messages.clear()
        await found.service._announce()
        await feed(found, made[1:])
        assert not found.published.messages, "a run that is over gets no values and no watermarks"
        await found.feed(RUNS, await started(database, DAILY_SPEC, 3))
        await found.service._announce()
        assert found.published.last(Watermark).run == 3


async def test_momentum_of_the_first_day_comes_from_history(database, database_url, tmp_path):
    values = await uninterrupted(FactorService, FACTOR, database, database_url, tmp_path, DAILY_SPEC, run=1)
    frame = pd.DataFrame(PRICES["close"], columns=STOCKS)
    for day, column in MISSING:
        frame.iloc[day, column] = np.nan
    expected = frame / frame.shift(20) - 1
    found = {(each[0], each[3]): each[4] for each in values if each[1] == "momentum_20"}
    first = DAILY_SPEC.first_ts
    day_ns = 86_400 * 10**9
    assert {(stock, first) for stock in STOCKS} <= found.keys()
    for (stock, when), value in found.items():
        assert value == pytest.approx(expected[stock].iloc[400 + (when - first) // day_ns], rel=1e-12)
    known = expected.iloc[400:].notna().to_numpy().sum()
    assert len(found) == known == 3 * 200 - 2 - 2, "not on the missing days, nor 20 days after them"


async def test_a_split_is_no_return(database, database_url, tmp_path):
    plain = await uninterrupted(FactorService, FACTOR, database, database_url, tmp_path, DAILY_SPEC, run=1)
    ex_date = date(2011, 5, 20)  # within the session
    split_ns = (ex_date - date(1970, 1, 1)).days * 86_400 * 10**9
    await database.execute(
        "UPDATE marketdata.bar SET open = open / 4, high = high / 4, low = low / 4, close = close / 4,"
        " volume = volume * 4 WHERE instrument_id = %s AND valid >= %s",
        (STOCKS[0], ex_date),
    )
    await add_split(database, Split(STOCKS[0], ex_date, 4))
    try:
        split = await uninterrupted(FactorService, FACTOR, database, database_url, tmp_path, DAILY_SPEC, run=2)
    finally:
        await database.execute("DELETE FROM marketdata.event")
        await database.execute(
            "UPDATE marketdata.bar SET open = open * 4, high = high * 4, low = low * 4, close = close * 4,"
            " volume = volume / 4 WHERE instrument_id = %s AND valid >= %s",
            (STOCKS[0], ex_date),
        )
    assert any(when >= split_ns for *_, when, _ in plain)
    assert [each[:4] for each in split] == [each[:4] for each in plain]
    np.testing.assert_allclose([each[4] for each in split], [each[4] for each in plain], rtol=1e-12)


async def test_vpin_of_the_tape_is_that_of_its_trades(database, database_url, tmp_path):
    values = await uninterrupted(
        VpinService, VPIN, database, database_url, tmp_path, TAPE_SPEC, 1, range(50, 9_000, 97)
    )
    times, price, size = TAPE
    buckets = BulkVolume(PARAMETERS).step(price, size)
    known = ~np.isnan(buckets.vpin)
    assert known.sum() > 50
    expected = [
        (FUTURE, "vpin", int(trade) + 1, int(times[trade]), float(value))
        for trade, value in zip(buckets.trade[known], buckets.vpin[known], strict=True)
    ]
    assert [each for each in values if each[1] == "vpin"] == expected


async def test_a_session_of_trades_is_warmed_with_the_trades_before_it(database, database_url, tmp_path):
    times, price, size = TAPE
    late = msgspec.structs.replace(TAPE_SPEC, name="made-up-late", first_ts=int(times[6_000]))
    await store_session(database, late)
    values = await uninterrupted(VpinService, VPIN, database, database_url, tmp_path, late, run=1)
    buckets = BulkVolume(PARAMETERS).step(price, size)
    first = int(np.searchsorted(times, times[6_000]))
    after = ~np.isnan(buckets.vpin) & (buckets.trade >= first)
    assert [(each[2], each[4]) for each in values if each[1] == "vpin"] == [
        (int(trade) - first + 1, float(value))
        for trade, value in zip(buckets.trade[after], buckets.vpin[after], strict=True)
    ]
    features = await uninterrupted(FeaturesService, FEATURES, database, database_url, tmp_path, late, run=2)
    bars = sorted({when for *_, when, _ in features})
    assert (FUTURE, "return_20", bars[0]) in {(each[0], each[1], each[3]) for each in features}


async def test_a_store_that_fails_loses_nothing(database, database_url, tmp_path, monkeypatch):
    whole = await uninterrupted(FactorService, FACTOR, database, database_url, tmp_path, DAILY_SPEC, run=1)
    made = await frames(database, DAILY_SPEC, 2, cuts=(90, 180, 270))

    async def away(*_):
        raise UnavailableError("the database went away")

    async with engine(FactorService, FACTOR, database_url, tmp_path) as found:
        await found.feed(RUNS, await started(database, DAILY_SPEC, 2), message_id="run-2")
        await feed(found, made[:1])
        with monkeypatch.context() as patch:
            patch.setattr(ValueStore, "append", away)
            with pytest.raises(UnavailableError):
                await feed(found, made[1:2])
        await found.service.load()  # what the chassis does after a failure, before the frame comes again
        await feed(found, made[1:])
        assert published(found) == whole
