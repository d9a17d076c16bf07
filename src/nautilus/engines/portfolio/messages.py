"""What portfolio publishes: the account valued at each mark."""

import msgspec

from nautilus.domain.orders import PositionSide
from nautilus.kernel.messages import Bus, Message, Topic


class Position(msgspec.Struct, frozen=True):
    """A net position. Money as decimal strings; `average_price` is the cost of the open quantity per unit.

    `realised` and `unrealised` are before commission. Exposure is `notional`; what the position adds to equity is
    `market_value`, and the two differ for a future.
    """

    instrument_id: str
    side: PositionSide
    quantity: str
    multiplier: str
    average_price: str
    mark_price: str
    market_value: str
    """What it adds to equity. Equity: the notional. Future: variation that is not settled yet, 0 at a mark."""
    unrealised: str
    """signed quantity × (mark price − average price) × multiplier; of a future, it is in cash already"""
    realised: str
    kind: str = ""
    """An `InstrumentKind`."""
    notional: str = ""
    """signed quantity × mark price × multiplier"""
    commission: str = "0"
    """Paid on all fills of this instrument in the account so far; positive is a cost."""
    dividends: str = "0"
    """Received on this instrument so far, less paid while short: income, in cash, and no part of `realised`."""


class Valued(Message, frozen=True, array_like=True, kw_only=True, tag="portfolio.valued.1"):
    """An account at one mark: equity = cash + Σ market value. All fills up to `sequence` are in it.

    `positions` are the open ones; `realised`, `commission` and `dividends` are of the whole account, closed positions
    included. Equity = starting cash + realised + unrealised + dividends − commission.
    """

    run: int
    account: str
    sequence: int
    starting_cash: str
    cash: str
    equity: str
    commission: str
    positions: tuple[Position, ...]
    final: bool = False
    realised: str = "0"
    account_type: str = ""
    currency: str = ""
    dividends: str = "0"


VALUATIONS = Topic("portfolio.valuations", Bus.LOGIC, (Valued,), journaled=True)
