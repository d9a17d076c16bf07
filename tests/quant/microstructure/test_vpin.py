"""Streaming VPIN against a plain one written from the paper, contract by contract, and its properties."""

import itertools
import statistics

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm

from nautilus.quant.microstructure.vpin import BulkVolume, VpinParameters

PARAMETERS = VpinParameters(bucket_volume=60.0, bars_per_bucket=3, buckets=4, deviation_bars=5)


def plain(price, size, parameters):
    """The paper's appendix: expand to single contracts, group into bars and buckets, classify, average."""
    contracts = [(trade, p) for trade, (p, s) in enumerate(zip(price, size, strict=True)) for _ in range(int(s))]
    volume = int(parameters.bar_volume)
    bars = [contracts[end - 1] for end in range(volume, len(contracts) + 1, volume)]
    closes = [price[0]] + [close for _, close in bars]
    changes = [b - a for a, b in itertools.pairwise(closes)]
    bought = []
    for place, change in enumerate(changes):
        sample = changes[place + 1 - parameters.deviation_bars : place + 1]
        if place + 1 < parameters.deviation_bars:
            bought.append(float("nan"))
        else:
            sigma = statistics.stdev(sample)
            bought.append(volume * norm.cdf(change / sigma) if sigma else volume / 2)
    found = []
    per = parameters.bars_per_bucket
    sizes = []
    for end in range(per, len(bars) + 1, per):
        buy = sum(bought[end - per : end])
        sell = parameters.bucket_volume - buy
        sizes.append(abs(buy - sell))
        vpin = float("nan")
        if len(sizes) >= parameters.buckets:
            vpin = sum(sizes[-parameters.buckets :]) / (parameters.buckets * parameters.bucket_volume)
        found.append((bars[end - 1][0], (buy - sell) / parameters.bucket_volume, vpin))
    return found


def tape(seed, count, largest=50):
    random = np.random.default_rng(seed)
    price = 1_640 + 0.25 * np.cumsum(random.integers(-1, 2, count))
    return price, random.integers(1, largest, count).astype(np.float64)


@pytest.mark.parametrize("largest", [2, 12, 200])
def test_equals_the_papers_algorithm_contract_by_contract(largest):
    price, size = tape(1, 900, largest)
    found = BulkVolume(PARAMETERS).step(price, size)
    expected = plain(price.tolist(), size.tolist(), PARAMETERS)
    assert found.trade.tolist() == [trade for trade, _, _ in expected]
    np.testing.assert_allclose(found.imbalance, [each for _, each, _ in expected], rtol=1e-10, atol=1e-12)
    np.testing.assert_allclose(found.vpin, [each for _, _, each in expected], rtol=1e-10, atol=1e-12)
    assert np.isfinite(found.vpin).sum() > 5


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32 - 1), st.sets(st.integers(0, 400), max_size=40), st.sampled_from([1.0, 0.37]))
def test_results_do_not_depend_on_how_trades_are_cut(seed, cuts, lot):
    price, size = tape(seed, 400)
    size = size * lot
    whole = BulkVolume(PARAMETERS).step(price, size)
    streamed = BulkVolume(PARAMETERS)
    pieces = []
    for start, stop in itertools.pairwise([0, *sorted(cuts), 400]):
        each = streamed.step(price[start:stop], size[start:stop])
        pieces.append((each.trade + start, each.imbalance, each.vpin))
    for place, values in enumerate((whole.trade, whole.imbalance, whole.vpin)):
        assert np.concatenate([piece[place] for piece in pieces]).tobytes() == values.tobytes()


def test_lies_between_zero_and_one():
    found = BulkVolume(PARAMETERS).step(*tape(8, 3_000))
    known = found.vpin[np.isfinite(found.vpin)]
    assert len(known) > 100
    assert ((known >= 0) & (known <= 1)).all()


def test_one_way_flow_is_more_toxic_than_two_way_flow():
    count = 4_000
    _, size = tape(2, count)
    trend = 1_640 + 0.25 * np.cumsum(np.random.default_rng(2).integers(0, 3, count))
    walk, _ = tape(2, count)
    assert np.nanmean(BulkVolume(PARAMETERS).step(trend, size).imbalance) > 0.3
    assert abs(np.nanmean(BulkVolume(PARAMETERS).step(walk, size).imbalance)) < 0.1


def test_a_price_that_never_moves_is_half_bought():
    found = BulkVolume(PARAMETERS).step(np.full(500, 10.0), np.full(500, 10.0))
    assert found.imbalance[~np.isnan(found.imbalance)].tolist() == [0.0] * (len(found.imbalance) - 2)
    assert np.nanmax(found.vpin) == 0.0


def test_a_trade_that_fills_several_buckets_completes_each():
    found = BulkVolume(PARAMETERS).step(np.array([10.0, 10.25]), np.array([1.0, 200.0]))
    assert found.trade.tolist() == [1, 1, 1]


def test_no_trades_complete_no_bucket():
    assert len(BulkVolume(PARAMETERS).step(np.empty(0), np.empty(0)).trade) == 0
