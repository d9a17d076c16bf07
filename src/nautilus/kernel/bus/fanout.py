"""Reading without a group: every reader sees everything, nothing is acknowledged, nothing survives the reader."""

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping, Sequence

from nautilus.kernel.bus.backoff import delays
from nautilus.kernel.bus.codec import Decoder
from nautilus.kernel.bus.commands import BusClient
from nautilus.kernel.bus.errors import BusUnavailableError, CommandError
from nautilus.kernel.bus.metrics import BusMetrics
from nautilus.kernel.bus.streams import streams_of
from nautilus.kernel.messages import Envelope, Message, Topic

_log = logging.getLogger(__name__)


class FanoutReader:
    """An endless stream of batches: `async for envelopes in FanoutReader(…)`. Waits while the bus is away.

    Starts behind the newest entry, or behind the id that `after` gives for a topic ("0": at the first entry kept).
    """

    def __init__(
        self,
        client: BusClient,
        topics: Sequence[Topic],
        metrics: BusMetrics,
        *,
        after: Mapping[str, str] | None = None,
        count: int = 256,
        block_ms: int = 1_000,
    ) -> None:
        self._client = client
        self._metrics = metrics
        self._count = count
        self._block_ms = block_ms
        self.oldest_ms: int | None = None
        """When the oldest entry in hand was added, milliseconds UTC; None while the next one is awaited."""
        self._decoders = {stream: Decoder(topic) for topic in topics for stream in streams_of(topic)}
        given = after or {}
        self._after = {
            stream: given[decoder.topic.name].encode()
            for stream, decoder in self._decoders.items()
            if decoder.topic.name in given
        }

    async def start(self) -> None:
        """Fix where reading begins; what is published after this returned will be seen. Reading does it if need be."""
        for stream in self._decoders:
            if stream not in self._after:
                self._after[stream] = await self._newest(stream)

    async def __aiter__(self) -> AsyncIterator[list[Envelope[Message]]]:
        waits = delays()
        while True:
            try:
                await self.start()
                batch = await self._client.read(self._after, self._count, self._block_ms)
            except BusUnavailableError as error:
                _log.warning("a fan-out reader waits for the bus: %s", error)
                await asyncio.sleep(next(waits))
                continue
            waits = delays()
            envelopes = []
            for stream, entries in batch.items():
                self._after[stream] = entries[-1][0]
                decoder = self._decoders[stream]
                decoded, undecodable = decoder.decode(entries)
                self._metrics.received.labels(decoder.topic.name).inc(len(decoded))
                envelopes += decoded
                for entry in undecodable:
                    _log.warning("skipping entry %s of %s: %s", entry.entry_id, entry.topic.name, entry.error)
            if envelopes:
                self.oldest_ms = min(int(entries[0][0].partition(b"-")[0]) for entries in batch.values())
                yield envelopes
                self.oldest_ms = None

    async def _newest(self, stream: bytes) -> bytes:
        try:
            newest: bytes = (await self._client.stream_info(stream))[b"last-generated-id"]
        except CommandError:  # ERR no such key: the stream will begin with its first entry
            return b"0-0"
        return newest
