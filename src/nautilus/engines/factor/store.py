"""Tables of factor."""

from nautilus.engines.values import ValueStore

STORE = ValueStore("factor")
