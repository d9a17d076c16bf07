"""The engine on real buses with real clients: from a message on a bus to JSON on a socket."""

import asyncio
import json
import socket
import time
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest
from prometheus_client import CollectorRegistry
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from engines.websocket.messages_made import filled, market_frame, order_changed, run_started, tape_frame, value_frame
from nautilus.engines.execution.messages import EVENTS
from nautilus.engines.factor.messages import VALUES
from nautilus.engines.marketdata.messages import FRAMES, RUNS, MarketFrame
from nautilus.engines.websocket import ENGINE
from nautilus.engines.websocket.model import ClientPolicy
from nautilus.engines.websocket.service import WebsocketService
from nautilus.kernel import bus
from nautilus.kernel.app.runtime import Runtime
from nautilus.kernel.auth import ensure_token, tickets
from nautilus.kernel.bus import BusMetrics, BusPublisher
from nautilus.kernel.clock import SessionClock
from nautilus.kernel.config import Config
from nautilus.kernel.messages import Bus, Message, Outgoing, Topic
from nautilus.kernel.migrations import migrate

JOURNALED: tuple[tuple[Topic, str], ...] = ((RUNS, "marketdata"), (EVENTS, "execution"))


@pytest.fixture
def config(tmp_path: Path, database_url: str, market_bus_url: str, logic_bus_url: str) -> Config:
    migrate(database_url)
    return Config(
        home=str(tmp_path), database_url=database_url, bus_market_url=market_bus_url, bus_logic_url=logic_bus_url
    )


class Buses:
    """Publishes as the engines do: journaled messages keep the ids of their journal."""

    def __init__(self, publisher: BusPublisher) -> None:
        self._publisher = publisher
        self._count = 0

    async def journaled(self, topic: Topic, *messages: Message) -> None:
        outgoing = []
        for message in messages:
            self._count += 1
            outgoing.append(Outgoing(topic, "run", message, f"{topic.name.partition('.')[0]}-{self._count}"))
        await self._publisher.publish_outgoing(outgoing)

    async def publish(self, topic: Topic, *messages: Message) -> None:
        await self._publisher.publish(topic, "run", *messages)


@pytest.fixture
async def buses(config: Config) -> AsyncIterator[Buses]:
    clients = {name: bus.connect(config, name, "test") for name in Bus}
    for client in clients.values():
        await client.execute("FLUSHALL")
    yield Buses(BusPublisher(clients, BusMetrics.register(CollectorRegistry())))
    for client in clients.values():
        await client.close()


@dataclass
class Running:
    port: int
    token: str

    def connect(self, query: str = "", **keywords: Any) -> connect:
        headers = {} if query else {"Authorization": f"Bearer {self.token}"}
        return connect(
            f"ws://127.0.0.1:{self.port}/stream{query}",
            additional_headers=headers,
            max_size=None,
            proxy=None,
            **keywords,
        )

    def client(self) -> httpx.AsyncClient:
        headers = {"Authorization": f"Bearer {self.token}"}
        return httpx.AsyncClient(base_url=f"http://127.0.0.1:{self.port}", headers=headers, trust_env=False)


