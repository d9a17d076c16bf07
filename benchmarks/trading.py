"""Orders: from a tick to the gate, and from a strategy's submit to its fill, through library, gate and durable broker.

One frame holds one record; on its value a strategy sends one market order, which fills at once. Everything is real but
the bus: library, gate, paper broker, file journal with one fdatasync an order. Each home has a process of its own.

    python -m benchmarks.trading        # prints the result as JSON

`tick_to_order`: frame handed to the node -> the gate has the order. `submit_to_fill`: the strategy's call -> its
`on_fill`. `journal`: one append, fdatasync included; it is part of `submit_to_fill`. Bars: submit_to_fill p50 <= 1 ms
on tmpfs, and <= 1 ms beyond the journal's share on disk.
"""

import asyncio
import json
import multiprocessing
import shutil
import tempfile
import time
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np

ORDERS = 2_000
WARM_UP = 200
BAR_MS = 1.0
_T0 = 1_378_072_800_000_000_000
_STEP_NS = 1_000_000_000
_NAME = "ES.XCME"
_CASH = Decimal(1_000_000_000)


def run() -> dict[str, Any]:
    """Percentiles in microseconds for a home on tmpfs and one on disk."""
    homes = {"tmpfs": "/dev/shm", "disk": tempfile.gettempdir()}
    found = {name: _measured(Path(parent)) for name, parent in homes.items() if Path(parent).is_dir()}
    result: dict[str, Any] = {"orders": ORDERS, **found}
    if "tmpfs" in found:
        result["tmpfs_bar_held"] = found["tmpfs"]["submit_to_fill_us"]["p50"] <= BAR_MS * 1_000
    disk = found["disk"]
    beyond = disk["submit_to_fill_us"]["p50"] - disk["journal_us"]["p50"]
    result["disk_beyond_journal_us"] = round(beyond, 1)
    result["disk_bar_held"] = beyond <= BAR_MS * 1_000
    return result


def _measured(parent: Path) -> dict[str, Any]:
    """In a process of its own: the library allows one node a process, and none after a fork."""
    home = tempfile.mkdtemp(prefix="nautilus-bench-", dir=parent)
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_child, args=(home, theirs))
    process.start()
    theirs.close()
    try:
        found: dict[str, Any] = ours.recv()
    finally:
        process.join()
        shutil.rmtree(home)
    return found


def _child(home: str, answer: Any) -> None:
    import uvloop

    answer.send(uvloop.run(_play(Path(home))))


async def _play(home: Path) -> dict[str, Any]:
    from nautilus.domain.instruments import Instrument, InstrumentKind
    from nautilus.kernel.clock import LiveClock
    from nautilus.kernel.journal.file import FileJournal
    from nautilus.trading.costs import FUTURE_COSTS
    from nautilus.trading.dealer import Dealer, Terms
    from nautilus.trading.desk import Desk
    from nautilus.trading.events import AccountType, Opened
    from nautilus.trading.merge import Merger
    from nautilus.trading.node.account import AccountNode
    from nautilus.trading.recorder import Recorder
    from nautilus.trading.team import Outbox, StrategySpec, Team

    appends: list[float] = []
    arrivals: list[float] = []

    class TimedJournal(FileJournal):
        def append_batch(self, payloads: Sequence[bytes]) -> range:
            began = time.perf_counter()
            numbers = super().append_batch(payloads)
            appends.append(time.perf_counter() - began)
            return numbers

    class TimedDealer(Dealer):
        def decide(self, orders: Any, signal_id: str | None) -> Any:
            arrivals.append(time.perf_counter())
            return super().decide(orders, signal_id)

    future = Instrument(_NAME, InstrumentKind.FUTURE, "USD", 2, Decimal("0.25"), Decimal(1), Decimal(50))
    opened = Opened(1, "paper-1", AccountType.MARGIN, "USD", _CASH, (future,), {_NAME: FUTURE_COSTS})
    terms = Terms(opened, 86_400, ORDERS + WARM_UP)
    dealer = TimedDealer(terms, Recorder(TimedJournal(home / "paper-1.log")), LiveClock())
    spec = StrategySpec("pinging", "benchmarks._pinging:Pinging", "{}")
    team = Team(Outbox(1, dealer), (spec,), (future,))
    desk, merger = Desk(dealer, team), Merger((future,), opened.costs, team.wanted)

    async def pause() -> None:
        return None

    node = AccountNode(dealer, pause)
    await node.start()
    ticks = await _tick(node, desk, merger, appends)
    pinging: Any = team.members["pinging"].strategy
    await node.stop()
    return {
        "tick_to_order_us": _percentiles(_pairs(ticks, arrivals)),
        "submit_to_fill_us": _percentiles(_pairs(pinging.submitted, pinging.filled)),
        "journal_us": _percentiles(appends),
    }


async def _tick(node: Any, desk: Any, merger: Any, appends: list[float]) -> list[float]:
    """Hand the node one frame after the other; when each was handed over. The warm-up's appends are forgotten."""
    from nautilus.kernel.clock import LiveClock
    from nautilus.trading.gate import GateLimits

    clock, ticks = LiveClock(), []
    for number, frames in enumerate(_frames(ORDERS + WARM_UP)):
        node.dealer.limits = GateLimits(1, _CASH, _CASH, _CASH, _CASH, False, clock.now_ns())
        await asyncio.sleep(0)  # what the library still has to do after the last order is not this order's
        if number == WARM_UP:
            appends.clear()
        ticks.append(time.perf_counter())
        for frame in frames:
            merger.add(frame)
        stretch = merger.take()
        assert stretch is not None
        await node.drive(desk.advance(stretch))
    return ticks


def _frames(count: int) -> Any:
    """One record a frame: a trade, its derived quote, one factor value."""
    from nautilus.domain.market import TradeColumns, ValueColumns, pack
    from nautilus.quant.microstructure.market import Derivation
    from nautilus.trading.merge import MARKET, VALUE_SOURCES, Frame

    derivation = Derivation({_NAME: 0.25}, 86_400)
    for number in range(1, count + 1):
        sequence = pack(np.array([number], dtype=np.int64))
        ts = pack(np.array([_T0 + number * _STEP_NS], dtype=np.int64))
        price, one = pack(np.array([1_600.0 + number % 8 * 0.25])), pack(np.ones(1))
        market = derivation.feed((TradeColumns(_NAME, sequence, ts, price, one),), ())
        values = {"factor": (ValueColumns(_NAME, "ping", sequence, ts, one),)}
        yield [
            Frame(MARKET, number, number, market),
            *(Frame(source, number, number, None, values.get(source, ())) for source in VALUE_SOURCES),
        ]


def _pairs(begins: Sequence[float], ends: Sequence[float]) -> list[float]:
    return [end - begin for begin, end in zip(begins[WARM_UP:], ends[WARM_UP:], strict=True)]


def _percentiles(seconds: Sequence[float]) -> dict[str, float]:
    """Microseconds."""
    p50, p90, p99 = np.percentile(np.array(seconds) * 1e6, (50, 90, 99))
    return {
        "p50": round(float(p50), 1),
        "p90": round(float(p90), 1),
        "p99": round(float(p99), 1),
        "max": round(max(seconds) * 1e6, 1),
    }


if __name__ == "__main__":
    print(json.dumps(run(), indent=2))
