"""Market data: ingestion, bars, derived books, replay."""

from nautilus.engines.marketdata.messages import FRAMES, LIVE, RECORDS, RUNS, WATERMARKS
from nautilus.kernel.engine import Engine

ENGINE = Engine(
    "marketdata",
    port=8800,
    summary="Market data: ingestion, bars, derived books, replay",
    consumes=(RECORDS, WATERMARKS),
    produces=(RUNS, RECORDS, FRAMES, WATERMARKS, LIVE),
)
