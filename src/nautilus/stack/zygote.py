"""A process that has imported what all services share and forks them, so that they share those pages and start at once.

    python -m nautilus.stack.zygote SUPERVISOR_PID SOCKET_DESCRIPTOR

It reads one request a datagram and answers with the pid. It forks twice: the service becomes a child of the supervisor
(a subreaper), so that the zygote's death ends no service, while the supervisor's death ends all.
Only modules that start no thread are loaded: a thread does not survive a fork, the locks it holds do.
"""

import gc
import importlib
import json
import os
import signal
import socket
import sys
import time
import traceback
from typing import Any

from nautilus.stack.lifeline import die_with, set_name

PRELOADED = (
    "click",
    "hiredis",
    "httptools",
    "httpx",
    "msgspec",
    "numpy",
    "prometheus_client",
    "psutil",
    "psycopg",
    "psycopg_pool",
    "redis.asyncio",
    "starlette.applications",
    "uvicorn",
    "uvicorn.loops.uvloop",
    "uvicorn.protocols.http.httptools_impl",
    "uvloop",
    "nautilus.domain.market",
    "nautilus.domain.money",
    "nautilus.domain.orders",
    "nautilus.history",
    "nautilus.kernel.app",
    "nautilus.kernel.bus",
    "nautilus.kernel.database",
    "nautilus.kernel.journal",
    "nautilus.kernel.pulse",
)
LONGEST_REQUEST = 65_536


def load(names: tuple[str, ...] = PRELOADED) -> None:
    for name in names:
        importlib.import_module(name)
    gc.collect()
    gc.freeze()  # the collector would write to the pages of every object, and so copy them


def run_target(target: str, arguments: list[str]) -> None:
    """Import `module:function` and call it. The exit status is 0, what it exits with, or 1 after a traceback."""
    module, _, function = target.partition(":")
    getattr(importlib.import_module(module), function)(*arguments)


def become_service(request: dict[str, Any], supervisor: int) -> None:
    """The grandchild: a session of its own, output to its log, tied to the supervisor, then the service itself."""
    os.setsid()
    while os.getppid() not in (1, supervisor):  # the process between us ends at once
        time.sleep(0.001)
    die_with(supervisor)
    set_name(request["name"])
    log = os.open(request["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o640)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for source, descriptor in ((nothing, 0), (log, 1), (log, 2)):
        os.dup2(source, descriptor)
    os.close(log)
    os.close(nothing)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    run_target(request["target"], request["arguments"])


def fork_service(request: dict[str, Any], supervisor: int, channel: socket.socket) -> int:
    """Fork a child that forks the service and reports its pid. Returns that pid."""
    reader, writer = os.pipe()
    child = os.fork()
    if child:
        os.close(writer)
        with os.fdopen(reader, "rb") as stream:
            pid = int(stream.read())
        os.waitpid(child, 0)
        return pid
    service = os.fork()
    if service:
        os.write(writer, str(service).encode())
        os._exit(0)
    os.close(reader)
    os.close(writer)
    channel.close()
    _run_and_exit(request, supervisor)
    raise AssertionError("unreachable")


def _run_and_exit(request: dict[str, Any], supervisor: int) -> None:
    """Never return into the zygote's loop, whatever the service does."""
    status = 1
    try:
        become_service(request, supervisor)
        status = 0
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else int(end.code is not None)
        if isinstance(end.code, str):
            print(end.code, file=sys.stderr)
    except BaseException:
        traceback.print_exc()
        raise
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def main() -> None:
    supervisor, descriptor = (int(text) for text in sys.argv[1:])
    die_with(supervisor)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    load()
    with socket.socket(fileno=descriptor) as channel:
        channel.send(b"ready")
        while request := channel.recv(LONGEST_REQUEST):
            channel.send(str(fork_service(json.loads(request), supervisor, channel)).encode())


if __name__ == "__main__":
    main()
