"""What this engine keeps lies in the streams of the buses: it has no tables, it only finds where to begin reading."""

from nautilus.engines.marketdata.messages import RUNS, RunStarted
from nautilus.kernel.bus import BusClient
from nautilus.kernel.bus.codec import Decoder
from nautilus.kernel.bus.commands import Entry
from nautilus.kernel.messages import Topic

_RUNS_READ = 200
"""A run has a handful of entries: one start, and one for each pause, speed and end."""


async def run_beginning(client: BusClient) -> str:
    """Entry id just before the start of the latest run, for every stream of the logic bus; "0" when there is none.

    Ids begin with the server's milliseconds, so they compare across streams.
    """
    envelopes, _ = Decoder(RUNS).decode(await _newest(client, RUNS, _RUNS_READ))
    for envelope in envelopes:
        if isinstance(envelope.message, RunStarted):
            milliseconds = int(envelope.entry_id.partition("-")[0])
            return str(max(milliseconds - 1, 0))
    return "0"


async def recent(client: BusClient, topic: Topic, count: int) -> str:
    """Entry id from which on the last `count` entries of `topic` are read again; "0" when there are not more."""
    entries = await _newest(client, topic, count + 1)
    return str(entries[-1][0], "ascii") if len(entries) > count else "0"


async def _newest(client: BusClient, topic: Topic, count: int) -> list[Entry]:
    """The last entries of a stream, newest first."""
    entries: list[Entry] = await client.execute("XREVRANGE", topic.stream, "+", "-", "COUNT", count)
    return entries
