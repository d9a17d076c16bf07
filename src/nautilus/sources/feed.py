"""The contract of live feeds: records as they arrive, each with the exchange's time, the feed's number, when we had it.

A feed numbers what it sends of one instrument and kind of record 1, 2, 3 … without holes: so what was missed is seen,
and what comes twice is known. Asked again after a loss it sends what follows on the numbers that we have, where it can.
A feed is a source as well: its parser reads the bytes as they were kept, so what was recorded can be read anew.
"""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Protocol

import msgspec

from nautilus.kernel.errors import NotFoundError
from nautilus.sources import source_names


class FeedTrade(msgspec.Struct, frozen=True, tag_field="type", tag="trade"):
    """A trade. `ts` is the exchange's time, nanoseconds UTC."""

    instrument: str
    number: int
    ts: int
    price: float
    size: float


class FeedBar(msgspec.Struct, frozen=True, tag_field="type", tag="bar"):
    """A bar that has closed. `ts` is its close, nanoseconds UTC, `step` its length in seconds."""

    instrument: str
    number: int
    ts: int
    step: int
    open: float
    high: float
    low: float
    close: float
    volume: float


type FeedRecord = FeedTrade | FeedBar


@dataclass(frozen=True)
class Received:
    """A record, when we had it (nanoseconds UTC), and the bytes that said it."""

    record: FeedRecord
    received_ns: int
    line: bytes


@dataclass(frozen=True)
class Asked:
    """What a feed is to send: records (`trades` or `bars`) of instruments, behind these numbers (0: from now on)."""

    records: str
    after: Mapping[str, int]


def content_of(received: Sequence[Received]) -> bytes:
    """The bytes under which records are kept: lines of the nanosecond at which we had one, a space, what said it."""
    return b"\n".join(b"%d %s" % (each.received_ns, each.line) for each in received)


class Feed(Protocol):
    """The only I/O of a live source."""

    def read(self, asked: Asked, now_ns: Callable[[], int]) -> AsyncIterator[Sequence[Received]]:
        """What arrives, in its order, several at once where several wait. Raises UnavailableError when the feed is
        lost, InvalidInputError for what is no record; whoever reads asks again."""

    def kept(self, content: bytes) -> Sequence[Received]:
        """What `content_of` kept."""


class FeedSettings(Protocol):
    """What of the configuration feeds need."""

    @property
    def wire_url(self) -> str: ...


def feed_names() -> list[str]:
    """Names of the sources that are live feeds: those whose package can open one."""
    return [name for name in source_names() if hasattr(import_module(f"nautilus.sources.{name}"), "open_feed")]


def open_feed(name: str, settings: FeedSettings) -> Feed:
    """The feed called `name`. Raises NotFoundError naming those there are, ConfigurationError for a missing setting."""
    if name not in feed_names():
        raise NotFoundError(f"no feed is called {name!r}; there are {', '.join(feed_names())}")
    feed: Feed = import_module(f"nautilus.sources.{name}").open_feed(settings)
    return feed
