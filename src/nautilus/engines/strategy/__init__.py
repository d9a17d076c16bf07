"""Strategy registry, deployment, start and stop."""

from nautilus.engines.execution.messages import EVENTS
from nautilus.engines.marketdata.messages import RUNS
from nautilus.engines.strategy.messages import DEPLOYMENTS
from nautilus.kernel.engine import Engine

ENGINE = Engine(
    "strategy",
    port=8700,
    summary="Strategy registry, deployment, start and stop",
    consumes=(RUNS, EVENTS),
    produces=(DEPLOYMENTS,),
)
