"""A loop that beats at an interval, and at once when it is asked to."""

import asyncio


class Pulse:
    """`while True: await pulse.wait()` continues every `seconds`, or as soon as `wake` was called."""

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
