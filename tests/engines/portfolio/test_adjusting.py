"""Corporate actions in the book: tables worked out by hand, the broker's account beside it, and the store."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engines.portfolio.test_service import HISTORY, filled, progress, started
from nautilus.domain.instruments import Instrument, InstrumentKind
from nautilus.domain.orders import OrderSide
from nautilus.engines.execution.messages import EVENTS, PositionAdjusted
from nautilus.engines.execution.model import Account as Owner
from nautilus.engines.execution.model import message_of
from nautilus.engines.marketdata.messages import RUNS
from nautilus.engines.portfolio import ENGINE
from nautilus.engines.portfolio.api import ROUTES
from nautilus.engines.portfolio.messages import VALUATIONS
from nautilus.engines.portfolio.model import Account, Book
from nautilus.engines.portfolio.service import PortfolioService
from nautilus.trading.events import AccountType, Adjusted, Executed, Marked, decode
from support.actions import AAPL, SCRIPTED, Scripted, action, daily, days, dividend, split
from support.engine import ask, bench, empty
from support.trading import MemoryJournal, rig

MONDAY = date(2014, 6, 9)
FACEBOOK = "FB.US"


def adjusted(made, before, after, *, mark, cash="0.00", entitled=None, run=1):
    return PositionAdjusted(
        ts_event=20,
        ts_init=0,
        run=run,
        account=f"paper-{run}",
        action=made,
        entitled=entitled or before,
        before=before,
        after=after,
        cash=cash,
        mark=mark,
        sequence=2,
        reason=f"{made.key}",
    )


def book():
    kinds = dict.fromkeys((AAPL, FACEBOOK), InstrumentKind.EQUITY)
    made = Book(Account(1, "paper-1", "CASH", Decimal(100_000), "USD", kinds))
    made.apply(filled(1, 1, quantity="100", price="645.57").fill)
    made.apply(filled(1, 2, "SELL", "40", "700.00").fill)
    return made


def figures(made):
    return made.cash, made.equity, made.realised, made.unrealised, made.commission


def test_a_split_changes_quantity_and_average_and_no_amount_of_money():
    """100 @ 645.57, 40 sold @ 700: 40 × 54.43 = 2177.20 are realised, 60 × 645.57 = 38,734.20 is what is left of the
    cost, and 420 × 92.2242857143 after it."""
    made = book()
    made.mark(progress(1, 1, "645.57"), 0)
    before = figures(made)
    assert before[2:4] == (Decimal("2177.20"), 0)
    held = made.adjust(adjusted(split("7", MONDAY, 3), "60", "420", mark="92.2242857143"))
    assert (held.quantity, held.cost) == (420, Decimal("38734.20"))
    assert held.average_price == Decimal("92.2242857143")
    cash, equity, realised, unrealised, commission = figures(made)
    assert (cash, realised, commission) == (before[0], before[2], before[4])
    assert abs(equity - before[1]) <= 420 * Decimal("5e-11")  # the mark has ten decimals
    assert abs(unrealised - before[3]) <= 420 * Decimal("5e-11")
    valued = made.mark(progress(1, 3, "93.70"), 0)
    assert Decimal(valued.equity) == cash + 420 * Decimal("93.70")


def test_a_fraction_is_sold_at_what_it_pays():
    """60 shares of 645.57, 3 for 2 at a last price of 660: 90 at 430.38. Then 0.25 for 1: 22.5, of which half a share,
    cost 860.76, is paid 880."""
    made = book()
    made.adjust(adjusted(split("1.5", MONDAY, 3), "60", "90", mark="440"))
    made.adjust(adjusted(split("0.25", MONDAY, 4), "90", "22", mark="1760", cash="880.00"))
    held = made.holdings[AAPL]
    assert held.cost == 22 * Decimal("1721.52")  # 4 × 430.38
    assert held.realised == Decimal("2177.20") + Decimal("19.24")  # 880 − 860.76
    assert made.equity == made.cash + 22 * 1760


def test_a_dividend_is_income_and_no_gain():
    made = book()
    made.mark(progress(1, 1, "592.33"), 0)
    before = figures(made)
    made.adjust(adjusted(dividend("3.29", MONDAY, 3), "60", "60", mark="589.04", cash="197.40"))  # 60 × 3.29
    assert made.dividends == Decimal("197.40")
    assert made.cash == before[0] + Decimal("197.40")
    assert made.equity == before[1]  # the price is ex by as much as was paid
    assert made.realised == before[2]
    valued = made.mark(progress(1, 3, "588.12"), 0)
    assert (valued.dividends, valued.positions[0].dividends) == ("197.40", "197.40")
    total = made.account.starting_cash + made.realised + made.unrealised + made.dividends - made.commission
    assert total == made.equity


def test_a_rename_moves_the_holding_with_all_its_figures():
    made = book()
    before = figures(made)
    renamed = action("RENAME", MONDAY, 3, successor=FACEBOOK)
    held = made.adjust(adjusted(renamed, "60", "60", mark="645.57"))
    assert (held.instrument_id, list(made.holdings)) == (FACEBOOK, [FACEBOOK])
    assert figures(made) == (before[0], made.equity, before[2], made.unrealised, before[4])
    assert made.equity == made.cash + 60 * Decimal("645.57")
    assert made.adjust(adjusted(renamed, "0", "0", mark=None)) is None  # nothing is held under the old name


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("trade"), st.integers(-300, 300)),
        st.tuples(st.just("split"), st.sampled_from(["2", "7", "1.5", "0.1", "1.0027455"])),
        st.tuples(st.just("dividend"), st.sampled_from(["0.005", "0.47", "3.29"])),
    ),
    min_size=2,
    max_size=8,
)


@settings(max_examples=60, deadline=None)
@given(STEPS, st.lists(st.integers(1_000, 90_000), min_size=9, max_size=9))
def test_the_book_says_what_the_broker_says(steps, cents):
    """Any trades and actions: quantity, cash and equity at each mark are those of the account that traded."""
    first = date(2014, 6, 2)
    actions, Scripted.script = [], {}
    for number, (kind, what) in enumerate(steps, start=1):
        if kind == "trade" and what:
            side = OrderSide.BUY if what > 0 else OrderSide.SELL
            Scripted.script[number] = lambda s, side=side, what=what: s.submit(AAPL, side, abs(what))
        elif kind != "trade":
            make = split if kind == "split" else dividend
            actions.append(make(what, date(2014, 6, 2 + number), number + 1))
    scenario = daily(days(first, [str(Decimal(each) / 100) for each in cents]), actions, account=AccountType.MARGIN)
    rig(scenario, journal := MemoryJournal(), (SCRIPTED,)).play(scenario.frames([100]))
    Scripted.script = {}
    made = Book(Account(7, "paper-7", "CASH", Decimal(1_000_000), "USD", {AAPL: InstrumentKind.EQUITY}))
    broker = rig(scenario, journal, (SCRIPTED,)).dealer.broker
    for payload in journal.payloads:
        batch = decode(payload)
        broker.apply(batch.events, batch.ts_event)
        for event in batch.events:
            message = message_of(Owner(7, "paper-7"), batch, event)
            if isinstance(event, Executed):
                made.apply(message.fill)
            elif isinstance(event, Adjusted):
                made.adjust(message)
            elif isinstance(event, Marked):
                made.mark(message, 0)
                assert made.equity == broker.account.equity(event.marks)
                assert made.cash == broker.account.balance
                assert made.dividends == broker.account.dividends
    held = made.holdings.get(AAPL)
    assert (held.quantity if held else 0) == broker.account.quantity(AAPL)


@pytest.fixture
async def portfolio(database_url, tmp_path):
    async with bench(PortfolioService, ENGINE, database_url, tmp_path) as made:
        yield made
        await empty(made.service.context.database, ENGINE.name)


@pytest.mark.stack
async def test_each_action_is_kept_once_and_shown(portfolio, database_url, tmp_path):
    """10 @ 20.50; 7 for 1: 70 at 2.93; 0.50 a share: 35 USD."""
    facebook = Instrument(FACEBOOK, InstrumentKind.EQUITY, "USD", 2, Decimal("0.01"), Decimal(1), Decimal(1))
    run = started(1)
    await portfolio.feed(RUNS, run.__replace__(instruments=(*run.instruments, facebook)))
    await portfolio.feed(EVENTS, filled(1, 1), message_id="execution-1")
    told = [
        adjusted(split("7", MONDAY, 3), "10", "70", mark="3"),
        adjusted(dividend("0.50", MONDAY, 3), "70", "70", mark="2.5", cash="35.00"),
        adjusted(action("RENAME", MONDAY, 3, successor=FACEBOOK), "70", "70", mark="2.5"),
    ]
    for _ in range(2):
        for number, message in enumerate(told, start=2):
            await portfolio.feed(EVENTS, message, message_id=f"execution-{number}")
    await portfolio.feed(EVENTS, progress(1, 3, "9.99").__replace__(marks={FACEBOOK: "2.60"}))
    async with bench(PortfolioService, ENGINE, database_url, tmp_path) as restarted:
        assert await restarted.service.book(None) == await portfolio.service.book(None)
        (position,) = (await ask(ROUTES, restarted.service, "GET", "/positions"))["items"]
        shown = [position[name] for name in ("instrument_id", "quantity", "mark_price", "dividends", "realised")]
        assert shown == [FACEBOOK, "70", "2.60", "35.00", "0.00"]
        account = await ask(ROUTES, restarted.service, "GET", "/account")
        assert account["dividends"] == "35.00"
        assert account["cash"] == "99829.65"  # 100,000 − 205 − 0.35 + 35
        assert account["equity"] == "100011.65"  # + 70 × 2.60
        steps = (await ask(ROUTES, restarted.service, "GET", HISTORY, instrument_id="AAPL.XNAS"))["items"]
        assert [(step["fill_id"], step["quantity"], step["action"]) for step in steps] == [
            ("f1", "10", ""),
            ("", "70", "AAPL.XNAS/SPLIT/2014-06-09"),
            ("", "70", "AAPL.XNAS/DIVIDEND/2014-06-09"),
        ]
        (renamed,) = (await ask(ROUTES, restarted.service, "GET", HISTORY, instrument_id=FACEBOOK))["items"]
        assert (renamed["price"], renamed["action"]) == ("2.9285714286", "AAPL.XNAS/RENAME/2014-06-09")  # 205 ÷ 70
    (valued,) = await portfolio.emitted(VALUATIONS)
    assert (valued.dividends, valued.equity) == ("35.00", "100011.65")
