"""The three embedded servers of a home: which of them to run, on which ports, and where clients find them."""

import json
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from nautilus.kernel.config import DATABASE_PORT, URLS_FILE, Config
from nautilus.kernel.messages import Bus
from nautilus.stack.postgres import PostgresServer
from nautilus.stack.server import Server, StackError, free_port, is_free, last_lines, start, write_private
from nautilus.stack.valkey import ValkeyServer

_READY_SECONDS = 60
_STOP_SECONDS = 15


def embedded_servers(config: Config, *, fsync: bool = True) -> list[Server]:
    """The servers to run ourselves: those for which no URL is configured. Of a home in use, call it once."""
    home, logs, secrets = config.home_path, config.log_path, config.home_path / "secrets"
    servers: list[Server] = []
    if not config.database_url:
        wanted = DATABASE_PORT + config.port_offset
        port = wanted if is_free(wanted) else free_port()  # a PostgreSQL of the user's own is no error
        log, password = logs / "database.log", secrets / "database"
        servers.append(PostgresServer(home / "postgres", port, log, password, fsync=fsync))
    for bus, url in ((Bus.MARKET, config.bus_market_url), (Bus.LOGIC, config.bus_logic_url)):
        if not url:
            log, password = logs / f"bus-{bus}.log", secrets / f"bus-{bus}"
            servers.append(ValkeyServer(bus, home / f"bus-{bus}", config.port(f"bus-{bus}"), log, password))
    return servers


def write_urls(config: Config, servers: Sequence[Server]) -> None:
    """Tell every process of this home where the embedded servers are (`kernel.config.resolve_urls` reads it)."""
    setting = {"database": "database_url", "bus-market": "bus_market_url", "bus-logic": "bus_logic_url"}
    config.run_path.mkdir(parents=True, exist_ok=True, mode=0o700)
    write_private(config.run_path / URLS_FILE, json.dumps({setting[server.name]: server.url for server in servers}))


@contextmanager
def running(servers: Sequence[Server]) -> Iterator[dict[str, "subprocess.Popen[bytes]"]]:
    """Prepare and start servers, wait until they answer, stop them at the end. For tools and tests: no restarts."""
    processes: dict[str, subprocess.Popen[bytes]] = {}
    try:
        for server in servers:
            server.prepare()
            processes[server.name] = start(server.command(), server.log)
        for server in servers:
            wait_until_ready(server, processes[server.name])
        yield processes
    finally:
        for server in reversed(servers):
            if server.name in processes:
                stop(server, processes[server.name])


def wait_until_ready(server: Server, process: "subprocess.Popen[bytes]", seconds: float = _READY_SECONDS) -> None:
    deadline = time.monotonic() + seconds
    while not server.answers():
        if process.poll() is not None:
            raise StackError(f"{server.name} ended at once: {last_lines(server.log)} (whole log: {server.log})")
        if time.monotonic() > deadline:
            raise StackError(f"{server.name} did not answer within {seconds:.0f} s; see {server.log}")
        time.sleep(0.02)


def stop(server: Server, process: "subprocess.Popen[bytes]", seconds: float = _STOP_SECONDS) -> None:
    """Ask for an orderly end, and end it if that takes too long."""
    if process.poll() is not None:
        return
    process.send_signal(server.death_signal)
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
