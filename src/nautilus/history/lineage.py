"""From a value back to what was fetched: rule, parser revision, raw bytes, request, terms of the source.

A bar that we repaired leads on to the version that it was made of. A cell, which is what a symbol's bar of a day is
whoever said it, shows all candidates in the order of the chain of sources, and which of them holds.
"""
# ruff: noqa: S608 - the text of a statement is all ours, its values are parameters

import re
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import msgspec

from nautilus.domain.time import from_ns, iso, to_ns
from nautilus.history.asof import Basis, parse_bounds
from nautilus.history.chains import chain_of, ranks
from nautilus.history.names import resolve
from nautilus.history.origins import REPAIR
from nautilus.history.prices import BarsAsked, read_bars
from nautilus.kernel.database import Database
from nautilus.kernel.errors import InvalidInputError, NotFoundError

_FORMS = (
    "raw:<raw_id>, raw:<raw_id>:<origin_id>, bar:<instrument>:<step seconds>:<source>:<day>, "
    "cell:<symbol>:<step seconds>:<day>, series:<source>:<id>:<day>"
)
_CELL = re.compile(r"(?P<symbol>.+?):(?P<step>\d{1,9}):(?P<time>\d{4}-.*)")
_BAR_VALUES = ("open", "high", "low", "close", "volume", "adjusted_close")
_CANDIDATES = f"""
    SELECT DISTINCT ON (source, instrument_id, valid) raw_id, origin_id, valid, known, source, instrument_id,
        {", ".join(_BAR_VALUES)}
    FROM marketdata.every_bar
    WHERE instrument_id = ANY (%s) AND step_seconds = %s AND price_type = 'LAST' AND valid BETWEEN %s AND %s
    ORDER BY source, instrument_id, valid, known DESC LIMIT 1000
"""
_PAYLOAD = """
    SELECT raw_id, origin_id, known_basis, rule, dataset, raw.source, part, revision, sha256, bytes, row_count,
        fetched, request
    FROM marketdata.raw LEFT JOIN marketdata.origin ON origin_id = %s WHERE raw_id = %s
"""
_VERSIONS = {
    "bar": f"SELECT raw_id, origin_id, valid, known, price_type, {', '.join(_BAR_VALUES)} FROM marketdata.every_bar"
    " WHERE instrument_id = %s AND step_seconds = %s AND source = %s AND valid BETWEEN %s AND %s"
    " ORDER BY known, price_type LIMIT 1000",
    "series": "SELECT raw_id, origin_id, valid, known, '', value FROM marketdata.observation"
    " WHERE source = %s AND series_id = %s AND valid BETWEEN %s AND %s ORDER BY known LIMIT 1000",
}


class Terms(NamedTuple):
    """`may_redistribute`: whether the licence lets a user pass the data on."""

    title: str
    licence: str
    may_redistribute: bool


class Lineage(msgspec.Struct, frozen=True, kw_only=True):
    """Where one version of a value comes from."""

    id: str
    """raw:<raw_id>:<origin_id>."""
    valid: str | None = None
    known: str | None = None
    """When this version became known; of a payload as a whole there is none."""
    known_basis: str | None
    rule: str | None
    """How its known time came about."""
    dataset: str | None
    source: str
    title: str
    licence: str
    may_redistribute: bool
    part: str
    parser_revision: int
    sha256: str
    """Of the bytes as they came."""
    path: str
    """Of the compressed bytes in the home."""
    bytes: int
    rows: int
    """In the whole payload."""
    fetched: str
    request: dict[str, Any]
    """What was asked of whom, without secrets."""
    values: dict[str, float | None] | None = None
    """What this version says; none of a payload as a whole."""
    derived_from: str | None = None
    """Of a repair: the id of the version that it was made of."""
    instrument_id: str | None = None
    """Of a candidate: the symbol under which its source has it."""
    place: int | None = None
    """Of a candidate: its place in the order in which sources are believed, from 1."""
    is_chosen: bool | None = None
    """Of a candidate: whether a read without a source gives it."""


