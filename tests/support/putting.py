"""Bars and other rows put into a real store as the payloads of a source."""

from datetime import UTC, datetime, timedelta

import pyarrow as pa

from nautilus.engines.marketdata.store import Archive, FactStore
from nautilus.sources.base import BARS, Batch, Part, Payload, Spec, rows
from nautilus.sources.job import Piece

FIRST = datetime(2019, 1, 7, 21, tzinfo=UTC)
DAYS = [FIRST + timedelta(days=n + 2 * (n // 5)) for n in range(10)]
"""Closes of two weeks."""
ORIGIN = {"known_basis": "assumed", "rule": "close + 15 minutes", "dataset": "days"}
SAMPLE = Spec("sample", "A test", "none", may_redistribute=True)
PYSTOCK = Spec("pystock", "Another", "none", may_redistribute=True)


class Putting:
    """`put(A_US=closes)` stores daily bars of A.US, as fetched on a day of February 2019."""

    def __init__(self, database, folder):
        self._facts = FactStore(database, Archive(folder))
        self._number = 0

    async def __call__(self, spec=SAMPLE, day=1, *, adjusted=False, **closes):
        made = [
            _bar(name.replace("_", "."), valid, close, adjusted)
            for name, series in closes.items()
            for valid, close in zip(DAYS, series, strict=False)
            if close is not None
        ]
        return await self.tables({"bars": pa.concat_tables(made).unify_dictionaries()}, spec, day)

    async def tables(self, tables, spec=SAMPLE, day=1, series=()):
        self._number += 1
        fetched = int(datetime(2019, 2, day, tzinfo=UTC).timestamp()) * 1_000_000_000
        payload = Payload(Part("part"), str(self._number).encode(), fetched, {"file": "part"})
        piece = Piece(0, Batch(tables=tables, series=series), (), is_last=True)
        return await self._facts.add(spec, await self._facts.open(spec, payload), payload, piece)


def _bar(name, valid, close, adjusted):
    prices = {"open": close, "high": close * 1.01, "low": close * 0.99, "close": close}
    given = {"instrument_id": name, "price_type": "LAST", "step_seconds": 86_400, "valid": valid, **prices}
    times = {"known": valid + timedelta(minutes=15), "volume": 100.0 + valid.day, "adjusted": adjusted}
    return rows(BARS, 1, **given, **times, **ORIGIN)
