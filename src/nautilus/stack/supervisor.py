"""The supervisor: servers, then migrations, then engines, then the gateway; keeps them running; stops them in order."""

import asyncio
import contextlib
import functools
import logging
import os
import signal
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from nautilus.kernel.config import ENGINE_PORTS, Config
from nautilus.stack.health import http_status
from nautilus.stack.keeper import Answer, Keeper, Service
from nautilus.stack.lifeline import HAS_PIDFD, adopt_grandchildren
from nautilus.stack.logs import rotate
from nautilus.stack.preflight import check_configured, check_home, check_ports, end_leftovers, home_problem
from nautilus.stack.process import Forker, Process, reap_strangers, start_program
from nautilus.stack.server import Server, StackError, last_lines
from nautilus.stack.servers import embedded_servers, write_urls
from nautilus.stack.state import PlatformState, locked, write_state

_SERVER_SECONDS = 60.0
_SERVICE_SECONDS = 120.0
_MIGRATION_SECONDS = 300.0
_HOUSEKEEPING_SECONDS = 5.0
_HOPELESS_RESTARTS = 5

log = logging.getLogger("nautilus.stack")

type Ready = Callable[[float, list[str]], None]
"""Called once everything has been started: the seconds it took, and the names of what is not ready yet."""


@dataclass(frozen=True)
class Targets:
    """Dotted names of what the processes run. The supervisor imports none of it."""

    engine: str = "nautilus.kernel.app:run_engine"
    gateway: str = "nautilus.gateway:run_gateway"
    migration: str = "nautilus.stack.migration:main"


class Supervisor:
    """Runs the platform of one home. `tell` gets one line a step, for the person who waits."""

    def __init__(self, config: Config, tell: Callable[[str], None], targets: Targets) -> None:
        self._config = config
        self._tell = tell
        self._targets = targets
        self._keepers: list[Keeper] = []
        self._forker = Forker(config.log_path / "zygote.log")
        self._stopping = asyncio.Event()
        self._dirty = asyncio.Event()
        self._saved = True

    async def run(self, ready: Ready) -> None:
        """Start everything, call `ready`, and keep it running until told to stop.

        Raises StackError when it cannot start; what had been started is stopped by then.
        """
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, self._stopping.set)
        housekeeping = asyncio.create_task(self._housekeeping())
        try:
            started = time.monotonic()
            start_up = asyncio.create_task(self._start_up())
            stopping = asyncio.create_task(self._stopping.wait())
            await asyncio.wait([start_up, stopping], return_when=asyncio.FIRST_COMPLETED)
            if not start_up.done():
                start_up.cancel()
                await asyncio.wait([start_up])
            else:
                start_up.result()
                late = [keeper.service.name for keeper in self._keepers if not keeper.ready.is_set()]
                self._save()
                ready(time.monotonic() - started, late)
            await stopping
        finally:
            await self._shut_down()
            housekeeping.cancel()
            self._save()

    async def _start_up(self) -> None:
        servers = embedded_servers(self._config)
        await asyncio.gather(self._forker.start(), self._start_servers(servers))
        await self._migrate()
        engines = [self._engine(name) for name in ENGINE_PORTS]
        await self._start_services("engines", engines)
        await self._start_services("gateway", [self._gateway()])

    async def _start_servers(self, servers: Sequence[Server]) -> None:
        began = time.monotonic()
        if not servers:
            self._say("servers: those of database_url, bus_market_url and bus_logic_url")
            return
        await asyncio.gather(*(asyncio.to_thread(server.prepare) for server in servers))
        write_urls(self._config, servers)
        keepers = self._keep([_service_of(server) for server in servers])
        for keeper in keepers:
            await self._ready_or_failed(keeper)
        names = ", ".join(f"{server.name} {server.port}" for server in servers)
        self._say(f"servers ready: {names} ({time.monotonic() - began:.1f} s)")

    async def _ready_or_failed(self, keeper: Keeper) -> None:
        """Wait for a server. One that ends again and again will not come up by itself."""
        deadline = time.monotonic() + _SERVER_SECONDS
        while not keeper.ready.is_set():
            if keeper.restarts >= _HOPELESS_RESTARTS or time.monotonic() > deadline:
                detail = keeper.detail or last_lines(keeper.service.log)
                raise StackError(f"{keeper.service.name} does not start: {detail} (whole log: {keeper.service.log})")
            await asyncio.sleep(0.02)

    async def _migrate(self) -> None:
        began = time.monotonic()
        file = self._config.log_path / "migrations.log"
        process = await self._forker.spawn("migrations", self._targets.migration, [], file)
        try:
            status = await asyncio.wait_for(asyncio.shield(process.ended), _MIGRATION_SECONDS)
        except TimeoutError:
            raise StackError(f"Migrations did not end within {_MIGRATION_SECONDS:.0f} s; see {file}") from None
        finally:
            await process.stop(signal.SIGKILL, 0)
        if status:
            raise StackError(f"The database could not be migrated: {last_lines(file, 1)} (whole log: {file})")
        self._say(f"database migrated ({time.monotonic() - began:.1f} s)")

    async def _start_services(self, title: str, services: Sequence[Service]) -> None:
        """Start them side by side. Those that keep failing or take too long are named, and go on being tried."""
        began = time.monotonic()
        keepers = self._keep(services)
        while time.monotonic() - began < _SERVICE_SECONDS:
            if all(keeper.ready.is_set() or keeper.restarts >= _HOPELESS_RESTARTS for keeper in keepers):
                break
            await asyncio.sleep(0.02)
        late = [keeper for keeper in keepers if not keeper.ready.is_set()]
        for keeper in late:
            why = keeper.detail or "does not answer that it is ready"
            self._say(f"{keeper.service.name} is not ready: {why} (log: {keeper.service.log})")
        ready = len(keepers) - len(late)
        self._say(f"{title} ready: {ready} of {len(keepers)} ({time.monotonic() - began:.1f} s)")

    def _keep(self, services: Iterable[Service]) -> list[Keeper]:
        keepers = [Keeper(service, self._dirty.set) for service in services]
        self._keepers += keepers
        for keeper in keepers:
            keeper.begin()
        return keepers

    def _engine(self, name: str) -> Service:
        return self._http_service(name, self._targets.engine, [name])

    def _gateway(self) -> Service:
        return self._http_service("gateway", self._targets.gateway, [])

    def _http_service(self, name: str, target: str, arguments: list[str]) -> Service:
        file = self._config.log_path / f"{name}.log"
        port = self._config.port(name)
        start = functools.partial(self._forker.spawn, name, target, arguments, file)
        return Service(name, port, file, start, functools.partial(_ask_http, port, _loopback(self._config)))

    async def _shut_down(self) -> None:
        """Gateway, engines, servers: each group side by side, each after what needs it."""
        began = time.monotonic()
        servers = {"database", "bus-market", "bus-logic"}
        groups = (
            [keeper for keeper in self._keepers if keeper.service.name == "gateway"],
            [keeper for keeper in self._keepers if keeper.service.name in ENGINE_PORTS],
            [keeper for keeper in self._keepers if keeper.service.name in servers],
        )
        for group in groups:
            await asyncio.gather(*(keeper.stop() for keeper in group))
        await self._forker.close()
        if self._keepers:
            self._say(f"stopped ({time.monotonic() - began:.1f} s)")

    async def _housekeeping(self) -> None:
        """Write the state when it changed; now and then rotate logs and bury adopted processes."""
        last = time.monotonic()
        zombies: set[int] = set()
        while True:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._dirty.wait(), _HOUSEKEEPING_SECONDS)
            if self._dirty.is_set() or not self._saved:
                self._dirty.clear()
                self._save()
            if time.monotonic() - last > _HOUSEKEEPING_SECONDS:
                with contextlib.suppress(OSError):  # a full disk, which `_save` speaks of
                    rotate(self._config.log_path)
                zombies = reap_strangers(zombies)
                last = time.monotonic()
            await asyncio.sleep(0.05)  # many changes at once are written once

    def _save(self) -> None:
        """Write the picture of the services. Where that fails it is said once and tried again: nothing stops for it."""
        try:
            write_state(self._config, PlatformState(os.getpid(), tuple(keeper.state for keeper in self._keepers)))
        except OSError as error:
            if self._saved:
                self._say(home_problem(self._config.run_path, error))
            self._saved = False
        else:
            self._saved = True

    def _say(self, line: str) -> None:
        """To the person who waits. A terminal that was closed must not keep the services from being stopped."""
        with contextlib.suppress(OSError):
            self._tell(line)


