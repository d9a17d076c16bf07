"""Corporate actions over a made-up session: daily prices of a few shares, and a strategy that does what it is told."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import ClassVar

import numpy as np

from nautilus.domain.actions import ActionKind, CorporateAction
from nautilus.domain.instruments import InstrumentKind
from nautilus.domain.time import NS_PER_SECOND, to_ns
from nautilus.history.corporate import ex_begin
from nautilus.trading.costs import Costs
from nautilus.trading.events import AccountType
from nautilus.trading.strategy import Inputs, OrderUpdate, Strategy, Value
from nautilus.trading.team import StrategySpec
from support.trading import Scenario, instrument

AAPL, IBM = "AAPL.XNAS", "IBM.XNYS"
FREE = Costs(slippage_ticks=0)


def close_ns(day: date) -> int:
    """20:00 UTC: the close in New York in summer."""
    return to_ns(datetime(day.year, day.month, day.day, 20, tzinfo=UTC))


def action(kind: str, ex_date: date, sequence: int, known: date | None = None, **terms: object) -> CorporateAction:
    """Known at its ex date's midnight UTC, before it begins in New York, unless said otherwise."""
    told = {"instrument_id": AAPL, **terms}
    return CorporateAction(
        key=f"{told['instrument_id']}/{kind}/{ex_date}",
        kind=ActionKind(kind),
        ex_date=ex_date.isoformat(),
        ex_ns=ex_begin(ex_date),
        known_ns=to_ns(datetime.combine(known or ex_date, datetime.min.time(), UTC)),
        sequence=sequence,
        source="test",
        **told,
    )


def split(ratio: str, ex_date: date, sequence: int, **terms: object) -> CorporateAction:
    return action("SPLIT", ex_date, sequence, ratio=Decimal(ratio), **terms)


def dividend(amount: str, ex_date: date, sequence: int, **terms: object) -> CorporateAction:
    return action("DIVIDEND", ex_date, sequence, amount=Decimal(amount), currency="USD", **terms)


def daily(
    rows: Sequence[tuple[date, str, str]],
    actions: Sequence[CorporateAction] = (),
    *,
    account: AccountType = AccountType.CASH,
    costs: Costs = FREE,
    names: Sequence[str] = (AAPL, IBM),
) -> Scenario:
    """One record a row (day, instrument, close). Each has a spread of two ticks around it, and a value."""
    index = [list(names).index(name) for _, name, _ in rows]
    return Scenario(
        tuple(instrument(name, InstrumentKind.EQUITY) for name in names),
        np.array(index),
        np.array([close_ns(day) for day, *_ in rows], dtype=np.int64),
        np.array([float(price) for *_, price in rows]),
        value_every=1,
        account_type=account,
        mark_seconds=86_400,
        costs=costs,
        actions=tuple(actions),
    )


def days(first: date, prices: Sequence[str], name: str = AAPL) -> list[tuple[date, str, str]]:
    return [(first + timedelta(days=number), name, price) for number, price in enumerate(prices)]


class Scripted(Strategy):
    """Does at each record what the script says, once its values are known; remembers what it was told."""

    script: ClassVar[dict[int, Callable[["Scripted"], object]]] = {}
    on_adjusting: ClassVar[Callable[["Scripted"], object] | None] = None
    told: ClassVar[list[tuple[str, ...]]] = []

    def inputs(self) -> Inputs:
        return Inputs(values=("factor:momentum",))

    def on_value(self, value: Value) -> None:
        act = self.script.get(value.sequence)
        if act is not None:
            act(self)

    def on_order(self, update: OrderUpdate) -> None:
        order = update.order
        self.told.append((order.client_order_id, update.status.value, str(order.quantity), str(order.price)))

    def on_action(self, action: CorporateAction) -> None:
        self.told.append((action.key, str(self.position(action.instrument_id)), "", ""))
        if type(self).on_adjusting is not None:
            type(self).on_adjusting(self)


SCRIPTED = StrategySpec("scripted", "support.actions:Scripted", "{}")


def halfway(scenario: Scenario, amount: str = "1.25") -> Scenario:
    """The second half on the next day, behind a dividend and a split of two for one in each of its instruments."""
    half = scenario.record_count // 2
    later = np.arange(scenario.record_count) >= half
    ex_date = date(2013, 9, 2)
    price = np.where(later, np.round((scenario.price - float(amount)) * 2) / 4, scenario.price)
    actions = [
        make
        for each in scenario.instruments
        for make in (
            dividend(amount, ex_date, half + 1, instrument_id=each.instrument_id),
            split("2", ex_date, half + 1, instrument_id=each.instrument_id),
        )
    ]
    times = scenario.ts_event + later * (12 * 3_600 * NS_PER_SECOND)
    return replace(scenario, price=price, ts_event=times, actions=tuple(actions))


def renamed() -> Scenario:
    """WMI with a dividend, its rename to WM, and a reverse split that leaves half a share; two orders rest."""
    wmi, wm = "WMI.US", "WM.US"
    Scripted.script = {
        1: lambda s: (s.buy(wmi, 105), s.sell(wmi, 100, price="30.00"), s.buy(wmi, 1, price="20.00")),
        5: lambda s: s.sell(wm, 4),
    }
    actions = [
        dividend("0.29", date(2009, 8, 4), 2, instrument_id=wmi),
        action("RENAME", date(2009, 8, 5), 3, instrument_id=wmi, successor=wm),
        split("0.1", date(2009, 8, 6), 4, instrument_id=wm),
    ]
    rows = [*days(date(2009, 8, 3), ["28.39", "28.50"], wmi), *days(date(2009, 8, 5), ["28.58", "285.01", "290"], wm)]
    return daily(rows, actions, names=(wmi, wm))
