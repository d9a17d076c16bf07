"""What websocket sends to its clients (JSON, not a bus): snapshot, then deltas with sequence numbers."""

from typing import Any

import msgspec


class Delivery(msgspec.Struct, frozen=True):
    """One message to a client. `sequence` grows by one per topic and client; a client that sees a hole resubscribes."""

    topic: str
    kind: str
    """snapshot, delta, or gap (the client was too slow: what follows is a new snapshot)"""
    sequence: int
    data: Any
