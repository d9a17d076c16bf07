"""Orders: trading node, risk gate, reconciliation, blotter."""

from nautilus.engines.execution.messages import EVENTS
from nautilus.engines.marketdata.messages import RUNS, WATERMARKS
from nautilus.engines.risk.messages import KILL
from nautilus.engines.strategy.messages import DEPLOYMENTS
from nautilus.kernel.engine import Engine

ENGINE = Engine(
    "execution",
    port=8250,
    summary="Orders: trading node, risk gate, reconciliation, blotter",
    consumes=(RUNS, DEPLOYMENTS, KILL),
    produces=(EVENTS, WATERMARKS),
)
