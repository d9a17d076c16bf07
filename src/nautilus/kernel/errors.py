"""The errors of the house. Each message says what to do next; each maps to one problem type over HTTP."""

from collections.abc import Mapping


class NautilusError(Exception):
    """Base of all errors that a user or another engine can cause. `title` and `status` go into problem+json."""

    status = 500
    title = "Internal error"


class ConfigurationError(NautilusError):
    title = "Configuration is wrong"


class InvalidInputError(NautilusError):
    """What was given cannot be taken. `fields`: what is wrong with each field of the body, where that can be said."""

    status = 422
    title = "Input is not valid"

    def __init__(self, detail: str, fields: Mapping[str, str] | None = None) -> None:
        super().__init__(detail)
        self.fields = dict(fields or {})


class NotFoundError(NautilusError):
    status = 404
    title = "Not found"


class ConflictError(NautilusError):
    """The request is valid, but not in the present state (a run is going on, the switch is on)."""

    status = 409
    title = "Not possible in the present state"


class UnavailableError(NautilusError):
    """Something that this needs does not answer now; trying again later is right."""

    status = 503
    title = "Not available now"


class LeaseLostError(NautilusError):
    """Another process of this engine owns what this one worked on: it must end, and stand by when started again."""

    status = 503
    title = "Owned by another process"


class NotBuiltError(NautilusError):
    """The route exists in the design but not yet in the code."""

    status = 501
    title = "Not built yet"


class JournalBrokenError(NautilusError):
    """A hash chain does not hold. Names the engine, the first bad sequence and what was found there."""

    title = "Journal is broken"
