"""What crosses a WebSocket, as JSON: requests of a client, deliveries to it.

    -> {"op": "subscribe", "topics": ["orders", "quotes.AAPL.XNAS"], "after": {"orders": "execution-812"}}
    <- {"topic": "orders", "kind": "delta", "sequence": 1, "position": "execution-815", "data": [{…}, {…}]}
    <- {"topic": "quotes.AAPL.XNAS", "kind": "snapshot", "sequence": 1, "position": "", "data": [{…}]}
    -> {"op": "unsubscribe", "topics": ["orders"]}

A snapshot replaces what the client has of a topic; a delta adds to it: of a conflated topic the newest items by `key`,
of a lossless one every event since the last delivery.
"""

from typing import Annotated

import msgspec

MOST_TOPICS = 256
"""Of one client."""

TopicName = Annotated[str, msgspec.Meta(min_length=1, max_length=128)]
TopicNames = Annotated[tuple[TopicName, ...], msgspec.Meta(min_length=1, max_length=MOST_TOPICS)]


class Delivery(msgspec.Struct, frozen=True):
    """One message to a client. `sequence` grows by one per topic and client; a client that sees a hole resubscribes."""

    topic: str
    kind: str
    """snapshot, delta, gap (`data.lost` events did not reach the client, null if nobody knows how many: what follows is
    a snapshot), or error (`data.detail` says what is wrong with a request)"""
    sequence: int
    data: msgspec.Raw
    position: str = ""
    """Of a lossless topic: name of its last event. Given back as `after` when subscribing, also on another connection,
    it goes on from there; when that event is no longer kept, a gap and a snapshot come first."""


class Subscribe(msgspec.Struct, frozen=True, tag_field="op", tag="subscribe", forbid_unknown_fields=True):
    topics: TopicNames
    after: dict[str, str] = {}


class Unsubscribe(msgspec.Struct, frozen=True, tag_field="op", tag="unsubscribe", forbid_unknown_fields=True):
    topics: TopicNames


type Request = Subscribe | Unsubscribe
