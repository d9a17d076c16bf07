"""How the known time of rows came about: recorded, or assumed by a named rule."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from nautilus.history.asof import Basis
from nautilus.kernel.database import Database

if TYPE_CHECKING:
    import pyarrow as pa


REPAIR = "repair: "
"""How the rule of a version begins that we made of what a source said, since a check found that it cannot be true."""


@dataclass(frozen=True)
class Origins:
    """By `origin_id` its basis and rule."""

    basis: Mapping[int, str]
    rule: Mapping[int, str]

    @cached_property
    def coded(self) -> "Mapping[str, tuple[NDArray[np.int32], pa.Array]]":
        """For `known_basis` and `rule` the distinct texts, and by origin the place of its own among them."""
        import pyarrow as pa

        made = {}
        for name, by_id in (("known_basis", self.basis), ("rule", self.rule)):
            values = sorted(set(by_id.values()))
            code_of = np.zeros(max(by_id, default=0) + 1, dtype=np.int32)
            code_of[list(by_id)] = [values.index(text) for text in by_id.values()]
            made[name] = (code_of, pa.array(values, pa.string()))
        return made

    def has(self, origin_id: NDArray[Any]) -> bool:
        """Whether all of these are known here."""
        return self.basis.keys() >= set(np.unique(origin_id).tolist())

    def refused(self, basis: Basis) -> str:
        """The origins that `basis` leaves out, with commas."""
        return ",".join(str(each) for each, found in self.basis.items() if found not in basis.allowed)

    def repairs(self, origin_id: NDArray[Any]) -> NDArray[np.bool_]:
        """Whether each row is a repair of ours, shape (n,)."""
        made = np.zeros(max(self.basis, default=0) + 1, dtype=np.bool_)
        made[[each for each, rule in self.rule.items() if rule.startswith(REPAIR)]] = True
        found: NDArray[np.bool_] = made[origin_id]
        return found

    def allows(self, basis: Basis, origin_id: NDArray[Any]) -> NDArray[np.bool_]:
        """Whether each row may be used on `basis`, shape (n,)."""
        allowed = np.zeros(max(self.basis, default=0) + 1, dtype=np.bool_)
        allowed[[each for each, found in self.basis.items() if found in basis.allowed]] = True
        found: NDArray[np.bool_] = allowed[origin_id]
        return found


_READ: WeakKeyDictionary[Database, Origins] = WeakKeyDictionary()
"""What was read of each database. An origin is never changed, so only those that are not here are asked for."""


async def read_origins(database: Database, *, again: bool = False) -> Origins:
    """The origins of the database; `again` when some may have come since they were read last."""
    found = None if again else _READ.get(database)
    if found is None:
        rows = await database.fetch("SELECT origin_id, known_basis, rule FROM marketdata.origin")
        found = _READ[database] = Origins({row[0]: row[1] for row in rows}, {row[0]: row[2] for row in rows})
    return found


async def origins_of(database: Database, origin_id: NDArray[Any]) -> Origins:
    """The origins of the database, those of `origin_id` among them."""
    found = await read_origins(database)
    return found if found.has(origin_id) else await read_origins(database, again=True)


def origin_columns(origins: Origins, origin_id: NDArray[Any]) -> "dict[str, pa.Array]":
    """`known_basis` and `rule` of each row, as dictionaries."""
    import pyarrow as pa

    made = {}
    for name, (code_of, values) in origins.coded.items():
        made[name] = pa.DictionaryArray.from_arrays(pa.array(code_of[origin_id]), values)
    return made


def as_dictionaries(table: "pa.Table") -> "pa.Table":
    """The table with its texts as dictionaries: names come again and again."""
    import pyarrow as pa

    for place, column in enumerate(table.schema):
        if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
            encoded = table[column.name].cast(pa.string()).dictionary_encode()
            table = table.set_column(place, column.name, encoded)
    return table
