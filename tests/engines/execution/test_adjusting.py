"""A corporate action with a real node: position and orders go on in new shares, once, whoever dies meanwhile."""

import os
import signal

import pytest

from nautilus.engines.execution.messages import OrderChanged, PositionAdjusted
from nautilus.engines.execution.node.terms import journal_path
from nautilus.engines.execution.service.tail import Tail
from nautilus.kernel.journal.file import FileJournalReader
from nautilus.trading.events import Adjusted, Amended, decode
from support.execution import house

pytestmark = pytest.mark.stack

RECORDS = 600
QUIET = ("quiet", "strategies:Quiet", "{}")
KEY = "ESU3.XCME/SPLIT/2010-01-05"


async def begin(built):
    """Three are held, a bid and a stop rest, and the next record is of the ex date."""
    await built.begin(RECORDS, QUIET, is_split=True)
    await built.trading()
    await built.reached(await built.send(0.5))
    for key, terms in {
        "now": {"quantity": "3"},
        "low": {"quantity": "1", "price": "1200.25"},
        "stop": {"quantity": "3", "side": "SELL", "trigger_price": "1100.25"},
    }.items():
        ticket = {"client_key": key, "instrument_id": built.traded, "side": "BUY", **terms}
        placed = await built.ask("POST", "/orders", body=ticket)
        assert placed["status"] == ("FILLED" if key == "now" else "ACCEPTED"), placed


def journaled(built, kind):
    reader = FileJournalReader(journal_path(built.config, built.run.account))
    events = []
    while records := reader.read():
        events += [event for record in records for event in decode(record.payload).events if isinstance(event, kind)]
    reader.close()
    return events


async def assert_adjusted_once(built):
    """In the journal, in the outbox, over HTTP, and in the blotter."""
    events = await built.finished()
    assert [event.action.key for event in journaled(built, Adjusted)] == [KEY]
    assert len(journaled(built, Amended)) == 2
    told = [event for event in events if isinstance(event, PositionAdjusted)]
    assert [(event.before, event.after, event.cash) for event in told] == [("3", "6", "0.00")]
    changed = [event.order.client_order_id for event in events if isinstance(event, OrderChanged)]
    assert changed.count("R1-manual-low") == changed.count("R1-manual-stop") == 2
    actions = (await built.ask("GET", "/actions"))["items"]
    assert [(each["key"], each["before"], each["after"], each["late"]) for each in actions] == [(KEY, "3", "6", False)]
    orders = {each["client_order_id"]: each for each in (await built.ask("GET", "/orders"))["items"]}
    low, stop = orders["R1-manual-low"], orders["R1-manual-stop"]
    assert (low["status"], low["quantity"], low["price"]) == ("ACCEPTED", "2", "600.00")  # 600.125, a bid down
    assert (stop["quantity"], stop["trigger_price"]) == ("6", "550.00")  # 550.125, the trigger of a sell down
    assert low["reason"] == "ESU3.XCME, split of 2 for 1, ex 2010-01-05: quantity 1 -> 2, price 1200.25 -> 600"


async def test_position_and_orders_go_on_in_new_shares(built):
    await begin(built)
    await built.send()
    await assert_adjusted_once(built)
    chain = await built.ask("GET", "/orders/{client_order_id}", client_order_id="R1-manual-low")
    assert [event["kind"] for event in chain["events"]] == ["decided", "changed", "amended"]
    assert all(event["verified"] and event["outbox"]["verified"] for event in chain["events"])
    sold = {"client_key": "all", "instrument_id": built.traded, "side": "SELL", "quantity": "6"}
    outcome = await built.ask("POST", "/orders", body=sold)
    assert (outcome["status"], outcome["filled_quantity"]) == ("FILLED", "6")


async def test_execution_killed_between_an_action_and_its_carrying_carries_it_once(
    built, database_url, market_bus_url, logic_bus_url, tmp_path, monkeypatch
):
    await begin(built)
    carry = Tail.carry

    async def nothing(_):
        return 0

    monkeypatch.setattr(Tail, "carry", nothing)
    await built.send(0.75)
    await built.until(lambda: journaled(built, Adjusted), "the action in the journal")
    assert not [event for event in await built.events() if isinstance(event, PositionAdjusted)]
    os.kill(built.service.keeper.node.pid, signal.SIGKILL)
    run, sent = built.run, built._frames
    await built.stop()
    monkeypatch.setattr(Tail, "carry", carry)
    async with house(database_url, (market_bus_url, logic_bus_url), tmp_path) as restarted:
        restarted.run, restarted._frames = run, sent
        await restarted.trading()
        await restarted.send()
        await assert_adjusted_once(restarted)
