"""One owner a partition: who stands by, who takes over, and what becomes of an owner that was overtaken."""

import asyncio
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec
import psycopg
import pytest

from kernel.app.counter import SHARES, SHARING
from kernel.app.harness import Process, Running, adds, process, running
from nautilus.kernel.app.parts import PartFailedError
from nautilus.kernel.bus import BusPublisher, DeadLetters, connect
from nautilus.kernel.bus.streams import stream_of
from nautilus.kernel.config import Config
from nautilus.kernel.messages import Bus

STANDING_BY = "start: standing by: another process owns partition 0"


def rows(config: Config, query: str) -> list[Any]:
    with psycopg.connect(config.database_url, autocommit=True) as connection:
        return connection.execute(query).fetchall()


def handled(config: Config) -> list[int]:
    """What was handled, in the order in which it was."""
    return [row[0] for row in rows(config, "SELECT value FROM counter.total ORDER BY id")]


def is_standing_by(engine: Process) -> bool:
    answer = engine.get("/health/ready")
    return answer is not None and answer.status_code == 503 and answer.json()["detail"] == STANDING_BY


async def owned(engine: Running) -> str:
    checks = (await engine.client.get("/status")).json()["checks"]
    return "".join(check["detail"] for check in checks if check["name"] == "lease")


async def test_a_second_process_takes_over_when_the_owner_is_killed(
    config: Config, publisher: BusPublisher, tmp_path: Path
) -> None:
    """Two processes as on two machines. The owner dies in mid-stream; nothing is handled twice or out of order."""
    urls = (config.database_url, config.bus_market_url, config.bus_logic_url)
    homes = [tmp_path / name for name in ("one", "two")]
    for home in homes:
        home.mkdir()
    amounts = range(100, 1_100)
    with process(homes[0], *urls) as owner, process_after(owner, homes[1], *urls) as heir:
        await asyncio.to_thread(heir.until, lambda: is_standing_by(heir))
        assert heir.answers("/health/live", 200)
        assert heir.answers("/total", 503)
        for first in range(0, len(amounts), 20):
            await publisher.publish_outgoing(adds(*amounts[first : first + 20], first_id=first))
            if first == 500:
                await asyncio.to_thread(owner.until, lambda: handled(config))
                assert is_standing_by(heir)
                owner.child.kill()
        await asyncio.to_thread(heir.until, lambda: heir.answers("/total", 200))
        await asyncio.to_thread(heir.until, lambda: len(handled(config)) >= len(amounts))
        assert handled(config) == list(amounts)
        assert heir.get("/total").json()["total"] == sum(amounts)
        messages = [line["message"] for line in heir.lines()]
        assert messages.index("standing by: another process owns partition 0") < messages.index("counter is loaded")


def process_after(first: Process, *arguments: Any) -> Any:
    """A second process, started when the first one is ready."""
    first.until(lambda: first.answers("/health/ready", 200))
    return process(*arguments)


async def test_an_owner_whose_session_ends_takes_its_lease_again(config: Config, publisher: BusPublisher) -> None:
    """As after a restart of the database: nobody else has owned it, so memory is still right and nothing is loaded."""
    async with running(config) as engine:
        await engine.until(engine.ready)
        ended = rows(
            config, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name ~ 'leases$'"
        )
        assert ended == [(True,)]
        await publisher.publish_outgoing(adds(1, 2, 3))

        async def holds_it_again() -> bool:
            locks = rows(config, "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = 0 AND granted")
            return locks == [(1,)] and (await engine.total())["total"] == 6

        await engine.until(holds_it_again)
        assert (await engine.total())["loads"] == 1
    assert engine.task.exception() is None


async def test_an_owner_that_was_overtaken_without_noticing_is_refused_and_ends(
    config: Config, publisher: BusPublisher
) -> None:
    """Its message is neither handled nor parked: it stays for the owner."""
    async with running(config) as engine:
        await engine.until(engine.ready)
        rows(config, "UPDATE journal.head SET owners = '{\"0\": 99}' RETURNING 1")
        await publisher.publish_outgoing(adds(1))
        with pytest.raises(PartFailedError, match="another process of counter has taken over"):
            await asyncio.wait_for(engine.task, 10)
    assert handled(config) == []
    client = connect(config, Bus.LOGIC, "test")
    assert await DeadLetters(client, "counter").count() == 0
    assert (await client.pending(b"logic:counter.adds", "counter"))[0] == 1
    await client.close()


async def test_an_owner_that_lost_its_lease_to_another_ends(config: Config, publisher: BusPublisher) -> None:
    del publisher
    async with running(config) as engine:
        await engine.until(engine.ready)
        rows(config, "UPDATE journal.head SET owners = '{\"0\": 99}' RETURNING 1")
        rows(config, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name ~ 'leases$'")
        with pytest.raises(PartFailedError, match="lease failed: LeaseLostError"):
            await asyncio.wait_for(engine.task, 10)


async def test_processes_share_partitions(config: Config, publisher: BusPublisher, tmp_path: Path) -> None:
    keys = keys_by_partition()
    published: dict[str, list[int]] = {key: [] for key in keys}

    async def publish(amounts: Iterable[int]) -> None:
        for amount in amounts:
            key = keys[amount % 3]
            published[key].append(amount)
            await publisher.publish_outgoing(adds(amount, first_id=amount, topic=SHARES, key=key))

    elsewhere = msgspec.structs.replace(config, home=str(tmp_path / "elsewhere"))
    async with running(config, SHARING) as first:
        await first.until(lambda: is_owner(first, "0, 1, 2"))
        await publish(range(100, 160))
        async with running(elsewhere, SHARING) as second:
            await second.until(lambda: is_owner(second, "2"))
            await first.until(lambda: is_owner(first, "0, 1"))
            await publish(range(160, 220))
            await first.until(lambda: all_handled(config, 120))
        await first.until(lambda: is_owner(first, "0, 1, 2"))
        await publish(range(220, 250))
        await first.until(lambda: all_handled(config, 150))
        assert (await first.total())["total"] == sum(range(100, 250))
    values = handled(config)
    assert sorted(values) == list(range(100, 250))
    for key, amounts in published.items():
        assert [value for value in values if keys[value % 3] == key] == amounts


def keys_by_partition() -> list[str]:
    """A key for each of the three partitions."""
    found = {stream_of(SHARES, str(number)): str(number) for number in range(20)}
    return [found[stream] for stream in sorted(found)]


async def is_owner(engine: Running, partitions: str) -> bool:
    return await owned(engine) == f"owns partition {partitions}"


async def all_handled(config: Config, count: int) -> bool:
    return len(handled(config)) >= count
