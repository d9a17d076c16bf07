"""The smallest whole engine: counts what it is told, keeps the sum in the store, passes each number on."""

import asyncio
from collections.abc import Mapping
from typing import Any

import msgspec

from nautilus.kernel.app.routes import Call, get, post
from nautilus.kernel.engine import Check, Engine, Service, Subscriptions, Transaction
from nautilus.kernel.messages import Bus, Message, Topic


class Add(Message, frozen=True, array_like=True, kw_only=True, tag="counter.add.1"):
    amount: int


class Added(Message, frozen=True, array_like=True, kw_only=True, tag="counter.added.1"):
    amount: int
    total: int


class Tick(Message, frozen=True, array_like=True, kw_only=True, tag="counter.tick.1"):
    number: int


ADDS = Topic("counter.adds", Bus.LOGIC, (Add,), journaled=True)
TOTALS = Topic("counter.totals", Bus.LOGIC, (Added,), journaled=True)
SHARES = Topic("counter.shares", Bus.LOGIC, (Add,), journaled=True, partitions=3)
TICKS = Topic("counter.ticks", Bus.MARKET, (Tick,))

SCHEMA = (
    "CREATE SCHEMA IF NOT EXISTS counter;CREATE TABLE IF NOT EXISTS counter.total (value bigint NOT NULL, id bigserial)"
)


class Total(msgspec.Struct, frozen=True):
    total: int
    ticks: int
    loads: int


class AddBody(msgspec.Struct, frozen=True):
    amount: int


class CounterService(Service):
    """Fails on purpose: at amount 13 always, at amount 7 after it changed memory and store, the first time only.

    A tick with a negative number is never done with.
    """

    def __init__(self, context: Any) -> None:
        super().__init__(context)
        self.total = 0
        self.ticks: list[int] = []
        self.loads = 0
        self.stumbled = False
        self.fall = asyncio.Event()

    async def load(self) -> None:
        row = await self.context.database.fetch_one("SELECT coalesce(sum(value), 0)::bigint FROM counter.total")
        self.total = row[0] if row else 0
        self.loads += 1

    async def run(self) -> None:
        await self.fall.wait()
        raise RuntimeError("the counter fell")

    def checks(self) -> tuple[Check, ...]:
        return (Check("total", self.total < 1_000, f"is {self.total}"),)

    def status(self) -> Mapping[str, Any]:
        return {"total": self.total}

    async def add(self, transaction: Transaction, message: Add) -> None:
        self.total += message.amount
        await transaction.connection.execute("INSERT INTO counter.total VALUES (%s)", [message.amount])
        if message.amount == 13 or (message.amount == 7 and not self.stumbled):
            self.stumbled = True
            raise ValueError("unlucky")
        transaction.emit(TOTALS, "all", Added(ts_event=1, ts_init=1, amount=message.amount, total=self.total))

    async def tick(self, message: Tick) -> None:
        self.ticks.append(message.number)
        if message.number < 0:
            await asyncio.Event().wait()

    def subscriptions(self) -> Subscriptions:
        return Subscriptions(journaled={ADDS: self.add}, frames={TICKS: self.tick})


async def total(service: CounterService, call: Call) -> Total:
    del call
    return Total(service.total, len(service.ticks), service.loads)


async def add(service: CounterService, call: Call) -> Total:
    async with service.context.journal.transaction() as transaction:
        await service.add(transaction, Add(ts_event=1, ts_init=1, amount=call.body.amount))
    return await total(service, call)


async def fall(service: CounterService, call: Call) -> None:
    del call
    service.fall.set()


ROUTES = (
    get("/total", total, reply=Total, summary="The sum so far"),
    post("/adds", add, body=AddBody, reply=Total, summary="Add by hand"),
    post("/fall", fall, reply=None, summary="Make the background work fail", status=202),
)


class CounterEngine(Engine):
    """An engine whose code lives here and not in the house."""

    @property
    def service(self) -> str:
        return "kernel.app.counter:CounterService"

    @property
    def api(self) -> str:
        return "kernel.app.counter:ROUTES"


ENGINE = CounterEngine("counter", port=0, summary="Counts", consumes=(ADDS, TICKS), produces=(TOTALS,))


class SharingService(CounterService):
    def subscriptions(self) -> Subscriptions:
        return Subscriptions(journaled={SHARES: self.add})


class SharingEngine(CounterEngine):
    """Reads a topic of several partitions, which its processes share."""

    @property
    def service(self) -> str:
        return "kernel.app.counter:SharingService"


SHARING = SharingEngine("sharing", port=0, summary="Counts by shares", consumes=(SHARES,), produces=(TOTALS,))
