"""A small store: made-up instruments, bars, trades and sessions, written where `history` reads them."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import msgspec
import numpy as np
from psycopg.types.json import Jsonb

from nautilus import history
from nautilus.domain.instruments import Instrument, InstrumentKind
from nautilus.domain.market import BarColumns, QuoteColumns, TradeColumns, between, int_column
from nautilus.domain.time import NS_PER_SECOND, from_ns
from nautilus.engines.marketdata.messages import MarketFrame, RunStarted
from nautilus.history.sessions import RecordKind, SessionSpec
from nautilus.kernel.database import Database

DAY_NS = 86_400 * NS_PER_SECOND
FIRST_CLOSE_NS = 1_262_638_800 * NS_PER_SECOND  # 2010-01-04 21:00 UTC
STOCKS = ("AAA.XNAS", "BBB.XNAS", "CCC.XNYS")
FUTURE = "ESU3.XCME"
DAILY_SPEC = SessionSpec(
    name="made-up-daily",
    title="Made-up daily bars",
    kind=RecordKind.BARS,
    source="made-up",
    instrument_ids=STOCKS,
    first_ts=FIRST_CLOSE_NS + 400 * DAY_NS,
    last_ts=FIRST_CLOSE_NS + 599 * DAY_NS,
    as_of=FIRST_CLOSE_NS + 10_000 * DAY_NS,
    step_seconds=86_400,
    account_type="CASH",
    currency="USD",
    starting_cash=Decimal(100_000),
    mark_seconds=86_400,
    spread_ticks=dict.fromkeys(STOCKS, 2),
    frame_records=64,
)
TAPE_SPEC = SessionSpec(
    name="made-up-trades",
    title="Made-up trades",
    kind=RecordKind.TRADES,
    source="made-up",
    instrument_ids=(FUTURE,),
    first_ts=FIRST_CLOSE_NS,
    last_ts=FIRST_CLOSE_NS + DAY_NS,
    as_of=FIRST_CLOSE_NS + 10_000 * DAY_NS,
    step_seconds=60,
    account_type="MARGIN",
    currency="USD",
    starting_cash=Decimal(100_000),
    mark_seconds=60,
    spread_ticks={FUTURE: 2},
    frame_records=256,
)
INSTRUMENTS = [
    *(Instrument(each, InstrumentKind.EQUITY, "USD", 2, Decimal("0.01"), Decimal(1), Decimal(1)) for each in STOCKS),
    Instrument(FUTURE, InstrumentKind.FUTURE, "USD", 2, Decimal("0.25"), Decimal(1), Decimal(50)),
]


@dataclass(frozen=True)
class Split:
    instrument_id: str
    ex_date: date
    ratio: int


def daily_prices(days: int, seed: int = 4) -> dict[str, np.ndarray]:
    """Random-walk bars with clustered volatility, shape (days, stocks), some days of the second stock missing."""
    random = np.random.default_rng(seed)
    shape = (days, len(STOCKS))
    sigma = 0.01 * np.exp(0.4 * np.cumsum(random.normal(0, 0.1, shape), axis=0) / math.sqrt(10))
    steps = random.normal(0, 1, (*shape, 20)) * (sigma / math.sqrt(20))[..., None]
    path = np.cumsum(steps, axis=2)
    opening = 50 + 0 * path[..., 0]
    opening[1:] = 50 * np.exp(np.cumsum(path[..., -1], axis=0))[:-1]
    inside = opening[..., None] * np.exp(np.concatenate([np.zeros((*shape, 1)), path], axis=2))
    return {
        "open": inside[..., 0],
        "high": inside.max(axis=2),
        "low": inside.min(axis=2),
        "close": inside[..., -1],
        "volume": np.floor(random.lognormal(12, 0.4, shape)),
    }


async def fill_bars(database: Database, prices: dict[str, np.ndarray], missing: Sequence[tuple[int, int]] = ()) -> None:
    """Bars from FIRST_CLOSE_NS on, one a calendar day, known a quarter of an hour after their close."""
    origin, raw = await _sources(database)
    rows = [
        (
            *(STOCKS[column], 86_400, "made-up", from_ns(close_ns), from_ns(close_ns + 900 * NS_PER_SECOND)),
            *(float(prices[name][day, column]) for name in ("open", "high", "low", "close", "volume")),
            *(False, origin, raw),
        )
        for day in range(len(prices["close"]))
        for column in range(len(STOCKS))
        if (day, column) not in missing and (close_ns := FIRST_CLOSE_NS + day * DAY_NS)
    ]
    names = ("instrument_id", "step_seconds", "source", "valid", "known", "open", "high", "low", "close", "volume")
    await database.copy("marketdata.bar", (*names, "adjusted", "origin_id", "raw_id"), rows)
    await store_session(database, DAILY_SPEC)


def tape(count: int, seed: int = 9) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Times (in bursts that share a nanosecond), prices on a quarter grid, sizes."""
    random = np.random.default_rng(seed)
    gaps = np.where(random.random(count) < 0.4, 0, random.integers(1, 900, count)) * 1_000_000
    price = 1_640 + 0.25 * np.cumsum(random.integers(-1, 2, count))
    return FIRST_CLOSE_NS + np.cumsum(gaps), price, random.integers(1, 60, count).astype(np.float64)


