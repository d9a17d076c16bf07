"""Bars of many subjects as of a time: across renames, from a chain of sources, adjusted at read; long or as a panel."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from nautilus.domain.market import F64, I64
from nautilus.domain.time import NS_PER_DAY, NS_PER_SECOND
from nautilus.history.adjustment import Action, Adjust, factors, joined, read_actions
from nautilus.history.asof import AsOf, Basis
from nautilus.history.bar_rows import PRICES, BarQuery, BarRows, bar_rows
from nautilus.history.chains import chain_of, ranks
from nautilus.history.frame import Frame, Panel
from nautilus.history.names import Subject, resolve
from nautilus.history.origins import origin_columns, origins_of
from nautilus.history.versions import grid, winners
from nautilus.kernel.database import Database
from nautilus.kernel.errors import InvalidInputError

if TYPE_CHECKING:
    import pyarrow as pa

_BEGIN_NS, _END_NS = -(2**63) + 1, 2**63 - 1
_US_PER_DAY = NS_PER_DAY // 1_000
_MOST_SLOTS = 1 << 42
"""More than there are seconds in the time of the store."""
_PRICE_FIELDS = ("open", "high", "low", "close")


@dataclass(frozen=True)
class BarsAsked:
    """What bars are asked for; see `read_bars`. `source` empty: the chain of bars (`history.chains`)."""

    as_of: AsOf
    basis: Basis
    adjust: Adjust = Adjust.NONE
    step_seconds: int = 86_400
    price_type: str = "LAST"
    source: str = ""
    start_ns: int = _BEGIN_NS
    end_ns: int = _END_NS
    repairs: bool = True
    """Whether a bar that cannot be true is read as we repaired it. Repairs are assumed: see `origins.REPAIR`."""


@dataclass(frozen=True)
class _Held:
    """The rows that hold, by subject and time, with slot (place in time) and number of the window; (n,) each."""

    rows: BarRows
    subject: I64
    slot: I64
    window: I64
    times: int
    price_factor: F64
    volume_factor: F64
    left_out: int
    notes: tuple[str, ...]
    is_adjusted: bool = False

    def field(self, name: str) -> NDArray[Any]:
        """A column, adjusted."""
        values = self.rows.columns[name]
        if self.is_adjusted and name in _PRICE_FIELDS:
            values = values * self.price_factor
        elif self.is_adjusted and name == "volume":
            values = values * self.volume_factor
        return values


async def read_bars(database: Database, names: Sequence[str], asked: BarsAsked) -> Frame:
    """Bars of each name, by name and time, each row with its instrument, source, times, rule and raw origin.

    A source's bar of a time hides those of sources that are believed less. Where prices are to be adjusted, those that
    a source has scaled itself (`adjusted`) are used only if the source is asked for, or a subject has no others: they
    do not go together with prices as traded. Raises NotFoundError, InvalidInputError.
    """
    import pyarrow as pa

    held = await _hold(database, names, asked, (*PRICES, "adjusted_close", "raw_id"), None)
    rows = held.rows
    origins = await origins_of(database, rows.columns["origin_id"])
    columns: dict[str, pa.Array] = {
        "symbol": _texts(held.subject, names),
        "instrument_id": _texts(rows.columns["instrument"], rows.instrument_ids),
        "valid": _instants(rows.columns["valid"]),
        "known": _instants(rows.columns["known"]),
        **origin_columns(origins, rows.columns["origin_id"]),
        "source": _texts(rows.columns["source"], rows.sources),
        "adjusted": pa.array(rows.columns["adjusted"].astype(np.bool_) | (held.price_factor != 1)),
        **{name: pa.array(held.field(name)) for name in PRICES},
        "adjusted_close": pa.array(rows.columns["adjusted_close"], from_pandas=True),
        "factor": pa.array(held.price_factor),
        "raw_id": pa.array(rows.columns["raw_id"]),
        "origin_id": pa.array(rows.columns["origin_id"]),
    }
    return Frame(pa.table(columns), asked.as_of, asked.basis, held.left_out, held.notes)


async def read_panel(
    database: Database,
    names: Sequence[str],
    asked: BarsAsked,
    fields: Sequence[str] = PRICES,
    folder: Path | None = None,
) -> Panel:
    """The same as arrays on one grid of times. `folder` is where segments lie: without it all is PostgreSQL's."""
    wrong = [name for name in fields if name not in PRICES]
    if wrong or not fields:
        raise InvalidInputError(f"a panel has no field {wrong[:1]}; give some of {', '.join(PRICES)}")
    wanted = [*dict.fromkeys([*fields, *(["close"] if asked.adjust is Adjust.TOTAL else [])])]
    held = await _hold(database, names, asked, wanted, folder)
    cell = held.subject * held.times + held.slot
    shape = (len(names), held.times)
    latest = np.full(shape, np.iinfo(np.int64).min)
    latest.ravel()[cell] = held.rows.columns["valid"]
    made: dict[str, F64] = {}
    for name in fields:
        dense = np.full(shape, np.nan)
        dense.ravel()[cell] = held.field(name)
        made[name] = dense.T
    return Panel(
        symbols=tuple(names),
        valid=latest.max(axis=0) * 1_000 if held.times else np.empty(0, np.int64),
        fields=made,
        as_of=asked.as_of,
        basis=asked.basis,
        left_out=held.left_out,
        from_segments=held.rows.from_segments,
        notes=held.notes,
    )


