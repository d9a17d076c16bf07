"""What crosses a WebSocket, as JSON: requests of a client, deliveries to it.

    -> {"op": "subscribe", "topics": ["orders", "quotes.AAPL.XNAS"], "after": {"orders": "execution-812"}}
    <- {"topic": "orders", "kind": "delta", "sequence": 1, "position": "execution-815", "data": [{…}, {…}]}
    <- {"topic": "quotes.AAPL.XNAS", "kind": "snapshot", "sequence": 1, "position": "", "data": [{…}]}
    -> {"op": "unsubscribe", "topics": ["orders"]}
    -> {"op": "ping", "id": 7}
    <- {"topic": "", "kind": "pong", "sequence": 0, "position": "", "data": {"id": 7, "server_ms": 1378072800083.25}}

A snapshot replaces what the client has of a topic; a delta adds to it: of a conflated topic the newest items by `key`,
of a lossless one every event since the last delivery. A pong comes at once, past whatever waits for the next flush.

Nanosecond times and sequences are JSON integers. Order by `sequence`, never by time: records may share one.
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
    a snapshot), error (`data.detail` says what is wrong with a request), or pong"""
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


class Ping(msgspec.Struct, frozen=True, tag_field="op", tag="ping", forbid_unknown_fields=True):
    """Answered with a pong that repeats `id` and adds the server's wall time [ms since 1970 UTC]: shows the lag."""

    id: int


type Request = Subscribe | Unsubscribe | Ping
