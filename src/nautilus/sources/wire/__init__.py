"""A live feed over a WebSocket that a user's own bridge serves: see `client` for the format of its messages."""

from nautilus.sources.base import Source, Spec
from nautilus.sources.feed import Feed, FeedSettings
from nautilus.sources.files import folder_client
from nautilus.sources.wire.parse import parse

SOURCE = Source(
    Spec(
        name="wire",
        title="Live feed over a WebSocket, newline-delimited JSON, at the URL of the setting wire_url",
        licence="That of whoever serves it; it is not known here, so nothing of it may be passed on",
        may_redistribute=False,
    ),
    connect=folder_client({}),
    parse=parse,
)


def open_feed(settings: FeedSettings) -> Feed:
    """The feed at `wire_url`. Raises ConfigurationError where that is not set."""
    from nautilus.sources.wire.client import WireFeed  # only who reads a feed needs its library

    return WireFeed(settings.wire_url)
