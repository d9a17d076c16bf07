"""Initial and maintenance margin."""

from nautilus.kernel.engine import Engine

ENGINE = Engine("collateral", port=9000, summary="Initial and maintenance margin")
