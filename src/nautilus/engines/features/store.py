"""Tables of features."""

from nautilus.engines.values import ValueStore

STORE = ValueStore("features")
