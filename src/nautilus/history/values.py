"""Values that features, factor, vpin and ml stored: each has a table `<engine>.value` of the same shape."""

from itertools import pairwise

import numpy as np

from nautilus.domain.market import ValueColumns, pack
from nautilus.kernel.config import ENGINE_PORTS
from nautilus.kernel.database import Database
from nautilus.kernel.errors import NotFoundError


async def values(database: Database, source: str, run: int, first: int, last: int) -> tuple[ValueColumns, ...]:
    """What engine `source` computed from records first..last of `run`: one item a series, by instrument and name.

    Raises NotFoundError when no engine has that name.
    """
    if source not in ENGINE_PORTS:
        raise NotFoundError(f"no engine is called {source!r}; values come from features, factor, vpin and ml")
    table = await database.arrow(
        f"SELECT instrument_id, name, sequence, ts_event, value FROM {source}.value"  # noqa: S608 - a name of ours
        " WHERE run = $1::bigint AND sequence BETWEEN $2::bigint AND $3::bigint"
        " ORDER BY instrument_id, name, sequence",
        (run, first, last),
    )
    if not table.num_rows:
        return ()
    instrument_ids, names = table["instrument_id"].to_numpy(), table["name"].to_numpy()
    changes = (instrument_ids[1:] != instrument_ids[:-1]) | (names[1:] != names[:-1])
    edges = [0, *(np.flatnonzero(changes) + 1), table.num_rows]
    columns = {name: table[name].to_numpy() for name in ("sequence", "ts_event", "value")}
    return tuple(
        ValueColumns(
            instrument_id=instrument_ids[start],
            name=names[start],
            **{name: pack(column[start:stop]) for name, column in columns.items()},
        )
        for start, stop in pairwise(edges)
    )
