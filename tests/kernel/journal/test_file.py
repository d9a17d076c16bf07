"""The file journal: what was acknowledged is there, what was torn is cut, what was changed is named."""

import os
import signal
import struct
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from zlib import crc32

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nautilus.kernel.errors import ConflictError, JournalBrokenError, UnavailableError
from nautilus.kernel.journal import FileJournal, FileJournalReader, HeadFile, genesis
from nautilus.kernel.journal.file import check, head_file_of
from nautilus.kernel.journal.frames import FRAME, pack

BATCHES = st.lists(st.lists(st.binary(max_size=40), min_size=1, max_size=3), min_size=1, max_size=6)
ON_FILES = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal" / "node.log"


@pytest.fixture
def written(path: Path) -> Path:
    """Records 1 to 5: appends of one, three and one."""
    write(path, [[b"one"], [b"two", b"three", b"four"], [b"five"]])
    return path


def write(path: Path, batches: list[list[bytes]]) -> None:
    path.unlink(missing_ok=True)
    head_file_of(path).unlink(missing_ok=True)
    journal = FileJournal(path)
    for batch in batches:
        journal.append_batch(batch)
    journal.close()


def payloads(path: Path, from_seq: int = 1) -> list[bytes]:
    journal = FileJournal(path)
    try:
        return [record.payload for record in journal.read(from_seq)]
    finally:
        journal.close()


def frame_sizes(batches: list[list[bytes]]) -> list[int]:
    return [len(pack(genesis("x"), batch)[0]) for batch in batches]


def test_records_are_numbered_and_read_back(path: Path) -> None:
    journal = FileJournal(path)
    assert journal.append(b"one") == 1
    assert journal.append_batch([b"two", b""]) == range(2, 4)
    assert journal.append_batch([]) == range(4, 4)
    assert [(record.seq, record.payload) for record in journal.read()] == [(1, b"one"), (2, b"two"), (3, b"")]
    assert [record.seq for record in journal.read(3)] == [3]
    journal.close()
    again = FileJournal(path)
    assert again.append(b"four") == 4
    again.close()
    assert payloads(path, 3) == [b"", b"four"]


def test_one_process_writes(written: Path) -> None:
    journal = FileJournal(written)
    with pytest.raises(ConflictError, match="Another process writes"):
        FileJournal(written)
    journal.close()
    FileJournal(written).close()


def test_a_reader_follows_the_writer_and_sees_each_record_once(path: Path) -> None:
    reader = FileJournalReader(path, from_seq=2)
    assert reader.read() == []
    journal = FileJournal(path)
    assert reader.read() == []
    journal.append(b"one")
    assert reader.read() == []
    journal.append_batch([b"two", b"three"])
    assert [record.payload for record in reader.read()] == [b"two", b"three"]
    assert reader.read() == []
    for number in range(10):
        journal.append(b"%d" % number)
    assert [record.seq for record in reader.read(limit=4)] == [4, 5, 6, 7]
    assert [record.seq for record in reader.read()] == [8, 9, 10, 11, 12, 13]
    journal.close()
    reader.close()


def test_a_reader_does_not_see_what_is_not_acknowledged(written: Path) -> None:
    """The frame is in the file, but its writer died before the sync came back."""
    frame, _ = pack(check(written)[0], [b"six"])
    with written.open("ab") as file:
        file.write(frame)
    reader = FileJournalReader(written, from_seq=5)
    assert [record.payload for record in reader.read()] == [b"five"]
    FileJournal(written).close()  # recovery keeps a whole frame, and acknowledges it
    assert [record.payload for record in reader.read()] == [b"six"]
    reader.close()


@ON_FILES
@given(BATCHES, st.data())
def test_a_file_cut_anywhere_keeps_every_whole_append(
    path: Path, batches: list[list[bytes]], data: st.DataObject
) -> None:
    write(path, batches)
    size = path.stat().st_size
    cut = data.draw(st.integers(0, size))
    os.truncate(path, cut)
    kept: list[bytes] = []
    end = 0
    for batch, length in zip(batches, frame_sizes(batches), strict=True):
        if end + length > cut:
            break
        end += length
        kept += batch
    if cut < size:  # every record was acknowledged: nothing may be cut in silence
        with pytest.raises(JournalBrokenError, match="were acknowledged"):
            FileJournal(path)
    head_file_of(path).unlink()
    assert payloads(path) == kept
    assert path.stat().st_size == end


