"""The features over the bars of a run: what is computed is listed in `quant.factors.definitions`."""

from collections.abc import Sequence

from nautilus.domain.market import ValueColumns
from nautilus.quant.factors.definitions import FEATURES, compile_definitions
from nautilus.quant.factors.panel import PanelModel, Splits
from nautilus.quant.microstructure.market import MarketRecords

PROGRAM = compile_definitions(FEATURES)


class FeaturesModel:
    """State after some records: the bars that the definitions look back on."""

    def __init__(self, instruments: Sequence[str], step_seconds: int, splits: Splits) -> None:
        self._panel = PanelModel(PROGRAM, instruments, step_seconds, splits)

    def step(self, records: MarketRecords) -> tuple[ValueColumns, ...]:
        """One value for each definition and instrument at the time of each of its bars, where it is known."""
        return self._panel.step(records.bars)
