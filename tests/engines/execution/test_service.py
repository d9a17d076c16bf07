"""Execution with a real node, database and buses: nothing lost, nothing sent twice, every kill confirmed."""

from decimal import Decimal

import pytest

from nautilus.engines.execution import store
from nautilus.engines.execution.messages import Filled, GateDecided, KillConfirmed, OrderChanged, Progress
from nautilus.engines.execution.node.terms import journal_path, terms_of
from nautilus.engines.execution.service.tail import Tail
from nautilus.engines.marketdata.messages import RUNS, RunChanged, RunState
from nautilus.engines.strategy.messages import StrategyState
from nautilus.kernel.database import Database
from nautilus.kernel.errors import (
    ConflictError,
    InvalidInputError,
    JournalBrokenError,
    NotFoundError,
    UnavailableError,
)
from nautilus.kernel.journal.file import FileJournal, FileJournalReader
from nautilus.trading.dealer import Dealer
from nautilus.trading.desk import Desk
from nautilus.trading.drive import directly, drive
from nautilus.trading.events import Decided, decode
from nautilus.trading.merge import VALUE_SOURCES, Frame, Merger
from nautilus.trading.recorder import Recorder
from nautilus.trading.team import Outbox, Team
from support.execution import house
from support.history import TAPE_SPEC, frames
from support.trading import BUSY, LIMITS, MemoryJournal, WallClock

pytestmark = pytest.mark.stack

RECORDS = 3_000
BUSY_SPEC = (BUSY.strategy_id, BUSY.path, BUSY.parameters)
LOOPING = ("looping", "strategies:Looping", "{}")
QUIET = ("quiet", "strategies:Quiet", "{}")


async def expected(house, specs=(BUSY,)):
    """What the desk alone does with the same records: batches without wall time."""
    database, run = house.service.context.database, house.run
    terms = terms_of(run)
    journal = MemoryJournal()
    dealer = Dealer(terms, Recorder(journal), WallClock())
    dealer.limits = LIMITS
    team = Team(Outbox(run.run, dealer), specs, run.instruments)
    desk, merger = Desk(dealer, team), Merger(run.instruments, terms.opened.costs, team.wanted)
    for market in await frames(database, TAPE_SPEC, run.run, [700, 1_900]):
        first, last = market.first_sequence, market.last_sequence
        merger.add(Frame("marketdata", first, last, market))
        for source in VALUE_SOURCES:
            merger.add(Frame(source, first, last))
        drive(desk.advance(merger.take()), directly(dealer))
    return story(journal.payloads), dealer


def story(payloads):
    """Gate figures and versions are those of the limits in force, which differ; all else must not."""
    found = []
    for payload in payloads:
        batch = decode(payload)
        events = tuple(
            event.__replace__(figures=(), limits_version=0) if hasattr(event, "figures") else event
            for event in batch.events
        )
        found.append((batch.cause, batch.position, batch.sequence, batch.ts_event, events))
    return found


def journaled(house):
    reader = FileJournalReader(journal_path(house.config, house.run.account))
    payloads = []
    while records := reader.read():
        payloads += [record.payload for record in records]
    reader.close()
    return payloads


async def test_frames_become_orders_fills_and_progress(built):
    await built.begin(RECORDS, BUSY_SPEC)
    await built.trading()
    await built.reached(0)
    await built.send()
    events = await built.finished()
    batches, dealer = await expected(built)
    assert story(journaled(built)) == batches
    assert [e.fill for e in events if isinstance(e, Filled)] == dealer.broker.fills
    assert len(dealer.broker.fills) > 10
    decided = [e for e in events if isinstance(e, GateDecided)]
    assert [e.order.client_order_id for e in decided] == list(dealer.broker.decisions)
    assert all(e.arrival_mid and e.figures and e.limits_version == 1 for e in decided)
    final = events[-1]
    assert isinstance(final, Progress)
    assert (final.sequence, final.final) == (built.records, True)
    await check_blotter(built, dealer)


