"""What an order would meet: figures and reasons that a person can read before sending."""

from dataclasses import replace
from decimal import Decimal

from nautilus.domain.instruments import InstrumentKind
from nautilus.domain.orders import OrderSide
from nautilus.trading.events import AccountType
from nautilus.trading.port import Submit
from nautilus.trading.strategy import make_order
from nautilus.trading.weighing import weigh
from support.trading import LIMITS, MemoryJournal, rig, walk

BUY, SELL = OrderSide.BUY, OrderSide.SELL
FUTURE = walk(3, 60)
SHARE = walk(3, 60, ("AAPL.XNAS",), InstrumentKind.EQUITY, account_type=AccountType.CASH)


def dealer_of(scenario, played=True):
    made = rig(scenario, MemoryJournal(), specs=())
    if played:
        made.play(scenario.frames([60]))
    return made.dealer


def order(scenario, side, quantity, **terms):
    return make_order(scenario.instruments[0], "manual", "o", side, quantity, **terms)


def test_the_estimate_is_that_of_the_price_that_it_names():
    dealer = dealer_of(FUTURE)
    quote = dealer.quote("ES.XCME")
    found = weigh(dealer, order(FUTURE, BUY, 3))
    assert (found.price_basis, found.price, found.bid, found.ask) == ("ask", quote.ask, quote.bid, quote.ask)
    assert found.notional == 3 * quote.ask * 50
    assert found.commission == Decimal("0.03")
    assert Decimal(found.verdict.figures[0][1]) == found.notional
    assert found.ts_quote == quote.ts_event
    assert len(dealer.recorder._journal.payloads) == len(dealer_of(FUTURE).recorder._journal.payloads)


def test_an_order_that_passes_has_the_nearest_limit_as_its_reason():
    dealer = dealer_of(FUTURE)
    dealer.limits = replace(LIMITS, position_notional=Decimal(200_000))
    found = weigh(dealer, order(FUTURE, BUY, 1))
    assert found.verdict.allowed
    assert found.reason == f"no limit is exceeded; the nearest is position_notional, {found.notional:.2f} of 200000.00"
    dealer.limits = replace(LIMITS, position_notional=Decimal(10))
    refused = weigh(dealer, order(FUTURE, BUY, 1))
    assert (
        refused.reason == refused.verdict.reason == f"position_notional {found.notional:.2f} is above its limit 10.00"
    )


def test_an_order_that_mends_a_breach_says_so():
    dealer = dealer_of(FUTURE)
    dealer.perform(Submit((order(FUTURE, BUY, 2),)))
    dealer.limits = replace(LIMITS, gross_exposure=Decimal(1))
    found = weigh(dealer, order(FUTURE, SELL, 1))
    assert found.verdict.allowed
    assert found.reason.startswith("it makes the position smaller, so it passes though gross_exposure ")


def test_what_the_account_would_reject_is_said_beside_the_gate():
    dealer = dealer_of(SHARE)
    assert weigh(dealer, order(SHARE, BUY, 1)).objection == ""
    found = weigh(dealer, order(SHARE, SELL, 1))
    assert found.verdict.allowed
    assert "cannot sell short" in found.objection


def test_without_a_price_there_is_no_estimate():
    dealer = dealer_of(FUTURE, played=False)
    found = weigh(dealer, order(FUTURE, BUY, 1))
    assert not found.verdict.allowed
    assert (found.price, found.notional, found.ts_quote) == (None, None, None)
    assert "no price" in found.objection
