"""What risk replies with, and what it is asked with."""

from decimal import Decimal
from enum import StrEnum
from typing import Annotated

import msgspec

from nautilus.domain.orders import OrderSide, OrderStatus, PositionSide
from nautilus.engines.settling import MarkPageQuery
from nautilus.kernel.app.routes import PageQuery
from nautilus.kernel.units import Count, Currency, Fraction, Price, Quantity, Seconds, Text, TimestampNs

Reason = Annotated[str, msgspec.Meta(max_length=1_000, description="Why; written into the journal, so not empty")]


class Method(StrEnum):
    """How the tail is estimated."""

    HISTORICAL = "historical"
    NORMAL = "normal"


class AccountQuery(PageQuery, frozen=True, kw_only=True):
    account: str | None = None


class HistoryQuery(PageQuery, frozen=True, kw_only=True):
    """Without `run` all runs are meant."""

    run: int | None = None


class MeasureQuery(MarkPageQuery, frozen=True, kw_only=True):
    method: Method = Method.HISTORICAL


class PreviewQuery(msgspec.Struct, frozen=True, kw_only=True):
    """Without `account` that of the latest run is meant."""

    account: str | None = None


class LimitUse(msgspec.Struct, frozen=True):
    """One limit and how much of it is used. The gate judges each order anew, with the prices of its moment."""

    limit: str
    """order_notional, position_notional, gross_exposure or daily_loss."""
    value: Currency[str] | None
    """The figure that the ceiling is held against, 0 or positive; null while there is none. Method: of the largest
    order that passed the gate in this run; the largest position's unsigned notional; the sum of unsigned notionals;
    equity at the last mark of an earlier session day less the present one."""
    ceiling: Currency[str]
    """The limit in force: an order that would take the figure above it is refused."""
    fraction: Fraction[float] | None
    """Value as a share of the ceiling; above 1 is a breach, which only orders that shrink a position can mend."""
    name: str
    """The instrument or order that the figure is about; empty where it is about the whole account."""
    ts_event: TimestampNs[int] | None
    """Session time that the figure is as of: the last mark, or the order's decision."""


class LimitsView(msgspec.Struct, frozen=True):
    """Limits in force of one account."""

    run: Text[int]
    """The run whose account it is."""
    account: str
    version: Text[int]
    """Counts the edits, kills and rearms of the account, from 1."""
    order_notional: Currency[str]
    """Most that one order may be worth. Method: quantity × the higher of its price and the mid × multiplier."""
    position_notional: Currency[str]
    """Most that one instrument's position may be worth, its open orders filled. Method: |quantity| × price ×
    multiplier."""
    gross_exposure: Currency[str]
    """Most that all positions together may be worth, none netted. Method: Σ |quantity| × mid × multiplier."""
    daily_loss: Currency[str]
    """Most that the account may lose in a session day (UTC) before orders that open or grow a position are refused."""
    halted: bool
    """Whether the kill switch is on: every new order is refused."""
    kill_id: str
    """The last kill of the account; empty when there was none."""
    uses: tuple[LimitUse, ...]
    """Each limit with its present figure."""


