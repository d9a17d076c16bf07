"""A process of the platform: configuration, logs, signals and exit status around what it runs."""

import asyncio
import logging
import signal
import socket
from collections.abc import Awaitable, Callable

import uvloop

from nautilus.kernel import telemetry
from nautilus.kernel.app.parts import PartFailedError
from nautilus.kernel.app.runtime import Runtime, load_name
from nautilus.kernel.app.server import listen
from nautilus.kernel.config import ENGINE_PORTS, Config, load_config, resolve_urls
from nautilus.kernel.errors import ConfigurationError, NautilusError

type Program = Callable[[socket.socket, asyncio.Event], Awaitable[None]]
"""Serves on a bound socket until the event is set."""


def run_engine(engine_name: str) -> None:
    """Run one engine until SIGTERM or SIGINT. Raises SystemExit with status 1 when anything of it failed."""
    if engine_name not in ENGINE_PORTS:
        raise SystemExit(f"there is no engine {engine_name}; there are {', '.join(ENGINE_PORTS)}")

    def prepare(config: Config) -> Program:
        engine = load_name(f"nautilus.engines.{engine_name}:ENGINE")
        return Runtime(engine, resolve_urls(config)).run

    run_process(engine_name, prepare)


def run_process(name: str, prepare: Callable[[Config], Program]) -> None:
    """Run a program as the process `name`. Whatever goes wrong is one line in the log and exit status 1."""
    log = logging.getLogger(f"nautilus.{name}")
    try:
        config = load_config()
        telemetry.configure_logging(name, config.log_level)
        listener = listen(config, name)
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(_until_signalled(prepare(config), listener))
    except PartFailedError as error:
        log.critical("%s stops: %s", name, error, exc_info=error.__cause__)
        raise SystemExit(1) from error
    except (NautilusError, ConfigurationError) as error:
        log.critical("%s cannot start: %s", name, error)
        raise SystemExit(1) from error


async def _until_signalled(program: Program, listener: socket.socket) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    await program(listener, stop)
