"""Publisher and consumer against real servers, which are killed in mid-stream."""

import asyncio
import contextlib
import os
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path

import pytest

from kernel.bus.harness import NUMBERS, STOPS, TICKS, Server, Unlisted, counted, stop, until
from nautilus.kernel.bus import (
    BusClient,
    BusMetrics,
    BusPublisher,
    Consumer,
    DeadLetters,
    Delivery,
    HotClient,
    ReadPolicy,
    RetryPolicy,
)
from nautilus.kernel.bus.codec import encode
from nautilus.kernel.clock import LiveClock
from nautilus.kernel.errors import UnavailableError
from nautilus.kernel.messages import Bus, Envelope, Message, Outgoing, Topic

QUICK = ReadPolicy(count=50, block_ms=50, audit_s=0.02, reclaim_after_s=60)


class Engine:
    """One engine's end of a bus: a publisher, a consumer that remembers what it was given, its dead letters."""

    def __init__(self, server: Server, client_class: type[BusClient], metrics: BusMetrics) -> None:
        self._connect: Callable[[], BusClient] = lambda: client_class(server.address, "test")
        self._clients = [self._connect(), self._connect()]
        self._running: list[asyncio.Task[None]] = []
        self._metrics = metrics
        self.publisher = BusPublisher(dict.fromkeys(Bus, self._clients[0]), metrics, entry_messages=1)
        self.dead_letters = DeadLetters(self._clients[1], "test")
        self.client = self._clients[1]
        self.received: list[Envelope[Message]] = []

    @property
    def numbers(self) -> list[int]:
        return [envelope.message.number for envelope in self.received]

    async def remember(self, envelopes: list[Envelope[Message]]) -> None:
        self.received += envelopes

    def start(self, topics: Sequence[Topic], handler=None, policy: ReadPolicy = QUICK, **names) -> asyncio.Task[None]:
        retry = RetryPolicy(attempts=3, first_delay_s=0.001)
        delivery = Delivery(handler or self.remember, self.dead_letters, self._metrics, LiveClock(), retry)
        consumer = Consumer(self._connect, "test", topics, delivery, self._metrics, policy=policy, **names)
        self.consumer = consumer
        self._running.append(asyncio.create_task(consumer.run()))
        return self._running[-1]

    async def stop(self) -> None:
        for task in self._running:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
        self._running.clear()

    async def close(self) -> None:
        await self.stop()
        for client in self._clients:
            await client.close()


@pytest.fixture
async def engine(server: Server, client_class: type[BusClient], metrics: BusMetrics) -> AsyncIterator[Engine]:
    made = Engine(server, client_class, metrics)
    yield made
    await made.close()


@pytest.fixture
async def hot_engine(volatile_server: Server, metrics: BusMetrics) -> AsyncIterator[Engine]:
    made = Engine(volatile_server, HotClient, metrics)
    yield made
    await made.close()


def value(metric, **labels: str) -> float:
    return metric.labels(**labels)._value.get()


async def test_messages_arrive_in_order_and_are_acknowledged(engine: Engine, metrics: BusMetrics) -> None:
    await engine.publisher.publish(NUMBERS, "AAPL", *map(counted, range(300)))
    engine.start([NUMBERS])
    await until(lambda: len(engine.received) == 300)
    assert engine.numbers == list(range(300))
    assert {envelope.key for envelope in engine.received} == {"AAPL"}
    assert all(envelope.message_id == envelope.entry_id for envelope in engine.received)
    await until(lambda: value(metrics.acknowledged, topic="test.numbers") == 300)
    assert await engine.client.pending(b"logic:test.numbers", "test") == (0, None)
    assert value(metrics.published, topic="test.numbers") == value(metrics.received, topic="test.numbers") == 300


async def test_the_relays_message_ids_arrive(engine: Engine) -> None:
    outgoing = [Outgoing(NUMBERS, "k", counted(n), f"risk-{n}") for n in range(3)]
    await engine.publisher.publish_outgoing([*outgoing, Outgoing(STOPS, "k", stop("enough"), "risk-3")])
    engine.start([NUMBERS, STOPS])
    await until(lambda: len(engine.received) == 4)
    assert sorted(envelope.message_id for envelope in engine.received) == ["risk-0", "risk-1", "risk-2", "risk-3"]


