"""Each field of a ticket says by itself what is wrong with it and what to write instead."""

import pytest

from nautilus.domain.instruments import InstrumentKind
from nautilus.domain.orders import OrderType
from nautilus.engines.execution.model.tickets import Amounts, wrong_in_changes, wrong_in_ticket
from support.trading import instrument

ES, AAPL = instrument("ES.XCME", InstrumentKind.FUTURE), instrument("AAPL.XNAS")
INDEX = instrument("VIX.XCBO", InstrumentKind.INDEX)
INSTRUMENTS = {each.instrument_id: each for each in (ES, AAPL, INDEX)}


@pytest.mark.parametrize(
    ("name", "amounts"),
    [
        ("ES.XCME", Amounts("1")),
        ("ES.XCME", Amounts("12", "1000.25", "1000.50")),
        ("ES.XCME", Amounts("1", "1000.250")),
        ("AAPL.XNAS", Amounts("100", "100.01")),
        ("AAPL.XNAS", Amounts("100.0", None, "0.01")),
    ],
)
def test_what_can_be_traded_passes(name, amounts):
    assert wrong_in_ticket(name, amounts, INSTRUMENTS) == {}


@pytest.mark.parametrize(
    ("name", "amounts", "field", "words"),
    [
        ("X.Y", Amounts("1"), "instrument_id", "X.Y is not in this run: give one of ES.XCME, AAPL.XNAS"),
        ("VIX.XCBO", Amounts("1"), "instrument_id", "VIX.XCBO is an index, which cannot be traded"),
        ("ES.XCME", Amounts("0"), "quantity", "0 trades nothing: give at least 1"),
        ("ES.XCME", Amounts("1.5"), "quantity", "1.5 is not a multiple of the lot 1: give 1 or 2"),
        ("ES.XCME", Amounts("0.5"), "quantity", "give 1"),
        ("ES.XCME", Amounts("-5"), "quantity", "'-5' is not a decimal number: write digits alone, such as 1 or 100"),
        ("ES.XCME", Amounts("1e3"), "quantity", "not a decimal number"),
        (
            "ES.XCME",
            Amounts("1", "1000.10"),
            "price",
            "not on the grid of 0.25 that ES.XCME has: give 1000.00 or 1000.25",
        ),
        (
            "AAPL.XNAS",
            Amounts("1", "100.123"),
            "price",
            "has 3 decimals, and prices of AAPL.XNAS have 2: give 100.12 or 100.13",
        ),
        ("AAPL.XNAS", Amounts("1", "0.00"), "price", "a price must be above 0: give at least 0.01"),
        ("AAPL.XNAS", Amounts("1", None, "0.001"), "trigger_price", "give 0.01"),
        ("AAPL.XNAS", Amounts("1", "ten"), "price", "'ten' is not a decimal number"),
    ],
)
def test_what_cannot_is_said_of_its_field(name, amounts, field, words):
    wrong = wrong_in_ticket(name, amounts, INSTRUMENTS)
    assert list(wrong) == [field]
    assert words in wrong[field]


def test_everything_that_is_wrong_is_said_at_once():
    assert list(wrong_in_ticket("ES.XCME", Amounts("0", "0.1", "x"), INSTRUMENTS)) == [
        "quantity",
        "price",
        "trigger_price",
    ]


@pytest.mark.parametrize(
    ("order_type", "amounts", "field", "words"),
    [
        (OrderType.LIMIT, Amounts(), "quantity", "nothing would change"),
        (OrderType.LIMIT, Amounts(trigger_price="1000.00"), "trigger_price", "a LIMIT order has no trigger"),
        (OrderType.STOP, Amounts(price="1000.00"), "price", "a STOP order has no limit price"),
        (OrderType.STOP_LIMIT, Amounts(price="1000.10"), "price", "grid"),
    ],
)
def test_what_cannot_be_changed_is_said_of_its_field(order_type, amounts, field, words):
    wrong = wrong_in_changes(amounts, order_type, ES)
    assert list(wrong) == [field]
    assert words in wrong[field]


@pytest.mark.parametrize(
    ("order_type", "amounts"),
    [
        (OrderType.LIMIT, Amounts("2")),
        (OrderType.LIMIT, Amounts(price="1000.00")),
        (OrderType.STOP_LIMIT, Amounts("2", "1000.00", "1000.25")),
        (OrderType.STOP, Amounts(trigger_price="1000.00")),
    ],
)
def test_what_can_be_changed_passes(order_type, amounts):
    assert wrong_in_changes(amounts, order_type, ES) == {}
