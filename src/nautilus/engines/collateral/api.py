"""Routes of collateral."""

from decimal import Decimal

import msgspec

from nautilus.domain.money import fixed
from nautilus.engines.collateral.model import PositionMargin
from nautilus.engines.collateral.service import CollateralService
from nautilus.engines.collateral.store import Margin
from nautilus.engines.settling import MarkPageQuery, RunQuery
from nautilus.kernel.app.routes import Call, Page, decode_cursor, get, page_of
from nautilus.kernel.units import Currency, Text, TimestampNs


class MarginView(msgspec.Struct, frozen=True):
    """Margin at one mark, in the account's currency.

    The sums are over the positions that `rule` covers. `complete` is false when a position has no source for its
    margin: `positions` says which and why, and the true requirement is higher.
    """

    run: Text[int]
    """The run whose account it is."""
    account: str
    sequence: Text[int]
    """Number of the record at which the account was marked."""
    ts_event: TimestampNs[int]
    """Session time of the mark, which these figures are as of."""
    rule: str
    """The margin rule with its sources."""
    equity: Currency[str]
    """Net asset value of the account at the mark: cash and market value of the open positions."""
    initial: Currency[str]
    """Equity that opening these positions now would need, over the covered ones. Method: Regulation T,
    12 CFR 220.12: 50 % of a long position's value, 150 % of a short one's, of which the proceeds cover 100 %."""
    maintenance: Currency[str]
    """Equity below which a margin call follows, over the covered positions. Method: FINRA Rule 4210(c): 25 % of a long
    position's value; of a short one the greater of 30 % and $5 a share, under $5 a share the greater of its value and
    $2.50 a share."""
    excess: Currency[str]
    """Equity above the maintenance margin; negative is a margin call. Method: equity − maintenance."""
    complete: bool
    """Whether the sums are over all positions; if not, the true requirement is higher."""
    final: bool
    """Whether this is the last mark of the run."""
    positions: tuple[PositionMargin, ...]
    """Margin position by position, also of those that the rule does not cover."""


async def margin(service: CollateralService, call: Call) -> MarginView:
    return _view(await service.margin(call.query.run))


async def margins(service: CollateralService, call: Call) -> Page[MarginView]:
    query: MarkPageQuery = call.query
    after = decode_cursor(query.cursor, tuple[int])
    found = await service.history(query.run, after[0] if after else None, query.limit + 1, newest=query.newest)
    return page_of([_view(m) for m in found], query.limit, lambda view: (view.sequence,))


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
    get("/margins", margins, query=MarkPageQuery, reply=Page[MarginView], summary="Margin at each mark of a run"),
)
