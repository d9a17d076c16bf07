"""The order pipeline: a command goes through the library to the dealer, and is over when all its events are back.

Only one command is under way at a time; the desk waits for it. Both sides are counted: what was sent must arrive at the
venue (or be denied on the way), and every event that the venue tells must come back to the library's strategy.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from nautilus_trader import model
from nautilus_trader.trading import Strategy, StrategyConfig

from nautilus.kernel.errors import NautilusError
from nautilus.trading.dealer import Dealer, Events
from nautilus.trading.desk import Ask, Passed, Request
from nautilus.trading.events import Cause
from nautilus.trading.node import convert
from nautilus.trading.node.clients import Feed, PaperVenue
from nautilus.trading.port import Cancel, Command, Replace, Signal, Submit

_PATIENCE_S = 10.0


class PipelineError(NautilusError):
    """The library lost an order or an event. The node stops; its journal tells the next one where to go on."""

    title = "The order pipeline is stuck"


class Carrier(Strategy):
    """The library's one strategy of the account: sends for all of ours, and hands their events back."""

    def __init__(self, config: StrategyConfig) -> None:
        super().__init__(config)
        self.returned: Callable[[Any], None] | None = None

    def on_order_event(self, event: Any) -> None:
        if self.returned is not None:
            self.returned(event)


@dataclass
class _Under:
    """The command or batch that is under way."""

    client_order_id: str
    command: Submit | Replace | Cancel | None
    cause: Cause
    done: "asyncio.Future[None]"
    events: Events = ()
    arrived: bool = False
    awaited: Counter[tuple[str, str]] = field(default_factory=Counter)


class OrderPipeline:
    """Answers a desk's requests. `venue`, `feed` and `carrier` register when the library builds them."""

    def __init__(self, dealer: Dealer, on_pause: Callable[[], Awaitable[None]]) -> None:
        self.venue: PaperVenue | None = None
        self.feed: Feed | None = None
        self.carrier: Carrier | None = None
        self._dealer = dealer
        self._on_pause = on_pause
        self._under: _Under | None = None

    async def answer(self, request: Request) -> Events | None:
        match request:
            case Ask(command, cause):
                return await self._ask(command, cause)
            case Passed(batch):
                await self._pass(batch.events)
            case _:
                await self._on_pause()
        return None

    async def _ask(self, command: Command, cause: Cause) -> Events:
        if self._dealer.recorder.replaying or isinstance(command, Signal):
            return self._dealer.perform(command, cause)
        if isinstance(command, Cancel):
            return await self._cancel(command, cause)
        assert self.carrier is not None
        assert self.feed is not None
        self.feed.hand_over()
        entry = command.orders[0]
        of = self._dealer.broker.instruments[entry.instrument_id]
        under = self._begin(entry.client_order_id, command, cause)
        factory = self.carrier.order_factory
        if len(command.orders) == 1:
            self.carrier.submit_order(convert.order(factory, entry, of))
        else:
            self.carrier.submit_order_list(convert.bracket(factory, command.orders, of))
        return await self._end(under)

    async def _cancel(self, command: Cancel, cause: Cause) -> Events:
        if command.client_order_id not in self._dealer.broker.working:
            return ()
        assert self.carrier is not None
        under = self._begin(command.client_order_id, command, cause)
        self.carrier.cancel_order(model.ClientOrderId(command.client_order_id))
        return await self._end(under)

    async def _pass(self, events: Events) -> None:
        """Tell the library of what no command of its caused."""
        assert self.venue is not None
        under = self._begin("", None, Cause.MARKET)
        under.arrived = True
        under.awaited.update(self.venue.tell(events))
        self._check()
        await self._end(under)

    # -- called by the library ------------------------------------------------------------------------

    def arrived(self, client_order_id: str) -> None:
        """A command has reached the venue: decide, journal, and only then tell.

        One that nobody waits for any more, since the node is stopping, is not decided: the next node asks again.
        """
        under = self._under
        if under is None:
            return
        if under.command is None or under.client_order_id != client_order_id:
            raise PipelineError(f"{client_order_id} arrived at the venue, but was not under way; see the node's log")
        assert self.venue is not None
        try:
            under.events = self._dealer.perform(under.command, under.cause)
        except NautilusError as error:
            under.done.set_exception(error)
            return
        under.arrived = True
        under.awaited.update(self.venue.tell(under.events))
        self._check()

    def returned(self, event: Any) -> None:
        """An event has come back to the library's strategy."""
        under = self._under
        if under is None:
            return
        name, client_order_id = type(event).__name__, str(event.client_order_id)
        if name == "OrderDenied" and not under.arrived and isinstance(under.command, Submit | Replace):
            under.events = self._dealer.refuse(under.command, f"NautilusTrader: {event.reason}", under.cause)
            under.arrived = True
        elif under.awaited.get((name, client_order_id)):
            under.awaited[name, client_order_id] -= 1
        self._check()

    # -- waiting --------------------------------------------------------------------------------------

    def _begin(self, client_order_id: str, command: Submit | Replace | Cancel | None, cause: Cause) -> _Under:
        self._under = _Under(client_order_id, command, cause, asyncio.get_running_loop().create_future())
        return self._under

    def _check(self) -> None:
        under = self._under
        if under and under.arrived and not under.awaited.total() and not under.done.done():
            under.done.set_result(None)

    async def _end(self, under: _Under) -> Events:
        try:
            async with asyncio.timeout(_PATIENCE_S):
                await under.done
        except TimeoutError as error:
            missing = [key for key, count in under.awaited.items() if count]
            raise PipelineError(
                f"{under.client_order_id or 'a fill'} is not back after {_PATIENCE_S:g} s "
                f"(arrived: {under.arrived}, missing: {missing}); the node restarts from its journal"
            ) from error
        finally:
            self._under = None
        return under.events
