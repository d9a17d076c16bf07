"""Cancel/replace with a real node: once, whole, and as often as it is asked for, whoever dies meanwhile."""

import asyncio
import itertools
import os
import signal

import pytest

from nautilus.engines.execution.node.terms import journal_path
from nautilus.engines.marketdata.messages import RUNS, RunChanged, RunState
from nautilus.kernel.errors import ConflictError, InvalidInputError, NotFoundError, UnavailableError
from nautilus.kernel.journal.file import FileJournalReader
from nautilus.trading.events import Changed, Decided, decode
from support.execution import house

pytestmark = pytest.mark.stack

RECORDS = 600
QUIET = ("quiet", "strategies:Quiet", "{}")
BRACKETING = ("bracketing", "strategies:Bracketing", "{}")
LOW = "R1-manual-low"


async def begin(built, strategy=QUIET, share=0.5):
    await built.begin(RECORDS, strategy)
    await built.trading()
    await built.reached(await built.send(share))


async def rest(built, key, **terms):
    """A bid far below the market, in the blotter."""
    ticket = {"client_key": key, "instrument_id": built.traded, "side": "BUY", "quantity": "1", "price": "100.00"}
    placed = await built.ask("POST", "/orders", body={**ticket, **terms})
    assert placed["status"] == "ACCEPTED", placed
    await seen(built, f"R1-manual-{key}", "ACCEPTED")


async def seen(built, name, status):
    async def there():
        found = (await built.ask("GET", "/orders", query={"newest": "true"}))["items"]
        return any(order["client_order_id"] == name and order["status"] == status for order in found)

    await built.until(there, f"{name} {status} in the blotter")


async def replace(built, name, key, **terms):
    return await built.ask(
        "POST", "/orders/{client_order_id}/replace", client_order_id=name, body={"client_key": key, **terms}
    )


async def chain(built, name):
    return await built.ask("GET", "/orders/{client_order_id}", client_order_id=name)


def journaled(built):
    reader = FileJournalReader(journal_path(built.config, built.run.account))
    events = []
    while records := reader.read():
        events += [event for record in records for event in decode(record.payload).events]
    reader.close()
    return events


def decided(built):
    return [event.order.client_order_id for event in journaled(built) if isinstance(event, Decided)]


async def test_a_resting_order_is_replaced_and_both_chains_say_so(built):
    await begin(built)
    await rest(built, "low")
    outcome = await replace(built, LOW, "higher", price="101.25", quantity="2")
    assert (outcome["client_order_id"], outcome["status"], outcome["replaces"]) == ("R1-manual-higher", "ACCEPTED", LOW)
    assert outcome["figures"][0][0] == "order_notional"
    assert await replace(built, LOW, "higher", price="101.25", quantity="2") == outcome
    await seen(built, "R1-manual-higher", "ACCEPTED")
    new, old = await chain(built, "R1-manual-higher"), await chain(built, LOW)
    assert (new["order"]["replaces"], new["order"]["price"], new["order"]["quantity"]) == (LOW, "101.25", "2")
    assert (new["order"]["actor"], new["signal"]) == ("tester", None)
    assert (old["order"]["replaced_by"], old["order"]["status"]) == ("R1-manual-higher", "CANCELLED")
    assert old["order"]["reason"] == "replaced by R1-manual-higher"
    kinds = [(event["kind"], event["client_order_id"], event["actor"]) for event in new["events"]]
    assert kinds == [
        ("decided", "R1-manual-higher", "tester"),
        ("changed", LOW, "tester"),
        ("changed", "R1-manual-higher", "tester"),
    ]
    assert [(event["kind"], event["client_order_id"]) for event in old["events"]] == [
        ("decided", LOW),
        ("changed", LOW),
        ("decided", "R1-manual-higher"),
        ("changed", LOW),
    ]
    assert decided(built) == [LOW, "R1-manual-higher"]


async def test_a_refused_replacement_leaves_the_order_resting(built):
    await begin(built)
    await rest(built, "low")
    proposed = {
        "client_key": "x",
        "instrument_id": built.traded,
        "side": "BUY",
        "quantity": "100000",
        "price": "900.00",
    }
    verdict = await built.ask("POST", "/pretrade", body={**proposed, "replaces": LOW})
    assert not verdict["allowed"]
    outcome = await replace(built, LOW, "huge", quantity="100000", price="900.00")
    assert (outcome["status"], outcome["replaces"]) == ("REFUSED", LOW)
    assert outcome["reason"] == verdict["reason"]
    assert outcome["reason"].startswith("order_notional")
    await seen(built, "R1-manual-huge", "REFUSED")
    old = await chain(built, LOW)
    assert (old["order"]["status"], old["order"]["replaced_by"]) == ("ACCEPTED", None)
    assert [event["kind"] for event in old["events"]] == ["decided", "changed", "decided"]


async def test_what_was_sent_a_moment_ago_can_be_replaced_and_cancelled(built):
    await begin(built)
    ticket = {"client_key": "low", "instrument_id": built.traded, "side": "BUY", "quantity": "1", "price": "100.00"}
    await built.ask("POST", "/orders", body=ticket)
    assert (await replace(built, LOW, "next", quantity="2"))["status"] == "ACCEPTED"
    cancelled = await built.ask("POST", "/orders/{client_order_id}/cancel", client_order_id="R1-manual-next")
    assert cancelled["status"] == "CANCELLED"


