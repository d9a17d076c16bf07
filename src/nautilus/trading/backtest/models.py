"""Our costs as the library's fill and fee models, and its engine set up with them."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from nautilus_trader import model
from nautilus_trader.backtest import BacktestEngine, BacktestEngineConfig
from nautilus_trader.common import LoggerConfig
from nautilus_trader.execution import FeeModel, FillModel
from nautilus_trader.risk import RiskEngineConfig

from nautilus.domain.instruments import Instrument
from nautilus.trading.costs import Costs
from nautilus.trading.dealer import Terms
from nautilus.trading.node import convert

DEEP = model.Quantity.from_int(1_000_000_000)
"""Size of every quote: the derived size is what traded, and limits no order; see the paper broker."""
_PLENTY = Decimal(1_000_000_000_000)
_SLIPPING = (model.OrderType.MARKET, model.OrderType.STOP_MARKET)


class CostsFill(FillModel):
    """Market and stop orders trade at the touch and the slippage; a limit order trades when it is touched."""

    def __init__(self, costs: Mapping[str, Costs], instruments: Mapping[str, Instrument]) -> None:
        super().__init__()
        self._slippage = {
            name: costs[name].slippage_ticks * instrument.price_increment for name, instrument in instruments.items()
        }
        self._instruments = instruments

    def is_limit_filled(self) -> bool:
        return True

    def is_slipped(self) -> bool:
        return False

    def fill_limit_inside_spread(self) -> bool:
        return False

    def get_orderbook_for_fill_simulation(
        self, instrument: Any, order: Any, best_bid: Any = None, best_ask: Any = None
    ) -> model.OrderBook | None:
        """A book whose touch is worse by the slippage; None leaves the order to the real one."""
        if order.order_type not in _SLIPPING or best_bid is None or best_ask is None:
            return None
        name = str(instrument.id)
        ours, slippage = self._instruments[name], self._slippage[name]
        bid = max(best_bid.as_decimal() - slippage, ours.price_increment)
        book = model.OrderBook(instrument.id, model.BookType.L2_MBP)
        sides = ((model.OrderSide.BUY, bid), (model.OrderSide.SELL, best_ask.as_decimal() + slippage))
        for number, (side, price) in enumerate(sides, start=1):
            book.add(model.BookOrder(side, convert.price(price, ours), DEEP, number), 0, 0, 0)
        return book


class CostsFee(FeeModel):
    def __init__(self, costs: Mapping[str, Costs], instruments: Mapping[str, Instrument]) -> None:
        super().__init__()
        self._costs = costs
        self._instruments = instruments

    def get_commission(self, order: Any, quantity: Any, price: Any, instrument: Any) -> model.Money:
        del order
        ours = self._instruments[str(instrument.id)]
        due = self._costs[ours.instrument_id].commission(quantity.as_decimal(), price.as_decimal(), ours.multiplier)
        return convert.money(due, ours.currency)

    def get_commission_with_context(
        self, order: Any, quantity: Any, price: Any, instrument: Any, underlying: Any = None
    ) -> model.Money:
        del underlying
        return self.get_commission(order, quantity, price, instrument)


def make_engine(terms: Terms) -> BacktestEngine:
    """An engine with the run's instruments, and venues that never say no: what an account may do, our rules decide."""
    opened = terms.opened
    engine = BacktestEngine(
        BacktestEngineConfig(
            trader_id=model.TraderId(f"BACKTEST-{opened.run}"),
            logging=LoggerConfig(bypass_logging=True),
            risk_engine=RiskEngineConfig(bypass=True),
            run_analysis=False,
        )
    )
    instruments = {each.instrument_id: each for each in opened.instruments}
    for venue in dict.fromkeys(each.venue for each in opened.instruments):
        engine.add_venue(
            venue=model.Venue(venue),
            oms_type=model.OmsType.NETTING,
            account_type=model.AccountType.MARGIN,
            base_currency=model.Currency.from_str(opened.currency),
            starting_balances=[convert.money(_PLENTY, opened.currency)],
            default_leverage=Decimal(1_000),
            fill_model=CostsFill(opened.costs, instruments),
            fee_model=CostsFee(opened.costs, instruments),
            reject_stop_orders=False,
            use_market_order_acks=True,
            use_message_queue=False,
        )
    for each in opened.instruments:
        engine.add_instrument(convert.instrument(each))
    return engine