class Engine:
    """Starts and stops the engine of one test, more than once if need be."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._stop = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> Running:
        listener = socket.create_server(("127.0.0.1", 0))
        self._stop = asyncio.Event()
        self._task = asyncio.create_task(Runtime(ENGINE, self._config).run(listener, self._stop))
        running = Running(listener.getsockname()[1], ensure_token(self._config))
        async with running.client() as client, asyncio.timeout(20):
            while (await client.get("/health/ready")).status_code != 200:  # noqa: ASYNC110 - another side's event
                await asyncio.sleep(0.02)
        return running

    async def stop(self) -> None:
        self._stop.set()
        if self._task is not None:
            await self._task
            self._task = None


@pytest.fixture
async def engine(config: Config, buses: Buses) -> AsyncIterator[Engine]:
    del buses
    engine = Engine(config)
    yield engine
    await engine.stop()


async def subscribe(stream: ClientConnection, *topics: str, after: dict[str, str] | None = None) -> None:
    await stream.send(json.dumps({"op": "subscribe", "topics": topics, "after": after or {}}))


async def until(stream: ClientConnection, enough: Callable[[list[dict]], Any]) -> list[dict]:
    """Deliveries, until they are enough."""
    seen: list[dict] = []
    async with asyncio.timeout(20):
        while not enough(seen):
            seen.append(json.loads(await stream.recv()))
    return seen


def orders_in(seen: list[dict]) -> list[str]:
    """The orders as a client holds them that follows the protocol."""
    held: list[str] = []
    for delivery in (d for d in seen if d["topic"] == "orders"):
        if delivery["kind"] == "snapshot":
            held = []
        if delivery["kind"] in ("snapshot", "delta"):
            held += [order["client_order_id"] for order in delivery["data"]]
    return held


async def test_from_the_buses_to_a_client(engine: Engine, buses: Buses) -> None:
    await buses.journaled(RUNS, run_started(1))
    await buses.journaled(EVENTS, order_changed(1))
    running = await engine.start()
    async with running.connect() as stream:
        await subscribe(stream, "orders", "fills", "quotes.AAPL.XNAS", "values", "runs")
        first = await until(stream, lambda seen: len(seen) >= 5)
        assert {delivery["kind"] for delivery in first} == {"snapshot"}
        await buses.journaled(EVENTS, *(order_changed(n) for n in range(2, 6)), filled(5))
        await buses.publish(FRAMES, market_frame(1, [100.5, 101.5]))
        await buses.publish(VALUES, value_frame(2, 0.25))
        seen = first + await until(stream, lambda seen: len({delivery["topic"] for delivery in seen}) == 4)
    assert orders_in(seen) == [f"1-momentum-{n}" for n in range(1, 6)]
    by_topic = {topic: [d for d in seen if d["topic"] == topic] for topic in {d["topic"] for d in seen}}
    for deliveries in by_topic.values():
        assert [d["sequence"] for d in deliveries] == list(range(1, len(deliveries) + 1))
    quote = by_topic["quotes.AAPL.XNAS"][-1]["data"][0]
    assert (quote["bid"], quote["ask"], quote["sequence"], quote["derived"]) == (101.5, 101.52, 2, True)
    assert by_topic["values"][-1]["data"][0]["value"] == 0.25
    assert by_topic["fills"][-1]["data"][0]["price"] == "101.50"


async def test_a_client_resumes_after_a_restart_of_the_engine(engine: Engine, buses: Buses) -> None:
    await buses.journaled(RUNS, run_started(1))
    running = await engine.start()
    async with running.connect() as stream:
        await subscribe(stream, "orders")
        await buses.journaled(EVENTS, *(order_changed(n) for n in range(1, 4)))
        seen = await until(stream, lambda seen: len(orders_in(seen)) == 3)
    await engine.stop()
    await buses.journaled(EVENTS, order_changed(4))
    running = await engine.start()
    async with running.connect() as stream:
        await subscribe(stream, "orders", after={"orders": seen[-1]["position"]})
        again = await until(stream, lambda seen: orders_in(seen)[-1:] == ["1-momentum-4"])
    kinds = {delivery["kind"] for delivery in again}
    if kinds == {"delta"}:
        assert orders_in(again) == ["1-momentum-4"]
    else:  # asked before the engine had read so far back: the snapshot holds all of it
        assert orders_in(again) == [f"1-momentum-{n}" for n in range(1, 5)]


async def test_what_was_published_before_the_start_is_in_the_snapshot(engine: Engine, buses: Buses) -> None:
    await buses.journaled(RUNS, run_started(1))
    await buses.journaled(EVENTS, order_changed(1))
    await buses.journaled(RUNS, run_started(2))
    await buses.journaled(EVENTS, order_changed(1, run=2), order_changed(2, run=2))
    await buses.publish(FRAMES, market_frame(7, [55.0], run=2))
    running = await engine.start()
    async with running.connect() as stream:
        await subscribe(stream, "orders", "quotes.AAPL.XNAS")
        seen = await until(stream, lambda seen: len(orders_in(seen)) == 2 and any(d["data"] for d in seen[1:]))
    assert orders_in(seen) == ["2-momentum-1", "2-momentum-2"]


async def test_quotes_are_conflated(engine: Engine, buses: Buses) -> None:
    running = await engine.start()
    async with running.connect() as stream:
        await subscribe(stream, "quotes.AAPL.XNAS")
        await until(stream, lambda seen: len(seen) == 1)
        for number in range(1, 2_001):
            await buses.publish(FRAMES, market_frame(number, [float(number)]))
        seen = await until(stream, lambda seen: seen and seen[-1]["data"][0]["bid"] == 2_000.0)
    assert len(seen) < 1_000
    assert [d["sequence"] for d in seen] == list(range(2, len(seen) + 2))


async def test_a_thousand_updates_a_second_reach_a_client_at_twenty_hertz_without_a_loss(
    engine: Engine, buses: Buses
) -> None:
    """2,000 frames in two seconds or somewhat more: the deliveries are few, and bars and orders are all there."""
    topics = ("trades.ES.XCME", "quotes.AAPL.XNAS", "bars.ES.XCME", "orders")
    await buses.journaled(RUNS, run_started(1))
    running = await engine.start()
    async with running.connect() as stream:
        await subscribe(stream, *topics)
        await until(stream, lambda seen: len(seen) == len(topics))
        began = time.monotonic()
        reading = asyncio.create_task(until(stream, lambda seen: _last_sequence(seen, "bars.ES.XCME") == 2_000))
        for first in range(1, 2_001, 20):
            await buses.publish(FRAMES, *(_frame(number) for number in range(first, first + 20)))
            await buses.journaled(EVENTS, order_changed(first), order_changed(first + 10))
            await asyncio.sleep(max(0.0, began + first / 1_000 - time.monotonic()))
        seen = await reading
        took = time.monotonic() - began
        while len(orders_in(seen)) < 200:
            seen += await until(stream, lambda seen: len(seen) == 1)
    by_topic = {topic: [d for d in seen if d["topic"] == topic and d["kind"] == "delta"] for topic in topics}
    assert [bar["sequence"] for d in by_topic["bars.ES.XCME"] for bar in d["data"]] == list(range(10, 2_001, 10))
    assert orders_in(seen) == [f"1-momentum-{number}" for number in range(1, 2_001, 10)]
    tapes = [item for d in by_topic["trades.ES.XCME"] for item in d["data"]]
    assert sum(item["lost"] + len(item["trades"]) for item in tapes) == 2_000
    for deliveries in by_topic.values():
        assert 5 < len(deliveries) < took / 0.05 + 2
        assert [d["sequence"] for d in deliveries] == list(range(2, len(deliveries) + 2))


def _frame(number: int) -> MarketFrame:
    """A trade and a quote; every tenth closes a bar."""
    frame = tape_frame(number, number, bars=(number,) if number % 10 == 0 else ())
    return msgspec.structs.replace(frame, quotes=market_frame(number, [float(number)]).quotes)


def _last_sequence(seen: list[dict], topic: str) -> int:
    items = [item for delivery in seen if delivery["topic"] == topic for item in delivery["data"]]
    return items[-1]["sequence"] if items else 0


async def test_a_pong_comes_at_once_with_the_time_of_the_server(engine: Engine) -> None:
    running = await engine.start()
    async with running.connect() as stream:
        await stream.send('{"op": "ping", "id": 0}')
        await until(stream, lambda seen: len(seen) == 1)
        waits = []
        for number in range(1, 21):
            before = time.time()
            await stream.send(json.dumps({"op": "ping", "id": number}))
            (pong,) = await until(stream, lambda seen: len(seen) == 1)
            waits.append(time.time() - before)
            assert (pong["kind"], pong["topic"], pong["data"]["id"]) == ("pong", "", number)
            assert before - 0.01 <= pong["data"]["server_ms"] / 1_000 <= time.time() + 0.01
    assert sorted(waits)[10] < 0.04, "it does not wait for the next flush"


async def test_a_client_that_stops_reading_is_sent_away(
    engine: Engine, buses: Buses, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its socket fills, it takes nothing for its patience: 1013. Another client on the same topic misses nothing."""
    monkeypatch.setattr(WebsocketService, "policy", ClientPolicy(most_waiting=300, patience_seconds=1.0))
    running = await engine.start()
    async with running.connect() as good, running.connect(max_queue=1) as slow, running.client() as client:
        for stream in (good, slow):
            await subscribe(stream, "orders")
        seen = await until(good, lambda seen: len(seen) == 1)
        count = 0
        while (await client.get("/status")).json()["details"]["clients"] > 1:
            numbers = range(count + 1, count + 101)
            await buses.journaled(EVENTS, *(order_changed(n, reason="x" * 5_000) for n in numbers))
            count += len(numbers)
            seen += await until(good, lambda seen: orders_in(seen)[-1:] == [f"1-momentum-{count}"])  # noqa: B023
            assert count < 50_000
        assert orders_in(seen) == [f"1-momentum-{n}" for n in range(1, count + 1)]
        with suppress(ConnectionClosed):
            async for _ in slow:  # what was under way when it was given up
                continue
        assert slow.close_code == 1013


