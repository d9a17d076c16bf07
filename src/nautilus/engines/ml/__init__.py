"""Training, registry and ONNX inference."""

from nautilus.engines.marketdata.messages import FRAMES, RUNS, WATERMARKS
from nautilus.engines.ml.messages import VALUES
from nautilus.kernel.engine import Engine

ENGINE = Engine(
    "ml",
    port=8400,
    summary="Training, registry and ONNX inference",
    consumes=(RUNS, FRAMES),
    produces=(VALUES, WATERMARKS),
)
