"""Factor definitions and their values."""

from nautilus.kernel.engine import Engine

ENGINE = Engine("factor", port=8300, summary="Factor definitions and their values")
