"""Sessions: those that come with the platform, and those that someone made of what is in the store."""

from collections.abc import Sequence

import msgspec
from psycopg.types.json import Jsonb

from nautilus.domain.instruments import Instrument
from nautilus.history import Session, SessionSpec, sessions
from nautilus.history.sessions import find_session
from nautilus.kernel.database import Connection, Database

_PLACE_OF_MADE = 1_000
"""They stand behind the ones that come with the platform."""
_INSERT = """
    INSERT INTO marketdata.session (name, place, spec, record_count, first_ts, last_ts)
    VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT (name)
"""


async def register_sessions(database: Database, specs: Sequence[SessionSpec]) -> None:
    """Write the sessions with their counts. Those that stand there as they are stay untouched, as do all others."""
    registered = {session.spec.name: session.spec for session in await sessions(database)}
    for place, spec in enumerate(specs):
        if registered.get(spec.name) == spec:
            continue
        if found := await find_session(database, spec):
            await database.execute(
                _INSERT + " DO UPDATE SET place = excluded.place, spec = excluded.spec,"
                " record_count = excluded.record_count, first_ts = excluded.first_ts, last_ts = excluded.last_ts",
                _row(found, place),
            )


async def insert_session(connection: Connection, made: Session) -> None:
    """One that has the name already is left as it is."""
    await connection.execute(_INSERT + " DO NOTHING", _row(made, _PLACE_OF_MADE))


async def insert_instruments(connection: Connection, instruments: Sequence[Instrument]) -> None:
    """What a source says of an instrument goes before: one that is there is left as it is."""
    async with connection.cursor() as cursor:
        await cursor.executemany(
            "INSERT INTO marketdata.instrument (instrument_id, kind, currency, price_precision, price_increment,"
            " lot_size, multiplier, description) VALUES (%s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING",
            [msgspec.structs.astuple(each) for each in instruments],
        )


def _row(session: Session, place: int) -> tuple[object, ...]:
    spec = session.spec
    counted = (session.record_count, session.first_ts, session.last_ts)
    return (spec.name, place, Jsonb(msgspec.to_builtins(spec)), *counted)
