"""Quotes derived from trades and bars, against hand-worked figures."""

import numpy as np
import pytest

from nautilus.domain.market import BarColumns, TradeColumns, float_column, pack
from nautilus.quant.microstructure.book import derive, half_spread, path

N = pack(np.array([1, 2], dtype=np.int64))


def f(*values):
    return pack(np.array(values, dtype=np.float64))


BARS = BarColumns("AAPL.XNAS", 86_400, N, N, f(10, 10), f(12, 13), f(9, 8), f(11, 9.5), f(100, 200))


def test_a_trade_is_the_middle_of_its_quote():
    trades = TradeColumns("ES.XCME", N, N, f(1640.25, 1640.50), f(8, 1))
    quotes = derive(trades, half_spread(2, 0.25))
    assert float_column(quotes.bid).tolist() == [1640.0, 1640.25]
    assert float_column(quotes.ask).tolist() == [1640.5, 1640.75]
    assert float_column(quotes.size).tolist() == [8, 1]
    assert (quotes.instrument_id, quotes.sequence, quotes.ts_event) == ("ES.XCME", N, N)
    assert quotes.derived


def test_a_bar_is_quoted_at_its_close():
    quotes = derive(BARS, half_spread(4, 0.01))
    assert float_column(quotes.bid).tolist() == [10.98, 9.48]
    assert float_column(quotes.ask).tolist() == [11.02, 9.52]
    assert float_column(quotes.size).tolist() == [100, 200]


def test_quotes_carry_no_noise_of_binary_fractions():
    price = np.arange(1, 2_000) / 100
    sequence = np.arange(1, 2_000)
    trades = TradeColumns("X.XNAS", pack(sequence), pack(sequence), pack(price), pack(price))
    bid = float_column(derive(trades, half_spread(2, 0.01)).bid)
    assert bid.tolist() == [round(p - 0.01, 2) for p in price.tolist()]


@pytest.mark.parametrize("ticks", [0, 1, 3, -2])
def test_a_spread_without_a_half_on_the_grid_is_refused(ticks):
    with pytest.raises(ValueError, match="even"):
        half_spread(ticks, 0.25)


def test_the_path_meets_the_extreme_against_the_bar_first():
    assert path(BARS).tolist() == [[10, 9, 12, 11], [10, 13, 8, 9.5]]
