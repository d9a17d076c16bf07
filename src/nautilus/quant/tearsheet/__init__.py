"""Tear sheets: one static page that shows what a strategy did, self-contained, without scripts."""

from nautilus.quant.tearsheet.page import Sheet, render
from nautilus.quant.tearsheet.trips import RoundTrip, round_trips

__all__ = ["RoundTrip", "Sheet", "render", "round_trips"]
