"""Carries out jobs, one at a time, until none is left. Start-up is recovery: a job that was cut off goes on first."""

import asyncio
import errno
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import psycopg

from nautilus.engines.marketdata import store
from nautilus.engines.marketdata.model.jobs import MOST_ATTEMPTS, JobKind, JobState
from nautilus.engines.marketdata.store import Archive, FactStore, JobRow, Kept
from nautilus.engines.marketdata.store.aggregates import refresh_aggregates
from nautilus.engines.marketdata.store.policies import sweep_segments
from nautilus.engines.marketdata.store.segments import make_segments
from nautilus.engines.marketdata.store.timescale import use_timescale
from nautilus.engines.marketdata.worker.inspection import announce, inspect_moved
from nautilus.engines.marketdata.worker.ledger import Ledger
from nautilus.engines.marketdata.worker.planning import filling, parts_of
from nautilus.kernel.bus.backoff import delays
from nautilus.kernel.database import Database
from nautilus.kernel.errors import NautilusError, UnavailableError
from nautilus.kernel.pulse import Pulse
from nautilus.sources import find_source
from nautilus.sources.base import Part, Payload, Source
from nautilus.sources.job import ingest

_LOCK = 7_180_800
"""Held by the worker that is at work, in the database: another one, of whatever machine, waits."""
_BEAT_S = 0.5
_LOCK_S = 0.25
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_AGAIN = "The same ingest again goes on where it was."
_WRONG_DATA = (OSError, ValueError, LookupError, psycopg.DataError, psycopg.IntegrityError, NautilusError)
"""What a file that is not as its source expects can cause; pyarrow's errors are ValueErrors."""


