"""Recompute every chain: the outbox of each engine in PostgreSQL, and each file journal of the home.

A chain holds when its records are numbered 1, 2, …, each hash is that of its content and of the hash before it, the
last is the head in `journal.head`, and the head in the home (`journal/<engine>.head`, `journal/<name>.log.head`) is one
of its records.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import psycopg

from nautilus.kernel.database import describe
from nautilus.kernel.errors import JournalBrokenError, UnavailableError
from nautilus.kernel.journal.chain import Head, HeadFile, genesis, link
from nautilus.kernel.journal.file import HEAD_SUFFIX, SUFFIX, check
from nautilus.kernel.journal.postgres import HEADS_FOLDER, head_path

_CONNECT_SECONDS = 5
_ENGINES = "SELECT engine FROM journal.head UNION SELECT engine FROM journal.outbox ORDER BY 1"
_HEAD = "SELECT seq, hash FROM journal.head WHERE engine = %s"
_ROWS = """
    SELECT prev_hash, engine, seq, message_id, topic, key, ts_event, payload, hash
    FROM journal.outbox WHERE engine = %s ORDER BY seq"""


class ChainReport(msgspec.Struct, frozen=True):
    """A chain that holds: `kind` is outbox or file, `head` the hash of its last record in hexadecimal."""

    kind: str
    name: str
    count: int
    head: str
    kept: int | None
    """Number of the record that the head in the home names; None when the home has none for this chain."""


def verify(url: str, home: Path) -> Iterator[ChainReport]:
    """Every chain of the database at `url` and of `home`, one after the other.

    Engines may be at work meanwhile. Raises JournalBrokenError at the first break, UnavailableError when the database
    does not answer.
    """
    yield from verify_database(url, home)
    yield from verify_files(home)


def verify_database(url: str, home: Path) -> Iterator[ChainReport]:
    """Every outbox, as of one moment."""
    kept = _kept_heads(home)  # before the database: they must not be ahead of what we read
    try:
        with psycopg.connect(url, connect_timeout=_CONNECT_SECONDS) as connection:
            connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            connection.read_only = True
            engines = {row[0] for row in connection.execute(_ENGINES)}
            for engine in sorted(engines | kept.keys()):
                row = connection.execute(_HEAD, [engine]).fetchone()
                with connection.cursor(name="chain", binary=True) as cursor:
                    cursor.execute(_ROWS, [engine])
                    yield check_chain(engine, cursor, Head(*row) if row else None, kept.get(engine))
    except psycopg.errors.UndefinedTable as error:
        raise UnavailableError(f"{describe(url)} has no journal yet. Start the platform once: nautilus up") from error
    except psycopg.OperationalError as error:
        raise UnavailableError(f"The database {describe(url)} does not answer. Start it: nautilus up") from error


def verify_files(home: Path) -> Iterator[ChainReport]:
    """Every file journal of the home."""
    folder = home / HEADS_FOLDER
    names = {path.name.removesuffix(HEAD_SUFFIX) for path in folder.glob(f"*{HEAD_SUFFIX}")}
    names |= {path.name.removesuffix(SUFFIX) for path in folder.glob(f"*{SUFFIX}")}
    for name in sorted(names):
        path = folder / f"{name}{SUFFIX}"
        if not path.exists():
            raise JournalBrokenError(f"{path} is gone, but its head file is there; restore the file from a backup.")
        kept = HeadFile(folder / f"{name}{HEAD_SUFFIX}").read()
        head, _ = check(path)
        yield ChainReport("file", name, head.seq, head.hash.hex(), kept.seq if kept else None)


def check_chain(engine: str, rows: Iterable[tuple[Any, ...]], head: Head | None, kept: Head | None) -> ChainReport:
    """Recompute one outbox from its rows (prev_hash, then the linked fields, then hash) in order of seq.

    Raises JournalBrokenError naming the first event that is missing or was changed.
    """
    last = genesis(engine)
    kept_found = kept is None or kept == last
    for prev_hash, _, seq, *fields, digest in rows:
        if seq != last.seq + 1:
            raise JournalBrokenError(f"{engine}: event {last.seq + 1} is missing; {seq} follows {last.seq}.")
        if fields[0] != f"{engine}-{seq}":
            raise JournalBrokenError(f"{engine}: event {seq} was changed: its message id is {fields[0]}.")
        if prev_hash != last.hash:
            raise JournalBrokenError(f"{engine}: event {seq} does not follow event {last.seq}: prev_hash differs.")
        if digest != link(prev_hash, engine, seq, *fields):
            raise JournalBrokenError(f"{engine}: event {seq} was changed: its hash is not that of its content.")
        last = Head(seq, digest)
        kept_found = kept_found or kept == last
    if last != (head or genesis(engine)):
        found = f"event {head.seq}" if head else "no event"
        raise JournalBrokenError(f"{engine}: the chain ends with event {last.seq}, but journal.head names {found}.")
    if kept and not kept_found:
        what = f"the chain ends with {last.seq}" if kept.seq > last.seq else "that event has another hash"
        raise JournalBrokenError(f"{engine}: the home knows event {kept.seq}, but {what}.")
    return ChainReport("outbox", engine, last.seq, last.hash.hex(), kept.seq if kept else None)


def _kept_heads(home: Path) -> dict[str, Head]:
    heads: dict[str, Head] = {}
    for path in sorted((home / HEADS_FOLDER).glob("*.head")):
        if not path.name.endswith(HEAD_SUFFIX):
            kept = HeadFile(head_path(home, path.stem)).read()
            if kept:
                heads[path.stem] = kept
    return heads
