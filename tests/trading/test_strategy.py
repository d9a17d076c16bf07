"""What user code may write, and how it is told what it may not."""

from decimal import Decimal

import pytest

from nautilus.domain.instruments import InstrumentKind
from nautilus.domain.orders import OrderSide, OrderType
from nautilus.kernel.errors import InvalidInputError
from nautilus.trading import Inputs, Strategy, load_strategy, parse_parameters
from nautilus.trading.port import Cancel, Signal, Submit
from support.trading import Busy, instrument

ES = instrument("ES.XCME", InstrumentKind.FUTURE)


class Notebook:
    """A port that writes down."""

    def __init__(self):
        self.commands = []

    def send(self, strategy_id, command):
        self.commands.append(command)

    def order_prefix(self, strategy_id):
        return f"R7-{strategy_id}"

    def position(self, strategy_id, instrument_id):
        return Decimal(3)

    def quote(self, instrument_id):
        return None

    def now_ns(self):
        return 42


@pytest.fixture
def port():
    return Notebook()


@pytest.fixture
def strategy(port):
    return Strategy("mine", Strategy.Parameters(), {"ES.XCME": ES}, port)


@pytest.mark.parametrize(
    ("terms", "kind"),
    [
        ({}, OrderType.MARKET),
        ({"price": "1640.25"}, OrderType.LIMIT),
        ({"trigger_price": 1650}, OrderType.STOP),
        ({"price": 1651.5, "trigger_price": Decimal(1650)}, OrderType.STOP_LIMIT),
    ],
)
def test_prices_make_the_type(strategy, port, terms, kind):
    assert strategy.buy("ES.XCME", 2, **terms) == "R7-mine-1"
    (order,) = port.commands[0].orders
    assert (order.order_type, order.side, order.quantity) == (kind, OrderSide.BUY, Decimal(2))
    assert order.price == (Decimal(str(terms["price"])) if "price" in terms else None)


def test_a_value_of_a_signal_is_traced_to_the_series_that_was_declared(strategy, port, monkeypatch):
    monkeypatch.setattr(strategy, "inputs", lambda: Inputs(values=("factor:momentum_20", "vpin:vpin")))
    strategy.signal("why", {"vpin": 0.1, "score": 2.0}, "ES.XCME")
    assert port.commands[-1].values == {"vpin": 0.1, "score": 2.0}
    assert port.commands[-1].sources == {"vpin": "vpin:vpin"}


def test_identifiers_count_orders_and_signals_apart(strategy, port):
    assert strategy.signal("why", {"x": 1.0}, "ES.XCME") == "R7-mine-S1"
    assert strategy.sell("ES.XCME", 1) == "R7-mine-1"
    assert strategy.buy("ES.XCME", 1) == "R7-mine-2"
    assert [type(command) for command in port.commands] == [Signal, Submit, Submit]
    strategy.cancel("R7-mine-2")
    assert port.commands[-1] == Cancel("mine", "R7-mine-2")


def test_prices_go_to_the_nearest_tick(strategy, port):
    strategy.buy("ES.XCME", 1, price=1640.13)
    assert port.commands[0].orders[0].price == Decimal("1640.25")


def test_a_bracket_is_an_entry_and_two_exits(strategy, port):
    entry = strategy.bracket("ES.XCME", OrderSide.SELL, 2, take_profit=1600, stop_loss=1700)
    first, target, stop = port.commands[0].orders
    assert (first.client_order_id, first.order_type) == (entry, OrderType.MARKET)
    assert [leg.client_order_id for leg in (target, stop)] == [f"{entry}-target", f"{entry}-stop"]
    assert [(leg.side, leg.order_type, leg.parent_id, leg.reduce_only) for leg in (target, stop)] == [
        (OrderSide.BUY, OrderType.LIMIT, entry, True),
        (OrderSide.BUY, OrderType.STOP, entry, True),
    ]


@pytest.mark.parametrize("quantity", [0, -1, 1.5, "NaN", "Infinity"])
def test_quantities_that_cannot_be_traded_are_refused(strategy, quantity):
    with pytest.raises(InvalidInputError, match="positive multiple of 1"):
        strategy.buy("ES.XCME", quantity)


def test_a_price_must_be_positive(strategy):
    with pytest.raises(InvalidInputError, match="not positive"):
        strategy.buy("ES.XCME", 1, price=-1)


def test_only_own_instruments_are_traded(strategy):
    with pytest.raises(InvalidInputError, match=r"it has ES\.XCME"):
        strategy.buy("AAPL.XNAS", 1)


def test_wall_clock_timers_are_refused_in_a_replay(strategy):
    assert strategy.clock.now_ns() == 42
    with pytest.raises(InvalidInputError, match="wall clock"):
        strategy.clock.set_timer("each minute", 60, print)


def test_an_index_is_not_selected():
    assert not Strategy.selects(instrument("SPX.XNYS", InstrumentKind.INDEX), None)
    assert Strategy.selects(ES, None)


def test_parameters_are_checked():
    momentum = load_strategy("nautilus.strategies.momentum:Momentum")
    assert parse_parameters(momentum, '{"enter": 0.1}').enter == 0.1
    with pytest.raises(InvalidInputError, match=r"unknown field `entre`.*it has .*enter"):
        parse_parameters(momentum, '{"entre": 0.1}')
    with pytest.raises(InvalidInputError, match="Expected `float`"):
        parse_parameters(momentum, '{"enter": "much"}')
    with pytest.raises(InvalidInputError, match="notional"):
        parse_parameters(momentum, '{"notional": -5}')
    with pytest.raises(InvalidInputError, match="line 1"):
        parse_parameters(momentum, "{")


def test_only_strategies_are_loaded():
    assert load_strategy("support.trading:Busy") is Busy
    for path in ("nautilus.nothing:Here", "nautilus.strategies.momentum:Nothing", "no colon", ":"):
        with pytest.raises(InvalidInputError, match=r"package\.module:Class"):
            load_strategy(path)
    with pytest.raises(InvalidInputError, match="not a subclass"):
        load_strategy("decimal:Decimal")
