"""What can go wrong between a process and a bus."""

from nautilus.kernel.errors import ConfigurationError, NautilusError, UnavailableError


class BusUnavailableError(UnavailableError):
    """The server does not answer. Trying again later is right."""

    title = "Bus does not answer"


class ConnectionLostError(BusUnavailableError):
    """The connection broke while a command was on its way: it may or may not have been executed."""


class BusRefusedError(ConfigurationError):
    """The server answers but will not let us in: wrong password, certificate or protocol. Trying again is useless."""

    title = "Bus refuses the connection"


class CommandError(NautilusError):
    """The server answered a command with an error. `code` is its first word: NOGROUP, BUSYGROUP, OOM…"""

    title = "Bus refuses the command"

    @property
    def code(self) -> str:
        return str(self).partition(" ")[0]
