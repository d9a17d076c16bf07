import asyncio

from kernel.bus.harness import NUMBERS, TICKS, Server, Unlisted, counted, until
from nautilus.kernel.bus import BusClient, BusMetrics, BusPublisher, FanoutReader
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
