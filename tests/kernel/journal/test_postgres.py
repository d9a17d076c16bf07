"""Inbox, outbox and chain in one transaction."""

import asyncio
import hashlib
import itertools
import struct
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from nautilus.kernel.database import Database
from nautilus.kernel.errors import JournalBrokenError
from nautilus.kernel.journal import Head, HeadFile, PostgresJournal, PostgresTransaction
from nautilus.kernel.journal.postgres import head_path

from .notes import LOOSE, NOTES, Noted, delivery, encode, noted

type Ask = Callable[..., list[tuple[object, ...]]]


async def keep(transaction: PostgresTransaction, message: Noted) -> None:
    await transaction.connection.execute("INSERT INTO state VALUES (%s)", [message.text])
    transaction.emit(NOTES, "k", noted("re " + message.text))


async def emit(journal: PostgresJournal, *texts: str) -> None:
    async with journal.transaction() as transaction:
        for text in texts:
            transaction.emit(NOTES, "k", noted(text))


async def test_state_inbox_and_outbox_commit_together(journal: PostgresJournal, query: Ask) -> None:
    assert await journal.consume([delivery(1), delivery(2)], keep) == 2
    assert query("SELECT text FROM state ORDER BY 1") == [("1",), ("2",)]
    assert query("SELECT engine, message_id FROM journal.inbox ORDER BY 2") == [
        ("alpha", "beta-1"),
        ("alpha", "beta-2"),
    ]
    assert query("SELECT seq, message_id, topic, key, ts_event FROM journal.outbox ORDER BY 1") == [
        (1, "alpha-1", "alpha.notes", "k", 4),
        (2, "alpha-2", "alpha.notes", "k", 4),
    ]


async def test_an_emitted_message_knows_its_number(journal: PostgresJournal, query: Ask) -> None:
    told: list[tuple[int, str]] = []
    for texts in (("a", "b"), ("c",)):
        async with journal.transaction() as transaction:
            told += [(transaction.emit(NOTES, "k", noted(text)), text) for text in texts]
    assert [number for number, _ in told] == [1, 2, 3]
    kept = query("SELECT seq, payload FROM journal.outbox ORDER BY seq")
    assert [(number, encode(noted(text))) for number, text in told] == [(seq, bytes(payload)) for seq, payload in kept]


async def test_a_delivery_counts_once(journal: PostgresJournal, query: Ask) -> None:
    assert await journal.consume([delivery(1), delivery(1)], keep) == 1
    assert await journal.consume([delivery(1), delivery(2)], keep) == 1
    assert await journal.consume([delivery(1), delivery(2)], keep) == 0
    assert query("SELECT text FROM state ORDER BY 1") == [("1",), ("2",)]
    assert query("SELECT count(*) FROM journal.outbox") == [(2,)]


async def test_a_raising_handler_rolls_everything_back(journal: PostgresJournal, query: Ask) -> None:
    async def fail_on_two(transaction: PostgresTransaction, message: Noted) -> None:
        await keep(transaction, message)
        if message.text == "2":
            raise ValueError("two")

    with pytest.raises(ValueError, match="two"):
        await journal.consume([delivery(1), delivery(2)], fail_on_two)
    for table in ("state", "journal.inbox", "journal.outbox"):
        assert query(f"SELECT count(*) FROM {table}") == [(0,)]
    assert await journal.consume([delivery(1)], fail_on_two) == 1
    assert query("SELECT seq FROM journal.outbox") == [(1,)]


