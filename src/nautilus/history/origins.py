"""How the known time of rows came about: recorded, or assumed by a named rule."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from nautilus.history.asof import Basis
from nautilus.kernel.database import Database

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True)
class Origins:
    """By `origin_id` its basis and rule."""

    basis: Mapping[int, str]
    rule: Mapping[int, str]

    def allows(self, basis: Basis, origin_id: NDArray[Any]) -> NDArray[np.bool_]:
        """Whether each row may be used on `basis`, shape (n,)."""
        allowed = np.zeros(max(self.basis, default=0) + 1, dtype=np.bool_)
        allowed[[each for each, found in self.basis.items() if found in basis.allowed]] = True
        found: NDArray[np.bool_] = allowed[origin_id]
        return found


_READ: WeakKeyDictionary[Database, Origins] = WeakKeyDictionary()
"""What was read of each database. An origin is never changed, so only those that are not here are asked for."""


async def read_origins(database: Database, origin_id: NDArray[Any]) -> Origins:
    """Origins of the database, at least those of `origin_id`."""
    found = _READ.get(database)
    if found is None or (len(origin_id) and not found.basis.keys() >= set(np.unique(origin_id).tolist())):
        rows = await database.fetch("SELECT origin_id, known_basis, rule FROM marketdata.origin")
        found = _READ[database] = Origins({row[0]: row[1] for row in rows}, {row[0]: row[2] for row in rows})
    return found


def origin_columns(origins: Origins, origin_id: NDArray[Any]) -> "dict[str, pa.Array]":
    """`known_basis` and `rule` of each row, as dictionaries."""
    import pyarrow as pa

    ids = np.array(sorted(origins.basis), dtype=np.int64)
    places = pa.array(np.searchsorted(ids, origin_id).astype(np.int32))
    made = {}
    for name, by_id in (("known_basis", origins.basis), ("rule", origins.rule)):
        values = pa.array([by_id[int(each)] for each in ids], pa.string())
        made[name] = pa.DictionaryArray.from_arrays(places, values).cast(pa.string()).dictionary_encode()
    return made


def as_dictionaries(table: "pa.Table") -> "pa.Table":
    """The table with its texts as dictionaries: names come again and again."""
    import pyarrow as pa

    for place, column in enumerate(table.schema):
        if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
            encoded = table[column.name].cast(pa.string()).dictionary_encode()
            table = table.set_column(place, column.name, encoded)
    return table
