"""Provides liquidity against short moves while order flow is not toxic.

The idea is that of market making under VPIN: Easley, López de Prado & O'Hara (2012), Review of Financial Studies 25(5),
section 6. A move that informed flow causes goes on, others come back.
"""

from collections import deque
from statistics import fmean, pstdev
from typing import Annotated

from msgspec import Meta

from nautilus.domain.instruments import Instrument, InstrumentKind
from nautilus.domain.orders import Fill, OrderSide
from nautilus.trading import Bar, Inputs, OrderUpdate, Parameters, Strategy, Trades, Value


class FlowReversionParameters(Parameters, frozen=True, kw_only=True):
    window: Annotated[int, Meta(ge=5, description="Minutes of the mean and the deviation")] = 20
    stretch: Annotated[float, Meta(gt=0, description="Deviations from the mean that make a move")] = 1.25
    toxic: Annotated[float, Meta(gt=0, le=1, description="VPIN above which it stands aside")] = 0.14
    patience: Annotated[int, Meta(ge=1, description="Bars that an entry rests")] = 5
    longest: Annotated[int, Meta(ge=1, description="Bars that a position is held")] = 30
    quantity: Annotated[int, Meta(ge=1, description="Contracts of one entry")] = 1


class FlowReversion(Strategy):
    """Bids below (offers above) the mean of the last bars after a move that the flow does not explain.

    Enters with a limit that rests a tick better than the touch, and cancels it after `patience` bars. Leaves at market
    when the price is back at the mean, after `longest` bars, or when VPIN rises above `toxic`. On the bundled tape
    VPIN lies between 0.08 and 0.16, and above 0.14 a tenth of the time.
    """

    Parameters = FlowReversionParameters

    @classmethod
    def selects(cls, instrument: Instrument, parameters: object) -> bool:
        return instrument.kind is InstrumentKind.FUTURE

    def inputs(self) -> Inputs:
        return Inputs(bars=(60,), values=("vpin:vpin",), trades_seconds=1.0)

    def on_start(self) -> None:
        self._closes: dict[str, deque[float]] = {}
        self._toxicity: dict[str, float] = {}
        self._traded: dict[str, float] = {}
        self._entry: dict[str, str] = {}
        self._bars_waited: dict[str, int] = {}
        self._bars_held: dict[str, int] = {}

    def on_value(self, value: Value) -> None:
        self._toxicity[value.instrument_id] = value.value
        if value.value > self.parameters.toxic:
            self._withdraw(value.instrument_id)
            self._leave(value.instrument_id, "flow turned toxic", {value.name: value.value})

    def on_trades(self, trades: Trades) -> None:
        self._traded[trades.instrument_id] = self._traded.get(trades.instrument_id, 0.0) + float(trades.size.sum())

    def on_bar(self, bar: Bar) -> None:
        name = bar.instrument_id
        closes = self._closes.setdefault(name, deque(maxlen=self.parameters.window))
        closes.append(bar.close)
        volume, self._traded[name] = self._traded.get(name, 0.0), 0.0
        if len(closes) < self.parameters.window or name not in self._toxicity:
            return
        mean, deviation = fmean(closes), pstdev(closes)
        if self.position(name):
            self._manage(bar, mean)
        elif name in self._entry:
            self._wait(name)
        elif deviation and volume and self._toxicity[name] < self.parameters.toxic:
            self._enter(bar, (bar.close - mean) / deviation)

    def on_fill(self, fill: Fill) -> None:
        if self.position(fill.instrument_id):
            self._bars_held[fill.instrument_id] = 0

    def on_order(self, update: OrderUpdate) -> None:
        name = update.order.instrument_id
        if self._entry.get(name) == update.order.client_order_id and not update.status.is_open:
            del self._entry[name]

    def on_stop(self) -> None:
        for name in self.instruments:
            self._withdraw(name)
            self._leave(name, "stopped", {})

    def _enter(self, bar: Bar, score: float) -> None:
        quote = self.quote(bar.instrument_id)
        if quote is None or abs(score) < self.parameters.stretch:
            return
        tick = self.instruments[bar.instrument_id].price_increment
        side = OrderSide.BUY if score < 0 else OrderSide.SELL
        price = quote.bid - tick if side is OrderSide.BUY else quote.ask + tick
        self.signal("stretched", {"score": score, "vpin": self._toxicity[bar.instrument_id]}, bar.instrument_id)
        self._bars_waited[bar.instrument_id] = 0
        self._entry[bar.instrument_id] = self.submit(bar.instrument_id, side, self.parameters.quantity, price=price)

    def _wait(self, name: str) -> None:
        self._bars_waited[name] += 1
        if self._bars_waited[name] >= self.parameters.patience:
            self._withdraw(name)

    def _manage(self, bar: Bar, mean: float) -> None:
        name = bar.instrument_id
        self._bars_held[name] += 1
        back = bar.close >= mean if self.position(name) > 0 else bar.close <= mean
        if back or self._bars_held[name] >= self.parameters.longest:
            why = "back at the mean" if back else "held too long"
            figures = {"distance": bar.close - mean, "bars_held": float(self._bars_held[name])}
            self._leave(name, why, figures)

    def _withdraw(self, name: str) -> None:
        if name in self._entry:
            self.cancel(self._entry[name])

    def _leave(self, name: str, why: str, figures: dict[str, float]) -> None:
        held = self.position(name)
        if held:
            self.signal(why, figures, name)
            self.submit(name, OrderSide.SELL if held > 0 else OrderSide.BUY, abs(held))
