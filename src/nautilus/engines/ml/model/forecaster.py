"""Forecasts of the next day's variance, as daily bars arrive."""

from collections.abc import Mapping
from typing import Protocol

import numpy as np

from nautilus.domain.market import F64, BarColumns, ValueColumns, int_column, pack
from nautilus.engines.ml.model.training import bar_variance
from nautilus.quant.microstructure.market import MarketRecords
from nautilus.quant.volatility.har import LONGEST, regressors

HAR_VARIANCE = "har_variance"
DAILY = 86_400


class Predictor(Protocol):
    def predict(self, features: F64) -> F64:
        """Next day's variance for each row of `features` (n, 3), shape (n,)."""


class Forecaster:
    """State after some records: of each instrument with a model, the variances of the last 21 days."""

    def __init__(self, predictors: Mapping[str, Predictor]) -> None:
        self._predictors = predictors
        self._recent = {instrument: np.full(LONGEST - 1, np.nan) for instrument in predictors}
        self._last_ts = dict.fromkeys(predictors, -1)

    def step(self, records: MarketRecords) -> tuple[ValueColumns, ...]:
        """At each daily bar the forecast for the day after. One that is not positive is no variance: left out."""
        return tuple(
            values
            for bars in records.bars
            if bars.step_seconds == DAILY and bars.instrument_id in self._predictors
            if (values := self._forecast(bars)) is not None
        )

    def _forecast(self, bars: BarColumns) -> ValueColumns | None:
        instrument = bars.instrument_id
        ts_event = int_column(bars.ts_event)
        fresh = ts_event > self._last_ts[instrument]
        if not fresh.any():
            return None
        variance = np.concatenate([self._recent[instrument], bar_variance(bars)[fresh]])
        self._recent[instrument] = variance[1 - LONGEST :]
        self._last_ts[instrument] = int(ts_event[-1])
        features = regressors(variance)
        complete = ~np.isnan(features).any(axis=1)
        predicted = np.full(len(features), np.nan)
        predictor = self._predictors[instrument]
        for row in np.flatnonzero(complete):  # one at a time: a sum's rounding may depend on the rows of a call
            predicted[row] = predictor.predict(features[row : row + 1])[0]
        known = predicted > 0.0
        if not known.any():
            return None
        return ValueColumns(
            instrument_id=instrument,
            name=HAR_VARIANCE,
            sequence=pack(int_column(bars.sequence)[fresh][known]),
            ts_event=pack(ts_event[fresh][known]),
            value=pack(predicted[known]),
        )
