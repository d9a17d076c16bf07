"""All subscriptions: takes them, brings them up again after a restart, lets them go."""

import asyncio
from collections.abc import Sequence

from nautilus.domain.instruments import Instrument
from nautilus.engines.marketdata.live.line import Line
from nautilus.engines.marketdata.model.live import Stream, Subscription
from nautilus.engines.marketdata.model.terms import assumed_instrument
from nautilus.engines.marketdata.store import Archive, insert_instruments
from nautilus.engines.marketdata.store import live as store
from nautilus.history import instruments
from nautilus.history.names import check_name
from nautilus.kernel.engine import Context
from nautilus.kernel.errors import ConflictError, NautilusError, NotFoundError, UnavailableError
from nautilus.sources.feed import open_feed

_PATIENCE_S = 5.0


class Desk:
    def __init__(self, context: Context, archive: Archive) -> None:
        self._context = context
        self._archive = archive
        self._lines: dict[int, tuple[Line, asyncio.Task[None]]] = {}
        self._group: asyncio.TaskGroup | None = None
        self._turn = asyncio.Lock()
        self._is_up = asyncio.Event()

    async def run(self) -> None:
        """Read every feed that is subscribed to, until cancelled. One that cannot be opened is left, and said so."""
        async with asyncio.TaskGroup() as group:
            async with self._turn:
                self._group = group
                for wanted in await store.active_subscriptions(self._context.database):
                    try:
                        await self._begin(wanted)
                    except NautilusError as error:
                        self._context.log.warning("subscription %d is not read: %s", wanted.subscription_id, error)
                self._is_up.set()
            await asyncio.Event().wait()

    def lines(self) -> list[Line]:
        return [line for _, (line, _) in sorted(self._lines.items())]

    def line(self, subscription_id: int) -> Line:
        """Raises NotFoundError."""
        if subscription_id not in self._lines:
            raise NotFoundError(
                f"there is no subscription {subscription_id}; GET /subscriptions lists those that are read"
            )
        return self._lines[subscription_id][0]

    async def subscribe(self, wanted: Subscription, names: Sequence[str]) -> Line:
        """Begin to read. The same asked twice is one subscription. Raises ConflictError where another one has one of
        these instruments, NotFoundError for a feed that there is not, ConfigurationError for one without its setting.
        """
        try:
            async with asyncio.timeout(_PATIENCE_S):
                await self._is_up.wait()
        except TimeoutError:
            raise UnavailableError("the engine is still starting; try again in a moment") from None
        async with self._turn:
            open_feed(wanted.feed, self._context.config)
            ids = sorted({check_name(name) for name in names})
            for line in self.lines():
                same = (line.subscription.feed, line.subscription.records) == (wanted.feed, wanted.records)
                if same and sorted(line.streams) == ids and _terms(line.subscription) == _terms(wanted):
                    return line
                if same and (shared := set(ids) & set(line.streams)):
                    raise ConflictError(
                        f"subscription {line.subscription.subscription_id} has {min(shared)} of {wanted.feed} already; "
                        "end it first with DELETE /subscriptions"
                    )
            known = {each.instrument_id for each in await instruments(self._context.database)}
            assumed = [assumed_instrument(name) for name in ids if name not in known]
            async with self._context.database.connection() as connection:
                await insert_instruments(connection, assumed)
                streams = []
                for name in ids:
                    count, last_ts = await store.stored_records(connection, wanted, name)
                    streams.append(Stream(name, sequence=count, first_of_last=count + 1, last_ts=last_ts))
                number, _ = await store.insert_subscription(connection, wanted, streams)
            return await self._begin(Subscription(number, *_terms(wanted)))

    async def unsubscribe(self, subscription_id: int) -> None:
        """What was recorded stays. Raises NotFoundError."""
        async with self._turn:
            self.line(subscription_id)
            await store.end_subscription(self._context.database, subscription_id)
            _, task = self._lines.pop(subscription_id)
            task.cancel()
            await asyncio.wait([task])

    async def _begin(self, wanted: Subscription) -> Line:
        assert self._group is not None
        streams = await store.streams_of(self._context.database, wanted.subscription_id)
        known: dict[str, Instrument] = {each.instrument_id: each for each in await instruments(self._context.database)}
        feed = open_feed(wanted.feed, self._context.config)
        own = [known[stream.instrument_id] for stream in streams]
        line = Line(self._context, self._archive, wanted, own, feed)
        line.streams = {stream.instrument_id: stream for stream in streams}
        self._lines[wanted.subscription_id] = (line, self._group.create_task(line.run()))
        return line


def _terms(wanted: Subscription) -> tuple[str, str, int, int, int]:
    return wanted.feed, wanted.records, wanted.step_seconds, wanted.spread_ticks, wanted.stale_seconds
