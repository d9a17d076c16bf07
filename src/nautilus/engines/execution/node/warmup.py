"""The records that a restarted node has already acted on, read again from the store."""

from collections.abc import AsyncIterator, Sequence

from nautilus import history
from nautilus.kernel.database import Database
from nautilus.trading.merge import MARKET, Frame

_RECORDS = 50_000


async def frames(
    database: Database, session_name: str, run: int, until_ts: int, sources: Sequence[str]
) -> AsyncIterator[Frame]:
    """Frames of marketdata and of `sources` with the records up to session time `until_ts`.

    What a node has seen was stored before it was published, so it is all there.
    """
    session = await history.session(database, session_name)
    spec, actions = session.spec, await history.session_actions(database, session)
    end = await history.sequence_from(database, spec, until_ts + 1) - 1
    first = 1
    while first <= end:
        last = await _whole(database, spec, min(first + _RECORDS - 1, end), end)
        due = [action for action in actions if first <= action.sequence <= last]
        yield Frame(MARKET, first, last, await history.market(database, spec, first, last), actions=due)
        for source in sources:
            values = await history.values(database, source, run, first, last)
            yield Frame(source, first, last, None, values)
        first = last + 1


async def _whole(database: Database, spec: history.SessionSpec, last: int, end: int) -> int:
    """The last record with the time of record `last`: a frame does not split a timestamp."""
    if last >= end:
        return end
    found = await history.records(database, spec, last, last)
    return await history.sequence_from(database, spec, int(found.ts_event[0]) + 1) - 1
