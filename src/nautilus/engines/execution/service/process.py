"""One node process: started, spoken to, stopped."""

import asyncio
import itertools
import logging
import os
import socket
import sys
from typing import Any

from nautilus.domain.orders import Order
from nautilus.engines.execution.node.control import (
    Amend,
    Answer,
    FromNode,
    KillNow,
    Launch,
    Line,
    Place,
    Ready,
    RearmNow,
    Refused,
    SwitchNow,
    Weigh,
    Withdraw,
)
from nautilus.kernel.errors import ConflictError, NotFoundError, UnavailableError
from nautilus.trading.replacing import Changes

_ANSWER_S = 5.0
_STOP_S = 5.0
_REFUSALS: dict[int, type[NotFoundError | ConflictError]] = {404: NotFoundError, 409: ConflictError}

_log = logging.getLogger(__name__)


class NodeProcess:
    """`ready` is set once the node trades; `returncode` once it has ended."""

    def __init__(self, launch: Launch, process: asyncio.subprocess.Process, line: Line[FromNode]) -> None:
        self.run = launch.started.run
        self.account = launch.started.account
        self.ready = asyncio.Event()
        self.told: set[str] = set()
        """Kills and rearms that this node was told of."""
        self.last_request = max((switch.request for switch in launch.switches), default=0)
        self._process = process
        self._line = line
        self._calls = itertools.count(1)
        self._waiting: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._hearing = asyncio.get_running_loop().create_task(self._hear())

    @classmethod
    async def start(cls, launch: Launch) -> "NodeProcess":
        """Spawn: the library must not be used in a process that was forked after it was imported."""
        ours, theirs = socket.socketpair()
        with theirs:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "nautilus.engines.execution.node", str(os.getpid()), str(theirs.fileno())),
                pass_fds=(theirs.fileno(),),
                stdin=asyncio.subprocess.DEVNULL,
            )
        line: Line[FromNode] = await Line.open(ours, FromNode.__value__)
        line.say(launch)
        _log.info("the node of %s is process %d", launch.started.account, process.pid)
        return cls(launch, process, line)

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def returncode(self) -> int | None:
        return self._process.returncode

    def tell(self, said: KillNow | RearmNow | SwitchNow) -> None:
        self._line.say(said)

    async def place(self, order: Order, actor: str) -> dict[str, Any]:
        return await self._call(Place(next(self._calls), order, actor))

    async def amend(self, client_order_id: str, replaces: str, changes: Changes, actor: str) -> dict[str, Any]:
        return await self._call(Amend(next(self._calls), client_order_id, replaces, changes, actor))

    async def withdraw(self, client_order_id: str, actor: str) -> dict[str, Any]:
        return await self._call(Withdraw(next(self._calls), client_order_id, actor))

    async def weigh(self, order: Order) -> dict[str, Any]:
        return await self._call(Weigh(next(self._calls), order))

    async def stop(self) -> None:
        """Hang up, which ends it; kill it when that takes too long. What it knew is in its journal."""
        await self._line.close()
        try:
            async with asyncio.timeout(_STOP_S):
                await self._process.wait()
        except TimeoutError:
            _log.warning("the node of %s did not stop, and is killed", self.account)
            await self.kill()
        await self.release()

    async def kill(self) -> None:
        """SIGKILL; returns when it is gone and its journal is free."""
        if self._process.returncode is None:
            self._process.kill()
        await self._process.wait()
        await self.release()

    async def release(self) -> None:
        """Let go of a process that has ended."""
        await self._line.close()
        await asyncio.wait([self._hearing])

    async def _call(self, call: Place | Amend | Withdraw | Weigh) -> dict[str, Any]:
        future: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        self._waiting[call.call] = future
        self._line.say(call)
        try:
            async with asyncio.timeout(_ANSWER_S):
                return await future
        except TimeoutError as error:
            raise UnavailableError(
                f"the node of {self.account} has not answered within {_ANSWER_S:g} s; ask for the order before "
                "sending it again"
            ) from error
        finally:
            self._waiting.pop(call.call, None)

    async def _hear(self) -> None:
        while (said := await self._line.hear()) is not None:
            match said:
                case Ready():
                    self.ready.set()
                case Answer(call, content) if call in self._waiting:
                    self._waiting[call].set_result(content)
                case Refused(call, status, reason) if call in self._waiting:
                    self._waiting[call].set_exception(_REFUSALS.get(status, ConflictError)(reason))
                case _:
                    pass
        for future in self._waiting.values():
            if not future.done():
                future.set_exception(UnavailableError(f"the node of {self.account} has ended; it is started again"))
