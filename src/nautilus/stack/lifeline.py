"""Ties between processes: a child that dies with its parent, a parent that inherits its grandchildren."""

import contextlib
import ctypes
import os
import signal
import sys
import threading
import time

from nautilus.stack import launch

_PR_SET_NAME = 15
_PR_SET_CHILD_SUBREAPER = 36
_POLL_SECONDS = 0.2
HAS_PIDFD = hasattr(os, "pidfd_open")


def die_with(parent: int) -> None:
    """End this process when `parent` ends, in whatever way. Call from the main thread, after any change of user."""
    if sys.platform == "linux":
        launch.die_with(parent, int(signal.SIGKILL))
    else:
        threading.Thread(target=_watch, args=(parent,), name="parent-watch", daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_POLL_SECONDS)
    os._exit(1)


def adopt_grandchildren() -> None:
    """Become the parent of descendants whose parent has ended. Linux only."""
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def set_name(name: str) -> None:
    """What `ps -o comm` and `top` show, 15 letters at most. Linux only."""
    ctypes.CDLL(None).prctl(_PR_SET_NAME, name.encode(), 0, 0, 0)


def send(pid: int, number: signal.Signals) -> None:
    """Signal a process that may have ended meanwhile."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, number)
