"""Limits, the kill switch and measures as pure decisions: commands in, events out. Money in Decimal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial, reduce
from typing import Self

import msgspec
import numpy as np

from nautilus.domain.market import F64, I64
from nautilus.domain.money import fixed
from nautilus.engines.marketdata.messages import RunStarted
from nautilus.engines.portfolio.messages import Valued
from nautilus.engines.risk.messages import POLICY, Kill, Limits, LimitsChanged, Rearm, RiskMeasured
from nautilus.kernel.errors import ConflictError, InvalidInputError
from nautilus.quant.risk import expected_shortfall, simulate_pnl, value_at_risk

WINDOW = 250
"""Most daily returns behind VaR and ES: about a year."""
LEVEL = 0.95
CENT = Decimal("0.01")


@dataclass(frozen=True)
class Ceilings:
    """The limits of one account, in its currency. Each is absolute."""

    order_notional: Decimal
    position_notional: Decimal
    gross_exposure: Decimal
    daily_loss: Decimal


@dataclass(frozen=True)
class Guarded:
    """An account, its limits, and whether its kill switch is on. Changes give a new one and the event that says so."""

    run: int
    account: str
    version: int
    ceilings: Ceilings
    kills: int = 0
    """How often the switch was pulled: numbers the kills."""
    halted: bool = False

    @classmethod
    def of(cls, started: RunStarted) -> Self:
        cash = Decimal(started.starting_cash)
        ceilings = Ceilings(**{name: cash * multiple for name, multiple in POLICY.items()})
        return cls(started.run, started.account, 1, ceilings)

    @property
    def kill_id(self) -> str:
        """The last kill; empty when there was none."""
        return f"{self.account}-kill-{self.kills}" if self.kills else ""

    def limits(self, now: int) -> Limits:
        return Limits(
            ts_event=now,
            ts_init=now,
            account=self.account,
            version=self.version,
            halted=self.halted,
            **{name: fixed(getattr(self.ceilings, name)) for name in CEILINGS},
        )

    def edit(
        self, changes: Mapping[str, Decimal], reason: str, actor: str, now: int
    ) -> "tuple[Guarded, LimitsChanged]":
        """Set some ceilings. Raises InvalidInputError for one that is not positive, or when nothing is changed."""
        require_reason(reason)
        wrong = [name for name, value in changes.items() if not value.is_finite() or value <= 0]
        if wrong:
            raise InvalidInputError(f"{wrong[0]} must be a positive amount; to stop all trading use POST /kill")
        if not changes:
            raise InvalidInputError(f"nothing to change; give at least one of {', '.join(CEILINGS)}")
        edited = replace(self, version=self.version + 1, ceilings=replace(self.ceilings, **changes))
        return edited, edited.changed(reason, actor, now)

    def changed(self, reason: str, actor: str, now: int) -> LimitsChanged:
        return LimitsChanged(ts_event=now, ts_init=now, limits=self.limits(now), reason=reason, actor=actor)

    def kill(self, reason: str, actor: str, now: int) -> tuple[Self, Kill | None]:
        """Turn the switch on. On an account that is halted already nothing happens: None."""
        require_reason(reason)
        if self.halted:
            return self, None
        halted = replace(self, halted=True, kills=self.kills + 1, version=self.version + 1)
        event = Kill(
            ts_event=now, ts_init=now, account=self.account, kill_id=halted.kill_id, reason=reason, actor=actor
        )
        return halted, event

    def rearm(self, reason: str, actor: str, now: int) -> tuple[Self, Rearm]:
        """Turn the switch off. Raises ConflictError when it is not on."""
        require_reason(reason)
        if not self.halted:
            raise ConflictError(f"{self.account} is not halted, so there is nothing to rearm")
        armed = replace(self, halted=False, version=self.version + 1)
        event = Rearm(ts_event=now, ts_init=now, account=self.account, kill_id=self.kill_id, reason=reason, actor=actor)
        return armed, event


CEILINGS: tuple[str, ...] = Ceilings.__match_args__


def require_reason(reason: str) -> None:
    if not reason.strip():
        raise InvalidInputError("reason is empty; say why, it is written into the journal")


class Exposure(msgspec.Struct, frozen=True):
    """Signed notional of one position in the account's currency, and its share of equity."""

    instrument_id: str
    notional: str
    fraction_of_equity: float | None
    """None where equity is not positive."""


def exposures(valued: Valued) -> tuple[Exposure, ...]:
    equity = Decimal(valued.equity)
    return tuple(
        Exposure(p.instrument_id, p.notional, float(Decimal(p.notional) / equity) if equity > 0 else None)
        for p in valued.positions
    )


def aligned_returns(closes: Sequence[tuple[I64, F64]], window: int = WINDOW) -> F64:
    """Simple returns (t, n) of n instruments on the days that all of them have, the last `window` at most.

    `closes`: for each instrument its days, ascending (any numbers that order days), and the close of each.
    """
    if not closes:
        return np.empty((0, 0))
    common = reduce(partial(np.intersect1d, assume_unique=True), (days for days, _ in closes))
    chosen = common[-(window + 1) :]
    prices = np.column_stack([close[np.searchsorted(days, chosen)] for days, close in closes])
    returns: F64 = prices[1:] / prices[:-1] - 1.0
    return returns


def measure(valued: Valued, returns: F64, now: int) -> RiskMeasured:
    """Exposure and tail risk at a mark. `returns` (t, n) has one column for each position, in their order."""
    notionals = [Decimal(position.notional) for position in valued.positions]
    pnl = simulate_pnl(np.array([float(n) for n in notionals]), returns) if notionals else np.empty(0)
    return RiskMeasured(
        ts_event=valued.ts_event,
        ts_init=now,
        run=valued.run,
        account=valued.account,
        gross_exposure=fixed(sum((abs(n) for n in notionals), Decimal(0))),
        net_exposure=fixed(sum(notionals, Decimal(0))),
        var_95=_money(value_at_risk(pnl, LEVEL)),
        es_95=_money(expected_shortfall(pnl, LEVEL)),
        window=pnl.shape[0],
        final=valued.final,
        sequence=valued.sequence,
    )


def _money(value: float | None) -> str | None:
    return None if value is None else fixed(Decimal(value).quantize(CENT))
