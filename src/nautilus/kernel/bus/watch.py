"""Noticing that a bus server was restarted: what it had not yet written to disk is gone and must be sent again."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from nautilus.kernel.bus.commands import BusClient
from nautilus.kernel.bus.errors import BusUnavailableError
from nautilus.kernel.bus.metrics import BusMetrics
from nautilus.kernel.messages import Bus

_log = logging.getLogger(__name__)


class ServerWatch:
    """Pings a server, and calls back each time that it answers with another identity than before.

    The journal's relay publishes its last seconds again, marketdata's player resends from the slowest watermark.
    """

    def __init__(
        self,
        client: BusClient,
        bus: Bus,
        on_restart: Callable[[], Awaitable[None]],
        metrics: BusMetrics,
        every_s: float = 0.5,
    ) -> None:
        self._client = client
        self._bus = bus
        self._on_restart = on_restart
        self._metrics = metrics
        self._every_s = every_s
        self.reachable = False
        """Whether the last ping was answered."""

    async def run(self) -> None:
        """Until cancelled. Raises what the callback raises."""
        known = ""
        while True:
            try:
                await self._client.ping()
                self.reachable = True
            except BusUnavailableError:
                self.reachable = False
            run_id = self._client.run_id
            if self.reachable and run_id != known:
                if known:
                    _log.warning("the %s bus was restarted", self._bus)
                    self._metrics.server_restarts.labels(self._bus).inc()
                    await self._on_restart()
                known = run_id
            await asyncio.sleep(self._every_s)
