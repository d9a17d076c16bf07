"""The process that migrates the database once a start: its libraries are large and leave with it."""

import sys

from nautilus.kernel.config import load_config, resolve_urls
from nautilus.kernel.errors import NautilusError


def main() -> None:
    """Bring the database of this home up to date; exit status 1 after one line when that is not possible."""
    from nautilus.kernel.migrations import migrate

    try:
        applied = migrate(resolve_urls(load_config()).database_url)
    except NautilusError as error:
        sys.exit(str(error))
    print("applied:", ", ".join(applied) or "nothing to do")
