"""Limits, exposures, historical VaR and ES, the kill switch."""

from nautilus.engines.execution.messages import EVENTS
from nautilus.engines.marketdata.messages import RUNS, WATERMARKS
from nautilus.engines.portfolio.messages import VALUATIONS
from nautilus.engines.risk.messages import CHANGES, HEARTBEATS, KILL
from nautilus.kernel.engine import Engine

ENGINE = Engine(
    "risk",
    port=8200,
    summary="Limits, exposures, historical VaR and ES, the kill switch",
    consumes=(RUNS, EVENTS, VALUATIONS),
    produces=(CHANGES, KILL, HEARTBEATS, WATERMARKS),
)
