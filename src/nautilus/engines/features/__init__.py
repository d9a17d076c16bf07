"""Feature definitions and their values."""

from nautilus.engines.features.messages import VALUES
from nautilus.engines.marketdata.messages import FRAMES, RUNS, WATERMARKS
from nautilus.kernel.engine import Engine

ENGINE = Engine(
    "features",
    port=8500,
    summary="Feature definitions and their values",
    consumes=(RUNS, FRAMES),
    produces=(VALUES, WATERMARKS),
)
