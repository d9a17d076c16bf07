"""Routes of risk."""

from decimal import Decimal
from typing import Annotated

import msgspec

from nautilus.domain.money import fixed
from nautilus.engines.risk.model import CEILINGS, Exposure, Guarded
from nautilus.engines.risk.service import RiskService
from nautilus.engines.risk.store import KillRecord, Measure
from nautilus.engines.settling import RunPageQuery, RunQuery
from nautilus.kernel.app.routes import Call, Page, PageQuery, decode_cursor, get, page_of, post

Reason = Annotated[str, msgspec.Meta(min_length=1, max_length=1_000, description="Why; written into the journal")]


class AccountQuery(PageQuery, frozen=True, kw_only=True):
    account: str | None = None


class LimitsView(msgspec.Struct, frozen=True):
    """Ceilings in the account's currency. `kill_id` is the last kill, empty when there was none."""

    run: int
    account: str
    version: int
    order_notional: str
    position_notional: str
    gross_exposure: str
    daily_loss: str
    halted: bool
    kill_id: str


class EditLimits(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Positive amounts; what is left out stays as it is."""

    reason: Reason
    account: str | None = None
    order_notional: Decimal | None = None
    position_notional: Decimal | None = None
    gross_exposure: Decimal | None = None
    daily_loss: Decimal | None = None


class Switch(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    reason: Reason
    account: str | None = None


class KillView(msgspec.Struct, frozen=True):
    """`state` is CONFIRMED once execution said what it did, else PENDING: new orders are refused in both."""

    kill_id: str
    account: str
    state: str
    reason: str
    actor: str
    killed_ns: int
    confirmed_ns: int | None
    cancelled: int | None
    node_restarted: bool | None


class ExposuresView(msgspec.Struct, frozen=True):
    """Exposures at the last mark of a run."""

    run: int
    account: str
    sequence: int
    ts_event: int
    gross_exposure: str
    net_exposure: str
    positions: tuple[Exposure, ...]


class MeasureView(msgspec.Struct, frozen=True):
    """VaR and ES of one day at 95 %, by historical simulation over `window` returns; losses positive."""

    run: int
    account: str
    sequence: int
    ts_event: int
    gross_exposure: str
    net_exposure: str
    var_95: str | None
    es_95: str | None
    window: int
    final: bool


async def limits(service: RiskService, call: Call) -> Page[LimitsView]:
    """One item: limits are in force for the account of the latest run, `account` asks for that of another."""
    if call.query.account is None and service.live is None:
        return Page([])
    return Page([_limits(await service.account(call.query.account))])


async def edit_limits(service: RiskService, call: Call) -> LimitsView:
    changes: dict[str, Decimal] = {name: value for name in CEILINGS if (value := getattr(call.body, name)) is not None}
    return _limits(await service.edit_limits(call.body.account, changes, call.body.reason, call.actor))


async def exposures(service: RiskService, call: Call) -> ExposuresView:
    found = await service.latest_measure(call.query.run)
    return ExposuresView(
        found.run,
        found.account,
        found.sequence,
        found.ts_event,
        fixed(found.gross_exposure),
        fixed(found.net_exposure),
        found.exposures,
    )


async def measures(service: RiskService, call: Call) -> Page[MeasureView]:
    after = decode_cursor(call.query.cursor, tuple[int])
    found = await service.measures(call.query.run, after[0] if after else -1, call.query.limit + 1)
    return page_of([_measure(m) for m in found], call.query.limit, lambda view: (view.sequence,))


async def kill(service: RiskService, call: Call) -> KillView:
    return _kill(await service.kill(call.body.account, call.body.reason, call.actor))


async def rearm(service: RiskService, call: Call) -> LimitsView:
    return _limits(await service.rearm(call.body.account, call.body.reason, call.actor))


def _limits(guarded: Guarded) -> LimitsView:
    return LimitsView(
        run=guarded.run,
        account=guarded.account,
        version=guarded.version,
        halted=guarded.halted,
        kill_id=guarded.kill_id,
        **{name: fixed(getattr(guarded.ceilings, name)) for name in CEILINGS},
    )


def _measure(found: Measure) -> MeasureView:
    return MeasureView(
        run=found.run,
        account=found.account,
        sequence=found.sequence,
        ts_event=found.ts_event,
        gross_exposure=fixed(found.gross_exposure),
        net_exposure=fixed(found.net_exposure),
        var_95=None if found.var_95 is None else fixed(found.var_95),
        es_95=None if found.es_95 is None else fixed(found.es_95),
        window=found.window,
        final=found.final,
    )


def _kill(record: KillRecord) -> KillView:
    return KillView(
        kill_id=record.kill_id,
        account=record.account,
        state="PENDING" if record.confirmed_ns is None else "CONFIRMED",
        reason=record.reason,
        actor=record.actor,
        killed_ns=record.killed_ns,
        confirmed_ns=record.confirmed_ns,
        cancelled=record.cancelled,
        node_restarted=record.node_restarted,
    )


ROUTES = (
    get("/limits", limits, query=AccountQuery, reply=Page[LimitsView], summary="Limits in force of an account"),
    post("/limits", edit_limits, body=EditLimits, reply=LimitsView, summary="Change limits of an account"),
    get("/exposures", exposures, query=RunQuery, reply=ExposuresView, summary="Exposures at the last mark"),
    get("/measures", measures, query=RunPageQuery, reply=Page[MeasureView], summary="VaR and ES at each mark of a run"),
    post("/kill", kill, body=Switch, reply=KillView, summary="Refuse new orders and cancel the open ones"),
    post("/rearm", rearm, body=Switch, reply=LimitsView, summary="Allow orders again"),
)
