"""Raw bytes as they came, for good: one file a content, named by its SHA-256, compressed with zstd."""

import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from nautilus.domain.time import to_ns
from nautilus.kernel.database import Database
from nautilus.kernel.errors import NotFoundError
from nautilus.sources.base import Part

_CODEC = pa.Codec("zstd", compression_level=3)
_LENGTH_BYTES = 8


class Archive:
    """A folder of contents: `ab/abcd….zst` has the plain length in its first 8 bytes, little-endian."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, sha256: str) -> Path:
        return self._folder / sha256[:2] / f"{sha256}.zst"

    def put(self, sha256: str, content: bytes) -> None:
        """Keep the content. When this returns it is on the disk, whole, or there was one already."""
        path = self.path(sha256)
        if path.exists():
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as file:
            try:
                file.write(len(content).to_bytes(_LENGTH_BYTES, "little"))
                file.write(_CODEC.compress(content))
                file.flush()
                os.fsync(file.fileno())
                Path(file.name).replace(path)
            except OSError:
                Path(file.name).unlink(missing_ok=True)
                raise
        _sync_folder(path.parent)

    def sweep(self) -> None:
        """Remove what was cut off while it was written. Only while nobody writes."""
        for part in self._folder.glob("*/*.part"):
            part.unlink(missing_ok=True)

    def get(self, sha256: str) -> bytes:
        """The content. Raises NotFoundError."""
        try:
            stored = self.path(sha256).read_bytes()
        except FileNotFoundError:
            raise NotFoundError(f"the raw archive has no content {sha256}; ingest its source again") from None
        length = int.from_bytes(stored[:_LENGTH_BYTES], "little")
        content: bytes = _CODEC.decompress(stored[_LENGTH_BYTES:], length, asbytes=True)
        return content


@dataclass(frozen=True)
class Kept(Part):
    """A content that a source once gave. Times of fetching never go back, whatever a clock did."""

    sha256: str
    fetched_ns: int
    request: Mapping[str, Any]


async def kept_payloads(database: Database, source: str) -> list[Kept]:
    """What there is of a source, as it was first fetched, in the order in which it was stored."""
    rows = await database.fetch(
        "SELECT part, sha256, fetched, request FROM (SELECT DISTINCT ON (part, sha256) * FROM marketdata.raw"
        " WHERE source = %s ORDER BY part, sha256, raw_id) AS first ORDER BY raw_id",
        (source,),
    )
    return [Kept(part, sha256, to_ns(fetched), request) for part, sha256, fetched, request in rows]


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
