"""One value a trade at most, with that trade's number and time."""

import numpy as np

from nautilus.domain.market import TradeColumns, float_column, int_column, pack
from nautilus.engines.vpin.model import PARAMETERS, VpinModel
from nautilus.quant.microstructure.market import MarketRecords
from nautilus.quant.microstructure.vpin import BulkVolume


def trades(price, size, instrument="ESU3.XCME"):
    count = len(price)
    return TradeColumns(
        instrument_id=instrument,
        sequence=pack(np.arange(100, 100 + count)),
        ts_event=pack(np.arange(count) * 1_000),
        price=pack(np.asarray(price, dtype=np.float64)),
        size=pack(np.asarray(size, dtype=np.float64)),
    )


def walk(count, seed=1):
    random = np.random.default_rng(seed)
    return 100 + 0.25 * np.cumsum(random.integers(-1, 2, count)), random.integers(1, 300, count)


def test_no_trades_no_values():
    assert VpinModel().step(MarketRecords()) == ()


def test_values_carry_the_trade_that_completed_their_bucket():
    price, size = walk(3_000)
    values = {each.name: each for each in VpinModel().step(MarketRecords(trades=(trades(price, size),)))}
    buckets = BulkVolume(PARAMETERS).step(price, size.astype(np.float64))
    known = ~np.isnan(buckets.vpin)
    assert int_column(values["vpin"].sequence).tolist() == (buckets.trade[known] + 100).tolist()
    assert int_column(values["vpin"].ts_event).tolist() == (buckets.trade[known] * 1_000).tolist()
    assert float_column(values["vpin"].value).tolist() == buckets.vpin[known].tolist()
    assert len(values["bucket_imbalance"].value) > len(values["vpin"].value)


def test_a_trade_that_completes_several_buckets_gives_the_value_after_the_last():
    price, size = walk(3_000)
    size[2_500] = 5 * PARAMETERS.bucket_volume
    (*_, vpin) = sorted(
        VpinModel().step(MarketRecords(trades=(trades(price, size),))), key=lambda each: each.name == "vpin"
    )
    buckets = BulkVolume(PARAMETERS).step(price, size.astype(np.float64))
    assert (buckets.trade == 2_500).sum() >= 5
    sequence = int_column(vpin.sequence).tolist()
    assert len(set(sequence)) == len(sequence)
    assert float_column(vpin.value)[sequence.index(2_600)] == buckets.vpin[buckets.trade == 2_500][-1]


def test_instruments_have_buckets_of_their_own():
    first, second = (trades(*walk(3_000, seed), instrument=f"F{seed}.X") for seed in (1, 2))
    together = VpinModel().step(MarketRecords(trades=(first, second)))
    apart = (*VpinModel().step(MarketRecords(trades=(first,))), *VpinModel().step(MarketRecords(trades=(second,))))
    assert together == apart
