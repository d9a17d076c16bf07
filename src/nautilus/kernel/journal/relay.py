"""The relay: publishes the outbox of an engine on the logic bus, in order, at least once."""

import asyncio
import logging
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any, Protocol

from nautilus.kernel.database import Database
from nautilus.kernel.errors import ConfigurationError, UnavailableError
from nautilus.kernel.journal.postgres import PostgresJournal
from nautilus.kernel.messages import Message, Outgoing, Topic

type Decode = Callable[[Topic, bytes], Message]
"""The message of a topic from the payload in the outbox."""

POLL_SECONDS = 0.5
START_REWIND = timedelta(seconds=5)
"""Published again at start: whatever killed us may have killed the bus, whose file is synced each second."""
INBOX_KEPT = timedelta(days=7)
MARKS_KEPT = timedelta(hours=1)
_HOUSEKEEPING_SECONDS = 3_600.0
_BATCH = 500

_UNPUBLISHED = """
    SELECT seq, message_id, topic, key, payload FROM journal.outbox
    WHERE engine = %(engine)s
      AND seq > (SELECT coalesce(max(published_seq), 0) FROM journal.relay WHERE engine = %(engine)s)
    ORDER BY seq LIMIT %(limit)s"""
_MARK = """
    WITH hurried AS (SELECT set_config('synchronous_commit', 'off', true))
    INSERT INTO journal.relay (engine, published_seq) SELECT %s, %s FROM hurried
    ON CONFLICT (engine, published_seq) DO UPDATE SET published_at = now()"""
_REWIND = "DELETE FROM journal.relay WHERE engine = %s AND published_at >= now() - %s::interval"
_PRUNE_MARKS = """
    DELETE FROM journal.relay WHERE engine = %(engine)s AND published_at < now() - %(kept)s::interval
      AND published_seq < (SELECT max(published_seq) FROM journal.relay WHERE engine = %(engine)s
                           AND published_at < now() - %(kept)s::interval)"""


class OutgoingPublisher(Protocol):
    """The bus, as the relay needs it. Returns when the server has all of them, in order; keeps their message ids."""

    async def publish_outgoing(self, messages: list[Outgoing[Any]]) -> None: ...


class Relay:
    """Publishes what `journal` has committed.

    Every batch that the bus took leaves a mark with its time: the newest mark is the position, and to publish the last
    seconds again is to remove their marks.

    A crash between publish and mark publishes a batch twice; consumers drop the second by message id.
    """

    def __init__(
        self,
        journal: PostgresJournal,
        database: Database,
        publisher: OutgoingPublisher,
        topics: Iterable[Topic],
        decode: Decode,
    ) -> None:
        self._journal = journal
        self._database = database
        self._publisher = publisher
        self._topics = {topic.name: topic for topic in topics}
        self._decode = decode
        self._turn = asyncio.Lock()
        self._log = logging.getLogger(__name__)

    async def run(self) -> None:
        """Until cancelled: publish after each commit, and each `POLL_SECONDS` what another process committed."""
        rewound = False
        next_housekeeping = 0.0
        loop = asyncio.get_running_loop()
        while True:
            try:
                if not rewound:
                    await self.rewind(START_REWIND)
                    rewound = True
                while await self.publish_pending():
                    pass
                if loop.time() >= next_housekeeping:
                    await self._prune()
                    next_housekeeping = loop.time() + _HOUSEKEEPING_SECONDS
            except UnavailableError as error:
                self._log.warning("%s: relay waits: %s", self._journal.engine, error)
                await asyncio.sleep(POLL_SECONDS)
            await self._woken()

    async def publish_pending(self) -> int:
        """Publish the next batch of the outbox; how many there were, 0 when all is published."""
        self._journal.committed.clear()
        async with self._turn:
            rows = await self._database.fetch(_UNPUBLISHED, {"engine": self._journal.engine, "limit": _BATCH})
            if not rows:
                return 0
            await self._publisher.publish_outgoing([self._outgoing(*row[1:]) for row in rows])
            await self._mark(rows[-1][0])
            return len(rows)

    async def rewind(self, period: timedelta) -> None:
        """Publish again what was published within `period`: call it when the bus's server has restarted."""
        async with self._turn:
            await self._database.execute(_REWIND, [self._journal.engine, period])
        self._journal.committed.set()

    async def lag(self) -> int:
        """Events that are committed but not yet published."""
        row = await self._database.fetch_one(
            "SELECT h.seq - coalesce((SELECT max(published_seq) FROM journal.relay r WHERE r.engine = h.engine), 0)"
            " FROM journal.head h WHERE engine = %s",
            [self._journal.engine],
        )
        return int(row[0]) if row else 0

    async def _woken(self) -> None:
        try:
            await asyncio.wait_for(self._journal.committed.wait(), POLL_SECONDS)
        except TimeoutError:
            return

    async def _mark(self, seq: int) -> None:
        """Does not wait for the disk: a mark that is lost only publishes a batch twice."""
        await self._database.execute(_MARK, [self._journal.engine, seq])

    async def _prune(self) -> None:
        await self._database.execute(_PRUNE_MARKS, {"engine": self._journal.engine, "kept": MARKS_KEPT})
        await self._journal.prune_inbox(INBOX_KEPT)

    def _outgoing(self, message_id: str, topic_name: str, key: str, payload: bytes) -> Outgoing[Any]:
        topic = self._topics.get(topic_name)
        if topic is None:
            raise ConfigurationError(
                f"{message_id} in the outbox is for topic {topic_name}, which {self._journal.engine} no longer "
                "produces; keep the topic declared until the outbox is published."
            )
        return Outgoing(topic, key, self._decode(topic, payload), message_id)
