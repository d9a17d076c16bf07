"""Who an entity is, as it was known at a time: under which names it traded, what is said of it, what it filed."""

from typing import NamedTuple

from nautilus.history.asof import AsOf, known_by
from nautilus.history.names import check_name, companies, distinct, near, resolve
from nautilus.kernel.database import Database
from nautilus.kernel.errors import NotFoundError

_LISTINGS = """
    SELECT entity_id, instrument_id, first_day::text, nullif(last_day::text, '9999-12-31'), exchange, source,
        to_char(known AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), 'raw:' || raw_id || ':' || origin_id
    FROM (
        SELECT DISTINCT ON (entity_id, instrument_id, first_day, source) * FROM marketdata.listing
        WHERE (entity_id = ANY (%(ids)s) OR instrument_id = ANY (%(ids)s)) AND known <= %(by)s
        ORDER BY entity_id, instrument_id, first_day, source, known DESC
    ) AS listing ORDER BY first_day, instrument_id, entity_id, source
"""
_ATTRIBUTES = """
    SELECT entity_id, name, value, valid::text, to_char(known AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
        source, 'raw:' || raw_id || ':' || origin_id
    FROM (
        SELECT DISTINCT ON (entity_id, name, source) * FROM marketdata.attribute
        WHERE entity_id = ANY (%(ids)s) AND known <= %(by)s
        ORDER BY entity_id, name, source, valid DESC, known DESC
    ) AS attribute ORDER BY name <> 'title', name, source, entity_id
"""


class Identity(NamedTuple):
    listings: list[tuple[str, str, str, str | None, str | None, str, str, str]]
    """Entity, instrument, first day, last day (None: it goes on), exchange, source, known, lineage id."""
    attributes: list[tuple[str, str, str, str, str, str, str]]
    """Entity, name, value, since, known, source, lineage id; titles first."""
    concepts: list[str]


async def read_identity(database: Database, name: str, as_of: AsOf) -> Identity:
    """What was known of an entity, an instrument or a symbol. Raises NotFoundError with near names."""
    check_name(name)
    try:
        (subject,) = await resolve(database, [name], as_of, table="listing")
    except NotFoundError:
        ids = [name]
    else:
        ids = sorted({name, *subject.actors, *await companies(database, subject)})
    given = {"ids": ids, "by": known_by(as_of)}
    listings = [tuple(row) for row in await database.fetch(_LISTINGS, given)]
    entities = sorted({*ids, *(row[0] for row in listings)})
    attributes = [tuple(row) for row in await database.fetch(_ATTRIBUTES, given | {"ids": entities})]
    concepts = await database.fetch(
        "SELECT DISTINCT concept FROM marketdata.filing_fact WHERE entity_id = ANY (%(ids)s) AND known <= %(by)s"
        " ORDER BY concept",
        given,
    )
    if not listings and not attributes and not concepts:
        stored = await distinct(database, "listing", "entity_id")
        raise NotFoundError(f"the store knows nobody called {name!r}{near(name, stored)}")
    return Identity(listings, attributes, [row[0] for row in concepts])
