"""Looking at all engines at once: what each says of itself, what it counts, and how far the run is.

However many ask, the engines are asked at most once a second. A slow look in the background keeps the windows of rates
and quantiles filled for who asks first. An engine that hangs is given up after `PATIENCE_SECONDS`.
"""

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from http import HTTPStatus
from typing import Any

import msgspec

from nautilus.gateway.metrics import History, parse
from nautilus.gateway.progress import SOURCE, Behind, Progress
from nautilus.gateway.supervised import Supervised, supervised
from nautilus.gateway.upstream import Upstream
from nautilus.kernel.config import ENGINE_PORTS, Config
from nautilus.kernel.errors import NautilusError, UnavailableError

FRESH_SECONDS = 1.0
PATIENCE_SECONDS = 0.8
_GRACE_SECONDS = 2.0
"""An engine that worked when it was seen before may be silent for so long: the machine may be busy."""
_BACKGROUND_SECONDS = 15.0
_STANDING_BY = "standing by"
_SILENT = f"gives no answer within {PATIENCE_SECONDS:g} s"
_SLOW = f"answers, but its checks take longer than {PATIENCE_SECONDS:g} s"


class State(StrEnum):
    READY = "ready"
    NOT_READY = "not ready"
    STANDING_BY = "standing by"
    """Another process of this engine owns what it would work on."""
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Seen:
    """One engine at one look. `status` is its own /status, None where it gave none."""

    name: str
    state: State
    detail: str
    """What is wrong, in words; empty while nothing is."""
    since_ns: int
    """Wall time at which it was first seen in this state."""
    status: Mapping[str, Any] | None
    history: History
    fresh: bool
    """Whether its metrics were read at this look."""


@dataclass(frozen=True, slots=True)
class Sight:
    """The platform at one look."""

    as_of: int
    """Wall time, nanoseconds UTC."""
    engines: Mapping[str, Seen]
    supervised: Mapping[str, Supervised]
    run: Mapping[str, Any] | None
    """The newest replay run as marketdata says it; what it said last while it is away; None: there is none."""
    behind: Mapping[str, Behind] = field(default_factory=dict)


type Answer = tuple[int, bytes] | str
"""Status and body, or why there are none."""


class Observer:
    """Asks the engines. `watch` is to run beside the server."""

    def __init__(self, config: Config, token: str) -> None:
        self._config = config
        self._headers = [(b"authorization", f"Bearer {token}".encode()), (b"accept", b"*/*")]
        self._upstreams = {name: Upstream(name, config.engine_url(name)) for name in ENGINE_PORTS}
        self._histories = {name: History() for name in ENGINE_PORTS}
        self._states: dict[str, tuple[State, int]] = {}
        self._silent: dict[str, float] = {}
        """Since when engines have been silent, monotonic seconds."""
        self._progress = Progress()
        self._run: Mapping[str, Any] | None = None
        self._turn = asyncio.Lock()
        self._sight: Sight | None = None
        self._looked_at = 0.0

    async def look(self) -> Sight:
        """The platform, seen within the last second."""
        async with self._turn:
            if self._sight is None or time.monotonic() - self._looked_at >= FRESH_SECONDS:
                self._sight = await self._look()
                self._looked_at = time.monotonic()
            return self._sight

    async def watch(self) -> None:
        """Look now and then, until cancelled."""
        while True:
            await self.look()
            await asyncio.sleep(_BACKGROUND_SECONDS)

    async def ask(self, engine: str, target: str) -> Any:
        """The JSON that an engine replies to GET `target`; None where it replies with none in time."""
        answer = await self._fetch(engine, target)
        return _json(answer) if _is_success(answer) else None

    def close(self) -> None:
        for upstream in self._upstreams.values():
            upstream.close()

    async def _look(self) -> Sight:
        run, seen = await asyncio.gather(
            self._fetch(SOURCE, "/replays/current"), asyncio.gather(*(self._see(name) for name in ENGINE_PORTS))
        )
        heard = not isinstance(run, str) and run[0] in (HTTPStatus.OK, HTTPStatus.NOT_FOUND)
        if heard:
            self._run = _json(run) if _is_success(run) else None
        return Sight(
            as_of=time.time_ns(),
            engines={engine.name: engine for engine in seen},
            supervised=supervised(self._config),
            run=self._run,
            behind=self._progress.update(self._run if heard else None, time.monotonic()),
        )

    async def _see(self, name: str) -> Seen:
        status, metrics = await asyncio.gather(self._fetch(name, "/status"), self._fetch(name, "/metrics"))
        fresh = _is_success(metrics)
        if fresh and not isinstance(metrics, str):
            self._histories[name].add(time.monotonic(), parse(metrics[1].decode(errors="replace")))
        said: Mapping[str, Any] | None = _json(status) if _is_success(status) else None
        state, detail = _judge(status, said, fresh=fresh)
        before, since_ns = self._states.get(name, (None, 0))
        if detail != _SILENT:
            self._silent.pop(name, None)
        elif before is not None and self._silence_of(name) < _GRACE_SECONDS:
            state = before
        if state is not before:
            since_ns = time.time_ns()
            self._states[name] = (state, since_ns)
        return Seen(name, state, detail, since_ns, said, self._histories[name], fresh)

    def _silence_of(self, name: str) -> float:
        """For how many seconds an engine has been silent, which it is now."""
        now = time.monotonic()
        return now - self._silent.setdefault(name, now)

    async def _fetch(self, engine: str, target: str) -> Answer:
        """Ask once, and once more where a connection that was kept had been closed meanwhile."""
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                try:
                    return await self._read(engine, target)
                except UnavailableError:
                    return await self._read(engine, target)
        except TimeoutError:
            return _SILENT
        except UnavailableError:
            return "does not answer"
        except NautilusError as error:
            return str(error)

    async def _read(self, engine: str, target: str) -> tuple[int, bytes]:
        upstream = self._upstreams[engine]
        connection = await upstream.ask("GET", target.encode(), self._headers, None)
        body, more = b"", True
        try:
            while more:
                chunk, more = await upstream.read(connection)
                body += chunk
        finally:
            upstream.release(connection)
        return connection.status, body


def _judge(status: Answer, said: Mapping[str, Any] | None, *, fresh: bool) -> tuple[State, str]:
    if said is not None:
        if said["ready"]:
            return State.READY, ""
        failing = [check for check in said["checks"] if not check["ok"]]
        waits = [check["detail"] for check in failing if check["detail"].startswith(_STANDING_BY)]
        if waits:
            return State.STANDING_BY, waits[0]
        return State.NOT_READY, "; ".join(f"{check['name']}: {check['detail']}" for check in failing)
    if fresh:
        return State.NOT_READY, _SLOW
    return State.DOWN, status if isinstance(status, str) else f"answers with status {status[0]}"


def _is_success(answer: Answer) -> bool:
    return not isinstance(answer, str) and answer[0] == HTTPStatus.OK


def _json(answer: Answer) -> Any:
    """None where the body is not JSON."""
    try:
        return None if isinstance(answer, str) else msgspec.json.decode(answer[1])
    except msgspec.DecodeError:
        return None