def overnight(times: np.ndarray, price: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The second half of a tape on the next day, in shares of which two are one of before."""
    half = len(times) // 2
    later = np.arange(len(times)) >= half
    return times + later * DAY_NS // 3, np.where(later, np.round(2 * price) / 4, price)


async def fill_trades(database: Database, times: np.ndarray, price: np.ndarray, size: np.ndarray) -> None:
    origin, raw = await _sources(database)
    rows = [
        (FUTURE, "made-up", when, ordinal, paid, lots, when, origin, raw)
        for ordinal, (when, paid, lots) in enumerate(
            zip(times.tolist(), price.tolist(), size.tolist(), strict=True), start=1
        )
    ]
    names = ("instrument_id", "source", "ts_event", "ordinal", "price", "size", "known", "origin_id", "raw_id")
    await database.copy("marketdata.trade", names, rows)
    await store_session(database, TAPE_SPEC)


async def add_split(database: Database, split: Split) -> None:
    await database.execute(
        "INSERT INTO marketdata.event (entity_id, kind, valid, source, known, attributes, origin_id, raw_id)"
        " SELECT %s, 'SPLIT', %s, 'x', %s, jsonb_build_object('ratio', %s::text), min(origin_id), 0"
        " FROM marketdata.origin",
        (split.instrument_id, split.ex_date, split.ex_date, str(split.ratio)),
    )


async def add_action(database: Database, spec: SessionSpec, kind: str, ex_date: date, **told: str) -> None:
    """An action on the session's first instrument, of its own source, known at midnight UTC of its ex date."""
    await database.execute(
        "INSERT INTO marketdata.event (entity_id, kind, valid, source, known, attributes, origin_id, raw_id)"
        " VALUES (%s, %s, %s, %s, %s::date::timestamp AT TIME ZONE 'UTC', %s, 0, 0)",
        (spec.instrument_ids[0], kind, ex_date, spec.source, ex_date, Jsonb(told)),
    )


async def started(database: Database, spec: SessionSpec, run: int = 1) -> RunStarted:
    session = await history.session(database, spec.name)
    return RunStarted(
        ts_event=session.first_ts,
        ts_init=0,
        run=run,
        session=spec.name,
        instruments=tuple(each for each in INSTRUMENTS if each.instrument_id in spec.instrument_ids),
        account=f"paper-{run}",
        account_type=spec.account_type,
        starting_cash=str(spec.starting_cash),
        currency=spec.currency,
        first_ts=session.first_ts,
        last_ts=session.last_ts,
        record_count=session.record_count,
        mark_seconds=spec.mark_seconds,
        speed=0.0,
    )


async def frames(database: Database, spec: SessionSpec, run: int, cuts: Sequence[int]) -> list[MarketFrame]:
    """The session as market frames that end at the records `cuts`, or later where that would split a time."""
    count = (await history.session(database, spec.name)).record_count
    market = await history.market(database, spec, 1, count)
    records = market.trades or tuple(each for each in market.bars if each.step_seconds == spec.step_seconds)
    sequence = np.concatenate([int_column(each.sequence) for each in records])
    times = np.concatenate([int_column(each.ts_event) for each in records])[np.argsort(sequence)]
    actions = await history.session_actions(database, await history.session(database, spec.name))
    ends = sorted({int(np.searchsorted(times, times[cut - 1], side="right")) for cut in (*cuts, count) if cut <= count})
    made, first = [], 1
    for last in ends:
        made.append(
            MarketFrame(
                ts_event=int(times[last - 1]),
                ts_init=0,
                run=run,
                first_sequence=first,
                last_sequence=last,
                trades=_part(market.trades, first, last),
                quotes=_part(market.quotes, first, last),
                bars=_part(market.bars, first, last),
                actions=tuple(action for action in actions if first <= action.sequence <= last),
            )
        )
        first = last + 1
    return made


def _part[C: (TradeColumns, QuoteColumns, BarColumns)](columns: Sequence[C], first: int, last: int) -> tuple[C, ...]:
    parts = (between(each, first, last) for each in columns)
    return tuple(part for part in parts if part.sequence)


async def _sources(database: Database) -> tuple[int, int]:
    for each in INSTRUMENTS:
        await database.execute(
            "INSERT INTO marketdata.instrument VALUES (%s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING",
            (each.instrument_id, each.kind, *msgspec.structs.astuple(each)[2:]),
        )
    origin = await database.fetch_one(
        "INSERT INTO marketdata.origin (dataset, known_basis, rule) VALUES ('made-up', 'assumed', 'close + 15 minutes')"
        " ON CONFLICT (dataset, known_basis, rule) DO UPDATE SET rule = excluded.rule RETURNING origin_id"
    )
    raw = await database.fetch_one(
        "INSERT INTO marketdata.raw (source, part, revision, sha256, bytes, row_count, fetched)"
        " VALUES ('made-up', 'all', 1, gen_random_uuid()::text, 0, 0, now()) RETURNING raw_id"
    )
    assert origin is not None
    assert raw is not None
    return origin[0], raw[0]


async def store_session(database: Database, spec: SessionSpec) -> None:
    count = await history.count_records(database, spec)
    await database.execute("DELETE FROM marketdata.session WHERE name = %s", (spec.name,))
    await database.execute(
        "INSERT INTO marketdata.session VALUES (%s, 1, %s, %s, %s, %s)",
        (spec.name, msgspec.json.encode(spec).decode(), count, spec.first_ts, spec.last_ts),
    )
