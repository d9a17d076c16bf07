"""From a value back to what was fetched: rule, parser revision, raw bytes, request, terms of the source."""

from collections.abc import Callable
from typing import Any, NamedTuple

import msgspec

from nautilus.domain.time import iso, to_ns
from nautilus.history.asof import parse_bounds
from nautilus.kernel.database import Database
from nautilus.kernel.errors import InvalidInputError, NotFoundError

_FORMS = (
    "raw:<raw_id>, raw:<raw_id>:<origin_id>, bar:<instrument>:<step seconds>:<source>:<day>, series:<source>:<id>:<day>"
)
_PAYLOAD = """
    SELECT raw_id, origin_id, known_basis, rule, dataset, raw.source, part, revision, sha256, bytes, row_count,
        fetched, request
    FROM marketdata.raw LEFT JOIN marketdata.origin ON origin_id = %s WHERE raw_id = %s
"""
_VERSIONS = {
    "bar": "SELECT raw_id, origin_id, valid, known FROM marketdata.every_bar WHERE instrument_id = %s"
    " AND step_seconds = %s AND source = %s AND valid BETWEEN %s AND %s ORDER BY known, price_type LIMIT 1000",
    "series": "SELECT raw_id, origin_id, valid, known FROM marketdata.observation WHERE source = %s AND series_id = %s"
    " AND valid BETWEEN %s AND %s ORDER BY known LIMIT 1000",
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


async def read_lineage(database: Database, id: str, terms: Callable[[str], Terms]) -> list[Lineage]:  # noqa: A002
    """The lineage of each version of a value, oldest first; of a payload one item. Raises InvalidInputError for an id
    of no known form, NotFoundError for one that the store does not have."""
    kind, _, rest = id.partition(":")
    if kind == "raw":
        return [await _payload(database, id, *_numbers(id, rest), terms)]
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
    found = []
    for raw_id, origin_id, valid, known in rows:
        payload = await _payload(database, id, raw_id, origin_id, terms)
        found.append(msgspec.structs.replace(payload, valid=iso(to_ns(valid)), known=iso(to_ns(known))))
    return found


async def _payload(
    database: Database, asked: str, raw_id: int, origin_id: int | None, terms: Callable[[str], Terms]
) -> Lineage:
    row = await database.fetch_one(_PAYLOAD, (origin_id, raw_id))
    if row is None or (origin_id is not None and row[1] is None):
        raise NotFoundError(f"the store has nothing under {asked}; reads print the ids of what they show")
    *_, source, part, revision, sha256, size, rows, fetched, request = row
    title, licence, may_redistribute = terms(source)
    return Lineage(
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
    from nautilus.domain.time import from_ns

    assert ns is not None
    return from_ns(ns)


def _wrong(asked: str) -> InvalidInputError:
    return InvalidInputError(f"{asked!r} is no id of a value; it has one of these forms: {_FORMS}")
