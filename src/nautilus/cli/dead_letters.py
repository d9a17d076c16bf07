"""Messages that no engine could handle, as the engines keep them."""

import click

from nautilus.cli.client import gateway
from nautilus.cli.output import as_json, print_json, print_table
from nautilus.kernel.config import ENGINE_PORTS

_COLUMNS = ["engine", "ts_init", "topic", "message_id", "key", "attempts", "error"]


@click.command(name="dead-letters")
@click.option("--engine", type=click.Choice(list(ENGINE_PORTS)), help="Those of one engine; of all unless given.")
@as_json
def dead_letters(engine: str | None, as_json: bool) -> None:
    """Messages that were parked because their engine could not handle them, newest first, with the reason.

    \b
    Example: nautilus dead-letters --engine risk --json
    """
    client = gateway()
    names = [engine] if engine else list(ENGINE_PORTS)
    rows = [{"engine": name, **letter} for name in names for letter in client.pages(f"/api/{name}/dead-letters")]
    if as_json:
        print_json(rows)
    else:
        print_table(rows, _COLUMNS, "No dead letters.")
