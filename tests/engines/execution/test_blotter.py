"""The blotter over HTTP, against what the account's journal holds: read from either end, filtered, counted, proved."""

import pytest

from nautilus.engines.execution.node.terms import journal_path
from nautilus.kernel.errors import NotFoundError
from nautilus.kernel.journal.file import FileJournalReader
from nautilus.trading.events import Decided, Executed, Signalled, decode
from support.trading import BUSY

pytestmark = pytest.mark.stack

RECORDS = 1_500
BUSY_SPEC = (BUSY.strategy_id, BUSY.path, BUSY.parameters)
REASONING = ("reasoning", "strategies:Reasoning", "{}")
CHAIN = "/orders/{client_order_id}"


@pytest.fixture
async def traded(built):
    """A run that is finished: two strategies, two manual orders of which the gate refused one."""
    await built.begin(RECORDS, BUSY_SPEC, REASONING)
    await built.trading()
    await built.reached(await built.send(0.5))
    ticket = {"instrument_id": built.traded, "side": "SELL"}
    await built.ask("POST", "/orders", body={**ticket, "client_key": "one", "quantity": "1"})
    await built.ask("POST", "/orders", body={**ticket, "client_key": "many", "quantity": "900000"})
    await built.send()
    await built.finished()
    return built


def records(built):
    reader = FileJournalReader(journal_path(built.config, built.run.account))
    found = []
    while part := reader.read():
        found += part
    reader.close()
    return found


def batches(built):
    return [decode(record.payload) for record in records(built)]


async def pages(built, path, **query):
    """All items of a list, three at a time."""
    found, cursor = [], ""
    while cursor is not None:
        page = await built.ask("GET", path, query={"limit": 3, "cursor": cursor, **query})
        assert len(page["items"]) <= 3
        found += page["items"]
        cursor = page["next_cursor"]
    return found


async def test_the_blotter_is_read_from_either_end_and_filtered(traded):
    orders, fills = await pages(traded, "/orders"), await pages(traded, "/fills")
    events = [event for batch in batches(traded) for event in batch.events]
    assert [o["client_order_id"] for o in orders] == [e.order.client_order_id for e in events if isinstance(e, Decided)]
    assert [f["fill_id"] for f in fills] == [e.fill.fill_id for e in events if isinstance(e, Executed)]
    assert await pages(traded, "/orders", newest="true") == orders[::-1]
    assert await pages(traded, "/fills", newest="true") == fills[::-1]
    for field in ("status", "strategy_id", "instrument_id"):
        for value in {order[field] for order in orders}:
            expected = [order for order in orders if order[field] == value]
            assert await pages(traded, "/orders", **{field: value}) == expected
    assert {order["status"] for order in orders} >= {"FILLED", "CANCELLED", "REFUSED"}
    is_open = [order for order in orders if order["status"] in ("ACCEPTED", "PARTIALLY_FILLED")]
    assert await pages(traded, "/orders", open="true", newest="true") == is_open[::-1]
    assert await pages(traded, "/orders", open="false") == [order for order in orders if order not in is_open]
    manual = [fill for fill in fills if fill["strategy_id"] == "manual"]
    assert len(manual) == 1
    assert await pages(traded, "/fills", strategy_id="manual") == manual
    assert await pages(traded, "/fills", client_order_id="R1-manual-one") == manual
    assert await pages(traded, "/orders", strategy_id="nobody") == []
    assert (await traded.ask("GET", "/activity", query={"run": 9}))["points"] == []
    for path in ("/orders", "/fills", "/decisions"):
        with pytest.raises(NotFoundError, match="no run 9"):
            await traded.ask("GET", path, query={"run": 9})


async def test_an_order_names_the_signal_that_led_to_it(traded):
    named = {e.signal_id: e.name for b in batches(traded) for e in b.events if isinstance(e, Signalled)}
    orders = await pages(traded, "/orders")
    assert [order["signal"] for order in orders] == [named.get(order["signal_id"]) for order in orders]
    assert {order["signal"] for order in orders} > {None}