async def check_blotter(built, dealer):
    """Orders and fills over HTTP, page by page, are those of the broker."""
    listed, cursor = [], ""
    while cursor is not None:
        page = await built.ask("GET", "/orders", query={"limit": 7, "cursor": cursor})
        listed += page["items"]
        cursor = page["next_cursor"]
    assert [(o["client_order_id"], o["status"]) for o in listed] == [
        (name, state.status) for name, state in dealer.broker.orders.items()
    ]
    fills = (await built.ask("GET", "/fills", query={"limit": 1000}))["items"]
    assert [(f["fill_id"], Decimal(f["price"]), Decimal(f["commission"]), f["ts_event"]) for f in fills] == [
        (f.fill_id, f.price, f.commission, f.ts_event) for f in dealer.broker.fills
    ]
    chain = await built.ask("GET", "/orders/{client_order_id}", client_order_id=fills[0]["client_order_id"])
    kinds = [event["kind"] for event in chain["events"]]
    assert kinds[0] == "decided"
    assert kinds[-2:] == ["executed", "changed"]
    assert chain["order"]["status"] == "FILLED"
    with pytest.raises(NotFoundError, match="GET /orders"):
        await built.ask("GET", "/orders/{client_order_id}", client_order_id="R1-nobody-1")


async def test_a_node_killed_in_the_middle_goes_on_where_it_was(built):
    await built.begin(RECORDS, BUSY_SPEC)
    await built.trading()
    for share in (0.3, 0.6, 0.8):
        await built.reached(await built.send(share))
        await built.kill_node()
    await built.send()
    await built.send_again()
    await built.finished()
    batches, dealer = await expected(built)
    assert story(journaled(built)) == batches
    await check_blotter(built, dealer)


async def test_execution_restarts_and_carries_on(built, database_url, market_bus_url, logic_bus_url, tmp_path):
    await built.begin(RECORDS, BUSY_SPEC)
    await built.trading()
    await built.reached(await built.send(0.5))
    run, sent = built.run, built._frames
    await built.stop()
    async with house(database_url, (market_bus_url, logic_bus_url), tmp_path) as again:
        again.run, again._frames, again._sent = run, sent, 0
        await again.trading()
        await again.send()
        events = await again.finished()
        batches, dealer = await expected(again)
        assert story(journaled(again)) == batches
        assert [e.fill for e in events if isinstance(e, Filled)] == dealer.broker.fills


async def test_a_kill_is_confirmed_and_lasts_until_it_is_taken_back(built):
    await built.begin(RECORDS, QUIET)
    await built.trading()
    await built.reached(await built.send(0.2))
    ticket = {"instrument_id": built.traded, "side": "BUY", "quantity": "1"}
    resting = await built.ask("POST", "/orders", body={**ticket, "client_key": "low", "price": "100"})
    assert resting["status"] == "ACCEPTED", resting
    await built.kill("k1")
    confirmed = await built.until(lambda: confirmation(built), "the confirmation")
    assert (confirmed.kill_id, confirmed.cancelled, confirmed.node_restarted) == ("k1", 1, False)
    assert await refused(built, ticket, "a")
    await built.kill_node()
    assert await refused(built, ticket, "b")
    await built.rearm("k1")
    await built.until(lambda: built.service.keeper.node is not None and armed(built, ticket), "orders to pass again")
    events = await built.events()
    assert sum(isinstance(e, KillConfirmed) for e in events) == 1
    cancelled = [e for e in events if isinstance(e, OrderChanged) and e.status == "CANCELLED"]
    assert [e.order.client_order_id for e in cancelled] == ["R1-manual-low"]


async def confirmation(built):
    return next((e for e in await built.events() if isinstance(e, KillConfirmed)), None)


