"""One session from record to WebSocket: each number recomputed from the step before it, by other code."""

import statistics
from collections import defaultdict
from datetime import datetime
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest

from nautilus.domain.time import to_ns
from support.platform import Platform

pytestmark = [pytest.mark.stack]

SIGN = {"BUY": 1, "SELL": -1}


def items(nautilus: Platform, path: str, **query: Any) -> list[dict[str, Any]]:
    """All pages of a list route."""
    found: list[dict[str, Any]] = []
    cursor = ""
    while True:
        page = nautilus.get(path, limit=1000, cursor=cursor, **query)
        found += page["items"]
        cursor = page["next_cursor"]
        if not cursor:
            return found


def net_quantities(fills: list[dict[str, Any]]) -> dict[str, Decimal]:
    net: dict[str, Decimal] = defaultdict(Decimal)
    for fill in fills:
        net[fill["instrument_id"]] += SIGN[fill["side"]] * Decimal(fill["quantity"])
    return {instrument: quantity for instrument, quantity in net.items() if quantity}


def round_trips(fills: list[dict[str, Any]]) -> int:
    """How often a position went back to zero."""
    net: dict[str, Decimal] = defaultdict(Decimal)
    count = 0
    for fill in sorted(fills, key=lambda f: f["ts_event"]):
        net[fill["instrument_id"]] += SIGN[fill["side"]] * Decimal(fill["quantity"])
        count += net[fill["instrument_id"]] == 0
    return count


def closes(nautilus: Platform, instrument: str) -> list[tuple[int, float]]:
    """(time, close) of the session's instruments as traded; 2016 to 2019 had no split."""
    bars = items(
        nautilus, f"/api/marketdata/bars/{instrument}", as_of="2020-01-02T00:00:00Z", start="2016-01-01T00:00:00Z"
    )
    return [(to_ns(datetime.fromisoformat(bar["valid"])), float(bar["close"])) for bar in bars]


def test_orders_pass_the_gate_and_fill(nautilus: Platform, equities_run: int) -> None:
    orders = nautilus.json("orders", "--run", str(equities_run))
    fills = nautilus.json("fills", "--run", str(equities_run))
    assert round_trips(fills) >= 20
    assert {order["strategy_id"] for order in orders} == {"momentum"}
    assert len({order["client_order_id"] for order in orders}) == len(orders)
    filled = {fill["client_order_id"] for fill in fills}
    assert filled <= {order["client_order_id"] for order in orders}
    chain = nautilus.get(f"/api/execution/orders/{fills[0]['client_order_id']}")
    text = str(chain)
    assert "allowed" in text
    assert "order_notional" in text


def test_the_signal_is_a_value_of_the_factor_engine(nautilus: Platform, equities_run: int) -> None:
    """Recomputed from the closes: close / close twenty bars ago − 1, at the time of the bar."""
    instrument = "AAPL.XNAS"
    values = items(nautilus, "/api/factor/values", run=equities_run, name="momentum_20", instrument_id=instrument)
    series = closes(nautilus, instrument)
    expected = {ts: close / before - 1 for (_, before), (ts, close) in zip(series, series[20:], strict=False)}
    assert len(values) > 200
    for value in values:
        assert value["value"] == pytest.approx(expected[value["ts_event"]], rel=1e-12)


def test_cash_and_positions_follow_from_the_fills(nautilus: Platform, equities_run: int) -> None:
    fills = nautilus.json("fills", "--run", str(equities_run))
    account = nautilus.json("account", "--run", str(equities_run))
    cash = Decimal(account["starting_cash"])
    for fill in fills:
        notional = Decimal(fill["quantity"]) * Decimal(fill["price"]) * Decimal(fill["multiplier"])
        cash -= SIGN[fill["side"]] * notional + Decimal(fill["commission"])
    assert Decimal(account["cash"]) == cash
    positions = nautilus.json("positions", "--run", str(equities_run))
    signed = {p["instrument_id"]: Decimal(p["quantity"]) * (1 if p["side"] == "LONG" else -1) for p in positions}
    assert signed == net_quantities(fills)


def test_equity_margin_and_performance_follow(nautilus: Platform, equities_run: int) -> None:
    account = nautilus.json("account", "--run", str(equities_run))
    positions = nautilus.json("positions", "--run", str(equities_run))
    last = {p["instrument_id"]: Decimal(str(closes(nautilus, p["instrument_id"])[-1][1])) for p in positions}
    value = sum((Decimal(p["quantity"]) * last[p["instrument_id"]] for p in positions), Decimal())
    assert Decimal(account["equity"]) == pytest.approx(Decimal(account["cash"]) + value, abs=Decimal("0.05"))
    margin = nautilus.get("/api/collateral/margin", run=equities_run)
    assert Decimal(margin["initial"]) == pytest.approx(value / 2, abs=Decimal("0.05"))
    assert Decimal(margin["maintenance"]) == pytest.approx(value / 4, abs=Decimal("0.05"))
    curve = [float(p["equity"]) for p in items(nautilus, "/api/portfolio/curve", run=equities_run)]
    returns = [b / a - 1 for a, b in pairwise(curve)]
    performance = nautilus.get("/api/analytics/performance", run=equities_run)
    years = performance["periods_per_year"]
    assert performance["total_return"] == pytest.approx(curve[-1] / float(account["starting_cash"]) - 1, rel=1e-9)
    assert performance["volatility"] == pytest.approx(statistics.stdev(returns) * years**0.5, rel=1e-6)
    assert performance["sharpe"] == pytest.approx(
        statistics.mean(returns) / statistics.stdev(returns) * years**0.5, rel=1e-6
    )


def test_two_replays_give_the_same_orders(nautilus: Platform, equities_run: int) -> None:
    again = nautilus.replay("equities-daily")
    assert again != equities_run
    fields = ("instrument_id", "side", "quantity", "order_type", "price", "ts_event")
    first, second = (
        [[order[f] for f in fields] for order in nautilus.json("orders", "--run", str(run))]
        for run in (equities_run, again)
    )
    assert first == second


def test_futures_trade_on_order_flow(nautilus: Platform, futures_run: int) -> None:
    orders = nautilus.json("orders", "--run", str(futures_run))
    fills = nautilus.json("fills", "--run", str(futures_run))
    assert round_trips(fills) >= 20
    assert any(order["order_type"] == "LIMIT" for order in orders)
    assert items(nautilus, "/api/vpin/values", run=futures_run)


def test_the_journal_holds(nautilus: Platform, futures_run: int) -> None:
    del futures_run
    assert "execution" in nautilus.command("journal", "verify")
