"""Start-up: from the command to all thirteen engines and the gateway ready, in a fresh home and in a used one."""

import statistics
from typing import Any

from benchmarks._platform import instance

WARM_STARTS = 3


def run() -> dict[str, Any]:
    """Seconds of each step as the supervisor measured them; `total` includes the command itself."""
    with instance() as platform:
        cold = platform.up()
        platform.down()
        warm = []
        for _ in range(WARM_STARTS):
            warm.append(platform.up())
            platform.down()
    median = {step: statistics.median(start[step] for start in warm) for step in warm[0]}
    return {"inputs": {"warm_starts": WARM_STARTS}, "cold_s": cold, "warm_s": median}
