"""The tasks of a process: when one of them fails, the process ends, and its supervisor starts it again."""

import asyncio
from collections.abc import Coroutine
from typing import Any


class Parts:
    """The tasks of a process. The first that fails, or ends without leave, ends them all."""

    def __init__(self, stop: asyncio.Event) -> None:
        self._tasks: set[asyncio.Task[None]] = set()
        self._ended: asyncio.Queue[asyncio.Task[None]] = asyncio.Queue()
        self._may_end: set[str] = {"stop"}
        self._stop = stop
        self.start("stop", self._stopped(), may_end=True)

    def start(self, name: str, work: Coroutine[Any, Any, None], *, may_end: bool = False) -> None:
        if may_end:
            self._may_end.add(name)
        task = asyncio.get_running_loop().create_task(work, name=name)
        task.add_done_callback(self._ended.put_nowait)
        self._tasks.add(task)

    async def end(self, name: str) -> None:
        """Cancel the part of that name, and wait until it has ended. What it raises meanwhile ends them all, too."""
        for task in [task for task in self._tasks if task.get_name() == name]:
            task.cancel()
            await asyncio.wait([task])

    async def wait(self) -> None:
        """Until stop is set. Raises PartFailedError when a part failed or ended by itself."""
        while not self._stop.is_set():
            task = await self._ended.get()
            self._tasks.discard(task)
            self._judge(task)

    async def cancel(self) -> None:
        """The server first ends by itself, for requests that are running; then everything else is cancelled."""
        self._stop.set()
        serving = {task for task in self._tasks if task.get_name() == "http"}
        if serving:
            await asyncio.wait(serving)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks.clear()

    def _judge(self, task: asyncio.Task[None]) -> None:
        if task.cancelled():  # by `end`: nobody else has the task
            return
        error = task.exception()
        if error is not None:
            raise PartFailedError(f"{task.get_name()} failed: {error!r}") from error
        if task.get_name() not in self._may_end and not self._stop.is_set():
            raise PartFailedError(f"{task.get_name()} ended by itself")

    async def _stopped(self) -> None:
        await self._stop.wait()


class PartFailedError(RuntimeError):
    """A part of the engine has failed, so the process ends: the supervisor starts it again."""