async def test_requests_that_cannot_be_read_are_answered(engine: Engine, buses: Buses) -> None:
    del buses
    running = await engine.start()
    async with running.connect() as stream:
        for text in (
            "{",
            '{"op": "shout"}',
            '{"op": "subscribe", "topics": []}',
            '{"op": "subscribe", "topics": ["x"]}',
        ):
            await stream.send(text)
            (answer,) = await until(stream, lambda seen: len(seen) == 1)
            assert answer["kind"] == "error"
            assert answer["data"]["detail"]
        await stream.send("x" * 100_000)
        with pytest.raises(ConnectionClosed) as closed:
            await stream.recv()
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 1009


async def test_tickets_open_one_stream_within_their_time(engine: Engine, config: Config) -> None:
    running = await engine.start()
    async with running.client() as client:
        answer = await client.post("/tickets")
        assert answer.status_code == 201
        ticket = answer.json()["ticket"]
    async with running.connect(f"?ticket={ticket}") as stream:
        await subscribe(stream, "runs")
        assert json.loads(await stream.recv())["kind"] == "snapshot"
    long_ago, _ = tickets(config, SessionClock(1)).issue("token")
    for refused in (ticket, long_ago, "guess"):
        with pytest.raises(InvalidStatus) as status:
            await running.connect(f"?ticket={refused}")
        assert status.value.response.status_code == 401


async def test_topics_are_listed(engine: Engine) -> None:
    running = await engine.start()
    async with running.client() as client:
        listed = (await client.get("/topics")).json()["items"]
    assert {"name": "fills", "kind": "lossless", "summary": "Fills of the run"} in listed
    kinds = {topic["name"]: topic["kind"] for topic in listed}
    assert (kinds["trades.<instrument_id>"], kinds["bars.<instrument_id>"]) == ("conflated", "lossless")
