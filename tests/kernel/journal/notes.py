"""A message, its topics and codec, for tests of the journal."""

import msgspec

from nautilus.kernel.messages import Bus, Envelope, Message, Topic


class Noted(Message, frozen=True, array_like=True, kw_only=True, tag="alpha.noted.1"):
    text: str


NOTES = Topic("alpha.notes", Bus.LOGIC, (Noted,), journaled=True)
LOOSE = Topic("alpha.loose", Bus.LOGIC, (Noted,))

encode = msgspec.msgpack.Encoder().encode


def decode(topic: Topic, payload: bytes) -> Message:
    return msgspec.msgpack.decode(payload, type=Noted)


def noted(text: str) -> Noted:
    return Noted(ts_event=len(text), ts_init=1, text=text)


def delivery(number: int, text: str = "") -> Envelope[Noted]:
    return Envelope(f"beta-{number}", f"{number}-0", NOTES, "k", noted(text or str(number)))
