"""What clients can see, and what each of them has seen: no I/O."""

from nautilus.engines.websocket.model.board import TOPICS, Board, TopicKind, topic_kind
from nautilus.engines.websocket.model.changes import Change, Rows, Span, changes
from nautilus.engines.websocket.model.client import Client, ClientPolicy

__all__ = ["TOPICS", "Board", "Change", "Client", "ClientPolicy", "Rows", "Span", "TopicKind", "changes", "topic_kind"]
