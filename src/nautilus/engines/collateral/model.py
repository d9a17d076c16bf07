"""Margin of a valued account, position by position. No I/O; money in Decimal."""

from collections.abc import Iterable
from decimal import Decimal

import msgspec

from nautilus.domain.instruments import InstrumentKind
from nautilus.domain.money import fixed
from nautilus.domain.orders import PositionSide
from nautilus.engines.collateral.messages import Margined
from nautilus.engines.portfolio.messages import Position, Valued
from nautilus.kernel.units import Currency
from nautilus.quant.margin import RULE, equity_requirement


class PositionMargin(msgspec.Struct, frozen=True):
    """Margin of one position."""

    instrument_id: str
    initial: Currency[str] | None
    """Equity that opening it now would need; null where no source says how much.
    Method: Regulation T, 12 CFR 220.12."""
    maintenance: Currency[str] | None
    """Equity that must stay behind it; null where no source says how much. Method: FINRA Rule 4210(c)."""
    reason: str = ""
    """Why there is no figure; empty where there is one."""


def margin_position(position: Position) -> PositionMargin:
    if position.kind != InstrumentKind.EQUITY:
        reason = f"margin of a {position.kind} is set by its exchange; the data has no source of its rates"
        return PositionMargin(position.instrument_id, None, None, reason)
    sign = 1 if position.side is PositionSide.LONG else -1
    need = equity_requirement(sign * Decimal(position.quantity), Decimal(position.mark_price))
    return PositionMargin(position.instrument_id, fixed(need.initial), fixed(need.maintenance))


def margin_account(valued: Valued, margins: Iterable[PositionMargin], now: int) -> Margined:
    """Sums over the covered positions, and what equity is left above maintenance."""
    covered = [margin for margin in margins if margin.initial is not None and margin.maintenance is not None]
    names = {margin.instrument_id for margin in covered}
    initial = sum((Decimal(margin.initial or 0) for margin in covered), Decimal(0))
    maintenance = sum((Decimal(margin.maintenance or 0) for margin in covered), Decimal(0))
    return Margined(
        ts_event=valued.ts_event,
        ts_init=now,
        run=valued.run,
        account=valued.account,
        rule=RULE,
        equity=valued.equity,
        initial=fixed(initial),
        maintenance=fixed(maintenance),
        excess=fixed(Decimal(valued.equity) - maintenance),
        final=valued.final,
        sequence=valued.sequence,
        not_covered=tuple(p.instrument_id for p in valued.positions if p.instrument_id not in names),
    )
