"""Routes of marketdata."""

from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import Meta

from nautilus import history
from nautilus.domain.instruments import Instrument
from nautilus.domain.time import iso, to_ns
from nautilus.engines.marketdata.messages import RunState
from nautilus.engines.marketdata.service import MarketdataService, Quote
from nautilus.engines.marketdata.store import RunRow
from nautilus.history import Adjustment, AsOf, Basis
from nautilus.kernel.app.routes import Call, Page, PageQuery, decode_cursor, get, page_of, post
from nautilus.kernel.errors import InvalidInputError, NotFoundError

type _Speed = Annotated[
    float, Meta(ge=0, le=1e9, description="Session seconds per wall second; 0: at the consumers' pace")
]
_AS_OF = "RFC 3339 time with a zone, nanoseconds UTC, or the word latest"


class SessionView(msgspec.Struct, frozen=True):
    """A session that can be played. Times in nanoseconds UTC."""

    name: str
    summary: str
    instruments: tuple[str, ...]
    record_count: int
    first_ts: int
    last_ts: int
    account_type: str
    currency: str
    starting_cash: str
    mark_seconds: int
    spread_ticks: dict[str, int]
    """The spread that quotes are derived with: no source has quotes."""


class RunView(msgspec.Struct, frozen=True, kw_only=True):
    """A replay run. `sequence` is the last record that is out, `ts_event` its time, None before the first.

    `watermarks` says how far each consumer is, `stalled_by` who keeps the run waiting; both are empty once it ended.
    """

    run: int
    session: str
    state: RunState
    speed: float
    sequence: int
    record_count: int
    ts_event: int | None
    account: str
    account_type: str
    currency: str
    starting_cash: str
    first_ts: int
    last_ts: int
    mark_seconds: int
    created: datetime
    changed: datetime
    watermarks: dict[str, int] = {}
    stalled_by: tuple[str, ...] = ()


