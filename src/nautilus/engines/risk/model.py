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
from nautilus.domain.time import NS_PER_DAY
from nautilus.engines.marketdata.messages import RunStarted
from nautilus.engines.portfolio.messages import Valued
from nautilus.engines.risk.messages import POLICY, Kill, Limits, LimitsChanged, Rearm, RiskMeasured
from nautilus.kernel.errors import ConflictError, InvalidInputError
from nautilus.quant.risk import (
    expected_shortfall,
    normal_expected_shortfall,
    normal_value_at_risk,
    simulate_pnl,
    value_at_risk,
)

WINDOW = 250
"""Most daily returns behind VaR and ES: about a year."""
LEVEL = 0.95
HORIZON_DAYS = 1
CENT = Decimal("0.01")
HIGHEST_CEILING = Decimal(10**15)


@dataclass(frozen=True)
class Ceilings:
    """The limits of one account, in its currency. Each is absolute."""

    order_notional: Decimal
    position_notional: Decimal
    gross_exposure: Decimal
    daily_loss: Decimal

    def texts(self) -> dict[str, str]:
        """By name, as decimal text."""
        return {name: fixed(getattr(self, name)) for name in CEILINGS}


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
            **self.ceilings.texts(),
        )

    def edit(
        self, changes: Mapping[str, Decimal], reason: str, actor: str, now: int
    ) -> "tuple[Guarded, LimitsChanged]":
        """Set some ceilings. Raises InvalidInputError, naming each that is not an amount of money above 0."""
        require_reason(reason)
        wrong = {name: text for name, value in changes.items() if (text := _wrong(value))}
        if wrong:
            raise InvalidInputError("; ".join(f"{name} {text}" for name, text in wrong.items()), wrong)
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
        raise InvalidInputError("reason is empty", {"reason": "say why; it is written into the journal"})


def _wrong(ceiling: Decimal) -> str:
    """Why an amount is no ceiling; empty when it is one."""
    if not ceiling.is_finite():
        return "must be an amount, as decimal text"
    if ceiling <= 0:
        return "must be above 0; to stop all trading, use the kill switch"
    if ceiling > HIGHEST_CEILING:
        return f"must be at most {HIGHEST_CEILING:,}"
    if ceiling != ceiling.quantize(CENT):
        return "must be in whole cents"
    return ""


class Exposure(msgspec.Struct, frozen=True):
    """One position at a mark: its signed notional in the account's currency."""

    instrument_id: str
    notional: str
    fraction_of_equity: float | None
    """None where equity is not positive."""
    kind: str = ""
    """An `InstrumentKind`; empty for a mark of before kinds were kept."""


def exposures(valued: Valued) -> tuple[Exposure, ...]:
    equity = Decimal(valued.equity)
    return tuple(
        Exposure(p.instrument_id, p.notional, share(Decimal(p.notional), equity), p.kind) for p in valued.positions
    )


def share(part: Decimal, whole: Decimal | None) -> float | None:
    """`part` as a fraction of `whole`; None where the whole is not positive or not known."""
    return float(part / whole) if whole is not None and whole > 0 else None


@dataclass(frozen=True)
class Measure:
    """A mark of a run as it is kept: exposure and tail risk. What a mark of before 0002 did not hold is None."""

    run: int
    sequence: int
    ts_event: int
    account: str
    gross_exposure: Decimal
    net_exposure: Decimal
    var_95: Decimal | None
    es_95: Decimal | None
    window: int
    final: bool
    equity: Decimal | None
    day_start_equity: Decimal | None
    var_95_normal: Decimal | None
    es_95_normal: Decimal | None
    exposures: tuple[Exposure, ...]

    @property
    def daily_loss(self) -> Decimal | None:
        """Loss since the session day began, 0 for a gain: what the gate holds against its ceiling."""
        if self.equity is None or self.day_start_equity is None:
            return None
        return max(self.day_start_equity - self.equity, Decimal(0))

    @property
    def largest(self) -> Exposure | None:
        return max(self.exposures, key=lambda exposure: abs(Decimal(exposure.notional)), default=None)


def day_start_equity(before: Measure | None, valued: Valued) -> Decimal | None:
    """Equity with which the session day of a mark (UTC) began: that of the last mark of an earlier day.

    The gate takes it anew at the first record of a day, from the prices of the day before: the same to within what
    prices moved after that day's last mark.
    """
    if before is None:
        return Decimal(valued.starting_cash)
    same_day = before.ts_event // NS_PER_DAY == valued.ts_event // NS_PER_DAY
    return before.day_start_equity if same_day else before.equity


@dataclass(frozen=True)
class LargestOrder:
    """The order with the highest notional that the gate has let pass, and when (session time)."""

    client_order_id: str
    instrument_id: str
    notional: Decimal
    ts_event: int


@dataclass(frozen=True)
class Use:
    """How much of one limit is used. `value` and `ts_event` are None while there is no figure."""

    limit: str
    value: Decimal | None
    ceiling: Decimal
    name: str
    """The instrument or order that it is about; empty where it is about the account."""
    ts_event: int | None


def uses(ceilings: Ceilings, found: Measure | None, order: LargestOrder | None) -> tuple[Use, ...]:
    """Each limit with its present figure, in the order of `CEILINGS`."""
    figures: dict[str, tuple[Decimal, str, int]] = {}
    if order is not None:
        figures["order_notional"] = (order.notional, order.client_order_id, order.ts_event)
    if found is not None:
        largest = found.largest
        position = abs(Decimal(largest.notional)) if largest else Decimal(0)
        figures["position_notional"] = (position, largest.instrument_id if largest else "", found.ts_event)
        figures["gross_exposure"] = (found.gross_exposure, "", found.ts_event)
        if found.daily_loss is not None:
            figures["daily_loss"] = (found.daily_loss, "", found.ts_event)
    found_of = {limit: figures.get(limit, (None, "", None)) for limit in CEILINGS}
    return tuple(Use(limit, value, getattr(ceilings, limit), name, ts) for limit, (value, name, ts) in found_of.items())


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


def measure(valued: Valued, returns: F64, day_start: Decimal | None, now: int) -> RiskMeasured:
    """Exposure and tail risk at a mark. `returns` (t, n) has one column for each position, in their order."""
    notionals = [Decimal(position.notional) for position in valued.positions]
    largest = max(valued.positions, key=lambda position: abs(Decimal(position.notional)), default=None)
    equity = Decimal(valued.equity)
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
        equity=valued.equity,
        daily_loss=None if day_start is None else fixed(max(day_start - equity, Decimal(0))),
        largest_position=fixed(abs(Decimal(largest.notional))) if largest else "0.00",
        largest_instrument_id=largest.instrument_id if largest else "",
        var_95_normal=_money(normal_value_at_risk(pnl, LEVEL)),
        es_95_normal=_money(normal_expected_shortfall(pnl, LEVEL)),
    )


def _money(value: float | None) -> str | None:
    return None if value is None else fixed(Decimal(value).quantize(CENT))
