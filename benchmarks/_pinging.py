"""The strategy of the trading benchmark: one market order for each value."""

import time

from nautilus.domain.orders import Fill, OrderSide
from nautilus.trading import Inputs, Strategy, Value


class Pinging(Strategy):
    """Buys one and sells one in turn, and notes when it asked and when it heard of the fill."""

    def inputs(self) -> Inputs:
        return Inputs(values=("factor:ping",))

    def on_start(self) -> None:
        self.submitted: list[float] = []
        self.filled: list[float] = []

    def on_value(self, value: Value) -> None:
        side = OrderSide.SELL if self.position(value.instrument_id) > 0 else OrderSide.BUY
        self.submitted.append(time.perf_counter())
        self.submit(value.instrument_id, side, 1)

    def on_fill(self, fill: Fill) -> None:
        self.filled.append(time.perf_counter())