async def test_a_restarted_consumer_finishes_what_it_was_given_before_anything_newer(engine: Engine) -> None:
    reached = asyncio.Event()

    async def hang(envelopes: list[Envelope[Message]]) -> None:
        reached.set()
        await asyncio.Event().wait()

    await engine.publisher.publish(NUMBERS, "k", *map(counted, range(120)))
    engine.start([NUMBERS], hang)
    await reached.wait()
    await engine.stop()
    assert (await engine.client.pending(b"logic:test.numbers", "test"))[0] == 50
    await engine.publisher.publish(NUMBERS, "k", counted(120))
    engine.start([NUMBERS])
    await until(lambda: len(engine.received) >= 121)
    assert engine.numbers == list(range(121))


async def test_what_is_in_hand_is_counted_by_entry_and_what_was_received_by_message(
    hot_engine: Engine, metrics: BusMetrics
) -> None:
    release = asyncio.Event()
    packing = BusPublisher(dict.fromkeys(Bus, hot_engine.client), metrics, entry_messages=10)
    await packing.publish(NUMBERS, "k", *map(counted, range(35)))
    hot_engine.start([NUMBERS], lambda _: release.wait())
    await until(lambda: hot_engine.consumer.in_hand == 4)
    assert hot_engine.consumer.oldest_ms is not None
    assert value(metrics.received, topic="test.numbers") == 35
    release.set()
    await until(lambda: hot_engine.consumer.in_hand == 0)
    assert hot_engine.consumer.oldest_ms is None


async def test_nothing_acknowledged_is_lost_when_the_server_is_killed_in_mid_stream(
    server: Server, engine: Engine, metrics: BusMetrics
) -> None:
    engine.start([NUMBERS])

    async def publish() -> None:
        for first in range(0, 4_000, 20):
            await engine.publisher.publish(NUMBERS, "k", *map(counted, range(first, first + 20)))

    publishing = asyncio.create_task(publish())
    await until(lambda: len(engine.received) > 500)
    await asyncio.sleep(1.5)  # the append-only file is synced each second; this test is about clients
    assert not publishing.done() or len(engine.received) >= 4_000
    await asyncio.to_thread(server.kill)
    await asyncio.to_thread(server.start)
    await publishing
    await engine.publisher.publish(NUMBERS, "k", counted(4_000))
    await until(lambda: 4_000 in engine.numbers)
    firsts = list(dict.fromkeys(engine.numbers))
    assert firsts == list(range(4_001))


async def test_a_group_is_made_again_when_the_server_came_back_empty(
    volatile_server: Server, hot_engine: Engine
) -> None:
    hot_engine.start([NUMBERS])
    await hot_engine.publisher.publish(NUMBERS, "k", counted(1))
    await until(lambda: hot_engine.numbers == [1])
    await asyncio.to_thread(volatile_server.kill)
    await asyncio.to_thread(volatile_server.start)
    await hot_engine.publisher.publish(NUMBERS, "k", counted(2))
    await until(lambda: len(hot_engine.numbers) > 1)
    assert hot_engine.numbers == [1, 2]


async def test_a_group_is_made_again_when_its_streams_vanish(hot_engine: Engine) -> None:
    hot_engine.start([NUMBERS])
    await hot_engine.publisher.publish(NUMBERS, "k", counted(1))
    await until(lambda: hot_engine.numbers == [1])
    await hot_engine.client.execute("FLUSHALL")
    await hot_engine.publisher.publish(NUMBERS, "k", counted(2))
    await until(lambda: len(hot_engine.numbers) > 1)
    assert hot_engine.numbers == [1, 2]


async def test_what_the_handler_cannot_take_is_parked_and_the_rest_goes_on(engine: Engine, metrics: BusMetrics) -> None:
    tries: list[int] = []

    async def refuse_thirteen(envelopes: list[Envelope[Message]]) -> None:
        numbers = [envelope.message.number for envelope in envelopes]
        tries.extend(numbers if numbers == [13] else [])
        if 13 in numbers:
            raise ValueError("thirteen brings bad luck")
        engine.received += envelopes

    await engine.publisher.publish_outgoing([Outgoing(NUMBERS, "k", counted(n), f"x-{n}") for n in range(30)])
    engine.start([NUMBERS], refuse_thirteen)
    await until(lambda: len(engine.received) == 29)
    await until(lambda: value(metrics.acknowledged, topic="test.numbers") == 30)
    assert tries == [13, 13, 13]
    (letter,), cursor = await engine.dead_letters.read(limit=10)
    assert (letter.message_id, letter.key, letter.attempts, cursor) == ("x-13", "k", 3, "")
    assert letter.error == "ValueError: thirteen brings bad luck"
    assert letter.payload == encode(counted(13))
    assert value(metrics.dead, topic="test.numbers") == 1


