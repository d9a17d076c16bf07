"""Messages and topics: what crosses a bus is a frozen, versioned, tagged struct.

A message class is declared once, in the `messages.py` of the engine that publishes it:

    class LimitsPushed(Message, frozen=True, array_like=True, tag="risk.limits_pushed.1"): ...

The tag is `<engine>.<noun>.<version>`. A field is only ever appended, with a default; anything else is a new
version. `tests/contract/test_message_schema.py` holds a snapshot of every schema.
"""

from dataclasses import dataclass
from enum import StrEnum

import msgspec


class Message(msgspec.Struct, frozen=True, array_like=True, kw_only=True):
    """Base of all messages. Both times are nanoseconds UTC.

    `ts_event` is when it happened, in session time during a replay; `ts_init` is wall time at its making.
    """

    ts_event: int
    ts_init: int


class Bus(StrEnum):
    MARKET = "market"
    """Port 6380: capped, batched, not persisted."""
    LOGIC = "logic"
    """Port 6381: append-only file, consumer groups, at-least-once, dead letters, priority lanes."""


class Priority(StrEnum):
    NORMAL = "normal"
    URGENT = "urgent"
    """Read before anything else is: the lane of the kill switch."""


@dataclass(frozen=True)
class Topic:
    """A named, ordered stream of messages of the listed types. `name` is `<engine>.<plural>`.

    With `partitions` > 1 messages are hashed by key, and ordered within a partition only.
    `journaled` topics are written only through the outbox; the others may lose what a crash cuts off.
    """

    name: str
    bus: Bus
    types: tuple[type[Message], ...]
    journaled: bool = False
    priority: Priority = Priority.NORMAL
    partitions: int = 1
    max_length: int = 100_000

    @property
    def stream(self) -> str:
        return f"{self.bus}:{self.name}"


class Envelope[M: Message](msgspec.Struct, frozen=True):
    """A message as it came off a bus. A struct, since making a frozen dataclass takes nine times as long."""

    message_id: str
    """Unique for ever: `<engine>-<journal sequence>` for journaled ones, the stream entry's id for others."""
    entry_id: str
    topic: Topic
    key: str
    message: M


@dataclass(frozen=True)
class Outgoing[M: Message]:
    """A message on its way out, with the key (instrument, account, run) that orders it."""

    topic: Topic
    key: str
    message: M
    message_id: str = ""
