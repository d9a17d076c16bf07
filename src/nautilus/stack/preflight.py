"""What must hold before anything is started; each failure is one line that says what to do."""

import errno
import os
import shutil
import signal
import socket
import time
from pathlib import Path

import msgspec
import psutil

from nautilus.kernel.config import ENGINE_PORTS, HIGHEST_OFFSET, Config
from nautilus.stack.server import StackError, is_free
from nautilus.stack.state import process_of, read_state

LEAST_FREE_BYTES = 512 * 1024**2
LEAST_FREE_RUNNING_BYTES = 16 * 1024**2
_LEFTOVER_SECONDS = 10.0
_ANSWER_SECONDS = 3.0


def check_home(config: Config) -> None:
    """Home can be made and written, and its disk has room for a start."""
    home = config.home_path
    try:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        for folder in (config.run_path, config.log_path):
            folder.mkdir(exist_ok=True, mode=0o700)
        probe = config.run_path / ".writable"
        probe.write_text("yes")
        probe.unlink()
    except OSError as error:
        raise StackError(home_problem(home, error)) from error
    check_room(home, LEAST_FREE_BYTES)


def check_room(home: Path, least: int = LEAST_FREE_RUNNING_BYTES) -> None:
    """The disk of the home has `least` bytes free; without them services end and are started again until it has."""
    free = shutil.disk_usage(home).free
    if free < least:
        raise StackError(
            f"Disk is full: {free // 1024**2} MiB free at {home}, at least {least // 1024**2} needed. "
            "Free some, or set NAUTILUS_HOME to another disk."
        )


def home_problem(path: Path, error: OSError) -> str:
    """One line about a file operation that failed in the home."""
    if error.errno == errno.ENOSPC:
        return f"Disk is full at {path}. Free some space, or set NAUTILUS_HOME to another disk."
    reason = os.strerror(error.errno) if error.errno else str(error)
    return f"Cannot write to {error.filename or path}: {reason}. Set NAUTILUS_HOME to a folder that you may write to."


def end_leftovers(config: Config) -> None:
    """After a supervisor was killed its servers need a moment to end; wait for them, then end them."""
    state = read_state(config)
    processes = [process for service in state.services if (process := process_of(service))] if state else []
    deadline = time.monotonic() + _LEFTOVER_SECONDS
    while processes and time.monotonic() < deadline:
        processes = [process for process in processes if process.is_running()]
        processes = [process for process in processes if process.status() != psutil.STATUS_ZOMBIE]
        time.sleep(0.05)
    for process in processes:
        process.send_signal(signal.SIGKILL)
    psutil.wait_procs(processes, timeout=_LEFTOVER_SECONDS)


def wanted_ports(config: Config) -> dict[str, int]:
    """Every port that must be free, by name. The database's is not among them: it takes another."""
    names = [*ENGINE_PORTS, "gateway"]
    names += [f"bus-{bus}" for bus in ("market", "logic") if not getattr(config, f"bus_{bus}_url")]
    return {name: config.port(name) for name in names}


def check_ports(config: Config) -> None:
    for name, port in wanted_ports(config).items():
        if not is_free(port, config.host):
            raise StackError(
                f"Port {port} ({name}) is taken{_by_whom(port)}. Stop that program, or move all ports: "
                f"NAUTILUS_PORT_OFFSET={free_offset(config)}"
            )


def check_configured(config: Config) -> None:
    """The servers that are not ours: URLs that can be read, and buses that somebody listens at.

    Whether the database answers and lets us in is seen, and said, by the migration.
    """
    if config.database_url and not config.database_url.startswith(("postgresql://", "postgres://")):
        raise StackError("database_url is not understood; write it as postgresql://user:password@host:port/database")
    for setting in ("bus_market_url", "bus_logic_url"):
        if url := getattr(config, setting):
            _check_bus(setting, url)


def _check_bus(setting: str, url: str) -> None:
    from nautilus.kernel.bus.address import parse_address  # only now: its package is large, and few need it

    address = parse_address(url)
    try:
        socket.create_connection((address.host, address.port), timeout=_ANSWER_SECONDS).close()
    except OSError as error:
        raise StackError(
            f"The bus {address.shown} does not answer ({error.strerror or error}). Start it or mend {setting}."
        ) from error


def free_offset(config: Config) -> int:
    """An offset at which all ports are free now. Raises StackError when there is none."""
    for offset in range(137, HIGHEST_OFFSET, 211):
        moved = msgspec.structs.replace(config, port_offset=offset)
        if offset % 1_000 and all(is_free(port, config.host) for port in wanted_ports(moved).values()):
            return offset
    raise StackError("No offset of NAUTILUS_PORT_OFFSET has all ports free; stop some programs.")


def _by_whom(port: int) -> str:
    """Who listens, as far as we may know."""
    try:
        connections = psutil.net_connections(kind="tcp")
        for connection in connections:
            if connection.laddr and connection.laddr.port == port and connection.status == psutil.CONN_LISTEN:
                return f" by {psutil.Process(connection.pid).name()} (pid {connection.pid})" if connection.pid else ""
    except (psutil.AccessDenied, psutil.NoSuchProcess):
        return ""
    return ""
