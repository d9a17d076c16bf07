"""What backtesting publishes: finished backtests."""

from nautilus.kernel.messages import Bus, Message, Topic


class BacktestFinished(Message, frozen=True, array_like=True, kw_only=True, tag="backtesting.finished.1"):
    """A backtest is stored under the hash of its inputs."""

    backtest_id: str
    session: str
    strategy: str
    orders: int
    fills: int


FINISHED = Topic("backtesting.finished", Bus.LOGIC, (BacktestFinished,), journaled=True)
