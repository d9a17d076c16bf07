"""What happens on an account, as its journal holds it: one batch for each thing that happened, written at once.

Folding all batches of an account gives its orders, fills, positions and cash. A batch is atomic: a command and all that
it caused at once (decision, acceptance, fill, legs) are either in the journal together or not at all.
"""

from decimal import Decimal
from enum import StrEnum

import msgspec

from nautilus.domain.actions import CorporateAction
from nautilus.domain.instruments import Instrument
from nautilus.domain.orders import Fill, Order, OrderStatus
from nautilus.trading.costs import Costs


class Position(msgspec.Struct, frozen=True, array_like=True, order=True):
    """A place in the order of a run: session time, then rank (`trading.merge.Rank`), then sequence number."""

    ts: int
    rank: int
    sequence: int


class Cause(StrEnum):
    OPENING = "opening"
    COMMAND = "command"
    """A strategy's callback: on re-execution the same callback asks for it again."""
    MARKET = "market"
    """A record reached a resting order."""
    MARK = "mark"
    EXTERNAL = "external"
    """A person, the kill switch, start and stop: re-execution repeats it at the same position."""


class AccountType(StrEnum):
    CASH = "CASH"
    MARGIN = "MARGIN"


class Event(msgspec.Struct, frozen=True, tag_field="event", tag=str.lower):
    """Base of all events of an account."""


class Opened(Event, frozen=True):
    """The account begins. Restarting it with other terms is refused."""

    run: int
    account: str
    account_type: AccountType
    currency: str
    starting_cash: Decimal
    instruments: tuple[Instrument, ...]
    costs: dict[str, Costs]
    """By instrument."""


class Signalled(Event, frozen=True):
    """A strategy says why it wants to trade."""

    signal_id: str
    strategy_id: str
    instrument_id: str
    name: str
    values: dict[str, float]
    sources: dict[str, str] = {}
    """`source:name` of each value that an engine published; the others are the strategy's own figures."""


class Decided(Event, frozen=True):
    """The gate's answer to one order, with each limit's figure: (limit, figure, ceiling)."""

    order: Order
    signal_id: str | None
    allowed: bool
    reason: str
    figures: tuple[tuple[str, str, str], ...]
    limits_version: int
    mid: Decimal | None = None
    """Mid price at the decision: what slippage is measured against. None when there was no price."""


class Changed(Event, frozen=True):
    """An order's status at the broker. `triggered` says that a stop has been reached and stays so."""

    order: Order
    venue_order_id: str
    status: OrderStatus
    filled_quantity: Decimal
    reason: str = ""
    triggered: bool = False


class Executed(Event, frozen=True):
    fill: Fill


class Adjusted(Event, frozen=True):
    """A corporate action on the account: what is held after it, and the cash that it brought. Nothing is realised."""

    action: CorporateAction
    entitled: Decimal
    """Signed quantity held when the ex date began, which the action is about."""
    before: Decimal
    after: Decimal
    """Signed quantity held; of a rename, under the new name."""
    parts: dict[str, Decimal]
    """`after` by strategy."""
    price: Decimal
    """Average price after it: the cost in money is what it was, less that of a fraction which was paid out."""
    mark: Decimal | None
    """What one unit is valued at until its next price: the last mid before the ex date, in terms of what is held now.
    None: no price was known, or the last one is of after the ex date already."""
    cash: Decimal
    """Dividend, or payment for a fraction of a share; negative: debited."""
    reason: str


class Amended(Event, frozen=True):
    """A corporate action changed the terms of an order that goes on under its identifier."""

    order: Order
    venue_order_id: str
    status: OrderStatus
    filled_quantity: Decimal
    reason: str


class Marked(Event, frozen=True):
    """Everything up to the position is executed; `marks` is the mid price of each instrument there."""

    marks: dict[str, Decimal]
    final: bool


class Killed(Event, frozen=True):
    kill_id: str
    reason: str
    actor: str
    cancelled: int
    node_restarted: bool


class Rearmed(Event, frozen=True):
    kill_id: str
    reason: str
    actor: str


class Switched(Event, frozen=True):
    """A strategy goes on or off: by request, or because it failed (then `request` is 0)."""

    strategy_id: str
    running: bool
    reason: str
    request: int = 0
    """Number of the request in the execution engine's store; each is carried out once."""


type AnyEvent = (
    Opened | Signalled | Decided | Changed | Executed | Adjusted | Amended | Marked | Killed | Rearmed | Switched
)


class Batch(msgspec.Struct, frozen=True):
    """One record of the account's journal. `sequence` is the last market record that was processed."""

    cause: Cause
    position: Position
    sequence: int
    ts_event: int
    ts_init: int
    events: tuple[AnyEvent, ...]
    actor: str = ""
    """Who asked, where a person or a program did and no strategy."""


_ENCODER = msgspec.json.Encoder(decimal_format="string")
_DECODER = msgspec.json.Decoder(Batch)


def encode(batch: Batch) -> bytes:
    return _ENCODER.encode(batch)


def decode(payload: bytes) -> Batch:
    """Raises msgspec.DecodeError for what is not a batch."""
    return _DECODER.decode(payload)