async def test_what_is_no_message_is_parked_as_it_was(engine: Engine) -> None:
    await engine.client.add(b"logic:test.numbers", [(b"garbage", b"\xff\x00")])
    await engine.publisher.publish(NUMBERS, "k", Unlisted(ts_event=1, ts_init=1, number=1), counted(2))
    engine.start([NUMBERS])
    await until(lambda: engine.numbers == [2])
    letters, _ = await engine.dead_letters.read()
    assert [letter.attempts for letter in letters] == [0, 0]
    assert letters[1].payload == b"\xff\x00"
    assert "test.unlisted.1" in letters[0].error


SUICIDE = """
import asyncio, os, sys
from pathlib import Path
from prometheus_client import CollectorRegistry
from kernel.bus.harness import NUMBERS
from nautilus.kernel.bus import BusMetrics, Consumer, DeadLetters, Delivery, HotClient, ReadPolicy, parse_address
from nautilus.kernel.clock import LiveClock

def connect():
    return HotClient(parse_address(sys.argv[1]), "test")

async def handle(envelopes):
    for envelope in envelopes:
        if envelope.message.number == 13:
            os._exit(9)
        print(envelope.message.number, flush=True)
        if envelope.message.number == 29:
            os._exit(0)

async def main():
    metrics = BusMetrics.register(CollectorRegistry())
    delivery = Delivery(handle, DeadLetters(connect(), "test"), metrics, LiveClock())
    await Consumer(connect, "test", [NUMBERS], delivery, metrics, policy=ReadPolicy(block_ms=50)).run()

asyncio.run(main())
"""


async def test_what_ends_its_process_each_time_is_parked_and_nothing_else_is(
    server: Server, metrics: BusMetrics
) -> None:
    """30 messages in entries of 10; the fourteenth kills whoever handles it. The last one ends the test."""
    client = HotClient(server.address, "test")
    publisher = BusPublisher(dict.fromkeys(Bus, client), metrics, entry_messages=10)
    await publisher.publish_outgoing([Outgoing(NUMBERS, "k", counted(n), f"x-{n}") for n in range(30)])
    ends, seen = [], []
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    for _ in range(10):
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", SUICIDE, server.url), env=environment, stdout=asyncio.subprocess.PIPE
        )
        output, _ = await process.communicate()
        ends.append(process.returncode)
        seen += list(map(int, output.split()))
        if process.returncode != 9:
            break
    assert ends == [9] * 5 + [0]  # new, again with its batch, three times alone
    assert list(dict.fromkeys(seen)) == [n for n in range(30) if n != 13]
    (letter,), _ = await DeadLetters(client, "test").read()
    assert (letter.message_id, letter.attempts) == ("x-13", 3)
    assert letter.error == "its handler ended the process 3 times"
    assert await client.execute("HGETALL", "logic:test.numbers.suspects.test") == {b"x-29": b"1"}
    await client.close()


async def test_dead_letters_are_read_newest_first_by_pages(engine: Engine) -> None:
    bad = [Unlisted(ts_event=1, ts_init=1, number=n) for n in range(5)]
    await engine.publisher.publish(NUMBERS, "k", *bad, counted(1))
    engine.start([NUMBERS])
    await until(lambda: engine.numbers == [1])
    seen, cursor = [], ""
    for _ in range(4):
        letters, cursor = await engine.dead_letters.read(2, cursor)
        seen += [letter.payload for letter in letters]
        if not cursor:
            break
    assert seen == [encode(message) for message in reversed(bad)]
    assert await engine.dead_letters.count() == 5


async def test_a_batch_waits_for_what_is_not_its_fault(engine: Engine) -> None:
    failures = 0

    async def database_is_away(envelopes: list[Envelope[Message]]) -> None:
        nonlocal failures
        failures += 1
        if failures <= 8:
            raise UnavailableError("the database does not answer")
        engine.received += envelopes

    await engine.publisher.publish(NUMBERS, "k", *map(counted, range(10)))
    engine.start([NUMBERS], database_is_away)
    await until(lambda: len(engine.received) == 10)
    assert await engine.dead_letters.count() == 0


