"""Fan-out: how late 1, 10 and 100 clients of the stream hear what happens, and what each of them costs.

Session `es-trades` is played from its busy part on, about a thousand trades a second; each client subscribes to quotes,
the tape and orders. An order is sent by hand every quarter second, as the strategy's own are rare. A delay begins when
marketdata made the frame with the newest trade of a delivery (or execution the message of an order: journal, relay and
bus lie between) and ends when a client has the text; both are the wall clock of one machine. The wait for the next
flush, up to 50 ms, is part of it. CPU is the process's own time in the phase; what clients cost is that less what it
took with none, and the kernel counts it in steps of 10 ms: with one client that is noise.

All clients share this one process, which shares the machine's cores with the servers: `clients_busy` is the share of a
core that they took. Near 1 it, and not the server, would be what is measured.
"""

import asyncio
import statistics
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, NamedTuple

import httpx
import msgspec
import psutil
from prometheus_client import CollectorRegistry
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from benchmarks._platform import Instance, instance
from benchmarks._replay import INSTRUMENT, SESSION, SPEED, cue
from nautilus.engines.marketdata.messages import FRAMES, MarketFrame
from nautilus.engines.websocket.api import FLUSH_SECONDS
from nautilus.kernel import bus
from nautilus.kernel.bus import BusMetrics, FanoutReader
from nautilus.kernel.config import resolve_urls
from nautilus.kernel.errors import UnavailableError
from nautilus.kernel.messages import Bus

TOPICS = (f"quotes.{INSTRUMENT}", f"trades.{INSTRUMENT}", "orders")
CLIENTS = (1, 10, 100)
THROUGH_GATEWAY = 10
SECONDS = 8.0
ORDER_EVERY_S = 0.25


class _Row(msgspec.Struct):
    """Of a quote, a trade or an order what a delay is computed from."""

    sequence: int
    ts_init: int = 0


class _Tape(msgspec.Struct):
    trades: list[_Row]


class _Delivery(msgspec.Struct):
    topic: str
    kind: str
    data: msgspec.Raw


_delivery = msgspec.json.Decoder(_Delivery)
_rows = msgspec.json.Decoder(list[_Row])
_tapes = msgspec.json.Decoder(list[_Tape])


class Listener:
    """One client: notes when which record, or which order's message, reached it."""

    def __init__(self) -> None:
        self.deliveries = 0
        self.bytes = 0
        self.heard: dict[str, list[tuple[int, int]]] = {topic: [] for topic in TOPICS}
        """By topic: newest sequence (of orders: ts_init) of a delta, and when it came [ns]."""

    async def listen(self, stream: ClientConnection) -> None:
        await stream.send(msgspec.json.encode({"op": "subscribe", "topics": TOPICS}).decode())
        try:
            async for text in stream:
                self._note(text, time.time_ns())
        except ConnectionClosed as error:
            raise UnavailableError(f"the stream closed a client: {error}") from error

    def _note(self, text: str | bytes, now: int) -> None:
        delivery = _delivery.decode(text)
        self.deliveries += 1
        self.bytes += len(text)
        if delivery.kind != "delta":
            return
        if delivery.topic == "orders":
            self.heard["orders"] += [(row.ts_init, now) for row in _rows.decode(delivery.data)]
        elif delivery.topic.startswith("trades."):
            self.heard[delivery.topic].append((_tapes.decode(delivery.data)[-1].trades[-1].sequence, now))
        else:
            self.heard[delivery.topic].append((_rows.decode(delivery.data)[-1].sequence, now))


def run() -> dict[str, Any]:
    """For each number of clients: p50 and p99 of the delay by topic [ms], deliveries/s, CPU of the engine."""
    with instance() as platform:
        platform.up()
        with httpx.Client(**_at(platform, "gateway")) as gateway:
            cue(gateway, SPEED)
        pids = {service["name"]: service["pid"] for service in platform.json("status")["services"]}
        found = asyncio.run(_phases(platform, pids))
    return {
        "inputs": {
            "session": SESSION,
            "speed": SPEED,
            "topics": TOPICS,
            "seconds": SECONDS,
            "flush_ms": 1_000 * FLUSH_SECONDS,
            "order_every_s": ORDER_EVERY_S,
        },
        **found,
    }


def _at(platform: Instance, name: str) -> dict[str, Any]:
    """What an HTTP client of an engine, or of the gateway, is made with."""
    headers = {"Authorization": f"Bearer {platform.token()}"}
    return {
        "base_url": f"http://127.0.0.1:{platform.config.port(name)}",
        "headers": headers,
        "trust_env": False,
        "timeout": 30,
    }


class _Door(NamedTuple):
    """Where clients connect, and the process that serves them, with the share of a core that it takes without any."""

    url: str
    pid: int
    idle: float


