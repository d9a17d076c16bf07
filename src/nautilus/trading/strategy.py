"""What a strategy is: typed parameters, declared inputs, callbacks, and a few ways to trade.

    class BreakoutParameters(Parameters, frozen=True, kw_only=True):
        threshold: float = 0.02


    class Breakout(Strategy):
        Parameters = BreakoutParameters

        def inputs(self) -> Inputs:
            return Inputs(values=("factor:momentum_20",))

        def on_value(self, value: Value) -> None:
            if value.value > self.parameters.threshold and not self.position(value.instrument_id):
                self.signal("momentum", {value.name: value.value}, value.instrument_id)
                self.buy(value.instrument_id, 100)

The same class runs in a backtest, on paper and live. It knows neither which of them it is in, nor the trading library.
A callback may ask for orders; they are executed after it returns, one after the other, each with its events.
"""

import importlib
import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, ClassVar

import msgspec

from nautilus.domain.actions import CorporateAction
from nautilus.domain.instruments import Instrument, InstrumentKind
from nautilus.domain.market import F64, I64
from nautilus.domain.orders import Fill, Order, OrderSide, OrderStatus, OrderType, TimeInForce
from nautilus.kernel.errors import InvalidInputError
from nautilus.trading.port import Cancel, Command, Port, Quote, Signal, Submit

type Number = Decimal | int | float | str
type Prices = tuple[Number | None, Number | None]
"""Limit and trigger."""


