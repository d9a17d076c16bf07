"""Bundled market history: data, the notices of where it came from, and (in `build`) how it was made.

Nothing here reads the store; the files enter it through `nautilus.sources.sample`, like those of any source.
"""

from importlib.resources import files
from importlib.resources.abc import Traversable


def data_file(name: str) -> Traversable:
    """A file of the bundled data: `manifest.json`, `equities.parquet`, `indices.parquet`, `trades.parquet` …"""
    return files("nautilus.sample") / "data" / name
