"""The actions that a session of real history meets, and a holding over them: LEAN's bars, factor and map files."""

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO

import msgspec
import polars as pl
import pytest

from conftest import require
from history.conftest import SHARED, market, write
from nautilus.domain.actions import ActionKind
from nautilus.domain.orders import OrderSide
from nautilus.domain.time import from_ns, to_ns
from nautilus.engines.marketdata.model.sessions import EQUITIES_DAILY
from nautilus.engines.marketdata.store import Archive, FactStore
from nautilus.history import Session, SessionSpec, count_records, records, session_actions
from nautilus.kernel.database import Database
from nautilus.kernel.migrations import migrate
from nautilus.quant.microstructure.market import Derivation
from nautilus.sources import find_source
from nautilus.trading.dealer import Terms
from nautilus.trading.drive import directly, drive
from nautilus.trading.events import AccountType, Adjusted, Marked, Opened, decode
from nautilus.trading.merge import MARKET, Frame
from nautilus.trading.port import Submit
from nautilus.trading.strategy import make_order
from support.actions import FREE
from support.trading import MemoryJournal, Scenario, instrument, rig

pytestmark = pytest.mark.stack

SYMBOLS = ("AAPL", "BAC", "IBM", "WM", "WMI")


@pytest.fixture(scope="module")
def loaded(database_url, tmp_path_factory):
    """URL of a database that holds what these tests need of LEAN."""
    require(f"{SHARED}/market", "real corporate actions")
    migrate(database_url)
    asyncio.run(_load(database_url, tmp_path_factory.mktemp("raw")))
    return database_url


async def _load(url, folder) -> None:
    database = Database(url, max_size=2)
    await database.open()
    store, source = FactStore(database, Archive(folder)), find_source("lean")
    client = source.connect(SHARED)
    for part in await client.plan():
        if part.name in ("map files", "factor files"):
            await write(store, source, await client.fetch(part))
        elif part.name == "daily trade bars":
            payload = await client.fetch(part)
            few = BytesIO()
            pl.read_parquet(payload.content).filter(pl.col("symbol").is_in(SYMBOLS)).write_parquet(few)
            await write(store, source, replace(payload, content=few.getvalue()))
    await database.close()


def ns(text: str) -> int:
    return to_ns(datetime.fromisoformat(text).replace(tzinfo=UTC))


def spec(first: str, last: str, *names: str, **terms: object) -> SessionSpec:
    given = {
        "name": "real",
        "source": "lean",
        "instrument_ids": names,
        "first_ts": ns(first),
        "last_ts": ns(last),
        "as_of": ns("2021-04-01"),
        "spread_ticks": dict.fromkeys(names, 2),
    }
    return msgspec.structs.replace(EQUITIES_DAILY, **given | terms)


async def session_of(database, chosen: SessionSpec) -> Session:
    count = await count_records(database, chosen)
    times = (await records(database, chosen, 1, count)).ts_event
    return Session(spec=chosen, record_count=count, first_ts=int(times[0]), last_ts=int(times[-1]))


class _Run(Scenario):
    """An account of the session's instruments; its frames come from the store."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.instruments = tuple(instrument(name) for name in session.spec.instrument_ids)

    @property
    def terms(self) -> Terms:
        opened = Opened(
            run=7,
            account="paper-7",
            account_type=AccountType.CASH,
            currency="USD",
            starting_cash=Decimal(1_000_000),
            instruments=self.instruments,
            costs={each.instrument_id: FREE for each in self.instruments},
        )
        return Terms(opened, 86_400, self.session.record_count)


async def hold(database, chosen: SessionSpec, quantity: int):
    """Buy at the first record and hold to the end: broker, what was adjusted, equity by day."""
    session = await session_of(database, chosen)
    actions = await session_actions(database, session)
    made = rig(_Run(session), journal := MemoryJournal(), ())
    derivation = Derivation(dict.fromkeys(chosen.instrument_ids, 0.01), 86_400)
    for number in range(1, session.record_count + 1):
        bars = (await records(database, chosen, number, number)).bars
        due = [action for action in actions if action.sequence == number]
        made.play([Frame(MARKET, number, number, derivation.feed((), bars), actions=due)])
        if number == 1:
            first = made.dealer.broker.instruments[chosen.instrument_ids[0]]
            order = make_order(first, "manual", "R7-manual-1", OrderSide.BUY, quantity)
            drive(made.desk.outside(Submit((order,))), directly(made.dealer))
    batches = [decode(payload) for payload in journal.payloads]
    adjusted = [event for batch in batches for event in batch.events if isinstance(event, Adjusted)]
    marks = {
        from_ns(batch.ts_event).date(): event.marks
        for batch in batches
        for event in batch.events
        if isinstance(event, Marked)
    }
    return made.dealer.broker, adjusted, marks


async def test_a_hundred_shares_of_apple_over_a_dividend_and_a_split(database):
    """Apple's own words: 3.29 USD a share, ex 2014-05-08; seven for one, ex 2014-06-09."""
    chosen = spec("2014-05-06", "2014-06-14", "AAPL.US")
    broker, adjusted, marks = await hold(database, chosen, 100)
    told = [(each.action.key, each.before, each.after, each.cash) for each in adjusted]
    assert told == [
        ("us:AAPL/DIVIDEND/2014-05-08", 100, 100, Decimal("329.00")),
        ("us:AAPL/SPLIT/2014-06-09", 100, 700, 0),
    ]
    closes = {
        row["ts"]: Decimal(str(row["close"]))
        for row in market("us_equity_daily_lean").filter(pl.col("symbol") == "AAPL").to_dicts()
        if "2014-05-06" <= str(row["ts"])[:10] <= "2014-06-13"
    }
    assert [each["AAPL.US"] for each in marks.values()] == list(closes.values())
    assert broker.fills[0].price == Decimal("594.42")  # the first close and half a spread
    assert broker.cash == Decimal("940887.00")  # 1,000,000 − 59,442 + 329
    assert broker.account.holdings["AAPL.US"].quantity == 700
    assert broker.account.equity(broker.marks()) == Decimal("940887.00") + 700 * Decimal("91.28")
    worst = max(
        abs(two * shares + paid - one * 100) / (one * 100)
        for one, two, shares, paid in (
            (Decimal("592.33"), Decimal("588.12"), 100, 329),  # into 05-08: − 0.16 % with the dividend
            (Decimal("645.57"), Decimal("93.70"), 700, 0),  # into 06-09: + 1.60 %
        )
    )
    assert worst < Decimal("0.017")


