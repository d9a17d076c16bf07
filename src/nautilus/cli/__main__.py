"""`python -m nautilus.cli`: the command without its script."""

from nautilus.cli import main

main()
