"""From records to what the house trades on: the content of a MarketFrame, as a pure function of the records so far.

marketdata derives frames with it, `history` derives the same again from the store, and the two are equal.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nautilus.domain.market import BarColumns, QuoteColumns, TradeColumns
from nautilus.quant.microstructure.bars import BarBuilder
from nautilus.quant.microstructure.book import derive


@dataclass(frozen=True)
class MarketRecords:
    """Trades, derived quotes and bars (recorded ones, and those built from trades), by instrument.

    Records of one (ts_event, sequence) are to be handled in this order: quotes, trades, bars. A bar's reader then
    finds the book of its close, and not the one before.
    """

    trades: tuple[TradeColumns, ...] = ()
    quotes: tuple[QuoteColumns, ...] = ()
    bars: tuple[BarColumns, ...] = ()


class Derivation:
    """Adds quotes and built bars to records that are fed in order of sequence.

    `half_spreads` is half the assumed spread of each instrument, in price; `step_seconds` that of the built bars.
    """

    def __init__(self, half_spreads: Mapping[str, float], step_seconds: int) -> None:
        self._half_spreads = half_spreads
        self._builder = BarBuilder(step_seconds)

    def step_start(self, ts_event: int) -> int:
        """Earliest time of a record that the state after `ts_event` depends on."""
        return self._builder.step_start(ts_event)

    def feed(self, trades: Sequence[TradeColumns], bars: Sequence[BarColumns]) -> MarketRecords:
        records: list[TradeColumns | BarColumns] = [*trades, *bars]
        quotes = tuple(derive(columns, self._half_spreads[columns.instrument_id]) for columns in records)
        built = self._builder.feed(trades) if trades else ()
        return MarketRecords(tuple(trades), quotes, (*bars, *built))