async def _hold(
    database: Database, names: Sequence[str], asked: BarsAsked, fields: Sequence[str], folder: Path | None
) -> _Held:
    day = None if asked.end_ns == _END_NS else asked.end_ns // NS_PER_DAY
    subjects = await resolve(database, names, asked.as_of, day=day)
    ids = [window.instrument_id for subject in subjects for window in subject.windows]
    is_total = asked.adjust is Adjust.TOTAL
    query = BarQuery(
        ids,
        asked.step_seconds,
        asked.price_type,
        asked.source,
        asked.start_ns,
        _END_NS if is_total else asked.end_ns,  # a later dividend needs the close before it
        asked.as_of,
        fields,
    )
    rows = await bar_rows(database, query, folder)
    origins = await origins_of(database, rows.columns["origin_id"])
    kept = origins.allows(asked.basis, rows.columns["origin_id"])
    refused = np.flatnonzero(~kept)
    if not asked.repairs:
        kept &= ~origins.repairs(rows.columns["origin_id"])
    at, subject, window = _placed(rows, np.flatnonzero(kept), subjects)
    if asked.adjust is not Adjust.NONE and not asked.source:
        at, subject, window = _unscaled(rows, (at, subject, window), len(subjects))
    step_us = asked.step_seconds * (NS_PER_SECOND // 1_000)
    times, slot = grid((rows.columns["valid"][at] - 1) // step_us)
    cells, cell = grid(subject * max(len(times), 1) + slot)
    chain = () if asked.source else await chain_of(database, "bars")
    rank = ranks(rows.sources, chain)[rows.columns["source"]]
    preference = [each[at] for each in (rank, rows.columns["known"], -rows.columns["instrument"])]
    chosen = winners(cell, len(cells), preference)
    held = _Held(
        rows=rows.take(at[chosen]),
        subject=subject[chosen],
        slot=slot[chosen],
        window=window[chosen],
        times=len(times),
        price_factor=np.ones(len(chosen)),
        volume_factor=np.ones(len(chosen)),
        left_out=_left_out(rows, (refused, at), subjects, step_us),
        notes=tuple(dict.fromkeys(note for each in subjects for note in each.notes)),
    )
    scaled = int(held.rows.columns["adjusted"].sum())
    if scaled and not asked.source:
        held = replace(held, notes=(*held.notes, f"{scaled:,} bars have prices that their source scaled afterwards"))
    if asked.adjust is Adjust.NONE:
        return held
    return _cut(await _adjusted(database, held, subjects, asked), asked.end_ns)


def _left_out(rows: BarRows, refused_and_kept: tuple[I64, I64], subjects: Sequence[Subject], step_us: int) -> int:
    """Bars of which only refused versions are known."""
    refused, kept = refused_and_kept
    if not len(refused):
        return 0
    bars = []
    for among in (refused, kept):
        at, subject, _ = _placed(rows, among, subjects)
        bars.append(subject * _MOST_SLOTS + (rows.columns["valid"][at] - 1) // step_us)
    return len(np.setdiff1d(*bars))


def _placed(rows: BarRows, among: I64, subjects: Sequence[Subject]) -> tuple[I64, I64, I64]:
    """Rows of `among` that lie in a window, with the subject and the number of that window, shape (m,) each.

    A row may lie in windows of several subjects, as where both FB.US and us:META are asked for.
    """
    place = {instrument: code for code, instrument in enumerate(rows.instrument_ids)}
    windows = [
        (place[window.instrument_id], number, window.first_day, window.last_day)
        for number, subject in enumerate(subjects)
        for window in subject.windows
    ]
    table = np.array(windows, dtype=np.int64).reshape(-1, 4)
    order = np.argsort(table[:, 0], kind="stable")
    first = np.searchsorted(table[order, 0], np.arange(len(place) + 1))
    count = np.diff(first)
    code, day = rows.columns["instrument"], rows.columns["valid"] // _US_PER_DAY
    found: list[tuple[I64, I64]] = []
    for nth in range(int(count.max(initial=0))):
        candidates = among if count.min() > nth else among[count[code[among]] > nth]
        window = order[first[code[candidates]] + nth]
        inside = (day[candidates] >= table[window, 2]) & (day[candidates] <= table[window, 3])
        found.append((candidates[inside], window[inside]))
    placed, window = (np.concatenate([part[side] for part in found]) for side in (0, 1))
    return placed, table[window, 1], window


def _unscaled(rows: BarRows, placed: tuple[I64, I64, I64], subjects: int) -> tuple[I64, I64, I64]:
    """Without rows that a source has scaled, for subjects that have others."""
    at, subject, window = placed
    scaled = rows.columns["adjusted"].astype(np.bool_)[at]
    if not scaled.any():
        return placed
    has_plain = np.bincount(subject[~scaled], minlength=subjects) > 0
    kept = np.flatnonzero(~(scaled & has_plain[subject]))
    return at[kept], subject[kept], window[kept]


async def _adjusted(database: Database, held: _Held, subjects: Sequence[Subject], asked: BarsAsked) -> _Held:
    scaled = held.rows.columns["adjusted"].astype(np.bool_)
    if asked.adjust is Adjust.TOTAL and scaled.any():
        name = subjects[int(held.subject[scaled][0])].name
        raise InvalidInputError(
            f"{name} has prices that its source scaled for splits already, which dividends cannot be reckoned with; "
            "ask for another source, or for adjust none"
        )
    actors = {actor for subject in subjects for actor in subject.actors}
    actions, missing = await read_actions(database, actors, asked.as_of, asked.basis, asked.adjust)
    price, volume = held.price_factor.copy(), held.volume_factor.copy()
    days = held.rows.columns["valid"] // _US_PER_DAY
    number = 0
    for place, subject in enumerate(subjects):
        begin, end = np.searchsorted(held.subject, (place, place + 1))
        for entity, numbers in _by_entity(subject, number).items():
            own = _actions_of(entity, subject, actions)
            rows = begin + np.flatnonzero(np.isin(held.window[begin:end], numbers)) if own else ()
            if len(rows):
                price[rows], volume[rows] = factors(days[rows], held.rows.columns["close"][rows], own)
        number += len(subject.windows)
    price[scaled] = volume[scaled] = 1.0
    notes = held.notes
    if missing:
        notes += (f"{missing} corporate actions are not applied, since a rule says when they were known",)
    return replace(held, price_factor=price, volume_factor=volume, notes=notes, is_adjusted=True)


def _by_entity(subject: Subject, first: int) -> dict[str, list[int]]:
    """Numbers of the windows of each entity of a subject, the first of which has number `first`."""
    found: dict[str, list[int]] = {}
    for number, window in enumerate(subject.windows, first):
        found.setdefault(window.entity_id, []).append(number)
    return found


def _actions_of(entity: str, subject: Subject, actions: Mapping[str, Sequence[Action]]) -> list[Action]:
    """What concerns an entity: its own actions, and those of its instruments while they were its own."""
    parts = [list(actions.get(entity, ()))]
    for window in subject.windows:
        if window.entity_id == entity and window.instrument_id != entity:
            of_instrument = actions.get(window.instrument_id, ())
            parts.append([each for each in of_instrument if window.first_day <= each.ex_day <= window.last_day])
    return joined(parts)


def _cut(held: _Held, end_ns: int) -> _Held:
    """Without what was read beyond the end, for the closes there."""
    kept = np.flatnonzero(held.rows.columns["valid"] <= end_ns // 1_000)
    if len(kept) == len(held.rows):
        return held
    times, slot = grid(held.slot[kept])
    return replace(
        held,
        rows=held.rows.take(kept),
        subject=held.subject[kept],
        slot=slot,
        window=held.window[kept],
        times=len(times),
        price_factor=held.price_factor[kept],
        volume_factor=held.volume_factor[kept],
    )


def _texts(codes: NDArray[Any], values: Sequence[str]) -> "pa.DictionaryArray":
    import pyarrow as pa

    return pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int32)), pa.array(values, pa.string()))


def _instants(microseconds: NDArray[Any]) -> "pa.Array":
    import pyarrow as pa

    return pa.array(microseconds).cast(pa.timestamp("us", "UTC"))