async def test_an_urgent_message_overtakes_ten_thousand_others(engine: Engine) -> None:
    order: list[str] = []

    async def handle(envelopes: list[Envelope[Message]]) -> None:
        await asyncio.sleep(0.002)
        order.extend(type(envelope.message).__name__ for envelope in envelopes)

    await engine.publisher.publish(NUMBERS, "k", *map(counted, range(10_000)))
    engine.start([NUMBERS, STOPS], handle)
    await until(lambda: len(order) > 100)
    await engine.publisher.publish(STOPS, "k", stop("enough"))
    await until(lambda: len(order) == 10_001)
    assert order.index("Stop") < 9_000


async def test_an_urgent_message_does_not_wait_for_a_busy_handler(engine: Engine) -> None:
    killed = asyncio.Event()

    async def handle(envelopes: list[Envelope[Message]]) -> None:
        if envelopes[0].topic is STOPS:
            killed.set()
        else:
            await asyncio.Event().wait()

    await engine.publisher.publish(NUMBERS, "k", counted(1))
    engine.start([NUMBERS, STOPS], handle)
    await engine.publisher.publish(STOPS, "k", stop("enough"))
    assert await asyncio.wait_for(killed.wait(), 10)


async def test_what_a_dead_consumer_holds_is_taken_over(engine: Engine, metrics: BusMetrics) -> None:
    await engine.client.create_group(b"logic:test.numbers", "test")
    await engine.publisher.publish(NUMBERS, "k", *map(counted, range(5)))
    await engine.client.read_group("test", "someone-who-died", {b"logic:test.numbers": b">"}, 10)
    policy = ReadPolicy(count=2, block_ms=10, audit_s=0.02, reclaim_after_s=0.05)
    engine.start([NUMBERS], policy=policy, name="heir")
    await until(lambda: len(engine.received) == 5)
    assert engine.numbers == list(range(5))
    assert value(metrics.reclaimed, topic="test.numbers") == 5


async def test_a_slow_reader_of_a_capped_stream_knows_what_it_lost(engine: Engine, metrics: BusMetrics) -> None:
    open_gate = asyncio.Event()

    async def handle(envelopes: list[Envelope[Message]]) -> None:
        await engine.remember(envelopes)
        await open_gate.wait()

    engine.start([TICKS], handle)
    await engine.publisher.publish(TICKS, "k", *map(counted, range(10)))
    await until(lambda: len(engine.received) > 0)
    for first in range(10, 5_000, 10):
        await engine.publisher.publish(TICKS, "k", *map(counted, range(first, first + 10)))
    assert await engine.client.length(b"market:test.ticks") < 400
    open_gate.set()
    await until(lambda: 4_999 in engine.numbers)
    await until(lambda: engine.consumer.lag == 0 and engine.consumer.lost + len(engine.received) == 5_000)
    assert engine.consumer.lost > 4_000
    assert value(metrics.lost, topic="test.ticks") == engine.consumer.lost
    (group,) = await engine.client.groups(b"market:test.ticks")
    assert (group[b"entries-read"], group[b"lag"]) == (5_000, 0)


async def test_an_engine_that_was_down_knows_what_it_missed(engine: Engine) -> None:
    engine.start([TICKS])
    await engine.publisher.publish(TICKS, "k", *map(counted, range(10)))
    await until(lambda: len(engine.received) == 10)
    await engine.stop()
    await engine.publisher.publish(TICKS, "k", *map(counted, range(10, 2_000)))
    await engine.publisher.publish(TICKS, "k", counted(2_000))
    engine.start([TICKS])
    await until(lambda: 2_000 in engine.numbers)
    await until(lambda: engine.consumer.lost + len(engine.received) == 2_001)
    assert engine.consumer.lost > 1_000


async def test_lag_is_what_has_not_been_read(engine: Engine, metrics: BusMetrics) -> None:
    async def hang(envelopes: list[Envelope[Message]]) -> None:
        await engine.remember(envelopes)
        if len(engine.received) > 100:
            await asyncio.Event().wait()

    await engine.publisher.publish(NUMBERS, "k", *map(counted, range(500)))
    engine.start([NUMBERS], hang, policy=ReadPolicy(count=50, audit_s=0.0))
    await until(lambda: len(engine.received) == 150)
    assert engine.consumer.lag == value(metrics.lag, topic="test.numbers") == 350


async def test_topics_of_two_buses_are_two_consumers(engine: Engine) -> None:
    with pytest.raises(ValueError, match="each bus"):
        engine.start([NUMBERS, TICKS])
