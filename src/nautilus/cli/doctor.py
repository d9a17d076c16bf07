"""Look at everything that can keep the platform from starting."""

import shutil
import sys
from collections.abc import Callable, Iterator
from typing import Any

import click
import psutil

from nautilus.cli.output import as_json, mebibytes, print_json
from nautilus.kernel.config import Config, load_config
from nautilus.kernel.errors import NautilusError
from nautilus.stack.postgres import bin_dir, choose_identity, major_version
from nautilus.stack.preflight import check_configured, check_home, check_ports
from nautilus.stack.server import StackError
from nautilus.stack.state import holder, platform_status
from nautilus.stack.valkey import program

LEAST_MEMORY = 2 * 1024**3
type Finding = tuple[str, Callable[[], str]]


@click.command
@as_json
def doctor(as_json: bool) -> int:
    """Check what a start needs, and say of each wrong thing what to do. Exit status 1 when one is wrong.

    \b
    Example: nautilus doctor
    """
    rows = [_examined(name, check) for name, check in _findings(load_config())]
    if as_json:
        print_json(rows)
    else:
        for row in rows:
            click.echo(f"{'ok   ' if row['ok'] else 'WRONG'}  {row['name'].ljust(9)}  {row['detail']}")
    return 0 if all(row["ok"] for row in rows) else 1


def _examined(name: str, check: Callable[[], str]) -> dict[str, Any]:
    try:
        return {"name": name, "ok": True, "detail": check()}
    except (NautilusError, OSError) as error:
        return {"name": name, "ok": False, "detail": str(error)}


def _findings(config: Config) -> Iterator[Finding]:
    yield "python", lambda: f"{sys.version.split()[0]} at {sys.executable}"
    yield "home", lambda: _home(config)
    yield "memory", _memory
    yield "database", lambda: _database(config)
    yield "buses", lambda: _buses(config)
    yield "ports", lambda: _ports(config)
    yield "platform", lambda: _platform(config)


def _home(config: Config) -> str:
    check_home(config)
    return f"{config.home}, {mebibytes(shutil.disk_usage(config.home).free)} free"


def _memory() -> str:
    available = psutil.virtual_memory().available
    if available < LEAST_MEMORY:
        raise StackError(f"{mebibytes(available)} are free, the platform takes up to 2048 MiB. Close some programs.")
    return f"{mebibytes(available)} available"


def _database(config: Config) -> str:
    if config.database_url:
        return f"configured: {config.redacted()['database_url']}"
    version_file = config.home_path / "postgres" / "PG_VERSION"
    if version_file.exists() and version_file.read_text().strip() != major_version():
        raise StackError(
            f"{version_file.parent} was written by PostgreSQL {version_file.read_text().strip()}, this is "
            f"{major_version()}. Move the folder away to start empty."
        )
    how = {"same": "as this user", "namespace": "in a user namespace", "nobody": "as user nobody"}
    return f"embedded PostgreSQL {major_version()} from {bin_dir()}, {how[choose_identity(config.run_path)]}"


def _buses(config: Config) -> str:
    check_configured(config)
    if config.bus_market_url and config.bus_logic_url:
        return f"configured: {config.redacted()['bus_market_url']}, {config.redacted()['bus_logic_url']}"
    return f"embedded Valkey from {program()}"


def _ports(config: Config) -> str:
    if holder(config) is not None:
        return "in use by this platform"
    check_ports(config)
    return "all free"


def _platform(config: Config) -> str:
    status = platform_status(config)
    if status.pid is None:
        return "does not run"
    late = [service.name for service in status.services if not service.ready]
    if late:
        raise StackError(f"Runs (pid {status.pid}). Not ready: {', '.join(late)}. Why: nautilus logs {late[0]}")
    return f"runs (pid {status.pid}), all ready"
