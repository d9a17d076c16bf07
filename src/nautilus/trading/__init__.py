"""Trading: what strategies are written against, the paper broker, the gate, the node, the backtest.

User code imports from here and never from the trading library, which only `trading/node` and `trading/backtest` load.
"""

from nautilus.trading.port import Quote
from nautilus.trading.strategy import (
    Bar,
    Inputs,
    OrderUpdate,
    Parameters,
    Strategy,
    Trades,
    Value,
    load_strategy,
    parse_parameters,
)

__all__ = [
    "Bar",
    "Inputs",
    "OrderUpdate",
    "Parameters",
    "Quote",
    "Strategy",
    "Trades",
    "Value",
    "load_strategy",
    "parse_parameters",
]
