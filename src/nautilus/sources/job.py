"""The ingestion job: planned, idempotent, resumable; it ends with a sheet of what it did.

Each part is fetched as one, and stored batch by batch. Bytes that are stored already are counted as unchanged and not
parsed again; of a part that was cut off only the batches that are missing are stored. So a job that was killed goes on
where it was, and one that is repeated does nothing.
"""

import asyncio
import logging
from collections import Counter
from collections.abc import AsyncGenerator, Iterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from nautilus.sources.base import Batch, Payload, Source, Spec
from nautilus.sources.quality import Quarantined, inspect


@dataclass(frozen=True)
class Stored:
    """What there is of a payload. `row_count` are rows as fetched, those set aside included."""

    raw_id: int
    batches_done: int = 0
    row_count: int = 0
    is_whole: bool = False


@dataclass(frozen=True)
class Counts:
    """Rows that a batch brought: `added` were not there at all, `revised` are other versions of those that were."""

    added: int = 0
    revised: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(self.added + other.added, self.revised + other.revised)


@dataclass(frozen=True)
class Line:
    """One part of the sheet, in rows. `reasons` counts the quarantined ones."""

    part: str
    fetched: int
    added: int
    unchanged: int
    revised: int = 0
    quarantined: int = 0
    reasons: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Sheet:
    source: str
    lines: Sequence[Line]

    @property
    def added(self) -> int:
        return sum(line.added + line.revised for line in self.lines)

    @property
    def quarantined(self) -> int:
        return sum(line.quarantined for line in self.lines)


class Store(Protocol):
    """What the job needs of a store. `marketdata` has the one there is."""

    async def open(self, spec: Spec, payload: Payload) -> Stored:
        """Keep the bytes; what was stored of them before by this revision of the parser."""

    async def add(self, spec: Spec, stored: Stored, payload: Payload, piece: "Piece") -> Counts:
        """Store all of a piece in one transaction, and that it is."""


@dataclass(frozen=True)
class Piece:
    """A batch after inspection. `number` counts from 0; the last one of a payload says so."""

    number: int
    kept: Batch
    aside: Sequence[Quarantined]
    is_last: bool

    @property
    def row_count(self) -> int:
        return self.kept.row_count + len(self.aside)


async def ingest(source: Source, store: Store, log: logging.Logger, folder: Path | None = None) -> Sheet:
    """Bring everything that `source` plans into `store`."""
    client = source.connect(folder)
    try:
        lines = [await _ingest_payload(source, store, await client.fetch(part)) for part in await client.plan()]
    finally:
        await client.close()
    sheet = Sheet(source.spec.name, lines)
    log.info("ingested %s: %d rows added, %d quarantined", sheet.source, sheet.added, sheet.quarantined)
    return sheet


async def _ingest_payload(source: Source, store: Store, payload: Payload) -> Line:
    name = payload.part.name
    stored = await store.open(source.spec, payload)
    if stored.is_whole:
        return Line(name, fetched=stored.row_count, added=0, unchanged=stored.row_count)
    fetched, counts, reasons = 0, Counts(), Counter[str]()
    async with aclosing(_ahead(pieces_of(source, payload))) as pieces:
        async for piece in pieces:
            fetched += piece.row_count
            reasons.update(row.reason for row in piece.aside)
            if piece.number >= stored.batches_done:
                counts += await store.add(source.spec, stored, payload, piece)
    aside = reasons.total()
    unchanged = fetched - aside - counts.added - counts.revised
    return Line(name, fetched, counts.added, unchanged, counts.revised, aside, dict(reasons))


async def _ahead(pieces: Iterator[Piece]) -> AsyncGenerator[Piece]:
    """One piece is parsed in a thread while the one before is stored."""
    coming = asyncio.create_task(asyncio.to_thread(next, pieces, None))
    try:
        while (piece := await coming) is not None:
            coming = asyncio.create_task(asyncio.to_thread(next, pieces, None))
            yield piece
    finally:
        coming.cancel()


def pieces_of(source: Source, payload: Payload) -> Iterator[Piece]:
    """A payload parsed and inspected, one behind the parser, so that the last one is known to be it."""
    held: Piece | None = None
    for number, batch in enumerate(source.parse(payload)):
        if held is not None:
            yield held
        held = Piece(number, *inspect(batch), is_last=False)
    yield replace(held, is_last=True) if held is not None else Piece(0, Batch(), (), is_last=True)
