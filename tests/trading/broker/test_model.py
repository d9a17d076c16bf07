"""The paper broker: each kind of order against a book that is written down, and matching against a slow twin."""

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nautilus.domain.instruments import InstrumentKind
from nautilus.domain.orders import OrderSide, OrderStatus
from nautilus.trading.broker.book import BookPart, Resting, Touch, book_columns, first_reached
from nautilus.trading.broker.model import Broker
from nautilus.trading.costs import Costs
from nautilus.trading.events import AccountType, Decided, Opened
from nautilus.trading.strategy import make_order
from support.trading import instrument, walk

BUY, SELL = OrderSide.BUY, OrderSide.SELL
ES = instrument("ES.XCME", InstrumentKind.FUTURE)
AAPL = instrument("AAPL.XNAS")


def book(*mids, traded=ES):
    """One record a mid price, with a tick on each side of it."""
    ticks = np.array([round(mid / float(traded.price_increment)) for mid in mids], dtype=np.int64)
    numbers = np.arange(1, len(mids) + 1)
    return book_columns([BookPart(0, numbers, numbers * 1_000, ticks - 1, ticks + 1)], 1)


class Desk:
    """A broker fed by hand."""

    def __init__(self, traded=ES, account_type=AccountType.MARGIN, cash=100_000, slippage=2):
        self.traded = traded
        costs = Costs(per_unit=Decimal("0.50"), slippage_ticks=slippage)
        self.broker = Broker(
            Opened(1, "paper-1", account_type, "USD", Decimal(cash), (traded,), {traded.instrument_id: costs})
        )
        self.count = 0

    def show(self, *mids):
        """Let records pass as the desk does: to the first that reaches an order, and on."""
        columns, row = book(*mids, traded=self.traded), 0
        while row < len(columns):
            reached = self.broker.first_reached(columns, row, len(columns))
            stop = len(columns) if reached is None else reached
            self.broker.see(columns, row, stop)
            if reached is None:
                return
            self.broker.match(columns, reached)
            row = reached + 1

    def order(self, side, quantity=1, **terms):
        self.count += 1
        return make_order(self.traded, "s", f"o{self.count}", side, quantity, **terms)

    def send(self, *orders):
        self.broker.apply([Decided(order, None, True, "", (), 1) for order in orders], 0)
        self.broker.place(orders, 0)
        return orders[0].client_order_id

    def state(self, name):
        state = self.broker.orders[name]
        return state.status

    @property
    def fills(self):
        return [(f.client_order_id, str(f.price)) for f in self.broker.fills]


@pytest.fixture
def desk():
    return Desk()


def test_a_market_order_pays_the_touch_and_the_slippage(desk):
    desk.show(1000)
    desk.send(desk.order(BUY))
    desk.send(desk.order(SELL))
    assert desk.fills == [("o1", "1000.75"), ("o2", "999.25")]
    assert [f.commission for f in desk.broker.fills] == [Decimal("0.50")] * 2


def test_without_a_price_there_is_no_trade(desk):
    assert desk.state(desk.send(desk.order(BUY))) is OrderStatus.REJECTED


@pytest.mark.parametrize(
    ("side", "price", "path", "fill"),
    [
        (BUY, 1000.25, (), "1000.25"),  # at the ask already
        (BUY, 1002, (), "1000.25"),  # beyond it: the touch, not the limit
        (BUY, 999, (999.25,), None),  # the ask is a tick above
        (BUY, 999, (999.25, 998.75), "999"),  # touched
        (BUY, 999, (990,), "999"),  # jumped over: its limit, it was there first
        (SELL, 999.75, (), "999.75"),
        (SELL, 1001, (1001.25,), "1001"),
    ],
)
def test_a_limit_order(desk, side, price, path, fill):
    desk.show(1000)
    name = desk.send(desk.order(side, price=price))
    desk.show(*path)
    assert [(order, Decimal(at)) for order, at in desk.fills] == ([] if fill is None else [(name, Decimal(fill))])


@pytest.mark.parametrize(
    ("side", "trigger", "path", "fill"),
    [
        (BUY, 1001, (1000.5,), None),
        (BUY, 1001, (1000.75,), "1001.50"),  # ask 1001.00 and two ticks
        (SELL, 999, (990,), "989.25"),  # a gap: where the market is, not where the trigger was
        (SELL, 1000, (), "999.25"),  # through already
    ],
)
def test_a_stop_order_trades_where_the_market_is(desk, side, trigger, path, fill):
    desk.show(1000)
    desk.send(desk.order(side, trigger_price=trigger))
    desk.show(*path)
    assert [price for _, price in desk.fills] == ([] if fill is None else [fill])


def test_a_stop_limit_order_rests_once_triggered(desk):
    desk.show(1000)
    name = desk.send(desk.order(SELL, price=999, trigger_price=999))
    desk.show(990)  # triggered, and below its limit
    assert desk.broker.orders[name].triggered
    assert desk.state(name) is OrderStatus.ACCEPTED
    desk.show(998, 999.25)
    assert desk.state(name) is OrderStatus.FILLED
    assert [Decimal(price) for _, price in desk.fills] == [999]


