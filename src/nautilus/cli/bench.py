"""Run the benchmarks of a checkout."""

import importlib
import json
import os
import platform
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
import psutil

from nautilus.cli.output import as_json, cell, print_json
from nautilus.kernel.errors import NautilusError, NotFoundError, UnavailableError

_ROOT = Path(__file__).resolve().parents[3]
_FOLDER = _ROOT / "benchmarks"


@click.command
@click.argument("names", nargs=-1)
@as_json
def bench(names: tuple[str, ...], as_json: bool) -> int:
    """Run benchmarks, all or those named, print their numbers and store them with machine and commit.

    Needs a checkout: results are stored in its benchmarks/results/. One that fails is named; the others still run.

    \b
    Example: nautilus bench startup --json
    """
    known = sorted(file.stem for file in _FOLDER.glob("*.py") if not file.stem.startswith("_"))
    for name in names:
        if name not in known:
            raise NotFoundError(
                f"There is no benchmark {name!r} in {_FOLDER}; there are: {', '.join(known) or 'none'}."
            )
    results = []
    chosen = names or known
    for name in chosen:
        try:
            results.append(_run(name))
        except NautilusError as error:
            click.echo(f"nautilus: {name} failed: {error}", err=True)
            continue
        _store(results[-1])
        if not as_json:
            _print(results[-1])
    if as_json:
        print_json(results)
    return 0 if len(results) == len(chosen) else 1


def _run(name: str) -> dict[str, Any]:
    """Import `benchmarks.<name>` and call its `run() -> dict`."""
    if str(_ROOT) not in sys.path:
        sys.path.insert(0, str(_ROOT))
    click.echo(f"{name} …", err=True)
    began = time.monotonic()
    try:
        benchmark = importlib.import_module(f"benchmarks.{name}")
    except ModuleNotFoundError as missing:
        raise UnavailableError(f"It needs {missing.name}, which tests need too; run: make check") from missing
    numbers = benchmark.run()
    return {
        "name": name,
        "time": datetime.now(UTC).isoformat(timespec="seconds"),
        "commit": _commit(),
        "machine": _machine(),
        "seconds": round(time.monotonic() - began, 2),
        "result": numbers,
    }


def _commit() -> str:
    """Commit of the checkout, with a mark when files differ from it."""
    command = ["git", "describe", "--always", "--dirty", "--abbrev=12"]
    done = subprocess.run(command, cwd=_ROOT, capture_output=True, text=True, check=False)  # noqa: S603
    return done.stdout.strip() or "unknown"


def _machine() -> dict[str, Any]:
    model = ""
    info = Path("/proc/cpuinfo")
    if info.exists():
        model = next((line.split(":")[1].strip() for line in info.read_text().splitlines() if "model name" in line), "")
    return {
        "system": platform.platform(),
        "processor": model or platform.processor() or platform.machine(),
        "cores": os.cpu_count(),
        "memory_bytes": psutil.virtual_memory().total,
        "python": platform.python_version(),
        "load": os.getloadavg()[0],
    }


def _store(result: dict[str, Any]) -> None:
    folder = _FOLDER / "results"
    folder.mkdir(exist_ok=True)
    (folder / f"{result['name']}.json").write_text(json.dumps(result, indent=2) + "\n")


def _print(result: dict[str, Any]) -> None:
    click.echo(f"\n{result['name']}  ({result['seconds']} s, commit {result['commit']})")
    flat = dict(_flattened(result["result"]))
    width = max((len(name) for name in flat), default=0)
    for name, value in flat.items():
        click.echo(f"  {name.ljust(width)}  {cell(name, value)}")


def _flattened(value: Any, path: str = "") -> list[tuple[str, Any]]:
    """Nested results as `outer.inner` lines."""
    if not isinstance(value, dict):
        return [(path, json.dumps(value) if isinstance(value, list) else value)]
    lines: list[tuple[str, Any]] = []
    for name, inner in value.items():
        lines += _flattened(inner, f"{path}.{name}" if path else str(name))
    return lines
