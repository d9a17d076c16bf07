"""VPIN of the trades: computed in `quant`, where a backtest finds the same."""

from nautilus.quant.microstructure.toxicity import IMBALANCE, PARAMETERS, VPIN, VpinModel

__all__ = ["IMBALANCE", "PARAMETERS", "VPIN", "VpinModel"]
