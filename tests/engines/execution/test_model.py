"""What is published of each event of an account's journal."""

from decimal import Decimal

import pytest

from nautilus.domain.orders import Fill, OrderSide, OrderStatus
from nautilus.engines.execution.messages import (
    Filled,
    GateDecided,
    KillConfirmed,
    OrderChanged,
    Progress,
    SignalRaised,
)
from nautilus.engines.execution.model import Account, message_of
from nautilus.trading.events import (
    Batch,
    Cause,
    Changed,
    Decided,
    Executed,
    Killed,
    Marked,
    Position,
    Rearmed,
    Signalled,
    Switched,
    decode,
    encode,
)
from nautilus.trading.strategy import make_order
from support.trading import instrument

ORDER = make_order(instrument("AAPL.XNAS"), "s", "R7-s-1", OrderSide.BUY, 100, price="1E+2")
FILL = Fill(
    fill_id="R7-s-1-F",
    client_order_id="R7-s-1",
    strategy_id="s",
    instrument_id="AAPL.XNAS",
    side=OrderSide.BUY,
    quantity=Decimal(100),
    price=Decimal("99.98"),
    multiplier=Decimal(1),
    commission=Decimal("1.00"),
    currency="USD",
    ts_event=5,
    sequence=9,
)
TIMES = {"ts_event": 5, "ts_init": 6}
OWN = {**TIMES, "run": 7, "account": "paper-7"}


def published(*events):
    batch = Batch(Cause.COMMAND, Position(5, 1, 9), 9, 5, 6, events)
    assert decode(encode(batch)) == batch  # and the journal gives back what it took
    told = [message_of(Account(7, "paper-7"), batch, event) for event in batch.events]
    return [message for message in told if message is not None]


@pytest.mark.parametrize(
    ("event", "message"),
    [
        (
            Signalled("R7-s-S1", "s", "AAPL.XNAS", "why", {"momentum_20": 0.1}),
            SignalRaised(
                **TIMES,
                run=7,
                strategy_id="s",
                instrument_id="AAPL.XNAS",
                sequence=9,
                signal_id="R7-s-S1",
                name="why",
                values={"momentum_20": 0.1},
            ),
        ),
        (
            Decided(ORDER, "R7-s-S1", True, "", (("order_notional", "10.00", "20.00"),), 3, Decimal("100.005")),
            GateDecided(
                **OWN,
                order=ORDER,
                signal_id="R7-s-S1",
                sequence=9,
                allowed=True,
                reason="",
                figures=(("order_notional", "10.00", "20.00"),),
                limits_version=3,
                arrival_mid="100.005",
            ),
        ),
        (
            Changed(ORDER, "paper-7-1", OrderStatus.ACCEPTED, Decimal(0)),
            OrderChanged(
                **OWN,
                order=ORDER,
                venue_order_id="paper-7-1",
                status=OrderStatus.ACCEPTED,
                filled_quantity="0",
                sequence=9,
            ),
        ),
        (Executed(FILL), Filled(**OWN, fill=FILL)),
        (
            Marked({"AAPL.XNAS": Decimal("1E+2")}, True),
            Progress(**OWN, sequence=9, marks={"AAPL.XNAS": "100.00"}, final=True),
        ),
        (
            Killed("k", "why", "me", 2, False),
            KillConfirmed(**OWN, kill_id="k", cancelled=2, node_restarted=False),
        ),
    ],
)
def test_each_event_has_its_message(event, message):
    assert published(event) == [message]


def test_what_others_asked_for_is_not_told_again():
    assert published(Rearmed("k", "why", "me"), Switched("s", False, "by hand", 4)) == []


def test_a_batch_keeps_its_order():
    accepted = Changed(ORDER, "paper-7-1", OrderStatus.ACCEPTED, Decimal(0))
    filled = Changed(ORDER, "paper-7-1", OrderStatus.FILLED, Decimal(100))
    told = published(accepted, Executed(FILL), filled)
    assert [type(message) for message in told] == [OrderChanged, Filled, OrderChanged]
    assert told[-1].filled_quantity == "100"