def test_a_stop_limit_order_can_trade_on_its_trigger(desk):
    desk.show(1000)
    desk.send(desk.order(BUY, price=1003, trigger_price=1001))
    desk.show(1002)
    assert [Decimal(price) for _, price in desk.fills] == [Decimal("1002.25")]


def legs(desk, entry, target, stop):
    exit_side = SELL if entry.side is BUY else BUY
    names = (f"{entry.client_order_id}-target", f"{entry.client_order_id}-stop")
    return [
        make_order(desk.traded, "s", name, exit_side, entry.quantity, **terms).__replace__(
            parent_id=entry.client_order_id, reduce_only=True
        )
        for name, terms in zip(names, ({"price": target}, {"trigger_price": stop}), strict=True)
    ]


def test_the_exits_of_a_bracket_wait_for_its_entry_and_exclude_each_other(desk):
    desk.show(1000)
    entry = desk.order(BUY, price=998)
    desk.send(entry, *legs(desk, entry, 1002, 995))
    desk.show(1010)  # the target's price, but nothing is held
    assert desk.broker.orders["o1-target"].is_held
    desk.show(997.75)
    assert desk.state("o1") is OrderStatus.FILLED
    assert desk.state("o1-stop") is OrderStatus.ACCEPTED
    desk.show(1002.25)
    assert desk.state("o1-target") is OrderStatus.FILLED
    assert desk.state("o1-stop") is OrderStatus.CANCELLED
    assert desk.broker.account.quantity("ES.XCME") == 0


def test_the_exits_of_a_cancelled_entry_go_with_it(desk):
    desk.show(1000)
    entry = desk.order(BUY, price=998)
    desk.send(entry, *legs(desk, entry, 1002, 995))
    desk.broker.cancel("o1", 0)
    assert {desk.state(name) for name in ("o1", "o1-target", "o1-stop")} == {OrderStatus.CANCELLED}


def test_a_reducing_order_goes_when_its_position_is_gone(desk):
    desk.show(1000)
    entry = desk.order(BUY)
    desk.send(entry, *legs(desk, entry, 1002, 995))
    desk.send(desk.order(SELL))
    assert {desk.state(name) for name in ("o1-target", "o1-stop")} == {OrderStatus.CANCELLED}


def test_a_cash_account_neither_sells_short_nor_spends_more_than_it_has():
    desk = Desk(AAPL, AccountType.CASH, cash=10_000, slippage=0)
    desk.show(100)
    assert desk.state(desk.send(desk.order(SELL, 1))) is OrderStatus.REJECTED
    assert desk.state(desk.send(desk.order(BUY, 100))) is OrderStatus.REJECTED  # 10,001.00 and commission
    assert desk.state(desk.send(desk.order(BUY, 60))) is OrderStatus.FILLED
    assert desk.state(desk.send(desk.order(BUY, 30, price=99))) is OrderStatus.ACCEPTED
    assert desk.state(desk.send(desk.order(BUY, 30, price=99))) is OrderStatus.REJECTED  # promised to the other
    assert desk.state(desk.send(desk.order(SELL, 50, price=101))) is OrderStatus.ACCEPTED
    assert desk.state(desk.send(desk.order(SELL, 20))) is OrderStatus.REJECTED
    assert desk.state(desk.send(desk.order(SELL, 10))) is OrderStatus.FILLED
    assert desk.broker.account.balance >= 0


def test_a_stop_that_gaps_beyond_the_cash_is_cancelled():
    desk = Desk(AAPL, AccountType.CASH, cash=10_300, slippage=0)
    desk.show(100)
    name = desk.send(desk.order(BUY, 100, trigger_price=101))
    desk.show(150)
    assert desk.state(name) is OrderStatus.CANCELLED
    assert desk.broker.account.balance == 10_300


resting = st.builds(Resting, st.sampled_from(OrderSide), st.integers(3_980, 4_020), st.booleans())


@given(st.integers(0, 50), st.lists(resting, max_size=4), st.integers(0, 200), st.integers(0, 200))
def test_the_search_in_columns_finds_what_a_loop_finds(seed, waiting, begin, end):
    scenario = walk(seed, 200, ("ES.XCME", "NQ.XCME"))
    mids = np.rint(scenario.price / 0.25).astype(np.int64)
    parts = []
    for number in range(2):
        rows = np.flatnonzero(scenario.index == number)
        parts.append(BookPart(number, rows + 1, scenario.ts_event[rows], mids[rows] - 1, mids[rows] + 1))
    columns = book_columns(parts, 2)
    expected = next(
        (
            row
            for row in range(begin, end)
            if columns.instrument[row] == 0
            and any(each.reached(Touch(int(columns.bid[row]), int(columns.ask[row]), 0, 0)) for each in waiting)
        ),
        None,
    )
    assert first_reached(columns, begin, end, 0, waiting) == expected
