"""The library's two clients: prices in, orders out. Both only pass on: the dealer decides, the pipeline waits."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from nautilus_trader import model
from nautilus_trader.live import DataClientConfig, ExecutionClientConfig, InstrumentProvider
from nautilus_trader.live.clients import (
    DataClientFactory,
    ExecutionClient,
    ExecutionClientFactory,
    MarketDataClient,
)

from nautilus.domain.instruments import InstrumentKind
from nautilus.domain.orders import Fill, OrderStatus
from nautilus.trading.broker.model import Broker
from nautilus.trading.dealer import Dealer, Events
from nautilus.trading.events import AccountType, Adjusted, Amended, AnyEvent, Changed, Decided, Executed
from nautilus.trading.node import convert
from nautilus.trading.node.reports import Reports

if TYPE_CHECKING:
    from nautilus.trading.node.pipeline import OrderPipeline

VENUE = model.Venue("PAPER")


class FeedConfig(DataClientConfig):
    """The library's base fills itself in `__new__` and swallows what it does not know; ours is set here."""

    def __init__(self, *, dealer: Dealer, pipeline: "OrderPipeline") -> None:
        super().__init__()
        self.dealer = dealer
        self.pipeline = pipeline


class _Instruments(InstrumentProvider):
    def __init__(self, dealer: Dealer) -> None:
        super().__init__()
        self._dealer = dealer

    async def load_all_async(self, filters: Any = None) -> None:
        del filters
        for ours in self._dealer.broker.instruments.values():
            if ours.kind is not InstrumentKind.INDEX:
                self.add(convert.instrument(ours))


class Feed(MarketDataClient):
    """Hands the library the last derived quote of what changed, so that its portfolio marks what ours does."""

    def __init__(self, *, name: str, config: FeedConfig, cache: Any, clock: Any) -> None:
        super().__init__(
            name=name, config=config, cache=cache, clock=clock, instrument_provider=_Instruments(config.dealer)
        )
        self._dealer = config.dealer
        self._handed: dict[str, int] = {}
        config.pipeline.feed = self

    def hand_over(self) -> None:
        """Quotes that are newer than those handed over before."""
        for name, touch in self._dealer.broker.book.items():
            ours = self._dealer.broker.instruments[name]
            if self._handed.get(name) != touch.sequence and ours.kind is not InstrumentKind.INDEX:
                self._handed[name] = touch.sequence
                self._handle_data(convert.quote(touch.quote(ours), ours))

    async def _connect(self) -> None:
        assert self.instrument_provider is not None
        await self.instrument_provider.load_all_async()
        for found in self.instrument_provider.list_all():
            self._handle_instrument(found)

    async def _disconnect(self) -> None: ...

    async def _subscribe_instrument(self, command: Any) -> None: ...

    async def _subscribe_quotes(self, command: Any) -> None: ...


class FeedFactory(DataClientFactory):
    @staticmethod
    def create(*, name: str, config: Any, cache: Any, clock: Any) -> Feed:
        return Feed(name=name, config=config, cache=cache, clock=clock)


class PaperConfig(ExecutionClientConfig):
    def __init__(self, *, dealer: Dealer, pipeline: "OrderPipeline") -> None:
        super().__init__()
        self.dealer = dealer
        self.pipeline = pipeline


