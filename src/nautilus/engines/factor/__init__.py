"""Factor definitions and their values."""

from nautilus.engines.factor.messages import VALUES
from nautilus.engines.marketdata.messages import FRAMES, RUNS, WATERMARKS
from nautilus.kernel.engine import Engine

ENGINE = Engine(
    "factor",
    port=8300,
    summary="Factor definitions and their values",
    consumes=(RUNS, FRAMES),
    produces=(VALUES, WATERMARKS),
)
