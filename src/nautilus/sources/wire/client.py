"""The feed of a WebSocket: text messages of lines of JSON.

We send one line when connected:

    {"op": "subscribe", "records": "trades", "after": {"SPY.US": 1207}}

`records` is trades or bars, `after` says of each instrument the last number that we have, 0 for none: the other side
sends what follows on it where it keeps that, else what is new. It sends lines, one or more in a message:

    {"type": "trade", "instrument": "SPY.US", "number": 1208, "ts": 1381152600123456789, "price": 167.42, "size": 100}
    {"type": "bar", "instrument": "SPY.US", "number": 17, "ts": 1381152660000000000, "step": 60, "open": 167.4,
     "high": 167.5, "low": 167.3, "close": 167.42, "volume": 81200}

each on one line. `ts` is the exchange's time (of a bar its close) in nanoseconds UTC; `number` counts what was sent of
the instrument's records of this kind. A message without lines keeps a silent connection alive.
"""

from collections.abc import AsyncIterator, Callable, Sequence

import msgspec
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidURI

from nautilus.kernel.errors import ConfigurationError, InvalidInputError, UnavailableError
from nautilus.sources.feed import Asked, Received
from nautilus.sources.wire.parse import decode, received_of

_OPEN_SECONDS = 10
_MOST_BYTES = 4 * 1024**2


class WireFeed:
    """Raises ConfigurationError where no URL is set."""

    def __init__(self, url: str) -> None:
        if not url:
            raise ConfigurationError("wire_url is not set; set it to the ws:// or wss:// URL of the feed and restart")
        self._url = url

    async def read(self, asked: Asked, now_ns: Callable[[], int]) -> AsyncIterator[Sequence[Received]]:
        wanted = {"op": "subscribe", "records": asked.records, "after": dict(asked.after)}
        try:
            async with connect(self._url, open_timeout=_OPEN_SECONDS, max_size=_MOST_BYTES) as socket:
                await socket.send(msgspec.json.encode(wanted).decode())
                async for message in socket:
                    text = message.encode() if isinstance(message, str) else message
                    yield [_received(line, now_ns()) for line in text.split(b"\n") if line.strip()]
        except (OSError, ConnectionClosed, InvalidHandshake, InvalidURI) as error:
            raise UnavailableError(f"the feed does not answer: {error}") from error
        raise UnavailableError("the feed closed the connection")

    def kept(self, content: bytes) -> Sequence[Received]:
        return received_of(content)


def _received(line: bytes, received_ns: int) -> Received:
    try:
        return Received(decode(line), received_ns, line.strip())
    except msgspec.MsgspecError as error:
        raise InvalidInputError(f"the feed sent {line[:200]!r}, which is no record: {error}") from error
