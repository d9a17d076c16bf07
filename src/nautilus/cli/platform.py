"""Start, stop and look at the platform."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import click
import msgspec

from nautilus.cli.output import as_json, mebibytes, print_json, print_table
from nautilus.kernel.config import ENGINE_PORTS, Config, load_config
from nautilus.kernel.errors import NotFoundError, UnavailableError
from nautilus.stack.server import StackError

_STARTED = "Nautilus"
"""The line of `up` that begins so is its last before the addresses."""
_READY = f"{_STARTED} is ready"
_FAILED = "nautilus: "
_DETACHED_SECONDS = 400.0
_DOWN_SECONDS = 90.0
_STATUS = ["name", "port", "state", "pid", "restarts", "rss", "pss"]


@click.command
@click.option("--detach", is_flag=True, help="Return when all is ready, and leave it running.")
@click.option("--detached", is_flag=True, hidden=True, help="This is the process that --detach leaves running.")
def up(detach: bool, detached: bool) -> None:
    """Start database, buses, thirteen engines and the gateway, and keep them running. Ctrl-C stops all of it.

    \b
    Example: nautilus up --detach
    """
    from nautilus.stack.supervisor import supervise

    config = load_config()
    if detach:
        _up_detached(config)
        return

    def ready(seconds: float, late: list[str]) -> None:
        state = f"{_STARTED} runs, but {', '.join(late)} is not ready," if late else _READY
        click.echo(f"{state} after {seconds:.1f} s.")
        if not detached:
            _print_addresses(config)
            click.echo("Ctrl-C stops everything.")

    supervise(config, click.echo, ready)


def _up_detached(config: Config) -> None:
    """Start `nautilus up` in a session of its own and pass on what it says until it is ready or has ended."""
    from nautilus.stack.preflight import check_home
    from nautilus.stack.state import check_not_running

    check_home(config)
    check_not_running(config)
    output = config.run_path / "up.log"
    command = [sys.executable, "-m", "nautilus.cli", "up", "--detached"]
    with output.open("wb") as stream:
        child = subprocess.Popen(  # noqa: S603 - ourselves
            command, stdin=subprocess.DEVNULL, stdout=stream, stderr=stream, start_new_session=True
        )
    told = 0
    deadline = time.monotonic() + _DETACHED_SECONDS
    while time.monotonic() < deadline:
        ended = child.poll() is not None
        lines = output.read_text(errors="replace").splitlines()
        if ended:
            raise StackError((lines[-1] if lines else "it ended without a word").removeprefix(_FAILED))
        for line in lines[told:]:
            if not line.startswith(_FAILED):  # its last line, which becomes ours when it has ended
                click.echo(line)
        told = len(lines)
        if any(line.startswith(_STARTED) for line in lines):
            break
        time.sleep(0.05)
    _print_addresses(config)
    if not any(line.startswith(_READY) for line in lines):
        raise StackError("It runs, but not all of it is ready: nautilus status")


def _print_addresses(config: Config) -> None:
    from nautilus.kernel.auth.login import CODE_SECONDS, login_link

    click.echo(f"  page   {login_link(config).url}  (logs one browser in, within {CODE_SECONDS // 60} minutes)")
    click.echo(f"  token  {config.token_file}")


@click.command
def down() -> None:
    """Stop everything, in order, and wait until it has ended.

    \b
    Example: nautilus down
    """
    from nautilus.stack.lifeline import send
    from nautilus.stack.state import holder

    config = load_config()
    pid = holder(config)
    if pid is None:
        raise NotFoundError(f"Nautilus does not run on {config.home}.")
    send(pid, signal.SIGTERM)
    deadline = time.monotonic() + _DOWN_SECONDS
    while holder(config) == pid:
        if time.monotonic() > deadline:
            raise StackError(f"Process {pid} has not ended within {_DOWN_SECONDS:.0f} s; end it: kill -9 {pid}")
        time.sleep(0.05)
    click.echo("Stopped.")


@click.command
@as_json
def status(as_json: bool) -> int:
    """Every service: its port, whether it is ready, its memory.

    Exit status 1 when the platform does not run, runs at other ports than said here, or its disk is full.

    \b
    Example: nautilus status --json
    """
    from nautilus.stack.preflight import check_room
    from nautilus.stack.state import check_offset, platform_status

    config = load_config()
    found = platform_status(config)
    if as_json:
        print_json(msgspec.to_builtins(found))
    elif found.pid is not None:
        rows = [
            msgspec.to_builtins(service) | {"rss": mebibytes(service.rss_bytes), "pss": mebibytes(service.pss_bytes)}
            for service in found.services
        ]
        print_table(rows, _STATUS, "Nothing has been started yet.")
        total = sum(service.pss_bytes for service in found.services)
        click.echo(f"{'ready' if found.ready else 'not ready'}, memory {mebibytes(total)} (PSS)")
        for service in found.services:
            if service.detail:
                click.echo(f"  {service.name}: {service.detail}")
        click.echo(f"  page   {found.gateway}  (a login link: nautilus login)")
        click.echo(f"  token  {found.token_file}")
    if found.pid is None:
        click.echo(f"nautilus: It does not run on {config.home}. Start it: nautilus up", err=True)
        return 1
    check_offset(config)
    check_room(config.home_path)
    return 0


@click.command
def login() -> None:
    """Print a link that logs one browser in, once.

    \b
    Example: nautilus login
    """
    from nautilus.kernel.auth.login import login_link
    from nautilus.stack.state import check_offset, holder

    config = load_config()
    check_offset(config)
    if holder(config) is None:
        raise UnavailableError(f"Nautilus does not run on {config.home}, and so serves no page. Start it: nautilus up")
    click.echo(login_link(config).url)


@click.command
@click.argument("name", required=False)
@click.option("--lines", type=click.IntRange(1, 100_000), default=50, show_default=True, help="How many, of each log.")
@click.option("--follow", "-f", is_flag=True, help="Go on with lines as they are written, until Ctrl-C.")
def logs(name: str | None, lines: int, follow: bool) -> None:
    """Logs of one service, or of all.

    NAME is a service of `nautilus status`, or supervisor, migrations, zygote (the process that starts the others).

    \b
    Example: nautilus logs risk --follow
    """
    from nautilus.stack import logs as files

    chosen = _log_files(load_config(), name)
    for file in chosen:
        for line in files.tail(file, lines):
            click.echo(_labelled(file.stem, line, name))
    if follow:
        for stem, line in files.follow(chosen):
            click.echo(_labelled(stem, line, name))


def _log_files(config: Config, name: str | None) -> list[Path]:
    found = sorted(config.log_path.glob("*.log"))
    chosen = [file for file in found if name in (None, file.stem)]
    if not found:
        raise NotFoundError(
            f"There are no logs in {config.log_path}: Nautilus has not been started there. Start it: nautilus up"
        )
    if not chosen:
        known = ", ".join(file.stem for file in found)
        raise NotFoundError(f"There is no log of {name} in {config.log_path}; there are: {known}.")
    return chosen


def _labelled(stem: str, line: str, name: str | None) -> str:
    return line if name else f"{stem.ljust(11)} {line}"


_SETTINGS = "\n".join(f"  {name}" for name in Config.__struct_fields__ if name != "home")


@click.command(
    help="Print all settings as they are in force, passwords hidden.\n\n"
    "Set them in nautilus.toml in the home, or as NAUTILUS_* in the environment "
    "(NAUTILUS_PORT_OFFSET, NAUTILUS_ENGINES__RISK__URL):\n\n"
    f"\b\n{_SETTINGS}\n\n\b\nExample: NAUTILUS_PORT_OFFSET=137 nautilus config"
)
@as_json
def config(as_json: bool) -> None:
    settings = load_config().redacted()
    if as_json:
        print_json(settings)
        return
    for name, value in settings.items():
        click.echo(f"{name} = {msgspec.json.encode(value).decode()}")


@click.command
@click.argument("name", metavar="NAME", type=click.Choice(sorted(ENGINE_PORTS)))
def engine(name: str) -> None:
    """Run one engine alone in the foreground, as a container does.

    It needs database and buses, configured or running, and waits for them. NAME is an engine of `nautilus status`.

    \b
    Example: nautilus engine risk
    """
    from nautilus.kernel.app import run_engine

    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    run_engine(name)