class PaperVenue(ExecutionClient):
    """Every order of the library arrives here; gate and broker answer through the dealer, journaled before told."""

    def __init__(self, *, name: str, config: PaperConfig, cache: Any, clock: Any, trader_id: Any) -> None:
        self._dealer = config.dealer
        opened = config.dealer.broker.opened
        cash = opened.account_type is AccountType.CASH
        super().__init__(
            name=name,
            config=config,
            cache=cache,
            clock=clock,
            trader_id=trader_id,
            venue=VENUE,
            account_id=model.AccountId(opened.account),
            account_type=model.AccountType.CASH if cash else model.AccountType.MARGIN,
            oms_type=model.OmsType.NETTING,
            base_currency=model.Currency.from_str(opened.currency),
        )
        self._folded = config.dealer.folded
        self._reports = Reports(config.dealer.folded, self.account_id)
        self._pipeline = config.pipeline
        config.pipeline.venue = self

    # -- telling the library ------------------------------------------------------------------------

    def tell(self, events: Events) -> list[tuple[str, str]]:
        """Queue what has happened; the (event, order) pairs that the library will hand back to its strategy."""
        told: list[tuple[str, str]] = []
        for event in events:
            told += self._tell(event)
        if any(isinstance(event, Executed | Adjusted) for event in events):
            self._tell_account(self._dealer.broker)
        return told

    def _tell(self, event: AnyEvent) -> list[tuple[str, str]]:
        match event:
            case Executed(fill):
                return self._tell_fill(fill)
            case Decided():
                return self._tell_decision(event)
            case Changed():
                return self._tell_change(event)
            case Amended():
                return self._tell_amendment(event)
            case Adjusted():
                self._tell_adjustment(event)
                return []
            case _:
                return []

    def _tell_decision(self, event: Decided) -> list[tuple[str, str]]:
        ours, theirs = event.order, self._order(event.order.client_order_id)
        if not event.allowed:
            self.generate_order_denied(theirs, event.reason)
            return [("OrderDenied", ours.client_order_id)]
        self.generate_order_submitted(theirs)
        told = [("OrderSubmitted", ours.client_order_id)]
        if ours.parent_id is not None:
            told += self._accept(ours.client_order_id)  # held at the broker until its entry fills
        return told

    def _tell_change(self, event: Changed) -> list[tuple[str, str]]:
        name, theirs = event.order.client_order_id, self._order(event.order.client_order_id)
        venue_order_id, now = model.VenueOrderId(event.venue_order_id), self._dealer.now
        is_leg = event.order.parent_id is not None
        if event.status is OrderStatus.ACCEPTED and event.triggered:
            self.generate_order_triggered(theirs, venue_order_id, now)
            return [("OrderTriggered", name)]
        if event.status is OrderStatus.ACCEPTED:
            return [] if is_leg else self._accept(name)
        if event.status is OrderStatus.REJECTED and not is_leg:
            self.generate_order_rejected(theirs, event.reason, now, False)
            return [("OrderRejected", name)]
        if event.status in (OrderStatus.CANCELLED, OrderStatus.REJECTED):
            self.generate_order_canceled(theirs, venue_order_id, now)
            return [("OrderCanceled", name)]
        return []

    def _tell_adjustment(self, event: Adjusted) -> None:
        """The library's position, a sum of fills, comes to ours by an order that nobody sent."""
        found = Reports(self._dealer.broker, self.account_id).adjustments(event, self.clock.timestamp_ns())
        for order, fill in found:
            self._handle_report(order)
            self._handle_report(fill)

    def _tell_amendment(self, event: Amended) -> list[tuple[str, str]]:
        order, of = event.order, self._dealer.broker.instruments[event.order.instrument_id]
        self.generate_order_updated(
            self._order(order.client_order_id),
            model.VenueOrderId(event.venue_order_id),
            convert.quantity(order.quantity),
            convert.price(order.price, of) if order.price is not None else None,
            convert.price(order.trigger_price, of) if order.trigger_price is not None else None,
            None,
            self._dealer.now,
        )
        return [("OrderUpdated", order.client_order_id)]

    def _tell_fill(self, fill: Fill) -> list[tuple[str, str]]:
        state = self._dealer.broker.orders[fill.client_order_id]
        self.generate_order_filled(
            self._order(fill.client_order_id),
            model.VenueOrderId(state.venue_order_id),
            None,
            model.TradeId(fill.fill_id),
            convert.quantity(fill.quantity),
            convert.price(fill.price, self._dealer.broker.instruments[fill.instrument_id]),
            model.Currency.from_str(fill.currency),
            convert.money(fill.commission, fill.currency),
            model.LiquiditySide.TAKER,
            fill.ts_event,
        )
        return [("OrderFilled", fill.client_order_id)]

    def _accept(self, client_order_id: str) -> list[tuple[str, str]]:
        state = self._dealer.broker.orders[client_order_id]
        self.generate_order_accepted(
            self._order(client_order_id), model.VenueOrderId(state.venue_order_id), self._dealer.now
        )
        return [("OrderAccepted", client_order_id)]

    def _tell_account(self, broker: Broker) -> None:
        currency = broker.opened.currency
        total, nothing = convert.money(broker.cash, currency), convert.money(Decimal(0), currency)
        self.generate_account_state([model.AccountBalance(total, nothing, total)], [], True, self._dealer.now)

    def _order(self, client_order_id: str) -> Any:
        return self.cache.order(model.ClientOrderId(client_order_id))

    # -- commands of the library ----------------------------------------------------------------------

    def _handles_order_venue(self, venue: Any) -> bool:
        """One paper venue for every market."""
        del venue
        return True

    async def _connect(self) -> None:
        self._tell_account(self._folded)

    async def _disconnect(self) -> None: ...

    async def _submit_order(self, command: Any) -> None:
        self._pipeline.arrived(str(command.client_order_id))

    async def _submit_order_list(self, command: Any) -> None:
        self._pipeline.arrived(str(command.order_list.first_client_order_id))

    async def _cancel_order(self, command: Any) -> None:
        self._pipeline.arrived(str(command.client_order_id))

    async def _query_account(self, command: Any) -> None:
        del command
        self._tell_account(self._dealer.broker)

    async def _query_order(self, command: Any) -> None:
        report = Reports(self._dealer.broker, self.account_id).order(
            str(command.client_order_id), self.clock.timestamp_ns()
        )
        if report is not None:
            self._handle_report(report)

    # -- reconciliation ------------------------------------------------------------------------------

    async def _generate_order_status_report(self, command: Any) -> Any:
        found = Reports(self._dealer.broker, self.account_id)
        return found.order(str(command.client_order_id), self.clock.timestamp_ns())

    async def _generate_order_status_reports(self, command: Any) -> list[Any]:
        del command
        return self._reports.orders(self.clock.timestamp_ns())

    async def _generate_fill_reports(self, command: Any) -> list[Any]:
        del command
        return self._reports.fills(self.clock.timestamp_ns())

    async def _generate_position_status_reports(self, command: Any) -> list[Any]:
        del command
        return self._reports.positions(self.clock.timestamp_ns())


class PaperFactory(ExecutionClientFactory):
    @staticmethod
    def create(*, name: str, config: Any, cache: Any, clock: Any, trader_id: Any) -> PaperVenue:
        return PaperVenue(name=name, config=config, cache=cache, clock=clock, trader_id=trader_id)
