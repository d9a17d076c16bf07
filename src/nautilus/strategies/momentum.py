"""Time-series momentum on equities: hold what has risen over the last twenty sessions.

After Moskowitz, Ooi and Pedersen, "Time Series Momentum", Journal of Financial Economics 104 (2012), with a
band between entry and exit so that noise around zero does not trade. Long only, for a cash account.
"""

from decimal import ROUND_DOWN, Decimal
from typing import Annotated

from msgspec import Meta

from nautilus.domain.orders import Fill
from nautilus.trading import Inputs, OrderUpdate, Parameters, Strategy, Value


class Momentum(Strategy):
    """Buys an equity when its 20-session momentum rises above `entry`, sells all of it when it falls below `exit`."""

    class Parameters(Parameters, frozen=True, kw_only=True):
        entry: Annotated[float, Meta(description="Momentum above which to buy, as a fraction")] = 0.05
        exit: Annotated[float, Meta(description="Momentum below which to sell, as a fraction")] = 0.0
        notional: Annotated[Decimal, Meta(description="Currency to invest in one instrument")] = Decimal(100_000)

    def inputs(self) -> Inputs:
        return Inputs(values=("factor:momentum_20",))

    def on_start(self) -> None:
        self._waiting: set[str] = set()
        """Instruments with an order under way: one decision at a time."""

    def on_value(self, value: Value) -> None:
        name = value.instrument_id
        held = self.position(name)
        if name in self._waiting:
            return
        if not held and value.value > self.parameters.entry:
            quantity = self._affordable(name)
            if quantity:
                self.signal("momentum rises", {value.name: value.value}, name)
                self._waiting.add(name)
                self.buy(name, quantity)
        elif held and value.value < self.parameters.exit:
            self.signal("momentum is gone", {value.name: value.value}, name)
            self._waiting.add(name)
            self.sell(name, held)

    def on_fill(self, fill: Fill) -> None:
        self._waiting.discard(fill.instrument_id)

    def on_order(self, update: OrderUpdate) -> None:
        if not update.status.is_open:
            self._waiting.discard(update.order.instrument_id)

    def _affordable(self, instrument_id: str) -> Decimal:
        """Whole lots that `notional` pays for at the ask."""
        quote = self.quote(instrument_id)
        if quote is None:
            return Decimal(0)
        lot = self.instruments[instrument_id].lot_size
        notional: Decimal = self.parameters.notional
        return (notional / quote.ask / lot).to_integral_value(ROUND_DOWN) * lot
