"""Money and quantities as text: fixed-point, exact, the form in which they cross a bus or HTTP."""

from decimal import Decimal


def fixed(value: Decimal, places: int = 2) -> str:
    """All digits of `value`, never in exponent form, with at least `places` decimals: 1E+3 -> 1000.00."""
    whole, _, decimals = format(value, "f").partition(".")
    kept = decimals.rstrip("0").ljust(places, "0")
    shown = f"{whole}.{kept}" if kept else whole
    return shown.removeprefix("-") if not value else shown