async def test_decisions_come_newest_first_with_their_figures(traded):
    decided = [(b, e) for b in batches(traded) for e in b.events if isinstance(e, Decided)]
    found = await pages(traded, "/decisions")
    assert [(d["client_order_id"], d["ts_event"], d["sequence"], d["limits_version"]) for d in found] == [
        (e.order.client_order_id, b.ts_event, b.sequence, e.limits_version) for b, e in reversed(decided)
    ]
    assert [d["figures"] for d in found] == [[tuple(figure) for figure in e.figures] for _, e in reversed(decided)]
    (refused,) = await pages(traded, "/decisions", allowed="false")
    assert (refused["client_order_id"], refused["side"], refused["quantity"]) == ("R1-manual-many", "SELL", "900000")
    assert refused["reason"].startswith("order_notional")
    assert await pages(traded, "/decisions", allowed="true") == [d for d in found if d["allowed"]]


@pytest.mark.parametrize("points", [1, 7, 60])
async def test_activity_counts_up_to_evenly_spaced_session_times(traded, points):
    found = (await traded.ask("GET", "/activity", query={"points": points}))["points"]
    times = [point["ts_event"] for point in found]
    journal = batches(traded)
    first, last = traded.run.first_ts, max(batch.ts_event for batch in journal)
    step = -(-(last - first) // points)
    assert times == [min(first + step * n, last) for n in range(1, len(times) + 1)]
    assert times[-1] == last
    assert len(times) in (points, points - 1)

    def count(kind, until, condition=lambda event: True):
        return sum(isinstance(e, kind) and condition(e) for b in journal if b.ts_event <= until for e in b.events)

    assert [(p["orders"], p["fills"], p["refused"]) for p in found] == [
        (count(Decided, ts), count(Executed, ts), count(Decided, ts, lambda e: not e.allowed)) for ts in times
    ]


async def test_a_chain_holds_signal_decision_fills_and_proof(traded):
    chain = await traded.ask("GET", CHAIN, client_order_id="R1-reasoning-2")
    signal, order = chain["signal"], chain["order"]
    (series, own) = signal["values"]
    assert series == {"name": "momentum", "value": 0.25, "source": "factor", "definition": "momentum"}
    assert (own["name"], own["source"], own["definition"]) == ("close", None, None)
    assert order["signal_id"] == signal["signal_id"]
    assert [kind["kind"] for kind in chain["events"]] == ["signalled", "decided", "changed", "executed", "changed"]
    assert chain["decision"]["client_order_id"] == order["client_order_id"]
    assert [fill["commission"] for fill in chain["fills"]] == [order["commission"]]
    by_number = {record.seq: record for record in records(traded)}
    for event in chain["events"]:
        number = event["journal_record"]
        assert (event["verified"], event["outbox"]["verified"]) == (True, True)
        assert event["journal_hash"] == by_number[number].hash.hex()
        assert event["journal_prev_hash"] == by_number[number - 1].hash.hex()
    rows = await traded.service.context.database.fetch("SELECT seq, hash, prev_hash FROM journal.outbox")
    known = {seq: (digest.hex(), before.hex()) for seq, digest, before in rows}
    for event in chain["events"]:
        assert known[event["outbox"]["sequence"]] == (event["outbox"]["hash"], event["outbox"]["prev_hash"])
    manual = await traded.ask("GET", CHAIN, client_order_id="R1-manual-one")
    assert (manual["order"]["actor"], manual["signal"]) == ("tester", None)


async def test_what_was_changed_behind_the_journals_is_seen_in_the_chain(traded):
    database, name = traded.service.context.database, "R1-manual-one"

    async def verified():
        events = (await traded.ask("GET", CHAIN, client_order_id=name))["events"]
        return [(event["verified"], event["outbox"]["verified"]) for event in events]

    whole = await verified()
    assert whole == [(True, True)] * 4
    number = (await traded.ask("GET", CHAIN, client_order_id=name))["events"][0]["outbox"]["sequence"]
    await database.execute("UPDATE journal.outbox SET payload = payload || '\\x00' WHERE seq = %s", (number,))
    assert await verified() == [(True, False), *whole[1:]]
    await database.execute(
        "UPDATE execution.event SET detail = jsonb_set(detail, '{fill,price}', '\"1.00\"')"
        " WHERE client_order_id = %s AND kind = 'executed'",
        (name,),
    )
    assert await verified() == [(True, False), (True, True), (False, True), (True, True)]
    path = journal_path(traded.config, traded.run.account)
    content = path.read_bytes()
    path.write_bytes(content.replace(b'"client_order_id":"R1-manual-one"', b'"client_order_id":"R1-manual-two"', 1))
    assert [in_file for in_file, _ in await verified()] == [False] * 4
    path.unlink()
    assert [in_file for in_file, _ in await verified()] == [None] * 4
