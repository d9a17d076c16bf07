"""What no table takes, refused before a handler sees it: text with a NUL character, integers beyond 64 bits."""

from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any

import msgspec

from nautilus.kernel.app.problems import FieldError, RequestError

_BEYOND = 1 << 63


def require_storable(place: str, given: Any) -> None:
    """Raises RequestError naming each field of a query, path or body that cannot be stored."""
    errors = tuple(FieldError(place, pointer, text) for pointer, text in _unstorable("#", _plain(given)))
    if errors:
        first = errors[0]
        detail = f"{place} {first.pointer.removeprefix('#/')}: {first.detail}"
        raise RequestError(HTTPStatus.UNPROCESSABLE_ENTITY, detail, errors)


def _plain(given: Any) -> Any:
    return msgspec.structs.asdict(given) if isinstance(given, msgspec.Struct) else given


def _unstorable(pointer: str, given: Any) -> Iterator[tuple[str, str]]:
    match given:
        case str() if "\0" in given:
            yield pointer, "contains a NUL character"
        case int() if not -_BEYOND <= given < _BEYOND:
            yield pointer, "is beyond 64 bits"
        case Mapping():
            for name, inner in given.items():
                yield from _unstorable(f"{pointer}/{name}", _plain(inner))
        case list() | tuple():
            for number, inner in enumerate(given):
                yield from _unstorable(f"{pointer}/{number}", _plain(inner))
        case _:
            return
