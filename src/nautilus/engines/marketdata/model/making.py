"""A session from what someone asks for and what the store has: defaults filled in, or what is wrong and what there is.

The name says what is played and is derived from it, so asking twice for the same gives the same session.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from decimal import Decimal
from zoneinfo import ZoneInfo

import msgspec

from nautilus.domain.instruments import Instrument, InstrumentKind
from nautilus.domain.money import fixed
from nautilus.domain.time import from_ns, iso, to_ns
from nautilus.history import AsOf, RecordKind, SessionSpec
from nautilus.history.holdings import Holding
from nautilus.kernel.errors import InvalidInputError
from nautilus.sources.calendars import US_VENUES

CASH = Decimal("1000000.00")
SPREAD_TICKS = 2
MOST_INSTRUMENTS = 500
_DAILY = 86_400
_BUILT_SECONDS = 60
"""Step of the bars that are built from trades."""
_MARK_SECONDS = 300
_MOST_FRAME = 4_096
_NEW_YORK = ZoneInfo("America/New_York")
_SHOWN = 6


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What someone asks for; None: what is sensible for what there is."""

    instruments: tuple[str, ...]
    """Each once, by name."""
    source: str | None = None
    records: RecordKind | None = None
    step_seconds: int | None = None
    """Of the bars, or of those to be built from trades."""
    first_day: date | None = None
    last_day: date | None = None
    as_of: AsOf = "latest"
    account_type: str | None = None
    currency: str | None = None
    starting_cash: Decimal = CASH
    spread_ticks: int = SPREAD_TICKS
    corrections: bool = False
    """Bars as first known, and later versions when they became known."""


def make_spec(
    wanted: Wanted,
    holdings: Sequence[Holding],
    instruments: Mapping[str, Instrument],
    chains: Mapping[str, Sequence[str]],
    now_ns: int,
) -> SessionSpec:
    """The session. `latest` becomes `now_ns`, for good. Raises InvalidInputError, which says what there is."""
    _check_terms(wanted)
    kind = wanted.records or _kind(wanted, holdings)
    if wanted.corrections and kind is RecordKind.TRADES:
        raise InvalidInputError(
            "trades have one version each: corrections are of bars; leave corrections out, or give records bars",
            {"corrections": "are of bars"},
        )
    source, held_step = _chosen(wanted, kind, holdings, chains["bars" if kind is RecordKind.BARS else "trades"])
    step = held_step or wanted.step_seconds or _BUILT_SECONDS
    own = [each for each in _playable(holdings) if (each.source, each.step_seconds) == (source, held_step)]
    zone = zone_of(wanted.instruments)
    first_day, last_day = _days(wanted, own, zone)
    first_ts, last_ts = _bounds(first_day, last_day, zone, kind)
    account_type, currency = _account(wanted, [instruments[name] for name in wanted.instruments])
    return SessionSpec(
        name=_name(wanted, kind, source, step, (first_day, last_day)),
        title=_title(wanted, kind, source, step, (first_day, last_day)),
        kind=kind,
        source=source,
        instrument_ids=wanted.instruments,
        first_ts=first_ts,
        last_ts=last_ts,
        as_of=now_ns if wanted.as_of == "latest" else wanted.as_of,
        step_seconds=step,
        account_type=account_type,
        currency=currency,
        starting_cash=wanted.starting_cash,
        mark_seconds=max(step, _MARK_SECONDS) if step < _DAILY else _DAILY,
        spread_ticks=dict.fromkeys(wanted.instruments, wanted.spread_ticks),
        frame_records=_MOST_FRAME if kind is RecordKind.TRADES else _bar_frame(len(wanted.instruments)),
        corrections=wanted.corrections,
    )


def zone_of(instruments: Sequence[str]) -> tzinfo:
    """Whose days are meant: New York's where all are listed there, else those of UTC."""
    return _NEW_YORK if all(name.rpartition(".")[2] in US_VENUES for name in instruments) else UTC


