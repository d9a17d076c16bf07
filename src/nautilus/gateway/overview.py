"""What the gateway knows of the platform: asked when somebody looks, at most once a second."""

import asyncio
import contextlib
import functools
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Any

import httpx
import msgspec

from nautilus.gateway.alerts import Alerts
from nautilus.gateway.observer import Observer, State
from nautilus.kernel.config import Config

ITEMS_SHOWN = 12
_ASK_SECONDS = 2.0
_PAGE = 200


class EngineState(msgspec.Struct, frozen=True):
    """One engine as it describes itself. `detail` says what is wrong."""

    name: str
    ready: bool
    detail: str = ""


class PlatformState(msgspec.Struct, frozen=True):
    """Ready means: every engine is."""

    ready: bool
    engines: tuple[EngineState, ...]


class Overview:
    """Asks the engines, for many who look at the cost of one."""

    def __init__(self, config: Config, http: httpx.AsyncClient, token: str) -> None:
        self._config = config
        self._http = http
        self._headers = {"Authorization": f"Bearer {token}"}
        self.observer = Observer(config, token)
        self.alerts = Alerts(self.observer)
        self._orders = Tail(functools.partial(self.ask, "execution", "/orders"))

    @contextlib.asynccontextmanager
    async def watching(self) -> AsyncIterator[None]:
        """In here the engines are looked at also when nobody asks."""
        watch = asyncio.create_task(self.observer.watch(), name="watch")
        try:
            yield
        finally:
            watch.cancel()
            self.observer.close()
            with contextlib.suppress(asyncio.CancelledError):
                await watch

    async def state(self) -> PlatformState:
        seen = (await self.observer.look()).engines.values()
        engines = tuple(EngineState(each.name, each.state is State.READY, each.detail) for each in seen)
        return PlatformState(all(engine.ready for engine in engines), engines)

    async def last_orders(self, run: int) -> list[Mapping[str, Any]]:
        return await self._orders.last(run)

    async def ask(self, engine: str, path: str, **query: str | int) -> Mapping[str, Any] | None:
        """The reply of an engine, or None when it has none to give now."""
        try:
            answer = await self._http.get(
                self._config.engine_url(engine) + path, params=query, headers=self._headers, timeout=_ASK_SECONDS
            )
            reply: Mapping[str, Any] | None = answer.json() if answer.is_success else None
        except (httpx.HTTPError, ValueError):
            return None
        return reply


class Tail:
    """The last items of a list that is read from its beginning: goes on from the last full page it has seen."""

    def __init__(self, ask: Callable[..., Awaitable[Mapping[str, Any] | None]]) -> None:
        self._ask = ask
        self._turn = asyncio.Lock()
        self._run = 0
        self._cursor = ""
        self._before: list[Mapping[str, Any]] = []
        """The last items of the page before the cursor."""

    async def last(self, run: int) -> list[Mapping[str, Any]]:
        """At most `ITEMS_SHOWN` items of `run`, newest last; what is known when the engine does not answer."""
        async with self._turn:
            if run != self._run:
                self._run, self._cursor, self._before = run, "", []
            while page := await self._ask(run=run, limit=_PAGE, cursor=self._cursor):
                items = [*self._before, *page["items"]][-ITEMS_SHOWN:]
                if page["next_cursor"] is None:
                    return items
                self._before, self._cursor = items, page["next_cursor"]
            return self._before
