"""The coarse universe: close, volume and dollar volume of each US equity on eleven days of 2014."""

from collections.abc import Iterator

import pyarrow as pa

from nautilus.sources.base import OBSERVATIONS, Batch, KnownBasis, rows
from nautilus.sources.calendars import closes
from nautilus.sources.columns import days, later, midnight, names
from nautilus.sources.files import MOST_ROWS, batches
from nautilus.sources.lean.bars import DELAY_US, SESSION_RULE

SERIES = {"close": "CLOSE {}.US", "volume": "VOLUME {}.US", "dollar_volume": "DOLLAR_VOLUME {}.US"}
"""Series of each column. The price and split factors of the file are left out: they hold splits and dividends that
came after the day, so nobody knew them then."""


def universe(content: bytes) -> Iterator[Batch]:
    for piece in batches(content, MOST_ROWS // len(SERIES)):
        valid = midnight(piece["date"])
        known = later(closes(days(piece["date"])), DELAY_US)
        found = [
            rows(
                OBSERVATIONS,
                piece.num_rows,
                series_id=names(piece["symbol"], template),
                valid=valid,
                value=piece[column],
                known=known,
                known_basis=KnownBasis.ASSUMED,
                rule=SESSION_RULE,
                dataset="lean",
            )
            for column, template in SERIES.items()
        ]
        yield Batch(tables={"observations": pa.concat_tables(found)})
