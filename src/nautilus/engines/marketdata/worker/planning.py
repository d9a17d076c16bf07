"""What a source would bring."""

from collections.abc import Sequence
from pathlib import Path

from nautilus.sources.base import Part, Source


async def parts_of(source: Source, folder: Path | None) -> Sequence[Part]:
    client = source.connect(folder)
    try:
        return await client.plan()
    finally:
        await client.close()


async def has_parts(source: Source, folder: Path | None) -> bool:
    return bool(await parts_of(source, folder))
