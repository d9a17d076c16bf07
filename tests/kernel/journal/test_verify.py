"""Whatever is done to the journal behind its back, verification names it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from nautilus.kernel.errors import JournalBrokenError, UnavailableError
from nautilus.kernel.journal import FileJournal, PostgresJournal, genesis, link
from nautilus.kernel.journal.verify import ChainReport, verify

from .notes import NOTES, noted

type Ask = Callable[..., list[tuple[object, ...]]]

LAST_HEAD = (
    "UPDATE journal.head h SET (seq, hash) ="
    " (SELECT seq, hash FROM journal.outbox o WHERE o.engine = h.engine ORDER BY seq DESC LIMIT 1)"
)


@pytest.fixture
async def events(journal: PostgresJournal) -> PostgresJournal:
    """Five events of alpha."""
    for number in range(5):
        async with journal.transaction() as transaction:
            transaction.emit(NOTES, "k", noted(f"note {number}"))
    return journal


def broken(url: str, home: Path) -> str:
    with pytest.raises(JournalBrokenError) as caught:
        list(verify(url, home))
    return str(caught.value)


async def test_a_journal_as_written_holds(events: PostgresJournal, query: Ask, clean_url: str, tmp_path: Path) -> None:
    with_files = FileJournal(tmp_path / "journal" / "node.log")
    with_files.append_batch([b"one", b"two"])
    with_files.close()
    ((digest,),) = query("SELECT hash FROM journal.outbox WHERE seq = 5")
    assert isinstance(digest, bytes)
    first = link(genesis("node").hash, 1, b"one")
    assert list(verify(clean_url, tmp_path)) == [
        ChainReport("outbox", "alpha", 5, digest.hex(), 5),
        ChainReport("file", "node", 2, link(first, 2, b"two").hex(), 2),
    ]


@pytest.mark.parametrize(
    "change",
    [
        "payload = set_byte(payload, 5, 1)",
        "payload = ''",
        "topic = 'alpha.other'",
        "key = 'j'",
        "ts_event = ts_event + 1",
        "hash = set_byte(hash, 0, get_byte(hash, 0) # 1)",
        "prev_hash = set_byte(prev_hash, 31, get_byte(prev_hash, 31) # 1)",
        "message_id = 'alpha-9'",
        "engine = 'beta'",
    ],
)
@pytest.mark.parametrize("seq", [1, 3, 5])
async def test_a_changed_field_is_caught(
    events: PostgresJournal, query: Ask, clean_url: str, tmp_path: Path, change: str, seq: int
) -> None:
    query(f"UPDATE journal.outbox SET {change} WHERE seq = {seq}")
    assert f"event {seq}" in broken(clean_url, tmp_path)


@pytest.mark.parametrize("seq", [1, 3, 5])
async def test_a_deleted_row_is_caught(
    events: PostgresJournal, query: Ask, clean_url: str, tmp_path: Path, seq: int
) -> None:
    query(f"DELETE FROM journal.outbox WHERE seq = {seq}")
    assert f"event {seq}" in broken(clean_url, tmp_path)


async def test_rows_that_close_the_gap_of_a_deleted_one_are_caught(
    events: PostgresJournal, query: Ask, clean_url: str, tmp_path: Path
) -> None:
    query("DELETE FROM journal.outbox WHERE seq = 3")
    for seq in (4, 5):
        query(f"UPDATE journal.outbox SET seq = {seq - 1}, message_id = 'alpha-{seq - 1}' WHERE seq = {seq}")
    assert "event 3 does not follow event 2" in broken(clean_url, tmp_path)


@pytest.mark.parametrize("columns", ["payload", "payload, hash", "payload, prev_hash, hash, ts_event"])
async def test_swapped_rows_are_caught(
    events: PostgresJournal, query: Ask, clean_url: str, tmp_path: Path, columns: str
) -> None:
    query(
        f"UPDATE journal.outbox a SET ({columns}) = (SELECT {columns} FROM journal.outbox b"
        " WHERE b.engine = a.engine AND b.seq = 6 - a.seq) WHERE seq IN (2, 4)"
    )
    assert "event 2" in broken(clean_url, tmp_path)


async def test_a_cut_tail_is_caught_by_the_head(
    events: PostgresJournal, query: Ask, clean_url: str, tmp_path: Path
) -> None:
    query("DELETE FROM journal.outbox WHERE seq > 3")
    assert "ends with event 3, but journal.head names event 5" in broken(clean_url, tmp_path)


async def test_a_tail_cut_together_with_its_head_is_caught_by_the_home(
    events: PostgresJournal, query: Ask, clean_url: str, tmp_path: Path
) -> None:
    query("DELETE FROM journal.outbox WHERE seq > 3")
    query(LAST_HEAD)
    assert "the home knows event 5, but the chain ends with 3" in broken(clean_url, tmp_path)


async def test_a_chain_that_vanished_is_caught_by_the_home(
    events: PostgresJournal, query: Ask, clean_url: str, tmp_path: Path
) -> None:
    query("TRUNCATE journal.outbox, journal.head")
    assert "the home knows event 5" in broken(clean_url, tmp_path)


async def test_a_chain_forged_from_the_middle_is_caught_by_the_home(
    events: PostgresJournal, query: Ask, clean_url: str, tmp_path: Path
) -> None:
    """The forger recomputes every hash and the head in the database, but does not reach the home."""
    previous = genesis("alpha").hash
    for engine, seq, *fields in query(
        "SELECT engine, seq, message_id, topic, key, ts_event, payload FROM journal.outbox ORDER BY seq"
    ):
        fields[-1] = b"forged" if seq == 2 else fields[-1]
        digest = link(previous, engine, seq, *fields)  # type: ignore[arg-type]
        query(
            "UPDATE journal.outbox SET payload = %s, prev_hash = %s, hash = %s WHERE seq = %s",
            *(fields[-1], previous, digest, seq),
        )
        previous = digest
    query(LAST_HEAD)
    assert "the home knows event 5, but that event has another hash" in broken(clean_url, tmp_path)
    (tmp_path / "journal" / "alpha.head").unlink()
    assert [chain.count for chain in verify(clean_url, tmp_path)] == [5]


async def test_an_event_added_by_hand_is_caught(
    events: PostgresJournal, query: Ask, clean_url: str, tmp_path: Path
) -> None:
    query(
        "INSERT INTO journal.outbox SELECT engine, 6, 'alpha-6', topic, key, ts_event, payload, hash, hash"
        " FROM journal.outbox WHERE seq = 5"
    )
    assert "event 6 was changed" in broken(clean_url, tmp_path)


async def test_a_head_file_that_lags_is_no_break(
    events: PostgresJournal, query: Ask, clean_url: str, tmp_path: Path
) -> None:
    """A kill between commit and the write of the head."""
    head_file = tmp_path / "journal" / "alpha.head"
    before = head_file.read_bytes()
    async with events.transaction() as transaction:
        transaction.emit(NOTES, "k", noted("sixth"))
    head_file.write_bytes(before)
    assert [(chain.count, chain.kept) for chain in verify(clean_url, tmp_path)] == [(6, 5)]


async def test_a_file_journal_that_is_gone_is_caught(clean_url: str, tmp_path: Path) -> None:
    journal = FileJournal(tmp_path / "journal" / "node.log")
    journal.append(b"one")
    journal.close()
    journal.path.unlink()
    assert "node.log is gone" in broken(clean_url, tmp_path)


def test_a_database_without_a_journal_says_so(database_url: str, tmp_path: Path) -> None:
    postgres = database_url.rpartition("/")[0] + "/template1"
    with pytest.raises(UnavailableError, match="no journal yet"):
        list(verify(postgres, tmp_path))
