"""What the node reads from the buses, without its parent: frames, limits, kills."""

import asyncio
from collections.abc import Callable
from decimal import Decimal

from nautilus.engines.factor.messages import VALUES as FACTOR_VALUES
from nautilus.engines.features.messages import VALUES as FEATURES_VALUES
from nautilus.engines.marketdata.messages import FRAMES, MarketFrame, RunStarted, ValueFrame
from nautilus.engines.ml.messages import VALUES as ML_VALUES
from nautilus.engines.risk.messages import HEARTBEATS, KILL, Kill, Limits, Rearm
from nautilus.engines.vpin.messages import VALUES as VPIN_VALUES
from nautilus.kernel.bus import BusMetrics, FanoutReader, connect
from nautilus.kernel.config import Config
from nautilus.kernel.messages import Bus
from nautilus.trading.gate import GateLimits
from nautilus.trading.merge import MARKET, Frame

_MARKET_TOPICS = (FRAMES, FEATURES_VALUES, FACTOR_VALUES, VPIN_VALUES, ML_VALUES)
_CLOCKS_APART_MS = 60_000


async def read_frames(config: Config, started: RunStarted, metrics: BusMetrics, take: Callable[[Frame], None]) -> None:
    """Every frame of the run that the market bus still has, then every new one. Until cancelled."""
    run = started.run
    client = connect(config, Bus.MARKET, "execution-node")
    begin = f"{max(started.ts_init // 1_000_000 - _CLOCKS_APART_MS, 0)}-0"  # ids of entries are the bus's wall time
    after = {topic.name: begin for topic in _MARKET_TOPICS}
    reader = FanoutReader(client, _MARKET_TOPICS, metrics, after=after, count=16)
    async for envelopes in reader:
        for envelope in envelopes:
            message = envelope.message
            if isinstance(message, MarketFrame) and message.run == run:
                first, last = message.first_sequence, message.last_sequence
                take(Frame(MARKET, first, last, message, actions=message.actions))
            elif isinstance(message, ValueFrame) and message.run == run:
                take(Frame(message.source, message.first_sequence, message.last_sequence, None, message.values))
        await asyncio.sleep(0)


async def read_limits(config: Config, account: str, metrics: BusMetrics, take: Callable[[GateLimits], None]) -> None:
    client = connect(config, Bus.LOGIC, "execution-node-limits")
    async for envelopes in FanoutReader(client, (HEARTBEATS,), metrics):
        for envelope in envelopes:
            if isinstance(envelope.message, Limits) and envelope.message.account == account:
                take(gate_limits(envelope.message))


async def read_kills(config: Config, account: str, metrics: BusMetrics, take: Callable[[Kill | Rearm], None]) -> None:
    """The urgent lane, on a connection of its own, from its first entry: what is known already is ignored."""
    client = connect(config, Bus.LOGIC, "execution-node-kill")
    async for envelopes in FanoutReader(client, (KILL,), metrics, after={KILL.name: "0"}):
        for envelope in envelopes:
            if isinstance(envelope.message, Kill | Rearm) and envelope.message.account == account:
                take(envelope.message)


def gate_limits(message: Limits) -> GateLimits:
    return GateLimits(
        version=message.version,
        order_notional=Decimal(message.order_notional),
        position_notional=Decimal(message.position_notional),
        gross_exposure=Decimal(message.gross_exposure),
        daily_loss=Decimal(message.daily_loss),
        halted=message.halted,
        sent_at=message.ts_init,
    )
