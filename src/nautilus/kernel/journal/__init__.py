"""The journal: what matters is hash-chained and on disk before it crosses a bus."""

from nautilus.kernel.journal.chain import Head, HeadFile, genesis, link
from nautilus.kernel.journal.file import FileJournal, FileJournalReader
from nautilus.kernel.journal.frames import Record
from nautilus.kernel.journal.postgres import PostgresJournal, PostgresTransaction
from nautilus.kernel.journal.relay import OutgoingPublisher, Relay

__all__ = [
    "FileJournal",
    "FileJournalReader",
    "Head",
    "HeadFile",
    "OutgoingPublisher",
    "PostgresJournal",
    "PostgresTransaction",
    "Record",
    "Relay",
    "genesis",
    "link",
]