def _service_of(server: Server) -> Service:
    async def begin() -> Process:
        return start_program(server.command(), server.log)

    async def ask() -> Answer:
        answers = await asyncio.to_thread(server.answers)
        return Answer(alive=answers, ready=answers)

    return Service(server.name, server.port, server.log, begin, ask, server.death_signal, stop_seconds=20.0)


async def _ask_http(port: int, host: str) -> Answer:
    status = await http_status(port, "/health/ready", host)
    return Answer(alive=status is not None, ready=status == 200)


def _loopback(config: Config) -> str:
    return "::1" if config.host == "::1" else "127.0.0.1"


def supervise(config: Config, tell: Callable[[str], None], ready: Ready, targets: Targets | None = None) -> None:
    """Run the platform of this home until SIGINT, SIGTERM or SIGHUP. Raises StackError, one line, when it cannot."""
    check_home(config)
    with locked(config):
        _log_to(config.log_path / "supervisor.log")
        end_leftovers(config)
        check_ports(config)
        check_configured(config)
        if HAS_PIDFD:
            adopt_grandchildren()
        asyncio.run(_supervised(config, tell, ready, targets or Targets()))


async def _supervised(config: Config, tell: Callable[[str], None], ready: Ready, targets: Targets) -> None:
    await Supervisor(config, tell, targets).run(ready)


class _LogFile(logging.FileHandler):
    """A log whose disk may be full: what cannot be written is lost, and the terminal is spared the traceback."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the name is logging's
        if not isinstance(sys.exc_info()[1], OSError):
            super().handleError(record)


def _log_to(file: Path) -> None:
    handler = _LogFile(file)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    log.propagate = False
