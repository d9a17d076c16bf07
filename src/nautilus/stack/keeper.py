"""The life of one service: start it, ask whether it is ready, start it again when it ends."""

import asyncio
import logging
import signal
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from nautilus.stack.process import Process
from nautilus.stack.server import StackError, last_lines
from nautilus.stack.state import ServiceState, started_at

_FIRST_BACKOFF = 0.1
_LONGEST_BACKOFF = 10.0
_STEADY_SECONDS = 20.0
"""Ready for so long, a service has earned a quick restart again."""
_PROBE_STARTING = 0.05
_PROBE_READY = 1.0
_PATIENT_SECONDS = 6.0
"""A ready service that lives but answers nothing for so long is not ready any more."""
_SILENT_SECONDS = 60.0
"""A process that answers nothing for so long is stuck: it is ended, and so started again."""

log = logging.getLogger("nautilus.stack")


@dataclass(frozen=True)
class Answer:
    """What a service said when asked: does it answer at all, and is it ready?"""

    alive: bool
    ready: bool


@dataclass(frozen=True)
class Service:
    """What the supervisor must know to run one service."""

    name: str
    port: int
    log: Path
    start: Callable[[], Awaitable[Process]]
    probe: Callable[[], Awaitable[Answer]]
    stop_signal: signal.Signals = signal.SIGTERM
    stop_seconds: float = 10.0


class Keeper:
    """Keeps one service running until told to stop. `changed` is called whenever its state has."""

    def __init__(self, service: Service, changed: Callable[[], None]) -> None:
        self.service = service
        self.ready = asyncio.Event()
        self.restarts = -1
        self.detail = ""
        self._changed = changed
        self._process: Process | None = None
        self._started = 0.0
        self._state = "waiting"
        self._task: asyncio.Task[None] | None = None

    @property
    def state(self) -> ServiceState:
        process = self._process
        return ServiceState(
            name=self.service.name,
            port=self.service.port,
            ready=self.ready.is_set(),
            pid=process.pid if process and process.alive else None,
            started=self._started,
            state=self._state,
            restarts=max(self.restarts, 0),
            detail=self.detail,
        )

    def begin(self) -> None:
        self._task = asyncio.create_task(self._keep(), name=f"keep-{self.service.name}")
        self._task.add_done_callback(self._report_end)

    async def stop(self) -> None:
        """Stop restarting, then stop the process."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])
        if self._process is not None:
            self._set("stopping", ready=False)
            await self._process.stop(self.service.stop_signal, self.service.stop_seconds)
        self._set("stopped", ready=False)

    async def _keep(self) -> None:
        backoff = _FIRST_BACKOFF
        while True:
            self.restarts += 1
            self._set("starting", ready=False)
            try:
                self._process = await self.service.start()
            except (OSError, StackError) as error:
                self.detail = str(error)
                log.warning("%s cannot start: %s", self.service.name, error)
            else:
                self._started = started_at(self._process.pid)
                self._changed()
                steady = await self._watch(self._process)
                backoff = _FIRST_BACKOFF if steady else backoff
                self._describe_end(await self._process.ended)
            self._set("restarting", ready=False)
            await asyncio.sleep(backoff)
            backoff = min(backoff * 2, _LONGEST_BACKOFF)

    async def _watch(self, process: Process) -> bool:
        """Ask it until it ends. True when it had been ready long enough to count as steady."""
        ready_since = 0.0
        answered = time.monotonic()
        while process.alive:
            answer = await self.service.probe()
            now = time.monotonic()
            if answer.alive:
                answered = now
            elif now - answered > _SILENT_SECONDS:
                log.warning("%s does not answer for %.0f s, ending it", self.service.name, now - answered)
                await process.stop(signal.SIGKILL, 0)
            slow = not answer.alive and now - answered < _PATIENT_SECONDS  # a busy machine: what it said last holds
            if answer.ready != self.ready.is_set() and process.alive and not slow:
                self._set("ready" if answer.ready else "not ready", ready=answer.ready)
                ready_since = now if answer.ready else 0.0
            pause = _PROBE_READY if self.ready.is_set() else _PROBE_STARTING
            await asyncio.wait([process.ended], timeout=pause)
        return bool(ready_since) and time.monotonic() - ready_since > _STEADY_SECONDS

    def _describe_end(self, status: int) -> None:
        cause = f"signal {signal.Signals(-status).name}" if status < 0 else f"exit status {status}"
        self.detail = f"ended by {cause}: {last_lines(self.service.log, 1)}"
        log.warning("%s %s", self.service.name, self.detail)

    def _set(self, state: str, *, ready: bool) -> None:
        self._state = state
        if ready:
            self.detail = ""
            self.ready.set()
        else:
            self.ready.clear()
        self._changed()

    def _report_end(self, task: "asyncio.Task[None]") -> None:
        if not task.cancelled() and task.exception() is not None:
            log.error("%s is no longer looked after", self.service.name, exc_info=task.exception())
