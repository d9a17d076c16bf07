"""Positions, cash, NAV: applies the fills of a run to its account and values it at every mark."""

from nautilus.engines.execution.messages import EVENTS
from nautilus.engines.marketdata.messages import RUNS, WATERMARKS
from nautilus.engines.portfolio.messages import VALUATIONS
from nautilus.kernel.engine import Engine

ENGINE = Engine(
    "portfolio",
    port=8900,
    summary="Positions, cash, NAV",
    consumes=(RUNS, EVENTS),
    produces=(VALUATIONS, WATERMARKS),
)