def nothing_in(spec: SessionSpec, holdings: Sequence[Holding]) -> InvalidInputError:
    """That a session would have no records, and which there are."""
    zone = zone_of(spec.instrument_ids)
    first, last = (from_ns(ns).astimezone(zone).date() for ns in (spec.first_ts, spec.last_ts - 1_000))
    return InvalidInputError(
        f"from {first} to {last} nothing is known of {_listed(spec.instrument_ids)} as of {iso(spec.as_of)}; "
        f"the store has {_told(holdings)}",
        {"first_day": "selects nothing"},
    )


def _check_terms(wanted: Wanted) -> None:
    if not wanted.starting_cash.is_finite() or wanted.starting_cash <= 0:
        raise InvalidInputError("starting_cash must be a positive amount", {"starting_cash": "is not positive"})
    if wanted.spread_ticks < 2 or wanted.spread_ticks % 2:
        raise InvalidInputError(
            "spread_ticks must be even and at least 2, so that half of it is on the grid of ticks",
            {"spread_ticks": "is not even, or below 2"},
        )
    if wanted.first_day and wanted.last_day and wanted.first_day > wanted.last_day:
        raise InvalidInputError(
            f"first_day {wanted.first_day} lies after last_day {wanted.last_day}; give the earlier one as first_day",
            {"first_day": "lies after last_day"},
        )


def _playable(holdings: Sequence[Holding]) -> list[Holding]:
    """Without sides of quotes: a session plays what was traded."""
    return [each for each in holdings if each.price_type == "LAST"]


def _kind(wanted: Wanted, holdings: Sequence[Holding]) -> RecordKind:
    """Bars where the wanted ones are there, else trades."""
    for kind in (RecordKind.BARS, RecordKind.TRADES):
        if _shared(wanted, kind, holdings):
            return kind
    raise _missing("bars or trades", wanted, holdings)


def _shared(wanted: Wanted, kind: RecordKind, holdings: Sequence[Holding]) -> set[tuple[str, int]]:
    """(source, step) that every wanted instrument has; the step of trades is 0."""
    found: dict[tuple[str, int], set[str]] = {}
    for each in _playable(holdings):
        fits_step = kind is RecordKind.TRADES or wanted.step_seconds in {None, each.step_seconds}
        if each.kind is kind and fits_step and wanted.source in {None, each.source}:
            found.setdefault((each.source, each.step_seconds), set()).add(each.instrument_id)
    return {key for key, names in found.items() if names.issuperset(wanted.instruments)}


def _chosen(wanted: Wanted, kind: RecordKind, holdings: Sequence[Holding], chain: Sequence[str]) -> tuple[str, int]:
    """The source that is believed most, and of its steps the day, or the longest where it has no days."""
    shared = _shared(wanted, kind, holdings)
    if not shared:
        step = f" of {wanted.step_seconds} s" if kind is RecordKind.BARS and wanted.step_seconds else ""
        raise _missing(f"{kind}{step}", wanted, holdings)
    rank = {source: place for place, source in enumerate(chain)}
    return min(shared, key=lambda key: (rank.get(key[0], len(rank)), key[0], key[1] != _DAILY, -key[1]))


def _missing(what: str, wanted: Wanted, holdings: Sequence[Holding]) -> InvalidInputError:
    of_all = " of all of them at once" if len(wanted.instruments) > 1 else ""
    source = f" from {wanted.source}" if wanted.source else ""
    return InvalidInputError(
        f"the store has no {what}{source} of {_listed(wanted.instruments)}{of_all} (bars of BID and ASK are not "
        f"played); it has {_told(holdings)}",
        {"step_seconds" if wanted.step_seconds else "instruments": "the store has none"},
    )


def _told(holdings: Sequence[Holding]) -> str:
    """What there is, that which can be played first."""
    own = [*_playable(holdings), *(each for each in holdings if each.price_type != "LAST")]
    shown = [f"of {each.instrument_id} {each}" for each in own[:_SHOWN]]
    return "; ".join([*shown, f"and {len(holdings) - _SHOWN} more"] if len(holdings) > _SHOWN else shown)


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:_SHOWN]) + (f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else "")


