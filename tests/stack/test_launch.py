"""The launcher where the system has no death signal: it stays as parent, passes signals on, and ends with its own."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil

from nautilus.stack import launch

WATCHER = (
    "import os, sys; sys.path.insert(0, {folder!r}); import launch;"
    "sys.exit(launch.watch_over(os.getppid(), {number}, ['/bin/sleep', '100']))"
)


def watcher(number=signal.SIGTERM):
    return WATCHER.format(folder=str(Path(launch.__file__).parent), number=int(number))


def test_the_program_ends_when_the_starter_is_killed():
    starter_code = f"import subprocess, sys; p = subprocess.Popen([sys.executable, '-c', {watcher()!r}]); p.wait()"
    with subprocess.Popen([sys.executable, "-c", starter_code]) as starter:
        tree = wait_for_sleep(starter.pid)
        starter.kill()
    _, alive = psutil.wait_procs(tree, timeout=10)
    assert not [process for process in alive if process.status() != psutil.STATUS_ZOMBIE]


def test_signals_are_passed_on_and_the_status_is_the_programs():
    with subprocess.Popen([sys.executable, "-c", watcher()]) as process:
        wait_for_sleep(process.pid)
        process.send_signal(signal.SIGINT)
        assert process.wait(10) != 0
    assert not psutil.pid_exists(process.pid)


def wait_for_sleep(pid):
    """The descendants of `pid`, once the program is among them."""
    for _ in range(500):
        tree = psutil.Process(pid).children(recursive=True)
        if any(child.name() == "sleep" for child in tree):
            return tree
        time.sleep(0.02)
    raise AssertionError("the program was not started")
