"""What the store has of an instrument that can be played: bars of each step, trades, from when to when."""

from collections.abc import Sequence
from dataclasses import dataclass

from nautilus.domain.time import iso
from nautilus.history.names import check_name, distinct, near
from nautilus.history.sessions import RecordKind
from nautilus.kernel.database import Database
from nautilus.kernel.errors import NotFoundError

_BARS = """
    SELECT instrument_id, source, step_seconds, price_type, count(*),
        (extract(epoch FROM min(valid)) * 1000000)::bigint * 1000,
        (extract(epoch FROM max(valid)) * 1000000)::bigint * 1000
    FROM marketdata.bar WHERE instrument_id = ANY (%s)
    GROUP BY instrument_id, source, step_seconds, price_type ORDER BY instrument_id, source, step_seconds, price_type
"""
_TRADES = """
    SELECT instrument_id, source, 0, 'LAST', count(*), min(ts_event), max(ts_event)
    FROM marketdata.trade WHERE instrument_id = ANY (%s)
    GROUP BY instrument_id, source ORDER BY instrument_id, source
"""


@dataclass(frozen=True)
class Holding:
    """Records of one instrument, source and kind; times in nanoseconds UTC."""

    instrument_id: str
    source: str
    step_seconds: int
    """0: trades."""
    price_type: str
    """LAST, BID or ASK."""
    count: int
    first_ts: int
    last_ts: int

    @property
    def kind(self) -> RecordKind:
        return RecordKind.BARS if self.step_seconds else RecordKind.TRADES

    def __str__(self) -> str:
        of_side = "" if self.price_type == "LAST" else f" {self.price_type}"
        what = (
            f"{self.count:,}{of_side} bars of {self.step_seconds} s" if self.step_seconds else f"{self.count:,} trades"
        )
        return f"{self.source} {what} from {iso(self.first_ts)} to {iso(self.last_ts)}"


async def holdings(database: Database, instrument_ids: Sequence[str]) -> list[Holding]:
    """All there is of these instruments. Raises NotFoundError, with near names, for one of which there is nothing,
    and InvalidInputError for what can be no name.
    """
    ids = [check_name(name) for name in instrument_ids]
    rows = [*await database.fetch(_BARS, (ids,)), *await database.fetch(_TRADES, (ids,))]
    found = [Holding(*row) for row in rows]
    missing = sorted(set(ids) - {holding.instrument_id for holding in found})
    if missing:
        names = {name for table in ("bar", "trade") for name in await distinct(database, table, "instrument_id")}
        raise NotFoundError(
            f"the store has no bars and no trades of {missing[0]!r}{near(missing[0], names)}; "
            "an instrument is SYMBOL.VENUE, as in `nautilus data summary`"
        )
    return found
