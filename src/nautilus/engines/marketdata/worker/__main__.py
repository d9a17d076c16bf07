"""python -m nautilus.engines.marketdata.worker PARENT_PID: what the keeper starts; the configuration comes on stdin.

Exit status 0: no job is left. Anything else: it failed, see its log.
"""

import asyncio
import logging
import sys

import msgspec
import uvloop

from nautilus.engines.marketdata.store import Archive
from nautilus.engines.marketdata.worker.work import Worker
from nautilus.kernel import telemetry
from nautilus.kernel.config import Config
from nautilus.kernel.database import Database
from nautilus.kernel.lifeline import die_with


def main(parent: int) -> None:
    die_with(parent)  # the engine that is started next has a worker of its own
    config = msgspec.json.decode(sys.stdin.buffer.readline(), type=Config)
    telemetry.configure_logging("marketdata-worker", config.log_level)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_run(config))


async def _run(config: Config) -> None:
    database = Database(config.database_url, min_size=1, max_size=3, name="marketdata-worker")
    try:
        home = config.home_path
        log = logging.getLogger("nautilus.marketdata.worker")
        await Worker(database, Archive(home / "raw"), home / "segments", log).run()
    finally:
        await database.close()


if __name__ == "__main__":
    main(int(sys.argv[1]))
