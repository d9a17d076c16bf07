"""Routes of collateral."""

from decimal import Decimal

import msgspec

from nautilus.domain.money import fixed
from nautilus.engines.collateral.model import PositionMargin
from nautilus.engines.collateral.service import CollateralService
from nautilus.engines.collateral.store import Margin
from nautilus.engines.settling import RunPageQuery, RunQuery
from nautilus.kernel.app.routes import Call, Page, decode_cursor, get, page_of


class MarginView(msgspec.Struct, frozen=True):
    """Margin at one mark, in the account's currency.

    The sums are over the positions that `rule` covers. `complete` is false when a position has no source for its
    margin: `positions` says which and why, and the true requirement is higher.
    """

    run: int
    account: str
    sequence: int
    ts_event: int
    rule: str
    equity: str
    initial: str
    maintenance: str
    excess: str
    complete: bool
    final: bool
    positions: tuple[PositionMargin, ...]


async def margin(service: CollateralService, call: Call) -> MarginView:
    return _view(await service.margin(call.query.run))


async def margins(service: CollateralService, call: Call) -> Page[MarginView]:
    after = decode_cursor(call.query.cursor, tuple[int])
    found = await service.history(call.query.run, after[0] if after else -1, call.query.limit + 1)
    return page_of([_view(m) for m in found], call.query.limit, lambda view: (view.sequence,))


def _view(found: Margin) -> MarginView:
    return MarginView(
        run=found.run,
        account=found.account,
        sequence=found.sequence,
        ts_event=found.ts_event,
        rule=found.rule,
        equity=fixed(found.equity),
        initial=fixed(found.initial),
        maintenance=fixed(found.maintenance),
        excess=fixed(Decimal(found.equity) - found.maintenance),
        complete=all(position.initial is not None for position in found.positions),
        final=found.final,
        positions=found.positions,
    )


ROUTES = (
    get("/margin", margin, query=RunQuery, reply=MarginView, summary="Margin at the last mark of a run"),
    get("/margins", margins, query=RunPageQuery, reply=Page[MarginView], summary="Margin at each mark of a run"),
)
