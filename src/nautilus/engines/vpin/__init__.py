"""Order-flow toxicity: bulk-volume VPIN."""

from nautilus.engines.marketdata.messages import FRAMES, RUNS, WATERMARKS
from nautilus.engines.vpin.messages import VALUES
from nautilus.kernel.engine import Engine

ENGINE = Engine(
    "vpin",
    port=10000,
    summary="Order-flow toxicity: bulk-volume VPIN",
    consumes=(RUNS, FRAMES),
    produces=(VALUES, WATERMARKS),
)
