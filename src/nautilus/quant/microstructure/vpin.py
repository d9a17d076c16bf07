"""VPIN: the probability of informed trading, in volume time, with bulk classification of volume.

Easley, López de Prado & O'Hara (2012), "Flow Toxicity and Liquidity in a High-frequency World", Review of Financial
Studies 25(5):

    V_B[i] = V[i] Φ(ΔP[i] / σ_ΔP)        V_S[i] = V[i] − V_B[i]              (bars i of a bucket)
    VPIN   = Σ |V_B[τ] − V_S[τ]| / (n V)                                     (last n buckets τ of volume V)

Choices that the paper leaves open: bars are volume bars, each bucket `bars_per_bucket` of them (the paper allows time
or volume bars; with volume bars a bucket ends at a known trade); a trade that overfills a bar is split, the excess
goes on at the same price; σ_ΔP is the sample standard deviation of the last `deviation_bars` price changes, the present
one included, because the paper's whole-sample σ would look ahead; where no price changed, half of the volume bought.
"""

import math
from dataclasses import dataclass

import numpy as np

from nautilus.domain.market import F64, I64
from nautilus.quant.factors import windows


@dataclass(frozen=True)
class VpinParameters:
    """`bucket_volume` is in lots or shares; a bucket's bars have equal shares of it."""

    bucket_volume: float
    bars_per_bucket: int
    buckets: int
    deviation_bars: int

    @property
    def bar_volume(self) -> float:
        return self.bucket_volume / self.bars_per_bucket


@dataclass(frozen=True)
class Buckets:
    """Completed volume buckets, shape (n,) each: place of the completing trade in the call's arrays,
    (V_B − V_S) / V, and VPIN over the last buckets (NaN until there are enough)."""

    trade: I64
    imbalance: F64
    vpin: F64


class BulkVolume:
    """Streaming VPIN of one instrument. How trades are divided into calls changes no bit of a result."""

    def __init__(self, parameters: VpinParameters) -> None:
        self.parameters = parameters
        self._volume = 0.0
        """Volume of all trades so far."""
        self._bars = 0
        self._close = math.nan
        self._changes = np.empty(0)
        """Price changes of the last deviation_bars − 1 bars."""
        self._shares = np.empty(0)
        """Buy share of the bars of the unfinished bucket."""
        self._imbalances = np.empty(0)
        """Of the last buckets − 1 buckets."""

    def step(self, price: F64, size: F64) -> Buckets:
        """Buckets that these trades complete, in order. Sizes must be positive."""
        if not len(price):
            return Buckets(np.empty(0, dtype=np.int64), np.empty(0), np.empty(0))
        ends, shares = self._classify(price, size)
        per_bucket = self.parameters.bars_per_bucket
        shares = np.concatenate([self._shares, shares])
        whole = len(shares) // per_bucket * per_bucket
        self._shares = shares[whole:]
        last_bars = np.arange(whole // per_bucket) * per_bucket + per_bucket - 1 - (len(shares) - len(ends))
        imbalance = _imbalance(shares[:whole].reshape(-1, per_bucket))
        return Buckets(ends[last_bars], imbalance, self._average(imbalance))

    def _classify(self, price: F64, size: F64) -> tuple[I64, F64]:
        """Completing trade and buy share Φ(ΔP/σ) of each bar that the trades complete."""
        filled = np.cumsum(np.concatenate([[self._volume], size]))[1:]  # strictly left to right: independent of cuts
        self._volume = float(filled[-1])
        bars = int(self._volume // self.parameters.bar_volume)
        boundaries = np.arange(self._bars + 1, bars + 1) * self.parameters.bar_volume
        ends = np.searchsorted(filled, boundaries, side="left")
        opening = float(price[0]) if math.isnan(self._close) else self._close
        closes = np.concatenate([[opening], price[ends]])
        self._bars, self._close = bars, float(closes[-1])
        window = self.parameters.deviation_bars
        changes = np.concatenate([self._changes, np.diff(closes)])
        self._changes = changes[max(0, len(changes) - window + 1) :]
        return ends, _buy_shares(changes, window, len(ends))

    def _average(self, imbalance: F64) -> F64:
        window = self.parameters.buckets
        sizes = np.concatenate([self._imbalances, np.abs(imbalance)])
        self._imbalances = sizes[max(0, len(sizes) - window + 1) :]
        padded = np.concatenate([np.full(max(0, window - 1 + len(imbalance) - len(sizes)), np.nan), sizes])
        return windows.mean(padded[:, None], window, window)[:, 0] if len(imbalance) else np.empty(0)


def _buy_shares(changes: F64, window: int, count: int) -> F64:
    """Φ(ΔP/σ) of the last `count` changes, σ over the `window` changes up to each; NaN while there are fewer."""
    if not count:
        return np.empty(0)
    padded = np.concatenate([np.full(max(0, window - 1 + count - len(changes)), np.nan), changes])
    sigma = windows.deviation(padded[:, None], window, window, 1)[:, 0]
    newest = changes[len(changes) - count :]
    score = np.divide(newest, sigma, out=np.where(np.isnan(sigma), np.nan, 0.0), where=sigma > 0.0)
    return np.array([0.5 * (1.0 + math.erf(each / math.sqrt(2.0))) for each in score.tolist()])


def _imbalance(shares: F64) -> F64:
    """(V_B − V_S) / V of buckets from the buy shares of their equal bars, shape (buckets, bars)."""
    total: F64 = np.zeros(len(shares))
    for bar in range(shares.shape[1]):
        total += shares[:, bar]
    return np.asarray(2.0 * total / shares.shape[1] - 1.0)
