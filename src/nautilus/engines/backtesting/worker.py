"""The child process of one backtest: a job on standard input, reports on standard output, one JSON line each.

It ends when its parent does: standard input stays open as long as the parent lives.
"""

import hashlib
import inspect
from importlib.util import find_spec
from pathlib import Path

import msgspec

from nautilus.engines.backtesting.model import Inputs, Result
from nautilus.trading import Strategy

_COMPUTES = ("domain", "quant", "history", "trading", "strategies")


class Job(msgspec.Struct, frozen=True):
    database_url: str
    inputs: Inputs


class Report(msgspec.Struct, frozen=True):
    """How far it is; in the end a result or an error."""

    sequence: int = 0
    result: Result | None = None
    error: str = ""


def code_hash(strategy: type[Strategy]) -> str:
    """Hash of the source that a result depends on: the rooms that compute, and the strategy's own module."""
    digest = hashlib.sha256(inspect.getsource(inspect.getmodule(strategy) or strategy).encode())
    package = find_spec("nautilus")
    root = Path((package.submodule_search_locations or [""])[0]) if package else Path()
    for room in _COMPUTES:
        for file in sorted((root / room).rglob("*.py")):
            digest.update(str(file.relative_to(root)).encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()[:16]
