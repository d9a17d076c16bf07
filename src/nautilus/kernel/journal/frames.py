"""Format of a file journal: bytes in, records out, no I/O.

A file is a row of frames; a frame is what one append wrote, whole or not at all. Little-endian:

    "NJF1" | length of body u32 | CRC-32 of body u32 | body
    body:   number of the first record u64 | count u32 | count × (length u32 | hash 32 bytes | payload)

The hash of a record is `link(previous hash, seq, payload)`; the first follows `genesis(name of the file)`.
"""

from collections.abc import Sequence
from struct import Struct
from typing import NamedTuple
from zlib import crc32

from nautilus.kernel.errors import JournalBrokenError
from nautilus.kernel.journal.chain import Head, link

MAGIC = b"NJF1"
FRAME = Struct("<4sII")
LARGEST_BODY = 64 * 1024 * 1024
_BODY = Struct("<QI")
_RECORD = Struct("<I32s")


class Record(NamedTuple):
    """One acknowledged payload, its number in the chain from 1, and its hash."""

    seq: int
    payload: bytes
    hash: bytes


def pack(head: Head, payloads: Sequence[bytes]) -> tuple[bytes, Head]:
    """One frame with `payloads` as the records after `head`, and the new head. Raises ValueError if it is too large."""
    seq, previous = head.seq, head.hash
    parts = [_BODY.pack(seq + 1, len(payloads))]
    for payload in payloads:
        seq += 1
        previous = link(previous, seq, payload)
        parts += (_RECORD.pack(len(payload), previous), payload)
    body = b"".join(parts)
    if len(body) > LARGEST_BODY:
        raise ValueError(f"{len(body)} bytes in one append, {LARGEST_BODY} is the most; append fewer records at once")
    return FRAME.pack(MAGIC, len(body), crc32(body)) + body, Head(seq, previous)


def body_length(header: bytes) -> int | None:
    """How many bytes follow a frame's first `FRAME.size`, None when these do not begin a frame."""
    if len(header) < FRAME.size:
        return None
    magic, length, _ = FRAME.unpack_from(header)
    return length if magic == MAGIC and _BODY.size <= length <= LARGEST_BODY else None


def unpack(frame: bytes) -> list[Record] | None:
    """The records of a whole frame; None when it was cut or damaged."""
    if body_length(frame) != len(frame) - FRAME.size:
        return None
    body = frame[FRAME.size :]
    if crc32(body) != FRAME.unpack_from(frame)[2]:
        return None
    first, count = _BODY.unpack_from(body)
    records: list[Record] = []
    position = _BODY.size
    for seq in range(first, first + count):
        if position + _RECORD.size > len(body):
            return None
        length, digest = _RECORD.unpack_from(body, position)
        position += _RECORD.size
        records.append(Record(seq, body[position : position + length], digest))
        position += length
    return records if records and position == len(body) else None


def follow(head: Head, records: Sequence[Record]) -> Head:
    """The head after `records`. Raises JournalBrokenError where the chain does not hold."""
    for record in records:
        if record.seq != head.seq + 1:
            raise JournalBrokenError(f"record {head.seq + 1} is missing: {record.seq} follows {head.seq}")
        if record.hash != link(head.hash, record.seq, record.payload):
            raise JournalBrokenError(f"record {record.seq} was changed: its hash is not that of its content")
        head = Head(record.seq, record.hash)
    return head


def holds_a_frame(rest: bytes) -> bool:
    """Is there a whole frame somewhere in `rest`? Then what stands before it was not merely cut off."""
    position = rest.find(MAGIC)
    while position >= 0:
        length = body_length(rest[position : position + FRAME.size])
        if length is not None and unpack(rest[position : position + FRAME.size + length]) is not None:
            return True
        position = rest.find(MAGIC, position + 1)
    return False
