"""What a read gives: an Arrow table that says as of when and on what basis, and goes on to other libraries as it is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from nautilus.domain.market import F64, I64
from nautilus.history.asof import AsOf, Basis, moment_text
from nautilus.kernel.errors import InvalidInputError

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa


@dataclass(frozen=True)
class Frame:
    """Rows as of a time. No value passes through a Python object on its way out."""

    arrow: "pa.Table"
    as_of: AsOf
    """Nanoseconds UTC, or latest."""
    basis: Basis
    left_out: int = 0
    """Bars, periods of a series, rows of other kinds, of which by then only versions were known that the basis
    `recorded` leaves out, since only a rule says when they were known. Vintages are counted one by one."""
    notes: tuple[str, ...] = field(default=())
    """What a reader should know of this answer, a sentence each."""

    def __len__(self) -> int:
        rows: int = self.arrow.num_rows
        return rows

    @property
    def remarks(self) -> tuple[str, ...]:
        """The notes, and what was left out and how to have it."""
        if not self.left_out:
            return self.notes
        text = f'{self.left_out:,} rows are left out, whose known time is assumed by a rule: basis="assumed" reads them'
        return (*self.notes, text)

    @property
    def about(self) -> Mapping[str, str]:
        """As of when, on what basis, and what that left out, as text."""
        return {"as_of": moment_text(self.as_of), "basis": str(self.basis), "left_out": str(self.left_out)}

    def polars(self) -> "pl.DataFrame":
        """The same memory as a Polars frame."""
        import polars as pl

        frame = pl.from_arrow(self.arrow)
        assert isinstance(frame, pl.DataFrame)
        return frame

    def pandas(self) -> "pd.DataFrame":
        """The same memory as a pandas frame of Arrow-backed columns."""
        import pandas as pd

        frame: pd.DataFrame = self.arrow.to_pandas(types_mapper=pd.ArrowDtype)
        return frame


@dataclass(frozen=True)
class Panel:
    """Fields of many symbols on one grid of times: arrays of shape (times, symbols), NaN where there is no bar."""

    symbols: tuple[str, ...]
    valid: I64
    """Close of each slot, the last one of any symbol [ns]; shape (times,)."""
    fields: Mapping[str, F64]
    as_of: AsOf
    basis: Basis
    left_out: int = 0
    """As in `Frame`."""
    from_segments: int = 0
    """Rows that came from segments rather than the database."""
    notes: tuple[str, ...] = field(default=())

    def wide(self, name: str) -> F64:
        """One field, shape (times, symbols). Raises InvalidInputError naming those there are."""
        if name not in self.fields:
            raise InvalidInputError(f"the panel has no field {name!r}; it was read with {', '.join(self.fields)}")
        return self.fields[name]

    @cached_property
    def frame(self) -> Frame:
        """The same in long form: symbol, valid and the fields, a row for each bar, by symbol and time."""
        import pyarrow as pa

        values = {name: np.ascontiguousarray(value.T).ravel() for name, value in self.fields.items()}
        present = ~np.logical_and.reduce([np.isnan(value) for value in values.values()])
        codes = np.repeat(np.arange(len(self.symbols), dtype=np.int32), len(self.valid))[present]
        symbols = pa.DictionaryArray.from_arrays(pa.array(codes), pa.array(self.symbols, pa.string()))
        times = np.tile(self.valid, len(self.symbols))[present]
        columns = {"symbol": symbols, "valid": pa.array(times).cast(pa.timestamp("ns", "UTC"))}
        long = pa.table(columns | {name: pa.array(value[present]) for name, value in values.items()})
        return Frame(long, self.as_of, self.basis, self.left_out, self.notes)
