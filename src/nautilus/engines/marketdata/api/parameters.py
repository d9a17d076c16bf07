"""Parameters that several routes read."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta

from nautilus import history
from nautilus.domain.time import to_ns
from nautilus.kernel.app.routes import Call
from nautilus.kernel.errors import InvalidInputError

TIME = "RFC 3339 time with a zone, or nanoseconds UTC"
AS_OF = "A day (its end in UTC), an RFC 3339 time with a zone, or the word latest"
type Name = Annotated[str, Meta(min_length=1, max_length=100, description="As the catalogue has it")]


def run_number(call: Call) -> int:
    text = call.path["run"]
    if not text.isdecimal() or len(text) > 18:
        raise InvalidInputError(f"{text!r} is not the number of a run; GET /replays lists them")
    return int(text)


def nanoseconds(text: str, name: str, meaning: str = TIME) -> int:
    """The time that a parameter called `name` gives. Raises InvalidInputError, which says that it must be `meaning`."""
    if text.isdecimal() and len(text) <= 19:
        return min(int(text), history.END_NS)
    try:
        return to_ns(datetime.fromisoformat(text))
    except (ValueError, OverflowError) as error:
        raise InvalidInputError(f"{name}={text!r} is not {meaning}, for example 2019-01-02T21:15:00Z") from error
