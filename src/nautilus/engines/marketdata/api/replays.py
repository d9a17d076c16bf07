"""The control of replay runs."""

from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import Meta

from nautilus import history
from nautilus.engines.marketdata.api import sessions
from nautilus.engines.marketdata.api.parameters import run_number
from nautilus.engines.marketdata.messages import RunState
from nautilus.engines.marketdata.service import MarketdataService
from nautilus.engines.marketdata.store import RunRow
from nautilus.history import RecordKind
from nautilus.kernel.app.routes import Call, Page, PageQuery, decode_cursor, get, page_of, post
from nautilus.kernel.errors import NotFoundError
from nautilus.kernel.units import Count, Currency, Ratio, Seconds, Text, TimestampNs

type _Speed = Annotated[
    float,
    Meta(
        ge=0,
        le=1e9,
        description="Session seconds per wall second; 0: at the consumers' pace",
        extra_json_schema={"x-unit": "ratio"},
    ),
]


class RunView(msgspec.Struct, frozen=True, kw_only=True):
    """A replay run and how far it is."""

    run: Text[int]
    """Counts the replays."""
    session: str
    instruments: tuple[str, ...]
    """Ids of what is played."""
    records: RecordKind
    """What a record is: a trade, or a bar as it was recorded. A run of bars has no tape."""
    steps: tuple[Seconds[int], ...]
    """Steps that bars are offered in: first the session's own, which its bars are published in, then multiples."""
    state: RunState
    speed: Ratio[float]
    """Session seconds that pass in a second; 0: as fast as the slowest consumer."""
    sequence: Count[int]
    """The last record that is out."""
    record_count: Count[int]
    """Records of the session, numbered 1..record_count."""
    ts_event: TimestampNs[int] | None
    """Session time: that of the last record; null before the first, and where a run was stopped."""
    account: str
    account_type: str
    """CASH or MARGIN."""
    currency: str
    starting_cash: Currency[str]
    """What the account began with."""
    first_ts: TimestampNs[int]
    """Session time of the first record."""
    last_ts: TimestampNs[int]
    """Session time of the last record."""
    mark_seconds: Seconds[int]
    """The account is valued once in this much session time."""
    created: datetime
    changed: datetime
    """When state or speed last changed, wall time."""
    watermarks: dict[str, Text[int]] = {}
    """How far each consumer has processed the records; empty once the run has ended."""
    stalled_by: tuple[str, ...] = ()
    """Consumers that keep the run waiting: not there yet, or standing still for a second; empty once it has ended."""


class StartReplay(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    session: Annotated[str, Meta(min_length=1, max_length=100)]
    speed: _Speed = 0.0
    replace: Annotated[bool, Meta(description="Stop the run that goes on, if there is one")] = False


class ChangeSpeed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    speed: _Speed


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
    return await _run_view(service, await service.player.find(run_number(call)))


async def pause(service: MarketdataService, call: Call) -> RunView:
    return await _run_view(service, await service.player.pause(run_number(call)))


async def resume(service: MarketdataService, call: Call) -> RunView:
    return await _run_view(service, await service.player.resume(run_number(call)))


async def stop(service: MarketdataService, call: Call) -> RunView:
    return await _run_view(service, await service.player.stop(run_number(call)))


async def change_speed(service: MarketdataService, call: Call) -> RunView:
    return await _run_view(service, await service.player.change_speed(run_number(call), call.body.speed))


async def restart(service: MarketdataService, call: Call) -> RunView:
    return await _run_view(service, await service.player.restart(run_number(call)))


async def _run_view(service: MarketdataService, row: RunRow) -> RunView:
    session = await service.session(row.session)
    progress = service.player.progress if service.player.run and service.player.run.run == row.run else None
    ended_at = session.last_ts if row.sequence == session.record_count else None
    return RunView(
        run=row.run,
        session=row.session,
        instruments=session.spec.instrument_ids,
        records=session.spec.kind,
        steps=history.offered_steps(session),
        state=row.state,
        speed=row.speed,
        sequence=service.position(row),
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


ROUTES = (
    *sessions.ROUTES,
    post("/replays", start_replay, body=StartReplay, reply=RunView, summary="Start a replay run", status=201),
    get("/replays", list_replays, query=PageQuery, reply=Page[RunView], summary="Replay runs, newest first"),
    get("/replays/current", current_replay, reply=RunView, summary="The newest run and how far it is"),
    get("/replays/{run}", one_replay, reply=RunView, summary="One run and how far it is"),
    post("/replays/{run}/pause", pause, reply=RunView, summary="Hold a run where it is"),
    post("/replays/{run}/resume", resume, reply=RunView, summary="Go on with a paused run"),
    post("/replays/{run}/stop", stop, reply=RunView, summary="End a run before its last record"),
    post("/replays/{run}/speed", change_speed, body=ChangeSpeed, reply=RunView, summary="Change the speed of a run"),
    post("/replays/{run}/restart", restart, reply=RunView, summary="Play a run's session again, as a new run"),
)
