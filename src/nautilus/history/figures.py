"""Figures as of a time: economic series and their vintages, facts of filings and all their versions."""

from collections.abc import Sequence
from datetime import datetime

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from nautilus.domain.market import I64
from nautilus.domain.time import from_ns
from nautilus.history.asof import AsOf, Basis, known_by
from nautilus.history.chains import chain_of, ranks
from nautilus.history.frame import Frame
from nautilus.history.names import check_name, companies, distinct, near, resolve
from nautilus.history.origins import Origins, as_dictionaries, origin_columns, read_origins
from nautilus.history.versions import winners
from nautilus.kernel.database import Database
from nautilus.kernel.errors import NotFoundError

_BEGIN_NS, _END_NS = -(2**63) + 1, 2**63 - 1
_SEPARATOR = "\x1f"
_OBSERVED = """
    SELECT {newest} valid, known, source, value, raw_id, origin_id, {left_out} AS left_out
    FROM marketdata.observation WHERE {rows} {allowed}
    ORDER BY source DESC, valid DESC, known DESC
"""
"""In the order of the key, backwards: the newest version of each period comes first, and nothing is sorted."""
_REFUSED = "(SELECT {count} FROM marketdata.observation WHERE {rows} AND origin_id = ANY ({refused}))"
_PERIODS = """count(DISTINCT (source, valid)) FILTER (WHERE NOT EXISTS (
    SELECT FROM marketdata.observation AS other WHERE (other.series_id, other.source, other.valid)
        = (observation.series_id, observation.source, observation.valid) AND other.known <= $2::timestamptz
        AND other.origin_id <> ALL ({refused})
))"""
"""Periods of which only versions that are refused are known."""
_FACTS = """
    WITH known_then AS MATERIALIZED (
        SELECT entity_id, concept, unit, period_start, valid, known, known_basis, rule, source, value, form,
            fiscal_year, fiscal_period, document_id, raw_id, origin_id,
            known_basis = ANY (string_to_array($4::text, ',')) AS is_allowed
        FROM marketdata.filing_fact JOIN marketdata.origin USING (origin_id)
        WHERE entity_id = ANY (string_to_array($1::text, chr(31)))
            AND ($2::text = '' OR concept = $2::text) AND known <= $3::timestamptz
            AND valid >= $5::date AND valid <= $6::date
    )
    SELECT {distinct} entity_id, concept, unit, period_start, valid, known, known_basis, rule, source, value, form,
        fiscal_year, fiscal_period, document_id, raw_id, origin_id,
        (SELECT count(*) FROM known_then WHERE NOT is_allowed) AS left_out
    FROM known_then WHERE is_allowed
    ORDER BY concept, unit, valid, period_start NULLS FIRST, known {order}, document_id {order}
"""


async def read_series(
    database: Database,
    series: str,
    as_of: AsOf,
    *,
    basis: Basis,
    start_ns: int = _BEGIN_NS,
    end_ns: int = _END_NS,
    every_version: bool = False,
) -> Frame:
    """An economic series, oldest period first: valid, known, known_basis, rule, source, value, raw_id, origin_id.

    `series` is source:series, as fred:GDP, or the series alone. Of each period the last value known by `as_of`; with
    `every_version` all that were known by then, a null where the source took one back. Raises NotFoundError with near
    names for a series that the store has nothing of.
    """
    check_name(series)
    source, _, series_id = series.rpartition(":")
    span = (start_ns, end_ns)
    origins = await read_origins(database)
    table = await database.arrow(*_query((series_id, source), as_of, span, origins.refused(basis), every_version))
    if not origins.has(table["origin_id"].to_numpy()):  # some came since they were read
        origins = await read_origins(database, again=True)
        table = await database.arrow(*_query((series_id, source), as_of, span, origins.refused(basis), every_version))
    if not table.num_rows:
        left_out, note = await _nothing_of(database, (series_id, source), known_by(as_of), origins.refused(basis))
        return Frame(_observations(table, origins), as_of, basis, left_out, (note,))
    left_out = table["left_out"][0].as_py()
    if every_version or not source:
        table = table.take(await _chosen(database, table, every_version=every_version))
    else:
        table = table.take(np.arange(table.num_rows)[::-1])
    if not every_version and table["value"].null_count:
        table = table.filter(table["value"].is_valid())
    return Frame(_observations(table, origins), as_of, basis, left_out)


def _query(
    names: tuple[str, str],
    as_of: AsOf,
    span: tuple[int, int],
    refused: str,
    every_version: bool,
) -> tuple[str, list[object]]:
    """Statement and parameters. Only what is asked for stands in it: planning takes as long as reading does."""
    (series_id, source), (start_ns, end_ns) = names, span
    given: list[object] = [series_id, known_by(as_of)]
    rows = "series_id = $1::text AND known <= $2::timestamptz"
    for is_asked, value, condition in (
        (bool(source), source, "source = ${}::text"),
        (start_ns != _BEGIN_NS, from_ns(start_ns), "valid >= ${}::timestamptz"),
        (end_ns != _END_NS, from_ns(end_ns), "valid <= ${}::timestamptz"),
    ):
        if is_asked:
            given.append(value)
            rows += f" AND {condition.format(len(given))}"
    allowed, left_out = "", "0::bigint"
    if refused:
        given.append(refused)
        numbers = f"string_to_array(${len(given)}::text, ',')::integer[]"
        allowed = f"AND origin_id <> ALL ({numbers})"
        count = "count(*)" if every_version else _PERIODS.format(refused=numbers)
        left_out = _REFUSED.format(count=count, rows=rows, refused=numbers)
    newest = "" if every_version else "DISTINCT ON (source, valid)"
    return _OBSERVED.format(newest=newest, left_out=left_out, rows=rows, allowed=allowed), given


