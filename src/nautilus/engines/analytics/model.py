"""The record of a run, and its measures. No I/O."""

from dataclasses import dataclass, field

import numpy as np

from nautilus.engines.analytics.messages import Performance
from nautilus.quant.performance import (
    arrival_slippage_bps,
    max_drawdown,
    periods_per_year,
    sharpe_ratio,
    sharpe_standard_error,
    simple_returns,
    total_return,
    volatility,
)


@dataclass(frozen=True)
class Execution:
    """One fill with the mid at which its order was decided; None when there was no quote then."""

    fill_id: str
    client_order_id: str
    strategy_id: str
    instrument_id: str
    sign: int
    quantity: float
    price: float
    notional: float
    arrival_mid: float | None
    ts_event: int

    @property
    def slippage_bps(self) -> float | None:
        if self.arrival_mid is None:
            return None
        return self.sign * (self.price - self.arrival_mid) / self.arrival_mid * 1e4


@dataclass
class Track:
    """A run's equity curve and fills. The curve begins with the starting cash, before the first mark."""

    run: int
    account: str
    starting_cash: float | None = None
    """None until the first mark tells it."""
    sequence: list[int] = field(default_factory=list)
    ts_event: list[int] = field(default_factory=list)
    equity: list[float] = field(default_factory=list)
    executions: list[Execution] = field(default_factory=list)
    executed: bool = False
    """All fills of the run are in."""
    valued: bool = False
    """The last mark of the run is in."""

    @property
    def is_complete(self) -> bool:
        return self.executed and self.valued

    def add_mark(self, sequence: int, ts_event: int, equity: float) -> None:
        """Add a point; the final mark may fall on the sequence of the one before, and replaces it."""
        if self.sequence and self.sequence[-1] == sequence:
            for series in (self.sequence, self.ts_event, self.equity):
                series.pop()
        self.sequence.append(sequence)
        self.ts_event.append(ts_event)
        self.equity.append(equity)

    def measure(self, now: int) -> Performance:
        start = [] if self.starting_cash is None else [self.starting_cash]
        equity = np.array(start + self.equity)
        times = np.array(self.ts_event, dtype=np.int64)
        periods = periods_per_year(times)
        # An account that lost everything has no returns any more; what it lost is still a fact.
        returns = simple_returns(equity) if np.all(equity[:-1] > 0.0) else np.empty(0)
        sharpe = sharpe_ratio(returns, periods)
        known = [e for e in self.executions if e.arrival_mid is not None]
        return Performance(
            ts_event=self.ts_event[-1] if self.ts_event else 0,
            ts_init=now,
            run=self.run,
            account=self.account,
            observations=len(self.equity),
            periods_per_year=periods,
            total_return=total_return(equity),
            volatility=volatility(returns, periods),
            sharpe=sharpe,
            max_drawdown=max_drawdown(equity),
            arrival_slippage_bps=_slippage(known),
            final=self.is_complete,
            sequence=self.sequence[-1] if self.sequence else 0,
            sharpe_standard_error=None if sharpe is None else sharpe_standard_error(sharpe, returns.shape[0], periods),
            fills=len(known),
        )


def _slippage(executions: list[Execution]) -> float | None:
    columns = np.array([(e.sign, e.price, e.arrival_mid, e.notional) for e in executions], dtype=np.float64)
    sign, price, mid, notional = columns.reshape(-1, 4).T
    return arrival_slippage_bps(sign, price, mid, notional)
