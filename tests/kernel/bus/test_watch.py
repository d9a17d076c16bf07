import asyncio

from kernel.bus.harness import Server, until
from nautilus.kernel.bus import BusClient, BusMetrics, ServerWatch
from nautilus.kernel.messages import Bus


async def test_a_restart_is_noticed_once_and_a_lost_connection_is_none(
    server: Server, client_class: type[BusClient], metrics: BusMetrics
) -> None:
    restarts: list[str] = []
    client = client_class(server.address, "watch", patience_s=0.1)
    other = client_class(server.address, "other")

    async def resend() -> None:
        restarts.append(client.run_id)

    watch = ServerWatch(client, Bus.LOGIC, resend, metrics, every_s=0.02)
    watching = asyncio.create_task(watch.run())
    await until(lambda: watch.reachable)
    first = client.run_id
    await other.execute("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes")
    await asyncio.sleep(0.2)
    assert restarts == []
    await asyncio.to_thread(server.kill)
    await until(lambda: not watch.reachable)
    await asyncio.to_thread(server.start)
    await until(lambda: len(restarts) == 1)
    await asyncio.sleep(0.1)
    assert len(restarts) == 1
    assert restarts[0] != first
    assert metrics.server_restarts.labels("logic")._value.get() == 1
    watching.cancel()
    await asyncio.gather(watching, return_exceptions=True)
    await client.close()
    await other.close()
