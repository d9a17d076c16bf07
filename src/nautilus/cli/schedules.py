"""Jobs that are asked for regularly, and which source is believed first."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from nautilus.cli.client import gateway
from nautilus.cli.output import as_json, print_json, print_table
from nautilus.kernel.errors import InvalidInputError

_SCHEDULES = "/api/marketdata/schedules"
_CHAINS = "/api/marketdata/chains"
_POLICIES = "/api/marketdata/policies"
_UNITS = {"m": 60, "h": 3_600, "d": 86_400, "w": 604_800}
_COLUMNS = ["name", "kind", "sources", "folder", "priority", "every_seconds", "next_run", "last_run", "last_job"]


@click.group()
def schedule() -> None:
    """Ask for a job again and again; a time that was missed is made up for when the platform is up.

    \b
    Example: nautilus data schedule set nightly --every 1d --at 06:30 --source fred --folder ../shared
    """


@schedule.command("list")
@as_json
def list_schedules(as_json: bool) -> None:
    """Schedules, when they are due next, and what they did last.

    \b
    Example: nautilus data schedule list
    """
    found = gateway().pages(_SCHEDULES)
    if as_json:
        print_json(found)
        return
    columns = [*_COLUMNS, *(["problem"] if any(line["problem"] for line in found) else [])]
    print_table(found, columns, "No schedule is set. Set one: nautilus data schedule set NAME --every 1d")


@schedule.command("set")
@click.argument("name")
@click.option("--every", required=True, metavar="TIME", help="As 30m, 6h, 1d, 1w.")
@click.option("--at", default="", metavar="TIME", help="First time, or the time of day in UTC as 06:30; else now.")
@click.option("--kind", type=click.Choice(["ingest", "reparse", "backfill"]), default="ingest", show_default=True)
@click.option("--source", "sources", multiple=True, help="Only this source; may be given again.")
@click.option("--folder", type=click.Path(path_type=Path), help="Folder with data files.")
@click.option("--priority", type=int, default=0, show_default=True, help="Of jobs that wait the highest is next.")
@as_json
def set_schedule(name: str, *, every: str, folder: Path | None, as_json: bool, **given: Any) -> None:
    """Add a schedule, or replace the one of this name.

    \b
    Example: nautilus data schedule set gaps --every 1w --at 04:00 --kind backfill
    """
    body = {**given, "sources": list(given["sources"]), "every_seconds": _seconds(every)}
    made = gateway().put(f"{_SCHEDULES}/{name}", body | ({"folder": str(folder.resolve())} if folder else {}))
    if as_json:
        print_json(made)
    else:
        click.echo(f"{made['name']}: {made['kind']} is next at {made['next_run']}")


@schedule.command("remove")
@click.argument("name")
def remove_schedule(name: str) -> None:
    """Remove a schedule; the jobs that it asked for stay.

    \b
    Example: nautilus data schedule remove nightly
    """
    gateway().delete(f"{_SCHEDULES}/{name}")
    click.echo(f"{name} is removed.")


@click.command()
@click.argument("kind", required=False)
@click.argument("sources", nargs=-1)
@as_json
def chains(kind: str | None, sources: Sequence[str], as_json: bool) -> None:
    """Whose word counts where several sources have the same thing: by KIND of data, the most trusted first.

    With KIND and SOURCES the chain is set. What else there was of a bar: nautilus data lineage cell:SYMBOL:86400:DAY

    \b
    Example: nautilus data chains
             nautilus data chains bars pystock lean
    """
    if kind is not None:
        found = [gateway().put(f"{_CHAINS}/{kind}", {"sources": list(sources)})]
    else:
        found = gateway().pages(_CHAINS)
    if as_json:
        print_json(found)
    else:
        print_table(found, ["kind", "sources", "is_set"], "")


@click.command()
@as_json
def policies(as_json: bool) -> None:
    """What is compressed, what may go and when, what is kept made, and what that comes to.

    \b
    Example: nautilus data policies
    """
    found = gateway().pages(_POLICIES)
    if as_json:
        print_json(found)
    else:
        print_table(found, ["kind", "name", "rule", "figures"], "")


def _seconds(text: str) -> int:
    """Raises InvalidInputError for what is no time."""
    count, unit = text[:-1], _UNITS.get(text[-1:], 0)
    if not unit or not count.isdecimal() or not int(count):
        raise InvalidInputError(f"--every {text!r} is no time; give a number with m, h, d or w, as 6h")
    return int(count) * unit
