"""The ingestion job: planned, idempotent, resumable; it ends with a sheet of what it did.

Each part is fetched, parsed, inspected and committed as one. A part whose bytes are already stored is counted as
unchanged and not parsed again; so a job that was cut off goes on where it was, and one that is repeated does nothing.
"""

import logging
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from nautilus.sources.base import Batch, Payload, Source, Spec
from nautilus.sources.quality import Quarantined, inspect


@dataclass(frozen=True)
class Line:
    """One part of the sheet, in rows. `reasons` counts the quarantined ones."""

    part: str
    fetched: int
    added: int
    unchanged: int
    quarantined: int = 0
    reasons: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Sheet:
    source: str
    lines: Sequence[Line]

    @property
    def added(self) -> int:
        return sum(line.added for line in self.lines)

    @property
    def quarantined(self) -> int:
        return sum(line.quarantined for line in self.lines)


class Store(Protocol):
    """What the job needs of a store. `marketdata` has the one there is."""

    async def stored_rows(self, spec: Spec, payload: Payload) -> int | None:
        """Rows of this payload if it was stored before, byte for byte, by this revision of the parser; else None."""

    async def add(self, spec: Spec, payload: Payload, batch: Batch, quarantined: Sequence[Quarantined]) -> int:
        """Store all of it in one transaction; the number of rows that were not there yet."""


async def ingest(source: Source, store: Store, log: logging.Logger) -> Sheet:
    """Bring everything that `source` plans into `store`."""
    client = source.connect()
    try:
        lines = [await _ingest_payload(source, store, await client.fetch(part)) for part in await client.plan()]
    finally:
        await client.close()
    sheet = Sheet(source.spec.name, lines)
    log.info("ingested %s: %d rows added, %d quarantined", sheet.source, sheet.added, sheet.quarantined)
    return sheet


async def _ingest_payload(source: Source, store: Store, payload: Payload) -> Line:
    name = payload.part.name
    stored = await store.stored_rows(source.spec, payload)
    if stored is not None:
        return Line(name, fetched=stored, added=0, unchanged=stored)
    batch = source.parse(payload)
    kept, aside = inspect(batch)
    added = await store.add(source.spec, payload, kept, aside)
    reasons = dict(Counter(row.reason for row in aside))
    return Line(name, batch.row_count, added, kept.row_count - added, len(aside), reasons)
