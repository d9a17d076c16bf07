"""What a source would bring, and what of it would fill gaps."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from nautilus.engines.marketdata.model.jobs import JobGap, JobPart, JobPlan, runs_of_days
from nautilus.history.catalogue import gaps
from nautilus.kernel.database import Database
from nautilus.sources.base import Client, Gap, Part, Payload, RangeClient, Source
from nautilus.sources.calendars import sessions

_EPOCH = date(1970, 1, 1).toordinal()
_NS_PER_DAY = 86_400_000_000_000
_MOST_GAPS = 10_000
"""In one job. Those that are left are there to be asked for again."""


async def parts_of(source: Source, folder: Path | None) -> Sequence[Part]:
    client = source.connect(folder)
    try:
        return await client.plan()
    finally:
        await client.close()


async def has_parts(source: Source, folder: Path | None) -> bool:
    return bool(await parts_of(source, folder))


async def find_gaps(database: Database, symbols: Sequence[str], sources: Sequence[str]) -> list[JobGap]:
    """Stretches of sessions that daily bars of these symbols lack; without symbols, of all in which checks found some.

    Raises NotFoundError with near names.
    """
    names = list(symbols)
    if not names:
        rows = await database.fetch(
            "SELECT DISTINCT subject FROM marketdata.finding WHERE dataset LIKE 'bar/%%/LAST/86400'"
            " AND \"check\" = 'gap' AND split_part(dataset, '/', 2) = ANY (%s) ORDER BY subject",
            (list(sources),),
        )
        names = [row[0] for row in rows]
    days = (await asyncio.to_thread(sessions)).tolist()  # the calendar takes seconds to make, once
    found: list[JobGap] = []
    for line in await gaps(database, names, "latest", days) if names else ():
        if line["source"] in sources:
            missing = [_date(ns // _NS_PER_DAY) for ns in line["missing"]]
            runs = runs_of_days(missing, [_date(day) for day in days]) if missing else []
            found += [JobGap(line["source"], line["symbol"], *run) for run in runs]
    return found[:_MOST_GAPS]


async def parts_beside(database: Database, holes: Sequence[JobGap]) -> list[JobPart]:
    """The parts that brought bars of the sources and instruments of these gaps."""
    rows = await database.fetch(
        "SELECT DISTINCT raw.source, part FROM unnest(%s::text[], %s::text[]) AS hole (source, name)"
        " CROSS JOIN LATERAL (SELECT name UNION SELECT instrument_id FROM marketdata.listing WHERE entity_id IN"
        " (SELECT entity_id FROM marketdata.listing WHERE name IN (entity_id, instrument_id,"
        " split_part(instrument_id, '.', 1)))) AS known (instrument_id)"
        " JOIN marketdata.bar USING (instrument_id, source) JOIN marketdata.raw USING (raw_id)"
        " WHERE step_seconds = 86400 AND price_type = 'LAST' ORDER BY 1, 2",
        ([hole.source for hole in holes], [hole.instrument_id for hole in holes]),
    )
    return [JobPart(*row) for row in rows]


def filling(source: Source, plan: JobPlan) -> Source:
    """The source with only what would fill the gaps of a plan."""
    own = [Gap(gap.instrument_id, gap.first_day, gap.last_day) for gap in plan.gaps if gap.source == source.spec.name]
    parts = {each.part for each in plan.parts if each.source == source.spec.name}
    return replace(source, connect=lambda folder: _Filling(source.connect(folder), own, parts))


class _Filling:
    """A client that plans what fills gaps: by range where it can be, else the parts that had the bars beside."""

    def __init__(self, client: Client, gaps: Sequence[Gap], parts: set[str]) -> None:
        self._client = client
        self._gaps = gaps
        self._parts = parts

    async def plan(self) -> Sequence[Part]:
        if isinstance(self._client, RangeClient):
            return await self._client.plan_gaps(self._gaps)
        return [part for part in await self._client.plan() if part.name in self._parts]

    async def fetch(self, part: Part) -> Payload:
        return await self._client.fetch(part)

    async def close(self) -> None:
        await self._client.close()


def _date(day: int) -> date:
    return date.fromordinal(_EPOCH + day)
