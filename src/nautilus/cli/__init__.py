"""The command `nautilus`: one file a group of commands, each imported only when it is called."""

import sys

PYTHON = (3, 13)


def main() -> None:
    """Entry point. Ends with status 0, 1 (it failed) or 2 (it was called wrongly), and then one line on stderr."""
    if sys.version_info[:2] != PYTHON:
        found, wanted = (".".join(map(str, version[:2])) for version in (sys.version_info, PYTHON))
        sys.exit(f"nautilus: needs Python {wanted}, this is {found} ({sys.executable}). Set it up again: make clean up")
    from nautilus.cli.root import run

    sys.exit(run(sys.argv[1:]))
