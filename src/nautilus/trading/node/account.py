"""A running node: the library, started and stopped around one desk."""

import asyncio
from collections.abc import Awaitable, Callable

from nautilus_trader import model
from nautilus_trader.common import Environment, LoggerConfig, LogLevel
from nautilus_trader.live import LiveExecutionEngineConfig, LiveNode, LiveRiskEngineConfig, RoutingConfig
from nautilus_trader.trading import StrategyConfig

from nautilus.domain.instruments import InstrumentKind
from nautilus.trading.dealer import Dealer
from nautilus.trading.desk import Steps
from nautilus.trading.drive import drive_awaiting
from nautilus.trading.node import convert
from nautilus.trading.node.clients import FeedConfig, FeedFactory, PaperConfig, PaperFactory
from nautilus.trading.node.pipeline import Carrier, OrderPipeline

_STARTING_S = 30.0


class AccountNode:
    """One account in this process. `on_pause` is awaited wherever nothing is under way."""

    def __init__(self, dealer: Dealer, on_pause: Callable[[], Awaitable[None]]) -> None:
        self.dealer = dealer
        opened = dealer.terms.opened
        self._pipeline = OrderPipeline(dealer, on_pause)
        self._node = (
            LiveNode.builder("NAUTILUS", model.TraderId(f"PAPER-{opened.run}"), Environment.LIVE)
            .with_logging(LoggerConfig(stdout_level=LogLevel.ERROR, is_colored=False))
            .with_reconciliation(True)
            # our gate is the one gate: the library's own would judge by wall time and by its own idea of the cash
            .with_risk_engine_config(LiveRiskEngineConfig(bypass=True))
            .with_exec_engine_config(LiveExecutionEngineConfig(generate_missing_orders=False))
            .with_delay_post_stop_secs(0)
            .with_delay_shutdown_secs(0)
            .with_timeout_disconnection_secs(2)
            .add_data_client(
                "FEED",
                FeedFactory,
                FeedConfig(dealer=dealer, pipeline=self._pipeline),
                RoutingConfig(default=True),
            )
            .add_exec_client(
                "PAPER",
                PaperFactory,
                PaperConfig(dealer=dealer, pipeline=self._pipeline),
                RoutingConfig(default=True),
            )
            .build()
        )
        # captured before it runs: asking a running node for them aborts the process
        self._handle, self.cache, self.portfolio = self._node.handle(), self._node.cache, self._node.portfolio
        traded = [i.instrument_id for i in opened.instruments if i.kind is not InstrumentKind.INDEX]
        config = StrategyConfig(
            strategy_id=model.StrategyId(f"DESK-{opened.run}"),
            order_id_tag=str(opened.run),
            external_order_instrument_ids=[convert.instrument_id(name) for name in traded],
            log_events=False,
            log_commands=False,
        )
        self._carrier = Carrier(config)
        self._carrier.returned = self._pipeline.returned
        self._pipeline.carrier = self._carrier
        self._node.add_strategy(self._carrier)
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Run the library until it has taken over the broker's orders, fills and positions."""
        self._task = asyncio.get_running_loop().create_task(_run(self._node))
        async with asyncio.timeout(_STARTING_S):
            while not self._carrier.is_running():
                if self._task.done():
                    self._task.result()
                await asyncio.sleep(0.002)

    async def drive(self, steps: Steps) -> None:
        """Do what a desk asks for, through the library where the journal does not answer."""
        await drive_awaiting(steps, self._pipeline.answer)

    async def stop(self) -> None:
        self._handle.stop()
        if self._task is not None:
            await asyncio.wait([self._task], timeout=_STARTING_S)
        self._node.dispose()


async def _run(node: LiveNode) -> None:
    await node.run_async()
