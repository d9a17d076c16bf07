"""The file journal of the hot path: append, fdatasync, then acknowledge. One process writes, others read along.

`<name>.log` holds the frames (see `frames`), `<name>.log.head` the number and hash of the last acknowledged record.
What a crash left behind that record is cut at the next open; what is missing before it is an error.
"""

import errno
import fcntl
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from nautilus.kernel.errors import ConflictError, JournalBrokenError, UnavailableError
from nautilus.kernel.journal.chain import Head, HeadFile, genesis
from nautilus.kernel.journal.frames import FRAME, Record, body_length, follow, holds_a_frame, pack, unpack

SUFFIX = ".log"
HEAD_SUFFIX = ".log.head"
_BUFFER = 1024 * 1024
_sync = getattr(os, "fdatasync", os.fsync)  # macOS has the latter only


class FileJournal:
    """The writer of `path` (`<name>.log`); the chain has the file's name. Not for several threads."""

    def __init__(self, path: Path) -> None:
        """Open or make the file and cut what a crash left unacknowledged.

        Raises ConflictError when another process writes it, JournalBrokenError when the chain does not hold.
        """
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        self._head_file = HeadFile(head_file_of(path))
        self._failed = False
        self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            self._lock()
            self.head, self._end = check(path)
            os.ftruncate(self._descriptor, self._end)
            os.fsync(self._descriptor)
            _sync_folder(path.parent)
            self._head_file.write(self.head)
        except BaseException:
            os.close(self._descriptor)
            raise

    def append(self, payload: bytes) -> int:
        """Write one record; when this returns its number, it is on the disk. Raises UnavailableError when it is not."""
        return self.append_batch([payload])[0]

    def append_batch(self, payloads: Sequence[bytes]) -> range:
        """Write records together, all of them or none, with one sync; their numbers."""
        if self._failed:
            raise UnavailableError(f"{self.path} could not be written; restart this process once the disk is well.")
        if not payloads:
            return range(self.head.seq + 1, self.head.seq + 1)
        frame, head = pack(self.head, payloads)
        self._write(frame)
        self._end += len(frame)
        numbers = range(self.head.seq + 1, head.seq + 1)
        self.head = head
        self._head_file.write(head)
        return numbers

    def read(self, from_seq: int = 1) -> Iterator[Record]:
        """Acknowledged records from `from_seq` on, read from the disk again."""
        reader = FileJournalReader(self.path, from_seq)
        try:
            while records := reader.read():
                yield from records
        finally:
            reader.close()

    def close(self) -> None:
        os.close(self._descriptor)

    def _lock(self) -> None:
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)  # the system frees it when we die
        except BlockingIOError as error:
            raise ConflictError(f"Another process writes {self.path}; stop it first (`nautilus status`).") from error

    def _write(self, frame: bytes) -> None:
        try:
            written = 0
            while written < len(frame):
                written += os.pwrite(self._descriptor, frame[written:], self._end + written)
        except OSError as error:
            os.ftruncate(self._descriptor, self._end)
            reason = "the disk is full; free some space" if error.errno == errno.ENOSPC else str(error)
            raise UnavailableError(f"{self.path} could not be written: {reason}.") from error
        try:
            _sync(self._descriptor)
        except OSError as error:
            self._failed = True  # the kernel forgets what it could not write: only a fresh look at the file can tell
            raise UnavailableError(f"{self.path} may not be on the disk: {error}; check it and restart.") from error


class FileJournalReader:
    """Reads along while another process writes: each acknowledged record once, from `from_seq` on."""

    def __init__(self, path: Path, from_seq: int = 1) -> None:
        self.path = path
        self._from_seq = from_seq
        self._head_file = HeadFile(head_file_of(path))
        self._head = genesis(path.stem)
        self._offset = 0
        self._file: BinaryIO | None = None

    def read(self, limit: int = 1_000) -> list[Record]:
        """The next records, [] when there are none yet; about `limit`, as an append is not divided.

        Raises JournalBrokenError when an acknowledged record is missing or was changed.
        """
        acknowledged = self._head_file.read()
        found: list[Record] = []
        while acknowledged is not None and self._head.seq < acknowledged.seq and len(found) < limit:
            frame = _frame_at(self._opened(), self._offset)
            records = unpack(frame)
            if records is None:
                raise JournalBrokenError(
                    f"{self.path}: record {self._head.seq + 1} is damaged at byte {self._offset}, though "
                    f"{acknowledged.seq} were acknowledged; restore the file from a backup."
                )
            self._head = _followed(self.path, self._head, records)
            self._offset += len(frame)
            found += [record for record in records if record.seq >= self._from_seq]
        return found

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None

    def _opened(self) -> BinaryIO:
        if self._file is None:
            self._file = self.path.open("rb", buffering=0)
        return self._file


def check(path: Path) -> tuple[Head, int]:
    """Recompute the chain of the file; its head and where its last whole frame ends. It may be written meanwhile.

    Raises JournalBrokenError when a record was changed, or when acknowledged records are missing.
    """
    acknowledged = HeadFile(head_file_of(path)).read()  # before the file: it must not be ahead of what we read
    head = genesis(path.stem)
    kept = head
    end = 0
    with path.open("rb", buffering=_BUFFER) as file:
        size = os.fstat(file.fileno()).st_size
        for records, length in _frames(file, size):
            head = _followed(path, head, records)
            end += length
            if acknowledged and records[0].seq <= acknowledged.seq <= head.seq:
                kept = Head(acknowledged.seq, records[acknowledged.seq - records[0].seq].hash)
        file.seek(end)
        rest = file.read(size - end)
    if holds_a_frame(rest):
        raise JournalBrokenError(
            f"{path}: record {head.seq + 1} is damaged at byte {end}, later ones are whole; restore it from a backup."
        )
    if acknowledged and head.seq < acknowledged.seq:
        raise JournalBrokenError(
            f"{path}: ends with record {head.seq}, but {acknowledged.seq} were acknowledged; restore it from a backup."
        )
    if acknowledged and kept != acknowledged:
        raise JournalBrokenError(
            f"{path}: record {kept.seq} is not the one that was acknowledged; the file was written anew."
        )
    return head, end


def head_file_of(path: Path) -> Path:
    return path.with_name(path.stem + HEAD_SUFFIX)


def _frames(file: BinaryIO, size: int) -> Iterator[tuple[list[Record], int]]:
    """Records and length of each whole frame from the start of `file`, up to the first that is not."""
    end = 0
    while end < size:
        frame = _frame_at(file, end)
        records = unpack(frame) if end + len(frame) <= size else None
        if not records:
            return
        yield records, len(frame)
        end += len(frame)


def _frame_at(file: BinaryIO, offset: int) -> bytes:
    """Bytes of the frame that begins at `offset`; too few of them when it was cut, or does not begin there."""
    if file.tell() != offset:
        file.seek(offset)
    header = file.read(FRAME.size)
    length = body_length(header)
    return header if length is None else header + file.read(length)


def _followed(path: Path, head: Head, records: Sequence[Record]) -> Head:
    try:
        return follow(head, records)
    except JournalBrokenError as error:
        raise JournalBrokenError(f"{path}: {error}; restore it from a backup.") from error


def _sync_folder(folder: Path) -> None:
    """A new file survives a power cut only when its folder was synced too."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
