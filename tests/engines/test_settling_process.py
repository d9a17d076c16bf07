"""portfolio, risk, collateral and analytics as processes on real servers, each killed while a run goes on."""

import asyncio
import os
import sys
from contextlib import asynccontextmanager
from decimal import Decimal

import httpx
import numpy as np
import pytest
from prometheus_client import CollectorRegistry

from nautilus.domain.instruments import Instrument, InstrumentKind
from nautilus.domain.orders import Fill, OrderSide
from nautilus.domain.time import NS_PER_DAY
from nautilus.engines.execution.messages import EVENTS, Filled, Progress
from nautilus.engines.marketdata.messages import RUNS, SETTLED_BY, WATERMARKS, RunStarted
from nautilus.kernel.bus import BusMetrics, BusPublisher, FanoutReader, connect
from nautilus.kernel.config import Config
from nautilus.kernel.database import Database
from nautilus.kernel.messages import Bus, Outgoing
from nautilus.kernel.migrations import migrate
from support.platform import free_offset

pytestmark = pytest.mark.stack

RUN, MARKS = 7, 120
STOCKS = tuple(
    Instrument(name, InstrumentKind.EQUITY, "USD", 2, Decimal("0.01"), Decimal(1), Decimal(1))
    for name in ("AAA.XNAS", "BBB.XNYS")
)
STARTED = RunStarted(
    ts_event=NS_PER_DAY,
    ts_init=0,
    run=RUN,
    session="made-up",
    instruments=STOCKS,
    account=f"paper-{RUN}",
    account_type="MARGIN",
    starting_cash="100000.00",
    currency="USD",
    first_ts=NS_PER_DAY,
    last_ts=MARKS * NS_PER_DAY,
    record_count=MARKS,
    mark_seconds=86_400,
    speed=0,
)


class Executed:
    """What execution would publish: fills and marks of a run, and what must come out of them."""

    def __init__(self):
        random = np.random.default_rng(3)
        self.events, self.equity = [], []
        cash, held = Decimal(100_000), dict.fromkeys((s.instrument_id for s in STOCKS), Decimal(0))
        prices = {name: Decimal("50.00") for name in held}
        for day in range(1, MARKS + 1):
            times = {"ts_event": day * NS_PER_DAY, "ts_init": 0, "run": RUN, "account": STARTED.account}
            for number, name in enumerate(held):
                prices[name] += Decimal(int(random.integers(-99, 100))) / 100
                side = OrderSide.BUY if random.random() < 0.5 else OrderSide.SELL
                quantity, paid = Decimal(int(random.integers(1, 40))), prices[name] + side.sign * Decimal("0.01")
                fill_id = f"R{RUN}-s-{day}-{number}"
                fill = Fill(
                    f"{fill_id}-F", fill_id, "s", name, side, quantity, paid, Decimal(1), Decimal("1.00"), "USD",
                    day * NS_PER_DAY, day,
                )  # fmt: skip
                self.events.append(Filled(**times, fill=fill))
                held[name] += side.sign * quantity
                cash -= side.sign * quantity * paid + 1
            marks = {name: str(price) for name, price in prices.items()}
            self.events.append(Progress(**times, sequence=day, marks=marks, final=day == MARKS))
            self.equity.append(cash + sum(held[name] * prices[name] for name in held))
        self.cash, self.held, self.prices = cash, held, prices

    @property
    def maintenance(self):
        """25 % of what is long; of what is short 30 %, at least $5 a share (these prices are above $5)."""
        assert min(self.prices.values()) > 5
        return sum(
            q * p * Decimal("0.25") if q > 0 else max(-q * p * Decimal("0.30"), -q * 5)
            for q, p in ((self.held[name], self.prices[name]) for name in self.held)
        )