async def test_a_holding_of_wmi_goes_on_as_wm(database):
    """Waste Management's symbol changed on 2009-08-05, by LEAN's map file."""
    chosen = spec("2009-07-28", "2009-08-12", "WMI.US", "WM.US")
    broker, adjusted, marks = await hold(database, chosen, 200)
    (renamed,) = adjusted
    assert (renamed.action.kind, renamed.action.successor) == (ActionKind.RENAME, "WM.US")
    assert renamed.action.ex_date == "2009-08-05"
    assert renamed.mark == Decimal("28.50")  # the last close of WMI
    assert {name: each.quantity for name, each in broker.account.holdings.items()} == {"WM.US": 200}
    assert broker.account.holdings["WM.US"].average_price == Decimal("29.43")  # the close of 07-28 and half a spread
    assert broker.cash == Decimal("994114.00")
    assert broker.account.equity(marks[date(2009, 8, 5)]) == Decimal("994114.00") + 200 * Decimal("28.58")


async def test_what_a_session_may_know(database):
    """By its `as_of`, of its own source, in prices as they traded, to instruments that it has."""
    apple = ("2014-05-06", "2014-06-14", "AAPL.US")

    async def keys(*given, **terms):
        return [each.key for each in await session_actions(database, await session_of(database, spec(*given, **terms)))]

    assert len(await keys(*apple)) == 2
    assert await keys("2014-05-09", "2014-06-06", "AAPL.US") == []
    assert await keys("2014-06-09", "2014-06-14", "AAPL.US") == []  # nothing was held before the first record
    assert await keys("2009-07-28", "2009-08-12", "WMI.US") == []
    early = await keys(*apple, as_of=ns("2014-06-13 23:00"))
    assert early == ["us:AAPL/DIVIDEND/2014-05-08", "us:AAPL/SPLIT/2014-06-09"]
    tell = (
        "INSERT INTO marketdata.event SELECT entity_id, kind, valid, source, %s, %s, origin_id, raw_id"
        " FROM marketdata.event WHERE entity_id = 'us:AAPL' AND kind = 'SPLIT' AND valid = '2014-06-09'"
        " ORDER BY known LIMIT 1"
    )
    await database.execute(tell, (datetime(2014, 6, 10, tzinfo=UTC), '{"ratio": "8"}'))
    session = await session_of(database, spec(*apple))
    assert (await session_actions(database, session))[-1].ratio == 7  # too late: it has taken effect
    await database.execute(tell, (datetime(2014, 6, 9, 1, tzinfo=UTC), '{"cancelled": true}'))
    assert await keys(*apple) == ["us:AAPL/DIVIDEND/2014-05-08"]
    await database.execute(
        "UPDATE marketdata.bar SET adjusted = true WHERE instrument_id = 'AAPL.US' AND source = 'lean'"
        " AND valid BETWEEN '2014-05-06' AND '2014-06-14'"
    )
    assert await keys(*apple) == []


async def test_prices_of_a_source_without_actions_meet_those_of_the_others(database):
    columns = "instrument_id, step_seconds, valid, known, open, high, low, close, volume, adjusted, origin_id, raw_id"
    await database.execute(
        f"INSERT INTO marketdata.bar ({columns}, price_type, source) SELECT {columns}, price_type, 'prices'"
        " FROM marketdata.bar WHERE instrument_id = 'BAC.US' AND source = 'lean' AND price_type = 'LAST'"
        " AND valid BETWEEN '2004-08-20' AND '2004-09-10'"
    )
    dates = ("2004-08-20", "2004-09-10")
    found = [
        await session_actions(database, await session_of(database, spec(*dates, "BAC.US", source=source)))
        for source in ("lean", "prices")
    ]
    assert found[0] == found[1]
    assert [(each.kind, each.ratio, each.source) for each in found[0] if each.kind == "SPLIT"] == [("SPLIT", 2, "lean")]


async def test_what_becomes_known_late_comes_late(database):
    name = "IBM.US"
    chosen = spec("2013-09-03", "2013-09-14", name)
    session = await session_of(database, chosen)
    before = await session_actions(database, session)
    await database.execute(
        "INSERT INTO marketdata.event (entity_id, kind, valid, source, known, attributes, origin_id, raw_id)"
        " VALUES (%s, 'SPLIT', '2013-09-06', 'lean', '2013-09-09 23:59:59Z', %s, 0, 0)",
        (name, '{"ratio": "2"}'),
    )
    (late,) = [each for each in await session_actions(database, session) if each not in before]
    assert late.is_late
    times = (await records(database, chosen, 1, session.record_count)).ts_event
    assert times[late.sequence - 2] < late.known_ns <= times[late.sequence - 1]
    assert from_ns(int(times[late.sequence - 1])).date() == date(2013, 9, 10)
