"""From mlfinpy's tape to trades. Pure.

Its times are walls of Chicago without a zone: `nautilus.sample.build.trades` says how that was found.
"""

from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from nautilus.sources.base import TRADES, Batch, KnownBasis, Payload, rows
from nautilus.sources.columns import names, nanoseconds, utc
from nautilus.sources.files import batches, contents

PARTS = {"trades": ("futures_es_ticks_201309_mlfinpy.parquet",)}
TRADE_RULE = "time of the trade"


def parse(payload: Payload) -> Iterator[Batch]:
    """The trades in the order of the file."""
    (content,) = contents(payload).values()
    start = 0
    for piece in batches(content):
        when = nanoseconds(utc(piece["ts"], "America/Chicago"))
        found = rows(
            TRADES,
            piece.num_rows,
            instrument_id=names(piece["symbol"], "{}.XCME"),
            ts_event=when,
            ordinal=pa.array(np.arange(start, start + piece.num_rows)),
            price=piece["price"],
            size=piece["size"],
            known=when,
            known_basis=KnownBasis.ASSUMED,
            rule=TRADE_RULE,
            dataset="mlfinpy",
        )
        yield Batch(tables={"trades": found})
        start += piece.num_rows