class Parameters(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Base of a strategy's parameters. Unknown names and wrong types are refused."""


class Inputs(msgspec.Struct, frozen=True, kw_only=True):
    """What a strategy is called for, for each of its instruments."""

    bars: tuple[int, ...] = ()
    """Steps in seconds; 86_400 for daily session bars."""
    values: tuple[str, ...] = ()
    """`source:name`, such as `factor:momentum_20` or `vpin:vpin`."""
    trades_seconds: float | None = None
    """Trades come in columns, one call for each cell of this length in session time that has trades."""


class Bar(msgspec.Struct, frozen=True):
    """`ts_event` is the close of the bar; it is known, and this is called, from record `sequence` on."""

    instrument_id: str
    step_seconds: int
    sequence: int
    ts_event: int
    open: float
    high: float
    low: float
    close: float
    volume: float


class Value(msgspec.Struct, frozen=True):
    """One value of a series that an engine (`source`) published."""

    instrument_id: str
    source: str
    name: str
    sequence: int
    ts_event: int
    value: float


class Trades(msgspec.Struct, frozen=True):
    """Trades of one instrument since the last call, in columns of shape (n,)."""

    instrument_id: str
    sequence: I64
    ts_event: I64
    price: F64
    size: F64


class OrderUpdate(msgspec.Struct, frozen=True):
    """An order's status. REFUSED comes from the gate or from a strategy that is off, REJECTED from the broker."""

    order: Order
    status: OrderStatus
    reason: str


class Clock:
    """Session time of a replay. Wall-clock timers would make a replay differ each time, so they are refused."""

    def __init__(self, port: Port) -> None:
        self._port = port

    def now_ns(self) -> int:
        """Time of the last record that was processed, nanoseconds UTC."""
        return self._port.now_ns()

    def set_timer(self, name: str, seconds: float, callback: Callable[[], None]) -> None:
        """Call `callback` each `seconds` of wall time. Raises InvalidInputError in a replay."""
        del callback
        raise InvalidInputError(
            f"timer {name!r} every {seconds:g} s follows the wall clock, which a replay does not have: two replays "
            "would give different orders; act on bars, values or trades instead"
        )


class Strategy:
    """Base of all strategies. Subclasses declare `Parameters`, `inputs` and the callbacks that they need."""

    Parameters: ClassVar[type[Parameters]] = Parameters

    def __init__(self, strategy_id: str, parameters: Any, instruments: Mapping[str, Instrument], port: Port) -> None:
        self.strategy_id = strategy_id
        self.parameters = parameters
        self.instruments = instruments
        """Those of the run that `selects` keeps, by identifier."""
        self.clock = Clock(port)
        self._port = port
        self._signals = 0
        self._orders = 0

    @classmethod
    def selects(cls, instrument: Instrument, parameters: Any) -> bool:
        """Whether this strategy trades an instrument of the run: all that can be traded, unless overridden."""
        del parameters
        return instrument.kind is not InstrumentKind.INDEX

    def inputs(self) -> Inputs:
        return Inputs()

    def on_start(self) -> None:
        """Before the first input, and again whenever it is started after a stop."""

    def on_stop(self) -> None:
        """It is being stopped; the last chance to cancel or close."""

    def on_bar(self, bar: Bar) -> None: ...

    def on_value(self, value: Value) -> None: ...

    def on_trades(self, trades: Trades) -> None: ...

    def on_fill(self, fill: Fill) -> None: ...

    def on_order(self, update: OrderUpdate) -> None: ...

    def on_action(self, action: CorporateAction) -> None:
        """A corporate action has taken effect: positions and open orders are adjusted, own figures are not."""

    def position(self, instrument_id: str) -> Decimal:
        """Net quantity that this strategy's fills have built, negative when short."""
        return self._port.position(self.strategy_id, instrument_id)

    def quote(self, instrument_id: str) -> Quote | None:
        """The derived book of the last record, None before the first."""
        return self._port.quote(instrument_id)

    def signal(self, name: str, values: Mapping[str, float], instrument_id: str) -> str:
        """Say why the next order in `instrument_id` is sent. Journaled, and linked to that order.

        A value under the name of one of `inputs` counts as that series, so that it can be traced to its method.
        """
        self._signals += 1
        signal_id = f"{self._port.order_prefix(self.strategy_id)}-S{self._signals}"
        series = {declared.partition(":")[2]: declared for declared in self.inputs().values}
        sources = {key: series[key] for key in values if key in series}
        self._send(Signal(signal_id, self.strategy_id, instrument_id, name, dict(values), sources))
        return signal_id

    def buy(self, instrument_id: str, quantity: Number, **terms: Any) -> str:
        """`submit` with side BUY: at market unless a price or a trigger is given."""
        return self.submit(instrument_id, OrderSide.BUY, quantity, **terms)

    def sell(self, instrument_id: str, quantity: Number, **terms: Any) -> str:
        return self.submit(instrument_id, OrderSide.SELL, quantity, **terms)

    def submit(
        self,
        instrument_id: str,
        side: OrderSide,
        quantity: Number,
        *,
        price: Number | None = None,
        trigger_price: Number | None = None,
        time_in_force: TimeInForce = TimeInForce.GTC,
        reduce_only: bool = False,
    ) -> str:
        """Ask for an order; returns its identifier.

        Neither price nor trigger: MARKET. Price: LIMIT. Trigger: STOP. Both: STOP_LIMIT. Prices are rounded to the
        instrument's tick. Raises InvalidInputError for an instrument that is not this strategy's, or a quantity
        that is not a positive multiple of the lot.
        """
        order = self._order(instrument_id, side, quantity, (price, trigger_price))
        order = msgspec.structs.replace(order, time_in_force=time_in_force, reduce_only=reduce_only)
        self._send(Submit((order,)))
        return order.client_order_id

    def bracket(
        self,
        instrument_id: str,
        side: OrderSide,
        quantity: Number,
        *,
        take_profit: Number,
        stop_loss: Number,
        price: Number | None = None,
    ) -> str:
        """An entry (MARKET, or LIMIT at `price`) whose fill places two exits; when one of them fills the other goes."""
        entry = self._order(instrument_id, side, quantity, (price, None))
        exit_side = OrderSide.SELL if side is OrderSide.BUY else OrderSide.BUY
        legs: dict[str, Prices] = {"target": (take_profit, None), "stop": (None, stop_loss)}
        exits = (
            msgspec.structs.replace(
                self._order(instrument_id, exit_side, quantity, prices, f"{entry.client_order_id}-{name}"),
                parent_id=entry.client_order_id,
                reduce_only=True,
            )
            for name, prices in legs.items()
        )
        self._send(Submit((entry, *exits)))
        return entry.client_order_id

    def cancel(self, client_order_id: str) -> None:
        """Cancel an open order. An order that is no longer open is left as it is."""
        self._send(Cancel(self.strategy_id, client_order_id))

    def _send(self, command: Command) -> None:
        self._port.send(self.strategy_id, command)

    def _order(
        self,
        instrument_id: str,
        side: OrderSide,
        quantity: Number,
        prices: Prices,
        client_order_id: str = "",
    ) -> Order:
        instrument = self.instruments.get(instrument_id)
        if instrument is None:
            raise InvalidInputError(
                f"{instrument_id} is not an instrument of {self.strategy_id}; it has {', '.join(self.instruments)}"
            )
        if not client_order_id:
            self._orders += 1
            client_order_id = f"{self._port.order_prefix(self.strategy_id)}-{self._orders}"
        price, trigger_price = prices
        return make_order(
            *(instrument, self.strategy_id, client_order_id, side, quantity), price=price, trigger_price=trigger_price
        )


def make_order(
    instrument: Instrument,
    strategy_id: str,
    client_order_id: str,
    side: OrderSide,
    quantity: Number,
    *,
    price: Number | None = None,
    trigger_price: Number | None = None,
) -> Order:
    """An order in the instrument's own units. Raises InvalidInputError for a quantity that cannot be traded."""
    amount = Decimal(str(quantity))
    if not amount.is_finite() or amount <= 0 or amount % instrument.lot_size:
        raise InvalidInputError(
            f"quantity {quantity} of {instrument.instrument_id} is not a positive multiple of {instrument.lot_size}"
        )
    kinds = {
        (False, False): OrderType.MARKET,
        (True, False): OrderType.LIMIT,
        (False, True): OrderType.STOP,
        (True, True): OrderType.STOP_LIMIT,
    }
    return Order(
        client_order_id=client_order_id,
        strategy_id=strategy_id,
        instrument_id=instrument.instrument_id,
        side=side,
        quantity=amount,
        order_type=kinds[price is not None, trigger_price is not None],
        price=to_tick(instrument, price),
        trigger_price=to_tick(instrument, trigger_price),
    )


def to_tick(instrument: Instrument, price: Number | None) -> Decimal | None:
    """`price` on the grid of ticks, nearest. Raises InvalidInputError when that is not positive."""
    if price is None:
        return None
    ticks = (Decimal(str(price)) / instrument.price_increment).to_integral_value()
    if not ticks.is_finite() or ticks <= 0:
        raise InvalidInputError(f"price {price} of {instrument.instrument_id} is not positive")
    return ticks * instrument.price_increment


def load_strategy(path: str) -> type[Strategy]:
    """The class behind "package.module:Name". Raises InvalidInputError when there is none, or it is no strategy."""
    module, _, name = path.partition(":")
    try:
        found = getattr(importlib.import_module(module), name)
    except (ImportError, AttributeError, ValueError) as error:
        raise InvalidInputError(f"there is no strategy {path!r} ({error}); give it as package.module:Class") from error
    if not isinstance(found, type) or not issubclass(found, Strategy):
        raise InvalidInputError(f"{path!r} is not a subclass of nautilus.trading.Strategy")
    return found


def parse_parameters(strategy: type[Strategy], text: str) -> Parameters:
    """Parameters from JSON. Raises InvalidInputError naming the field that is unknown or has the wrong type."""
    try:
        return msgspec.convert(json.loads(text or "{}"), strategy.Parameters)
    except (msgspec.ValidationError, json.JSONDecodeError) as error:
        known = ", ".join(strategy.Parameters.__struct_fields__)
        raise InvalidInputError(f"parameters of {strategy.__name__}: {error}; it has {known or 'none'}") from error
