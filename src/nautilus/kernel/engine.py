"""The shape of an engine: what it declares (`Engine`), what it is given (`Context`), what it implements (`Service`).

The chassis (`kernel/app`) turns the three into a process: it opens database and buses, calls `Service.load`, serves
`/health`, `/metrics`, `/status` and the engine's routes, reads the topics of `Service.subscriptions` and hands each
message to its handler.
"""

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from nautilus.kernel.messages import Envelope, Message, Topic

if TYPE_CHECKING:
    import logging

    import httpx
    from prometheus_client import CollectorRegistry

    from nautilus.kernel.clock import Clock
    from nautilus.kernel.config import Config
    from nautilus.kernel.database import Connection, Database


@dataclass(frozen=True)
class Engine:
    """One engine as the rest of the house sees it. Declared once, in `engines/<name>/__init__.py`."""

    name: str
    port: int
    summary: str
    consumes: tuple[Topic, ...] = ()
    produces: tuple[Topic, ...] = ()

    @property
    def service(self) -> str:
        """Dotted name of the class that runs it, imported only in its own process."""
        return f"nautilus.engines.{self.name}.service:{self.name.capitalize()}Service"

    @property
    def api(self) -> str:
        """Dotted name of its list of routes."""
        return f"nautilus.engines.{self.name}.api:ROUTES"


class Transaction(Protocol):
    """One PostgreSQL transaction of a logic-bus handler: state, inbox and outbox commit together or not at all."""

    @property
    def connection(self) -> "Connection": ...

    def emit(self, topic: Topic, key: str, message: Message) -> int:
        """Append to this engine's hash-chained outbox; the relay publishes it after commit. Its number there."""


class Publisher(Protocol):
    """Publishing that is not journaled: market-data frames, watermarks, heartbeats."""

    async def publish(self, topic: Topic, key: str, *messages: Message) -> None: ...


class Journal(Protocol):
    def transaction(self) -> "Any":
        """`async with context.journal.transaction() as tx:` for work that an HTTP command or a timer starts."""


type LogicHandler = Callable[[Transaction, Any], Awaitable[None]]
"""Handler of a journaled topic: called with the transaction that will also hold the inbox row. Must be a function
of the store and the message; if it raises, everything it did is rolled back and `Service.load` is called again."""

type FrameHandler = Callable[[Any], Awaitable[None]]
"""Handler of a topic that is not journaled: called with each message, at least once, in order."""


@dataclass(frozen=True)
class Context:
    """Everything an engine is given. Nothing else is reached for: no module-level state, no globals."""

    engine: Engine
    config: "Config"
    clock: "Clock"
    database: "Database"
    journal: Journal
    publisher: Publisher
    http: "httpx.AsyncClient"
    """Client for questions to other engines: `await context.http.get(context.config.engine_url("risk") + "/limits")`;
    carries the bearer token."""
    metrics: "CollectorRegistry"
    log: "logging.Logger"


@dataclass(frozen=True)
class Check:
    """One line of `/health/ready`."""

    name: str
    ok: bool
    detail: str = ""


type WatchHandler = Callable[[Sequence["Envelope[Any]"]], Awaitable[None]]
"""Handler of a watch: called with batches in the order of each stream. If it raises, the process ends."""


@dataclass(frozen=True)
class Watch:
    """Topics of one bus that this process reads for itself, without a group: it sees everything, acknowledges nothing,
    and after a restart begins where it says."""

    topics: tuple[Topic, ...]
    handler: WatchHandler
    after: Mapping[str, str] = field(default_factory=dict)
    """Entry id by topic name to begin behind ("0": the first that is kept); without: behind the newest."""


@dataclass(frozen=True)
class Subscriptions:
    """Topic -> method, the last lines of a service. The service's whole flow is readable here."""

    journaled: Mapping[Topic, LogicHandler] = field(default_factory=dict)
    frames: Mapping[Topic, FrameHandler] = field(default_factory=dict)
    watches: tuple[Watch, ...] = ()


class Service(ABC):
    """The shell of an engine: bus, clock and store around the pure `model`."""

    def __init__(self, context: Context) -> None:
        self.context = context

    async def load(self) -> None:
        """Read state from the store. Start-up is recovery: also called after a failed transaction."""

    async def run(self) -> None:
        """Background work of the engine, cancelled at shutdown. Returning is fine; raising stops the process."""

    async def close(self) -> None:
        """Let go of what `load` and `run` opened. Not called after kill -9: nothing may depend on it."""

    def checks(self) -> Sequence[Check]:
        """What besides database and buses must hold for this engine to be ready, for example the age of its data."""
        return ()

    def status(self) -> Mapping[str, Any]:
        """The engine's own lines of `/status`: a few numbers that tell a person what it is doing."""
        return {}

    @abstractmethod
    def subscriptions(self) -> Subscriptions: ...