async def read_lineage(database: Database, id: str, terms: Callable[[str], Terms]) -> list[Lineage]:  # noqa: A002
    """The lineage of each version of a value, oldest first; of a payload one item. Raises InvalidInputError for an id
    of no known form, NotFoundError for one that the store does not have."""
    kind, _, rest = id.partition(":")
    if kind == "raw":
        return [await _payload(database, id, *_numbers(id, rest), terms)]
    if kind == "cell":
        return await _candidates(database, id, rest, terms)
    if kind not in _VERSIONS:
        raise _wrong(id)
    parts = rest.split(":", 3 if kind == "bar" else 2)
    if len(parts) != (4 if kind == "bar" else 3) or (kind == "bar" and not parts[1].isdecimal()):
        raise _wrong(id)
    first, last = parse_bounds(parts[-1], parts[-1])
    names: list[object] = [int(part) if part == parts[1] and kind == "bar" else part for part in parts[:-1]]
    rows = await database.fetch(_VERSIONS[kind], (*names, _moment(first), _moment(last)))
    if not rows:
        raise NotFoundError(f"the store has nothing under {id}; reads print the ids of what they show")
    columns = _BAR_VALUES if kind == "bar" else ("value",)
    found: list[Lineage] = []
    said: dict[tuple[object, str], str] = {}  # by time and side of the quote the version that the source gave last
    for raw_id, origin_id, valid, known, side, *values in rows:
        payload = await _payload(database, id, raw_id, origin_id, terms)
        is_repair = (payload.rule or "").startswith(REPAIR)
        made = msgspec.structs.replace(
            payload,
            valid=iso(to_ns(valid)),
            known=iso(to_ns(known)),
            values=dict(zip(columns, values, strict=True)),
            derived_from=said.get((valid, side)) if is_repair else None,
        )
        if not is_repair:
            said[(valid, side)] = made.id
        found.append(made)
    return found


async def _candidates(database: Database, asked: str, rest: str, terms: Callable[[str], Terms]) -> list[Lineage]:
    """What each source says last of a symbol's bars of a day, the most believed first, and which of it is read."""
    match = _CELL.fullmatch(rest)
    if match is None:
        raise _wrong(asked)
    first, last = parse_bounds(match["time"], match["time"])
    assert first is not None
    assert last is not None
    (subject,) = await resolve(database, [match["symbol"]], "latest")
    ids = sorted({window.instrument_id for window in subject.windows})
    rows = await database.fetch(_CANDIDATES, (ids, int(match["step"]), _moment(first), _moment(last)))
    if not rows:
        raise NotFoundError(f"the store has nothing under {asked}; reads print the ids of what they show")
    bars = BarsAsked("latest", Basis.ASSUMED, step_seconds=int(match["step"]), start_ns=first, end_ns=last)
    read = (await read_bars(database, [match["symbol"]], bars)).arrow.select(["instrument_id", "source", "valid"])
    chosen = {(row["instrument_id"], row["source"], row["valid"]) for row in read.to_pylist()}
    order = _places(rows, await chain_of(database, "bars"))
    found = []
    for raw_id, origin_id, valid, known, source, instrument_id, *values in sorted(rows, key=lambda row: order[row[4]]):
        payload = await _payload(database, asked, raw_id, origin_id, terms)
        found.append(
            msgspec.structs.replace(
                payload,
                valid=iso(to_ns(valid)),
                known=iso(to_ns(known)),
                values=dict(zip(_BAR_VALUES, values, strict=True)),
                derived_from=f"raw:{raw_id}" if (payload.rule or "").startswith(REPAIR) else None,
                instrument_id=instrument_id,
                place=order[source],
                is_chosen=(instrument_id, source, valid) in chosen,
            )
        )
    return found


def _places(rows: Sequence[Sequence[Any]], chain: Sequence[str]) -> dict[str, int]:
    """By source its place, from 1."""
    sources = sorted({row[4] for row in rows})
    return {name: 1 - rank for name, rank in zip(sources, ranks(sources, chain).tolist(), strict=True)}


async def _payload(
    database: Database, asked: str, raw_id: int, origin_id: int | None, terms: Callable[[str], Terms]
) -> Lineage:
    row = await database.fetch_one(_PAYLOAD, (origin_id, raw_id))
    if row is None or (origin_id is not None and row[1] is None):
        raise NotFoundError(f"the store has nothing under {asked}; reads print the ids of what they show")
    *_, source, part, revision, sha256, size, rows, fetched, request = row
    title, licence, may_redistribute = terms(source)
    is_repair = (row[3] or "").startswith(REPAIR)
    return Lineage(
        derived_from=f"raw:{raw_id}" if is_repair else None,
        id=f"raw:{raw_id}" + (f":{origin_id}" if origin_id is not None else ""),
        known_basis=row[2],
        rule=row[3],
        dataset=row[4],
        source=source,
        title=title,
        licence=licence,
        may_redistribute=may_redistribute,
        part=part,
        parser_revision=revision,
        sha256=sha256,
        path=f"raw/{sha256[:2]}/{sha256}.zst",
        bytes=size,
        rows=rows,
        fetched=iso(to_ns(fetched)),
        request=request,
    )


def _numbers(asked: str, text: str) -> tuple[int, int | None]:
    numbers = text.split(":")
    if len(numbers) > 2 or not all(each.isdecimal() and len(each) < 10 for each in numbers):
        raise _wrong(asked)
    return int(numbers[0]), int(numbers[1]) if len(numbers) > 1 else None


def _moment(ns: int | None) -> Any:
    assert ns is not None
    return from_ns(ns)


def _wrong(asked: str) -> InvalidInputError:
    return InvalidInputError(f"{asked!r} is no id of a value; it has one of these forms: {_FORMS}")
