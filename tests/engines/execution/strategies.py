"""Strategies that a node of the tests loads by name."""

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
