"""Runs, decisions and valuations that risk's tests feed it."""

from decimal import Decimal

from nautilus.domain.instruments import Instrument, InstrumentKind
from nautilus.domain.orders import Order, OrderSide, OrderType, PositionSide, TimeInForce
from nautilus.domain.time import NS_PER_DAY
from nautilus.engines.execution.messages import GateDecided
from nautilus.engines.marketdata.messages import RunStarted
from nautilus.engines.portfolio.messages import Position, Valued

AAPL = Instrument("AAPL.XNAS", InstrumentKind.EQUITY, "USD", 2, Decimal("0.01"), Decimal(1), Decimal(1))
START = 400 * NS_PER_DAY


def started(run):
    return RunStarted(
        ts_event=10,
        ts_init=0,
        run=run,
        session="equities-daily",
        instruments=(AAPL,),
        account=f"paper-{run}",
        account_type="CASH",
        starting_cash="100000.00",
        currency="USD",
        first_ts=10,
        last_ts=99,
        record_count=9,
        mark_seconds=86_400,
        speed=0,
    )


def decided(client_order_id, notional, *, allowed, ts_event):
    order = Order(
        client_order_id=client_order_id,
        strategy_id="m",
        instrument_id="AAPL.XNAS",
        side=OrderSide.BUY,
        quantity=Decimal(1),
        order_type=OrderType.MARKET,
        price=None,
        trigger_price=None,
        time_in_force=TimeInForce.GTC,
    )
    return GateDecided(
        ts_event=ts_event,
        ts_init=0,
        run=1,
        account="paper-1",
        order=order,
        signal_id=None,
        sequence=1,
        allowed=allowed,
        reason="",
        figures=(("order_notional", notional, "25000.00"),),
        limits_version=1,
    )


def valued(run, sequence, ts_event, *, equity="100000.00", final=False):
    held = Position(
        instrument_id="AAPL.XNAS",
        side=PositionSide.LONG,
        quantity="100",
        multiplier="1",
        average_price="100.00",
        mark_price="100.00",
        market_value="10000.00",
        unrealised="0.00",
        realised="0.00",
        kind="EQUITY",
        notional="10000.00",
    )
    return Valued(
        ts_event=ts_event,
        ts_init=0,
        run=run,
        account=f"paper-{run}",
        sequence=sequence,
        starting_cash="100000.00",
        cash="90000.00",
        equity=equity,
        commission="0.00",
        positions=(held,),
        final=final,
    )
