"""Both buses, on Redis Streams: typed messages, groups, dead letters, an urgent lane.

client = connect(config, Bus.LOGIC, "risk")
await BusPublisher({Bus.LOGIC: client}, metrics).publish(HEARTBEATS, account, limits)
await Consumer(lambda: connect(config, Bus.LOGIC, "risk"), "risk", topics, delivery, metrics).run()
"""

from nautilus.kernel.bus.address import Address, parse_address
from nautilus.kernel.bus.client import HotClient
from nautilus.kernel.bus.commands import BusClient
from nautilus.kernel.bus.consumer import Consumer
from nautilus.kernel.bus.dead_letters import DeadLetter, DeadLetters
from nautilus.kernel.bus.delivery import Delivery, Handler, RetryPolicy
from nautilus.kernel.bus.errors import BusRefusedError, BusUnavailableError, CommandError, ConnectionLostError
from nautilus.kernel.bus.fanout import FanoutReader
from nautilus.kernel.bus.lane import ReadPolicy
from nautilus.kernel.bus.metrics import BusMetrics
from nautilus.kernel.bus.publisher import BusPublisher
from nautilus.kernel.bus.watch import ServerWatch
from nautilus.kernel.config import Config
from nautilus.kernel.messages import Bus

__all__ = [
    "Address",
    "BusClient",
    "BusMetrics",
    "BusPublisher",
    "BusRefusedError",
    "BusUnavailableError",
    "CommandError",
    "ConnectionLostError",
    "Consumer",
    "DeadLetter",
    "DeadLetters",
    "Delivery",
    "FanoutReader",
    "Handler",
    "HotClient",
    "ReadPolicy",
    "RetryPolicy",
    "ServerWatch",
    "connect",
    "parse_address",
]


def connect(config: Config, bus: Bus, name: str) -> BusClient:
    """A client of the configured kind. It opens its connection at the first call; `name` shows in CLIENT LIST."""
    address = parse_address(config.bus_url(bus))
    if config.bus_client == "redis":
        from nautilus.kernel.bus.redis_py import RedisPyClient

        return RedisPyClient(address, name)
    return HotClient(address, name)
