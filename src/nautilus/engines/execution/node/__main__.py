"""python -m nautilus.engines.execution.node PARENT_PID DESCRIPTOR: what the service starts, one process an account.

Exit status 0: no longer wanted. RESTART: start it again at once. Anything else: it failed, see its log.
"""

import asyncio
import ctypes
import logging
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Iterator

import uvloop

from nautilus.engines.execution.node.control import RESTART, Launch, Line, ToNode
from nautilus.engines.execution.node.shell import NodeShell
from nautilus.kernel import telemetry
from nautilus.kernel.errors import NautilusError

_PR_SET_PDEATHSIG = 1
_POLL_SECONDS = 0.2


def main(parent: int, descriptor: int) -> int:
    _die_with(parent)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(_run(socket.socket(fileno=descriptor)))


async def _run(end: socket.socket) -> int:
    line: Line[ToNode] = await Line.open(end, ToNode.__value__)
    launch = await line.hear()
    if not isinstance(launch, Launch):
        return 1
    telemetry.configure_logging("execution-node", launch.config.log_level)
    log = logging.getLogger("nautilus.execution.node")
    log.info("run %d begins", launch.started.run)
    status = 1
    try:
        shell = NodeShell(launch, line)
        await shell.run()
        status = RESTART if shell.wants_restart else 0
    except* NautilusError as group:
        log.critical("%s stops: %s", launch.started.account, "; ".join(map(str, _flat(group))))
    return status


def _flat(group: BaseExceptionGroup[NautilusError]) -> Iterator[BaseException]:
    for error in group.exceptions:
        if isinstance(error, BaseExceptionGroup):
            yield from _flat(error)
        else:
            yield error


def _die_with(parent: int) -> None:
    """A node without its engine holds the account's journal, so that no other could take it up."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)
    else:
        threading.Thread(target=_watch, args=(parent,), name="parent-watch", daemon=True).start()
    if os.getppid() != parent:
        os._exit(1)


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_POLL_SECONDS)
    os._exit(1)


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1]), int(sys.argv[2])))
