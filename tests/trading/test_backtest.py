"""Two matching engines, one strategy: the paper broker and the library's give the same orders and fills."""

from collections import Counter
from decimal import Decimal

import numpy as np
import pytest

from nautilus.domain.instruments import InstrumentKind
from nautilus.domain.orders import OrderStatus
from nautilus.kernel.errors import InvalidInputError
from nautilus.trading.backtest import run_backtest
from nautilus.trading.backtest.simulation import own_times
from nautilus.trading.events import AccountType, Marked, decode
from support.trading import BUSY, LIMITS, MemoryJournal, rig, walk


def both(scenario):
    made = rig(scenario, journal := MemoryJournal())
    made.play(scenario.frames([500]))
    return made.dealer.broker, run_backtest(scenario.terms, scenario.frames([500]), (BUSY,), LIMITS), journal


def told(fill):
    return (fill.client_order_id, fill.side, fill.quantity, fill.price, fill.commission, fill.ts_event, fill.sequence)


def assert_alike(broker, result):
    """Fills of one record may come in another order: which of two orders at one price is first is nobody's rule."""
    assert Counter(map(told, broker.fills)) == Counter(map(told, result.fills))
    assert [f.sequence for f in broker.fills] == [f.sequence for f in result.fills]
    placed = [(o.order, o.status, o.filled_quantity) for o in result.orders if o.status is not OrderStatus.REFUSED]
    assert placed == [(s.order, s.status, s.filled) for s in broker.orders.values()]


@pytest.mark.parametrize("seed", range(4))
def test_futures_on_margin(seed):
    broker, result, journal = both(walk(seed, 6_000))
    assert len(result.fills) > 100
    assert_alike(broker, result)
    marks = [decode(p) for p in journal.payloads if any(isinstance(e, Marked) for e in decode(p).events)]
    assert [(m.sequence, m.ts_event) for m in result.marks] == [(b.sequence, b.ts_event) for b in marks]
    assert result.marks[-1].equity == broker.account.equity(broker.marks())
    assert result.marks[-1].cash == broker.account.settled_cash


@pytest.mark.parametrize("seed", range(2))
def test_shares_for_cash(seed):
    scenario = walk(
        seed, 4_000, ("AAPL.XNAS", "IBM.XNYS"), InstrumentKind.EQUITY, account_type=AccountType.CASH, half_ticks=3
    )
    broker, result, _ = both(scenario)
    assert len(result.fills) > 50
    assert any(state.status is OrderStatus.REJECTED for state in broker.orders.values())
    assert_alike(broker, result)
    assert result.marks[-1].cash == broker.account.balance >= 0


def test_the_gate_stands_in_front_of_a_backtest_too():
    tight = LIMITS.__replace__(order_notional=Decimal(60_000))
    scenario = walk(1, 2_000)
    result = run_backtest(scenario.terms, scenario.frames([500]), (BUSY,), tight)
    refused = [order for order in result.orders if order.status is OrderStatus.REFUSED]
    assert refused
    assert all("order_notional" in order.reason for order in refused)


def test_two_backtests_in_one_process_are_equal():
    scenario = walk(2, 2_000)
    one, two = (run_backtest(scenario.terms, scenario.frames([cut]), (BUSY,), LIMITS) for cut in (300, 1))
    assert one == two


def test_a_part_of_a_session_is_no_backtest():
    scenario = walk(2, 500)
    with pytest.raises(InvalidInputError, match="end with record 0, the session has 500"):
        run_backtest(scenario.terms, scenario.frames([500])[:1], (BUSY,), LIMITS)


class BrokenError(ValueError):
    pass


def test_an_error_of_ours_ends_the_backtest(monkeypatch):
    """The library logs what a callback raises, and would go on."""
    from nautilus.trading.backtest import simulation

    def fail(*arguments):
        raise BrokenError

    monkeypatch.setattr(simulation.Simulation, "_translate", fail)
    scenario = walk(2, 500)
    with pytest.raises(BrokenError):
        run_backtest(scenario.terms, scenario.frames([500]), (BUSY,), LIMITS)


def test_own_times_rise_and_never_precede_their_record():
    times = np.array([5, 5, 5, 6, 20, 20, 30], dtype=np.int64)
    assert own_times(times).tolist() == [5, 6, 7, 8, 20, 21, 30]
