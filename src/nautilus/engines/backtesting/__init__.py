"""Backtests of the same strategy classes, tear sheets."""

from nautilus.engines.backtesting.messages import FINISHED
from nautilus.kernel.engine import Engine

ENGINE = Engine(
    "backtesting",
    port=8110,
    summary="Backtests of the same strategy classes, tear sheets",
    produces=(FINISHED,),
)
