"""The bundled strategies on the bundled history: they trade enough, and the same in both engines."""

import functools
from collections import Counter
from decimal import Decimal

import pytest

from nautilus.domain.orders import OrderStatus, OrderType
from nautilus.engines.risk.messages import POLICY
from nautilus.trading.backtest import run_backtest
from nautilus.trading.dealer import Dealer
from nautilus.trading.desk import Desk
from nautilus.trading.drive import directly, drive
from nautilus.trading.merge import Merger
from nautilus.trading.recorder import Recorder
from nautilus.trading.team import Outbox, StrategySpec, Team
from support.sessions import SESSIONS, terms_and_frames
from support.trading import LIMITS, MemoryJournal, WallClock

BUNDLED = {
    "equities-daily": StrategySpec("momentum", "nautilus.strategies.momentum:Momentum", "{}"),
    "es-trades": StrategySpec("flow_reversion", "nautilus.strategies.flow_reversion:FlowReversion", "{}"),
}


def limits_of(terms):
    cash = terms.opened.starting_cash
    return LIMITS.__replace__(**{name: cash * multiple for name, multiple in POLICY.items()})


@functools.cache
def play(session):
    """A session on paper and in a backtest, by the same frames."""
    terms, frames = terms_and_frames(session)
    spec, limits = BUNDLED[session], limits_of(terms)
    dealer = Dealer(terms, Recorder(MemoryJournal()), WallClock())
    dealer.limits = limits
    team = Team(Outbox(terms.opened.run, dealer), (spec,), terms.opened.instruments)
    desk, merger = Desk(dealer, team), Merger(terms.opened.instruments, terms.opened.costs, team.wanted)
    for frame in frames:
        merger.add(frame)
        if (stretch := merger.take()) is not None:
            drive(desk.advance(stretch), directly(dealer))
    return dealer.broker, run_backtest(terms, frames, (spec,), limits)


@pytest.fixture(params=SESSIONS)
def played(request):
    return play(request.param)


def round_trips(fills):
    """How often a position went back to nothing."""
    held, trips = {}, 0
    for fill in fills:
        held[fill.instrument_id] = held.get(fill.instrument_id, 0) + fill.signed_quantity
        trips += not held[fill.instrument_id]
    return trips


def test_at_least_twenty_round_trips(played):
    broker, _ = played
    assert round_trips(broker.fills) >= 20
    assert all(decision.allowed for decision in broker.decisions.values())


def test_paper_and_backtest_have_the_same_orders_and_fills(played):
    broker, result = played
    assert list(result.fills) == broker.fills
    assert [(o.order, o.status, o.filled_quantity) for o in result.orders] == [
        (s.order, s.status, s.filled) for s in broker.orders.values()
    ]
    assert result.marks[-1].equity == broker.account.equity(broker.marks())


def test_momentum_is_long_only_and_enters_on_the_factor():
    broker, _ = play("equities-daily")
    held = Counter()
    for fill in broker.fills:
        held[fill.instrument_id] += fill.signed_quantity
        assert held[fill.instrument_id] >= 0
    assert broker.account.balance >= 0
    assert {fill.instrument_id for fill in broker.fills} == set(broker.instruments)


def test_flow_reversion_enters_with_a_resting_limit_on_both_sides():
    broker, _ = play("es-trades")
    entries = [s for s in broker.orders.values() if s.order.order_type is OrderType.LIMIT]
    rested = [s for s in entries if s.status is OrderStatus.FILLED and s.changed_at > s.accepted_at]
    assert len(rested) >= 20
    assert {s.order.side for s in rested} == {"BUY", "SELL"}
    assert any(s.status is OrderStatus.CANCELLED for s in entries)
    assert max(abs(q) for q in _positions(broker.fills)) == 1


def _positions(fills):
    held = Decimal(0)
    for fill in fills:
        held += fill.signed_quantity
        yield held
