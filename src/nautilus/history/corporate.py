"""The corporate actions that a session meets, each at its place among the records, with what was known by then.

They are those of the session's own source: what other sources say, or say later, must not change what a session plays.
Only of a source that publishes prices and no actions at all they are those of all others, each once.
Prices that a source has adjusted already meet no splits and no dividends: these are in the prices.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import groupby
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from nautilus.domain.actions import ActionKind, CorporateAction
from nautilus.domain.time import from_ns, to_ns
from nautilus.history.sessions import RecordKind, Session, SessionSpec, sequences_from
from nautilus.kernel.database import Database

_NEW_YORK = ZoneInfo("America/New_York")
_DAY = timedelta(days=1)
_SAME_SPLIT = timedelta(days=7)
_ORDER = {kind: number for number, kind in enumerate(ActionKind)}


class _Event(NamedTuple):
    """One version of an event."""

    entity_id: str
    kind: str
    ex_date: date
    source: str
    known: datetime
    attributes: dict[str, Any]

    @property
    def due_ns(self) -> int:
        return max(ex_begin(self.ex_date), to_ns(self.known))


class _Window(NamedTuple):
    instrument_id: str
    first_day: date
    last_day: date


async def session_actions(database: Database, session: Session) -> tuple[CorporateAction, ...]:
    """Actions with an ex date inside the session, in order of their places.

    Of an event with several versions the last one that was known when it took effect is meant; what became known
    later does not undo it. One that takes effect behind the last record is left out, and so is a rename into an
    instrument that the session does not have.
    """
    windows = await _windows(database, session.spec)
    events = await _events(database, session, sorted(windows))
    if not events:
        return ()
    adjusted = await _adjusted(database, session.spec)
    meant = [
        (instrument_id, event)
        for event in _effective(events)
        for instrument_id in _held(windows[event.entity_id], event.ex_date)
        if _concerns(session.spec, instrument_id, event, adjusted)
    ]
    places = await sequences_from(database, session.spec, [event.due_ns for _, event in meant])
    found = [
        _action(*each, sequence)
        for each, sequence in zip(meant, places, strict=True)
        if sequence <= session.record_count
    ]
    found.sort(key=lambda each: (each.sequence, each.ex_date, _ORDER[each.kind], each.instrument_id, each.source))
    kept: list[CorporateAction] = []
    for action in found:
        if not any(_is_same(action, other) for other in kept):
            kept.append(action)
    return tuple(kept)


def _is_same(action: CorporateAction, other: CorporateAction) -> bool:
    """Whether two sources say the same; they may date one split differently."""
    if (action.instrument_id, action.kind) != (other.instrument_id, other.kind):
        return False
    if action.kind is ActionKind.SPLIT and action.ratio == other.ratio:
        return abs(date.fromisoformat(action.ex_date) - date.fromisoformat(other.ex_date)) <= _SAME_SPLIT
    return action.ex_date == other.ex_date


def ex_begin(ex_date: date) -> int:
    """Midnight in New York, nanoseconds."""
    return to_ns(datetime.combine(ex_date, time(), _NEW_YORK))


def _concerns(spec: SessionSpec, instrument_id: str, event: _Event, adjusted: set[str]) -> bool:
    """Whether the event does something to a holding of the instrument in this session."""
    if event.kind != ActionKind.RENAME:
        return instrument_id not in adjusted
    return event.attributes["before"] == instrument_id and event.attributes["after"] in spec.instrument_ids


def _action(instrument_id: str, event: _Event, sequence: int) -> CorporateAction:
    told = event.attributes
    return CorporateAction(
        key=f"{event.entity_id}/{event.kind}/{event.ex_date}",
        kind=ActionKind(event.kind),
        instrument_id=instrument_id,
        ex_date=event.ex_date.isoformat(),
        ex_ns=ex_begin(event.ex_date),
        known_ns=to_ns(event.known),
        sequence=sequence,
        source=event.source,
        ratio=Decimal(told.get("ratio", "1")),
        amount=Decimal(told.get("amount", "0")),
        currency=told.get("currency", ""),
        successor=told.get("after", ""),
    )


def _effective(events: Sequence[_Event]) -> Iterator[_Event]:
    """Of each event the version that takes effect, dated by the first one."""
    for _, group in groupby(events, key=lambda event: event[:4]):
        versions = list(group)
        first = versions[0]
        last = [version for version in versions if to_ns(version.known) <= first.due_ns][-1]
        if not last.attributes.get("cancelled"):
            yield last._replace(known=first.known)


def _held(windows: Sequence[_Window], ex_date: date) -> list[str]:
    """The instruments as which an entity traded on the day before."""
    before = ex_date - _DAY
    return sorted({window.instrument_id for window in windows if window.first_day <= before <= window.last_day})


async def _windows(database: Database, spec: SessionSpec) -> Mapping[str, list[_Window]]:
    """By entity, since when and until when it traded as which instrument. Each instrument is an entity as well."""
    names = list(spec.instrument_ids)
    rows = await database.fetch(
        "SELECT DISTINCT ON (entity_id, instrument_id, first_day, source)"
        " entity_id, instrument_id, first_day, last_day FROM marketdata.listing"
        " WHERE instrument_id = ANY (%s) AND known <= %s"
        " ORDER BY entity_id, instrument_id, first_day, source, known DESC",
        (names, from_ns(spec.as_of)),
    )
    found: dict[str, list[_Window]] = defaultdict(list)
    for entity_id, *window in rows:
        found[entity_id].append(_Window(*window))
    for name in names:
        found[name].append(_Window(name, date.min, date.max))
    return found


async def _events(database: Database, session: Session, entities: Sequence[str]) -> list[_Event]:
    """Every version known by the session's `as_of`. A position cannot be held over what is before the first record."""
    spec = session.spec
    rows = await database.fetch(
        "SELECT entity_id, kind, valid, source, known, attributes FROM marketdata.event"
        " WHERE entity_id = ANY (%(entities)s) AND kind = ANY (%(kinds)s) AND valid BETWEEN %(first)s AND %(last)s"
        " AND known <= %(as_of)s AND (source = %(source)s OR NOT EXISTS ("
        "SELECT FROM marketdata.event WHERE source = %(source)s AND kind = ANY (%(kinds)s)))"
        " ORDER BY entity_id, kind, valid, source, known",
        {
            "entities": list(entities),
            "kinds": [str(kind) for kind in ActionKind],
            "source": spec.source,
            "first": from_ns(session.first_ts).date(),
            "last": from_ns(session.last_ts).date(),
            "as_of": from_ns(spec.as_of),
        },
    )
    events = [_Event(*row) for row in rows]
    return [event for event in events if ex_begin(event.ex_date) > session.first_ts]


async def _adjusted(database: Database, spec: SessionSpec) -> set[str]:
    """Instruments whose prices in the session were scaled after the fact."""
    if spec.kind is not RecordKind.BARS:
        return set()
    rows = await database.fetch(
        "SELECT DISTINCT instrument_id FROM marketdata.every_bar WHERE instrument_id = ANY (%s) AND source = %s"
        " AND step_seconds = %s AND price_type = 'LAST' AND valid BETWEEN %s AND %s AND known <= %s AND adjusted",
        (
            *(list(spec.instrument_ids), spec.source, spec.step_seconds),
            *(from_ns(spec.first_ts), from_ns(spec.last_ts), from_ns(spec.as_of)),
        ),
    )
    return {row[0] for row in rows}
