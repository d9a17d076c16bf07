"""A whole platform in a home of its own, as the benchmarks use it."""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from nautilus.kernel.config import Config
from nautilus.kernel.errors import UnavailableError
from nautilus.stack.preflight import free_offset

_STEP = re.compile(r"^(servers|database|engines|gateway).*\((?P<seconds>[\d.]+) s\)$")
_SECONDS = 400


class Instance:
    """One home at one port offset, started and asked through the command."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.config = Config(home=str(home), port_offset=free_offset(Config(home=str(home))))
        self._environment = {name: text for name, text in os.environ.items() if not name.startswith("NAUTILUS_")}
        self._environment |= {"NAUTILUS_HOME": str(home), "NAUTILUS_PORT_OFFSET": str(self.config.port_offset)}

    def command(self, *arguments: str) -> str:
        """Output of a command, which must succeed."""
        line = [sys.executable, "-m", "nautilus.cli", *arguments]
        done = subprocess.run(
            line, env=self._environment, capture_output=True, text=True, timeout=_SECONDS, check=False
        )
        if done.returncode:
            raise UnavailableError(f"nautilus {' '.join(arguments)} failed: {done.stderr.strip()}")
        return done.stdout

    def json(self, *arguments: str) -> Any:
        return json.loads(self.command(*arguments, "--json"))

    def up(self) -> dict[str, float]:
        """Start it; seconds of each step and of all, from the command to the moment it says that it is ready."""
        began = time.monotonic()
        said = self.command("up", "--detach")
        total = time.monotonic() - began
        steps = {match[1]: float(match["seconds"]) for line in said.splitlines() if (match := _STEP.match(line))}
        return {**steps, "total": round(total, 2)}

    def down(self) -> None:
        self.command("down")

    def token(self) -> str:
        return (self.home / "token").read_text().strip()


@contextmanager
def instance() -> Iterator[Instance]:
    """A home that is stopped and removed at the end. Nothing is started yet."""
    home = Path(tempfile.mkdtemp(prefix="nautilus-bench-"))
    made = Instance(home)
    try:
        yield made
    finally:
        subprocess.run(
            [sys.executable, "-m", "nautilus.cli", "down"], env=made._environment, capture_output=True, check=False
        )
        shutil.rmtree(home, ignore_errors=True)
