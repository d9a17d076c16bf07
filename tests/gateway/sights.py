"""Platforms as the gateway may see them, for tests of what is made of that."""

from math import inf
from typing import Any

from nautilus.gateway.metrics import History, Reading
from nautilus.gateway.observer import Seen, Sight, State
from nautilus.gateway.progress import Behind
from nautilus.gateway.supervised import Supervised
from nautilus.kernel.config import ENGINE_PORTS

AS_OF = 1_800_000_000_000_000_000
CONSUMERS = ("marketdata", "features", "factor", "vpin", "ml", "execution")


def run_at(sequence: int, state: str = "RUNNING", **marks: int) -> dict[str, Any]:
    """Run 7 with record `sequence` out, which all have processed but those in `marks`."""
    watermarks = dict.fromkeys(CONSUMERS, sequence) | marks
    return {"run": 7, "state": state, "sequence": sequence, "watermarks": watermarks, "stalled_by": []}


def seen(name: str, *readings: Reading, state: State = State.READY, detail: str = "") -> Seen:
    """An engine whose metrics were read each second."""
    history = History()
    for second, reading in enumerate(readings):
        history.add(float(second), reading)
    up = state is not State.DOWN
    status = {"pid": 4_321, "uptime_seconds": 60.5, "version": "1.2.3"} if up else None
    return Seen(name, state, detail, AS_OF - 5_000_000_000, status, history, fresh=up and bool(readings))


def sight(
    *special: Seen,
    run: dict[str, Any] | None = None,
    behind: dict[str, Behind] | None = None,
    supervised: tuple[Supervised, ...] = (),
) -> Sight:
    """All engines are ready and idle but the special ones."""
    engines = {name: seen(name, Reading(), Reading()) for name in ENGINE_PORTS}
    engines |= {each.name: each for each in special}
    return Sight(AS_OF, engines, {each.name: each for each in supervised}, run, behind or {})


def counted(**topics: float) -> dict[str, float]:
    """`marketdata_frames=5` stands for the topic marketdata.frames."""
    return {name.replace("_", ".", 1): value for name, value in topics.items()}


def took(*seconds: float) -> dict[float, float]:
    """Cumulative buckets of 1 ms, 10 ms, 100 ms."""
    return {bound: float(sum(each <= bound for each in seconds)) for bound in (0.001, 0.01, 0.1, inf)}
