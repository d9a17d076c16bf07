from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from kernel.bus.harness import NUMBERS, TICKS, Server, counted
from nautilus.kernel.bus import BusMetrics, BusPublisher, HotClient
from nautilus.kernel.bus.retention import trim_acknowledged
from nautilus.kernel.messages import Bus

STREAM = b"logic:test.numbers"


@pytest.fixture
async def client(volatile_server: Server) -> AsyncIterator[HotClient]:
    made = HotClient(volatile_server.address, "test")
    await made.execute("CONFIG", "SET", "stream-node-max-entries", 10)
    yield made
    await made.close()


async def read(client: HotClient, group: str, count: int) -> list[bytes]:
    batch = await client.read_group(group, "one", {STREAM: b">"}, count)
    return [entry_id for entry_id, _ in batch[STREAM]]


async def test_what_a_group_has_not_acknowledged_stays(client: HotClient) -> None:
    await client.create_group(STREAM, "ahead")
    await client.create_group(STREAM, "behind")
    ids = await client.add(STREAM, [(b" k", b"v")] * 1_000)
    await client.acknowledge(STREAM, "ahead", await read(client, "ahead", 1_000))
    assert await trim_acknowledged(client, STREAM, max_length=100) == 0
    delivered = await read(client, "behind", 600)
    await client.acknowledge(STREAM, "behind", delivered[:300] + delivered[301:])
    assert 290 <= await trim_acknowledged(client, STREAM, max_length=100) <= 300
    left = (await client.read({STREAM: b"0"}, 2_000, 1))[STREAM]
    assert {ids[300], *ids[600:]} <= {entry_id for entry_id, _ in left}


async def test_a_short_stream_is_left_alone(client: HotClient) -> None:
    await client.create_group(STREAM, "ahead")
    await client.add(STREAM, [(b" k", b"v")] * 90)
    await client.acknowledge(STREAM, "ahead", await read(client, "ahead", 90))
    assert await trim_acknowledged(client, STREAM, max_length=100) == 0


async def test_without_groups_length_decides(client: HotClient) -> None:
    await client.add(STREAM, [(b" k", b"v")] * 500)
    await trim_acknowledged(client, STREAM, max_length=100)
    assert 100 <= await client.length(STREAM) <= 110


async def test_the_publisher_keeps_capped_and_journaled_streams_short(client: HotClient, metrics: BusMetrics) -> None:
    publisher = BusPublisher(dict.fromkeys(Bus, client), metrics, entry_messages=1)
    journaled = replace(NUMBERS, max_length=100)
    await client.create_group(STREAM, "ahead")
    for n in range(400):
        await publisher.publish(TICKS, "k", counted(n))
        await publisher.publish(journaled, "k", counted(n))
    assert await client.length(STREAM) == 400
    assert 100 <= await client.length(b"market:test.ticks") <= 117
    await client.acknowledge(STREAM, "ahead", await read(client, "ahead", 400))
    for n in range(10):
        await publisher.publish(journaled, "k", counted(n))
    assert await client.length(STREAM) < 120


async def test_several_messages_share_an_entry(client: HotClient, metrics: BusMetrics) -> None:
    publisher = BusPublisher(dict.fromkeys(Bus, client), metrics, entry_messages=30)
    await publisher.publish(NUMBERS, "k", *map(counted, range(100)))
    assert await client.length(STREAM) == 4
    await publisher.publish(NUMBERS, "k")
    assert await client.length(STREAM) == 4
