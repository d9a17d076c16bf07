"""Each limit stops an order that breaks it, and nothing unknown lets one pass."""

from dataclasses import replace
from decimal import Decimal

import pytest

from nautilus.domain.instruments import InstrumentKind
from nautilus.domain.money import fixed
from nautilus.domain.orders import OrderSide
from nautilus.trading.gate import Exposure, View, basis, judge
from nautilus.trading.port import Quote
from nautilus.trading.strategy import make_order
from support.trading import LIMITS, SECOND, instrument

AAPL, ES = instrument("AAPL.XNAS"), instrument("ES.XCME", InstrumentKind.FUTURE)
INSTRUMENTS = {each.instrument_id: each for each in (AAPL, ES)}
NOW = 1_000 * SECOND
VIEW = View(
    now=NOW,
    wall=LIMITS.sent_at + SECOND,
    halted="",
    limits=LIMITS,
    quotes={
        "AAPL.XNAS": Quote(Decimal("99.99"), Decimal("100.01"), NOW, 1),
        "ES.XCME": Quote(Decimal("1999.75"), Decimal("2000.25"), NOW, 2),
    },
    price_valid_ns=60 * SECOND,
    exposures={},
    equity=Decimal(1_000_000),
    day_start_equity=Decimal(1_000_000),
)


def order(quantity=100, side=OrderSide.BUY, name="AAPL.XNAS", **terms):
    return make_order(INSTRUMENTS[name], "test", "R1-test-1", side, quantity, **terms)


def held(name="AAPL.XNAS", quantity=0, buys=0, sells=0):
    return replace(VIEW, exposures={name: Exposure(Decimal(quantity), Decimal(buys), Decimal(sells))})


def limited(view=VIEW, **ceilings):
    return replace(view, limits=replace(LIMITS, **{name: Decimal(value) for name, value in ceilings.items()}))


def test_an_order_within_all_limits_passes_with_every_figure():
    verdict = judge(order(100), INSTRUMENTS, VIEW)
    assert verdict.allowed
    assert verdict.limits_version == LIMITS.version
    assert [(name, figure) for name, figure, _ in verdict.figures] == [
        ("order_notional", "10001.00"),
        ("position_notional", "10001.00"),
        ("gross_exposure", "10001.00"),
        ("daily_loss", "0.00"),
    ]


@pytest.mark.parametrize(
    ("view", "asked", "limit"),
    [
        (limited(order_notional=10_000), order(100), "order_notional"),
        (limited(held(quantity=50), position_notional=15_000), order(100), "position_notional"),
        (limited(held(buys=50), position_notional=15_000), order(100), "position_notional"),
        (limited(held("ES.XCME", quantity=-1), gross_exposure=109_999), order(100), "gross_exposure"),
        (limited(replace(VIEW, equity=Decimal(990_000)), daily_loss=9_999), order(1), "daily_loss"),
    ],
)
def test_each_limit_blocks_what_breaks_it(view, asked, limit):
    verdict = judge(asked, INSTRUMENTS, view)
    assert not verdict.allowed
    assert verdict.reason.startswith(f"{limit} ")


@pytest.mark.parametrize(
    ("view", "asked"),
    [
        (limited(order_notional="10001.00"), order(100)),
        (limited(held(quantity=50), position_notional="15001.50"), order(100)),
        (limited(held("ES.XCME", quantity=-1), gross_exposure="110001.00"), order(100)),
        (limited(replace(VIEW, equity=Decimal(990_000)), daily_loss=10_000), order(1)),
    ],
)
def test_a_figure_at_its_limit_passes(view, asked):
    assert judge(asked, INSTRUMENTS, view).allowed


def test_a_multiplier_counts():
    verdict = judge(order(1, name="ES.XCME"), INSTRUMENTS, VIEW)
    assert verdict.figures[0][1] == "100012.50"


def test_a_position_beyond_its_limit_can_be_reduced_but_not_turned():
    breached = limited(
        replace(held(quantity=100), equity=Decimal(0)),
        position_notional=1_000,
        gross_exposure=1_000,
        daily_loss=1,
        order_notional=1_000,
    )
    assert judge(order(100, OrderSide.SELL), INSTRUMENTS, breached).allowed
    assert not judge(order(300, OrderSide.SELL), INSTRUMENTS, breached).allowed
    assert not judge(order(1, OrderSide.BUY), INSTRUMENTS, breached).allowed


@pytest.mark.parametrize(
    ("view", "words"),
    [
        (replace(VIEW, limits=None), "no limits"),
        (replace(VIEW, wall=LIMITS.sent_at + 5 * SECOND + 1), "5.0 s old"),
        (replace(VIEW, limits=replace(LIMITS, halted=True)), "kill switch"),
        (replace(VIEW, halted="fat finger"), "fat finger"),
        (replace(VIEW, quotes={}), "no price of AAPL.XNAS"),
        (replace(VIEW, now=NOW + 61 * SECOND), "61 s old"),
        (
            replace(held("ES.XCME", quantity=1), quotes={"AAPL.XNAS": VIEW.quotes["AAPL.XNAS"]}),
            "ES.XCME, which is held",
        ),
    ],
)
def test_what_is_unknown_or_off_stops_every_order(view, words):
    for side in OrderSide:
        verdict = judge(order(1, side), INSTRUMENTS, view)
        assert not verdict.allowed
        assert words in verdict.reason


def test_limits_hold_for_five_seconds():
    assert judge(order(1), INSTRUMENTS, replace(VIEW, wall=LIMITS.sent_at + 5 * SECOND)).allowed


def test_the_price_that_an_order_is_valued_at_is_named():
    quote = VIEW.quotes["AAPL.XNAS"]
    found = [basis(one, quote) for one in (order(), order(side=OrderSide.SELL), order(price=120), order(price=50))]
    assert [(fixed(each.price), each.name) for each in found] == [
        ("100.01", "ask"),
        ("100.00", "mid"),
        ("120.00", "limit"),
        ("100.00", "mid"),
    ]


def test_a_limit_order_is_judged_by_the_dearer_of_limit_and_market():
    assert judge(order(100, price=50), INSTRUMENTS, VIEW).figures[0][1] == "10000.00"
    assert judge(order(100, price=120), INSTRUMENTS, VIEW).figures[0][1] == "12000.00"