@ON_FILES
@given(BATCHES, st.binary(min_size=1, max_size=60))
def test_a_torn_append_is_cut_and_the_journal_goes_on(path: Path, batches: list[list[bytes]], tail: bytes) -> None:
    write(path, batches)
    before = [payload for batch in batches for payload in batch]
    frame, _ = pack(check(path)[0], [tail, b"x"])
    with path.open("ab") as file:
        file.write(frame[: len(frame) * len(tail) // 61])
    journal = FileJournal(path)
    assert journal.append(b"next") == len(before) + 1
    journal.close()
    assert payloads(path) == [*before, b"next"]


@ON_FILES
@given(BATCHES, st.data())
def test_a_changed_byte_anywhere_is_caught(path: Path, batches: list[list[bytes]], data: st.DataObject) -> None:
    write(path, batches)
    content = bytearray(path.read_bytes())
    content[data.draw(st.integers(0, len(content) - 1))] ^= data.draw(st.integers(1, 255))
    path.write_bytes(content)
    with pytest.raises(JournalBrokenError):
        check(path)
    with pytest.raises(JournalBrokenError):
        FileJournal(path)
    assert path.read_bytes() == content  # evidence is left as it is


def test_damage_before_whole_frames_is_caught_without_the_head_file(written: Path) -> None:
    head_file_of(written).unlink()
    content = bytearray(written.read_bytes())
    content[FRAME.size + 4] ^= 1
    written.write_bytes(content)
    with pytest.raises(JournalBrokenError, match="record 1 is damaged at byte 0, later ones are whole"):
        FileJournal(written)


def test_a_payload_changed_with_its_checksum_is_caught(written: Path) -> None:
    content = written.read_bytes().replace(b"one", b"two", 1)
    _, length, _ = FRAME.unpack_from(content)
    body = content[FRAME.size : FRAME.size + length]
    written.write_bytes(FRAME.pack(b"NJF1", length, crc32(body)) + content[FRAME.size :])
    with pytest.raises(JournalBrokenError, match="record 1 was changed"):
        FileJournal(written)


@pytest.mark.parametrize("count", [2**32 - 1, 0, 7])
def test_a_frame_that_lies_about_its_records_is_no_frame(written: Path, count: int) -> None:
    content = bytearray(written.read_bytes())
    _, length, _ = FRAME.unpack_from(content)
    struct.pack_into("<I", content, FRAME.size + 8, count)
    FRAME.pack_into(content, 0, b"NJF1", length, crc32(content[FRAME.size : FRAME.size + length]))
    written.write_bytes(content)
    with pytest.raises(JournalBrokenError):
        FileJournal(written)


def test_a_file_written_anew_is_caught(written: Path) -> None:
    kept = HeadFile(head_file_of(written)).read()
    write(written, [[b"other"]] * 6)
    assert kept is not None
    HeadFile(head_file_of(written)).write(kept)
    with pytest.raises(JournalBrokenError, match="not the one that was acknowledged"):
        FileJournal(written)


def test_a_file_of_another_name_is_caught(written: Path) -> None:
    other = written.with_name("other.log")
    written.rename(other)
    with pytest.raises(JournalBrokenError, match="record 1 was changed"):
        FileJournal(other)


def test_a_reader_names_an_acknowledged_record_that_is_gone(written: Path) -> None:
    os.truncate(written, written.stat().st_size - 1)
    reader = FileJournalReader(written)
    with pytest.raises(JournalBrokenError, match="record 5 is damaged"):
        reader.read()
    reader.close()


def test_a_full_disk_refuses_the_record_and_keeps_the_journal(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    journal = FileJournal(path)
    journal.append(b"one")
    pwrite = os.pwrite

    def half(descriptor: int, data: bytes, offset: int) -> int:
        pwrite(descriptor, data[: len(data) // 2], offset)
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "pwrite", half)
        with pytest.raises(UnavailableError, match="the disk is full"):
            journal.append(b"two")
    assert journal.append(b"three") == 2
    journal.close()
    assert payloads(path) == [b"one", b"three"]


def test_after_a_failed_sync_nothing_is_acknowledged_any_more(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    journal = FileJournal(path)

    def fail(_: int) -> None:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as patched:
        patched.setattr("nautilus.kernel.journal.file._sync", fail)
        with pytest.raises(UnavailableError, match="may not be on the disk"):
            journal.append(b"one")
    with pytest.raises(UnavailableError, match="restart this process"):
        journal.append(b"two")
    journal.close()


WRITER = """
import sys
from pathlib import Path
from nautilus.kernel.journal import FileJournal
journal = FileJournal(Path(sys.argv[1]))
while True:
    seqs = journal.append_batch([b"x" * (journal.head.seq % 500)] * (1 + journal.head.seq % 3))
    sys.stdout.write(f"{seqs[-1]}\\n")
    sys.stdout.flush()
"""


@pytest.fixture
def writer(path: Path) -> Iterator["subprocess.Popen[str]"]:
    process = subprocess.Popen([sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE, text=True)
    yield process
    process.kill()
    process.communicate()


def test_nothing_acknowledged_is_lost_when_the_writer_is_killed(writer: "subprocess.Popen[str]", path: Path) -> None:
    assert writer.stdout is not None
    reader = FileJournalReader(path)
    carried: list[int] = []
    for number in range(200):
        writer.stdout.readline()
        carried += [record.seq for record in reader.read()]
        if number % 50 == 0:
            check(path)  # holds while it is written, too
    writer.send_signal(signal.SIGKILL)
    acknowledged = [int(line) for line in writer.stdout.read().split("\n")[:-1]]
    journal = FileJournal(path)
    assert journal.head.seq >= (acknowledged or carried)[-1]
    carried += [record.seq for record in reader.read(limit=10**9)]
    assert carried == list(range(1, journal.head.seq + 1))
    journal.close()
    reader.close()