async def refused(built, ticket, key):
    answer = await built.ask("POST", "/orders", body={**ticket, "client_key": key})
    return answer["status"] == "REFUSED" and "kill switch" in answer["reason"]


async def armed(built, ticket):
    return (await built.ask("POST", "/pretrade", body={**ticket, "client_key": "x"}))["allowed"]


async def test_a_strategy_that_never_returns_is_killed_with_its_node(built):
    await built.begin(RECORDS, LOOPING, QUIET)
    await built.trading()
    stuck = built.service.keeper.node
    await built.send(0.5)
    await built.until(lambda: placed(built), "the order before the loop")
    await built.kill("k1")
    confirmed = await built.until(lambda: confirmation(built), "the confirmation", 10)
    assert (confirmed.kill_id, confirmed.cancelled, confirmed.node_restarted) == ("k1", 1, True)
    assert stuck.returncode is not None
    await built.trading()
    ticket = {"instrument_id": built.traded, "side": "BUY", "quantity": "1"}
    await built.send()
    await built.send_again()
    await built.finished()  # without strategies the run goes on to its end
    assert await refused(built, ticket, "a")
    await built.rearm("k1")
    await built.until(lambda: armed(built, ticket), "orders to pass again")

    async def decided():
        return await own_orders(built) == ["R1-looping-1", "R1-manual-a"]

    await built.until(decided, "both orders and no other")


async def placed(built):
    return any(isinstance(e, OrderChanged) for e in await built.events())


async def test_a_kill_without_a_node_is_confirmed_too(built):
    await built.begin(500, QUIET)
    await built.trading()
    await built.send()
    await built.finished()
    over = RunChanged(ts_event=0, ts_init=0, run=1, state=RunState.FINISHED, speed=0.0)
    await built.bench.feed(RUNS, over)
    await built.until(lambda: built.service.keeper.node is None, "the node to end")
    await built.kill("late")
    confirmed = await built.until(lambda: confirmation(built), "the confirmation")
    assert (confirmed.kill_id, confirmed.cancelled) == ("late", 0)


async def test_strategies_stop_and_start_again(built):
    await built.begin(RECORDS, BUSY_SPEC)
    await built.trading()
    await built.reached(await built.send(0.3))
    await built.switch("busy", StrategyState.STOPPED)
    await built.until(lambda: switches(built) == [False], "the stop")
    begin = decisions(built)
    assert begin
    await built.reached(await built.send(0.6))
    assert decisions(built) == begin
    await built.kill_node()
    await built.switch("busy", StrategyState.RUNNING)
    await built.until(lambda: switches(built) == [False, True], "the start")
    await built.trading()
    await built.send()
    await built.send_again()
    await built.finished()
    orders = await own_orders(built)
    assert orders == decisions(built)
    assert len(orders) > len(begin)
    assert len(set(orders)) == len(orders)


def decisions(built):
    return [
        e.order.client_order_id
        for payload in journaled(built)
        for e in decode(payload).events
        if isinstance(e, Decided)
    ]


def switches(built):
    return [e.running for p in journaled(built) for e in decode(p).events if type(e).__name__ == "Switched"]


async def own_orders(built):
    return [e.order.client_order_id for e in await built.events() if isinstance(e, GateDecided)]