class World:
    """The servers' other users: sends the run's events, keeps the watermarks, starts and kills engines."""

    def __init__(self, servers, database_url, home, database):
        self.environment = {
            **os.environ,
            "NAUTILUS_HOME": str(home),
            "NAUTILUS_PORT_OFFSET": str(free_offset()),
            "NAUTILUS_DATABASE_URL": database_url,
            "NAUTILUS_BUS_MARKET_URL": servers.market_bus_url,
            "NAUTILUS_BUS_LOGIC_URL": servers.logic_bus_url,
        }
        self.config = Config(
            home=str(home),
            port_offset=int(self.environment["NAUTILUS_PORT_OFFSET"]),
            bus_market_url=servers.market_bus_url,
            bus_logic_url=servers.logic_bus_url,
        )
        self.database = database
        metrics = BusMetrics.register(CollectorRegistry())
        self.clients = {bus: connect(self.config, bus, "test") for bus in Bus}
        self.reader_client = connect(self.config, Bus.MARKET, "test-reader")
        self.reader = FanoutReader(self.reader_client, [WATERMARKS], metrics)
        self.publisher = BusPublisher(self.clients, metrics)
        self.engines, self.settled = {}, set()
        self.done = asyncio.Event()

    async def watch(self):
        async for envelopes in self.reader:
            self.settled |= {e.message.consumer for e in envelopes if e.message.run == RUN and e.message.final}
            if self.settled >= set(SETTLED_BY):
                self.done.set()

    async def start(self, *names):
        for name in names:
            command = f"from nautilus.kernel.app import run_engine; run_engine('{name}')"
            self.engines[name] = await asyncio.create_subprocess_exec(
                sys.executable, "-c", command, env=self.environment
            )
        async with asyncio.timeout(90), httpx.AsyncClient() as client:
            for name in names:
                while not await self._ready(client, name):
                    assert self.engines[name].returncode is None
                    await asyncio.sleep(0.05)

    async def _ready(self, client, name):
        try:
            return (await client.get(self.config.engine_url(name) + "/health/ready")).status_code == 200
        except httpx.TransportError:
            return False

    async def kill(self, name):
        self.engines[name].kill()
        await self.engines[name].wait()

    async def send(self, events, first):
        """`events` as the ones numbered `first`, … of execution's outbox."""
        outgoing = [Outgoing(EVENTS, STARTED.account, event, f"execution-{n}") for n, event in enumerate(events, first)]
        await self.publisher.publish_outgoing(outgoing)


@asynccontextmanager
async def world(servers, database_url, home):
    database = Database(database_url)
    await database.open()
    made = World(servers, database_url, home, database)
    watching = asyncio.create_task(made.watch())
    try:
        yield made
    finally:
        watching.cancel()
        await asyncio.wait([watching])
        for process in made.engines.values():
            if process.returncode is None:
                process.kill()
                await process.wait()
        for client in (*made.clients.values(), made.reader_client):
            await client.close()
        await database.close()


async def test_a_run_is_settled_exactly_though_each_engine_is_killed(
    servers, database_url, market_bus_url, logic_bus_url, tmp_path
):
    migrate(database_url)
    run = Executed()
    async with world(servers, database_url, tmp_path) as made:
        await made.start(*SETTLED_BY)
        await made.publisher.publish_outgoing([Outgoing(RUNS, str(RUN), STARTED, "marketdata-1")])
        cuts = [0, 90, 180, 270, len(run.events)]
        for victim, start, stop in zip(SETTLED_BY, cuts, cuts[1:], strict=False):
            await made.send(run.events[start : stop - 1], start + 1)
            await made.kill(victim)  # most of these are in work or not yet read
            await made.send(run.events[start:stop], start + 1)  # the bus delivers at least once
            assert not made.done.is_set()
            await made.start(victim)
        async with asyncio.timeout(60):
            await made.done.wait()
        database = made.database
        account = await database.fetch_one("SELECT sequence, final FROM portfolio.account")
        assert account == (MARKS, True)
        curve = await database.fetch("SELECT equity FROM portfolio.valuation WHERE sequence > 0 ORDER BY sequence")
        assert [row[0] for row in curve] == run.equity
        last = await database.fetch_one("SELECT cash, equity FROM portfolio.valuation ORDER BY sequence DESC LIMIT 1")
        assert last == (run.cash, run.equity[-1])
        margin = await database.fetch_one("SELECT maintenance, final FROM collateral.margin ORDER BY sequence DESC")
        assert margin == (run.maintenance, True)
        gross = await database.fetch_one(
            "SELECT gross_exposure, count(*) OVER () FROM risk.measure ORDER BY sequence DESC"
        )
        assert gross == (sum(abs(q) * run.prices[name] for name, q in run.held.items()), MARKS)
        total = await database.fetch_one("SELECT total_return, observations FROM analytics.performance WHERE final")
        assert total == (pytest.approx(float(run.equity[-1] / 100_000 - 1)), MARKS)
        emitted = await database.fetch(
            "SELECT engine, count(*) FROM journal.outbox WHERE topic = ANY (%s) GROUP BY engine",
            (["portfolio.valuations", "collateral.margins"],),
        )
        assert dict(emitted) == {"portfolio": MARKS, "collateral": MARKS}
