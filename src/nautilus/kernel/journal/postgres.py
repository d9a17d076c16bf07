"""Inbox and outbox in PostgreSQL: state, consumed message ids and outgoing events commit together or not at all."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from nautilus.kernel.database import Connection, Database
from nautilus.kernel.engine import LogicHandler
from nautilus.kernel.errors import JournalBrokenError, LeaseLostError
from nautilus.kernel.journal.chain import Head, HeadFile, genesis, link
from nautilus.kernel.messages import Envelope, Message, Topic

type Encode = Callable[[Message], bytes]
"""A message as it will cross the bus."""

HEADS_FOLDER = "journal"
"""Folder of the home that holds `<engine>.head` of each chain, and the file journals."""

INBOX_ROWS = 100_000

_ADD_HEAD = "INSERT INTO journal.head (engine, seq, hash) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING"
_LOCK_HEAD = "SELECT seq, hash, owners @> %s::jsonb FROM journal.head WHERE engine = %s FOR UPDATE"
_IS_OWNER = "SELECT seq, hash, owners @> %s::jsonb FROM journal.head WHERE engine = %s"
_OWN = """
    UPDATE journal.head
    SET owners = owners || jsonb_build_object(%(partition)s::text, coalesce((owners ->> %(partition)s)::bigint, 0) + 1)
    WHERE engine = %(engine)s RETURNING (owners ->> %(partition)s)::bigint"""
_RECEIVE = """
    INSERT INTO journal.inbox (engine, message_id) SELECT %s, unnest(%s::text[])
    ON CONFLICT DO NOTHING RETURNING message_id"""
_PRUNE = """
    DELETE FROM journal.inbox
    WHERE engine = %(engine)s AND received_at < now() - %(older_than)s::interval AND received_at < (
        SELECT received_at FROM journal.inbox WHERE engine = %(engine)s
        ORDER BY received_at DESC OFFSET %(keep)s - 1 LIMIT 1)"""
_APPEND = """
    WITH appended AS (
        INSERT INTO journal.outbox (engine, seq, message_id, topic, key, ts_event, payload, prev_hash, hash)
        SELECT %(engine)s, * FROM unnest(%(seq)s::bigint[], %(message_id)s::text[], %(topic)s::text[], %(key)s::text[],
            %(ts_event)s::bigint[], %(payload)b::bytea[], %(prev_hash)b::bytea[], %(hash)b::bytea[])
    )
    UPDATE journal.head SET seq = %(last_seq)s, hash = %(last_hash)s WHERE engine = %(engine)s"""


@dataclass(frozen=True)
class _Event:
    """An emitted message before it has a number."""

    topic: str
    key: str
    ts_event: int
    payload: bytes


class PostgresTransaction:
    """One transaction of a handler: see `nautilus.kernel.engine.Transaction`."""

    def __init__(self, connection: Connection, encode: Encode, head: Head) -> None:
        self._connection = connection
        self._encode = encode
        self._head = head
        self.events: list[_Event] = []

    @property
    def connection(self) -> Connection:
        return self._connection

    def emit(self, topic: Topic, key: str, message: Message) -> int:
        """Append to the outbox at commit. Raises ValueError for a topic or a type that does not go there."""
        if not topic.journaled:
            raise ValueError(f"{topic.name} is not journaled: publish it, or declare it with journaled=True")
        if not isinstance(message, topic.types):
            raise ValueError(f"{topic.name} does not carry {type(message).__name__}; add it to the topic's types")  # noqa: TRY004
        self.events.append(_Event(topic.name, key, message.ts_event, self._encode(message)))
        return self._head.seq + len(self.events)


class PostgresJournal:
    """The journal of one engine. Its transactions run one at a time, across processes too: keep them short.

    The row of `journal.head` is locked from the beginning to the commit, so a chain cannot fork.
    """

    def __init__(self, engine: str, database: Database, encode: Encode, home: Path) -> None:
        self.engine = engine
        self.committed = asyncio.Event()
        """Set when there is something new for the relay."""
        self._database = database
        self._encode = encode
        self._head_file = HeadFile(head_path(home, engine))
        self._turn = asyncio.Lock()
        self._owner: asyncio.Task[Any] | None = None
        self._numbers: dict[str, int] = {}

    async def own(self, connection: Connection, partition: int) -> None:
        """From now on transactions of those who owned `partition` before are refused; one that runs is waited for."""
        await self._add_head(connection)
        parameters = {"engine": self.engine, "partition": str(partition)}
        row = await (await connection.execute(_OWN, parameters)).fetchone()
        assert row is not None
        self._numbers[str(partition)] = row[0]

    def disown(self, partition: int) -> None:
        """Before another process may own it."""
        self._numbers.pop(str(partition), None)

    async def check_owner(self) -> None:
        """Raises LeaseLostError when another process has taken what this one owns."""
        self._head(await self._database.fetch_one(_IS_OWNER, self._whose))

    async def open(self) -> Head:
        """Find the head of the chain. Raises JournalBrokenError when it does not go on from the head in the home."""
        self._head_file.path.parent.mkdir(parents=True, exist_ok=True)
        kept = self._head_file.read()
        async with self._database.connection() as connection:
            await self._add_head(connection)
            head = await self._lock_head(connection)
            await self._check(connection, head, kept)
            self._head_file.write(head)
        return head

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[PostgresTransaction]:
        """State changes and emitted events, committed together at the end of the block, rolled back if it raises.

        Raises UnavailableError when the database is gone. RuntimeError when this task already is in a transaction.
        """
        async with self._exclusive():
            async with self._database.connection() as connection:
                head = await self._lock_head(connection)
                transaction = PostgresTransaction(connection, self._encode, head)
                yield transaction
                head = await self._append(connection, head, transaction.events)
            self._acknowledge(head, transaction.events)

    async def consume[M: Message](self, envelopes: Sequence[Envelope[M]], handler: LogicHandler) -> int:
        """Handle those `envelopes` that were not handled before, in order, in one transaction; how many these were.

        If a handler raises, nothing of the batch has happened: call again with one at a time to find the culprit.
        """
        if not envelopes:
            return 0
        async with self._exclusive():
            async with self._database.connection() as connection:
                async with connection.pipeline():
                    locked = await connection.execute(_LOCK_HEAD, self._whose)
                    ids = [envelope.message_id for envelope in envelopes]
                    received = await connection.execute(_RECEIVE, [self.engine, ids])
                head = self._head(await locked.fetchone())
                unseen = {row[0] for row in await received.fetchall()}
                transaction = PostgresTransaction(connection, self._encode, head)
                for envelope in envelopes:
                    if envelope.message_id in unseen:
                        unseen.remove(envelope.message_id)
                        await handler(transaction, envelope.message)
                head = await self._append(connection, head, transaction.events)
            self._acknowledge(head, transaction.events)
        return received.rowcount

    async def prune_inbox(self, older_than: timedelta, keep: int = INBOX_ROWS) -> int:
        """Forget consumed ids that no bus can deliver again: `older_than` is longer than any stream keeps a message.

        The newest `keep` stay whatever their age: after a long stop, the last messages may be delivered again.
        """
        return await self._database.execute(_PRUNE, {"engine": self.engine, "older_than": older_than, "keep": keep})

    @asynccontextmanager
    async def _exclusive(self) -> AsyncIterator[None]:
        task = asyncio.current_task()
        if self._owner is task:
            raise RuntimeError(
                f"{self.engine}: already in a transaction; hand the transaction on instead of opening one"
            )
        async with self._turn:
            self._owner = task
            try:
                yield
            finally:
                self._owner = None

    @property
    def _whose(self) -> list[str]:
        return [json.dumps(self._numbers), self.engine]

    async def _add_head(self, connection: Connection) -> None:
        start = genesis(self.engine)
        await connection.execute(_ADD_HEAD, [self.engine, start.seq, start.hash])

    async def _lock_head(self, connection: Connection) -> Head:
        return self._head(await (await connection.execute(_LOCK_HEAD, self._whose)).fetchone())

    def _head(self, row: tuple[Any, ...] | None) -> Head:
        if row is None:
            raise JournalBrokenError(
                f"{self.engine}: its row in journal.head is gone; run `nautilus journal verify`, and restore a backup."
            )
        seq, digest, is_owner = row
        if not is_owner:
            raise LeaseLostError(f"another process of {self.engine} has taken over; this one ends, then stands by.")
        return Head(seq, digest)

    async def _check(self, connection: Connection, head: Head, kept: Head | None) -> None:
        """The chain must contain the head that the home remembers."""
        if kept is None:
            return
        found = genesis(self.engine).hash
        if kept.seq:
            row = await (
                await connection.execute(
                    "SELECT hash FROM journal.outbox WHERE engine = %s AND seq = %s", [self.engine, kept.seq]
                )
            ).fetchone()
            found = row[0] if row else b""
        if head.seq < kept.seq or found != kept.hash:
            raise JournalBrokenError(
                f"{self.engine}: {self._head_file.path} knows event {kept.seq}, which the database (head {head.seq}) "
                "does not have. Restore the database that belongs to this home; if it was emptied on purpose, remove "
                "that file."
            )

    async def _append(self, connection: Connection, head: Head, events: Sequence[_Event]) -> Head:
        """Number, chain and insert the events in one round trip; the new head."""
        if not events:
            return head
        hashes = [head.hash]
        numbers = range(head.seq + 1, head.seq + 1 + len(events))
        ids = [f"{self.engine}-{seq}" for seq in numbers]
        for seq, message_id, event in zip(numbers, ids, events, strict=True):
            fields = (self.engine, seq, message_id, event.topic, event.key, event.ts_event, event.payload)
            hashes.append(link(hashes[-1], *fields))
        await connection.execute(
            _APPEND,
            {
                "engine": self.engine,
                "seq": list(numbers),
                "message_id": ids,
                "topic": [event.topic for event in events],
                "key": [event.key for event in events],
                "ts_event": [event.ts_event for event in events],
                "payload": [event.payload for event in events],
                "prev_hash": hashes[:-1],
                "hash": hashes[1:],
                "last_seq": numbers[-1],
                "last_hash": hashes[-1],
            },
        )
        return Head(numbers[-1], hashes[-1])

    def _acknowledge(self, head: Head, events: Sequence[_Event]) -> None:
        """After the commit: nothing here may be needed for correctness."""
        if events:
            self._head_file.write(head)
            self.committed.set()


def head_path(home: Path, engine: str) -> Path:
    return home / HEADS_FOLDER / f"{engine}.head"
