"""Routes of risk."""

from decimal import Decimal
from itertools import groupby

import msgspec

from nautilus.domain.money import fixed
from nautilus.engines.risk.api.views import (
    AccountQuery,
    AffectedStrategy,
    CeilingChange,
    ChangeView,
    EditLimits,
    ExposuresView,
    HistoryQuery,
    KeptPosition,
    KillPreview,
    KillView,
    KindExposure,
    LimitsView,
    LimitUse,
    MeasureQuery,
    MeasureView,
    Method,
    NameExposure,
    OpenOrder,
    PreviewQuery,
    Switch,
)
from nautilus.engines.risk.model import CEILINGS, HORIZON_DAYS, LEVEL, Ceilings, Exposure, Guarded, Measure, Use, share
from nautilus.engines.risk.service import RiskService
from nautilus.engines.risk.store import ChangeRecord, KillRecord
from nautilus.engines.settling import RunQuery
from nautilus.kernel.app.routes import Call, Page, decode_cursor, get, page_of, post

_NS_PER_SECOND = 1e9


async def limits(service: RiskService, call: Call) -> Page[LimitsView]:
    """One item: limits are in force for the account of the latest run, `account` asks for that of another."""
    if call.query.account is None and service.live is None:
        return Page([])
    return Page([await _limits(service, await service.account(call.query.account))])


async def edit_limits(service: RiskService, call: Call) -> LimitsView:
    changes: dict[str, Decimal] = {name: value for name in CEILINGS if (value := getattr(call.body, name)) is not None}
    edited = await service.edit_limits(call.body.account, changes, call.body.reason, call.actor)
    return await _limits(service, edited)


async def changes(service: RiskService, call: Call) -> Page[ChangeView]:
    before = decode_cursor(call.query.cursor, tuple[int])
    found = await service.changes(call.query.run, before[0] if before else None, call.query.limit + 1)
    return page_of([_change(record) for record in found], call.query.limit, lambda view: (view.number,))


async def exposures(service: RiskService, call: Call) -> ExposuresView:
    found = await service.latest_measure(call.query.run)
    ceilings = (await service.account(found.account)).ceilings
    return ExposuresView(
        run=found.run,
        account=found.account,
        sequence=found.sequence,
        ts_event=found.ts_event,
        equity=_money(found.equity),
        gross_exposure=fixed(found.gross_exposure),
        net_exposure=fixed(found.net_exposure),
        fraction_of_equity=share(found.gross_exposure, found.equity),
        fraction_of_limit=float(found.gross_exposure / ceilings.gross_exposure),
        positions=_by_name(found, ceilings),
        kinds=_by_kind(found, ceilings),
    )


async def measures(service: RiskService, call: Call) -> Page[MeasureView]:
    query: MeasureQuery = call.query
    after = decode_cursor(query.cursor, tuple[int])
    found = await service.measures(query.run, after[0] if after else None, query.limit + 1, newest=query.newest)
    return page_of([_measure(m, query.method) for m in found], query.limit, lambda view: (view.sequence,))


async def kill(service: RiskService, call: Call) -> KillView:
    return _kill(await service.kill(call.body.account, call.body.reason, call.actor))


async def kill_preview(service: RiskService, call: Call) -> KillPreview:
    guarded, found = await service.preview(call.query.account)
    return KillPreview(
        run=guarded.run,
        account=guarded.account,
        halted=guarded.halted,
        kill_id=guarded.kill_id,
        orders=msgspec.convert(found.orders, tuple[OpenOrder, ...] | None),
        positions=msgspec.convert(found.positions, tuple[KeptPosition, ...] | None),
        strategies=msgspec.convert(found.strategies, tuple[AffectedStrategy, ...] | None),
        silent=found.silent,
    )


async def kills(service: RiskService, call: Call) -> Page[KillView]:
    before = decode_cursor(call.query.cursor, tuple[int, str])
    found = await service.kills(call.query.run, before, call.query.limit + 1)
    return page_of([_kill(record) for record in found], call.query.limit, lambda view: (view.killed_ns, view.kill_id))


async def rearm(service: RiskService, call: Call) -> LimitsView:
    return await _limits(service, await service.rearm(call.body.account, call.body.reason, call.actor))


async def _limits(service: RiskService, guarded: Guarded) -> LimitsView:
    return LimitsView(
        run=guarded.run,
        account=guarded.account,
        version=guarded.version,
        halted=guarded.halted,
        kill_id=guarded.kill_id,
        uses=tuple(_use(use) for use in await service.uses(guarded)),
        **guarded.ceilings.texts(),
    )


