"""Positions, cash, NAV."""

from nautilus.kernel.engine import Engine

ENGINE = Engine("portfolio", port=8900, summary="Positions, cash, NAV")
