"""The wire format without I/O: commands to bytes, bytes to replies. hiredis does the parsing.

Specification: https://redis.io/docs/latest/develop/reference/protocol-spec/ (RESP3).
"""

from asyncio import Future
from collections import deque
from collections.abc import Iterable, Sequence
from typing import Any

import hiredis

from nautilus.kernel.bus.commands import Command, Fields
from nautilus.kernel.bus.errors import CommandError, ConnectionLostError

_INCOMPLETE = object()


def pack(commands: Iterable[Command]) -> bytes:
    return b"".join([hiredis.pack_command(command) for command in commands])  # type: ignore[arg-type]


def pack_adds(stream: bytes, entries: Sequence[Fields], max_length: int | None) -> bytes:
    """XADD for each entry. Formatted from a template: three times the speed of packing argument by argument."""
    bound = b"" if max_length is None else b"$6\r\nMAXLEN\r\n$1\r\n~\r\n" + _bulk(b"%d" % max_length)
    size = 3 if max_length is None else 6
    head = b"$4\r\nXADD\r\n%b%b$1\r\n*\r\n" % (_bulk(stream), bound)
    parts = []
    for fields in entries:
        parts.append(b"*%d\r\n%b" % (size + len(fields), head))
        parts += [b"$%d\r\n%b\r\n" % (len(part), part) for part in fields]
    return b"".join(parts)


def _bulk(data: bytes) -> bytes:
    return b"$%d\r\n%b\r\n" % (len(data), data)


class Exchange:
    """Commands sent together, and the replies so far. `deadline` is in the event loop's time."""

    __slots__ = ("deadline", "future", "replies", "wanted")

    def __init__(self, wanted: int, future: "Future[list[Any]]", deadline: float) -> None:
        self.wanted = wanted
        self.future = future
        self.deadline = deadline
        self.replies: list[Any] = []


class Conversation:
    """Matches replies with the exchanges that wait for them: the server answers in the order of the commands."""

    def __init__(self) -> None:
        self._reader = hiredis.Reader(replyError=CommandError, notEnoughData=_INCOMPLETE)
        self._waiting: deque[Exchange] = deque()

    @property
    def overdue_at(self) -> float | None:
        """When the oldest exchange should have been answered."""
        return self._waiting[0].deadline if self._waiting else None

    def expect(self, exchange: Exchange) -> None:
        self._waiting.append(exchange)

    def feed(self, data: bytes) -> None:
        """Completes the exchanges that are answered. Raises hiredis.ProtocolError for what is not RESP."""
        self._reader.feed(data)
        gets = self._reader.gets
        while (reply := gets()) is not _INCOMPLETE:
            if type(reply) is hiredis.PushNotification:
                continue
            if not self._waiting:
                raise hiredis.ProtocolError("the server sent a reply that nobody asked for")
            exchange = self._waiting[0]
            exchange.replies.append(reply)
            if len(exchange.replies) == exchange.wanted:
                self._waiting.popleft()
                if not exchange.future.done():
                    exchange.future.set_result(exchange.replies)

    def fail(self, reason: str) -> None:
        """Tell everyone who waits that the connection is gone."""
        while self._waiting:
            future = self._waiting.popleft().future
            if not future.done():
                future.set_exception(ConnectionLostError(reason))
