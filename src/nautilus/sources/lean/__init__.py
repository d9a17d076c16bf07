"""LEAN's sample data: US equities from daily bars to ticks, FX, options, symbol changes, splits and dividends."""

from nautilus.sources.base import Source, Spec
from nautilus.sources.files import folder_client
from nautilus.sources.lean.parse import PARTS, parse

SOURCE = Source(
    Spec(
        name="lean",
        title="QuantConnect LEAN sample data: bars and ticks of US equities, options and FX, map and factor files",
        licence="Apache-2.0 of QuantConnect/Lean; the data in it is of AlgoSeek, QuantQuote, FXCM and OANDA",
        may_redistribute=True,
    ),
    connect=folder_client(PARTS),
    parse=parse,
)
