"""Time-series momentum on shares: Moskowitz, Ooi & Pedersen (2012), Journal of Financial Economics 104(2)."""

from decimal import ROUND_DOWN, Decimal
from typing import Annotated

from msgspec import Meta

from nautilus.domain.instruments import Instrument, InstrumentKind
from nautilus.trading import Inputs, Parameters, Strategy, Value


class MomentumParameters(Parameters, frozen=True, kw_only=True):
    factor: Annotated[str, Meta(description="Series of the factor engine to act on")] = "momentum_20"
    enter: Annotated[float, Meta(description="Buy above this return")] = 0.03
    leave: Annotated[float, Meta(description="Sell below this return")] = -0.01
    notional: Annotated[float, Meta(gt=0, description="Cash to put into each share, in its currency")] = 120_000.0


class Momentum(Strategy):
    """Holds a share while its recent return is up, long only.

    Buys when the factor rises above `enter`, sells all of it when it falls below `leave`. The gap between the two
    keeps a share that moves sideways from being bought and sold at each bar.
    """

    Parameters = MomentumParameters

    @classmethod
    def selects(cls, instrument: Instrument, parameters: object) -> bool:
        return instrument.kind is InstrumentKind.EQUITY

    def inputs(self) -> Inputs:
        return Inputs(values=(f"factor:{self.parameters.factor}",))

    def on_value(self, value: Value) -> None:
        held = self.position(value.instrument_id)
        if not held and value.value > self.parameters.enter:
            self._buy(value)
        elif held and value.value < self.parameters.leave:
            self.signal("momentum lost", {value.name: value.value}, value.instrument_id)
            self.sell(value.instrument_id, held)

    def _buy(self, value: Value) -> None:
        quote = self.quote(value.instrument_id)
        if quote is None:
            return
        lot = self.instruments[value.instrument_id].lot_size
        lots = (Decimal(str(self.parameters.notional)) / quote.ask / lot).to_integral_value(ROUND_DOWN)
        if lots:
            self.signal("momentum gained", {value.name: value.value}, value.instrument_id)
            self.buy(value.instrument_id, lots * lot)
