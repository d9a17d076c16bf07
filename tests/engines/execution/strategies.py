"""Strategies that a node of the tests loads by name."""

from nautilus.domain.orders import OrderSide
from nautilus.trading import Bar, Inputs, Strategy


class Looping(Strategy):
    """Leaves an order at the broker, then never returns."""

    def inputs(self) -> Inputs:
        return Inputs(bars=(60,))

    def on_bar(self, bar: Bar) -> None:
        quote = self.quote(bar.instrument_id)
        if quote is None:
            return
        if self._orders:
            while True:
                pass
        self.buy(bar.instrument_id, 1, price=quote.bid - 100)


class Quiet(Strategy):
    """Sees everything, does nothing."""

    def inputs(self) -> Inputs:
        return Inputs(bars=(60,), trades_seconds=1.0)


class Bracketing(Strategy):
    """Enters once, with exits far away."""

    def inputs(self) -> Inputs:
        return Inputs(bars=(60,))

    def on_bar(self, bar: Bar) -> None:
        quote = self.quote(bar.instrument_id)
        if quote is not None and not self._orders:
            self.signal("once", {"close": bar.close}, bar.instrument_id)
            prices = {"take_profit": quote.ask + 500, "stop_loss": quote.bid - 500}
            self.bracket(bar.instrument_id, OrderSide.BUY, 1, **prices)


class Reasoning(Strategy):
    """Gives a reason for each of its orders: a series that it reads, and a figure of its own."""

    def inputs(self) -> Inputs:
        return Inputs(bars=(60,), values=("factor:momentum",))

    def on_bar(self, bar: Bar) -> None:
        if self._orders < 3:
            self.signal("why", {"momentum": 0.25, "close": bar.close}, bar.instrument_id)
            self.buy(bar.instrument_id, 1)