async def test_what_is_too_late_or_wrong_is_said(built):
    await begin(built)
    await rest(built, "low")
    await rest(built, "gone")
    await built.ask("POST", "/orders/{client_order_id}/cancel", client_order_id="R1-manual-gone")
    bought = {"client_key": "now", "instrument_id": built.traded, "side": "BUY", "quantity": "1"}
    assert (await built.ask("POST", "/orders", body=bought))["status"] == "FILLED"
    await seen(built, "R1-manual-now", "FILLED")
    with pytest.raises(ConflictError, match="R1-manual-now is FILLED"):
        await replace(built, "R1-manual-now", "k", quantity="2")
    with pytest.raises(ConflictError, match="R1-manual-gone is CANCELLED"):
        await replace(built, "R1-manual-gone", "k", quantity="2")
    with pytest.raises(ConflictError, match="client_key that was not used"):
        await replace(built, LOW, "now", quantity="2")
    with pytest.raises(NotFoundError, match="no order R1-manual-nobody"):
        await replace(built, "R1-manual-nobody", "k", quantity="2")
    with pytest.raises(InvalidInputError, match="nothing would change") as found:
        await replace(built, LOW, "k")
    assert list(found.value.fields) == ["quantity"]
    with pytest.raises(InvalidInputError, match="no trigger"):
        await replace(built, LOW, "k", trigger_price="1000.00")
    cancelled = await built.ask("POST", "/orders/{client_order_id}/cancel", client_order_id="R1-manual-now")
    assert cancelled["status"] == "FILLED"  # a cancel that comes too late is told what has become of the order
    assert decided(built) == [LOW, "R1-manual-gone", "R1-manual-now"]


async def test_an_exit_of_a_strategys_bracket_is_replaced_through_the_library(built):
    await begin(built, BRACKETING)
    entry = "R1-bracketing-1"
    await seen(built, f"{entry}-target", "ACCEPTED")
    with pytest.raises(ConflictError, match=f"{entry} is FILLED"):
        await replace(built, entry, "k", quantity="2")
    target = (await chain(built, f"{entry}-target"))["order"]
    outcome = await replace(built, f"{entry}-target", "nearer", price=str(float(target["price"]) - 400))
    assert outcome["status"] == "ACCEPTED"
    await seen(built, "R1-manual-nearer", "ACCEPTED")
    shown = await chain(built, "R1-manual-nearer")
    assert (shown["order"]["strategy_id"], shown["order"]["parent_id"]) == ("bracketing", entry)
    assert shown["signal"]["name"] == "once"  # the reason of the order whose place it took
    assert shown["signal"]["values"][0]["source"] is None
    sold = await replace(built, "R1-manual-nearer", "now", price="1.00")
    assert sold["status"] == "FILLED"
    await seen(built, f"{entry}-stop", "CANCELLED")
    await built.kill_node()
    await built.send()
    await built.send_again()
    await built.finished()
    assert decided(built) == [entry, f"{entry}-target", f"{entry}-stop", "R1-manual-nearer", "R1-manual-now"]


async def test_a_node_killed_while_it_replaces_has_done_it_whole_or_not_at_all(built):
    await begin(built)
    await rest(built, "low")
    names = [LOW]
    for number, delay_ms in enumerate((0, 1, 3, 8)):
        terms = {"quantity": str(number + 2)}
        asking = asyncio.create_task(replace(built, names[-1], f"k{number}", **terms))
        await asyncio.sleep(delay_ms / 1000)
        os.kill(built.service.keeper.node.pid, signal.SIGKILL)
        await asyncio.gather(asking, return_exceptions=True)
        outcome = await again(built, names[-1], f"k{number}", **terms)
        assert outcome["status"] == "ACCEPTED"
        names.append(f"R1-manual-k{number}")
        await seen(built, names[-1], "ACCEPTED")
    await built.send()
    await built.send_again()
    await built.finished()
    assert decided(built) == names
    cancelled = [e for e in journaled(built) if isinstance(e, Changed) and e.status == "CANCELLED"]
    assert [(e.order.client_order_id, e.reason) for e in cancelled] == [
        (name, f"replaced by {successor}") for name, successor in itertools.pairwise(names)
    ]


async def again(built, name, key, **terms):
    """What a client does that got no answer: ask once more with its key, until there is one."""
    while True:
        try:
            return await replace(built, name, key, **terms)
        except UnavailableError:
            await asyncio.sleep(0.02)


async def test_execution_restarted_after_a_replacement_answers_the_same(
    built, database_url, market_bus_url, logic_bus_url, tmp_path
):
    await begin(built)
    await rest(built, "low")
    outcome = await replace(built, LOW, "next", price="101.00")
    run, sent = built.run, built._frames
    await built.stop()  # the store may not have the replacement yet: the journal has
    async with house(database_url, (market_bus_url, logic_bus_url), tmp_path) as restarted:
        restarted.run, restarted._frames, restarted._sent = run, sent, 0
        await restarted.trading()
        assert await replace(restarted, LOW, "next", price="101.00") == outcome
        await seen(restarted, "R1-manual-next", "ACCEPTED")
        assert (await chain(restarted, LOW))["order"]["replaced_by"] == "R1-manual-next"
        assert decided(restarted) == [LOW, "R1-manual-next"]


async def test_a_run_that_is_over_says_what_to_do(built):
    await begin(built)
    await rest(built, "low")
    over = RunChanged(ts_event=0, ts_init=0, run=1, state=RunState.STOPPED, speed=0.0)
    await built.bench.feed(RUNS, over)
    ticket = {"client_key": "late", "instrument_id": built.traded, "side": "BUY", "quantity": "1"}
    for asked in (
        built.ask("POST", "/orders", body=ticket),
        built.ask("POST", "/pretrade", body=ticket),
        built.ask("POST", "/orders/{client_order_id}/cancel", client_order_id=LOW),
        replace(built, LOW, "k", quantity="2"),
    ):
        with pytest.raises(ConflictError, match=r"Run 1 is over.*start a replay"):
            await asked
