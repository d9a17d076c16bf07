"""What an ingestion job is: a plan, how far it is, a sheet of what it did."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum

import msgspec

MOST_ATTEMPTS = 5
"""A job whose worker ends so often without storing anything in between has failed."""


class JobKind(StrEnum):
    INGEST = "ingest"
    """What sources have: the files of a folder, or what comes with the platform."""
    REPARSE = "reparse"
    """Raw bytes of the archive, by the parser of today."""
    BACKFILL = "backfill"
    """What is missing between stored bars: asked for by range, or the files that had the bars beside it, read anew."""


class JobState(StrEnum):
    WAITING = "WAITING"
    RUNNING = "RUNNING"
    DONE = "DONE"
    FAILED = "FAILED"
    CANCELLED = "CANCELLED"


OPEN_STATES = (JobState.WAITING, JobState.RUNNING)


class JobGap(msgspec.Struct, frozen=True):
    """Sessions without a bar, first and last day included."""

    source: str
    instrument_id: str
    first_day: date
    last_day: date


class JobPart(msgspec.Struct, frozen=True):
    """A part of a source that has bars beside a gap."""

    source: str
    part: str


class JobPlan(msgspec.Struct, frozen=True, omit_defaults=True):
    sources: tuple[str, ...]
    folder: str | None = None
    """Absolute; None for what comes with the platform, and where nothing is fetched."""
    gaps: tuple[JobGap, ...] = ()
    parts: tuple[JobPart, ...] = ()


class JobLine(msgspec.Struct, frozen=True, kw_only=True):
    """What a job did with one payload, in rows. Written in the transaction of each batch: it counts what is stored."""

    source: str
    part: str
    sha256: str
    fetched: int = 0
    added: int = 0
    revised: int = 0
    unchanged: int = 0
    quarantined: int = 0
    reasons: dict[str, int] = {}
    requests: int = 0
    """Asked of the source, those that were repeated included; 0 for files."""
    is_done: bool = False

    def plus(self, fetched: int, added: int, revised: int, reasons: Sequence[str], *, is_done: bool) -> "JobLine":
        """With a batch more: `reasons` has one for each quarantined row."""
        counted = dict(self.reasons)
        for reason in reasons:
            counted[reason] = counted.get(reason, 0) + 1
        return msgspec.structs.replace(
            self,
            fetched=self.fetched + fetched,
            added=self.added + added,
            revised=self.revised + revised,
            unchanged=self.unchanged + fetched - added - revised - len(reasons),
            quarantined=self.quarantined + len(reasons),
            reasons=counted,
            is_done=is_done,
        )

    def up_to(self, fetched: int, *, is_done: bool) -> "JobLine":
        """With all that is stored: what this job neither stored nor set aside, another did before it."""
        unchanged = fetched - self.added - self.revised - self.quarantined
        return msgspec.structs.replace(self, fetched=fetched, unchanged=unchanged, is_done=is_done)


class JobProgress(msgspec.Struct, frozen=True, kw_only=True):
    source: str = ""
    part: str = ""
    """What is being stored now."""
    parts: int = 0
    parts_done: int = 0
    rows: int = 0
    """Handled so far, of all parts."""
    seconds: float = 0.0
    """At work so far; where it was cut off does not count."""
    attempts: int = 0
    """Times that a worker began, or began again, since a batch was last stored."""


class Schedule(msgspec.Struct, frozen=True, kw_only=True):
    """A job that is asked for again and again."""

    name: str
    kind: JobKind
    plan: JobPlan
    priority: int
    every_seconds: int
    next_run: datetime
    last_run: datetime | None = None
    last_job: int | None = None
    problem: str = ""
    """Why the last time gave no job."""


def after(schedule: Schedule, now: datetime) -> datetime:
    """The first of its times that lies behind `now`: those that were missed are made up for by one job."""
    every = timedelta(seconds=schedule.every_seconds)
    if schedule.next_run > now:
        return schedule.next_run
    return schedule.next_run + ((now - schedule.next_run) // every + 1) * every


def runs_of_days(missing: Iterable[date], sessions: Sequence[date]) -> list[tuple[date, date]]:
    """First and last day of each stretch of sessions that are missing one after the other."""
    place = {day: number for number, day in enumerate(sessions)}
    found: list[tuple[date, date]] = []
    for day in sorted(missing):
        if found and place[day] == place[found[-1][1]] + 1:
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return found