async def _phases(platform: Instance, pids: dict[str, int]) -> dict[str, Any]:
    engine, gateway = platform.config.port("websocket"), platform.config.port("gateway")
    direct, through = f"ws://127.0.0.1:{engine}/stream", f"ws://127.0.0.1:{gateway}/api/websocket/stream"
    async with _frame_times(platform) as made, _orders(platform):
        idle = await _cpu_share(pids["websocket"], SECONDS / 2)
        door = _Door(direct, pids["websocket"], idle)
        clients = {str(count): await _phase(platform, door, count, made) for count in CLIENTS}
        door = _Door(through, pids["gateway"], await _cpu_share(pids["gateway"], SECONDS / 4))
        at_gateway = await _phase(platform, door, THROUGH_GATEWAY, made)
    return {
        "engine_cpu_idle": round(idle, 4),
        "clients": clients,
        "through_gateway": {str(THROUGH_GATEWAY): at_gateway},
    }


async def _phase(platform: Instance, door: _Door, count: int, made: dict[int, int]) -> dict[str, Any]:
    """`count` clients for `SECONDS`, all connected before the time begins."""
    headers = {"Authorization": f"Bearer {platform.token()}"}
    streams = [await connect(door.url, additional_headers=headers, max_size=None, proxy=None) for _ in range(count)]
    listeners = [Listener() for _ in streams]
    tasks = [asyncio.create_task(each.listen(stream)) for each, stream in zip(listeners, streams, strict=True)]
    await asyncio.sleep(1.0)
    before = [(each.deliveries, each.bytes) for each in listeners]
    began, own = time.time_ns(), time.process_time()
    share = await _cpu_share(door.pid, SECONDS)
    own = time.process_time() - own
    heard = sum(each.deliveries for each in listeners) - sum(deliveries for deliveries, _ in before)
    received = sum(each.bytes for each in listeners) - sum(size for _, size in before)
    for task in tasks:
        if task.done():
            task.result()
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    for stream in streams:
        await stream.close()
    return {
        "delay_ms": {topic.partition(".")[0]: _delays(listeners, topic, began, made) for topic in TOPICS},
        "deliveries_per_s_each": round(heard / SECONDS / count, 1),
        "kib_per_s_each": round(received / 1_024 / SECONDS / count, 1),
        "server_cpu": round(share, 4),
        "server_cpu_per_client": round((share - door.idle) / count, 5),
        "server_cpu_us_per_delivery": round(1e6 * (share - door.idle) * SECONDS / heard, 1),
        "clients_busy": round(own / SECONDS, 2),
    }


def _delays(listeners: list[Listener], topic: str, began: int, made: dict[int, int]) -> dict[str, Any]:
    """Of all clients together. A record whose frame was not seen being made has no delay and is left out."""
    delays = sorted(
        (now - told) / 1e6
        for each in listeners
        for name, now in each.heard[topic]
        if now >= began and (told := name if topic == "orders" else made.get(name, 0))
    )
    if len(delays) < 2:
        raise UnavailableError(f"only {len(delays)} deliveries of {topic} came: nothing to measure")
    return {
        "p50": round(statistics.median(delays), 2),
        "p99": round(delays[int(len(delays) * 0.99)], 2),
        "count": len(delays),
    }


@asynccontextmanager
async def _frame_times(platform: Instance) -> AsyncIterator[dict[int, int]]:
    """When the frame that ends with a record was made [ns], read from the market bus while the block runs."""
    client = bus.connect(resolve_urls(platform.config), Bus.MARKET, "benchmark")
    made: dict[int, int] = {}

    async def read() -> None:
        async for envelopes in FanoutReader(client, [FRAMES], BusMetrics.register(CollectorRegistry())):
            for envelope in envelopes:
                if isinstance(envelope.message, MarketFrame):
                    made.setdefault(envelope.message.last_sequence, envelope.message.ts_init)

    reading = asyncio.create_task(read())
    try:
        yield made
    finally:
        reading.cancel()
        await asyncio.gather(reading, return_exceptions=True)
        await client.close()


@asynccontextmanager
async def _orders(platform: Instance) -> AsyncIterator[None]:
    """Buys one and sells one in turn while the block runs. Raises what went wrong with it, also within the block."""

    async def send() -> None:
        async with httpx.AsyncClient(**_at(platform, "execution")) as client:
            number = 0
            while True:
                number += 1
                body = {"instrument_id": INSTRUMENT, "side": ("SELL", "BUY")[number % 2], "quantity": "1"}
                answer = await client.post("/orders", json={"client_key": f"bench{number}", **body})
                if answer.status_code >= 300 or answer.json()["status"] == "REFUSED":
                    raise UnavailableError(f"order {number} was not taken: {answer.text}")
                await asyncio.sleep(ORDER_EVERY_S)

    sending = asyncio.create_task(send())
    try:
        yield
    finally:
        failed = sending.done()
        sending.cancel()
        await asyncio.gather(sending, return_exceptions=True)
        if failed:
            sending.result()


async def _cpu_share(pid: int, seconds: float) -> float:
    """Share of a core that a process takes in the next `seconds`."""
    process = psutil.Process(pid)
    before, began = process.cpu_times(), time.monotonic()
    await asyncio.sleep(seconds)
    after, took = process.cpu_times(), time.monotonic() - began
    return float(after.user + after.system - before.user - before.system) / took
