"""Training of one instrument's model from its daily bars."""

import hashlib
from dataclasses import dataclass

from nautilus.domain.market import F64, BarColumns, float_column, int_column
from nautilus.quant.volatility.garman_klass import garman_klass
from nautilus.quant.volatility.har import HarFit, fit

KIND = "har-gk-1"
"""Name of the procedure; raised when it changes, so that models are trained anew."""


@dataclass(frozen=True)
class TrainedModel:
    """A fit with what it was made from. Times in nanoseconds: close of the first and last bar of the training window.

    `as_of` is the time that no training bar was known after.
    """

    model_id: str
    instrument_id: str
    inputs_hash: str
    as_of: int
    trained_from: int
    trained_to: int
    fit: HarFit


def bar_variance(bars: BarColumns) -> F64:
    """Garman-Klass variance of each bar, shape (n,)."""
    return garman_klass(*(float_column(column) for column in (bars.open, bars.high, bars.low, bars.close)))


def inputs_hash(bars: BarColumns) -> str:
    """SHA-256 of everything that the coefficients are a function of."""
    digest = hashlib.sha256(f"{KIND} {bars.instrument_id} {bars.step_seconds}\n".encode())
    for column in (bars.ts_event, bars.open, bars.high, bars.low, bars.close):
        digest.update(column)
    return digest.hexdigest()


def train(bars: BarColumns, as_of: int) -> TrainedModel | None:
    """Fit on all of `bars`, oldest first. None where they are too few or do not vary."""
    found = fit(bar_variance(bars))
    if found is None:
        return None
    times = int_column(bars.ts_event)
    inputs = inputs_hash(bars)
    return TrainedModel(
        model_id=f"{KIND}-{bars.instrument_id}-{inputs[:12]}",
        instrument_id=bars.instrument_id,
        inputs_hash=inputs,
        as_of=as_of,
        trained_from=int(times[0]),
        trained_to=int(times[-1]),
        fit=found,
    )
