"""Keeps a worker while there are jobs to do, and starts it again when it has ended before they were done."""

import asyncio
import os
import sys
import time
from collections.abc import Awaitable, Callable

import msgspec

from nautilus.engines.marketdata import store
from nautilus.kernel.engine import Context
from nautilus.kernel.pulse import Pulse

_BEAT_S = 1.0
_STOP_S = 5.0
_LONGEST_BACKOFF_S = 10.0


class WorkerKeeper:
    """`ended` is called each time that a worker has ended: what the store holds may be another thing then. `ask` is
    called at each beat, to add the jobs whose time has come."""

    def __init__(
        self, context: Context, ended: Callable[[], Awaitable[None]], ask: Callable[[], Awaitable[None]]
    ) -> None:
        self._context = context
        self._ask = ask
        self._ended = ended
        self._pulse = Pulse(_BEAT_S)
        self._process: asyncio.subprocess.Process | None = None
        self._waiting: asyncio.Task[None] | None = None
        self._failures = 0
        self._not_before = 0.0

    @property
    def pid(self) -> int | None:
        """The worker's; None while there is none."""
        return self._process.pid if self._process else None

    def wake(self) -> None:
        """A job was added."""
        self._pulse.wake()

    async def run(self) -> None:
        await self._pulse.drive(self._keep, self._context.log)

    async def close(self) -> None:
        """End the worker. Its job goes on where it is when there is a worker again."""
        if self._process is None:
            return
        if self._process.returncode is None:
            self._process.terminate()
        try:
            async with asyncio.timeout(_STOP_S):
                await self._process.wait()
        except TimeoutError:
            self._process.kill()
            await self._process.wait()
        self._process = None

    async def _keep(self) -> None:
        if self._process is not None and self._process.returncode is not None:
            await self._reap(self._process.returncode)
        await self._ask()
        due = self._process is None and time.monotonic() >= self._not_before
        if due and await store.has_work(self._context.database):
            await self._start()

    async def _reap(self, code: int) -> None:
        self._process = None
        if code:
            self._failures += 1
            wait_s = min(0.25 * 2 ** (self._failures - 1), _LONGEST_BACKOFF_S)
            self._not_before = time.monotonic() + wait_s
            self._context.log.error("the worker ended with status %d; another can be started in %.2f s", code, wait_s)
        else:
            self._failures = 0
        await self._ended()

    async def _start(self) -> None:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "nautilus.engines.marketdata.worker", str(os.getpid())),
            stdin=asyncio.subprocess.PIPE,
        )
        self._process = process
        assert process.stdin is not None
        process.stdin.write(msgspec.json.encode(self._context.config) + b"\n")
        process.stdin.close()
        self._waiting = asyncio.get_running_loop().create_task(self._notice(process))
        self._context.log.info("the worker is process %d", process.pid)

    async def _notice(self, process: asyncio.subprocess.Process) -> None:
        await process.wait()
        self._pulse.wake()
