"""The bulk history of US equities, as the benchmarks of the store use it."""

import os
from pathlib import Path

from nautilus.kernel.errors import UnavailableError
from nautilus.sources import find_source
from nautilus.sources.base import Payload, Source

SOURCE, PART = "pystock", "bars"


def shared() -> Path:
    """Folder of the bulk files. Raises UnavailableError where it is not."""
    folder = Path(os.environ.get("NAUTILUS_SHARED", Path(__file__).parents[2] / "shared"))
    if not (folder / "market").is_dir():
        raise UnavailableError(f"{folder} has no market/ with bulk files; say where it is by NAUTILUS_SHARED")
    return folder


async def bars() -> tuple[Source, Payload]:
    """The source of 3.1 million daily bars with 126,434 revisions, and its bytes."""
    source = find_source(SOURCE)
    client = source.connect(shared())
    try:
        parts = {part.name: part for part in await client.plan()}
        return source, await client.fetch(parts[PART])
    finally:
        await client.close()
