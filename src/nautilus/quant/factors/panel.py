"""Bars of several instruments as a panel, and definitions computed over it as bars arrive."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from nautilus.domain.market import F64, I64, BarColumns, ValueColumns, float_column, int_column, pack
from nautilus.quant.factors.definitions import Program
from nautilus.quant.factors.dialects import FIELDS
from nautilus.quant.factors.evaluate import Evaluator


@dataclass(frozen=True)
class Splits:
    """Splits of each instrument as (time from which it holds [ns], shares for one).

    Bars come as they traded, so a split looks like a return of −50 %. Prices are multiplied, volumes divided, by the
    product of the ratios of the splits between `base_ns` and the bar: continuous series in shares of the time
    `base_ns`, in which no row depends on a split that came after it.
    """

    base_ns: int
    of: Mapping[str, Sequence[tuple[int, float]]] = field(default_factory=dict)

    def ratio(self, instrument: str, ts_event: I64) -> F64:
        """Shares at each time for one share of the base time, shape of `ts_event`."""
        ratio = np.ones(len(ts_event))
        for since, shares in self.of.get(instrument, ()):
            if since <= self.base_ns:
                ratio /= np.where(ts_event < since, shares, 1.0)
            else:
                ratio *= np.where(ts_event >= since, shares, 1.0)
        return ratio


@dataclass(frozen=True)
class PanelRows:
    """Bars by time (rows) and instrument (columns). A missing bar is NaN in the fields and 0 in `sequence`."""

    ts_event: I64
    sequence: I64
    fields: dict[str, F64]


def panel_rows(bars: Iterable[BarColumns], instruments: Sequence[str], splits: Splits) -> PanelRows:
    """Lay `bars` of `instruments` out by time. Where a time has two bars of an instrument, the later one counts."""
    column = {instrument: place for place, instrument in enumerate(instruments)}
    used = [each for each in bars if each.instrument_id in column]
    times = [int_column(each.ts_event) for each in used]
    ts_event = np.unique(np.concatenate(times)) if times else np.empty(0, dtype=np.int64)
    shape = (len(ts_event), len(instruments))
    sequence = np.zeros(shape, dtype=np.int64)
    fields = {name: np.full(shape, np.nan) for name in FIELDS}
    for each, when in zip(used, times, strict=True):
        rows, place = np.searchsorted(ts_event, when), column[each.instrument_id]
        sequence[rows, place] = int_column(each.sequence)
        ratio = splits.ratio(each.instrument_id, when)
        for name, values in fields.items():
            column_values = float_column(getattr(each, name))
            values[rows, place] = column_values / ratio if name == "volume" else column_values * ratio
    return PanelRows(ts_event, sequence, fields)


class PanelModel:
    """A program over the bars of one step, as they arrive: state is the look-back that the program needs.

    All bars of one time must come in one call, as market frames guarantee, since values may compare instruments.
    Bars that are not later than the last row have been seen and are left out; so are those of another step.
    """

    def __init__(self, program: Program, instruments: Sequence[str], step_seconds: int, splits: Splits) -> None:
        self.program = program
        self.instruments = tuple(instruments)
        self.step_seconds = step_seconds
        self._splits = splits
        self._evaluator = Evaluator(program.graph, program.roots, len(instruments))
        self._last_ts = -1

    def step(self, bars: Iterable[BarColumns]) -> tuple[ValueColumns, ...]:
        """Values at each new time for each instrument that has a bar then; NaN and infinite ones are left out.

        A value carries sequence and time of the instrument's own bar.
        """
        own = [each for each in bars if each.step_seconds == self.step_seconds]
        rows = panel_rows(own, self.instruments, self._splits)
        fresh = rows.ts_event > self._last_ts
        if not fresh.any():
            return ()
        ts_event, sequence = rows.ts_event[fresh], rows.sequence[fresh]
        start = self._evaluator.rows
        self._evaluator.extend({name: values[fresh] for name, values in rows.fields.items()})
        values = self._evaluator.run(start, self._evaluator.rows)
        self._last_ts = int(ts_event[-1])
        known = np.isfinite(values) & ~np.isnan(rows.fields["close"][fresh])
        return tuple(
            ValueColumns(
                instrument_id=instrument,
                name=definition.name,
                sequence=pack(sequence[chosen, place]),
                ts_event=pack(ts_event[chosen]),
                value=pack(values[series, chosen, place]),
            )
            for series, definition in enumerate(self.program.definitions)
            for place, instrument in enumerate(self.instruments)
            if (chosen := known[series, :, place]).any()
        )
