"""What execution and its node say to each other, one JSON line a message over a socket pair.

Limits and kills do not need this: the node reads them from the logic bus itself, so a stuck parent blocks neither.
"""

import asyncio
import contextlib
from typing import Any

import msgspec

from nautilus.domain.orders import Order
from nautilus.engines.marketdata.messages import RunStarted
from nautilus.kernel.config import Config
from nautilus.trading.replacing import Changes
from nautilus.trading.team import StrategySpec

RESTART = 75
"""Exit status of a node that wants to be started again: a strategy that it did not load was switched on."""
_LONGEST_LINE = 4 * 1024 * 1024


class Spoken(msgspec.Struct, frozen=True, tag_field="say", tag=str.lower):
    """Base of what is said."""


class KillNow(Spoken, frozen=True):
    kill_id: str
    reason: str
    actor: str


class RearmNow(Spoken, frozen=True):
    kill_id: str
    reason: str
    actor: str


class SwitchNow(Spoken, frozen=True):
    """Start or stop a strategy; `request` grows."""

    request: int
    strategy_id: str
    running: bool
    reason: str


class Launch(Spoken, frozen=True):
    """The first thing that a node is told."""

    config: Config
    started: RunStarted
    strategies: tuple[StrategySpec, ...]
    switches: tuple[SwitchNow, ...]
    kills: tuple[KillNow | RearmNow, ...]


class Place(Spoken, frozen=True):
    """A manual order. The same `client_order_id` again is answered with what became of it."""

    call: int
    order: Order
    actor: str


class Amend(Spoken, frozen=True):
    """Let an order take the place of the open one `replaces`. The same `client_order_id` again is answered alike."""

    call: int
    client_order_id: str
    replaces: str
    changes: Changes
    actor: str


class Withdraw(Spoken, frozen=True):
    call: int
    client_order_id: str
    actor: str


class Weigh(Spoken, frozen=True):
    """The gate's answer to an order, without sending it."""

    call: int
    order: Order


class Ready(Spoken, frozen=True):
    """The node has taken over: `sequence` is the last record that it knows."""

    sequence: int


class Answer(Spoken, frozen=True):
    call: int
    content: dict[str, Any]


class Refused(Spoken, frozen=True):
    """A call that cannot be carried out, as an HTTP status and a reason."""

    call: int
    status: int
    reason: str


type ToNode = Launch | KillNow | RearmNow | SwitchNow | Place | Amend | Withdraw | Weigh
type FromNode = Ready | Answer | Refused

_ENCODER = msgspec.json.Encoder()


class Line[M]:
    """One end of the pair."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, spoken: Any) -> None:
        self._reader = reader
        self._writer = writer
        self._decoder = msgspec.json.Decoder(spoken)

    @classmethod
    async def open(cls, descriptor: Any, spoken: Any) -> "Line[M]":
        reader, writer = await asyncio.open_connection(sock=descriptor, limit=_LONGEST_LINE)
        return cls(reader, writer, spoken)

    def say(self, message: Spoken) -> None:
        if not self._writer.is_closing():
            self._writer.write(_ENCODER.encode(message) + b"\n")

    async def hear(self) -> M | None:
        """The next message; None when the other end is gone."""
        try:
            line = await self._reader.readline()
        except (ConnectionError, ValueError):
            return None
        if not line.endswith(b"\n"):
            return None
        heard: M = self._decoder.decode(line)
        return heard

    async def close(self) -> None:
        self._writer.close()
        with contextlib.suppress(ConnectionError):
            await self._writer.wait_closed()