async def test_the_hash_is_that_of_the_documented_encoding(journal: PostgresJournal, query: Ask) -> None:
    """An independent implementation of the page in chain.py."""

    def field(value: object) -> bytes:
        if isinstance(value, int):
            return b"i" + struct.pack(">Q", 8) + struct.pack(">q", value)
        content = value.encode() if isinstance(value, str) else bytes(value)  # type: ignore[call-overload]
        return (b"s" if isinstance(value, str) else b"b") + struct.pack(">Q", len(content)) + content

    def digest(*fields: object) -> bytes:
        return hashlib.sha256(b"".join(map(field, fields))).digest()

    await emit(journal, "one", "two")
    previous = digest("nautilus.journal.1", "alpha")
    for row in query(
        "SELECT prev_hash, engine, seq, message_id, topic, key, ts_event, payload, hash FROM journal.outbox"
    ):
        assert row[0] == previous
        previous = digest(*row[:-1])
        assert row[-1] == previous
    assert query("SELECT seq, hash FROM journal.head") == [(2, previous)]


async def test_the_head_is_kept_in_the_home_too(journal: PostgresJournal, query: Ask, tmp_path: Path) -> None:
    await emit(journal, "one", "two")
    assert query("SELECT seq, hash FROM journal.head") == [
        (head.seq, head.hash) for head in [HeadFile(head_path(tmp_path, "alpha")).read() or Head(0, b"")]
    ]


async def test_writers_of_two_processes_do_not_fork_the_chain(
    clean_url: str, journal: PostgresJournal, tmp_path: Path, query: Ask
) -> None:
    other_database = Database(clean_url)
    await other_database.open()
    other = PostgresJournal("alpha", other_database, encode, tmp_path)
    try:
        await asyncio.gather(*(emit(writer, f"{number}") for number in range(20) for writer in (journal, other)))
    finally:
        await other_database.close()
    rows = query("SELECT seq, prev_hash, hash FROM journal.outbox ORDER BY seq")
    assert [row[0] for row in rows] == list(range(1, 41))
    assert all(later[1] == earlier[2] for earlier, later in itertools.pairwise(rows))


async def test_a_transaction_inside_a_transaction_is_refused(journal: PostgresJournal) -> None:
    async with journal.transaction():
        with pytest.raises(RuntimeError, match="already in a transaction"):
            async with journal.transaction():
                pass


async def test_only_journaled_topics_and_their_types_are_emitted(journal: PostgresJournal) -> None:
    async with journal.transaction() as transaction:
        with pytest.raises(ValueError, match="not journaled"):
            transaction.emit(LOOSE, "k", noted("x"))
        with pytest.raises(ValueError, match="does not carry"):
            transaction.emit(NOTES, "k", object())  # type: ignore[arg-type]


async def test_a_database_that_lost_events_is_refused_at_start(
    journal: PostgresJournal, database: Database, query: Ask, tmp_path: Path
) -> None:
    await emit(journal, "one", "two")
    query("DELETE FROM journal.outbox WHERE seq = 2")
    query("UPDATE journal.head SET seq = 1, hash = (SELECT hash FROM journal.outbox)")
    with pytest.raises(JournalBrokenError, match="knows event 2"):
        await PostgresJournal("alpha", database, encode, tmp_path).open()


async def test_an_emptied_database_is_refused_at_start(
    journal: PostgresJournal, database: Database, query: Ask, tmp_path: Path
) -> None:
    await emit(journal, "one")
    query("TRUNCATE journal.outbox, journal.head")
    with pytest.raises(JournalBrokenError, match="knows event 1"):
        await PostgresJournal("alpha", database, encode, tmp_path).open()


async def test_the_inbox_is_pruned_by_age(journal: PostgresJournal, query: Ask) -> None:
    await journal.consume([delivery(1), delivery(2), delivery(3)], keep)
    for days in (8, 9):
        query(
            "UPDATE journal.inbox SET received_at = now() - %s * interval '1 day' WHERE message_id = %s",
            days,
            f"beta-{days - 7}",
        )
    assert await journal.prune_inbox(timedelta(days=7)) == 0  # after a long stop the last may come again
    assert await journal.prune_inbox(timedelta(days=7), keep=2) == 1
    assert query("SELECT message_id FROM journal.inbox ORDER BY 1") == [("beta-1",), ("beta-3",)]
