"""Limits, exposures, historical VaR and ES, the kill switch."""

from nautilus.kernel.engine import Engine

ENGINE = Engine("risk", port=8200, summary="Limits, exposures, historical VaR and ES, the kill switch")
