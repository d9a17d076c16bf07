"""Is what the store says of an order still what the journals say? Asked anew each time that somebody looks."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Union

import msgspec

from nautilus.engines.execution import ENGINE
from nautilus.engines.execution.messages import EVENTS
from nautilus.engines.execution.model import Account, message_of
from nautilus.kernel.database import Database
from nautilus.kernel.journal.proof import Link, file_links, outbox_links
from nautilus.kernel.messages import Message
from nautilus.trading.events import AnyEvent, decode

_decode_message = msgspec.msgpack.Decoder(Union[EVENTS.types]).decode  # noqa: UP007 - the types are known at run time


@dataclass(frozen=True)
class ChainEvent:
    """An event as the store has it."""

    record: int
    number: int
    kind: str
    client_order_id: str | None
    ts_event: int
    sequence: int
    detail: dict[str, Any]
    hash: bytes
    actor: str
    outbox_seq: int | None


@dataclass(frozen=True)
class Proved:
    """`in_file`, `in_outbox`: the record says the same, and its chain holds. None: there is nothing to compare with."""

    event: ChainEvent
    file: Link | None
    in_file: bool | None
    outbox: Link | None
    in_outbox: bool | None


async def prove(database: Database, account: Account, path: Path, events: Sequence[ChainEvent]) -> list[Proved]:
    """Compare each event with the account's file journal and with the outbox."""
    in_file = await asyncio.to_thread(file_links, path, {event.record for event in events})
    numbers = {event.outbox_seq for event in events if event.outbox_seq is not None}
    in_outbox = await outbox_links(database, ENGINE.name, numbers)
    return [_prove(account, path, event, in_file, in_outbox) for event in events]


def _prove(
    account: Account, path: Path, event: ChainEvent, in_file: dict[int, Link], in_outbox: dict[int, Link]
) -> Proved:
    file = in_file.get(event.record)
    outbox = in_outbox.get(event.outbox_seq) if event.outbox_seq is not None else None
    batch = decode(file.payload) if file else None
    written = batch.events[event.number] if batch and event.number < len(batch.events) else None
    said = message_of(account, batch, written) if batch and written else None
    is_written = file is not None and file.hash == event.hash and _read_detail(event.detail) == written
    is_said = outbox is not None and outbox.holds and (said is None or _read_message(outbox.payload) == said)
    return Proved(
        event,
        file,
        is_written if path.exists() else None,
        outbox,
        is_said if event.outbox_seq is not None else None,
    )


def _read_detail(detail: dict[str, Any]) -> AnyEvent | None:
    """The event that the store shows; None when it is none any more."""
    try:
        event: AnyEvent = msgspec.convert(detail, AnyEvent.__value__)
    except msgspec.ValidationError:
        return None
    return event


def _read_message(payload: bytes) -> Message | None:
    """The message in a row of the outbox; None when it is none any more."""
    try:
        message: Message = _decode_message(payload)
    except msgspec.DecodeError:
        return None
    return message
