"""A child process of the supervisor: its pid, its end, and the two ways to start one (a program, a dotted name)."""

import asyncio
import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from nautilus.stack.lifeline import HAS_PIDFD, send
from nautilus.stack.server import StackError, start

_ZYGOTE_SECONDS = 60
_UNKNOWN = 255 << 8
"""Wait status of a process whose end somebody else has seen: as if it had exited with 255."""


@dataclass
class Process:
    """A child in a session of its own. `ended` resolves to its exit status, negative when a signal ended it."""

    pid: int
    ended: "asyncio.Future[int]" = field(init=False)

    def __post_init__(self) -> None:
        loop = asyncio.get_running_loop()
        self.ended = loop.create_future()
        if HAS_PIDFD:
            try:
                descriptor = os.pidfd_open(self.pid)
            except ProcessLookupError:
                self._end(_UNKNOWN)
                return
            loop.add_reader(descriptor, self._reap, descriptor)
        else:
            threading.Thread(target=self._wait, args=(loop,), name=f"wait-{self.pid}", daemon=True).start()

    def _wait(self, loop: asyncio.AbstractEventLoop) -> None:
        """Without pidfd: a thread that waits. Not of a pool: each waits as long as its process lives."""
        try:
            _, status = os.waitpid(self.pid, 0)
        except ChildProcessError:
            status = _UNKNOWN
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody wants to know any more
            loop.call_soon_threadsafe(self._end, status)

    def _reap(self, descriptor: int) -> None:
        try:
            _, status = os.waitpid(self.pid, os.WNOHANG)
        except ChildProcessError:  # not handed down to us yet, or reaped by another
            status = _UNKNOWN
        asyncio.get_running_loop().remove_reader(descriptor)
        os.close(descriptor)
        self._end(status)

    def _end(self, status: int) -> None:
        if not self.ended.done():
            self.ended.set_result(os.waitstatus_to_exitcode(status))

    @property
    def alive(self) -> bool:
        return not self.ended.done()

    async def stop(self, number: signal.Signals, seconds: float) -> None:
        """Ask it to end; after `seconds` end it and what shares its process group."""
        if self.alive:
            send(self.pid, number)
            await asyncio.wait([self.ended], timeout=seconds)
        if self.alive:
            send(self.pid, signal.SIGKILL)
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.pid, signal.SIGKILL)
            await self.ended


def start_program(command: list[str], log: Path) -> Process:
    """Start a program as `start` does, and watch for its end."""
    child = start(command, log)
    child.returncode = 0  # `Process` waits for it; keeps Popen from doing so, and from warning
    return Process(child.pid)


def reap_strangers(seen: set[int]) -> set[int]:
    """Bury children that nobody waits for: grandchildren that were handed down when their parent ended.

    Returns the zombies there are now, to be given to the next call: our own are reaped at once, so one that is `seen`
    twice is a stranger.
    """
    zombies = {child.pid for child in psutil.Process().children() if _is_zombie(child)}
    for pid in zombies & seen:
        with contextlib.suppress(ChildProcessError):
            os.waitpid(pid, os.WNOHANG)
    return zombies - seen


def _is_zombie(process: psutil.Process) -> bool:
    try:
        return bool(process.status() == psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


class Forker:
    """Starts services by dotted name: through a zygote on Linux, each as a fresh interpreter elsewhere."""

    def __init__(self, log: Path) -> None:
        self._log = log
        self._zygote: Process | None = None
        self._channel: socket.socket | None = None
        self._lock = asyncio.Lock()

    async def start(self) -> None:
        """Start the zygote and wait until it has loaded its modules. Raises StackError when it cannot."""
        if not HAS_PIDFD:
            return
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        ours.setblocking(False)
        command = [sys.executable, "-m", "nautilus.stack.zygote", str(os.getpid()), str(theirs.fileno())]
        environment = os.environ | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
        with theirs, self._log.open("ab") as output:
            child = subprocess.Popen(  # noqa: S603, ASYNC220 - from the main thread, to which its death is tied
                command,
                pass_fds=[theirs.fileno()],
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        self._zygote, self._channel = Process(child.pid), ours
        child.returncode = 0
        if await self._receive() != b"ready":
            raise StackError(f"The process that starts the services could not load its modules; see {self._log}")

    async def spawn(self, name: str, target: str, arguments: list[str], log: Path) -> Process:
        """Run `module:function` with string arguments as a child of this process, shown by `ps` under `name`."""
        if not HAS_PIDFD:
            command = [sys.executable, "-m", "nautilus.stack.entry", str(os.getpid()), target, *arguments]
            return start_program(command, log)
        async with self._lock:
            if self._zygote is None or not self._zygote.alive:
                await self.start()
            assert self._channel is not None
            request = {"name": name, "target": target, "arguments": arguments, "log": str(log)}
            loop = asyncio.get_running_loop()
            await loop.sock_sendall(self._channel, json.dumps(request).encode())
            answer = await self._receive()
        if not answer:
            raise StackError(f"The process that starts the services ended; see {self._log}")
        return Process(int(answer))

    async def _receive(self) -> bytes:
        """One datagram of the zygote; empty when it has ended."""
        assert self._channel is not None
        loop = asyncio.get_running_loop()
        try:
            return await asyncio.wait_for(loop.sock_recv(self._channel, 64), _ZYGOTE_SECONDS)
        except (TimeoutError, ConnectionError):
            return b""

    @property
    def pid(self) -> int | None:
        return self._zygote.pid if self._zygote and self._zygote.alive else None

    async def close(self) -> None:
        if self._channel is not None:
            self._channel.close()
            self._channel = None
        if self._zygote is not None:
            await self._zygote.stop(signal.SIGKILL, 5)
