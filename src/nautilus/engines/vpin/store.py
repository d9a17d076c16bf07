"""Tables of vpin."""

from nautilus.engines.values import ValueStore

STORE = ValueStore("vpin")
