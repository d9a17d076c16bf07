"""The units of replies, under the name by which routes know them."""

from nautilus.kernel.units import (
    Bps,
    Count,
    Currency,
    Fraction,
    Milliseconds,
    PerSecond,
    Price,
    Quantity,
    Ratio,
    Seconds,
    Text,
    TimestampNs,
    Unit,
    Variance,
)

__all__ = [
    "Bps",
    "Count",
    "Currency",
    "Fraction",
    "Milliseconds",
    "PerSecond",
    "Price",
    "Quantity",
    "Ratio",
    "Seconds",
    "Text",
    "TimestampNs",
    "Unit",
    "Variance",
]
