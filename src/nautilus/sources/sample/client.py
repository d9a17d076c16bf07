"""Reads the files of the package `nautilus.sample`."""

import asyncio
import time
from collections.abc import Sequence
from pathlib import Path

from nautilus.sample import data_file
from nautilus.sources.base import Part, Payload

FILES = ("manifest.json", "equities.parquet", "indices.parquet", "observations.parquet", "trades.parquet")
"""Instruments first: the rest refers to them."""


class SampleClient:
    """They come with the package: a folder that someone names has none of them."""

    def __init__(self, folder: Path | None = None) -> None:
        self._is_asked = folder is None

    async def plan(self) -> Sequence[Part]:
        return [Part(name) for name in FILES] if self._is_asked else []

    async def fetch(self, part: Part) -> Payload:
        content = await asyncio.to_thread(data_file(part.name).read_bytes)
        return Payload(part, content, time.time_ns(), {"file": part.name})

    async def close(self) -> None:
        """Nothing is open between two files."""
