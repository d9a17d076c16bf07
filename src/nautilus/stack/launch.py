"""Become another program that dies with its starter. Run as a script, without the package: start-up time counts.

    python -I -S launch.py PARENT_PID SIGNAL IDENTITY PROGRAM ARGUMENTS…

SIGNAL is what the program gets when the parent dies. IDENTITY is `same`, `nobody` (change to that user), or
`namespace`: stay root outside, be user 65534 inside a user namespace. PostgreSQL refuses to run as root; the
namespace satisfies it without a change of ownership anywhere.
"""

import ctypes  # before the change of user: the library may lie where nobody may not enter
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

NOBODY = 65534
_PR_SET_PDEATHSIG = 1
_POLL_SECONDS = 0.2


def enter_namespace() -> None:
    """Map root outside to `nobody` inside. Raises OSError where user namespaces are blocked."""
    os.unshare(os.CLONE_NEWUSER)
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{NOBODY} 0 1")
    Path("/proc/self/gid_map").write_text(f"{NOBODY} 0 1")


def become_nobody() -> None:
    os.setgroups([])
    os.setgid(NOBODY)
    os.setuid(NOBODY)


def die_with(parent: int, number: int) -> None:
    """Ask Linux for signal `number` when the parent dies. A change of credentials clears it: call this last."""
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, number, 0, 0, 0)
    if os.getppid() != parent:  # it died before we asked
        sys.exit(1)


def watch_over(parent: int, number: int, command: list[str]) -> int:
    """Without PDEATHSIG: stay as the program's parent, pass signals on, and end it when our own parent is gone."""
    with subprocess.Popen(command) as child:  # noqa: S603 - the command comes from the supervisor
        for passed_on in (signal.SIGTERM, signal.SIGINT, signal.SIGQUIT):
            signal.signal(passed_on, lambda received, _frame: child.send_signal(received))
        told = False
        while child.poll() is None:
            if not told and os.getppid() != parent:
                child.send_signal(number)
                told = True
            time.sleep(_POLL_SECONDS)
    return child.returncode


def main(arguments: list[str]) -> None:
    parent, number, identity, *command = arguments
    if identity == "namespace":
        enter_namespace()
    elif identity == "nobody":
        become_nobody()
    if sys.platform != "linux":
        sys.exit(watch_over(int(parent), int(number), command))
    die_with(int(parent), int(number))
    os.execv(command[0], command)  # noqa: S606


if __name__ == "__main__":
    main(sys.argv[1:])
