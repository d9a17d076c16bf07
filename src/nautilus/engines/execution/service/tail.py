"""Carries an account's journal, record by record, into the store and the outbox."""

import logging
from pathlib import Path

from nautilus.engines.execution import store
from nautilus.engines.execution.messages import EVENTS, KillConfirmed
from nautilus.engines.execution.model import Account, message_of
from nautilus.engines.execution.store import Run
from nautilus.engines.execution.store.carrying import Carried, record_hash, save_carried
from nautilus.kernel.engine import Journal, Transaction
from nautilus.kernel.errors import JournalBrokenError
from nautilus.kernel.journal.file import FileJournalReader
from nautilus.kernel.journal.frames import Record
from nautilus.trading.events import decode

_RECORDS = 500

_log = logging.getLogger(__name__)


class Tail:
    """Of one run. Each batch of records is one transaction: blotter, events, what is published, and how far it is."""

    def __init__(self, journal: Journal, run: Run, path: Path) -> None:
        self.run = run.number
        self._journal = journal
        self._account = Account(run.number, run.started.account)
        self._instruments = {each.instrument_id: each for each in run.started.instruments}
        self._path = path
        self._carried = run.carried
        self._reader: FileJournalReader | None = None

    async def carry(self) -> int:
        """Carry what the node has written since; how many records. Raises JournalBrokenError."""
        if not self._path.exists():
            return 0
        if self._reader is None:
            self._reader = await self._open()
        records = self._reader.read(_RECORDS)
        if not records:
            return 0
        try:
            async with self._journal.transaction() as tx:
                batch = [await self._tell(tx, record) for record in records]
                await save_carried(tx.connection, self.run, self._instruments, batch)
        except BaseException:
            self.close()  # the reader is ahead of the store: begin again behind what is committed
            raise
        self._carried = batch[-1].record
        return len(batch)

    async def _tell(self, tx: Transaction, record: Record) -> Carried:
        """Give what the house is told of a record to the outbox."""
        batch = decode(record.payload)
        outbox: dict[int, int] = {}
        for number, event in enumerate(batch.events):
            message = message_of(self._account, batch, event)
            if message is not None:
                outbox[number] = tx.emit(EVENTS, self._account.account, message)
            if isinstance(message, KillConfirmed):
                await store.confirm_kill(tx.connection, message.kill_id)
        return Carried(record.seq, record.hash, batch, outbox)

    def close(self) -> None:
        if self._reader is not None:
            self._reader.close()
            self._reader = None

    async def _open(self) -> FileJournalReader:
        """Behind the last record that the store has, which must be the same record in the file."""
        async with self._journal.transaction() as tx:
            run = await store.read_run(tx.connection, self.run)
            self._carried = run.carried if run else 0
            known = await record_hash(tx.connection, self.run, self._carried)
        reader = FileJournalReader(self._path, max(self._carried, 1))
        if known is None:
            return reader
        first = reader.read(1)
        if not first or first[0].hash != known:
            reader.close()
            raise JournalBrokenError(
                f"{self._path}: record {self._carried} is not the one that was carried into the store; "
                "restore the file from a backup"
            )
        reader.close()
        return FileJournalReader(self._path, self._carried + 1)
