"""Ticks: how many a second a whole platform plays, from the player through marketdata to a strategy, losing none.

Session `es-trades` is played at full speed, again and again, by thirteen engines; `flow_reversion` trades it and is
given every trade, in columns of a second each (`on_trades`), and the broker matches against every quote. A run's
playing time begins when its first records are published and ends when the node journals that it has executed the last:
both moments are in the messages, whose `ts_init` is one clock's, so nothing is asked or read while a run goes on
but its state, which `--wait` polls. The player paces itself by its slowest consumer, so this is the rate of the whole
chain. What lies between two playing times (starting a node, settling the account) is stated apart.
"""

import asyncio
import re
import statistics
import time
from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple
from urllib.request import Request, urlopen

import psutil

from benchmarks._platform import Instance, instance
from nautilus.engines.execution.messages import EVENTS, Progress
from nautilus.engines.marketdata.messages import RECORDS, RecordFrame
from nautilus.kernel.bus import connect
from nautilus.kernel.bus.codec import Decoder
from nautilus.kernel.config import ENGINE_PORTS, resolve_urls
from nautilus.kernel.errors import UnavailableError
from nautilus.kernel.messages import Message, Topic

SESSION = "es-trades"
STRATEGY = "flow_reversion"
PLAYING_S = 60.0
LONGEST_S = 150.0
"""A slow machine ends after the run that goes on then, with less playing time."""
TICKS_PER_S = 50_000
_ENTRIES = 256
_COUNTER = re.compile(r"^(?P<name>\w+)(\{.*\})? (?P<value>\S+)$", re.MULTILINE)


class Played(NamedTuple):
    """One run. Seconds; `before` from the request to the first record, `after` from the last to FINISHED."""

    ticks: int
    executed: int
    before: float
    playing: float
    after: float


def run() -> dict[str, Any]:
    """Ticks/s of playing time, over all runs and in the slowest; entries lost and ticks missed.

    `records_published_again` is no gap: the player repeats what seems lost to it, on a machine that stalls for seconds.
    """
    with instance() as platform:
        platform.up()
        began, cpu = time.monotonic(), _cpu_seconds(platform)
        played: list[Played] = []
        while sum(each.playing for each in played) < PLAYING_S and time.monotonic() - began < LONGEST_S:
            played.append(_play(platform))
        seconds = time.monotonic() - began
        spent = {name: now - cpu.get(name, 0.0) for name, now in _cpu_seconds(platform).items()}
        counted = _counters(platform)
        orders = len(platform.json("orders"))
    if not orders:
        raise UnavailableError(f"{STRATEGY} has sent no order: it was not given what it trades on")
    return _report(played, counted, orders) | {
        "seconds": round(seconds, 1),
        "cpu_s_per_run": {
            name: round(value / len(played), 2) for name, value in sorted(spent.items()) if value >= 0.01
        },
    }


def _report(played: list[Played], counted: Mapping[str, float], orders: int) -> dict[str, Any]:
    ticks, playing = sum(each.ticks for each in played), sum(each.playing for each in played)
    published = counted["nautilus_replay_records_total"]
    return {
        "inputs": {"session": SESSION, "speed": "max", "engines": len(ENGINE_PORTS), "strategy": STRATEGY},
        "bars": {"ticks_per_s": TICKS_PER_S, "playing_s": PLAYING_S, "gaps": 0},
        "runs": len(played),
        "ticks": ticks,
        "playing_s": round(playing, 2),
        "ticks_per_s": round(ticks / playing),
        "ticks_per_s_slowest_run": round(min(each.ticks / each.playing for each in played)),
        "gaps": {
            "ticks_not_executed": ticks - sum(each.executed for each in played),
            "entries_lost": round(counted["nautilus_bus_lost_total"]),
        },
        "records_published_again": round(published) - ticks,
        "orders_of_last_run": orders,
        "between_runs_s": {
            "request_to_first_record": round(statistics.median(each.before for each in played), 2),
            "last_record_to_finished": round(statistics.median(each.after for each in played), 2),
        },
    }


def _play(platform: Instance) -> Played:
    """Play the session once; what tells of its beginning and end still lies on the buses when it is over."""
    run = platform.json("replay", "start", "--session", SESSION, "--speed", "max", "--wait")
    frames = [each for each in asyncio.run(_last_messages(platform, RECORDS)) if _is_of(each, RecordFrame, run)]
    marks = [each for each in asyncio.run(_last_messages(platform, EVENTS)) if _is_of(each, Progress, run)]
    if not frames or frames[0].first_sequence != 1 or not marks or not marks[-1].final:
        raise UnavailableError(f"run {run['run']} was trimmed from the bus, or was not executed to its end")
    first, last = frames[0].ts_init / 1e9, marks[-1].ts_init / 1e9
    created, finished = (datetime.fromisoformat(run[name]).timestamp() for name in ("created", "changed"))
    return Played(run["record_count"], marks[-1].sequence, first - created, last - first, finished - last)


def _is_of(message: Any, kind: type[Message], run: Mapping[str, Any]) -> bool:
    return isinstance(message, kind) and message.run == run["run"]  # type: ignore[attr-defined]


async def _last_messages(platform: Instance, topic: Topic) -> list[Any]:
    """The newest messages of a topic, oldest first."""
    client = connect(resolve_urls(platform.config), topic.bus, "bench")
    try:
        entries = await client.execute("XREVRANGE", topic.stream, "+", "-", "COUNT", _ENTRIES)
    finally:
        await client.close()
    return [envelope.message for envelope in Decoder(topic).decode(entries[::-1])[0]]


def _counters(platform: Instance) -> Mapping[str, float]:
    """Counters of all engines by name, summed over engines and labels."""
    sums: dict[str, float] = defaultdict(float)
    for name in ENGINE_PORTS:
        request = Request(f"http://127.0.0.1:{platform.config.port(name)}/metrics")
        request.add_header("Authorization", f"Bearer {platform.token()}")
        with urlopen(request, timeout=10) as answer:
            for line in _COUNTER.finditer(answer.read().decode()):
                sums[line["name"]] += float(line["value"])
    return sums


def _cpu_seconds(platform: Instance) -> dict[str, float]:
    """User and system time of each service so far, with its children: those that live and those that have ended.

    An engine's nodes have ended when a run has; the database's connections live as long as their clients.
    """
    spent: dict[str, float] = {}
    for service in platform.json("status")["services"]:
        root = psutil.Process(service["pid"])
        own = root.cpu_times()
        name = service["name"]
        spent[name] = own.user + own.system
        children = own.children_user + own.children_system
        for child in root.children(recursive=True):
            times = child.cpu_times()
            children += times.user + times.system
        if name == "execution":
            spent["execution-node"] = children
        else:
            spent[name] += children
    return spent
