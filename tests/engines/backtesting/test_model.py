"""Identity of inputs, and the list of differences."""

import msgspec

from engines.backtesting.sample import fill, order
from nautilus.engines.backtesting.model import Inputs, compare

INPUTS = Inputs(
    session={"name": "equities-daily", "as_of": 5},
    record_count=10,
    strategy_id="momentum",
    path="nautilus.strategies.momentum:Momentum",
    parameters={"window": 20, "top": 2},
    limits={"order_notional": "1.00"},
    code="abc",
)


def test_equal_inputs_are_one_backtest_and_any_change_is_another():
    same = msgspec.structs.replace(INPUTS, parameters={"top": 2, "window": 20})
    assert same.backtest_id == INPUTS.backtest_id
    changes = {
        "session": {"name": "equities-daily", "as_of": 6},
        "record_count": 11,
        "path": "x:Y",
        "parameters": {"window": 21, "top": 2},
        "limits": {"order_notional": "2.00"},
        "code": "abd",
    }
    others = {msgspec.structs.replace(INPUTS, **{name: value}).backtest_id for name, value in changes.items()}
    assert len(others | {INPUTS.backtest_id}) == len(changes) + 1


def paper(record):
    return msgspec.structs.replace(record, client_order_id=record.client_order_id.replace("R0", "R17"))


def test_the_same_orders_and_fills_are_equal_whatever_the_run_and_the_digits():
    orders, fills = [order(1), order(2)], [fill(1), fill(1, quantity="5"), fill(2)]
    run_fills = [msgspec.structs.replace(paper(f), price="50.250") for f in fills]
    found = compare(orders, fills, [paper(o) for o in orders], run_fills)
    assert found.equal
    assert found.differences == ()
    assert (found.backtest_orders, found.paper_fills) == (2, 3)


def test_a_status_is_explained():
    refused = paper(order(1, status="REFUSED", reason="no limits are known"))
    (found,) = compare([order(1)], [], [refused], []).differences
    assert (found.field, found.backtest, found.paper) == ("status", "FILLED", "REFUSED: no limits are known")


def test_each_difference_is_named():
    late = paper(msgspec.structs.replace(order(2), ts_event=7))
    refused = paper(order(3, status="REFUSED", reason="the kill switch is on"))
    dearer = paper(fill(1, price="50.30"))
    found = compare([order(1), order(2)], [fill(1), fill(2)], [paper(order(1)), late, refused], [dearer])
    assert not found.equal
    assert [(d.kind, d.key, d.field, d.backtest, d.paper) for d in found.differences[:1]] == [
        ("order", "sample-2", "ts_event", "2", "7")
    ]
    missing, price, lost = found.differences[1:]
    assert (missing.key, missing.backtest) == ("sample-3", None)
    assert "the kill switch is on" in missing.paper
    assert (price.key, price.field, price.backtest, price.paper) == ("sample-1#1", "price", "50.25", "50.30")
    assert (lost.key, lost.paper) == ("sample-2#1", None)
