"""How many entries of a capped stream were trimmed before a group had read them. Pure bookkeeping.

Entries are numbered 1, 2, … in the order in which they were added. `position` is the number of the last one read:
it grows with each read, and is compared with what the server says (`entries-added`, length) at an audit, where
server state and read are one transaction. Between audits a read may silently skip a trimmed part; the next audit
that finds the group at the stream's end, or before its first entry, counts that too. The server's own `entries-read`
will not do: Redis 7.0 leaves trimmed entries out of it, Valkey 9 includes them.
"""

from dataclasses import dataclass
from typing import Any, Self


@dataclass
class GapCounter:
    position: int | None = None
    """None: unknown, before the first audit."""
    lost: int = 0
    lag: int = 0

    def count_read(self, entries: int) -> None:
        if self.position is not None:
            self.position += entries

    def audit(self, counts: "Counts", entries: int, at_end: bool) -> int:
        """Take stock: the server's counts just before `entries` were read. Returns how many are newly found lost.

        `at_end` says that the read was not cut short by its limit, so that it reached the end of the stream.
        """
        if self.position is None or self.position > counts.added:  # first look, or a stream that was made anew
            self.position = counts.read
        lost = max(counts.added - counts.length - self.position, 0)
        self.position += lost + entries
        if at_end:
            lost += counts.added - self.position
            self.position = counts.added
        self.lag = counts.added - self.position
        self.lost += lost
        return lost


@dataclass(frozen=True)
class Counts:
    """What the server counts for a group: entries ever added, entries kept, number of the last one read."""

    added: int
    length: int
    read: int

    @classmethod
    def of(cls, group: dict[bytes, Any], length: int) -> Self | None:
        """From a row of XINFO GROUPS and XLEN. None where the server does not know, as before the first read."""
        read, lag = group[b"entries-read"], group[b"lag"]
        return None if read is None or lag is None else cls(read + lag, length, read)
