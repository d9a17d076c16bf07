"""Market data: ingestion, bars, derived books, replay."""

from nautilus.kernel.engine import Engine

ENGINE = Engine("marketdata", port=8800, summary="Market data: ingestion, bars, derived books, replay")
