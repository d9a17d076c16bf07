"""The engine as a process on real servers: kill -9 in the middle of a run, and a bus that comes back empty."""

import asyncio
import os
import sys
from collections import defaultdict
from contextlib import asynccontextmanager

import httpx
import psycopg
import pytest
import redis.asyncio
from prometheus_client import CollectorRegistry

from nautilus.domain.market import float_column, int_column
from nautilus.engines.marketdata.messages import FRAMES, PACED_BY, SETTLED_BY, WATERMARKS, Watermark
from nautilus.kernel.bus import BusMetrics, BusPublisher, FanoutReader, connect
from nautilus.kernel.config import Config
from nautilus.kernel.messages import Bus
from nautilus.kernel.migrations import migrate
from support.marketdata import OTHERS, until
from support.platform import free_offset

pytestmark = pytest.mark.stack


class Consumers:
    """All the consumers of a run at once: they read market frames off the bus and say how far they are."""

    def __init__(self, config):
        self.metrics = BusMetrics.register(CollectorRegistry())
        self.clients = {bus: connect(config, bus, "consumers") for bus in Bus}
        self.reader = connect(config, Bus.MARKET, "consumers-reader")
        self.publisher = BusPublisher(self.clients, self.metrics)
        self.run = 0
        self.position = 0
        self.frames = []
        self.last = 0

    async def work(self):
        async with asyncio.TaskGroup() as group:
            group.create_task(self._beat())
            async for envelopes in FanoutReader(self.reader, [FRAMES], self.metrics, after={FRAMES.name: "0"}):
                for envelope in envelopes:
                    self._take(envelope.message)
                await self.say()

    def _take(self, frame):
        self.frames.append(frame)
        if frame.run == self.run and frame.first_sequence <= self.position + 1:
            self.position = max(self.position, frame.last_sequence)

    async def _beat(self):
        while True:
            if self.run:
                await self.say()
            await asyncio.sleep(0.5)

    async def say(self):
        for name in OTHERS:
            final = name in SETTLED_BY and self.position == self.last
            mark = Watermark(ts_event=0, ts_init=0, run=self.run, consumer=name, sequence=self.position, final=final)
            if name in PACED_BY or final:
                await self.publisher.publish(WATERMARKS, name, mark)

    def begin(self, run):
        self.run, self.last, self.position = run["run"], run["record_count"], 0

    async def passed(self, sequence):
        await until(lambda: self.position >= sequence, 60)

    def bars(self, run):
        """What came of each record: {sequence: {(instrument, time, close)}}. More than one would be a contradiction."""
        found = defaultdict(set)
        for frame in self.frames:
            for bar in frame.bars if frame.run == run else ():
                columns = (int_column(bar.sequence), int_column(bar.ts_event), float_column(bar.close))
                for sequence, ts, close in zip(*(column.tolist() for column in columns), strict=True):
                    found[sequence].add((bar.instrument_id, ts, close))
        return found

    async def close(self):
        for client in (*self.clients.values(), self.reader):
            await client.close()


class Marketdata:
    """The engine's process and its HTTP interface."""

    def __init__(self, environment, config):
        self.environment = environment
        self.url = config.engine_url("marketdata")
        self.token_file = config.token_file
        self.process = None

    async def start(self):
        command = "from nautilus.kernel.app import run_engine; run_engine('marketdata')"
        self.process = await asyncio.create_subprocess_exec(sys.executable, "-c", command, env=self.environment)
        async with asyncio.timeout(60):
            while not await self._is_ready():
                assert self.process.returncode is None
                await asyncio.sleep(0.05)

    async def kill(self):
        self.process.kill()
        await self.process.wait()

    async def _is_ready(self):
        """Whether this very process says so: another test's may have had the port until now."""
        try:
            status = await self.ask("GET", "/status")
        except (httpx.TransportError, FileNotFoundError, AssertionError):
            return False
        return status["ready"] and status["pid"] == self.process.pid

    async def ended(self, run):
        """The run, once it has finished."""
        async with asyncio.timeout(20):
            while (found := await self.ask("GET", f"/replays/{run}"))["state"] != "FINISHED":  # noqa: ASYNC110 - asked over HTTP
                await asyncio.sleep(0.05)
        return found

    async def ask(self, method, path, *, check=True, **body):
        headers = {"Authorization": f"Bearer {self.token_file.read_text().strip()}"}
        async with httpx.AsyncClient(headers=headers) as client:
            answer = await client.request(method, self.url + path, json=body or None)
            assert answer.is_success or not check, answer.text
            return answer.json()


@asynccontextmanager
async def marketdata(servers, database_url, home):
    environment = {
        **os.environ,
        "NAUTILUS_HOME": str(home),
        "NAUTILUS_PORT_OFFSET": str(free_offset()),
        "NAUTILUS_DATABASE_URL": database_url,
        "NAUTILUS_BUS_MARKET_URL": servers.market_bus_url,
        "NAUTILUS_BUS_LOGIC_URL": servers.logic_bus_url,
    }
    config = Config(
        home=str(home),
        port_offset=int(environment["NAUTILUS_PORT_OFFSET"]),
        bus_market_url=servers.market_bus_url,
        bus_logic_url=servers.logic_bus_url,
    )
    engine = Marketdata(environment, config)
    consumers = Consumers(config)
    await engine.start()
    working = asyncio.create_task(consumers.work())
    try:
        yield engine, consumers
    finally:
        working.cancel()
        await asyncio.wait([working])
        await consumers.close()
        await engine.kill()


@pytest.fixture
async def play(servers, database_url, market_bus_url, logic_bus_url, tmp_path):
    """The engine's process with its consumers, and a client of the market bus's server."""
    migrate(database_url)
    async with (
        marketdata(servers, database_url, tmp_path) as (engine, consumers),
        redis.asyncio.Redis.from_url(market_bus_url) as server,
    ):
        yield engine, consumers, server
        await engine.ask("POST", f"/replays/{consumers.run}/stop", check=False)


async def test_a_run_survives_kill_9_and_a_bus_that_comes_back_empty(play):
    engine, consumers, server = play
    run = await engine.ask("POST", "/replays", session="equities-daily", speed=86_400 * 60)
    consumers.begin(run)
    await consumers.passed(500)
    await engine.kill()
    assert consumers.position < run["record_count"]
    await engine.start()
    await consumers.passed(1_500)
    await server.flushall()
    assert consumers.position < run["record_count"]
    await engine.ask("POST", f"/replays/{run['run']}/speed", speed=0)
    await consumers.passed(run["record_count"])
    ended = await engine.ended(run["run"])
    assert (ended["state"], ended["sequence"]) == ("FINISHED", run["record_count"])
    bars = consumers.bars(run["run"])
    assert sorted(bars) == list(range(1, run["record_count"] + 1))
    assert all(len(rows) == 1 for rows in bars.values())


async def test_a_second_start_of_the_process_adds_nothing_to_the_store(play, database_url):
    engine, _, _ = play
    before = await _counts(database_url)
    await engine.kill()
    await engine.start()
    assert await _counts(database_url) == before


async def _counts(database_url):
    tables = ("bar", "trade", "observation", "raw", "session", "instrument")
    async with await psycopg.AsyncConnection.connect(database_url) as connection:
        found = [await connection.execute(f"SELECT count(*) FROM marketdata.{table}") for table in tables]
        return [await each.fetchone() for each in found]
