"""Writing messages to one bus or both."""

import asyncio
import logging
from collections.abc import Mapping, Sequence

from nautilus.kernel.bus import codec
from nautilus.kernel.bus.backoff import delays
from nautilus.kernel.bus.commands import BusClient
from nautilus.kernel.bus.errors import BusUnavailableError, ConnectionLostError
from nautilus.kernel.bus.metrics import BusMetrics
from nautilus.kernel.bus.retention import Retention
from nautilus.kernel.bus.streams import stream_of
from nautilus.kernel.messages import Bus, Message, Outgoing, Topic

_log = logging.getLogger(__name__)


class BusPublisher:
    """Publishes at least once: what was in flight when the connection broke is sent again, all of it, in order.

    Messages of one call that share a stream travel in one write, and up to `entry_messages` of them in one entry.
    A topic that is not journaled is capped at about its `max_length`, in entries; of a journaled one only what
    every group has acknowledged is trimmed.
    """

    def __init__(
        self,
        clients: Mapping[Bus, BusClient],
        metrics: BusMetrics,
        *,
        patience_s: float = 60.0,
        entry_messages: int = 100,
    ) -> None:
        self._entry_messages = entry_messages
        self._clients = clients
        self._metrics = metrics
        self._patience_s = patience_s
        self._retention = Retention()

    async def publish(self, topic: Topic, key: str, *messages: Message) -> None:
        """Raises BusUnavailableError when the bus stays away for `patience_s`."""
        name = codec.field_name(key)
        await self._write(topic, stream_of(topic, key), [(name, codec.encode(message)) for message in messages])

    async def publish_outgoing(self, outgoing: Sequence[Outgoing[Message]]) -> None:
        """Publish with the given message ids, each stream's messages in the order given."""
        batches: dict[tuple[Topic, bytes], list[codec.Field]] = {}
        for out in outgoing:
            fields = batches.setdefault((out.topic, stream_of(out.topic, out.key)), [])
            fields.append((codec.field_name(out.key, out.message_id), codec.encode(out.message)))
        for (topic, stream), fields in batches.items():
            await self._write(topic, stream, fields)

    async def _write(self, topic: Topic, stream: bytes, messages: Sequence[codec.Field]) -> None:
        if not messages:
            return
        client = self._clients[topic.bus]
        entries = list(codec.entries(messages, self._entry_messages))
        loop = asyncio.get_running_loop()
        give_up_at = loop.time() + self._patience_s
        for delay_s in delays():
            try:
                await client.add(stream, entries)
                break
            except BusUnavailableError as error:
                if isinstance(error, ConnectionLostError):
                    self._metrics.connection_losses.labels(topic.bus).inc()
                if loop.time() + delay_s > give_up_at:
                    raise
                _log.warning("%d messages of %s wait for the bus: %s", len(messages), topic.name, error)
            await asyncio.sleep(delay_s)
        self._metrics.published.labels(topic.name).inc(len(messages))
        await self._retention.note(client, topic, stream, len(entries))
