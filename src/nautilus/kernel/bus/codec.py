"""Messages to stream entries and back.

An entry holds one or more messages that were published together, each as a field and its value:
`<message id> <key>` (the id is empty where the entry's own will do) and the MessagePack array, its tag first.
Several messages in an entry cost the server little more than one: it keeps account of entries, not of messages.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, Union

import msgspec

from nautilus.kernel.bus.commands import Entry, Fields
from nautilus.kernel.messages import Envelope, Message, Topic

_ENTRY_BYTES = 65_536

type Field = tuple[bytes, bytes]


class Undecodable(NamedTuple):
    """A part of an entry that is no message of its topic, as it lies in the stream, and why."""

    topic: Topic
    entry_id: str
    field: bytes
    value: bytes
    error: str


def field_name(key: str, message_id: str = "") -> bytes:
    """`message_id` must not contain a space."""
    return f"{message_id} {key}".encode()


encode = msgspec.msgpack.Encoder().encode


def entries(messages: Iterable[Field], most: int) -> Iterator[Fields]:
    """The encoded messages, in order, in entries of at most `most` messages and about 64 KiB."""
    fields: list[bytes] = []
    size = 0
    for field in messages:
        if fields and (len(fields) >= 2 * most or size >= _ENTRY_BYTES):
            yield fields
            fields, size = [], 0
        fields += field
        size += len(field[1])
    if fields:
        yield fields


class Decoder:
    """Decodes the entries of one topic. A tag that is not among the topic's types is undecodable, not an exception."""

    def __init__(self, topic: Topic) -> None:
        self.topic = topic
        self._decode = msgspec.msgpack.Decoder(Union[topic.types]).decode  # noqa: UP007 - built at run time

    def decode(self, batch: Sequence[Entry]) -> tuple[list[Envelope[Message]], list[Undecodable]]:
        """What can be delivered, and what cannot, each in the order of the stream. Trimmed entries are in neither."""
        topic, decode = self.topic, self._decode
        envelopes: list[Envelope[Message]] = []
        undecodable: list[Undecodable] = []
        known, message_id, key = b" ", "", ""  # the field of the message before: most often the same again
        for raw_id, fields in batch:
            entry_id = own_id = raw_id.decode()
            for index in range(0, len(fields or ()), 2):
                field, value = fields[index], fields[index + 1]
                if index:
                    own_id = f"{entry_id}.{index // 2}"
                try:
                    if field != known:
                        message_id, key = _parse(field)
                        known = field
                    envelopes.append(Envelope(message_id or own_id, entry_id, topic, key, decode(value)))
                except (msgspec.DecodeError, ValueError) as error:
                    undecodable.append(Undecodable(topic, entry_id, field, value, str(error)))
        return envelopes, undecodable


def _parse(field: bytes) -> tuple[str, str]:
    """Message id and key. Raises ValueError, which UnicodeDecodeError is too."""
    message_id, space, key = field.decode().partition(" ")
    if not space:
        raise ValueError("the field is not `<message id> <key>`")
    return message_id, key
