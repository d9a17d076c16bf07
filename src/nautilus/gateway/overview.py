"""What the gateway knows of the engines: asked when somebody looks, at most once a second."""

import asyncio
import functools
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import httpx
import msgspec

from nautilus.kernel.config import ENGINE_PORTS, Config

FRESH_SECONDS = 1.0
ITEMS_SHOWN = 12
_ASK_SECONDS = 2.0
_PAGE = 200


class EngineState(msgspec.Struct, frozen=True):
    """One engine as its own /health/ready describes it. `detail` says what is wrong."""

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
        self._turn = asyncio.Lock()
        self._state = PlatformState(False, ())
        self._asked_at = float("-inf")
        self._orders = Tail(functools.partial(self.ask, "execution", "/orders"))

    async def state(self) -> PlatformState:
        async with self._turn:
            if time.monotonic() - self._asked_at >= FRESH_SECONDS:
                engines = await asyncio.gather(*(self._engine(name) for name in ENGINE_PORTS))
                self._state = PlatformState(all(engine.ready for engine in engines), tuple(engines))
                self._asked_at = time.monotonic()
            return self._state

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

    async def _engine(self, name: str) -> EngineState:
        try:
            answer = await self._http.get(self._config.engine_url(name) + "/health/ready", timeout=_ASK_SECONDS)
            detail = "" if answer.is_success else str(answer.json().get("detail", answer.status_code))
        except httpx.TimeoutException:
            return EngineState(name, False, f"no answer within {_ASK_SECONDS:g} s")
        except (httpx.HTTPError, ValueError) as error:
            return EngineState(name, False, f"does not answer ({type(error).__name__})")
        return EngineState(name, answer.is_success, detail)


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
