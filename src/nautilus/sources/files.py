"""A client for sources whose payloads are files in a folder, and how their parsers open what it fetched."""

import asyncio
import time
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from io import BytesIO
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from nautilus.kernel.errors import NotFoundError
from nautilus.sources.base import Part, Payload

MOST_ROWS = 250_000
"""In a batch, so that a file of any size is parsed in bounded memory."""
_ZIP = b"PK\x03\x04"

type Parts = Mapping[str, Sequence[str]]
"""Files of each part, in the order in which parts are stored. The first file of a part makes it; the others, which it
is read together with, may be absent."""


class FolderClient:
    """Reads the parts whose files lie in `folder`, or in `market/` under it."""

    def __init__(self, folder: Path | None, parts: Parts) -> None:
        self._folder = folder
        self._parts = parts

    async def plan(self) -> Sequence[Part]:
        """The parts whose first file is there; none without a folder."""
        return [Part(name) for name, files in self._parts.items() if self._find(files[0])]

    async def fetch(self, part: Part) -> Payload:
        """One file as it is, several as an uncompressed archive. Raises NotFoundError when the file is gone."""
        names = self._parts[part.name]
        found = {name: path for name in names if (path := self._find(name))}
        if names[0] not in found:
            raise NotFoundError(f"{names[0]} is no longer in {self._folder}; put it back, or plan the ingestion again")
        content = await asyncio.to_thread(_read, list(found.values()))
        return Payload(part, content, time.time_ns(), {"file": ", ".join(found)})

    async def close(self) -> None:
        """Nothing is open between two files."""

    def _find(self, name: str) -> Path | None:
        if self._folder is None:
            return None
        paths = (self._folder / "market" / name, self._folder / name)
        return next((path for path in paths if path.is_file()), None)


def folder_client(parts: Parts) -> Callable[[Path | None], FolderClient]:
    """What a source of these parts connects with."""
    return lambda folder: FolderClient(folder, parts)


def contents(payload: Payload) -> dict[str, bytes]:
    """Each file of a payload by its name."""
    if not payload.content.startswith(_ZIP):
        return {str(payload.request.get("file", payload.part.name)): payload.content}
    with zipfile.ZipFile(BytesIO(payload.content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def batches(content: bytes, size: int = MOST_ROWS) -> Iterator[pa.Table]:
    """The rows of a Parquet file in its order, no more than `size` at a time."""
    for batch in pq.ParquetFile(BytesIO(content)).iter_batches(batch_size=size):
        yield pa.Table.from_batches([batch])


def table(content: bytes) -> pa.Table:
    """A Parquet file as one table: for files that are small."""
    return pq.read_table(BytesIO(content))


def frame(rows: pa.Table) -> pl.DataFrame:
    """A table as a Polars frame, without a copy where that can be."""
    made = pl.from_arrow(rows)
    assert isinstance(made, pl.DataFrame)
    return made


def _read(paths: Sequence[Path]) -> bytes:
    if len(paths) == 1:
        return paths[0].read_bytes()
    bundle = BytesIO()
    with zipfile.ZipFile(bundle, "w", zipfile.ZIP_STORED) as archive:
        for path in paths:
            archive.writestr(zipfile.ZipInfo(path.name), path.read_bytes())  # dated 1980: same files, same bytes
    return bundle.getvalue()
