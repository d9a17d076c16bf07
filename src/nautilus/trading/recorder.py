"""The account's journal as a tape: what it holds is played back, what is new is recorded behind it.

While it plays back, a command that a strategy asks for again is answered from the tape, and nothing is sent. The tape
ends exactly where the node died; from there on the same calls record.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from nautilus.kernel.errors import NautilusError
from nautilus.trading.events import Batch, Cause, Position, decode, encode


class DivergenceError(NautilusError):
    """Running the records again did not ask for what the journal holds. The journal stays the authority."""

    title = "Re-execution differs from the journal"


class Entry(Protocol):
    @property
    def payload(self) -> bytes: ...


class Journal(Protocol):
    """The file journal of the kernel."""

    def append_batch(self, payloads: Sequence[bytes]) -> range:
        """All of them or none are on the disk when this returns."""

    def read(self, from_seq: int = 1) -> Iterator[Entry]: ...


class Recorder:
    """`replaying` until every batch that the journal held at the start has been taken."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._tape = deque(decode(entry.payload) for entry in journal.read())
        self._unwritten: list[bytes] = []
        self.end = self._tape[-1].position if self._tape else None
        """Where the journal ended at the start."""

    @property
    def replaying(self) -> bool:
        return bool(self._tape)

    @property
    def upcoming(self) -> Batch | None:
        """The next batch of the tape."""
        return self._tape[0] if self._tape else None

    @property
    def tape(self) -> Iterable[Batch]:
        """What is still to be played back."""
        return self._tape

    def take(self) -> Batch:
        return self._tape.popleft()

    def expect(self, cause: Cause, position: Position, what: str) -> Batch:
        """The next batch, which must be the answer to what was asked for. Raises DivergenceError."""
        batch = self._tape[0]
        if batch.cause is not cause or batch.position != position:
            raise DivergenceError(
                f"at {position} {what} was asked for, but the journal goes on with {batch.cause} at {batch.position}: "
                "the strategy's code or its inputs have changed since; restart the run"
            )
        return self._tape.popleft()

    def write(self, batch: Batch, *, durable: bool = True) -> None:
        """Record. With `durable` it is on the disk when this returns, and everything before it."""
        self._unwritten.append(encode(batch))
        if durable:
            self.flush()

    def flush(self) -> None:
        if self._unwritten:
            self._journal.append_batch(self._unwritten)
            self._unwritten.clear()
