from decimal import Decimal

import pytest

from nautilus.domain.instruments import InstrumentKind
from nautilus.trading.costs import EQUITY_COSTS, FUTURE_COSTS, Costs, costs_of
from support.trading import instrument


@pytest.mark.parametrize(
    ("costs", "quantity", "price", "multiplier", "due"),
    [
        (Costs(per_unit=Decimal("0.005")), 1_000, "50", 1, "5.00"),
        (Costs(bps=Decimal(2)), 10, "1640.25", 50, "164.03"),  # 164.025, half up
        (Costs(per_unit=Decimal("0.005"), minimum=Decimal(1)), 10, "50", 1, "1.00"),
        (Costs(), 10, "50", 1, "0.00"),
        (EQUITY_COSTS, 300, "150", 1, "1.50"),
        (FUTURE_COSTS, 2, "1640.25", 50, "4.50"),
    ],
)
def test_commission(costs, quantity, price, multiplier, due):
    assert costs.commission(Decimal(quantity), Decimal(price), Decimal(multiplier)) == Decimal(due)


def test_each_kind_of_instrument_has_its_costs():
    assert costs_of(instrument("AAPL.XNAS")) is EQUITY_COSTS
    assert costs_of(instrument("ES.XCME", InstrumentKind.FUTURE)) is FUTURE_COSTS
