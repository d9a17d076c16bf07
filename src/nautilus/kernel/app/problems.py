"""Every answer that is not a success: RFC 9457 `application/problem+json`."""

import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import msgspec
from starlette.exceptions import HTTPException
from starlette.responses import Response

from nautilus.kernel.errors import InvalidInputError, NautilusError
from nautilus.kernel.units import Text

MEDIA_TYPE = "application/problem+json"
_FIELD = re.compile(r" field `(\w+)`$")
_PATH = re.compile(r" - at `(?P<key>key in )?\$(?P<path>[^`]*)`$")


class FieldError(msgspec.Struct, frozen=True):
    """One thing that is wrong in a request. `pointer` is a JSON pointer into the body, query or path."""

    place: str
    """body, query or path"""
    pointer: str
    detail: str


class Problem(msgspec.Struct, frozen=True, omit_defaults=True):
    """RFC 9457. `type` is stable for a kind of problem; `detail` says what to do next."""

    type: str
    title: str
    status: Text[int]
    """The HTTP status once more."""
    detail: str
    instance: str
    request_id: str
    """By which the log lines of this request are found."""
    errors: tuple[FieldError, ...] = ()
    """Field by field what is wrong; empty where the request as a whole is refused."""


class RequestError(NautilusError):
    """A request that is refused before a handler sees it."""

    def __init__(
        self,
        status: HTTPStatus,
        detail: str,
        errors: tuple[FieldError, ...] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.title = status.phrase
        self.errors = errors
        self.headers = dict(headers or {})


def field_errors(place: str, error: msgspec.ValidationError) -> tuple[FieldError, ...]:
    """What msgspec found: "Expected `int`, got `str` - at `$.orders[0].quantity`" -> pointer #/orders/0/quantity.

    A field that is missing or unknown is named in the text; the pointer leads to it, too.
    """
    text = str(error)
    match = _PATH.search(text)
    path = match["path"] if match else ""
    pointer = "#" + re.sub(r"\[(\w+|\.\.\.)\]", r"/\1", path).replace(".", "/").replace("///", "/")
    text = _PATH.sub("", text)
    named = _FIELD.search(text)
    return (FieldError(place, f"{pointer}/{named[1]}" if named else pointer, text),)


def problem_of(error: Exception, scope: Mapping[str, Any]) -> Response:
    """The answer to an error. What is not a NautilusError or an HTTPException is told apart in the log only."""
    headers: dict[str, str] = {}
    errors: tuple[FieldError, ...] = ()
    if isinstance(error, RequestError):
        kind, status, title, detail = _kind(error.title), int(error.status), error.title, str(error)
        headers, errors = error.headers, error.errors
    elif isinstance(error, NautilusError):
        kind, status, title, detail = _kind(type(error).__name__), error.status, error.title, str(error)
        if isinstance(error, InvalidInputError):
            errors = tuple(FieldError("body", f"#/{name}", text) for name, text in error.fields.items())
    elif isinstance(error, HTTPException):
        title = HTTPStatus(error.status_code).phrase
        kind, status = _kind(title), error.status_code
        detail = _ROUTING.get(status, error.detail)
        headers = dict(error.headers or {})
    else:
        kind, status, title = "internal-error", 500, "Internal error"
        detail = "This is a fault of the engine; its log has the cause under this request_id."
    problem = Problem(
        f"urn:nautilus:problem:{kind}",
        title,
        status,
        detail,
        scope.get("path", ""),
        scope.get("request_id", ""),
        errors,
    )
    return Response(msgspec.json.encode(problem), status, headers, MEDIA_TYPE)


_ROUTING: Mapping[int, str] = {404: "There is no such route; /openapi.json lists those there are."}


def _kind(name: str) -> str:
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", name.removesuffix("Error"))
    return re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")
