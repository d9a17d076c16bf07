"""Cutting columns by sequence."""

import numpy as np
import pytest

from nautilus.domain.market import TradeColumns, ValueColumns, between, count, float_column, int_column, pack


def trades(*sequence):
    numbers = np.array(sequence, dtype=np.int64)
    return TradeColumns("ES.XCME", pack(numbers), pack(numbers * 10), pack(numbers / 4), pack(np.ones(len(numbers))))


@pytest.mark.parametrize(
    ("first", "last", "left"),
    [(1, 9, [2, 3, 3, 7]), (3, 3, [3, 3]), (4, 6, []), (7, 99, [7]), (0, 1, []), (3, 7, [3, 3, 7])],
)
def test_between_keeps_the_rows_of_the_range(first, last, left):
    cut = between(trades(2, 3, 3, 7), first, last)
    assert int_column(cut.sequence).tolist() == left
    assert int_column(cut.ts_event).tolist() == [10 * n for n in left]
    assert float_column(cut.price).tolist() == [n / 4 for n in left]
    assert cut.instrument_id == "ES.XCME"
    assert count(cut) == len(left)


def test_between_returns_the_columns_themselves_when_all_rows_are_in_range():
    columns = trades(1, 2)
    assert between(columns, 1, 2) is columns


def test_between_cuts_values_too():
    sequence = np.array([5, 6], dtype=np.int64)
    columns = ValueColumns("AAPL.XNAS", "alpha001", pack(sequence), pack(sequence), pack(np.array([0.5, 0.25])))
    assert float_column(between(columns, 6, 6).value).tolist() == [0.25]
