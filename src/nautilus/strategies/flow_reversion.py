"""Reversion after one-sided order flow: rest a limit where a burst of toxic flow overshoots.

When VPIN is high (Easley, López de Prado and O'Hara, "Flow Toxicity and Liquidity in a High-Frequency World", Review of
Financial Studies 25, 2012) and the last volume bucket was one-sided, liquidity has been taken from one side. The
strategy offers some there, away from the market, with a target and a stop.
"""

from typing import Annotated

from msgspec import Meta

from nautilus.domain.orders import OrderSide
from nautilus.trading import Inputs, OrderUpdate, Parameters, Strategy, Value


class FlowReversion(Strategy):
    """Rests a bracketed limit order against a one-sided volume bucket while VPIN is high; one position at a time."""

    class Parameters(Parameters, frozen=True, kw_only=True):
        vpin: Annotated[float, Meta(description="VPIN from which flow counts as toxic, 0 to 1")] = 0.10
        imbalance: Annotated[float, Meta(description="Net share of one side in the last bucket, 0 to 1")] = 0.12
        offset_ticks: Annotated[int, Meta(description="Distance of the resting limit from the mid")] = 2
        target_ticks: Annotated[int, Meta(description="Profit at which to leave, from the entry")] = 4
        stop_ticks: Annotated[int, Meta(description="Loss at which to leave, from the entry")] = 8
        patience: Annotated[int, Meta(description="Volume buckets after which an unfilled entry is cancelled")] = 4
        quantity: Annotated[int, Meta(description="Contracts an order")] = 2

    def inputs(self) -> Inputs:
        return Inputs(values=("vpin:bucket_imbalance", "vpin:vpin"))

    def on_start(self) -> None:
        self._latest: dict[str, dict[str, Value]] = {}
        """Last value of each series, by instrument."""
        self._entries: dict[str, str] = {}
        """Resting entry of each instrument."""
        self._age: dict[str, int] = {}

    def on_value(self, value: Value) -> None:
        """Decides once both values of a volume bucket are known, in whichever order they come."""
        name = value.instrument_id
        latest = self._latest.setdefault(name, {})
        latest[value.name] = value
        if len(latest) < 2 or len({series.sequence for series in latest.values()}) > 1:
            return
        if name in self._entries:
            self._wait(name)
        elif not self.position(name):
            self._look(name, latest["vpin"].value, latest["bucket_imbalance"].value)

    def on_order(self, update: OrderUpdate) -> None:
        name = update.order.instrument_id
        if self._entries.get(name) == update.order.client_order_id and not update.status.is_open:
            del self._entries[name]

    def _wait(self, name: str) -> None:
        """An entry that was not reached in time is no longer what the flow calls for."""
        self._age[name] += 1
        if self._age[name] >= self.parameters.patience and not self.position(name):
            self.cancel(self._entries[name])

    def _look(self, name: str, vpin: float, imbalance: float) -> None:
        quote = self.quote(name)
        if quote is None or vpin < self.parameters.vpin or abs(imbalance) < self.parameters.imbalance:
            return
        side = OrderSide.BUY if imbalance < 0 else OrderSide.SELL
        tick = self.instruments[name].price_increment * side.sign
        entry = quote.mid - self.parameters.offset_ticks * tick
        self.signal("one-sided flow", {"vpin": vpin, "bucket_imbalance": imbalance}, name)
        self._age[name] = 0
        self._entries[name] = self.bracket(
            name,
            side,
            self.parameters.quantity,
            price=entry,
            take_profit=entry + self.parameters.target_ticks * tick,
            stop_loss=entry - self.parameters.stop_ticks * tick,
        )
