"""The shell of websocket: both buses on one side, the clients on the other, the board between them."""

import asyncio
import time
from collections.abc import Mapping, Sequence
from typing import Any

from nautilus.engines.websocket import store
from nautilus.engines.websocket.model import Board, Change, Client, ClientPolicy, Rows, Span, changes
from nautilus.kernel.auth import Grant, tickets
from nautilus.kernel.bus import connect
from nautilus.kernel.engine import Context, Service, Subscriptions, Watch
from nautilus.kernel.errors import UnavailableError
from nautilus.kernel.messages import Bus, Envelope

MOST_CLIENTS = 2_000
_JUDGE_SECONDS = 1.0
_WARM_ENTRIES = 64
"""Frames read again at start, so that quotes, bars and values are there before the next frame comes."""


class Seat:
    """A client together with the events that its connection waits for."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.wake = asyncio.Event()
        self.dismissed = asyncio.Event()
        self.sending = asyncio.Lock()
        """One message at a time: deliveries and pongs come from two tasks."""

    def notify(self) -> None:
        """After something has happened to the client."""
        if self.client.is_too_slow:
            self.dismissed.set()
        elif self.client.has_waiting:
            self.wake.set()


class WebsocketService(Service):
    """Reads both buses without a group: it is to see everything, and owes nobody an acknowledgement."""

    policy = ClientPolicy()

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._topics = {bus: tuple(t for t in context.engine.consumes if t.bus is bus) for bus in Bus}
        self._board = Board()
        self._seats: set[Seat] = set()
        self._after: dict[str, str] = {}
        self._tickets = tickets(context.config, context.clock)
        self._sent_away = 0

    async def load(self) -> None:
        """Find where to begin reading: with the latest run, and a few market frames back."""
        logic, market = (connect(self.context.config, bus, "websocket") for bus in (Bus.LOGIC, Bus.MARKET))
        try:
            self._after = dict.fromkeys(
                (topic.name for topic in self._topics[Bus.LOGIC]), await store.run_beginning(logic)
            )
            for topic in self._topics[Bus.MARKET]:
                self._after[topic.name] = await store.recent(market, topic, _WARM_ENTRIES)
        finally:
            await logic.close()
            await market.close()

    async def run(self) -> None:
        """Once a second, find the clients that have stopped reading."""
        while True:
            await asyncio.sleep(_JUDGE_SECONDS)
            now = time.monotonic()
            for seat in self._seats:
                seat.client.judge(now)
                seat.notify()

    def status(self) -> Mapping[str, Any]:
        return {"run": self._board.run, "clients": len(self._seats), "sent_away": self._sent_away}

    def join(self) -> Seat:
        """A seat for a client that has connected. Raises UnavailableError when all are taken."""
        if len(self._seats) >= MOST_CLIENTS:
            raise UnavailableError(f"{MOST_CLIENTS} clients are connected already; close one of them")
        seat = Seat(Client(self._board, time.monotonic(), self.policy))
        self._seats.add(seat)
        return seat

    def leave(self, seat: Seat) -> None:
        self._seats.discard(seat)
        self._sent_away += seat.client.is_too_slow

    def wall_ms(self) -> float:
        """Wall time in milliseconds since 1970 UTC."""
        return self.context.clock.now_ns() / 1e6

    def issue_ticket(self, actor: str) -> tuple[str, Grant]:
        """A secret that opens one WebSocket within 30 seconds, and what is kept of it."""
        return self._tickets.issue(actor)

    async def show(self, envelopes: Sequence[Envelope[Any]]) -> None:
        """Put on the board what the messages say, and offer it to all who want it."""
        now = time.monotonic()
        for envelope in envelopes:
            for change in changes(envelope.message):
                if self._board.begins(change):
                    self._restart(now)
                if isinstance(change, Span):
                    if self._board.misses(change):
                        self._miss(now)
                    continue
                if self._board.take(change, envelope.message_id):
                    self._offer(change, envelope.message_id, now)

    def _offer(self, change: Change | Rows, position: str, now: float) -> None:
        for seat in self._seats:
            seat.client.offer(change, position, now)
            seat.notify()

    def _restart(self, now: float) -> None:
        for seat in self._seats:
            seat.client.restart(now)
            seat.notify()

    def _miss(self, now: float) -> None:
        for seat in self._seats:
            seat.client.miss(now)
            seat.notify()

    def subscriptions(self) -> Subscriptions:
        return Subscriptions(watches=tuple(Watch(topics, self.show, self._after) for topics in self._topics.values()))
