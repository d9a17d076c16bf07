"""Single records of a chain, proved when somebody looks at them: in a file journal, and in an outbox."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from nautilus.kernel.database import Database
from nautilus.kernel.errors import JournalBrokenError
from nautilus.kernel.journal.chain import genesis, link
from nautilus.kernel.journal.file import FileJournalReader

_ROWS = """
    SELECT o.seq, o.prev_hash, o.hash, o.message_id, o.topic, o.key, o.ts_event, o.payload, p.hash
    FROM journal.outbox o LEFT JOIN journal.outbox p ON p.engine = o.engine AND p.seq = o.seq - 1
    WHERE o.engine = %s AND o.seq = ANY(%s)"""


@dataclass(frozen=True)
class Link:
    """A record as it is now. `holds`: its hash is that of its content and of the record before it."""

    seq: int
    prev_hash: bytes
    hash: bytes
    payload: bytes
    holds: bool


def file_links(path: Path, numbers: Iterable[int]) -> dict[int, Link]:
    """Records of a file journal. The chain is recomputed from its beginning: what stands behind a break is missing.

    Reads the file up to the last of `numbers`, so call it in a thread.
    """
    wanted = sorted(set(numbers))
    if not wanted or not path.exists():
        return {}
    found: dict[int, Link] = {}
    before = genesis(path.stem).hash
    reader = FileJournalReader(path, max(wanted[0] - 1, 1))
    try:
        while not found.keys() >= set(wanted) and (records := reader.read(1)):
            for record in records:
                if record.seq in wanted:
                    found[record.seq] = Link(record.seq, before, record.hash, record.payload, True)
                before = record.hash
    except JournalBrokenError:
        return found
    finally:
        reader.close()
    return found


async def outbox_links(database: Database, engine: str, numbers: Iterable[int]) -> dict[int, Link]:
    """Rows of an engine's outbox; those that are gone are missing."""
    found: dict[int, Link] = {}
    for seq, prev_hash, digest, *fields, last in await database.fetch(_ROWS, (engine, sorted(set(numbers)))):
        before = genesis(engine).hash if seq == 1 else last
        holds = prev_hash == before and digest == link(prev_hash, engine, seq, *fields)
        found[seq] = Link(seq, prev_hash, digest, fields[-1], holds)
    return found
