"""A whole platform in a home of its own, driven as a user drives it: by the command and over HTTP."""

import fcntl
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import httpx

NAUTILUS = Path(sys.executable).parent / "nautilus"
PORTS = (5432, 6380, 6381, 8001, 8100, 8110, 8200, 8250, 8300, 8400, 8500, 8600, 8700, 8800, 8900, 9000, 10000)


class Platform:
    """One instance: a home and a port offset. `up` starts it detached, `down` stops it."""

    def __init__(self, home: Path, offset: int, **environment: str) -> None:
        self.home = home
        self.environment = {
            **{k: v for k, v in os.environ.items() if not k.startswith("NAUTILUS_")},
            "NAUTILUS_HOME": str(home),
            "NAUTILUS_PORT_OFFSET": str(offset),
            **environment,
        }

    def run(self, *arguments: str, timeout: float = 120.0) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(NAUTILUS), *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )

    def command(self, *arguments: str, timeout: float = 120.0) -> str:
        """Output of a command that must succeed."""
        done = self.run(*arguments, timeout=timeout)
        assert done.returncode == 0, f"nautilus {' '.join(arguments)}: {done.returncode}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def json(self, *arguments: str, timeout: float = 120.0) -> Any:
        return json.loads(self.command(*arguments, "--json", timeout=timeout))

    def up(self) -> None:
        self.command("up", "--detach", timeout=180)
        self.wait(lambda: self.status()["ready"], "the platform to be ready", 90)

    def down(self) -> None:
        self.run("down", timeout=60)

    def status(self) -> dict[str, Any]:
        done = self.run("status", "--json")
        return json.loads(done.stdout) if done.stdout.startswith("{") else {"ready": False, "services": []}

    def service(self, name: str) -> dict[str, Any]:
        status = self.status()
        found = [service for service in status["services"] if service["name"] == name]
        assert found, f"{name} is not in the status of {self.home}: {status}"
        return found[0]

    def kill(self, name: str) -> int:
        """kill -9 one service by name; its pid."""
        pid = int(self.service(name)["pid"])
        os.kill(pid, signal.SIGKILL)
        return pid

    def client(self) -> httpx.Client:
        """HTTP at the gateway with the token of the home."""
        status = self.status()
        token = Path(status["token_file"]).read_text().strip()
        return httpx.Client(base_url=status["gateway"], headers={"Authorization": f"Bearer {token}"}, timeout=30)

    def get(self, path: str, **query: Any) -> Any:
        with self.client() as client:
            answer = client.get(path, params=query)
            assert answer.status_code == 200, answer.text
            return answer.json()

    def replay(self, session: str, speed: str = "max", timeout: float = 240.0) -> int:
        """Play a session to its end; the run's number."""
        return int(
            self.json("replay", "start", "--session", session, "--speed", speed, "--wait", timeout=timeout)["run"]
        )

    @staticmethod
    def wait(condition: Callable[[], Any], what: str, seconds: float, step: float = 0.2) -> Any:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if value := condition():
                return value
            time.sleep(step)
        raise AssertionError(f"waited {seconds} s for {what}")


OFFSETS = range(137, 21_900, 211)
"""No two of them differ by as much as two ports of the platform do: instances at different ones never meet."""


def free_offset() -> int:
    """A port offset at which all ports of the platform are free; other test processes leave it alone from now on."""
    first = os.getpid() % len(OFFSETS)
    for offset in (*OFFSETS[first:], *OFFSETS[:first]):
        lock = (Path(tempfile.gettempdir()) / f"nautilus-test-offset-{offset}").open("w")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            lock.close()
            continue
        if all(_is_free(port + offset) for port in PORTS):
            _reserved.append(lock)
            return offset
        lock.close()
    raise AssertionError("no free port offset")


_reserved: list[IO[str]] = []
"""Open as long as this process lives, which is what keeps an offset."""


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


@contextmanager
def platform(**environment: str) -> Iterator[Platform]:
    """A running platform in a fresh home; stopped and removed at the end. Logs are printed when a test failed."""
    home = Path(tempfile.mkdtemp(prefix="nautilus-home-"))
    instance = Platform(home, free_offset(), **environment)
    try:
        instance.up()
        yield instance
    except BaseException:
        for log in sorted((home / "logs").glob("*")):
            print(f"--- {log.name}\n{log.read_text(errors='replace')[-2_000:]}")
        raise
    finally:
        instance.down()
        shutil.rmtree(home, ignore_errors=True)
