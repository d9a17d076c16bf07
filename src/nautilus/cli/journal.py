"""The journal: is what happened still as it was written?"""

import click
import msgspec

from nautilus.cli.output import as_json, print_json, print_table
from nautilus.kernel.config import load_config, resolve_urls
from nautilus.kernel.errors import JournalBrokenError
from nautilus.kernel.journal.verify import ChainReport, verify

_COLUMNS = ("kind", "name", "count", "kept", "head")


@click.group(name="journal")
def commands() -> None:
    """The hash-chained record of everything that matters.

    \b
    Example: nautilus journal verify
    """


@commands.command(name="verify")
@as_json
def verify_command(as_json: bool) -> None:
    """Recompute every hash chain and print counts and heads. Exits with 1 at the first break.

    Covers the outbox of each engine in the database and the file journals of the home, also while engines work. Keep
    the printed heads elsewhere: they prove later that nothing before them was rewritten.

    \b
    Example: nautilus journal verify
             nautilus journal verify --json > heads.json
    """
    config = resolve_urls(load_config())
    chains: list[ChainReport] = []
    broken = ""
    try:
        for chain in verify(config.database_url, config.home_path):
            chains.append(chain)  # noqa: PERF402 - those before a break are shown too
    except JournalBrokenError as error:
        broken = str(error)
    if as_json:
        print_json({"ok": not broken, "broken": broken or None, "chains": msgspec.to_builtins(chains)})
    else:
        print_table(msgspec.to_builtins(chains), _COLUMNS, "No events yet.")
    if broken:
        raise click.ClickException(f"The journal is broken: {broken}")
