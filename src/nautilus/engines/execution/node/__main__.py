"""python -m nautilus.engines.execution.node PARENT_PID DESCRIPTOR: what the service starts, one process an account.

Exit status 0: no longer wanted. RESTART: start it again at once. Anything else: it failed, see its log.
"""

import asyncio
import logging
import socket
import sys
from collections.abc import Iterator

import uvloop

from nautilus.engines.execution.node.control import RESTART, Launch, Line, ToNode
from nautilus.engines.execution.node.shell import NodeShell
from nautilus.kernel import telemetry
from nautilus.kernel.errors import NautilusError
from nautilus.kernel.lifeline import die_with


def main(parent: int, descriptor: int) -> int:
    die_with(parent)  # a node without its engine holds the account's journal, so that no other could take it up
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


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1]), int(sys.argv[2])))
