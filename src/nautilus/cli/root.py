"""The root of the commands: where each lives, and how a failure becomes one line."""

import errno
import importlib
import importlib.util
from collections.abc import Sequence

import click

from nautilus.kernel.errors import NautilusError

_PLACES = {
    "up": "platform:up",
    "down": "platform:down",
    "status": "platform:status",
    "login": "platform:login",
    "logs": "platform:logs",
    "doctor": "doctor:doctor",
    "config": "platform:config",
    "engine": "platform:engine",
    "ingest": "ingest:ingest",
    "data": "data:data",
    "replay": "replay:replay",
    "orders": "trading:orders",
    "fills": "trading:fills",
    "positions": "trading:positions",
    "account": "trading:account",
    "limits": "risk:limits",
    "kill": "risk:kill",
    "rearm": "risk:rearm",
    "journal": "journal:commands",
    "dead-letters": "dead_letters:dead_letters",
    "bench": "bench:bench",
}


class Commands(click.Group):
    """Imports a command's module when it is named, so that each starts fast."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [name for name in _PLACES if self._exists(name)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _PLACES or not self._exists(cmd_name):
            return None
        module, _, attribute = _PLACES[cmd_name].partition(":")
        command = getattr(importlib.import_module(f"nautilus.cli.{module}"), attribute)
        assert isinstance(command, click.Command)
        return command

    @staticmethod
    def _exists(name: str) -> bool:
        return importlib.util.find_spec(f"nautilus.cli.{_PLACES[name].partition(':')[0]}") is not None


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="nautilus-platform", prog_name="nautilus")
def root() -> None:
    """Nautilus: data, factors, backtests, paper and live trading in one house.

    \b
    Begin with:
      nautilus up                                        start everything; Ctrl-C stops it
      nautilus replay start --session equities-daily --speed max --wait
      nautilus account
    """


def run(arguments: Sequence[str]) -> int:
    """Run one command line and return its exit status."""
    try:
        status = root.main(list(arguments), prog_name="nautilus", standalone_mode=False)
    except (click.Abort, KeyboardInterrupt):
        return 130
    except (click.ClickException, NautilusError, OSError) as error:
        return _explain(error)
    return status if isinstance(status, int) else 0


def _explain(error: click.ClickException | NautilusError | OSError) -> int:
    """One line on stderr, whatever went wrong; 2 when the command was called wrongly."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        click.echo(error.format_message())
        return 2
    if isinstance(error, click.UsageError):
        text = f"{error.format_message()} See: {error.ctx.command_path if error.ctx else 'nautilus'} --help"
    elif isinstance(error, click.ClickException):
        text = error.format_message()
    else:
        text = _file_problem(error) if isinstance(error, OSError) else str(error)
    click.echo(f"nautilus: {' '.join(text.split())}", err=True)
    return 2 if isinstance(error, click.UsageError) else 1


def _file_problem(error: OSError) -> str:
    place = error.filename or "the home"
    if error.errno == errno.ENOSPC:
        return f"Disk is full at {place}. Free some space, or set NAUTILUS_HOME to another disk."
    if isinstance(error, PermissionError):
        return f"{place}: {error.strerror or error}. Set NAUTILUS_HOME to a folder of yours."
    return f"{place}: {error.strerror or error}. `nautilus doctor` looks at what may be wrong."
