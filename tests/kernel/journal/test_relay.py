"""From the outbox to the bus: in order, at least once, and once after the inbox."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from nautilus.kernel.database import Database
from nautilus.kernel.errors import ConfigurationError, UnavailableError
from nautilus.kernel.journal import PostgresJournal, PostgresTransaction, Relay
from nautilus.kernel.messages import Envelope, Outgoing

from .notes import NOTES, Noted, decode, encode, noted

type Ask = Callable[..., list[tuple[object, ...]]]


class ListBus:
    """A bus that keeps what it is given; `down` makes it refuse."""

    def __init__(self) -> None:
        self.messages: list[Outgoing[Any]] = []
        self.down = False

    async def publish_outgoing(self, outgoing: Any) -> None:
        if self.down:
            raise UnavailableError("the bus is down; wait")
        self.messages += outgoing

    @property
    def ids(self) -> list[str]:
        return [message.message_id for message in self.messages]


@pytest.fixture
def bus() -> ListBus:
    return ListBus()


@pytest.fixture
def relay(journal: PostgresJournal, database: Database, bus: ListBus) -> Relay:
    return Relay(journal, database, bus, [NOTES], decode)


async def emit(journal: PostgresJournal, count: int) -> None:
    async with journal.transaction() as transaction:
        for number in range(count):
            transaction.emit(NOTES, f"key {number}", noted(str(number)))


async def publish_all(relay: Relay) -> None:
    while await relay.publish_pending():
        pass


@asynccontextmanager
async def running(relay: Relay) -> AsyncIterator[None]:
    task = asyncio.create_task(relay.run())
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def eventually(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not condition():  # noqa: ASYNC110 - watches the relay from outside
            await asyncio.sleep(0.01)


def ids(*numbers: int) -> list[str]:
    return [f"alpha-{number}" for number in numbers]


async def test_events_are_published_in_order_with_their_ids(
    journal: PostgresJournal, relay: Relay, bus: ListBus
) -> None:
    await emit(journal, 3)
    assert await relay.lag() == 3
    await publish_all(relay)
    assert bus.messages == [
        Outgoing(NOTES, f"key {number}", noted(str(number)), f"alpha-{number + 1}") for number in range(3)
    ]
    assert await relay.lag() == 0
    await publish_all(relay)
    assert len(bus.messages) == 3


async def test_more_than_a_batch_is_published_whole(journal: PostgresJournal, relay: Relay, bus: ListBus) -> None:
    await emit(journal, 1_203)
    await publish_all(relay)
    assert bus.ids == ids(*range(1, 1_204))


async def test_nothing_is_published_of_a_transaction_that_failed(
    journal: PostgresJournal, relay: Relay, bus: ListBus
) -> None:
    async def fail() -> None:
        async with journal.transaction() as transaction:
            transaction.emit(NOTES, "k", noted("lost"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    await publish_all(relay)
    assert bus.messages == []


async def test_a_commit_wakes_the_running_relay(
    journal: PostgresJournal, relay: Relay, bus: ListBus, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nautilus.kernel.journal.relay.POLL_SECONDS", 3_600.0)
    async with running(relay):
        await asyncio.sleep(0.1)
        for number in range(1, 4):
            await emit(journal, 1)
            await eventually(lambda: len(bus.messages) == number)  # noqa: B023 - awaited at once


async def test_what_another_process_committed_is_found_by_polling(
    journal: PostgresJournal, relay: Relay, bus: ListBus, clean_url: str, tmp_path: Path
) -> None:
    other_database = Database(clean_url)
    await other_database.open()
    try:
        async with running(relay):
            await emit(PostgresJournal("alpha", other_database, encode, tmp_path), 2)
            await eventually(lambda: bus.ids == ids(1, 2))
    finally:
        await other_database.close()


async def test_the_relay_waits_for_a_bus_that_is_down(journal: PostgresJournal, relay: Relay, bus: ListBus) -> None:
    bus.down = True
    async with running(relay):
        await emit(journal, 2)
        await asyncio.sleep(0.3)
        assert bus.messages == []
        bus.down = False
        await eventually(lambda: bus.ids == ids(1, 2))


async def test_rewind_publishes_the_last_seconds_again(
    journal: PostgresJournal, relay: Relay, bus: ListBus, query: Ask
) -> None:
    for _ in range(3):
        await emit(journal, 2)
        await publish_all(relay)
    query("UPDATE journal.relay SET published_at = now() - interval '10 minutes' WHERE published_seq <= 4")
    bus.messages.clear()
    await relay.rewind(timedelta(seconds=5))
    await publish_all(relay)
    assert bus.ids == ids(5, 6)
    bus.messages.clear()
    await relay.rewind(timedelta(hours=2))
    await publish_all(relay)
    assert bus.ids == ids(1, 2, 3, 4, 5, 6)


async def test_an_event_for_a_topic_that_is_gone_is_named(
    journal: PostgresJournal, database: Database, bus: ListBus
) -> None:
    await emit(journal, 1)
    with pytest.raises(ConfigurationError, match=r"alpha-1 .* alpha\.notes"):
        await Relay(journal, database, bus, [], decode).publish_pending()


async def test_old_marks_are_pruned_and_the_position_is_kept(
    journal: PostgresJournal, relay: Relay, bus: ListBus, query: Ask
) -> None:
    for _ in range(3):
        await emit(journal, 1)
        await publish_all(relay)
    query("UPDATE journal.relay SET published_at = now() - interval '1 day'")
    async with running(relay):
        await eventually(lambda: query("SELECT published_seq FROM journal.relay") == [(3,)])
    assert bus.ids == ids(1, 2, 3)


KILLED_AFTER_COMMIT = """
import asyncio, os, signal, sys
from pathlib import Path
sys.path.insert(0, {folder!r})
from notes import NOTES, encode, noted
from nautilus.kernel.database import Database
from nautilus.kernel.journal import PostgresJournal

async def main():
    database = Database({url!r})
    await database.open()
    journal = PostgresJournal("alpha", database, encode, Path({home!r}))
    await journal.open()
    journal._acknowledge = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
    async with journal.transaction() as transaction:
        transaction.emit(NOTES, "k", noted("survivor"))

asyncio.run(main())
"""


async def test_what_was_committed_before_a_kill_is_published_after_it_and_counts_once(
    clean_url: str, tmp_path: Path, database: Database, bus: ListBus, query: Ask
) -> None:
    script = KILLED_AFTER_COMMIT.format(folder=str(Path(__file__).parent), url=clean_url, home=str(tmp_path))
    killed = await asyncio.to_thread(subprocess.run, [sys.executable, "-c", script], env=os.environ, timeout=60)
    assert killed.returncode == -signal.SIGKILL
    journal = PostgresJournal("alpha", database, encode, tmp_path)
    await journal.open()
    await publish_all(Relay(journal, database, bus, [NOTES], decode))
    query("DELETE FROM journal.relay")  # killed again, between publish and mark
    await publish_all(Relay(journal, database, bus, [NOTES], decode))
    assert bus.ids == ids(1, 1)

    consumer = PostgresJournal("beta", database, encode, tmp_path)
    await consumer.open()
    seen: list[str] = []

    async def handle(_: PostgresTransaction, message: Noted) -> None:
        seen.append(message.text)

    for number, out in enumerate(bus.messages):
        await consumer.consume([Envelope(out.message_id, f"{number}-0", NOTES, out.key, out.message)], handle)
    assert seen == ["survivor"]
