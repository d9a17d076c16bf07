"""What risk publishes: limits, the kill switch, exposures."""

from collections.abc import Mapping
from decimal import Decimal

from nautilus.kernel.messages import Bus, Message, Priority, Topic

POLICY: Mapping[str, Decimal] = {
    "order_notional": Decimal("0.25"),
    "position_notional": Decimal("0.50"),
    "gross_exposure": Decimal("2.00"),
    "daily_loss": Decimal("0.10"),
}
"""The limits that every account starts with, as multiples of its starting cash: one order at most a quarter, one
position a half, all positions together twice, the loss of one day a tenth. `POST /limits` changes them."""


class Limits(Message, frozen=True, array_like=True, kw_only=True, tag="risk.limits.1"):
    """Limits of one account, in its currency, decimal strings. Each is an absolute ceiling; none may be missing."""

    account: str
    version: int
    order_notional: str
    position_notional: str
    gross_exposure: str
    daily_loss: str
    halted: bool
    """True while the kill switch is on: every new order is refused."""


class LimitsChanged(Message, frozen=True, array_like=True, kw_only=True, tag="risk.limits_changed.1"):
    """Someone edited a limit. Journaled with who and why."""

    limits: Limits
    reason: str
    actor: str


class Kill(Message, frozen=True, array_like=True, kw_only=True, tag="risk.kill.1"):
    """Refuse new orders and cancel the open ones, now."""

    account: str
    kill_id: str
    reason: str
    actor: str


class Rearm(Message, frozen=True, array_like=True, kw_only=True, tag="risk.rearm.1"):
    """Orders are allowed again."""

    account: str
    kill_id: str
    reason: str
    actor: str


class RiskMeasured(Message, frozen=True, array_like=True, kw_only=True, tag="risk.measured.1"):
    """Exposure and tail risk of an account at one mark. Currency amounts as decimal strings, losses positive.

    VaR and ES of one day at 95 %, by historical simulation and under a normal distribution.
    """

    run: int
    account: str
    gross_exposure: str
    net_exposure: str
    var_95: str | None
    es_95: str | None
    window: int
    """Number of historical returns behind VaR and ES; all are None below 30."""
    final: bool = False
    sequence: int = 0
    """The mark: that of the `Valued` it measures."""
    equity: str = ""
    daily_loss: str | None = None
    """Equity at the last mark of an earlier session day, less the present one; 0 for a gain. None: not known."""
    largest_position: str = "0.00"
    """Unsigned notional of the largest position."""
    largest_instrument_id: str = ""
    var_95_normal: str | None = None
    es_95_normal: str | None = None


HEARTBEATS = Topic("risk.heartbeats", Bus.LOGIC, (Limits,), max_length=1_000)
"""The limits in force, each second. The gate refuses orders when the last is older than 5 s."""
CHANGES = Topic("risk.changes", Bus.LOGIC, (LimitsChanged, RiskMeasured), journaled=True)
KILL = Topic("risk.kill", Bus.LOGIC, (Kill, Rearm), journaled=True, priority=Priority.URGENT)
