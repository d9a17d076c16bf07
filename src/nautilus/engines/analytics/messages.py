"""What analytics publishes: the performance of a run so far."""

from nautilus.kernel.messages import Bus, Message, Topic


class Performance(Message, frozen=True, array_like=True, kw_only=True, tag="analytics.performance.1"):
    """Measures of the account's equity curve so far. Fractions, not percent; annualised with `periods_per_year`.

    None where the number of observations is too small to define the measure.
    """

    run: int
    account: str
    observations: int
    periods_per_year: float
    total_return: float | None
    volatility: float | None
    sharpe: float | None
    max_drawdown: float | None
    arrival_slippage_bps: float | None
    """Mean over fills of side × (price − arrival mid) / arrival mid, in basis points, weighted by notional."""
    final: bool = False


PERFORMANCE = Topic("analytics.performance", Bus.LOGIC, (Performance,), journaled=True)
