"""Messages as the other engines publish them, with only what a test needs said."""

from decimal import Decimal

import numpy as np

from nautilus.domain.market import BarColumns, QuoteColumns, TradeColumns, ValueColumns, pack
from nautilus.domain.orders import Fill, Order, OrderSide, OrderStatus, OrderType
from nautilus.engines.execution.messages import Filled, OrderChanged
from nautilus.engines.marketdata.messages import MarketFrame, RunStarted, ValueFrame


def run_started(run: int) -> RunStarted:
    return RunStarted(
        ts_event=1,
        ts_init=1,
        run=run,
        session="equities-daily",
        instruments=(),
        account=f"paper-{run}",
        account_type="CASH",
        starting_cash="100000.00",
        currency="USD",
        first_ts=1,
        last_ts=2,
        record_count=2,
        mark_seconds=86_400,
        speed=0.0,
    )


def order_changed(number: int, run: int = 1, reason: str = "") -> OrderChanged:
    order = Order(f"{run}-momentum-{number}", "momentum", "AAPL.XNAS", OrderSide.BUY, Decimal("10"), OrderType.MARKET)
    return OrderChanged(
        ts_event=number,
        ts_init=1,
        run=run,
        account=f"paper-{run}",
        order=order,
        venue_order_id=f"v-{number}",
        status=OrderStatus.FILLED,
        filled_quantity="10",
        sequence=number,
        reason=reason,
    )


def filled(number: int, run: int = 1) -> Filled:
    fill = Fill(
        fill_id=f"f-{number}",
        client_order_id=f"{run}-momentum-{number}",
        strategy_id="momentum",
        instrument_id="AAPL.XNAS",
        side=OrderSide.BUY,
        quantity=Decimal("10"),
        price=Decimal("101.50"),
        multiplier=Decimal("1"),
        commission=Decimal("0.05"),
        currency="USD",
        ts_event=number,
        sequence=number,
    )
    return Filled(ts_event=number, ts_init=1, run=run, account=f"paper-{run}", fill=fill)


def market_frame(sequence: int, bids: list[float], run: int = 1, instrument: str = "AAPL.XNAS") -> MarketFrame:
    count = len(bids)
    numbers = np.arange(sequence, sequence + count, dtype=np.int64)
    bid = np.array(bids)
    quotes = QuoteColumns(
        instrument, pack(numbers), pack(numbers * 1_000), pack(bid), pack(bid + 0.02), pack(np.full(count, 100.0)), True
    )
    return MarketFrame(
        ts_event=1, ts_init=1, run=run, first_sequence=sequence, last_sequence=sequence + count - 1, quotes=(quotes,)
    )


def tape_frame(first: int, last: int, run: int = 1, bars: tuple[int, ...] = (), future: str = "ES.XCME") -> MarketFrame:
    """Records first..last, all trades of `future`, with a bar known at each of `bars`."""
    numbers = np.arange(first, last + 1, dtype=np.int64)
    known = np.array(bars, dtype=np.int64)
    price = 1_640 + 0.25 * numbers
    trades = TradeColumns(future, pack(numbers), pack(numbers * 1_000), pack(price), pack(np.ones(len(numbers))))
    figures = dict.fromkeys(("open", "high", "low", "close", "volume"), pack(known * 2.0))
    columns = BarColumns(future, 60, sequence=pack(known), ts_event=pack(known * 1_000), **figures)
    return MarketFrame(
        ts_event=1,
        ts_init=1,
        run=run,
        first_sequence=first,
        last_sequence=last,
        trades=(trades,),
        bars=(columns,) if bars else (),
    )


def value_frame(sequence: int, value: float, run: int = 1) -> ValueFrame:
    number = np.array([sequence], dtype=np.int64)
    columns = ValueColumns("AAPL.XNAS", "momentum_20", pack(number), pack(number * 1_000), pack(np.array([value])))
    return ValueFrame(
        ts_event=1,
        ts_init=1,
        run=run,
        first_sequence=sequence,
        last_sequence=sequence,
        source="factor",
        values=(columns,),
    )
