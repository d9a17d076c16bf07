"""Raw bytes as they came, for good: one file a content, named by its SHA-256, compressed with zstd."""

import os
import tempfile
from pathlib import Path

import pyarrow as pa

from nautilus.kernel.errors import NotFoundError

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

    def get(self, sha256: str) -> bytes:
        """The content. Raises NotFoundError."""
        try:
            stored = self.path(sha256).read_bytes()
        except FileNotFoundError:
            raise NotFoundError(f"the raw archive has no content {sha256}; ingest its source again") from None
        length = int.from_bytes(stored[:_LENGTH_BYTES], "little")
        content: bytes = _CODEC.decompress(stored[_LENGTH_BYTES:], length, asbytes=True)
        return content


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
