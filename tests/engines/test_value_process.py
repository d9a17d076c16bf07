"""A value engine as a process on real servers: killed in the middle, on a market bus that comes back empty."""

import asyncio
import os
import sys
from contextlib import asynccontextmanager

import httpx
import pytest
import redis.asyncio
from prometheus_client import CollectorRegistry

from nautilus import history
from nautilus.domain.market import between
from nautilus.engines.marketdata.messages import FRAMES, RUNS, WATERMARKS
from nautilus.engines.vpin.messages import VALUES
from nautilus.engines.vpin.model import VpinModel
from nautilus.kernel.bus import BusMetrics, BusPublisher, FanoutReader, connect
from nautilus.kernel.config import Config
from nautilus.kernel.database import Database
from nautilus.kernel.messages import Bus, Outgoing
from nautilus.kernel.migrations import migrate
from nautilus.quant.microstructure.market import MarketRecords
from support.history import TAPE_SPEC, fill_trades, frames, started, tape
from support.platform import free_offset

pytestmark = pytest.mark.stack

COUNT = 9_000
RUN = 7


class Player:
    """What stands before and behind the engine: sends frames behind its watermark, keeps the values it publishes."""

    def __init__(self, config, made):
        self.metrics = BusMetrics.register(CollectorRegistry())
        self.clients = {bus: connect(config, bus, "player") for bus in Bus}
        self.reader = connect(config, Bus.MARKET, "player-reader")
        self.publisher = BusPublisher(self.clients, self.metrics)
        self._moved = asyncio.Event()
        self.made = made
        self.watermark = -1
        self.values = {}
        """What each record's answer held, by its number: later answers must agree with earlier ones."""

    async def work(self):
        async for envelopes in FanoutReader(self.reader, [VALUES, WATERMARKS], self.metrics, after={VALUES.name: "0"}):
            for envelope in envelopes:
                if envelope.topic is WATERMARKS and envelope.message.run == RUN:
                    assert envelope.message.consumer == "vpin"
                    assert envelope.message.sequence >= self.watermark
                    self.watermark = envelope.message.sequence
                elif envelope.topic is VALUES:
                    self._keep(envelope.message)
            self._moved.set()

    def _keep(self, frame):
        for sequence in range(frame.first_sequence, frame.last_sequence + 1):
            cells = tuple(cut for each in frame.values if (cut := between(each, sequence, sequence)).sequence)
            assert self.values.setdefault(sequence, cells) == cells

    async def begin(self, message):
        await self.publisher.publish_outgoing([Outgoing(RUNS, str(RUN), message, "marketdata-1")])

    async def send(self, first, last):
        """The frames with records of first..last."""
        chosen = [each for each in self.made if each.last_sequence >= first and each.first_sequence <= last]
        await self.publisher.publish(FRAMES, str(RUN), *chosen)

    async def until(self, condition):
        async with asyncio.timeout(60):
            while not condition():
                self._moved.clear()
                await self._moved.wait()

    async def close(self):
        for client in (*self.clients.values(), self.reader):
            await client.close()


async def start_engine(environment, config):
    command = "from nautilus.kernel.app import run_engine; run_engine('vpin')"
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", command, env=environment)
    async with asyncio.timeout(60), httpx.AsyncClient() as client:
        while True:
            assert process.returncode is None
            try:
                if (await client.get(config.engine_url("vpin") + "/health/ready")).status_code == 200:
                    return process
            except httpx.TransportError:
                pass
            await asyncio.sleep(0.05)


@asynccontextmanager
async def world(servers, database_url, home):
    """The player, and a function that starts the engine (again)."""
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
    database = Database(database_url)
    await database.open()
    await fill_trades(database, *tape(COUNT))
    player = Player(config, await frames(database, TAPE_SPEC, RUN, cuts=range(61, COUNT, 61)))
    working = asyncio.create_task(player.work())
    processes = []

    async def start():
        processes.append(await start_engine(environment, config))
        return processes[-1]

    try:
        yield player, start, database
    finally:
        working.cancel()
        await asyncio.wait([working])
        for process in processes:
            if process.returncode is None:
                process.kill()
                await process.wait()
        await player.close()
        await database.close()


async def test_nothing_is_lost_or_changed_by_kills_of_the_engine_and_of_the_bus(
    servers, database_url, market_bus_url, logic_bus_url, tmp_path
):
    migrate(database_url)
    async with world(servers, database_url, tmp_path) as (player, start, database):
        process = await start()
        await player.begin(await started(database, TAPE_SPEC, RUN))
        await player.until(lambda: player.watermark == 0)

        await player.send(1, COUNT // 2)
        await player.until(lambda: player.watermark > COUNT // 5)
        process.kill()
        await process.wait()
        killed_at = player.watermark
        assert 0 < killed_at < COUNT // 2
        process = await start()
        await player.until(lambda: player.watermark >= COUNT // 2)

        async with redis.asyncio.Redis.from_url(servers.market_bus_url) as bus:
            await bus.flushall()
        player.values.clear()  # whoever is downstream lost everything: it has to come again
        await asyncio.sleep(1.5)  # the engine's reader makes its group anew
        await player.send(1, COUNT)
        await player.until(lambda: player.watermark == COUNT and len(player.values) == COUNT)

        market = await history.market(database, TAPE_SPEC, 1, COUNT)
        expected = VpinModel().step(MarketRecords(trades=market.trades))
        for columns in expected:
            for sequence, cells in player.values.items():
                of_series = [each for each in cells if each.name == columns.name]
                cut = between(columns, sequence, sequence)
                assert of_series == ([cut] if cut.sequence else [])
        stored = await history.values(database, "vpin", RUN, 1, COUNT)
        assert sorted(stored, key=lambda each: each.name) == sorted(expected, key=lambda each: each.name)
