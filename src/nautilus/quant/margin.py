"""Margin of US equities: Regulation T at the purchase, FINRA Rule 4210 after it.

Requirements are amounts of *account equity* (cash + Σ market value, a short position counting negative). Regulation T
asks for 150 % of a short position's value, of which the proceeds of the sale, which lie in the account and are owed
back, cover 100 %; so the equity that must stand behind it is 50 %. `short_deposit` gives the gross 150 %.
Sources: 12 CFR 220.12(a) and (c)(1); FINRA Rule 4210(c)(1)–(3), ordinary customer margin of marginable stock.
"""

from dataclasses import dataclass
from decimal import Decimal

RULE = "Reg T (12 CFR 220.12), FINRA 4210(c)"
INITIAL_LONG = Decimal("0.50")
INITIAL_SHORT = Decimal("1.50")
MAINTENANCE_LONG = Decimal("0.25")
MAINTENANCE_SHORT = Decimal("0.30")
LOW_PRICE = Decimal(5)
LOW_PRICE_MINIMUM = Decimal("2.50")
MINIMUM_PER_SHARE = Decimal(5)


@dataclass(frozen=True)
class Requirement:
    """Equity that a position needs, in its currency."""

    initial: Decimal
    maintenance: Decimal


def equity_requirement(quantity: Decimal, price: Decimal) -> Requirement:
    """Requirement of `quantity` shares (negative: short) at the current market price per share.

    Raises ValueError for a negative price.
    """
    if price < 0:
        raise ValueError(f"a share cannot cost {price}")
    if quantity >= 0:
        value = quantity * price
        return Requirement(INITIAL_LONG * value, MAINTENANCE_LONG * value)
    return Requirement((INITIAL_SHORT - 1) * -quantity * price, short_maintenance(-quantity, price))


def short_deposit(shares: Decimal, price: Decimal) -> Decimal:
    """Regulation T deposit for `shares` sold short, proceeds included: 150 % of their value."""
    return INITIAL_SHORT * shares * price


def short_maintenance(shares: Decimal, price: Decimal) -> Decimal:
    """FINRA 4210(c)(2): under $5 the greater of $2.50 a share and 100 %; (c)(3): else of $5 a share and 30 %."""
    if price < LOW_PRICE:
        return shares * max(LOW_PRICE_MINIMUM, price)
    return shares * max(MINIMUM_PER_SHARE, MAINTENANCE_SHORT * price)
