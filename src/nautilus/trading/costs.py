"""What trading costs: every term explicit, one rule for the paper broker and the backtest."""

from decimal import ROUND_HALF_UP, Decimal

import msgspec

from nautilus.domain.instruments import Instrument, InstrumentKind

_CENT = Decimal("0.01")
_BPS = Decimal(10_000)


class Costs(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Commission is the larger of `minimum` and `per_unit` × quantity + `bps` of the notional, rounded to the cent.

    `slippage_ticks` is paid by market and stop orders on top of the touch; `spread_ticks` widens each side of the
    derived book, whose own spread marketdata states with its quotes. Limit orders pay no slippage.
    """

    per_unit: Decimal = Decimal(0)
    """Currency per share or contract."""
    bps: Decimal = Decimal(0)
    minimum: Decimal = Decimal(0)
    slippage_ticks: int = 1
    spread_ticks: int = 0

    def commission(self, quantity: Decimal, price: Decimal, multiplier: Decimal) -> Decimal:
        """Cost of one fill in the instrument's currency, positive."""
        due = self.per_unit * quantity + self.bps / _BPS * quantity * price * multiplier
        return max(due, self.minimum).quantize(_CENT, ROUND_HALF_UP)


EQUITY_COSTS = Costs(per_unit=Decimal("0.005"), minimum=Decimal("1.00"))
"""0.005 USD a share, at least 1 USD an order: the fixed tariff that retail brokers publish for US equities."""
FUTURE_COSTS = Costs(per_unit=Decimal("2.25"))
"""2.25 USD a contract and side: exchange, clearing and broker for one E-mini."""


def costs_of(instrument: Instrument) -> Costs:
    """What the paper account pays for it."""
    return FUTURE_COSTS if instrument.kind is InstrumentKind.FUTURE else EQUITY_COSTS
