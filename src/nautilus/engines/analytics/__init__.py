"""Performance, attribution, transaction-cost analysis of a run."""

from nautilus.engines.analytics.messages import PERFORMANCE
from nautilus.engines.execution.messages import EVENTS
from nautilus.engines.marketdata.messages import WATERMARKS
from nautilus.engines.portfolio.messages import VALUATIONS
from nautilus.kernel.engine import Engine

ENGINE = Engine(
    "analytics",
    port=8100,
    summary="Performance, attribution, transaction-cost analysis of a run",
    consumes=(EVENTS, VALUATIONS),
    produces=(PERFORMANCE, WATERMARKS),
)