class StartReplay(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    session: Annotated[str, Meta(min_length=1, max_length=64)]
    speed: _Speed = 0.0
    replace: Annotated[bool, Meta(description="Stop the run that goes on, if there is one")] = False


class ChangeSpeed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    speed: _Speed


class BarQuery(PageQuery, frozen=True, kw_only=True):
    as_of: Annotated[str, Meta(min_length=1, max_length=40, description=_AS_OF)]
    basis: Basis = Basis.ANY
    adjustment: Adjustment = Adjustment.RAW
    step_seconds: Annotated[int, Meta(ge=1)] = 86_400
    start: Annotated[str, Meta(max_length=40, description="First close to return, as RFC 3339 or nanoseconds")] = "0"


class BarView(msgspec.Struct, frozen=True):
    """A bar as of a time. `valid` is its close, `known` when it could be known, on that basis, by that rule."""

    instrument_id: str
    step_seconds: int
    valid: str
    known: str
    known_basis: str
    rule: str
    source: str
    adjusted: bool
    open: float
    high: float
    low: float
    close: float
    volume: float


async def list_sessions(service: MarketdataService, call: Call) -> Page[SessionView]:
    found = await history.sessions(service.context.database)
    after = decode_cursor(call.query.cursor, tuple[str])
    names = [session.spec.name for session in found]
    rest = found[names.index(after[0]) + 1 :] if after and after[0] in names else found
    views = [
        SessionView(
            name=session.spec.name,
            summary=session.spec.title,
            instruments=session.spec.instrument_ids,
            record_count=session.record_count,
            first_ts=session.first_ts,
            last_ts=session.last_ts,
            account_type=session.spec.account_type,
            currency=session.spec.currency,
            starting_cash=str(session.spec.starting_cash),
            mark_seconds=session.spec.mark_seconds,
            spread_ticks=dict(session.spec.spread_ticks),
        )
        for session in rest
    ]
    return page_of(views, call.query.limit, lambda view: (view.name,))


async def start_replay(service: MarketdataService, call: Call) -> RunView:
    row = await service.start_replay(call.body.session, call.body.speed, replace=call.body.replace)
    return await _run_view(service, row)


async def list_replays(service: MarketdataService, call: Call) -> Page[RunView]:
    after = decode_cursor(call.query.cursor, tuple[int])
    rows = await service.runs(before=after[0] if after else None, limit=call.query.limit + 1)
    return page_of([await _run_view(service, row) for row in rows], call.query.limit, lambda view: (view.run,))


async def current_replay(service: MarketdataService, _: Call) -> RunView:
    rows = await service.runs(before=None, limit=1)
    if not rows:
        raise NotFoundError("no replay has been started; start one with `nautilus replay start --session NAME`")
    return await _run_view(service, rows[0])


async def one_replay(service: MarketdataService, call: Call) -> RunView:
    return await _run_view(service, await service.player.find(_run_number(call)))


async def pause(service: MarketdataService, call: Call) -> RunView:
    return await _run_view(service, await service.player.pause(_run_number(call)))


async def resume(service: MarketdataService, call: Call) -> RunView:
    return await _run_view(service, await service.player.resume(_run_number(call)))


async def stop(service: MarketdataService, call: Call) -> RunView:
    return await _run_view(service, await service.player.stop(_run_number(call)))


async def change_speed(service: MarketdataService, call: Call) -> RunView:
    return await _run_view(service, await service.player.change_speed(_run_number(call), call.body.speed))


async def restart(service: MarketdataService, call: Call) -> RunView:
    return await _run_view(service, await service.player.restart(_run_number(call)))


async def list_instruments(service: MarketdataService, call: Call) -> Page[Instrument]:
    after = decode_cursor(call.query.cursor, tuple[str])
    found = await history.instruments(service.context.database)
    rest = [item for item in found if after is None or item.instrument_id > after[0]]
    return page_of(rest, call.query.limit, lambda item: (item.instrument_id,))


async def latest_quote(service: MarketdataService, call: Call) -> Quote:
    return service.latest_quote(call.path["instrument_id"])


async def bars(service: MarketdataService, call: Call) -> Page[BarView]:
    query: BarQuery = call.query
    service.require_instrument(call.path["instrument_id"])
    after = decode_cursor(query.cursor, tuple[int])
    found = await history.bars(
        service.context.database,
        call.path["instrument_id"],
        _as_of(query.as_of),
        basis=query.basis,
        step_seconds=query.step_seconds,
        start_ns=after[0] + 1_000 if after else _nanoseconds(query.start, "start"),
        limit=query.limit + 1,
        adjustment=query.adjustment,
    )
    shown = min(len(found), query.limit)
    page = page_of(range(len(found)), query.limit, lambda row: (int(found.valid[row]),))
    return Page([_bar_view(found, row) for row in range(shown)], page.next_cursor)


def _bar_view(found: history.Bars, row: int) -> BarView:
    return BarView(
        instrument_id=found.instrument_id,
        step_seconds=found.step_seconds,
        valid=iso(int(found.valid[row])),
        known=iso(int(found.known[row])),
        known_basis=found.known_basis[row],
        rule=found.rule[row],
        source=found.source[row],
        adjusted=found.adjusted[row],
        open=float(found.open[row]),
        high=float(found.high[row]),
        low=float(found.low[row]),
        close=float(found.close[row]),
        volume=float(found.volume[row]),
    )


async def _run_view(service: MarketdataService, row: RunRow) -> RunView:
    session = await service.session(row.session)
    progress = service.player.progress if service.player.run and service.player.run.run == row.run else None
    ended_at = session.last_ts if row.sequence == session.record_count else None
    return RunView(
        run=row.run,
        session=row.session,
        state=row.state,
        speed=row.speed,
        sequence=progress.sequence if progress else row.sequence,
        record_count=session.record_count,
        ts_event=progress.ts_event if progress else ended_at,
        account=row.account,
        account_type=session.spec.account_type,
        currency=session.spec.currency,
        starting_cash=str(session.spec.starting_cash),
        first_ts=session.first_ts,
        last_ts=session.last_ts,
        mark_seconds=session.spec.mark_seconds,
        created=row.created,
        changed=row.changed,
        watermarks=progress.watermarks if progress else {},
        stalled_by=progress.stalled_by if progress else (),
    )


def _run_number(call: Call) -> int:
    text = call.path["run"]
    if not text.isdecimal() or len(text) > 18:
        raise InvalidInputError(f"{text!r} is not the number of a run; GET /replays lists them")
    return int(text)


def _as_of(text: str) -> AsOf:
    return "latest" if text == "latest" else _nanoseconds(text, "as_of")


def _nanoseconds(text: str, name: str) -> int:
    if text.isdecimal() and len(text) <= 19:
        return min(int(text), history.END_NS)
    try:
        return to_ns(datetime.fromisoformat(text))
    except (ValueError, OverflowError) as error:
        raise InvalidInputError(f"{name}={text!r} is not {_AS_OF}, for example 2019-01-02T21:15:00Z") from error


ROUTES = (
    get("/sessions", list_sessions, query=PageQuery, reply=Page[SessionView], summary="Sessions that can be played"),
    post("/replays", start_replay, body=StartReplay, reply=RunView, summary="Start a replay run", status=201),
    get("/replays", list_replays, query=PageQuery, reply=Page[RunView], summary="Replay runs, newest first"),
    get("/replays/current", current_replay, reply=RunView, summary="The newest run and how far it is"),
    get("/replays/{run}", one_replay, reply=RunView, summary="One run and how far it is"),
    post("/replays/{run}/pause", pause, reply=RunView, summary="Hold a run where it is"),
    post("/replays/{run}/resume", resume, reply=RunView, summary="Go on with a paused run"),
    post("/replays/{run}/stop", stop, reply=RunView, summary="End a run before its last record"),
    post("/replays/{run}/speed", change_speed, body=ChangeSpeed, reply=RunView, summary="Change the speed of a run"),
    post("/replays/{run}/restart", restart, reply=RunView, summary="Play a run's session again, as a new run"),
    get("/instruments", list_instruments, query=PageQuery, reply=Page[Instrument], summary="Instruments in the store"),
    get("/quotes/{instrument_id}", latest_quote, reply=Quote, summary="Latest quote"),
    get("/bars/{instrument_id}", bars, query=BarQuery, reply=Page[BarView], summary="Bars as of a time"),
)
