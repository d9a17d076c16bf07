"""A job's store: facts go where they belong, and the job's sheet counts them in the same transaction."""

import time

import msgspec

from nautilus.engines.marketdata.model.jobs import JobLine, JobProgress
from nautilus.engines.marketdata.store import FactStore, JobRow, save_progress, save_sheet
from nautilus.kernel.database import Connection, Database
from nautilus.sources.base import Payload, Spec
from nautilus.sources.job import Counts, Piece, Stored

type _Key = tuple[str, str, str]


class Ledger:
    """`lines` is the sheet as it is stored. Made anew from the job's row after a failure."""

    def __init__(self, database: Database, facts: FactStore, job: JobRow, attempts: int) -> None:
        self.job = job
        self.lines: dict[_Key, JobLine] = {(line.source, line.part, line.sha256): line for line in job.sheet}
        self.parts = job.progress.parts
        self._database = database
        self._facts = facts
        self._attempts = attempts
        self.at = ("", "")
        self._worked_s = job.progress.seconds
        self._began = time.monotonic()

    async def open(self, spec: Spec, payload: Payload) -> Stored:
        """As FactStore; what was stored of the payload before this job counts as unchanged."""
        stored = await self._facts.open(spec, payload)
        self.at = (spec.name, payload.part.name)
        line = self._line(spec, payload).up_to(stored.row_count, is_done=stored.is_whole)
        line = msgspec.structs.replace(line, requests=line.requests + payload.requests)
        async with self._database.connection() as connection:
            await self._save(connection, payload, line)
        self._keep(payload, line)
        return stored

    async def add(self, spec: Spec, stored: Stored, payload: Payload, piece: Piece) -> Counts:
        line = self._line(spec, payload)

        async def count(connection: Connection, counts: Counts) -> None:
            nonlocal line
            reasons = [row.reason for row in piece.aside]
            line = line.plus(piece.row_count, counts.added, counts.revised, reasons, is_done=piece.is_last)
            await self._save(connection, payload, line)

        self._attempts = 0
        counts = await self._facts.add(spec, stored, payload, piece, count)
        self._keep(payload, line)
        return counts

    def progress(self) -> JobProgress:
        return JobProgress(
            source=self.at[0],
            part=self.at[1],
            parts=self.parts,
            parts_done=sum(line.is_done for line in self.lines.values()),
            rows=sum(line.fetched for line in self.lines.values()),
            seconds=round(self._worked_s + time.monotonic() - self._began, 3),
            attempts=self._attempts,
        )

    async def beat(self, problem: str = "") -> bool:
        """Write how far it is; whether the job is still to be done."""
        return await save_progress(self._database, self.job.job_id, self.progress(), problem)

    async def _save(self, connection: Connection, payload: Payload, line: JobLine) -> None:
        lines = self.lines | {(line.source, line.part, payload.sha256): line}
        await save_sheet(connection, self.job.job_id, list(lines.values()), self.progress())

    def _keep(self, payload: Payload, line: JobLine) -> None:
        self.lines[(line.source, line.part, payload.sha256)] = line

    def _line(self, spec: Spec, payload: Payload) -> JobLine:
        key = (spec.name, payload.part.name, payload.sha256)
        return self.lines.get(key) or JobLine(source=spec.name, part=payload.part.name, sha256=payload.sha256)
