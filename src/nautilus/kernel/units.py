"""What the numbers of a reply are measured in, so that whoever shows them need not know it.

    class AccountView(msgspec.Struct, frozen=True):
        equity: Currency[str]
        \"""Cash and market value of all open positions, at the last mark.\"""

Each alias stands for the type in brackets: `Currency[str]` is decimal text, `Price[float]` a number. The OpenAPI
document then holds `x-unit` for the property, and as its `description` the text below the field. A unit inside of
a list, a mapping or `| None` is that of the property. Numbers that only name something (a run, a sequence, a
version) are `Text[int]`.
"""

from enum import StrEnum
from typing import Annotated, TypeVar

from msgspec import Meta

KEY = "x-unit"


class Unit(StrEnum):
    """As the page knows them: `Unit` in `web/src/ui/types.ts` names the same."""

    CURRENCY = "currency"
    PRICE = "price"
    QUANTITY = "quantity"
    FRACTION = "fraction"
    BPS = "bps"
    COUNT = "count"
    SECONDS = "seconds"
    MILLISECONDS = "milliseconds"
    TIMESTAMP_NS = "timestamp_ns"
    PER_SECOND = "per_second"
    VARIANCE = "variance"
    RATIO = "ratio"
    TEXT = "text"


def unit(name: Unit) -> Meta:
    """What `Annotated` takes to say the unit of a field."""
    return Meta(extra_json_schema={KEY: name.value})


_T = TypeVar("_T")

Currency = Annotated[_T, unit(Unit.CURRENCY)]
"""Money in the account's currency."""
Price = Annotated[_T, unit(Unit.PRICE)]
"""Money for one unit of an instrument, in the instrument's currency."""
Quantity = Annotated[_T, unit(Unit.QUANTITY)]
"""Shares, contracts; also a multiplier, which is a quantity of the underlying."""
Fraction = Annotated[_T, unit(Unit.FRACTION)]
"""A share of something: 0.05 is shown as 5 %."""
Bps = Annotated[_T, unit(Unit.BPS)]
"""Hundredths of a percent."""
Count = Annotated[_T, unit(Unit.COUNT)]
"""How many there are: a whole number."""
Seconds = Annotated[_T, unit(Unit.SECONDS)]
Milliseconds = Annotated[_T, unit(Unit.MILLISECONDS)]
TimestampNs = Annotated[_T, unit(Unit.TIMESTAMP_NS)]
"""Nanoseconds since 1970 UTC; the description says whether session time or wall time."""
PerSecond = Annotated[_T, unit(Unit.PER_SECOND)]
Variance = Annotated[_T, unit(Unit.VARIANCE)]
"""Of a log return; the description says over which time."""
Ratio = Annotated[_T, unit(Unit.RATIO)]
"""A number without a unit that is no share of anything: a Sharpe ratio, a statistic."""
Text = Annotated[_T, unit(Unit.TEXT)]
"""To be shown as it stands: a number that names something, or text made of figures."""
