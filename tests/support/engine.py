"""One engine's service on a real database and journal, without its process: fed by hand, watched at its outbox."""

import itertools
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import msgspec
from prometheus_client import CollectorRegistry

from nautilus.kernel.app.routes import Call, Method, Route
from nautilus.kernel.clock import LiveClock
from nautilus.kernel.config import Config
from nautilus.kernel.database import Database
from nautilus.kernel.engine import Context, Engine, Service
from nautilus.kernel.journal import PostgresJournal
from nautilus.kernel.messages import Envelope, Message, Topic
from nautilus.kernel.migrations import migrate


class Published:
    """What a service published past the journal, in order."""

    def __init__(self) -> None:
        self.messages: list[tuple[Topic, str, Message]] = []

    async def publish(self, topic: Topic, key: str, *messages: Message) -> None:
        self.messages += [(topic, key, message) for message in messages]

    def last[M: Message](self, kind: type[M]) -> M:
        return [message for _, _, message in self.messages if isinstance(message, kind)][-1]


class Bench[S: Service]:
    """`feed` hands a message to the service as the chassis does: one transaction, `load` after a failure."""

    def __init__(self, service: S, journal: PostgresJournal, published: Published) -> None:
        self.service = service
        self.journal = journal
        self.published = published
        self._numbers = itertools.count(1)

    async def feed(self, topic: Topic, *messages: Message, message_id: str = "") -> int:
        """How many were new. With a `message_id` that was fed before the message is a duplicate."""
        handler = self.service.subscriptions().journaled[topic]
        envelopes: list[Envelope[Any]] = []
        for message in messages:
            identity = message_id or f"test-{next(self._numbers)}"
            envelopes.append(Envelope(identity, "0-0", topic, "key", message))
        try:
            return await self.journal.consume(envelopes, handler)
        except BaseException:
            await self.service.load()
            raise

    async def emitted(self, topic: Topic) -> list[Any]:
        """Everything in the outbox for `topic`, oldest first."""
        rows = await self.service.context.database.fetch(
            "SELECT payload FROM journal.outbox WHERE engine = %s AND topic = %s ORDER BY seq",
            (self.service.context.engine.name, topic.name),
        )
        union: Any = topic.types[0]
        for kind in topic.types[1:]:
            union = union | kind
        decoder = msgspec.msgpack.Decoder(union)
        return [decoder.decode(row[0]) for row in rows]


async def empty(database: Database, schema: str) -> None:
    """Remove all rows of an engine's schema and of the journal: what separates the tests of a module."""
    rows = await database.fetch(
        "SELECT format('%%I.%%I', schemaname, tablename) FROM pg_tables WHERE schemaname IN (%s, 'journal')", (schema,)
    )
    await database.execute("TRUNCATE " + ", ".join(row[0] for row in rows))


@asynccontextmanager
async def bench[S: Service](
    kind: type[S],
    engine: Engine,
    database_url: str,
    home: Path,
    http: httpx.AsyncClient | None = None,
    config: Config | None = None,
) -> AsyncIterator[Bench[S]]:
    """A loaded service of `kind`; entering it twice on one database is a restart of the process."""
    migrate(database_url)
    database = Database(database_url, max_size=4)
    await database.open()
    journal = PostgresJournal(engine.name, database, msgspec.msgpack.Encoder().encode, home)
    published = Published()
    client = http or httpx.AsyncClient()
    context = Context(
        engine=engine,
        config=config or Config(home=str(home), database_url=database_url),
        clock=LiveClock(),
        database=database,
        journal=journal,
        publisher=published,
        http=client,
        metrics=CollectorRegistry(),
        log=logging.getLogger(engine.name),
    )
    service = kind(context)
    try:
        await journal.open()
        await service.load()
        yield Bench(service, journal, published)
        await service.close()
    finally:
        await client.aclose()
        await database.close()


async def ask(
    routes: tuple[Route, ...],
    service: Service,
    method: str,
    path: str,
    *,
    query: dict[str, Any] | None = None,
    body: dict[str, Any] | None = None,
    **path_values: str,
) -> Any:
    """Answer of the route, its query and body validated as over HTTP, as plain data."""
    route = next(r for r in routes if r.method == Method(method) and r.path == path)
    call = Call(
        path=path_values,
        query=msgspec.convert(query or {}, route.query, strict=False) if route.query else None,
        body=msgspec.convert(body or {}, route.body) if route.body else None,
        actor="tester",
        request_id="request",
    )
    reply = await route.handler(service, call)
    return msgspec.to_builtins(reply)
