"""Performance, attribution, transaction-cost analysis of a run."""

from nautilus.kernel.engine import Engine

ENGINE = Engine("analytics", port=8100, summary="Performance, attribution, transaction-cost analysis of a run")
