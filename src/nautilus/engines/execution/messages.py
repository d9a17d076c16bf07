"""What execution publishes: signals, gate decisions, order events, fills, how far a run is executed."""

from nautilus.domain.actions import CorporateAction
from nautilus.domain.orders import Fill, Order, OrderStatus
from nautilus.kernel.messages import Bus, Message, Topic


class SignalRaised(Message, frozen=True, array_like=True, kw_only=True, tag="execution.signal.1"):
    """Why a strategy wants to trade: the values it used, by name."""

    run: int
    strategy_id: str
    instrument_id: str
    sequence: int
    signal_id: str
    name: str
    values: dict[str, float]


class GateDecided(Message, frozen=True, array_like=True, kw_only=True, tag="execution.gate_decided.1"):
    """The answer of the risk gate to one order, with each limit's figure: (limit, figure, ceiling)."""

    run: int
    account: str
    order: Order
    signal_id: str | None
    sequence: int
    allowed: bool
    reason: str
    figures: tuple[tuple[str, str, str], ...]
    limits_version: int
    arrival_mid: str = ""
    """Mid of the instrument at the decision, decimal string: what slippage is measured against. Empty: no quote yet."""


class OrderChanged(Message, frozen=True, array_like=True, kw_only=True, tag="execution.order_changed.1"):
    """An order's new status at the venue."""

    run: int
    account: str
    order: Order
    venue_order_id: str
    status: OrderStatus
    filled_quantity: str
    sequence: int
    reason: str = ""


class Filled(Message, frozen=True, array_like=True, kw_only=True, tag="execution.filled.1"):
    run: int
    account: str
    fill: Fill


class PositionAdjusted(Message, frozen=True, array_like=True, kw_only=True, tag="execution.position_adjusted.1"):
    """A corporate action has been applied to an account: once, by its key. Decimal strings; quantities are signed.

    Nothing is realised by it but the fraction of a share that `cash` pays for. Sent also where nothing was held.
    """

    run: int
    account: str
    action: CorporateAction
    entitled: str
    """Held when the ex date began: what the action is about."""
    before: str
    after: str
    """Held right before and after it; of a rename, under the new name."""
    cash: str
    """Dividend, or payment for a fraction; negative: debited."""
    mark: str | None
    """What one unit is valued at until its next price; None: the last price is of after the ex date already."""
    sequence: int
    reason: str


class Progress(Message, frozen=True, array_like=True, kw_only=True, tag="execution.progress.1"):
    """Everything that records up to `sequence` caused is published before this. One for each mark of the run.

    `marks` is the last mid price of each instrument at `ts_event`, decimal strings.
    """

    run: int
    account: str
    sequence: int
    marks: dict[str, str]
    final: bool = False


class KillConfirmed(Message, frozen=True, array_like=True, kw_only=True, tag="execution.kill_confirmed.1"):
    """What the kill did: how many open orders were cancelled, and whether the node had to be killed for it."""

    run: int
    account: str
    kill_id: str
    cancelled: int
    node_restarted: bool


EVENTS = Topic(
    "execution.events",
    Bus.LOGIC,
    (SignalRaised, GateDecided, OrderChanged, Filled, PositionAdjusted, Progress, KillConfirmed),
    journaled=True,
)
