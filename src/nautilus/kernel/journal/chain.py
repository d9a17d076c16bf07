"""The hash chain: SHA-256 over an unambiguous encoding of every field, the previous hash first.

    genesis(name) = SHA-256(encode("nautilus.journal.1", name))
    link(previous, *fields) = SHA-256(encode(previous, *fields))

A field is encoded as one byte of kind (b, i, s), its length in eight bytes, big-endian, then its bytes; an integer as
eight bytes, big-endian, two's complement, a string as UTF-8. So no two lists of fields have the same encoding, and the
chains of two engines have nothing in common from the first record on.

An outbox row links (engine, seq, message_id, topic, key, ts_event, payload); a record of a file journal (seq, payload).
"""

import os
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from struct import Struct
from zlib import crc32

from nautilus.kernel.errors import JournalBrokenError

type Field = bytes | str | int

_HEADER = Struct(">cQ")
_INTEGER = Struct(">cQq")
_FORMAT = "nautilus.journal.1"
_LINE = 20 + 1 + 64 + 1 + 8 + 1
_READS = 100


@dataclass(frozen=True)
class Head:
    """The last record of a chain: its number (0 for none yet) and hash."""

    seq: int
    hash: bytes


def genesis(name: str) -> Head:
    """What the first record of the chain `name` links to."""
    return Head(0, sha256(encode(_FORMAT, name)).digest())


def link(previous: bytes, *fields: Field) -> bytes:
    """Hash of a record that follows the one with hash `previous`."""
    return sha256(encode(previous, *fields)).digest()


def encode(*fields: Field) -> bytes:
    """Unambiguous bytes of `fields`."""
    parts: list[bytes] = []
    for value in fields:
        if isinstance(value, int):
            parts.append(_INTEGER.pack(b"i", 8, value))
            continue
        kind, content = (b"s", value.encode()) if isinstance(value, str) else (b"b", value)
        parts += (_HEADER.pack(kind, len(content)), content)
    return b"".join(parts)


class HeadFile:
    """A head kept apart from its chain, so that a chain that was cut, or written anew, gives itself away.

    One line, "seq hash check", overwritten by a single write after the chain is durable and before that is
    acknowledged. It may lag by what a crash cut off, it is never ahead of the chain. (One write into one sector is as
    whole as a rename, and on a disk many times quicker.)
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self) -> Head | None:
        """None when it was never written. Raises JournalBrokenError when it is not a head."""
        for _ in range(_READS):
            try:
                text = self.path.read_bytes()
            except FileNotFoundError:
                return None
            if not text:
                return None  # the machine lost power before the first write reached the disk
            head = _parse(text)
            if head:
                return head  # else it is being overwritten just now: read again
        raise JournalBrokenError(
            f"{self.path} is not a journal head: {text[:100]!r}. Restore it from a backup, or remove it to go on "
            "without this check."
        )

    def write(self, head: Head) -> None:
        descriptor = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            os.pwrite(descriptor, _format(head), 0)
        finally:
            os.close(descriptor)


def _format(head: Head) -> bytes:
    line = b"%020d %s" % (head.seq, head.hash.hex().encode())
    return b"%s %08x\n" % (line, crc32(line))


def _parse(text: bytes) -> Head | None:
    line, _, check = text.rstrip(b"\n").rpartition(b" ")
    if len(text) != _LINE or check != b"%08x" % crc32(line):
        return None
    number, digest = line.split()
    return Head(int(number), bytes.fromhex(digest.decode()))
