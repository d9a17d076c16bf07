"""What can be traded."""

from decimal import Decimal
from enum import StrEnum

import msgspec


class InstrumentKind(StrEnum):
    EQUITY = "EQUITY"
    FUTURE = "FUTURE"
    INDEX = "INDEX"


class Instrument(msgspec.Struct, frozen=True):
    """One tradable (or, for an INDEX, observable) thing.

    `instrument_id` is SYMBOL.VENUE with the venue's MIC, as in AAPL.XNAS. `price_increment` is the tick in
    `currency`, `multiplier` the currency value of one point of price for one contract (1 for equities).
    """

    instrument_id: str
    kind: InstrumentKind
    currency: str
    price_precision: int
    price_increment: Decimal
    lot_size: Decimal
    multiplier: Decimal
    description: str = ""

    @property
    def symbol(self) -> str:
        return self.instrument_id.rpartition(".")[0]

    @property
    def venue(self) -> str:
        return self.instrument_id.rpartition(".")[2]
