"""VPIN of each traded instrument, as its volume buckets fill."""

from collections.abc import Iterator

import numpy as np

from nautilus.domain.market import F64, I64, TradeColumns, ValueColumns, float_column, int_column, pack
from nautilus.quant.microstructure.market import MarketRecords
from nautilus.quant.microstructure.vpin import Buckets, BulkVolume, VpinParameters

PARAMETERS = VpinParameters(bucket_volume=2_000.0, bars_per_bucket=10, buckets=50, deviation_bars=100)
"""The paper takes a fiftieth of the mean daily volume as bucket and 50 buckets, so that VPIN looks back on one day.
The bundled futures tape holds one day and a half, too little for that; these buckets make it look back on about an
hour of a busy session. They are the same for every instrument, in its lots."""
VPIN = "vpin"
IMBALANCE = "bucket_imbalance"


class VpinModel:
    """State after some trades: the unfinished bucket, and the finished ones that VPIN averages."""

    def __init__(self) -> None:
        self._instruments: dict[str, BulkVolume] = {}

    def step(self, records: MarketRecords) -> tuple[ValueColumns, ...]:
        """At each trade that completes buckets, the values after the last of them."""
        return tuple(values for trades in records.trades for values in self._values(trades))

    def _values(self, trades: TradeColumns) -> Iterator[ValueColumns]:
        state = self._instruments.setdefault(trades.instrument_id, BulkVolume(PARAMETERS))
        buckets = state.step(float_column(trades.price), float_column(trades.size))
        last = _last_of_each_trade(buckets)
        for name, values in ((VPIN, buckets.vpin), (IMBALANCE, buckets.imbalance)):
            yield from _columns(name, trades, buckets.trade[last], values[last])


def _last_of_each_trade(buckets: Buckets) -> I64:
    """Places of the buckets after which another trade completes the next one."""
    return np.flatnonzero(np.diff(buckets.trade, append=-1) != 0)


def _columns(name: str, trades: TradeColumns, trade: I64, values: F64) -> Iterator[ValueColumns]:
    known = ~np.isnan(values)
    if known.any():
        yield ValueColumns(
            instrument_id=trades.instrument_id,
            name=name,
            sequence=pack(int_column(trades.sequence)[trade[known]]),
            ts_event=pack(int_column(trades.ts_event)[trade[known]]),
            value=pack(values[known]),
        )
