"""One hash-consed expression graph for many formulas: an equal sub-expression exists, and is computed, once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from nautilus.quant.factors.operators import OPERATORS, Kind

type Parameter = float | int | str

FIELD = "field"
CONSTANT = "constant"


@dataclass(frozen=True, slots=True)
class Node:
    """An operator applied to earlier nodes. For a window operator `parameters[0]` is the window's rows."""

    op: str
    inputs: tuple[int, ...] = ()
    parameters: tuple[Parameter, ...] = ()

    @property
    def halo(self) -> int:
        """Rows before an output's own row that its inputs must have."""
        if self.op in (FIELD, CONSTANT) or OPERATORS[self.op].kind is not Kind.WINDOW:
            return 0
        return int(self.parameters[0]) - 1


class Graph:
    """Nodes in an order in which inputs come first, so that a node's number is its place in every schedule."""

    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self._numbers: dict[Node, int] = {}

    def field(self, name: str) -> int:
        return self._intern(Node(FIELD, (), (name,)))

    def constant(self, value: float) -> int:
        return self._intern(Node(CONSTANT, (), (float(value),)))

    def apply(self, op: str, *inputs: int, parameters: Sequence[Parameter] = ()) -> int:
        """The node of `op` over `inputs`. Constants are folded; commuting inputs are put in one order."""
        operator = OPERATORS[op]
        if operator.kind is Kind.ELEMENT and all(self.nodes[each].op == CONSTANT for each in inputs):
            with np.errstate(all="ignore"):
                return self.constant(float(operator.evaluate(*(self.value(each) for each in inputs))))
        ordered = tuple(sorted(inputs)) if operator.commutes else inputs
        return self._intern(Node(op, ordered, tuple(parameters)))

    def value(self, number: int) -> float:
        """The value of a constant node. Raises ValueError for any other."""
        node = self.nodes[number]
        if node.op != CONSTANT:
            raise ValueError(f"node {number} is {node.op}, not a constant")
        return float(node.parameters[0])

    def reachable(self, roots: Iterable[int]) -> list[int]:
        """Numbers of all nodes that `roots` need, inputs first."""
        needed: set[int] = set()
        waiting = list(roots)
        while waiting:
            number = waiting.pop()
            if number not in needed:
                needed.add(number)
                waiting.extend(self.nodes[number].inputs)
        return sorted(needed)

    def lookback(self, root: int) -> int:
        """Rows before an output's own row that the fields must have for it to depend on nothing earlier."""
        depth: dict[int, int] = {}
        for number in self.reachable((root,)):
            node = self.nodes[number]
            depth[number] = node.halo + max((depth[each] for each in node.inputs), default=0)
        return depth[root]

    def _intern(self, node: Node) -> int:
        number = self._numbers.setdefault(node, len(self.nodes))
        if number == len(self.nodes):
            self.nodes.append(node)
        return number
