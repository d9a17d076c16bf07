"""What became known of the bars of a session after they were played: later versions, each at its place.

A session with corrections plays each bar as it was first known. A later version of it that says something else is a
correction: it takes effect right before the first record at or after the time when it became known. One that became
known behind the last record is left out; so is a version that repeats what was known of the bar before.
"""

import numpy as np

from nautilus.domain.market import I64, CorrectionColumns, pack
from nautilus.domain.time import from_ns
from nautilus.history.sessions import Session, record_times
from nautilus.kernel.database import Database

_PRICES = ("open", "high", "low", "close", "volume")
_SQL = """
    WITH version AS (
        SELECT instrument_id, valid, known, open, high, low, close, volume,
            row_number() OVER told AS place,
            (open, high, low, close, volume) IS DISTINCT FROM
                (lag(open) OVER told, lag(high) OVER told, lag(low) OVER told, lag(close) OVER told,
                lag(volume) OVER told) AS is_other
        FROM marketdata.every_bar
        WHERE instrument_id = ANY (string_to_array($1::text, ',')) AND source = $2::text
            AND step_seconds = $3::integer AND price_type = 'LAST' AND valid BETWEEN $4::timestamptz AND $5::timestamptz
            AND known <= $6::timestamptz
        WINDOW told AS (PARTITION BY instrument_id, valid ORDER BY known)
    )
    SELECT instrument_id, (extract(epoch FROM valid) * 1000000)::bigint * 1000 AS ts_event,
        (extract(epoch FROM known) * 1000000)::bigint * 1000 AS known, open, high, low, close, volume
    FROM version WHERE place > 1 AND is_other AND known <= $7::timestamptz
    ORDER BY version.known, valid, instrument_id
"""


async def session_corrections(database: Database, session: Session) -> tuple[CorrectionColumns, ...]:
    """The corrections of a session by instrument, numbered 1..n by (known, valid, instrument); none where unwanted."""
    spec = session.spec
    if not spec.corrections:
        return ()
    bounds = (from_ns(spec.first_ts), from_ns(spec.last_ts), from_ns(spec.as_of), from_ns(session.last_ts))
    given = (",".join(spec.instrument_ids), spec.source, spec.step_seconds, *bounds)
    table = await database.arrow(_SQL, given)
    if not table.num_rows:
        return ()
    known: I64 = table["known"].to_numpy()
    times, firsts = await record_times(database, spec)
    sequence = firsts[np.searchsorted(times, known)]
    names = np.array(table["instrument_id"].to_pylist())
    made = []
    for instrument_id in sorted(set(names.tolist())):
        rows = np.flatnonzero(names == instrument_id)
        made.append(
            CorrectionColumns(
                instrument_id=instrument_id,
                step_seconds=spec.step_seconds,
                sequence=pack(sequence[rows]),
                number=pack(rows + 1),
                known=pack(known[rows]),
                **{name: pack(table[name].to_numpy()[rows]) for name in ("ts_event", *_PRICES)},
            )
        )
    return tuple(made)
