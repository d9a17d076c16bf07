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

    def has(self, origin_id: NDArray[Any]) -> bool:
        """Whether all of these are known here."""
        return self.basis.keys() >= set(np.unique(origin_id).tolist())

    def refused(self, basis: Basis) -> str:
        """The origins that `basis` leaves out, with commas."""
        return ",".join(str(each) for each, found in self.basis.items() if found not in basis.allowed)

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