class Worker:
    """`segments` is the folder where bars lie as Arrow files too; brought up to date when the last job is done."""

    def __init__(self, database: Database, archive: Archive, segments: Path, log: logging.Logger) -> None:
        self._database = database
        self._archive = archive
        self._segments = segments
        self._log = log
        self._problem = ""

    async def run(self) -> None:
        """Until no job is open. A database that is away is waited for."""
        waits = delays(first_s=_BEAT_S, longest_s=10.0)
        while True:
            try:
                await self._database.open()
                async with self._alone():
                    await use_timescale(self._database)
                    await asyncio.to_thread(self._archive.sweep)
                    inspected = None
                    while inspected is None:
                        while (job := await store.take_job(self._database)) is not None:
                            await self._work(job)
                            waits = delays(first_s=_BEAT_S, longest_s=10.0)
                        inspected = await inspect_moved(self._database, self._log, is_wanted=self._is_wanted)
                    await refresh_aggregates(self._database)
                    await self._make_segments()
                    return
            except UnavailableError as error:
                self._problem = str(error)
                self._log.warning("the worker waits: %s", error)
            await asyncio.sleep(next(waits))

    async def _is_wanted(self) -> bool:
        return await store.has_open_job(self._database)

    async def _make_segments(self) -> None:
        """They are derived, so a full disk is no failure of a job: what has no segment is read from the database."""
        try:
            made = await make_segments(self._database, self._segments)
            await sweep_segments(self._database, self._segments)
        except OSError as error:
            self._log.warning("segments cannot be made in %s: %s", self._segments, error)
        else:
            self._log.info("%d segments made", made)

    @asynccontextmanager
    async def _alone(self) -> AsyncIterator[None]:
        session = await self._database.session("lock")
        try:
            while True:
                row = await (await session.execute("SELECT pg_try_advisory_lock(%s)", (_LOCK,))).fetchone()
                if row and row[0]:
                    break
                await asyncio.sleep(_LOCK_S)
            yield
        except psycopg.OperationalError as error:
            raise UnavailableError(f"the session that holds the worker's lock is lost ({error})") from error
        finally:
            await session.close()

    async def _work(self, job: JobRow) -> None:
        """Raises UnavailableError when the job cannot go on now; it is taken again then."""
        ledger = Ledger(self._database, FactStore(self._database, self._archive), job, job.progress.attempts + 1)
        if job.progress.attempts >= MOST_ATTEMPTS:
            why = self._problem or "the worker was ended each time before it had stored anything; see its log"
            problem = f"Begun {job.progress.attempts} times without getting further: {why} {_AGAIN}"
            await store.end_job(self._database, job.job_id, JobState.FAILED, ledger.progress(), problem)
            return
        if not await ledger.beat(self._problem):
            return
        self._log.info("job %d begins: %s %s", job.job_id, job.kind, ", ".join(job.plan.sources))
        working = asyncio.create_task(self._carry_out(job, ledger))
        watching = asyncio.create_task(self._watch(ledger))
        try:
            await asyncio.wait({working, watching}, return_when=asyncio.FIRST_COMPLETED)
            if not working.done():
                await watching  # raises, or the job was cancelled
                self._log.info("job %d was cancelled", job.job_id)
                return
            problems = await working
        except UnavailableError:
            raise
        except Exception as error:
            problem = f"A defect of the parser or the store: {type(error).__name__}: {error}. The log has more."
            await store.end_job(self._database, job.job_id, JobState.FAILED, ledger.progress(), problem)
            raise
        finally:
            working.cancel()
            watching.cancel()
            await asyncio.wait({working, watching})
        await announce(self._database)
        state = JobState.FAILED if problems else JobState.DONE
        await store.end_job(self._database, job.job_id, state, ledger.progress(), " ".join(problems))
        self._problem = ""
        self._log.info("job %d is %s: %s", job.job_id, state, ledger.progress())

    async def _watch(self, ledger: Ledger) -> None:
        """Write how far the job is, until it is cancelled."""
        pulse = Pulse(_BEAT_S)
        await pulse.wait()
        while await ledger.beat():
            await pulse.wait()

    async def _carry_out(self, job: JobRow, ledger: Ledger) -> list[str]:
        """What went wrong, source by source: one that fails does not keep the others out."""
        folder = Path(job.plan.folder) if job.plan.folder else None
        problems: list[str] = []
        chosen: list[Source] = []
        for name in job.plan.sources:
            source = find_source(name)
            if job.kind is JobKind.REPARSE:
                shelf = _Shelf(self._archive, await store.kept_payloads(self._database, name))
                source = replace(source, connect=shelf.connect)
            elif job.kind is JobKind.BACKFILL:
                source = filling(source, job.plan)
            chosen.append(source)
        ledger.parts = sum([len(await parts_of(source, folder)) for source in chosen])
        for source in chosen:
            try:
                await ingest(source, ledger, self._log, folder)
            except UnavailableError:
                raise
            except _WRONG_DATA as error:
                self._log.warning("%s cannot be ingested", source.spec.name, exc_info=error)
                problems.append(_explained(error, *ledger.at))
                if isinstance(error, OSError) and error.errno in _FULL:
                    break
        return problems


def _explained(error: Exception, source: str, part: str) -> str:
    if isinstance(error, OSError) and error.errno in _FULL:
        return f"The disk of the raw archive is full ({error.filename or 'home'}): free some space. {_AGAIN}"
    if isinstance(error, NautilusError):
        return f"{source}: {error}."
    return f"{part or 'A part'} of {source or 'a source'} cannot be taken: {error}. Mend or remove the file. {_AGAIN}"


class _Shelf:
    """The raw archive as a client: what was fetched once, with the time of then."""

    def __init__(self, archive: Archive, kept: Sequence[Kept]) -> None:
        self._archive = archive
        self._kept = kept

    def connect(self, _: Path | None) -> "_Shelf":
        return self

    async def plan(self) -> Sequence[Part]:
        return self._kept

    async def fetch(self, part: Part) -> Payload:
        assert isinstance(part, Kept)
        content = await asyncio.to_thread(self._archive.get, part.sha256)
        return Payload(part, content, part.fetched_ns, part.request)

    async def close(self) -> None:
        """Nothing is open between two files."""