async def test_manual_orders_pass_the_same_gate_once(built):
    await built.begin(1_000, QUIET)
    ticket = {"client_key": "k", "instrument_id": built.traded, "side": "SELL", "quantity": "2"}
    with pytest.raises(UnavailableError):
        await built.ask("POST", "/orders", body=ticket)
    await built.trading()

    async def unpriced():
        return "no price" in (await built.ask("POST", "/pretrade", body=ticket))["reason"]

    await built.until(unpriced, "the limits")
    await built.reached(await built.send(0.5))
    verdict = await built.ask("POST", "/pretrade", body=ticket)
    assert verdict["allowed"]
    assert [name for name, _, _ in verdict["figures"]] == [
        "order_notional",
        "position_notional",
        "gross_exposure",
        "daily_loss",
    ]
    first = await built.ask("POST", "/orders", body=ticket)
    assert first["status"] == "FILLED"
    assert await built.ask("POST", "/orders", body=ticket) == first
    with pytest.raises(ConflictError, match="client_key that was not used"):
        await built.ask("POST", "/orders", body={**ticket, "quantity": "3"})
    with pytest.raises(InvalidInputError, match="not in this run"):
        await built.ask("POST", "/orders", body={**ticket, "instrument_id": "X.Y"})
    with pytest.raises(InvalidInputError, match="not a multiple of the lot"):
        await built.ask("POST", "/orders", body={**ticket, "quantity": "0.5"})
    await built.kill_node()
    assert (await built.ask("POST", "/orders", body=ticket))["status"] == "FILLED"
    rest = await built.ask("POST", "/orders", body={**ticket, "client_key": "rest", "price": "9000"})
    assert rest["status"] == "ACCEPTED"
    await built.until(lambda: known(built, "R1-manual-rest"), "the order in the blotter")
    gone = await built.ask("POST", "/orders/{client_order_id}/cancel", client_order_id="R1-manual-rest")
    assert gone["status"] == "CANCELLED"
    events = await built.events()
    assert [e.fill.client_order_id for e in events if isinstance(e, Filled)] == ["R1-manual-k"]


async def known(built, client_order_id):
    orders = (await built.ask("GET", "/orders", query={"limit": 100}))["items"]
    return client_order_id in [order["client_order_id"] for order in orders]


async def test_an_account_that_risk_halts_may_not_order(built):
    await built.begin(500, QUIET)
    await built.trading()
    await built.reached(await built.send(0.5))
    ticket = {"client_key": "k", "instrument_id": built.traded, "side": "BUY", "quantity": "1"}
    assert (await built.ask("POST", "/pretrade", body=ticket))["allowed"]
    built.halted = True

    async def verdict():
        answer = await built.ask("POST", "/pretrade", body=ticket)
        return None if answer["allowed"] else answer

    assert "risk engine says so" in (await built.until(verdict, "the gate to hear of it"))["reason"]


async def test_limits_that_stay_away_for_five_seconds_refuse_an_order(built):
    await built.begin(500, QUIET)
    await built.trading()
    await built.reached(await built.send(0.5))
    ticket = {"instrument_id": built.traded, "side": "BUY", "quantity": "1"}
    built.beating = False

    async def is_blocked():
        return not (await built.ask("POST", "/pretrade", body={**ticket, "client_key": "x"}))["allowed"]

    await built.until(is_blocked, "the limits to grow old")
    refused_order = await built.ask("POST", "/orders", body={**ticket, "client_key": "late"})
    assert refused_order["status"] == "REFUSED"
    assert "more than 5 s" in refused_order["reason"]
    built.beating = True

    async def passes():
        return (await built.ask("POST", "/pretrade", body={**ticket, "client_key": "y"}))["allowed"]

    assert await built.until(passes, "the limits to be back")


async def test_a_journal_that_is_not_the_one_that_was_carried_is_noticed(built):
    await built.begin(500, QUIET)
    await built.trading()
    await built.send()
    await built.finished()
    database: Database = built.service.context.database
    await database.execute("UPDATE execution.event SET hash = %s", (b"other",))
    async with database.connection() as connection:
        run = await store.read_run(connection)
    tail = Tail(built.bench.journal, run, journal_path(built.config, built.run.account))
    with pytest.raises(JournalBrokenError, match="not the one that was carried"):
        await tail.carry()


def test_a_journal_has_one_writer(tmp_path):
    journal = FileJournal(tmp_path / "paper-1.log")
    with pytest.raises(ConflictError):
        FileJournal(tmp_path / "paper-1.log")
    journal.close()
