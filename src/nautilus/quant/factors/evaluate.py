"""Compute rows of a graph over a panel of instruments: all of them in a batch, or one more in a stream."""

from collections.abc import Mapping, Sequence

import numpy as np

from nautilus.domain.market import F64
from nautilus.quant.factors.graph import CONSTANT, FIELD, Graph, Node
from nautilus.quant.factors.operators import OPERATORS, Kind


class Evaluator:
    """Values of `roots` at rows (times) of a panel with `columns` instruments.

    `extend` appends rows of the fields; `run(t0, t1)` returns the roots at rows t0..t1−1. Rows are computed in
    order and once; of each node as many are kept as the widest window over it needs. Before row 0 everything is NaN.
    How the rows are divided into calls changes no bit of a result.
    """

    def __init__(self, graph: Graph, roots: Sequence[int], columns: int) -> None:
        self._graph = graph
        self._roots = tuple(roots)
        self._columns = columns
        self._order = [each for each in graph.reachable(roots) if graph.nodes[each].op != CONSTANT]
        self._keep = dict.fromkeys(self._order, 0)
        for number in self._order:
            for source in graph.nodes[number].inputs:
                if source in self._keep:
                    self._keep[source] = max(self._keep[source], graph.nodes[number].halo)
        self._tapes = {number: _Tape(self._keep[number], columns) for number in self._order}
        self._fields = {
            str(graph.nodes[number].parameters[0]): number for number in self._order if graph.nodes[number].op == FIELD
        }
        self._done = 0
        self.rows = 0

    def extend(self, fields: Mapping[str, F64]) -> None:
        """Append rows, shape (k, columns) for every field. Raises ValueError when a needed field is missing."""
        if missing := self._fields.keys() - fields.keys():
            raise ValueError(f"fields {sorted(missing)} are needed by the definitions but were not given")
        added = {len(values) for values in fields.values()}
        if len(added) != 1:
            raise ValueError(f"fields differ in their number of rows: {sorted(added)}")
        for name, number in self._fields.items():
            values = np.ascontiguousarray(fields[name], dtype=np.float64)
            self._tapes[number].append(values, self._done - self._keep[number])
        self.rows += added.pop()

    def run(self, t0: int, t1: int) -> F64:
        """The roots at rows t0 .. t1−1, shape (roots, t1 − t0, columns).

        Raises ValueError for rows that `extend` has not brought, or that were computed by an earlier call.
        """
        if not self._done <= t0 <= t1 <= self.rows:
            raise ValueError(f"rows {t0}..{t1} asked for, of {self._done}..{self.rows} that can be computed")
        start, self._done = self._done, t1
        with np.errstate(all="ignore"):
            for number in self._order:
                node = self._graph.nodes[number]
                if node.op != FIELD:
                    self._tapes[number].append(self._compute(node, start, t1), start - self._keep[number])
        return np.stack([self._read(root, t0, t1) for root in self._roots])

    def _compute(self, node: Node, start: int, stop: int) -> F64:
        operator = OPERATORS[node.op]
        if operator.kind is Kind.ELEMENT:
            values = [self._operand(each, start, stop) for each in node.inputs]
        else:
            values = [self._read(each, start - node.halo, stop) for each in node.inputs]
        return np.ascontiguousarray(operator.evaluate(*values, *node.parameters))

    def _operand(self, number: int, start: int, stop: int) -> F64 | float:
        if self._graph.nodes[number].op == CONSTANT:
            return self._graph.value(number)
        return self._tapes[number].read(start, stop)

    def _read(self, number: int, start: int, stop: int) -> F64:
        operand = self._operand(number, start, stop)
        return np.full((stop - start, self._columns), operand) if isinstance(operand, float) else operand


class _Tape:
    """The last rows of one node under their absolute numbers; rows before 0 are NaN."""

    def __init__(self, keep: int, columns: int) -> None:
        self._buffer = np.full((keep, columns), np.nan)
        self._first = -keep
        self._stop = 0

    def append(self, rows: F64, oldest: int) -> None:
        """Add `rows`; those before `oldest` may be forgotten."""
        used = self._stop - self._first
        if used + len(rows) > len(self._buffer):
            kept = self._buffer[oldest - self._first : used]
            room = 2 * (len(kept) + len(rows))
            buffer = np.empty((room, self._buffer.shape[1]))
            buffer[: len(kept)] = kept
            self._buffer, self._first, used = buffer, oldest, len(kept)
        self._buffer[used : used + len(rows)] = rows
        self._stop += len(rows)

    def read(self, start: int, stop: int) -> F64:
        return self._buffer[start - self._first : stop - self._first]