class EditLimits(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Amounts above 0 in the account's currency; what is left out stays as it is."""

    reason: Reason
    account: str | None = None
    order_notional: Decimal | None = None
    position_notional: Decimal | None = None
    gross_exposure: Decimal | None = None
    daily_loss: Decimal | None = None


class Switch(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    reason: Reason
    account: str | None = None


class KillView(msgspec.Struct, frozen=True):
    """One pull of the switch, what it did, and how it ended. New orders are refused until the rearm."""

    kill_id: str
    account: str
    run: Text[int]
    """The run whose account it is."""
    state: str
    """CONFIRMED once execution said what it did, else PENDING: new orders are refused in both."""
    reason: str
    actor: str
    killed_ns: TimestampNs[int]
    """Wall time of the kill."""
    confirmed_ns: TimestampNs[int] | None
    """Wall time at which the account had no open orders any more; null while it is not confirmed."""
    seconds_to_confirm: Seconds[float] | None
    """From the kill to its confirmation; null while it is not confirmed."""
    cancelled: Count[int] | None
    """Open orders that were cancelled; null while it is not confirmed."""
    node_restarted: bool | None
    """Whether the node did not confirm in time and was ended, which stopped its strategies; null while unknown."""
    rearmed_ns: TimestampNs[int] | None
    """Wall time of the rearm; null while the switch is on."""
    rearm_reason: str | None
    rearm_actor: str | None


class OpenOrder(msgspec.Struct, frozen=True, kw_only=True):
    """An order that a kill would cancel."""

    client_order_id: str
    strategy_id: str
    instrument_id: str
    side: OrderSide
    quantity: Quantity[str]
    """Shares or contracts ordered, positive."""
    filled_quantity: Quantity[str]
    """How much of it has filled already, which stays."""
    price: Price[str] | None
    """Limit price; null for an order without one."""
    trigger_price: Price[str] | None
    """Price at which a stop order becomes active; null for an order without one."""
    status: OrderStatus


class KeptPosition(msgspec.Struct, frozen=True, kw_only=True):
    """A position that a kill would leave as it is: it sells nothing."""

    instrument_id: str
    side: PositionSide
    quantity: Quantity[str]
    """Shares or contracts held, positive."""
    notional: Currency[str]
    """Exposure that stays: signed quantity × mark price × multiplier; negative for a short position."""
    unrealised: Currency[str]
    """Gain of the open quantity at the mark price, before commission; negative is a loss."""
    ts_event: TimestampNs[int]
    """Session time that these figures are as of."""


class AffectedStrategy(msgspec.Struct, frozen=True, kw_only=True):
    """A strategy whose orders a kill would refuse."""

    strategy_id: str
    state: str
    """RUNNING, STOPPED or DEPLOYED, before the kill."""


class KillPreview(msgspec.Struct, frozen=True, kw_only=True):
    """What a kill would do now: refuse every new order, cancel the open ones, leave positions as they are.

    Strategies go on to be called, their orders are refused until the rearm. If the node does not confirm within a
    second it is ended; then its strategies are stopped, and a person starts them again after the rearm.
    """

    run: Text[int]
    """The run whose account it is."""
    account: str
    halted: bool
    """Whether the switch is on already: then a kill does nothing more."""
    kill_id: str
    """The last kill of the account; empty when there was none."""
    orders: tuple[OpenOrder, ...] | None
    """Open orders, which it would cancel; null: execution does not answer."""
    positions: tuple[KeptPosition, ...] | None
    """Open positions, which it would leave; null: portfolio does not answer."""
    strategies: tuple[AffectedStrategy, ...] | None
    """Strategies of the run; null: strategy does not answer."""
    silent: tuple[str, ...]
    """Engines that did not answer; a kill works without all of them but execution."""


class CeilingChange(msgspec.Struct, frozen=True):
    """One ceiling before and after an edit; the same where it was left as it is."""

    limit: str
    """order_notional, position_notional, gross_exposure or daily_loss."""
    before: Currency[str] | None
    """The ceiling until then; null for the policy with which a run starts."""
    after: Currency[str]
    """The ceiling from then on."""


class ChangeView(msgspec.Struct, frozen=True):
    """An edit of limits: who, when, why, and what it changed. The first of a run is its policy."""

    number: Text[int]
    """Counts the edits of all accounts."""
    run: Text[int]
    """The run whose account it is."""
    account: str
    version: Text[int]
    """Version of the limits that it made."""
    changed_ns: TimestampNs[int]
    """Wall time of the edit."""
    actor: str
    reason: str
    ceilings: tuple[CeilingChange, ...]


class NameExposure(msgspec.Struct, frozen=True):
    """One position at the last mark."""

    instrument_id: str
    kind: str
    """EQUITY or FUTURE; empty for a mark of before kinds were kept."""
    notional: Currency[str]
    """Signed notional, negative for a short position. Method: signed quantity × mid × multiplier."""
    fraction_of_equity: Fraction[float] | None
    """Signed notional as a share of equity; null where equity is not positive."""
    fraction_of_limit: Fraction[float]
    """Unsigned notional as a share of the limit on one position; above 1 is a breach."""


class KindExposure(msgspec.Struct, frozen=True):
    """All positions of one kind at the last mark."""

    kind: str
    """EQUITY or FUTURE; empty for a mark of before kinds were kept."""
    gross: Currency[str]
    """Sum of unsigned notionals."""
    net: Currency[str]
    """Sum of signed notionals; negative when the short positions are larger."""
    fraction_of_equity: Fraction[float] | None
    """Gross as a share of equity; null where equity is not positive or not known."""
    fraction_of_limit: Fraction[float]
    """Gross as a share of the limit on all positions together."""


class ExposuresView(msgspec.Struct, frozen=True):
    """Exposures at the last mark of a run."""

    run: Text[int]
    """The run whose account it is."""
    account: str
    sequence: Text[int]
    """Number of the record at which the account was marked."""
    ts_event: TimestampNs[int]
    """Session time of the mark, which these figures are as of."""
    equity: Currency[str] | None
    """Net asset value at the mark; null for a mark of before it was kept."""
    gross_exposure: Currency[str]
    """Sum of unsigned notionals of all positions. Method: Σ |quantity| × mid × multiplier."""
    net_exposure: Currency[str]
    """Sum of signed notionals; negative when the short positions are larger."""
    fraction_of_equity: Fraction[float] | None
    """Gross exposure as a share of equity (leverage); null where equity is not positive or not known."""
    fraction_of_limit: Fraction[float]
    """Gross exposure as a share of its limit; above 1 is a breach."""
    positions: tuple[NameExposure, ...]
    """By name, largest first."""
    kinds: tuple[KindExposure, ...]
    """By kind of instrument, largest first."""


class MeasureView(msgspec.Struct, frozen=True):
    """Tail risk of the present positions at one mark, by one method."""

    run: Text[int]
    """The run whose account it is."""
    account: str
    sequence: Text[int]
    """Number of the record at which the account was marked."""
    ts_event: TimestampNs[int]
    """Session time of the mark, which these figures are as of."""
    method: Method
    """historical: the worst of what the present positions would have made on past days. normal: a normal distribution
    with mean and deviation of the same days."""
    confidence: Fraction[float]
    """Share of days on which the loss is not expected to be larger than VaR."""
    horizon_days: Count[int]
    """Trading days over which the loss is meant."""
    window: Count[int]
    """Past daily returns behind the figures: those that all held instruments have and that were known at the mark."""
    gross_exposure: Currency[str]
    """Sum of unsigned notionals of all positions."""
    net_exposure: Currency[str]
    """Sum of signed notionals; negative when the short positions are larger."""
    var_95: Currency[str] | None
    """Value at risk, a loss is positive; null below 30 returns. Method: historical: the smallest loss that 95 % of the
    simulated days did not exceed, Acerbi & Tasche (2002); normal: z σ − μ, z = 1.645, McNeil, Frey & Embrechts (2005),
    section 2.2."""
    es_95: Currency[str] | None
    """Expected shortfall: mean loss of the worst 5 % of days, positive; null below 30 returns. Method: historical: mean
    of the worst simulated days, the last counted in part, Acerbi & Tasche (2002); normal: φ(z) / 0.05 × σ − μ, McNeil,
    Frey & Embrechts (2005), section 2.2."""
    final: bool
    """Whether this is the last mark of the run."""
