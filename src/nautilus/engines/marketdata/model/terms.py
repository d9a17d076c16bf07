"""What an instrument is where its source does not say: by a rule for its kind that is named, or not at all.

`US share`: an instrument of a US venue whose symbol is not an option's. Tick 0.01 USD, lot 1, multiplier 1, two
decimals. Regulation NMS (17 CFR 242.612) sets the cent as the least increment of quotes at or above one dollar; the
finer one below a dollar is not modelled. Of everything else a contract's terms must be known: they are not guessed.
"""

import re
from decimal import Decimal

from nautilus.domain.instruments import Instrument, InstrumentKind
from nautilus.kernel.errors import InvalidInputError
from nautilus.sources.calendars import US_VENUES

SHARE_RULE = "US share: tick 0.01 USD, lot 1, multiplier 1"
ASSUMED = "Terms assumed by kind. "
_OPTION = re.compile(r".* \d{6}[CP]\d{8}")


def assumed_instrument(instrument_id: str) -> Instrument:
    """The instrument by the rule for its kind; its description says so. Raises InvalidInputError for other kinds."""
    symbol, _, venue = instrument_id.rpartition(".")
    if venue not in US_VENUES or _OPTION.fullmatch(symbol):
        raise InvalidInputError(
            f"no source says what {instrument_id} is (tick, lot, multiplier, currency), and these are assumed for US "
            "shares alone; load a source that does",
            {"instruments": f"{instrument_id} has no known terms"},
        )
    return Instrument(
        instrument_id=instrument_id,
        kind=InstrumentKind.EQUITY,
        currency="USD",
        price_precision=2,
        price_increment=Decimal("0.01"),
        lot_size=Decimal(1),
        multiplier=Decimal(1),
        description=ASSUMED + SHARE_RULE,
    )


def is_assumed(instrument: Instrument) -> bool:
    return instrument.description.startswith(ASSUMED)
