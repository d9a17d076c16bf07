"""What the supervisor and the tests know of an embedded server, and how both start one."""

import os
import secrets
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import Protocol

from nautilus.kernel.errors import NautilusError

_LAUNCHER = Path(__file__).with_name("launch.py")


class StackError(NautilusError):
    """The platform cannot start or go on. The message is one line that says what to do."""

    title = "The platform cannot start"


class Server(Protocol):
    """An embedded server: prepared once, started as often as needed, always on the same port."""

    name: str
    port: int
    log: Path
    death_signal: signal.Signals
    """Sent when the supervisor dies, and to stop it: an orderly, quick shutdown."""

    @property
    def url(self) -> str:
        """Where clients find it, with its password."""

    def prepare(self) -> None:
        """Make folders, secrets and configuration. Raises StackError with what to do. Takes about a second once."""

    def command(self) -> list[str]:
        """Program and arguments, wrapped so that it dies with the process that starts it."""

    def answers(self) -> bool:
        """Is it up and does it accept commands? Waits a second at most."""


def launched(command: list[str], death_signal: signal.Signals, identity: str = "same") -> list[str]:
    """`command` wrapped by the launcher: to be started by this process, from its main thread."""
    launcher = [sys.executable, "-I", "-S", str(_LAUNCHER)]
    return [*launcher, str(os.getpid()), str(int(death_signal)), identity, *command]


def start(command: list[str], log: Path) -> "subprocess.Popen[bytes]":
    """Start a program in a session of its own, its output appended to `log`. Call from the main thread: Linux ties a
    child to the thread that started it."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        return subprocess.Popen(  # noqa: S603 - our own command
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True
        )


def secret(file: Path) -> str:
    """The password in `file`, made on first use, readable by its owner only."""
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_private(file, secrets.token_urlsafe(24))
    return file.read_text().strip()


def write_private(file: Path, text: str, *, durable: bool = True) -> None:
    """Replace `file` at once by one of mode 600: never half written, never readable by others."""
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as stream:
        stream.write(text)
        if durable:
            stream.flush()
            os.fsync(stream.fileno())
    draft.replace(file)


def free_port() -> int:
    """A TCP port of the loopback interface that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def is_free(port: int, host: str = "127.0.0.1") -> bool:
    """Can we listen on this port?"""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            probe.listen(1)
        except OSError:
            return False
    return True


def last_lines(log: Path, count: int = 3) -> str:
    """The end of a log, on one line, for an error message."""
    if not log.exists():
        return ""
    lines = [line.strip() for line in log.read_text(errors="replace").splitlines() if line.strip()]
    return " | ".join(lines[-count:])
