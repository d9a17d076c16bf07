"""Fan-out of both buses to clients."""

from nautilus.kernel.engine import Engine

ENGINE = Engine("websocket", port=8600, summary="Fan-out of both buses to clients")
