"""Fan-out of both buses to clients: snapshot, then deltas, conflated for each client."""

from nautilus.engines.analytics.messages import PERFORMANCE
from nautilus.engines.collateral.messages import MARGINS
from nautilus.engines.execution.messages import EVENTS
from nautilus.engines.factor.messages import VALUES as FACTOR_VALUES
from nautilus.engines.features.messages import VALUES as FEATURE_VALUES
from nautilus.engines.marketdata.messages import FRAMES, RUNS, WATERMARKS
from nautilus.engines.ml.messages import VALUES as ML_VALUES
from nautilus.engines.portfolio.messages import VALUATIONS
from nautilus.engines.risk.messages import CHANGES, HEARTBEATS
from nautilus.engines.vpin.messages import VALUES as VPIN_VALUES
from nautilus.kernel.engine import Engine

ENGINE = Engine(
    "websocket",
    port=8600,
    summary="Fan-out of both buses to clients",
    consumes=(
        *(RUNS, EVENTS, VALUATIONS, CHANGES, HEARTBEATS, MARGINS, PERFORMANCE),
        *(FRAMES, FEATURE_VALUES, FACTOR_VALUES, VPIN_VALUES, ML_VALUES, WATERMARKS),
    ),
)
"""RUNS first: of what is read together, the start of a run comes before anything that it causes."""
