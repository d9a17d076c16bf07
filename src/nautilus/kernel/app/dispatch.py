"""From the batches of a bus to the methods of a service, one at a time, with recovery when one of them fails."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from http import HTTPStatus
from itertools import groupby
from typing import Any

from nautilus.kernel.engine import Service, Transaction
from nautilus.kernel.errors import NautilusError, UnavailableError
from nautilus.kernel.journal import PostgresJournal
from nautilus.kernel.messages import Envelope, Message, Topic

_HEAL_SECONDS = 0.5
_log = logging.getLogger(__name__)


class State:
    """Whether a service's memory may be trusted. Messages are handled one batch at a time, whatever lane they came by.

    A handler that failed may have left its mark in memory while the store was rolled back: then `load` is called before
    anything else is handled.
    """

    def __init__(self, load: Callable[[], Awaitable[None]]) -> None:
        self._load = load
        self._turn = asyncio.Lock()
        self._distrusted = asyncio.Event()

    @asynccontextmanager
    async def changing(self) -> AsyncIterator[None]:
        """Handlers run in here. Left by an exception, the state is loaded again before the next one enters."""
        async with self._turn:
            await self._restore()
            try:
                yield
            except BaseException:
                self._distrusted.set()
                raise

    def distrust(self) -> None:
        """A transaction outside of a handler (an HTTP command, a timer) has failed."""
        self._distrusted.set()

    async def refresh(self) -> None:
        """Load now, for instance what another process has done so far. Waits for a store that is away."""
        self._distrusted.set()
        await self._heal()

    async def heal(self) -> None:
        """Until cancelled: load after a failure also when no message comes."""
        while True:
            await self._distrusted.wait()
            await self._heal()

    async def _heal(self) -> None:
        while self._distrusted.is_set():
            try:
                async with self._turn:
                    await self._restore()
            except UnavailableError as error:
                _log.warning("state cannot be loaded yet: %s", error)
                await asyncio.sleep(_HEAL_SECONDS)

    async def _restore(self) -> None:
        if self._distrusted.is_set():
            await self._load()
            self._distrusted.clear()


class WatchedJournal:
    """The journal as a service gets it: a transaction that fails for no fault of the user makes the state suspect."""

    def __init__(self, journal: PostgresJournal, state: State) -> None:
        self._journal = journal
        self._state = state

    def transaction(self) -> AbstractAsyncContextManager[Transaction]:
        return self._transaction()

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[Transaction]:
        try:
            async with self._journal.transaction() as transaction:
                yield transaction
        except NautilusError as error:
            if error.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
                self._state.distrust()
            raise
        except BaseException:
            self._state.distrust()
            raise


class Dispatcher:
    """The handler that the bus is given. What it raises, the bus tries again one by one, then parks.

    While `may_handle` is not set, messages wait.
    """

    def __init__(self, service: Service, journal: PostgresJournal, state: State, may_handle: asyncio.Event) -> None:
        self._may_handle = may_handle
        self._journal = journal
        self._state = state
        subscriptions = service.subscriptions()
        self._journaled = subscriptions.journaled
        self._frames = subscriptions.frames
        self.watches = subscriptions.watches

    @property
    def topics(self) -> list[Topic]:
        return [*self._journaled, *self._frames]

    async def __call__(self, envelopes: Sequence[Envelope[Any]]) -> None:
        await self._may_handle.wait()
        async with self._state.changing():
            for topic, group in groupby(envelopes, key=lambda envelope: envelope.topic):
                batch: list[Envelope[Message]] = list(group)
                if topic in self._journaled:
                    await self._journal.consume(batch, self._journaled[topic])
                    continue
                handle = self._frames[topic]
                for envelope in batch:
                    await handle(envelope.message)
