"""The same strategies over the same records in the library's BacktestEngine.

Agenda, gate, account rules and costs are those of the desk; when, at what price and how much is traded is decided by
the library's own matching engine, from the derived quotes. So a backtest checks the paper broker, and the other way
round.
"""

from nautilus.trading.backtest.run import BacktestResult, Mark, TradedOrder, run_backtest

__all__ = ["BacktestResult", "Mark", "TradedOrder", "run_backtest"]
