import asyncio
import time

from kernel.bus.harness import NUMBERS, TICKS, Server, Unlisted, counted, until
from nautilus.kernel.bus import BusClient, BusMetrics, BusPublisher, FanoutReader, HotClient
from nautilus.kernel.messages import Bus, Envelope, Message


async def gather(reader: FanoutReader, into: list[Envelope[Message]]) -> None:
    async for envelopes in reader:
        into += envelopes


async def test_readers_see_what_comes_after_their_start_or_after_an_id(
    server: Server, client_class: type[BusClient], metrics: BusMetrics
) -> None:
    clients = [client_class(server.address, "test") for _ in range(4)]
    publisher = BusPublisher(dict.fromkeys(Bus, clients[0]), metrics)
    await publisher.publish(NUMBERS, "k", counted(1), Unlisted(ts_event=1, ts_init=1, number=1))
    found: list[list[Envelope[Message]]] = [[], [], []]
    readers = [
        FanoutReader(clients[1], [NUMBERS, TICKS], metrics, block_ms=50),
        FanoutReader(clients[2], [NUMBERS, TICKS], metrics, block_ms=50),
        FanoutReader(clients[3], [NUMBERS, TICKS], metrics, block_ms=50, after={"test.numbers": "0"}),
    ]
    for reader in readers:
        await reader.start()
    await publisher.publish(NUMBERS, "k", counted(2))
    tasks = [asyncio.create_task(gather(*pair)) for pair in zip(readers, found, strict=True)]
    await publisher.publish(TICKS, "k", counted(3))
    await until(lambda: [len(envelopes) for envelopes in found] == [2, 2, 3])
    await asyncio.to_thread(server.kill)
    await asyncio.to_thread(server.start)
    await publisher.publish(TICKS, "k", counted(4))
    await until(lambda: all(envelopes[-1].message == counted(4) for envelopes in found))
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    for client in clients:
        await client.close()


async def test_a_reader_says_how_old_what_it_has_in_hand_is(volatile_server: Server, metrics: BusMetrics) -> None:
    writing, reading = HotClient(volatile_server.address, "test"), HotClient(volatile_server.address, "test")
    before_ms = time.time_ns() // 1_000_000
    await BusPublisher(dict.fromkeys(Bus, writing), metrics).publish(TICKS, "k", counted(1))
    reader = FanoutReader(reading, [TICKS], metrics, block_ms=50, after={TICKS.name: "0"})
    batches = aiter(reader)
    await anext(batches)
    assert reader.oldest_ms is not None
    assert before_ms <= reader.oldest_ms <= time.time_ns() // 1_000_000
    task = asyncio.ensure_future(anext(batches))
    await until(lambda: reader.oldest_ms is None)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await asyncio.gather(writing.close(), reading.close())