def _days(wanted: Wanted, own: Sequence[Holding], zone: tzinfo) -> tuple[date, date]:
    """First and last day: those wanted, else those of what there is. A bar that closes at midnight ends its day."""
    first = min(from_ns(each.first_ts - (1_000 if each.step_seconds else 0)).astimezone(zone).date() for each in own)
    last = max(from_ns(each.last_ts - (1_000 if each.step_seconds else 0)).astimezone(zone).date() for each in own)
    found = (wanted.first_day or first, wanted.last_day or last)
    if found[0] > found[1]:
        raise InvalidInputError(
            f"{found[0]} to {found[1]} selects nothing: records are from {first} to {last}; the store has {_told(own)}",
            {"first_day" if wanted.first_day else "last_day": "selects nothing"},
        )
    return found


def _bounds(first_day: date, last_day: date, zone: tzinfo, kind: RecordKind) -> tuple[int, int]:
    """First and last time, nanoseconds, both included: trades from midnight on, bars that close after it."""
    begin = to_ns(datetime.combine(first_day, time(), zone))
    end = to_ns(datetime.combine(last_day + timedelta(days=1), time(), zone))
    return (begin + 1_000, end) if kind is RecordKind.BARS else (begin, end - 1)


def _account(wanted: Wanted, instruments: Sequence[Instrument]) -> tuple[str, str]:
    """Account type and currency. A margin account pays for contracts by their gains and losses, which shares are not;
    a cash account pays the whole price, which no future costs.
    """
    futures = {each.kind is InstrumentKind.FUTURE for each in instruments}
    if len(futures) > 1:
        raise InvalidInputError(
            "futures need a MARGIN account and shares a CASH account: make a session of each",
            {"instruments": "are futures and others"},
        )
    fitting = "MARGIN" if futures == {True} else "CASH"
    if wanted.account_type not in {None, fitting}:
        raise InvalidInputError(
            f"these instruments trade on a {fitting} account", {"account_type": f"must be {fitting} here"}
        )
    currencies = sorted({each.currency for each in instruments})
    if len(currencies) > 1 or wanted.currency not in {None, *currencies}:
        raise InvalidInputError(
            f"the instruments are traded in {' and '.join(currencies)}, and an account has one currency, theirs",
            {"currency": "does not fit the instruments"},
        )
    return fitting, currencies[0]


def _bar_frame(instruments: int) -> int:
    """Some sixteen times of all instruments in a frame."""
    return min(max(96, 16 * instruments), _MOST_FRAME)


def _name(wanted: Wanted, kind: RecordKind, source: str, step: int, days: tuple[date, date]) -> str:
    first, *others = wanted.instruments
    label = first[:16].replace(" ", "_") + (f"+{len(others)}" if others else "")
    what = "trades" if kind is RecordKind.TRADES else ""
    corrected = "-corrected" if wanted.corrections else ""
    name = f"{label}-{source}-{what}{step}s-{days[0]:%Y%m%d}-{days[1]:%Y%m%d}{corrected}"
    plain = Wanted(instruments=(first,))
    told = [wanted.instruments, wanted.as_of, fixed(wanted.starting_cash), wanted.spread_ticks]
    if told == [plain.instruments, plain.as_of, fixed(plain.starting_cash), plain.spread_ticks]:
        return name
    return f"{name}-{hashlib.sha256(msgspec.json.encode(told)).hexdigest()[:8]}"


def _title(wanted: Wanted, kind: RecordKind, source: str, step: int, days: tuple[date, date]) -> str:
    what = f"bars of {step} s" if kind is RecordKind.BARS else f"trades, bars of {step} s built"
    corrections = ", as first known, with corrections" if wanted.corrections else ""
    return f"{_listed(wanted.instruments)}: {what} of {source}, {days[0]} to {days[1]}{corrections}"
