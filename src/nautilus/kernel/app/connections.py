"""What an engine is connected to: the database with its journal, and both buses."""

import asyncio
from datetime import timedelta
from typing import Any, Union

import msgspec
from prometheus_client import CollectorRegistry

from nautilus.kernel.app.leases import Leases
from nautilus.kernel.bus import BusClient, BusMetrics, BusPublisher, DeadLetters, FanoutReader, ServerWatch, connect
from nautilus.kernel.config import Config
from nautilus.kernel.database import Database
from nautilus.kernel.engine import Check, Engine, Watch
from nautilus.kernel.errors import UnavailableError
from nautilus.kernel.journal import PostgresJournal, Relay
from nautilus.kernel.messages import Bus, Message, Topic

CHECK_SECONDS = 2.0
_REWIND = timedelta(seconds=5)
"""The append-only file of a bus is synced each second; five are on the safe side."""


class Connections:
    """Made at once, connected by the `open_…` calls, which may be repeated until they succeed."""

    def __init__(self, engine: Engine, config: Config, registry: CollectorRegistry) -> None:
        self._engine = engine
        self._config = config
        self.metrics = BusMetrics.register(registry)
        self.database = Database(config.database_url, name=f"nautilus-{engine.name}")
        self.clients: dict[Bus, BusClient] = {bus: self.connect(bus) for bus in Bus}
        self.dead_letters = DeadLetters(self.clients[Bus.LOGIC], engine.name)
        self.publisher = BusPublisher(self.clients, self.metrics)
        self.journal = PostgresJournal(engine.name, self.database, msgspec.msgpack.Encoder().encode, config.home_path)
        self.leases = Leases(self.database, self.journal, max((t.partitions for t in engine.consumes), default=1))
        self.relay = Relay(self.journal, self.database, self.publisher, engine.produces, PayloadDecoder())
        self.readers: list[FanoutReader] = []
        """What reads for the watches of this process."""
        self.server_watch = ServerWatch(self.clients[Bus.LOGIC], Bus.LOGIC, self._publish_again, self.metrics)

    def connect(self, bus: Bus) -> BusClient:
        """A client of its own for a reader, which blocks it."""
        return connect(self._config, bus, self._engine.name)

    async def open_database(self) -> None:
        await self.database.open()

    async def open_journal(self) -> None:
        await self.journal.open()

    async def close(self) -> None:
        for client in self.clients.values():
            await client.close()
        await self.leases.close()
        await self.database.close()

    async def watch_topics(self, watch: Watch) -> None:
        """Read the topics of `watch` for its handler, until cancelled."""
        client = self.connect(watch.topics[0].bus)
        reader = FanoutReader(client, watch.topics, self.metrics, after=watch.after)
        self.readers.append(reader)
        seconds = self.metrics.handler_seconds.labels("watch")
        try:
            async for envelopes in reader:
                with seconds.time():
                    await watch.handler(envelopes)
        finally:
            await client.close()

    async def checks(self) -> list[Check]:
        """One line each for the database, the buses, the leases and the dead letters, asked now."""
        servers = await asyncio.gather(
            _checked("database", self.database.fetch_one("SELECT 1")),
            *(_checked(f"{bus} bus", client.ping()) for bus, client in self.clients.items()),
            _checked("dead letters", self._count_parked()),
        )
        return [*servers, self.leases.check()]

    async def _count_parked(self) -> str:
        count = await self.dead_letters.count()
        self.metrics.parked.set(count)
        return f"{count} parked; see GET /dead-letters" if count else ""

    async def _publish_again(self) -> None:
        await self.relay.rewind(_REWIND)


class PayloadDecoder:
    """Messages from the payloads of the outbox, each by the types of its topic."""

    def __init__(self) -> None:
        self._decoders: dict[Topic, msgspec.msgpack.Decoder[Any]] = {}

    def __call__(self, topic: Topic, payload: bytes) -> Message:
        decoder = self._decoders.get(topic)
        if decoder is None:
            types: Any = Union[topic.types]  # noqa: UP007 - built at run time
            decoder = self._decoders[topic] = msgspec.msgpack.Decoder(types)
        message: Message = decoder.decode(payload)
        return message


async def _checked(name: str, question: Any) -> Check:
    try:
        async with asyncio.timeout(CHECK_SECONDS):
            answer = await question
    except UnavailableError as error:
        return Check(name, ok=False, detail=str(error))
    except TimeoutError:
        return Check(name, ok=False, detail=f"no answer within {CHECK_SECONDS:g} s")
    return Check(name, ok=True, detail=answer if isinstance(answer, str) else "")
