"""Orders: trading node, risk gate, reconciliation, blotter."""

from nautilus.kernel.engine import Engine

ENGINE = Engine("execution", port=8250, summary="Orders: trading node, risk gate, reconciliation, blotter")
