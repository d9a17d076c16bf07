"""Feature definitions and their values."""

from nautilus.kernel.engine import Engine

ENGINE = Engine("features", port=8500, summary="Feature definitions and their values")
