"""Initial and maintenance margin."""

from nautilus.engines.collateral.messages import MARGINS
from nautilus.engines.marketdata.messages import WATERMARKS
from nautilus.engines.portfolio.messages import VALUATIONS
from nautilus.kernel.engine import Engine

ENGINE = Engine(
    "collateral",
    port=9000,
    summary="Initial and maintenance margin",
    consumes=(VALUATIONS,),
    produces=(MARGINS, WATERMARKS),
)