def _use(use: Use) -> LimitUse:
    fraction = None if use.value is None else float(use.value / use.ceiling)
    return LimitUse(use.limit, _money(use.value), fixed(use.ceiling), fraction, use.name, use.ts_event)


def _change(record: ChangeRecord) -> ChangeView:
    before = record.before or {}
    return ChangeView(
        number=record.number,
        run=record.run,
        account=record.account,
        version=record.version,
        changed_ns=record.changed_ns,
        actor=record.actor,
        reason=record.reason,
        ceilings=tuple(CeilingChange(name, before.get(name), record.after[name]) for name in CEILINGS),
    )


def _by_name(found: Measure, ceilings: Ceilings) -> tuple[NameExposure, ...]:
    return tuple(
        NameExposure(
            instrument_id=each.instrument_id,
            kind=each.kind,
            notional=each.notional,
            fraction_of_equity=each.fraction_of_equity,
            fraction_of_limit=float(_size(each) / ceilings.position_notional),
        )
        for each in sorted(found.exposures, key=_size, reverse=True)
    )


def _by_kind(found: Measure, ceilings: Ceilings) -> tuple[KindExposure, ...]:
    kinds: list[KindExposure] = []
    for kind, group in groupby(sorted(found.exposures, key=lambda each: each.kind), key=lambda each: each.kind):
        held = list(group)
        gross = sum((_size(each) for each in held), Decimal(0))
        net = sum((Decimal(each.notional) for each in held), Decimal(0))
        of_equity, of_limit = share(gross, found.equity), float(gross / ceilings.gross_exposure)
        kinds.append(KindExposure(kind, fixed(gross), fixed(net), of_equity, of_limit))
    return tuple(sorted(kinds, key=lambda each: Decimal(each.gross), reverse=True))


def _size(exposure: Exposure) -> Decimal:
    return abs(Decimal(exposure.notional))


def _measure(found: Measure, method: Method) -> MeasureView:
    is_normal = method is Method.NORMAL
    return MeasureView(
        run=found.run,
        account=found.account,
        sequence=found.sequence,
        ts_event=found.ts_event,
        method=method,
        confidence=LEVEL,
        horizon_days=HORIZON_DAYS,
        window=found.window,
        gross_exposure=fixed(found.gross_exposure),
        net_exposure=fixed(found.net_exposure),
        var_95=_money(found.var_95_normal if is_normal else found.var_95),
        es_95=_money(found.es_95_normal if is_normal else found.es_95),
        final=found.final,
    )


def _kill(record: KillRecord) -> KillView:
    taken = None if record.confirmed_ns is None else (record.confirmed_ns - record.killed_ns) / _NS_PER_SECOND
    return KillView(
        kill_id=record.kill_id,
        account=record.account,
        run=record.run,
        state="PENDING" if record.confirmed_ns is None else "CONFIRMED",
        reason=record.reason,
        actor=record.actor,
        killed_ns=record.killed_ns,
        confirmed_ns=record.confirmed_ns,
        seconds_to_confirm=taken,
        cancelled=record.cancelled,
        node_restarted=record.node_restarted,
        rearmed_ns=record.rearmed_ns,
        rearm_reason=record.rearm_reason,
        rearm_actor=record.rearm_actor,
    )


def _money(value: Decimal | None) -> str | None:
    return None if value is None else fixed(value)


ROUTES = (
    get("/limits", limits, query=AccountQuery, reply=Page[LimitsView], summary="Limits in force, and their use"),
    post("/limits", edit_limits, body=EditLimits, reply=LimitsView, summary="Change limits of an account"),
    get("/changes", changes, query=HistoryQuery, reply=Page[ChangeView], summary="Edits of limits, newest first"),
    get("/exposures", exposures, query=RunQuery, reply=ExposuresView, summary="Exposures at the last mark"),
    get("/measures", measures, query=MeasureQuery, reply=Page[MeasureView], summary="VaR and ES at each mark of a run"),
    post("/kill", kill, body=Switch, reply=KillView, summary="Refuse new orders and cancel the open ones"),
    get("/kill/preview", kill_preview, query=PreviewQuery, reply=KillPreview, summary="What a kill would do now"),
    get("/kills", kills, query=HistoryQuery, reply=Page[KillView], summary="Kills and their rearms, newest first"),
    post("/rearm", rearm, body=Switch, reply=LimitsView, summary="Allow orders again"),
)
