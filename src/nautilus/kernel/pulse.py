"""A loop that beats at an interval, and at once when it is asked to."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from nautilus.kernel.errors import UnavailableError


class Pulse:
    """`wait` returns every `seconds`, or as soon as `wake` was called; `drive` is the loop round it."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._asked = asyncio.Event()

    def wake(self) -> None:
        self._asked.set()

    async def wait(self) -> None:
        try:
            async with asyncio.timeout(self._seconds):
                await self._asked.wait()
        except TimeoutError:
            return
        self._asked.clear()

    async def drive(self, action: Callable[[], Awaitable[None]], log: logging.Logger) -> None:
        """Do `action` now and at every beat, until cancelled. A server that is away is waited for."""
        while True:
            try:
                await action()
            except UnavailableError as error:
                log.warning("%s waits for a server: %s", action.__name__, error)
            await self.wait()
