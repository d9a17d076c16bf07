"""Messages to stream entries and back: MessagePack arrays, the tag first, in an entry `k key p payload [m id]`."""

from collections.abc import Sequence
from typing import NamedTuple, Union

import msgspec

from nautilus.kernel.bus.commands import Entry, Row
from nautilus.kernel.bus.errors import UndecodableError
from nautilus.kernel.messages import Envelope, Message, Topic

_encoder = msgspec.msgpack.Encoder()


class Undecodable(NamedTuple):
    """An entry that is no message of its topic, as it lies in the stream, and why."""

    topic: Topic
    entry_id: str
    fields: tuple[bytes, ...]
    error: str


def row(key: str, message: Message, message_id: str = "") -> Row:
    return key.encode(), _encoder.encode(message), message_id.encode()


class Decoder:
    """Decodes the entries of one topic. A tag that is not among the topic's types is undecodable, not an exception."""

    def __init__(self, topic: Topic) -> None:
        self.topic = topic
        self._decode = msgspec.msgpack.Decoder(Union[topic.types]).decode  # noqa: UP007 - built at run time

    def decode(self, entries: Sequence[Entry]) -> tuple[list[Envelope[Message]], list[Undecodable]]:
        """What can be delivered, and what cannot, each in the order of the stream. Trimmed entries are in neither."""
        topic, decode = self.topic, self._decode
        envelopes: list[Envelope[Message]] = []
        undecodable: list[Undecodable] = []
        for entry_id, fields in entries:
            if fields is None:
                continue
            try:
                key, payload, message_id = _values(fields)
                own_id = entry_id.decode()
                message = decode(payload)
                envelopes.append(Envelope(message_id.decode() or own_id, own_id, topic, key.decode(), message))
            except (msgspec.DecodeError, UnicodeDecodeError, UndecodableError) as error:
                undecodable.append(Undecodable(topic, entry_id.decode(), tuple(fields), str(error)))
        return envelopes, undecodable


def _values(fields: list[bytes]) -> Row:
    match fields:
        case [b"k", key, b"p", payload]:
            return key, payload, b""
        case [b"k", key, b"p", payload, b"m", message_id]:
            return key, payload, message_id
        case _:
            raise UndecodableError("the entry's fields are not k, p and perhaps m")
