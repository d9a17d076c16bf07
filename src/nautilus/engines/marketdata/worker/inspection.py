"""After the last job: each dataset that rows came to is checked, graded and repaired, slice by slice.

A slice is some subjects, by name, of at most so many rows, or one, so that memory does not grow with the store; it is
stored in one transaction with how far the dataset is, so that a worker that was killed goes on behind it.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence

import polars as pl

from nautilus.engines.marketdata.store import inspections, slices
from nautilus.engines.marketdata.store.slices import Moved
from nautilus.history.origins import REPAIR
from nautilus.kernel.database import Database
from nautilus.sources.inspection import REPAIRED, REVISION, Inspected, inspect_bars, inspect_observations, inspect_ticks

type Wanted = Callable[[], Awaitable[bool]]

_MOST_ROWS = 250_000
_DAILY = 86_400
_WITHDRAWN = REPAIR + "taken back, the figures are the source's own"


async def inspect_moved(
    database: Database, log: logging.Logger, most_rows: int = _MOST_ROWS, is_wanted: Wanted | None = None
) -> int | None:
    """Inspect what moved since it was inspected last; the number of datasets. None: it was left in the middle, since
    `is_wanted`, which is asked after each slice, said that there is something more urgent to do."""
    waiting = await slices.moved_datasets(database, REVISION)
    for moved in waiting:
        await inspections.begin_inspection(database, moved, REVISION)
        for subjects in _cut(await slices.subjects_of(database, moved), most_rows):
            await _inspect(database, moved, subjects)
            if is_wanted is not None and await is_wanted():
                return None
        await inspections.end_inspection(database, moved.dataset)
        log.info("%s is inspected: %d rows", moved.dataset, moved.row_count)
    return len(waiting)


async def announce(database: Database) -> None:
    """To be called before a job ends: whoever asks for what is to be done finds these inspections then."""
    await inspections.announce_inspections(database, REVISION)


def _cut(subjects: Sequence[tuple[str, int]], most_rows: int) -> Iterator[list[str]]:
    """Subjects in their order, as many at once as have at most so many rows, but one at least."""
    held: list[str] = []
    rows = 0
    for subject, count in subjects:
        if held and rows + count > most_rows:
            yield held
            held, rows = [], 0
        held.append(subject)
        rows += count
    if held:
        yield held


async def _inspect(database: Database, moved: Moved, subjects: Sequence[str]) -> None:
    if moved.is_ticks:
        ticks = await slices.ticks_of(database, moved, subjects)
        judged = await asyncio.to_thread(inspect_ticks, ticks, is_quoted=moved.kind == "quote")
        async with database.connection() as connection:
            await inspections.save_inspected(connection, moved, ticks, judged, pl.DataFrame())
        return
    versions = await slices.versions_of(database, moved, subjects)
    own = await asyncio.to_thread(_newest, versions.filter(~pl.col("is_repair")))
    if moved.is_bars:
        known = await slices.beside(database, moved, subjects)
        kind = {
            "is_daily": (moved.price_type, moved.step_seconds) == ("LAST", _DAILY),
            "is_quoted": moved.price_type != "LAST",
        }
        found = await asyncio.to_thread(inspect_bars, own, known, **kind)
        names = await slices.dataset_names(database)
        repairs = await asyncio.to_thread(due, versions, own, found, names)
    else:
        found = await asyncio.to_thread(inspect_observations, own)
        repairs = pl.DataFrame()
    async with database.connection() as connection:
        await inspections.save_inspected(connection, moved, own, found, repairs)


def _newest(versions: pl.DataFrame) -> pl.DataFrame:
    """The version of each bar or period that became known last, by series and time."""
    ordered = versions.sort("series", "valid", "known")
    return ordered.unique(["series", "valid"], keep="last", maintain_order=True)


def due(versions: pl.DataFrame, own: pl.DataFrame, found: Inspected, datasets: Mapping[int, str]) -> pl.DataFrame:
    """Versions to add, so that the newest one of each bar is as it should be: repaired, or the source's own where an
    earlier repair has no ground any more."""
    newest = _newest(versions).select("series", "valid", "is_repair", *REPAIRED, floor=pl.col("known"))
    mended = found.repairs.join(own.drop(*REPAIRED), on=["series", "valid"])
    repaired = newest.filter("is_repair").join(found.repairs, on=["series", "valid"], how="anti")
    back = own.join(repaired.select("series", "valid"), on=["series", "valid"], how="semi").with_columns(
        rule=pl.lit(_WITHDRAWN)
    )
    columns = ["series", "valid", "rule", *REPAIRED, "adjusted", "origin_id", "raw_id"]
    wanted = pl.concat([mended.select(columns), back.select(columns)]).join(
        newest, on=["series", "valid"], suffix="_now"
    )
    same = pl.all_horizontal(pl.col(name).eq_missing(pl.col(f"{name}_now")) for name in REPAIRED)
    dataset = pl.col("origin_id").replace_strict(datasets, return_dtype=pl.String)
    return wanted.filter(~same).with_columns(dataset=dataset).sort("series", "valid")