async def _chosen(database: Database, table: "pa.Table", *, every_version: bool) -> I64:
    """Rows in the order of their periods: all by when they were known, or of each period that of the first source."""
    valid, known = (table[name].cast(pa.int64()).to_numpy() for name in ("valid", "known"))
    if every_version:
        return np.lexsort((known, valid))
    periods, place = np.unique(valid, return_inverse=True)
    return winners(place, len(periods), (await _trust(database, table["source"]), known))


async def read_facts(
    database: Database,
    entity: str,
    as_of: AsOf,
    *,
    concept: str,
    basis: Basis,
    start_ns: int = _BEGIN_NS,
    end_ns: int = _END_NS,
    every_version: bool = False,
) -> Frame:
    """Figures that a company filed, by unit and period: of each the version known last by `as_of`, or all of them.

    `concept` is taxonomy:name; a name alone means us-gaap, then whichever taxonomy has it. Raises NotFoundError with
    near names for an unknown company or concept.
    """
    check_name(concept)
    ids = await _filers(database, entity, as_of)
    full = await _concept(database, entity, ids, concept)
    query = _FACTS.format(
        distinct="" if every_version else "DISTINCT ON (concept, unit, valid, period_start)",
        order="" if every_version else "DESC",
    )
    begin, end = from_ns(start_ns).date(), from_ns(end_ns).date()
    given = (_SEPARATOR.join(ids), full, known_by(as_of), ",".join(basis.allowed), begin, end)
    table = await database.arrow(query, given)
    left_out = table["left_out"][0].as_py() if table.num_rows else 0
    notes: tuple[str, ...] = ()
    if not table.num_rows:
        row = await database.fetch_one(
            "SELECT count(*) FILTER (WHERE known_basis <> ALL (%s)) FROM marketdata.filing_fact"
            " JOIN marketdata.origin USING (origin_id) WHERE entity_id = ANY (%s) AND concept = %s AND known <= %s"
            " AND valid BETWEEN %s AND %s",
            (basis.allowed, list(ids), full, known_by(as_of), begin, end),
        )
        left_out = row[0] if row else 0
        notes = (f"nothing of {full} was known of {entity} by then",)
    return Frame(as_dictionaries(table.drop_columns(["left_out"])), as_of, basis, left_out, notes)


async def _trust(database: Database, sources: "pa.ChunkedArray") -> I64:
    """How much the source of each row is believed, shape (n,)."""
    names = sources.unique()
    by_name = ranks(names.to_pylist(), await chain_of(database, "series"))
    found: I64 = by_name[pc.index_in(sources, value_set=names).to_numpy()]
    return found


def _observations(table: "pa.Table", origins: Origins) -> "pa.Table":
    columns = {name: table[name] for name in ("valid", "known")}
    columns |= origin_columns(origins, table["origin_id"].to_numpy())
    columns |= {name: table[name] for name in ("source", "value", "raw_id", "origin_id")}
    return as_dictionaries(pa.table(columns))


async def _nothing_of(database: Database, names: tuple[str, str], by: datetime, refused: str) -> tuple[int, str]:
    """Rows of a series that the basis refuses, and why there are no others. Raises NotFoundError where it has none."""
    series_id, source = names
    row = await database.fetch_one(
        "SELECT min(known), count(*) FILTER (WHERE known <= %s AND origin_id = ANY (string_to_array(%s, ',')::int[]))"
        " FROM marketdata.observation WHERE series_id = %s AND (%s = '' OR source = %s)",
        (by, refused, series_id, source, source),
    )
    if row and row[0]:
        return row[1], f"nothing of {series_id} is known by then of that time; it begins to be known {row[0]:%Y-%m-%d}"
    stored = await distinct(database, "observation", "series_id")
    asked = f"{source}:{series_id}" if source else series_id
    named = [*stored, *(f"{source}:{each}" for each in stored if source)]
    raise NotFoundError(f"the store has no series {asked!r}{near(asked, named)}; name it source:series, as fred:GDP")


async def _filers(database: Database, entity: str, as_of: AsOf) -> Sequence[str]:
    """Ids that facts of a company may lie under. Raises NotFoundError."""
    try:
        (subject,) = await resolve(database, [entity], as_of, table="listing")
    except NotFoundError:
        digits = entity.lower().removeprefix("cik:")
        cik = [f"cik:{int(digits):010d}"] if digits.isdecimal() else []
        candidates = [entity, f"{entity}.US", *cik]
    else:
        candidates = await companies(database, subject)
    rows = await database.fetch(
        "SELECT id FROM unnest(%s::text[]) AS id"
        " WHERE EXISTS (SELECT FROM marketdata.filing_fact WHERE entity_id = id)",
        (candidates,),
    )
    if rows:
        return [row[0] for row in rows]
    stored = await distinct(database, "filing_fact", "entity_id")
    raise NotFoundError(
        f"the store has no facts of {entity!r}{near(entity, stored)}; name a symbol, or a company as cik:0000320193"
    )


async def _concept(database: Database, entity: str, ids: Sequence[str], concept: str) -> str:
    """The concept with its taxonomy. Raises NotFoundError."""
    rows = await database.fetch(
        "SELECT DISTINCT concept FROM marketdata.filing_fact WHERE entity_id = ANY (%s)", (list(ids),)
    )
    found: list[str] = sorted(row[0] for row in rows)
    for full in (concept, f"us-gaap:{concept}"):
        if full in found:
            return full
    others = [each for each in found if each.partition(":")[2].lower() == concept.lower()]
    if others:
        return others[0]
    names = [*found, *(each.partition(":")[2] for each in found)]
    raise NotFoundError(
        f"{entity} has filed no {concept!r}{near(concept, names)}; concepts are named as us-gaap:Assets"
    )
