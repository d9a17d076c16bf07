"""What we rely on in the trading library though it promises nothing: the first to look at after an upgrade."""

import importlib.metadata
import inspect
from decimal import ROUND_HALF_UP, Decimal

import pytest
from nautilus_trader import model
from nautilus_trader.live import DataClientConfig, ExecutionClientConfig, LiveNode
from nautilus_trader.live.clients import ExecutionClient, MarketDataClient
from nautilus_trader.trading import Strategy

from nautilus.domain.instruments import InstrumentKind
from nautilus.domain.orders import OrderSide
from nautilus.trading.node import convert
from nautilus.trading.strategy import make_order
from support.trading import instrument

ES = instrument("ES.XCME", InstrumentKind.FUTURE)
AAPL = instrument("AAPL.XNAS")


def test_the_version_is_the_one_that_was_tried():
    assert importlib.metadata.version("nautilus_trader") == "2.0.0rc7"


def test_configurations_swallow_what_they_do_not_know():
    """Why our parameters are checked by us, and our clients take theirs in __init__."""
    for kind in (DataClientConfig, ExecutionClientConfig):
        kind(no_such_setting=1)


def test_names_that_our_clients_override_exist():
    for name in ("_handles_order_venue", "_submit_order", "_submit_order_list", "_cancel_order", "_query_order"):
        assert hasattr(ExecutionClient, name), name
    for name in (
        "_generate_order_status_reports",
        "_generate_fill_reports",
        "_generate_position_status_reports",
        "_query_account",
    ):
        assert inspect.iscoroutinefunction(getattr(ExecutionClient, name)), name
    for name in ("_subscribe_quotes", "_subscribe_instrument", "_handle_data", "_handle_instrument"):
        assert hasattr(MarketDataClient, name), name
    assert hasattr(LiveNode, "run_async")
    assert hasattr(Strategy, "on_order_event")


def test_events_have_the_names_that_the_pipeline_counts():
    for name in ("Submitted", "Accepted", "Rejected", "Canceled", "Filled", "Denied", "Triggered"):
        assert hasattr(model, f"Order{name}")


def test_instruments_keep_tick_lot_and_multiplier():
    future = convert.instrument(ES)
    assert str(future.id) == "ES.XCME"
    assert (str(future.price_increment), str(future.multiplier), str(future.lot_size)) == ("0.25", "50", "1")
    share = convert.instrument(AAPL)
    assert (str(share.id), str(share.price_increment), str(share.quote_currency)) == ("AAPL.XNAS", "0.01", "USD")


@pytest.mark.parametrize("amount", ["0", "1000000.005", "-3.14159", "99999999999.99"])
def test_money_is_rounded_to_the_cent(amount):
    expected = Decimal(amount).quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert convert.money(Decimal(amount), "USD").as_decimal() == expected


@pytest.mark.parametrize(
    ("terms", "kind"),
    [
        ({}, "MARKET"),
        ({"price": 1000}, "LIMIT"),
        ({"trigger_price": 1000}, "STOP_MARKET"),
        ({"price": 1000, "trigger_price": 1001}, "STOP_LIMIT"),
    ],
)
def test_order_types(terms, kind):
    order = make_order(ES, "s", "R1-s-1", OrderSide.BUY, 1, **terms)
    assert convert.ORDER_TYPES[order.order_type].name == kind
