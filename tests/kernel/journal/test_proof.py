"""A record that is shown to somebody is proved: what was changed behind the journal's back is found."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from nautilus.kernel.database import Database
from nautilus.kernel.journal import PostgresJournal
from nautilus.kernel.journal.chain import encode, genesis
from nautilus.kernel.journal.file import FileJournal
from nautilus.kernel.journal.proof import file_links, outbox_links

from .notes import NOTES, noted

PAYLOADS = [b"one", b"two", b"three", b"four", b"five"]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    journal = FileJournal(tmp_path / "paper-1.log")
    journal.append(PAYLOADS[0])
    journal.append_batch(PAYLOADS[1:3])
    journal.append_batch(PAYLOADS[3:])
    journal.close()
    return tmp_path / "paper-1.log"


def hashes() -> list[bytes]:
    """The chain as the documentation of `chain` describes it."""
    found = [genesis("paper-1").hash]
    for number, payload in enumerate(PAYLOADS, 1):
        found.append(hashlib.sha256(encode(found[-1], number, payload)).digest())
    return found


@pytest.mark.parametrize("numbers", [[1], [2], [3], [5], [1, 4], [2, 3, 5], [5, 1, 1]])
def test_records_of_a_file_come_with_the_hash_before_them(path: Path, numbers: list[int]) -> None:
    chain = hashes()
    links = file_links(path, numbers)
    assert {seq: (link.prev_hash, link.hash, link.payload, link.holds) for seq, link in links.items()} == {
        seq: (chain[seq - 1], chain[seq], PAYLOADS[seq - 1], True) for seq in numbers
    }


def test_what_was_never_written_is_missing(path: Path) -> None:
    assert file_links(path, [6]).keys() == set()
    assert file_links(path, [5, 6]).keys() == {5}
    assert file_links(path, []) == {}
    assert file_links(path.with_name("other.log"), [1]) == {}


def test_nothing_behind_a_change_in_the_file_is_proved(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"three", b"thrEE"))
    assert file_links(path, [1, 3, 5]).keys() == {1}


async def write(journal: PostgresJournal, *texts: str) -> None:
    for text in texts:
        async with journal.transaction() as transaction:
            transaction.emit(NOTES, "k", noted(text))


async def test_rows_of_an_outbox_are_proved_against_the_row_before(
    journal: PostgresJournal, database: Database, query: Callable[..., list[tuple[bytes, ...]]]
) -> None:
    await write(journal, "a", "b", "c")
    links = await outbox_links(database, "alpha", [1, 3, 9])
    assert {seq: link.holds for seq, link in links.items()} == {1: True, 3: True}
    stored = query("SELECT prev_hash, hash, payload FROM journal.outbox ORDER BY seq")
    assert (links[3].prev_hash, links[3].hash, links[3].payload) == tuple(map(bytes, stored[2]))


@pytest.mark.parametrize(
    ("change", "holding"),
    [
        ("UPDATE journal.outbox SET payload = 'x' WHERE seq = 2", [True, False, True]),
        ("UPDATE journal.outbox SET ts_event = 5 WHERE seq = 3", [True, True, False]),
        ("UPDATE journal.outbox SET hash = 'x' WHERE seq = 1", [False, False, True]),
    ],
)
async def test_a_change_in_an_outbox_is_found(
    journal: PostgresJournal, database: Database, clean_url: str, change: str, holding: list[bool]
) -> None:
    await write(journal, "a", "b", "c")
    with psycopg.connect(clean_url, autocommit=True) as connection:
        connection.execute(change)
    links = await outbox_links(database, "alpha", [1, 2, 3])
    assert [links[seq].holds for seq in (1, 2, 3)] == holding
