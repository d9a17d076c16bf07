"""The busy part of session `es-trades`, for what is measured while much happens."""

import time
from collections.abc import Callable
from typing import Any

import httpx

from nautilus.engines.marketdata.messages import PACED_BY
from nautilus.kernel.errors import UnavailableError

SESSION = "es-trades"
INSTRUMENT = "ES.XCME"
BUSY_FROM = 140_000
"""Record in the morning of 3 September 2013: from there on tens of trades come in a second."""
SPEED = 60.0
BUSY_TO = 380_000
"""Record behind which the session is soon over."""
_LONGEST_CUE_S = 240.0
_LOOKED_S = 0.5
_TRIES = 12


def cue(gateway: httpx.Client, speed: float = SPEED, record: int = BUSY_FROM) -> int:
    """Play as fast as it goes to where trades are dense, and from there at the speed of the measurement; the run.

    It begins when every consumer has processed what went out until then, or frames of thousands would be measured.
    """
    started = gateway.post("/api/marketdata/replays", json={"session": SESSION, "speed": 0, "replace": True})
    run = int(started.raise_for_status().json()["run"])
    deadline = time.monotonic() + _LONGEST_CUE_S

    def wait_for(sequence: int, reached: Callable[[dict[str, Any]], int]) -> None:
        while reached(view(gateway, run)) < sequence:
            if time.monotonic() > deadline:
                raise UnavailableError(f"the replay did not reach record {sequence} in {_LONGEST_CUE_S:g} s")
            time.sleep(0.02)

    wait_for(record, lambda now: int(now["sequence"]))
    now = set_speed(gateway, run, speed)
    wait_for(now["sequence"], lambda now: min(now["watermarks"].get(name, 0) for name in PACED_BY))
    return run


def view(gateway: httpx.Client, run: int) -> dict[str, Any]:
    """The run as marketdata shows it."""
    found: dict[str, Any] = gateway.get(f"/api/marketdata/replays/{run}").raise_for_status().json()
    return found


def set_speed(gateway: httpx.Client, run: int, speed: float) -> dict[str, Any]:
    """Session seconds a second."""
    answer = gateway.post(f"/api/marketdata/replays/{run}/speed", json={"speed": speed})
    found: dict[str, Any] = answer.raise_for_status().json()
    return found


def keep_pace(gateway: httpx.Client, run: int, least: float, most: float) -> None:
    """Set the speed so that between `least` and `most` records come in a second, as the last half second had them."""
    for _ in range(_TRIES):
        first, began = view(gateway, run)["sequence"], time.monotonic()
        time.sleep(_LOOKED_S)
        now = view(gateway, run)
        rate = (now["sequence"] - first) / (time.monotonic() - began)
        if least <= rate <= most:
            return
        set_speed(gateway, run, now["speed"] * min(4.0, max(0.25, (least + most) / 2 / max(rate, 1.0))))
    raise UnavailableError(f"no speed gives {least:g} to {most:g} records a second; the last gave {rate:.0f}")


class Busy:
    """A run in the busy hours of its session, with fills behind it, that is begun again before the session ends."""

    def __init__(self, gateway: httpx.Client) -> None:
        self._gateway = gateway
        self.run = cue(gateway)

    def sequence(self) -> int:
        """Record that has gone out last."""
        return int(view(self._gateway, self.run)["sequence"])

    def keep(self, least: float, most: float) -> None:
        """Have between `least` and `most` records a second."""
        if self.sequence() > BUSY_TO:
            self.run = cue(self._gateway)
        keep_pace(self._gateway, self.run, least, most)
