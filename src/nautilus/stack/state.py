"""What the supervisor leaves in the run folder for other commands: a lock it holds, and a picture of its services."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

import msgspec
import psutil

from nautilus.kernel.config import GATEWAY_PORT, Config
from nautilus.stack.health import memory
from nautilus.stack.server import StackError, write_private

_LOCK = "lock"
_STATE = "state.json"


class ServiceState(msgspec.Struct, frozen=True):
    """One service as the supervisor sees it."""

    name: str
    port: int
    ready: bool
    pid: int | None = None
    started: float = 0.0
    """Start of the process as the system tells it, so that a pid used again is not taken for it."""
    state: str = "waiting"
    restarts: int = 0
    detail: str = ""


class PlatformState(msgspec.Struct, frozen=True):
    """The whole platform as the supervisor sees it."""

    pid: int
    services: tuple[ServiceState, ...]

    @property
    def ready(self) -> bool:
        return bool(self.services) and all(service.ready for service in self.services)


class ServiceStatus(msgspec.Struct, frozen=True):
    """A service in the reply of `nautilus status --json`."""

    name: str
    port: int
    ready: bool
    pid: int | None
    rss_bytes: int
    pss_bytes: int
    state: str
    restarts: int
    detail: str


class PlatformStatus(msgspec.Struct, frozen=True):
    """The reply of `nautilus status --json`."""

    ready: bool
    gateway: str
    token_file: str
    services: tuple[ServiceStatus, ...]
    pid: int | None
    """The supervisor; None when the platform does not run."""


@contextmanager
def locked(config: Config) -> Iterator[None]:
    """Hold this home's lock. The system lets go of it when the holder ends, so that no stale lock can be left.

    Raises StackError when another supervisor holds it.
    """
    config.run_path.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (config.run_path / _LOCK).open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise _already_runs(config, holder(config)) from None
        file.seek(0)
        file.truncate()
        file.write(f"{os.getpid()}\n")
        file.flush()
        yield


def check_not_running(config: Config) -> None:
    """Raises StackError when a supervisor holds the lock of this home."""
    if (pid := holder(config)) is not None:
        raise _already_runs(config, pid)


def _already_runs(config: Config, pid: int | None) -> StackError:
    return StackError(
        f"Nautilus already runs on {config.home} (pid {pid}). See `nautilus status`, or stop it: nautilus down"
    )


def holder(config: Config) -> int | None:
    """Pid of the supervisor of this home, None when none runs: a lock file that nobody holds means nothing."""
    path = config.run_path / _LOCK
    if not path.exists():
        return None
    with path.open("r") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return int(file.read().strip() or 0)
    return None


def check_offset(config: Config) -> None:
    """Raises StackError when the platform of this home runs at other ports than these settings say."""
    state = read_state(config) if holder(config) is not None else None
    ports = [service.port for service in state.services if service.name == "gateway"] if state else []
    if ports and ports[0] != config.port("gateway"):
        offset = ports[0] - GATEWAY_PORT
        raise StackError(
            f"Nautilus runs on {config.home} with NAUTILUS_PORT_OFFSET={offset}, and here it is {config.port_offset}. "
            f"Say the same here: export NAUTILUS_PORT_OFFSET={offset}"
        )


def write_state(config: Config, state: PlatformState) -> None:
    write_private(config.run_path / _STATE, msgspec.json.encode(state).decode(), durable=False)


def read_state(config: Config) -> PlatformState | None:
    """The last state that was written, also by a supervisor that is gone."""
    path = config.run_path / _STATE
    if not path.exists():
        return None
    try:
        return msgspec.json.decode(path.read_bytes(), type=PlatformState)
    except msgspec.DecodeError:
        return None


def started_at(pid: int) -> float:
    """When a process began, as the system tells it; 0 when it has ended."""
    try:
        return float(psutil.Process(pid).create_time())
    except psutil.NoSuchProcess:
        return 0.0


def process_of(service: ServiceState) -> psutil.Process | None:
    """The running process of a recorded service, if it still is that one."""
    if service.pid is None:
        return None
    try:
        process = psutil.Process(service.pid)
        same = abs(process.create_time() - service.started) < 1.0
        return process if same and process.status() != psutil.STATUS_ZOMBIE else None
    except psutil.NoSuchProcess:
        return None


def platform_status(config: Config) -> PlatformStatus:
    """What `nautilus status` shows: the supervisor's picture, with memory read now."""
    pid = holder(config)
    state = read_state(config)
    services: list[ServiceStatus] = []
    for service in state.services if state else ():
        process = process_of(service) if pid else None
        resident, proportional = memory(process.pid) if process else (0, 0)
        services.append(
            ServiceStatus(
                name=service.name,
                port=service.port,
                ready=service.ready and process is not None,
                pid=process.pid if process else None,
                rss_bytes=resident,
                pss_bytes=proportional,
                state=_state_now(service, alive=process is not None) if pid else "stopped",
                restarts=service.restarts,
                detail=service.detail,
            )
        )
    ready = pid is not None and bool(services) and all(service.ready for service in services)
    return PlatformStatus(ready, gateway_url(config), str(config.token_file), tuple(services), pid)


def _state_now(service: ServiceState, *, alive: bool) -> str:
    """A process may have ended since the supervisor wrote its picture, or the picture cannot be written."""
    return "ended" if service.pid is not None and not alive else service.state


def gateway_url(config: Config) -> str:
    host = "[::1]" if config.host == "::1" else "127.0.0.1"
    return f"http://{host}:{config.port('gateway')}"
