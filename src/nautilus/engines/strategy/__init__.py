"""Strategy registry, deployment, start and stop."""

from nautilus.kernel.engine import Engine

ENGINE = Engine("strategy", port=8700, summary="Strategy registry, deployment, start and stop")
