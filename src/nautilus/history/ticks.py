"""Quotes and trades, documents and events as of a time, as Arrow tables."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from nautilus.domain.time import from_ns
from nautilus.history.asof import AsOf, Basis, known_by, known_by_ns
from nautilus.history.chains import chain_of, ranks
from nautilus.history.frame import Frame
from nautilus.history.names import companies, distinct, near, resolve
from nautilus.history.origins import as_dictionaries
from nautilus.kernel.database import Database
from nautilus.kernel.errors import NotFoundError

_BEGIN_NS, _END_NS = -(2**63) + 1, 2**63 - 1
_SEPARATOR = "\x1f"
_TICKS = """
    SELECT instrument_id, ts_event, {columns}, venue, condition, known, known_basis, rule, source, raw_id, origin_id,
        known_basis = ANY (string_to_array($3::text, ',')) AS is_allowed
    FROM marketdata.{table} JOIN marketdata.origin USING (origin_id)
    WHERE instrument_id = ANY (string_to_array($1::text, chr(31))) AND known <= $2::bigint
        AND ts_event >= $4::bigint AND ts_event <= $5::bigint AND ($6::text = '' OR source = $6::text)
    ORDER BY instrument_id, ts_event, source, ordinal
"""
_DATED = """
    SELECT {newest} entity_id, {columns}, known, known_basis, rule, source, raw_id, origin_id,
        known_basis = ANY (string_to_array($3::text, ',')) AS is_allowed
    FROM marketdata.{table} JOIN marketdata.origin USING (origin_id)
    WHERE entity_id = ANY (string_to_array($1::text, chr(31))) AND known <= $2::timestamptz
        AND valid >= $4::date AND valid <= $5::date AND ($6::text = '' OR kind = $6::text)
    ORDER BY entity_id, kind, valid, source, {last}known DESC
"""


class Asked(NamedTuple):
    """Of what kind, and when. Times in nanoseconds, both ends included."""

    as_of: AsOf
    basis: Basis
    kind: str
    start_ns: int
    end_ns: int


async def read_ticks(
    database: Database,
    name: str,
    kind: str,
    as_of: AsOf,
    *,
    basis: Basis,
    start_ns: int = _BEGIN_NS,
    end_ns: int = _END_NS,
    source: str = "",
) -> Frame:
    """`kind` quote or trade, of an instrument in stored order; times in nanoseconds. A quote's null side is as it was.

    Without a `source` those of each instrument are of the first in the chain that has any. Raises NotFoundError with
    near names.
    """
    day = None if end_ns == _END_NS else from_ns(end_ns).toordinal() - from_ns(0).toordinal()
    (subject,) = await resolve(database, [name], as_of, day=day, table=kind)
    ids = sorted({window.instrument_id for window in subject.windows})
    columns = "price, size" if kind == "trade" else "bid, bid_size, ask, ask_size"
    given = (_SEPARATOR.join(ids), known_by_ns(as_of), ",".join(basis.allowed), start_ns, end_ns, source)
    found = await _allowed(database, _TICKS.format(columns=columns, table=kind), given, as_of, basis)
    return found if source else _of_one_source(found, await chain_of(database, f"{kind}s"))


def _of_one_source(found: Frame, chain: Sequence[str]) -> Frame:
    """Of each instrument the ticks of the source that is believed most: two copies of a tape are no longer tape."""
    import pyarrow as pa

    told = found.arrow.group_by(["instrument_id", "source"]).aggregate([]).to_pylist()
    sources = sorted({row["source"] for row in told})
    if len(told) == len({row["instrument_id"] for row in told}):
        return found
    rank = dict(zip(sources, ranks(sources, chain).tolist(), strict=True))
    best = {row["instrument_id"]: row["source"] for row in sorted(told, key=lambda row: rank[row["source"]])}
    pairs = {
        f"{row['instrument_id']} of {row['source']}" for row in told if best[row["instrument_id"]] != row["source"]
    }
    codes = [found.arrow[name].combine_chunks() for name in ("instrument_id", "source")]
    wanted = [sources.index(best[name]) if name in best else -1 for name in codes[0].dictionary.to_pylist()]
    places = [sources.index(name) for name in codes[1].dictionary.to_pylist()]
    kept = np.array(wanted)[codes[0].indices.to_numpy()] == np.array(places)[codes[1].indices.to_numpy()]
    note = f"there are also {', '.join(sorted(pairs))}: name the source to read them"
    return replace(found, arrow=found.arrow.filter(pa.array(kept)), notes=(*found.notes, note))


async def read_events(
    database: Database,
    name: str,
    as_of: AsOf,
    *,
    basis: Basis,
    kind: str = "",
    start_ns: int = _BEGIN_NS,
    end_ns: int = _END_NS,
) -> Frame:
    """Releases, earnings, corporate actions of an entity, as they were known; `attributes` is JSON."""
    query = _DATED.format(
        newest="DISTINCT ON (entity_id, kind, valid, source, is_allowed)",
        columns="kind, valid, attributes::text AS attributes",
        table="event",
        last="is_allowed, ",
    )
    return await _dated(database, query, name, Asked(as_of, basis, kind, start_ns, end_ns))


async def read_documents(
    database: Database,
    name: str,
    as_of: AsOf,
    *,
    basis: Basis,
    kind: str = "",
    start_ns: int = _BEGIN_NS,
    end_ns: int = _END_NS,
) -> Frame:
    """Filings and other documents of an entity that were known; `kind` is the form, as 10-K."""
    columns = "document_id, kind, valid, title, attributes::text AS attributes"
    query = _DATED.format(newest="", columns=columns, table="document", last="")
    return await _dated(database, query, name, Asked(as_of, basis, kind, start_ns, end_ns))


async def _dated(database: Database, query: str, name: str, asked: Asked) -> Frame:
    try:
        (subject,) = await resolve(database, [name], asked.as_of, table="listing")
        ids: Sequence[str] = await companies(database, subject)
    except NotFoundError:
        ids = [name]
    begin, end = from_ns(asked.start_ns).date(), from_ns(asked.end_ns).date()
    given = (_SEPARATOR.join(ids), known_by(asked.as_of), ",".join(asked.basis.allowed), begin, end, asked.kind)
    found = await _allowed(database, query, given, asked.as_of, asked.basis)
    if not len(found) and not found.left_out:
        stored = [*await distinct(database, "event", "entity_id"), *await distinct(database, "listing", "entity_id")]
        if not set(ids) & set(stored):
            raise NotFoundError(f"the store knows nobody called {name!r}{near(name, stored)}")
    return found


async def _allowed(database: Database, query: str, given: tuple[object, ...], as_of: AsOf, basis: Basis) -> Frame:
    """The rows that `basis` allows, and how many it does not."""
    import pyarrow.compute as pc

    table = await database.arrow(query, given)
    kept = table.filter(table["is_allowed"]).drop_columns(["is_allowed"])
    left_out = table.num_rows - (pc.sum(table["is_allowed"]).as_py() or 0)
    return Frame(as_dictionaries(kept), as_of, basis, left_out)
