"""Margin against worked cases of the rules' own numbers."""

from decimal import Decimal

import pytest

from nautilus.quant.margin import equity_requirement, short_deposit, short_maintenance


@pytest.mark.parametrize(
    ("quantity", "price", "initial", "maintenance"),
    [
        # 100 shares at $50: Reg T 50 % = 2,500, FINRA 25 % = 1,250.
        ("100", "50", "2500", "1250"),
        # The same short: 150 % less the proceeds = 2,500; 30 % = 1,500, above $5 a share = 500.
        ("-100", "50", "2500", "1500"),
        # Short at $10: $5 a share = 500 is more than 30 % = 300.
        ("-100", "10", "500", "500"),
        # Short at $3: 100 % = 300 is more than $2.50 a share = 250.
        ("-100", "3", "150", "300"),
        # Short at $1: $2.50 a share = 250 is more than 100 % = 100.
        ("-100", "1", "50", "250"),
        # At $5.00 exactly the upper rule holds: $5 a share.
        ("-100", "5.00", "250", "500"),
        ("-100", "4.99", "249.5", "499"),
        ("0", "20", "0", "0"),
    ],
)
def test_requirement(quantity, price, initial, maintenance):
    need = equity_requirement(Decimal(quantity), Decimal(price))
    assert (need.initial, need.maintenance) == (Decimal(initial), Decimal(maintenance))


def test_the_deposit_of_a_short_sale_includes_its_proceeds():
    assert short_deposit(Decimal(100), Decimal(50)) == Decimal(7500)


def test_at_the_price_where_both_short_minimums_meet():
    # 30 % of the price reaches $5 a share at $16.67.
    assert short_maintenance(Decimal(3), Decimal("16.66")) == Decimal(15)
    assert short_maintenance(Decimal(3), Decimal("16.70")) == Decimal("15.03")


def test_a_negative_price_is_an_error():
    with pytest.raises(ValueError, match="cannot cost"):
        equity_requirement(Decimal(1), Decimal(-1))
