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
    sequence: int = 0
    """The mark: that of the last `Valued` in it."""
    sharpe_standard_error: float | None = None
    """Of the annualised ratio, for independent returns (Lo 2002)."""
    fills: int = 0
    """Fills behind the slippage: those whose order had a mid when it was decided."""


PERFORMANCE = Topic("analytics.performance", Bus.LOGIC, (Performance,), journaled=True)
