"""Order-flow toxicity: bulk-volume VPIN."""

from nautilus.kernel.engine import Engine

ENGINE = Engine("vpin", port=10000, summary="Order-flow toxicity: bulk-volume VPIN")
